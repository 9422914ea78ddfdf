//! The whole program as its users meet it: a real server on a free port, with databases, a clock, token issuers
//! and people of its own.

mod answer;
mod city;
mod config;
mod consent;
mod grant;
mod issuers;
mod log;
mod numbers;
mod paused;
mod people;
mod person;
mod records;
mod rectificaties;
mod register;
mod signals;
mod socket;
mod watched;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use schakel::{
    clock::{Clock, FixedClock},
    config::{Config, HttpConfig},
    federation::http_client,
    http::{Bounds, Running, router, serve},
    installation::{Installation, InstallationError},
};

pub use answer::{Answer, NotShared};
pub use city::{City, Part, UTRECHT, UTRECHT_MET_SIGNAALPARTNERS, ZAANSTAD, tell_of_zaanstad};
pub(crate) use config::config_text;
pub use config::id_key;
pub use consent::in_person;
pub use grant::{Grant, Granted, deel, meekijken, met_buurtteam, pakket};
pub use issuers::Issuers;
pub use log::LogLine;
pub use numbers::{bsn, bsns, unknown_id};
pub use paused::{HeldUp, Paused};
pub use person::Person;
pub use records::{Published, Record, bron_id, buurtteamdossier, srw_dossier, traject};
pub use rectificaties::Rectified;
pub use signals::{SIGNALEN, VOLG_SIGNALEN, kinds};
pub use socket::{Heard, Message, Socket};
pub use watched::Watched;

use crate::{Databases, Engine, OnEngine};

/// When every story begins: a Monday, at noon in Utrecht.
pub const BEGIN: &str = "2026-06-15T10:00:00Z";

/// The program with all five subgraphs in one process, configured as a city, holding no records yet.
pub struct TestApp {
    city: &'static City,
    clock: Arc<FixedClock>,
    issuers: Issuers,
    config: Config,
    client: reqwest::Client,
    house: Option<House>,
    databases: Databases,
}

/// What a restart makes anew.
struct House {
    installation: Arc<Installation>,
    server: Running,
}

impl OnEngine for TestApp {
    async fn on(engine: Engine) -> Self {
        Self::in_city(engine, &UTRECHT).await
    }
}

impl TestApp {
    /// The program, configured as this city.
    pub async fn in_city(engine: Engine, city: &'static City) -> Self {
        let databases = Databases::on(engine).await;
        let begin: DateTime<Utc> = BEGIN.parse().expect("a time");
        let clock = Arc::new(FixedClock::at(begin));
        let issuers = Issuers::new(clock.clone(), &city.inrichting());
        let config = config::config(&databases, &issuers);
        let mut app = Self {
            city,
            clock,
            issuers,
            config,
            client: client(),
            house: None,
            databases,
        };
        app.restart().await;
        app.change_inrichting(|_| {}).await;
        app
    }

    /// The clock that the whole program reads.
    pub fn clock(&self) -> &FixedClock {
        &self.clock
    }

    /// The present moment by that clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Who issues the tokens.
    pub fn issuers(&self) -> &Issuers {
        &self.issuers
    }

    /// The databases behind the program's back.
    pub fn databases(&self) -> &Databases {
        &self.databases
    }

    /// The program's configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The program from inside.
    pub fn installation(&self) -> &Installation {
        &self.house().installation
    }

    /// The address of a path of the server.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.house().server.address())
    }

    /// A client that keeps its connections.
    pub fn http(&self) -> &reqwest::Client {
        &self.client
    }

    /// Stops the program and starts it again on the same databases.
    pub async fn restart(&mut self) {
        self.restart_with(|_| {}).await;
    }

    /// Stops the program and starts it again with another configuration.
    pub async fn restart_with(&mut self, change: impl FnOnce(&mut Config)) {
        let started = self.try_restart_with(change).await;
        started.unwrap_or_else(|error| panic!("the program does not start: {error}"));
    }

    /// Stops the program and starts it again with another configuration, if it will.
    ///
    /// # Errors
    /// Why it does not start; then nothing answers until it is started again.
    pub async fn try_restart_with(
        &mut self,
        change: impl FnOnce(&mut Config),
    ) -> Result<(), InstallationError> {
        self.stop().await;
        change(&mut self.config);
        self.open().await
    }

    /// Stops the program; nothing answers until it is started again.
    pub async fn stop(&mut self) {
        if let Some(house) = self.house.take() {
            house.server.stop().await.expect("a server can be stopped");
        }
        // Connections to the old port are of no use any more.
        self.client = client();
    }

    async fn open(&mut self) -> Result<(), InstallationError> {
        let clock: Arc<dyn Clock> = self.clock.clone();
        let installation = Arc::new(Installation::open(&self.config, clock).await?);
        let HttpConfig { adres, .. } = self.config.http;
        let doors = router(Arc::clone(&installation), Bounds::from(&self.config.http));
        let server = serve(doors, adres).await.expect("there is a free port");
        self.house = Some(House { installation, server });
        Ok(())
    }

    fn house(&self) -> &House {
        self.house.as_ref().expect("the program runs")
    }
}

/// A client as the program's own: without redirects, and not without an end.
fn client() -> reqwest::Client {
    http_client(Duration::from_secs(60)).expect("a client can be made")
}
