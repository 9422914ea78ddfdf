use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use tokio::task::JoinSet;

use super::{
    InstallationError,
    register::{Asks, tokens},
};
use crate::{
    clock::Clock,
    config::Config,
    federation::{SubgraphName, http_client},
    subgraphs::{
        buurtteam::DueBuurtteamdossiers,
        common::Parts,
        outbox::{ByTheClock, LocalOutbox, Outbox, OutboxError, OutboxPlace, RemoteOutbox, Scheduler},
        signalen::{Outboxes, Volger},
        srw,
        toestemming::{DueToestemmingen, RegisterStore},
        trajectbegeleiding::DueTrajecten,
    },
};

/// The outboxes here, and who follows outboxes into the signals here.
#[derive(Clone)]
pub struct Signals {
    outboxes: BTreeMap<SubgraphName, Arc<LocalOutbox>>,
    schedulers: Vec<Scheduler>,
    volger: Option<Volger>,
    is_followed: bool,
}

/// How long one question to another process may take, besides the waiting.
const TIME: std::time::Duration = std::time::Duration::from_secs(15);

impl Signals {
    pub(super) fn open(
        config: &Config,
        parts: &HashMap<SubgraphName, Parts>,
        asks: Asks,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, InstallationError> {
        let owners = parts.iter().filter(|(name, _)| **name != SubgraphName::Signalen);
        let outboxes: BTreeMap<_, _> = owners
            .map(|(name, parts)| (*name, Arc::new(LocalOutbox::new(*name, parts.clone()))))
            .collect();
        let volger = match parts.get(&SubgraphName::Signalen) {
            None => None,
            Some(parts) => {
                let followed = followed(config, &outboxes, asks, clock)?;
                Some(Volger::new(parts.clone(), followed))
            }
        };
        let schedulers = parts.iter().filter_map(|(name, parts)| scheduler(*name, parts));
        Ok(Self {
            outboxes,
            schedulers: schedulers.collect(),
            volger,
            is_followed: config.signalen.volgen,
        })
    }

    /// The outbox of a subgraph whose database is here.
    pub fn outbox(&self, name: SubgraphName) -> Option<&Arc<LocalOutbox>> {
        self.outboxes.get(&name)
    }

    /// Follows the outboxes, and looks what the clock makes happen, among these tasks.
    pub fn keep(&self, tasks: &mut JoinSet<()>) {
        if self.is_followed {
            for scheduler in &self.schedulers {
                tasks.spawn(scheduler.clone().keep());
            }
        }
        if let Some(volger) = self.volger.as_ref().filter(|_| self.is_followed) {
            for bron in volger.followed() {
                tasks.spawn(volger.clone().follow(bron));
            }
        }
    }

    /// Looks what the clock has made happen by now; how much was new.
    ///
    /// # Errors
    /// [`OutboxError`] where records or register are out of reach.
    pub async fn look(&self) -> Result<usize, OutboxError> {
        let mut new = 0;
        for scheduler in &self.schedulers {
            new += scheduler.look().await?;
        }
        Ok(new)
    }

    /// Brings the signals here up to date with the outboxes as they stand now.
    ///
    /// # Errors
    /// [`OutboxError`] where one can't be read.
    pub async fn settle(&self) -> Result<(), OutboxError> {
        match &self.volger {
            Some(volger) => volger.catch_up().await,
            None => Ok(()),
        }
    }
}

/// Who looks what the clock makes happen at an owner; `None` where it makes nothing happen.
fn scheduler(name: SubgraphName, parts: &Parts) -> Option<Scheduler> {
    let db = parts.db.clone();
    let due: Arc<dyn ByTheClock> = match name {
        SubgraphName::Trajectbegeleiding => Arc::new(DueTrajecten::new(db)),
        SubgraphName::Srw => Arc::new(srw::DueVerwijzingen::new(db)),
        SubgraphName::Toestemming => Arc::new(DueToestemmingen::new(RegisterStore::new(db))),
        SubgraphName::Buurtteam => Arc::new(DueBuurtteamdossiers::new(db)),
        SubgraphName::Signalen => return None,
    };
    Some(Scheduler::new(parts.clone(), due))
}

/// The outboxes of all owners: here, or in the processes that are configured.
fn followed(
    config: &Config,
    here: &BTreeMap<SubgraphName, Arc<LocalOutbox>>,
    asks: Asks,
    clock: Arc<dyn Clock>,
) -> Result<Outboxes, InstallationError> {
    let mut outboxes = Outboxes::new();
    for name in SubgraphName::ALL.iter().copied() {
        if name == SubgraphName::Signalen {
            continue;
        }
        if let Some(outbox) = here.get(&name) {
            outboxes.insert(name, Arc::clone(outbox) as Arc<dyn Outbox>);
        } else if let Ok(place) = config.subgraphs.elsewhere(name) {
            let place = OutboxPlace {
                name,
                address: place.address,
                audience: place.audience,
            };
            let tokens = tokens(config, asks, Arc::clone(&clock))?;
            let remote = RemoteOutbox::new(place, http_client(TIME)?, tokens);
            outboxes.insert(name, Arc::new(remote));
        } else {
            tracing::warn!(subgraph = %name, "its outbox is not followed: it is not configured here");
        }
    }
    Ok(outboxes)
}
