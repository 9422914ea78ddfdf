use std::sync::Arc;

use tokio::task::JoinSet;

use super::{
    HeldRegister, InstallationError, Logs, Neighbourhood, Readiness, Retention, Signals,
    here::{Here, open_room},
    register::Asks,
};
use crate::{
    clock::Clock,
    config::{Config, ConfigError},
    federation::{DocumentLimits, Subgraph, SubgraphName},
    register::Register,
    request::authenticate::Authenticator,
    subgraphs::{common::Parts, trajectbegeleiding::Reporter},
};

/// The process of one subgraph, which a hub or a foreign federation router asks.
pub struct SubgraphProcess {
    /// Which subgraph.
    pub name: SubgraphName,
    /// The door.
    pub authenticator: Arc<Authenticator>,
    /// The room.
    pub room: Arc<dyn Subgraph>,
    /// The register, here or elsewhere.
    pub register: Arc<dyn Register>,
    /// The register's records, where they are here.
    pub held: Option<Arc<HeldRegister>>,
    /// What a document may ask.
    pub limits: DocumentLimits,
    /// Whether callers' own tokens are taken, which a foreign router forwards.
    pub foreign_router: bool,
    /// The log here.
    pub logs: Logs,
    /// What happens off the way of the requests for the signals here.
    pub signals: Signals,
    /// What is looked after in the database here.
    pub retention: Retention,
    /// The rooms that lists of residents ask.
    pub neighbourhood: Neighbourhood,
    parts: Parts,
}

impl SubgraphProcess {
    /// Opens one subgraph.
    ///
    /// # Errors
    /// [`InstallationError`] with a sentence that names the setting.
    pub async fn open(
        config: &Config,
        name: SubgraphName,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, InstallationError> {
        config.check_subgraph(name)?;
        let authenticator = Arc::new(Authenticator::new(config.auth.clone(), Arc::clone(&clock))?);
        let Here {
            register,
            held,
            mut parts,
        } = Here::open(config, [name], Asks::AsSubgraph(name), Arc::clone(&clock)).await?;
        let missing = || ConfigError::Setting(format!("`subgraphs.{name}` is not here"));
        let signals = Signals::open(config, &parts, Asks::AsSubgraph(name), Arc::clone(&clock))?;
        let retention = Retention::open(&parts);
        let neighbourhood = Neighbourhood::open(config, &parts, Asks::AsSubgraph(name), &clock)?;
        let parts = parts.remove(&name).ok_or_else(missing)?;
        Ok(Self {
            name,
            authenticator,
            room: open_room(config, name, parts.clone(), held.as_deref(), &neighbourhood)?,
            register,
            held,
            limits: config.hub.limits.document.for_subgraph(),
            foreign_router: config.http.foreign_router,
            logs: Logs::open(config, [(name, &parts)], clock)?,
            signals,
            retention,
            neighbourhood,
            parts,
        })
    }

    /// Does what goes on beside the requests, until what it returns is dropped.
    pub fn keep(&self) -> JoinSet<()> {
        let mut tasks = self.logs.keep();
        self.signals.keep(&mut tasks);
        self.retention.keep(&mut tasks);
        if self.name == SubgraphName::Trajectbegeleiding {
            tasks.spawn(Reporter::new(&self.parts).keep());
        }
        tasks
    }

    /// What must answer for this process to answer.
    pub fn readiness(&self) -> Readiness {
        Readiness::of([&self.parts], self.held.clone(), self.logs.disk().clone())
    }
}
