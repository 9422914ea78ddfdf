use std::{fmt::Write, process::Command, sync::Arc, time::Duration};

use chrono::TimeDelta;
use schakel::{
    clock::{Clock, SystemClock},
    domain::{Doel, Rol},
    federation::{SubgraphName, http_client},
    subgraphs::toestemming::RegisterStore,
};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Served, program::program};
use crate::{
    Databases, Engine, OnEngine,
    app::{Answer, Issuers, UTRECHT, config_text},
};

/// The same program several times over one set of databases, as behind a load balancer: real processes, the machine's
/// own clock, configured as Utrecht.
pub struct Replicas {
    served: Vec<Served>,
    client: reqwest::Client,
    issuers: Issuers,
    databases: Databases,
    _home: TempDir,
}

/// Connections per database and process: several processes share one server with the other tests.
const CONNECTIONS: u32 = 8;

impl Replicas {
    /// Starts them.
    pub async fn start(engine: Engine, count: usize) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder can be made");
        let databases = Databases::on(engine).await;
        let issuers = Issuers::new(Arc::new(SystemClock), &UTRECHT.inrichting());
        apply_utrecht(&databases).await;
        let mut config = config_text(&databases, &issuers);
        config["http"]["streams"] = json!({"per_caller": 10_000});
        for subgraph in SubgraphName::ALL {
            config["subgraphs"][subgraph.word()]["connections"] = json!(CONNECTIONS);
        }
        let file = home.path().join("schakel.toml");
        std::fs::write(&file, toml(&config)).expect("a configuration can be written");
        let start = |number: usize| {
            let mut command = Command::new(program());
            command.arg("serve").arg("--config").arg(&file);
            let log = home.path().join(format!("{number}.log"));
            Served::start(command, &log, |line| {
                line.starts_with("http://").then(|| line.to_owned())
            })
        };
        Self {
            served: (0..count).map(start).collect(),
            client: http_client(Duration::from_secs(60)).expect("a client can be made"),
            issuers,
            databases,
            _home: home,
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.served.len()
    }

    /// The address of one of them; they are counted round.
    pub fn url(&self, number: usize) -> &str {
        self.served[number % self.served.len()].url()
    }

    /// How much memory all of them hold now, in bytes.
    pub fn memory(&self) -> u64 {
        self.served.iter().map(Served::memory).sum()
    }

    /// The databases that they share.
    pub fn databases(&self) -> &Databases {
        &self.databases
    }

    /// A token of somebody in a role at a party.
    pub fn token(&self, partij: &str, rol: Rol) -> String {
        let mut claims = Issuers::claims_of(partij, rol);
        claims.lifetime = TimeDelta::minutes(50);
        self.issuers.common.issue(&claims).expect("a token can be signed")
    }

    /// Asks one of them.
    pub async fn ask(&self, number: usize, token: &str, doel: Doel, query: &str, variables: Value) -> Answer {
        let request = self
            .client
            .post(format!("{}/graphql", self.url(number)))
            .bearer_auth(token)
            .header("Doel", doel.word())
            .json(&json!({"query": query, "variables": variables}));
        Answer::of(request).await
    }
}

async fn apply_utrecht(databases: &Databases) {
    let register = RegisterStore::new(databases.connect(SubgraphName::Toestemming).await);
    register
        .apply_inrichting(&UTRECHT.inrichting(), SystemClock.now())
        .await
        .expect("the register can be written");
}

/// A configuration as a file of one line per section.
fn toml(config: &Value) -> String {
    let sections = config.as_object().expect("a configuration has sections");
    let mut text = String::new();
    for (name, section) in sections {
        writeln!(text, "{name} = {}", inline(section)).expect("a text can be written");
    }
    text
}

fn inline(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{name} = {}", inline(value)))
                .collect();
            format!("{{ {} }}", fields.join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(inline).collect();
            format!("[{}]", items.join(", "))
        }
        simple => simple.to_string(),
    }
}
