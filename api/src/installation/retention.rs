use std::collections::HashMap;

use tokio::task::JoinSet;

use crate::{
    federation::SubgraphName,
    subgraphs::{common::Parts, rectificaties::SecondLook},
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
}

impl Retention {
    pub(super) fn open(parts: &HashMap<SubgraphName, Parts>) -> Self {
        let owners = parts.iter().filter(|(name, _)| keeps_records(**name));
        Self {
            second_looks: owners.map(|(_, parts)| SecondLook::new(parts.clone())).collect(),
        }
    }

    /// Looks after it among these tasks.
    pub fn keep(&self, tasks: &mut JoinSet<()>) {
        for look in &self.second_looks {
            tasks.spawn(look.clone().keep());
        }
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
