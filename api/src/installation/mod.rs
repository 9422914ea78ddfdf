//! Puts a process together out of its configuration: databases, register, rooms, hub, door.

mod database;
mod disk;
mod here;
mod logs;
mod neighbours;
mod readiness;
mod register;
mod retention;
mod signals;
mod subgraph;
#[cfg(test)]
mod tests;

use std::{collections::HashMap, sync::Arc};

use chrono::TimeDelta;
use tokio::task::JoinSet;

pub use database::{DatabaseError, migrate, migrate_console, open_console_database, open_database};
pub use disk::{Disk, Space};
use here::Here;
pub use here::open_parts;
pub use logs::Logs;
pub use neighbours::Neighbourhood;
pub use readiness::Readiness;
use register::Asks;
pub use register::{HeldRegister, open_held};
pub use retention::Retention;
pub use signals::Signals;
pub use subgraph::SubgraphProcess;

use crate::{
    clock::Clock,
    config::{Config, ConfigError, ConsoleConfig},
    console::{Console, ConsoleError, Door, OidcClient},
    federation::{Hub, RemoteLimits, RemoteSubgraph, Subgraph, SubgraphName, SupergraphError, http_client},
    keys::{KeyError, SigningKey},
    logbook::NotaryError,
    register::{Register, RegisterLastQuestion},
    request::authenticate::{AuthConfigError, Authenticator, HubTokens, RemoteTokens},
    subgraphs::{
        buurtteam,
        common::Parts,
        signalen, srw,
        toestemming::{self, LocalRegisterError},
        trajectbegeleiding::{self, Reporter},
    },
};

/// The supergraph, composed of the five schemas and checked in.
pub const SUPERGRAPH: &str = include_str!("../../supergraph.graphql");

