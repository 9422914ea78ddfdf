use std::{collections::HashMap, sync::Arc};

use super::{
    HeldRegister, InstallationError, Neighbourhood, open_database,
    register::{Asks, open_held, open_remote},
};
use crate::{
    clock::Clock,
    config::{Config, ConfigError},
    federation::{Subgraph, SubgraphName},
    register::Register,
    subgraphs::{
        Bell, buurtteam,
        common::Parts,
        signalen::{self, SignaalBron},
        srw, toestemming, trajectbegeleiding,
    },
};

/// What stands in a process: rooms with a database, and the register that they ask.
pub(super) struct Here {
    /// The register, here or elsewhere.
    pub(super) register: Arc<dyn Register>,
    /// The register's records, where they are here.
    pub(super) held: Option<Arc<HeldRegister>>,
    /// What each room is built of.
    pub(super) parts: HashMap<SubgraphName, Parts>,
}

impl Here {
    /// Opens these rooms. The register is asked in its own process, unless its room is one of them.
    pub(super) async fn open(
        config: &Config,
        names: impl IntoIterator<Item = SubgraphName>,
        asks: Asks,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, InstallationError> {
        let names: Vec<SubgraphName> = names.into_iter().collect();
        let (register, held): (Arc<dyn Register>, _) = if names.contains(&SubgraphName::Toestemming) {
            let held = open_held(config, Arc::clone(&clock)).await?;
            (held.register.clone(), Some(held))
        } else {
            (Arc::new(open_remote(config, asks, Arc::clone(&clock))?), None)
        };
        let mut parts = HashMap::new();
        for name in names {
            let part = Parts {
                db: open_database(config, name).await?,
                register: Arc::clone(&register),
                clock: Arc::clone(&clock),
                bell: bell_of(name, held.as_deref()),
            };
            parts.insert(name, part);
        }
        Ok(Self {
            register,
            held,
            parts,
        })
    }
}

/// What rings when something is committed in the database of a room.
fn bell_of(name: SubgraphName, held: Option<&HeldRegister>) -> Bell {
    match (name, held) {
        (SubgraphName::Toestemming, Some(held)) => held.register.store().bell().clone(),
        (SubgraphName::Signalen, _) => SignaalBron::bell(),
        _ => Bell::of_records(),
    }
}

/// Opens what the records of one subgraph are written with, without a door: for the operator's commands.
///
/// # Errors
/// [`InstallationError`] with a sentence that names the setting.
pub async fn open_parts(
    config: &Config,
    name: SubgraphName,
    clock: Arc<dyn Clock>,
) -> Result<Parts, InstallationError> {
    let has_own_name = config.subgraphs.get(name)?.issuer.is_some();
    let asks = if has_own_name {
        Asks::AsSubgraph(name)
    } else {
        Asks::AsHub
    };
    let register_here = Some(SubgraphName::Toestemming)
        .filter(|register| *register != name && config.subgraphs.is_here(*register));
    let names = std::iter::once(name).chain(register_here);
    let mut here = Here::open(config, names, asks, clock).await?;
    let missing = || ConfigError::Setting(format!("`subgraphs.{name}` is not here"));
    Ok(here.parts.remove(&name).ok_or_else(missing)?)
}

/// Opens one room.
pub(super) fn open_room(
    config: &Config,
    name: SubgraphName,
    parts: Parts,
    held: Option<&HeldRegister>,
    neighbourhood: &Neighbourhood,
) -> Result<Arc<dyn Subgraph>, ConfigError> {
    Ok(match name {
        SubgraphName::Toestemming => {
            let elsewhere = || ConfigError::Setting("the register is not here".to_owned());
            let held = held.ok_or_else(elsewhere)?;
            Arc::new(toestemming::room(Arc::clone(&held.register)))
        }
        SubgraphName::Trajectbegeleiding => {
            let asked = neighbourhood.asked.clone();
            Arc::new(trajectbegeleiding::room(parts, asked, config.caseload.window))
        }
        SubgraphName::Srw => Arc::new(srw::room(parts)),
        SubgraphName::Buurtteam => Arc::new(buurtteam::room(parts)),
        SubgraphName::Signalen => Arc::new(signalen::room(parts)),
    })
}
