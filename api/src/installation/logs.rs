use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono::TimeDelta;
use tokio::task::JoinSet;

use super::{Disk, InstallationError};
use crate::{
    clock::Clock,
    config::{Config, ConfigError, LogConfig},
    federation::SubgraphName,
    logbook::{Keeper, Notary, verify::Keeping},
    request::log::DisclosureLog,
    subgraphs::common::Parts,
};

/// The logs whose databases are here, each with whoever signs for it.
#[derive(Clone)]
pub struct Logs {
    notaries: BTreeMap<SubgraphName, Arc<Notary>>,
    config: Option<LogConfig>,
    clock: Arc<dyn Clock>,
    disk: Disk,
}

/// How often the room on the disk is looked at.
const LOOK: Duration = Duration::from_secs(60);

impl Logs {
    pub(super) fn open<'a>(
        config: &Config,
        parts: impl IntoIterator<Item = (SubgraphName, &'a Parts)>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, InstallationError> {
        let mut notaries = BTreeMap::new();
        let mut parts = parts.into_iter().peekable();
        if parts.peek().is_some() {
            let missing = || ConfigError::Setting("`log` is missing: its keys sign for the logs".to_owned());
            let settings = config.log.as_ref().ok_or_else(missing)?;
            let keys = Arc::new(settings.read_sleutels()?);
            for (name, parts) in parts {
                let origin = settings.origin(name.word());
                let notary = Notary::new(parts.db.clone(), origin, Arc::clone(&keys), Arc::clone(&clock));
                notaries.insert(name, Arc::new(notary.map_err(InstallationError::LogName)?));
            }
        }
        Ok(Self {
            notaries,
            config: config.log.clone(),
            clock,
            disk: Disk::of(config),
        })
    }

    /// Who signs for the log of this subgraph; `None` when it is not here.
    pub fn find(&self, name: SubgraphName) -> Option<&Arc<Notary>> {
        self.notaries.get(&name)
    }

    /// How long what leads to a person is kept in them.
    pub fn keeping(&self) -> Keeping {
        let days = self.config.as_ref().and_then(|log| log.bewaar_dagen);
        Keeping::configured(days, self.clock.now())
    }

    /// The disks under them.
    pub fn disk(&self) -> &Disk {
        &self.disk
    }

    /// Signs and erases in time, and warns of a disk that fills up, until what it returns is dropped.
    pub fn keep(&self) -> JoinSet<()> {
        let mut tasks = JoinSet::new();
        let Some(settings) = &self.config else {
            return tasks;
        };
        for notary in self.notaries.values() {
            let keeper = Keeper {
                notary: Arc::clone(notary),
                log: DisclosureLog::new(notary.tree().database().clone()),
                clock: Arc::clone(&self.clock),
                lines: settings.checkpoint_lines.max(1),
                time: TimeDelta::seconds(
                    i64::try_from(settings.checkpoint_seconds).unwrap_or(i64::MAX / 1_000),
                ),
                retention: settings.bewaar_dagen.map(|days| TimeDelta::days(days.into())),
            };
            tasks.spawn(keeper.keep());
        }
        let disk = self.disk.clone();
        tasks.spawn(async move {
            let mut looks = tokio::time::interval(LOOK);
            loop {
                looks.tick().await;
                disk.space();
            }
        });
        tasks
    }
}