/// Why a process can't be put together: a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum InstallationError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The door.
    #[error(transparent)]
    Auth(#[from] AuthConfigError),
    /// A key of its own.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The name of a log.
    #[error(transparent)]
    LogName(NotaryError),
    /// What it asks other processes with.
    #[error("no other process can be asked")]
    Http(#[from] reqwest::Error),
    /// A database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The register.
    #[error(transparent)]
    Register(#[from] LocalRegisterError),
    /// The supergraph.
    #[error(transparent)]
    Supergraph(#[from] SupergraphError),
    /// The console.
    #[error(transparent)]
    Console(#[from] ConsoleError),
}

/// A process that joins the five subgraphs: those with a database here stand in it, the others are asked
/// over HTTP.
#[derive(Clone)]
pub struct Installation {
    /// The door.
    pub authenticator: Arc<Authenticator>,
    /// The join.
    pub hub: Arc<Hub>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The register, here or elsewhere.
    pub register: Arc<dyn Register>,
    /// The register's records, where they are here.
    pub held: Option<Arc<HeldRegister>>,
    /// What each room here is built of.
    pub parts: HashMap<SubgraphName, Parts>,
    /// The console, where it is served.
    pub(crate) console: Option<Arc<Console>>,
    /// The logs here.
    pub logs: Logs,
    /// What happens off the way of the requests for the signals here.
    pub signals: Signals,
    /// What is looked after in the databases here.
    pub retention: Retention,
    /// The rooms that lists of residents ask.
    pub neighbourhood: Neighbourhood,
}

impl Installation {
    /// Opens what is here and prepares to ask what is elsewhere.
    ///
    /// # Errors
    /// [`InstallationError`] with a sentence that names the setting.
    pub async fn open(config: &Config, clock: Arc<dyn Clock>) -> Result<Self, InstallationError> {
        config.check_hub()?;
        let authenticator = Arc::new(Authenticator::new(config.auth.clone(), Arc::clone(&clock))?);
        let Here {
            register,
            held,
            parts,
        } = Here::open(config, config.subgraphs.here(), Asks::AsHub, Arc::clone(&clock)).await?;
        let neighbourhood = Neighbourhood::open(config, &parts, Asks::AsHub, &clock)?;
        let mut subgraphs = remote_subgraphs(config, Arc::clone(&clock))?;
        for (name, parts) in &parts {
            let room = here::open_room(config, *name, parts.clone(), held.as_deref(), &neighbourhood)?;
            subgraphs.insert(*name, room);
        }
        let console = open_console(config.console.as_ref(), &clock).await?;
        let logs = Logs::open(
            config,
            parts.iter().map(|(name, parts)| (*name, parts)),
            Arc::clone(&clock),
        )?;
        let signals = Signals::open(config, &parts, Asks::AsHub, Arc::clone(&clock))?;
        let retention = Retention::open(&parts);
        let last_question = Arc::new(RegisterLastQuestion::new(
            Arc::clone(&register),
            Arc::clone(&clock),
        ));
        let limits = config.hub.limits.clone();
        let hub = Arc::new(Hub::new(SUPERGRAPH, subgraphs, limits, last_question)?);
        Ok(Self {
            authenticator,
            hub,
            clock,
            register,
            held,
            parts,
            console,
            logs,
            signals,
            retention,
            neighbourhood,
        })
    }

    /// The same, with this console.
    pub(crate) fn with_console(self, console: Console) -> Self {
        Self {
            console: Some(Arc::new(console)),
            ..self
        }
    }

    /// Does what goes on beside the requests, until what it returns is dropped.
    pub fn keep(&self) -> JoinSet<()> {
        let mut tasks = self.logs.keep();
        self.signals.keep(&mut tasks);
        self.retention.keep(&mut tasks);
        if let Some(parts) = self.parts.get(&SubgraphName::Trajectbegeleiding) {
            tasks.spawn(Reporter::new(parts).keep());
        }
        tasks
    }

    /// What must answer for this process to answer.
    pub fn readiness(&self) -> Readiness {
        let console = self.console.iter().map(|console| console.database());
        Readiness::of(self.parts.values(), self.held.clone(), self.logs.disk().clone()).and(console)
    }
}

async fn open_console(
    config: Option<&ConsoleConfig>,
    clock: &Arc<dyn Clock>,
) -> Result<Option<Arc<Console>>, InstallationError> {
    let Some(config) = config else {
        return Ok(None);
    };
    let client = OidcClient::open(&config.aanmelden, Arc::clone(clock)).map_err(ConsoleError::from)?;
    let database = open_console_database(&config.database).await?;
    let lasting = [
        TimeDelta::minutes(i64::from(config.sessie_minuten)),
        TimeDelta::hours(i64::from(config.sessie_uren)),
    ];
    let address = config.adres.clone();
    let console = Console::new(
        address,
        database,
        lasting,
        Door::Oidc(client),
        config.talen.as_deref(),
        config.logregels,
        Arc::clone(clock),
    )?;
    Ok(Some(Arc::new(console)))
}

/// The subgraphs elsewhere, each asked with a token of its own.
fn remote_subgraphs(
    config: &Config,
    clock: Arc<dyn Clock>,
) -> Result<HashMap<SubgraphName, Arc<dyn Subgraph>>, InstallationError> {
    let elsewhere: Vec<_> = SubgraphName::ALL
        .iter()
        .filter(|name| !config.subgraphs.is_here(**name))
        .map(|name| Ok((*name, config.subgraphs.elsewhere(*name)?)))
        .collect::<Result<_, ConfigError>>()?;
    if elsewhere.is_empty() {
        return Ok(HashMap::new());
    }
    let audiences = elsewhere
        .iter()
        .map(|(name, place)| (*name, place.audience.clone()));
    let tokens = Arc::new(RemoteTokens::new(hub_tokens(config, clock)?, audiences.collect()));
    let limits = RemoteLimits {
        time: std::time::Duration::from_millis(config.hub.limits.subgraph_milliseconds),
        ..RemoteLimits::default()
    };
    let client = http_client(limits.time)?;
    elsewhere
        .into_iter()
        .map(|(name, place)| {
            let url = place.address.join("graphql").map_err(|_| no_address(name))?;
            let (client, tokens, limits) = (client.clone(), tokens.clone(), limits.clone());
            let remote: Arc<dyn Subgraph> = Arc::new(RemoteSubgraph::new(name, url, client, tokens, limits));
            Ok((name, remote))
        })
        .collect()
}

fn hub_tokens(config: &Config, clock: Arc<dyn Clock>) -> Result<HubTokens, InstallationError> {
    let missing = |field: &str| ConfigError::Setting(format!("`hub.{field}` is missing"));
    let issuer = config.hub.issuer.as_deref().ok_or_else(|| missing("issuer"))?;
    let path = config.hub.sleutel.as_deref().ok_or_else(|| missing("sleutel"))?;
    Ok(HubTokens::new(SigningKey::load(path)?, issuer, clock))
}

fn no_address(name: SubgraphName) -> ConfigError {
    ConfigError::Setting(format!("`subgraphs.{name}.url` is no address"))
}

/// The schema of one subgraph, as the supergraph is composed of it.
pub fn sdl(name: SubgraphName) -> String {
    match name {
        SubgraphName::Toestemming => toestemming::sdl(),
        SubgraphName::Trajectbegeleiding => trajectbegeleiding::sdl(),
        SubgraphName::Srw => srw::sdl(),
        SubgraphName::Buurtteam => buurtteam::sdl(),
        SubgraphName::Signalen => signalen::sdl(),
    }
}
