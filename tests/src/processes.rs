//! Schakel as its operators run it: processes with configuration files, on free ports of loopback, over the
//! records of the demo. Each set-up works on its own copy of the databases.

mod program;
mod records;
mod replicas;
mod served;
mod texts;

use std::{collections::BTreeMap, path::Path, process::Command};

use schakel::federation::SubgraphName;
use tempfile::TempDir;

pub use records::{Asker, HOUSE, Records};
pub use replicas::Replicas;
pub use served::Served;

use crate::root;
use program::program;
use texts::Texts;

/// The set-up where one process holds all five subgraphs.
#[derive(Debug)]
pub struct Together {
    hub: Option<Served>,
    config: String,
    databases: BTreeMap<SubgraphName, String>,
    home: TempDir,
}

/// The set-up where each subgraph is a process of its own, joined by a hub over HTTP.
#[derive(Debug)]
pub struct Apart {
    hub: Option<Served>,
    subgraphs: BTreeMap<SubgraphName, Served>,
    /// What each process was started with; `None` is the hub.
    configs: BTreeMap<Option<SubgraphName>, String>,
    home: TempDir,
}

/// The register is asked by all; the trajecten ask the two before them, and the signals ask everybody.
const IN_ORDER: [SubgraphName; 5] = [
    SubgraphName::Toestemming,
    SubgraphName::Srw,
    SubgraphName::Buurtteam,
    SubgraphName::Trajectbegeleiding,
    SubgraphName::Signalen,
];

/// A foreign federation router in front of subgraph processes (`tests/peers/gateway.mjs`).
#[derive(Debug)]
pub struct ForeignRouter {
    router: Served,
}

impl Together {
    /// Starts it on a new copy of the records.
    pub async fn start(records: &Records) -> Self {
        let home = records.copy().await;
        let config = Texts::new(records, home.path()).together();
        let databases = SubgraphName::ALL.iter();
        let databases = databases.map(|name| (*name, records.url_in(home.path(), *name)));
        let mut together = Self {
            hub: None,
            config,
            databases: databases.collect(),
            home,
        };
        together.start_again();
        together
    }

    /// Kills the process (SIGKILL), as a machine does that loses its power.
    pub fn kill(&mut self) {
        self.hub = None;
    }

    /// Starts the process on what the last one left.
    pub fn start_again(&mut self) {
        self.kill();
        self.hub = Some(serve(&self.home, "together", &self.config, &[]));
    }

    /// Where it is asked.
    pub fn graphql(&self) -> String {
        graphql(self.hub.as_ref().expect("the process runs"))
    }

    /// Where the database of a subgraph is.
    pub fn database(&self, name: SubgraphName) -> &str {
        &self.databases[&name]
    }

    /// Where its configuration, databases and keys are.
    pub fn home(&self) -> &Path {
        self.home.path()
    }
}

impl Apart {
    /// Starts its six processes on a new copy of the records: the register first, whose address the others need. Nobody
    /// follows an outbox: the signals stay those of the records.
    pub async fn start(records: &Records) -> Self {
        let home = records.copy().await;
        let texts = Texts::new(records, home.path());
        Self::start_all(&texts, &home).kept_in(home)
    }

    /// The same, where the signals follow the outboxes.
    pub async fn start_following(records: &Records) -> Self {
        let home = records.copy().await;
        let texts = Texts::new(records, home.path()).following();
        Self::start_all(&texts, &home).kept_in(home)
    }

    /// Each process, those that others ask before those that ask them.
    fn start_all(texts: &Texts<'_>, home: &TempDir) -> Started {
        let mut started = Started::default();
        for name in IN_ORDER {
            let config = match name {
                SubgraphName::Toestemming => texts.register(),
                _ => texts.room(name, &started.urls()),
            };
            let served = serve_subgraph(home, name, &config);
            started.configs.insert(Some(name), at_home(&config, &served));
            started.subgraphs.insert(name, served);
        }
        let config = texts.hub(&started.urls());
        let hub = serve(home, "hub", &config, &[]);
        started.configs.insert(None, at_home(&config, &hub));
        Started {
            hub: Some(hub),
            ..started
        }
    }

    /// Where its hub is asked.
    pub fn graphql(&self) -> String {
        graphql(self.hub.as_ref().expect("the hub runs"))
    }

    /// Where its configurations, databases and keys are.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Kills the process (SIGKILL) of a subgraph, or of the hub, and starts it again at the same address, on what the last
    /// one left.
    pub fn kill_and_start_again(&mut self, victim: Option<SubgraphName>) {
        let config = self.configs[&victim].clone();
        match victim {
            Some(name) => {
                self.end(name);
                let served = serve_subgraph(&self.home, name, &config);
                self.subgraphs.insert(name, served);
            }
            None => {
                self.hub = None;
                self.hub = Some(serve(&self.home, "hub", &config, &[]));
            }
        }
    }

    /// Ends the process of one subgraph, as a crash would.
    pub fn end(&mut self, subgraph: SubgraphName) {
        self.subgraphs.remove(&subgraph);
    }

    /// Starts a foreign router in front of the same subgraphs.
    pub fn behind_a_foreign_router(&self) -> ForeignRouter {
        let urls: BTreeMap<&str, String> = self
            .subgraphs
            .iter()
            .map(|(name, served)| (name.word(), graphql(served)))
            .collect();
        let mut command = Command::new("node");
        command
            .arg(root().join("tests/peers/gateway.mjs"))
            .arg(root().join("api/supergraph.graphql"))
            .arg(serde_json::to_string(&urls).expect("addresses can be written"));
        let router = Served::start(command, &self.home.path().join("router.log"), |line| {
            let told: serde_json::Value = serde_json::from_str(line).ok()?;
            Some(format!("http://127.0.0.1:{}", told["port"].as_u64()?))
        });
        ForeignRouter { router }
    }
}

/// The processes of a set-up that is being started.
#[derive(Default)]
struct Started {
    hub: Option<Served>,
    subgraphs: BTreeMap<SubgraphName, Served>,
    configs: BTreeMap<Option<SubgraphName>, String>,
}

impl Started {
    fn urls(&self) -> BTreeMap<SubgraphName, String> {
        let urls = self.subgraphs.iter();
        urls.map(|(name, served)| (*name, served.url().to_owned()))
            .collect()
    }

    fn kept_in(self, home: TempDir) -> Apart {
        let Self {
            hub,
            subgraphs,
            configs,
        } = self;
        Apart {
            hub,
            subgraphs,
            configs,
            home,
        }
    }
}

/// The same configuration, at the address that the process was given.
fn at_home(config: &str, served: &Served) -> String {
    let address = served.url().trim_start_matches("http://");
    config.replacen("127.0.0.1:0", address, 1)
}

impl ForeignRouter {
    /// Where it is asked.
    pub fn graphql(&self) -> String {
        graphql(&self.router)
    }
}

fn graphql(served: &Served) -> String {
    format!("{}/graphql", served.url())
}

fn serve_subgraph(home: &TempDir, name: SubgraphName, config: &str) -> Served {
    serve(home, name.word(), config, &["--subgraph", name.word()])
}

/// Runs `schakel serve` on a configuration; the first line of its output is its address.
fn serve(home: &TempDir, name: &str, config: &str, arguments: &[&str]) -> Served {
    let file = home.path().join(format!("{name}.toml"));
    std::fs::write(&file, config).expect("a configuration can be written");
    let mut command = Command::new(program());
    command.arg("serve").args(arguments).arg("--config").arg(file);
    Served::start(command, &home.path().join(format!("{name}.log")), |line| {
        line.starts_with("http://").then(|| line.to_owned())
    })
}
