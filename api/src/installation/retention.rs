use std::{collections::HashMap, sync::Arc};

use tokio::task::JoinSet;

use super::{DatabaseError, open_database};
use crate::{
    clock::Clock,
    config::Config,
    federation::SubgraphName,
    subgraphs::{
        bewaren::{EraseError, Eraser},
        common::Parts,
        rectificaties::SecondLook,
    },
};

/// Whether owners keep records there.
fn keeps_records(name: SubgraphName) -> bool {
    match name {
        SubgraphName::Trajectbegeleiding | SubgraphName::Srw | SubgraphName::Buurtteam => true,
        SubgraphName::Toestemming | SubgraphName::Signalen => false,
    }
}

/// What is looked after in the databases of owners here, off the way of the requests.
#[derive(Clone)]
pub struct Retention {
    second_looks: Vec<SecondLook>,
    erasers: Vec<Eraser>,
}

impl Retention {
    pub(super) fn open(config: &Config, parts: &HashMap<SubgraphName, Parts>) -> Self {
        let lengths = Arc::new(config.bewaren.clone());
        let erasers = parts.iter().map(|(name, parts)| {
            let (db, clock) = (parts.db.clone(), Arc::clone(&parts.clock));
            Eraser::new(*name, db, clock, Arc::clone(&lengths))
        });
        let owners = parts.iter().filter(|(name, _)| keeps_records(**name));
        Self {
            erasers: erasers.collect(),
            second_looks: owners.map(|(_, parts)| SecondLook::new(parts.clone())).collect(),
        }
    }

    /// Looks after it among these tasks.
    pub fn keep(&self, tasks: &mut JoinSet<()>) {
        for look in &self.second_looks {
            tasks.spawn(look.clone().keep());
        }
        for eraser in &self.erasers {
            tasks.spawn(eraser.clone().keep());
        }
    }

    /// Erases all that was kept long enough; how much.
    ///
    /// # Errors
    /// [`EraseError`]: what was erased before stays so, and the rest is whole.
    pub async fn erase(&self) -> Result<u64, EraseError> {
        let mut count = 0;
        for eraser in &self.erasers {
            count += eraser.erase().await?;
        }
        Ok(count)
    }

    /// Looks once who saw what was revoked while it was under way; how much was looked after.
    ///
    /// # Errors
    /// What the database says.
    pub async fn look_again(&self) -> Result<usize, sea_orm::DbErr> {
        let mut count = 0;
        for look in &self.second_looks {
            count += look.look().await?;
        }
        Ok(count)
    }
}

/// Who erases in each database here, without a door: for the operator's command.
///
/// # Errors
/// [`DatabaseError`] with a sentence that names the database.
pub async fn open_erasers(config: &Config, clock: Arc<dyn Clock>) -> Result<Vec<Eraser>, DatabaseError> {
    let lengths = Arc::new(config.bewaren.clone());
    let mut erasers = Vec::new();
    for name in config.subgraphs.here() {
        let db = open_database(config, name).await?;
        erasers.push(Eraser::new(name, db, Arc::clone(&clock), Arc::clone(&lengths)));
    }
    Ok(erasers)
}
