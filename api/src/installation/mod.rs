//! Puts a process together out of its configuration: databases, register, rooms, hub, door.

mod database;

use std::{collections::HashMap, sync::Arc};

pub use database::{DatabaseError, migrate, open_database};

use crate::{
    clock::Clock,
    config::{Config, ConfigError},
    federation::{Hub, Subgraph, SubgraphName, SupergraphError},
    register::{Register, RegisterLastQuestion},
    request::authenticate::{AuthConfigError, Authenticator},
    subgraphs::{
        buurtteam,
        common::Parts,
        signalen, srw,
        toestemming::{self, LocalRegister, LocalRegisterError, RegisterStore},
        trajectbegeleiding,
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
    /// A database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The register.
    #[error(transparent)]
    Register(#[from] LocalRegisterError),
    /// The supergraph.
    #[error(transparent)]
    Supergraph(#[from] SupergraphError),
}

/// A process that holds all five subgraphs and joins them.
pub struct Installation {
    /// The door.
    pub authenticator: Arc<Authenticator>,
    /// The join.
    pub hub: Arc<Hub>,
    /// The register.
    pub register: Arc<LocalRegister>,
    /// What each room is built of.
    pub parts: HashMap<SubgraphName, Parts>,
}

impl Installation {
    /// Opens everything in this process.
    ///
    /// # Errors
    /// [`InstallationError`] with a sentence that names the setting.
    pub async fn open(config: &Config, clock: Arc<dyn Clock>) -> Result<Self, InstallationError> {
        let authenticator = Arc::new(Authenticator::new(config.auth.clone(), Arc::clone(&clock))?);
        let register = Arc::new(open_register(config, Arc::clone(&clock)).await?);
        let port: Arc<dyn Register> = register.clone();
        let mut parts = HashMap::new();
        for name in SubgraphName::ALL {
            let db = open_database(config, *name).await?;
            parts.insert(
                *name,
                Parts {
                    db,
                    register: Arc::clone(&port),
                    clock: Arc::clone(&clock),
                },
            );
        }
        let rooms = parts
            .iter()
            .map(|(name, parts)| (*name, open_room(*name, parts.clone(), &register)))
            .collect();
        let last_question = Arc::new(RegisterLastQuestion::new(port, clock));
        let hub = Arc::new(Hub::new(
            SUPERGRAPH,
            rooms,
            config.hub.limits.clone(),
            last_question,
        )?);
        Ok(Self {
            authenticator,
            hub,
            register,
            parts,
        })
    }
}

impl Installation {
    /// Whether every database and the register answer.
    ///
    /// # Errors
    /// What doesn't answer.
    pub async fn ready(&self) -> Result<(), sea_orm::DbErr> {
        for parts in self.parts.values() {
            parts.db.ping().await?;
        }
        self.register.store().stand().await.map(|_| ())
    }
}

async fn open_register(config: &Config, clock: Arc<dyn Clock>) -> Result<LocalRegister, InstallationError> {
    let missing = || ConfigError::Setting("`register` is missing: its keys make the ids".to_owned());
    let settings = config.register.as_ref().ok_or_else(missing)?;
    let db = open_database(config, SubgraphName::Toestemming).await?;
    let (sleutels, lookups) = (settings.read_sleutels()?, settings.lookup_limit());
    Ok(LocalRegister::open(RegisterStore::new(db), sleutels, lookups, clock).await?)
}

fn open_room(name: SubgraphName, parts: Parts, register: &Arc<LocalRegister>) -> Arc<dyn Subgraph> {
    match name {
        SubgraphName::Toestemming => Arc::new(toestemming::room(Arc::clone(register))),
        SubgraphName::Trajectbegeleiding => Arc::new(trajectbegeleiding::room(parts)),
        SubgraphName::Srw => Arc::new(srw::room(parts)),
        SubgraphName::Buurtteam => Arc::new(buurtteam::room(parts)),
        SubgraphName::Signalen => Arc::new(signalen::room(parts)),
    }
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
