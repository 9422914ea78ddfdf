use std::collections::HashMap;

use tokio::task::JoinSet;

use crate::{
    federation::SubgraphName,
    subgraphs::{
        bewaren::{BewaarError, Eraser, Vooruitblik},
        common::Parts,
        rectificaties::SecondLook,
    },
};

/// What is looked after in the databases of owners here, off the way of the requests.
#[derive(Clone)]
pub struct Retention {
    second_looks: Vec<SecondLook>,
    erasers: Vec<Eraser>,
}

impl Retention {
    /// What is looked after in these rooms.
    pub fn open(parts: &HashMap<SubgraphName, Parts>) -> Self {
        let owners = parts.iter().filter(|(name, _)| name.keeps_records());
        let in_order = SubgraphName::ALL
            .iter()
            .filter_map(|name| Eraser::of(*name, parts.get(name)?));
        Self {
            second_looks: owners.map(|(_, parts)| SecondLook::new(parts.clone())).collect(),
            erasers: in_order.collect(),
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

    /// Erases once what is past its term; how much.
    ///
    /// # Errors
    /// [`BewaarError`]: what was erased before stays so.
    pub async fn expire(&self) -> Result<usize, BewaarError> {
        let mut count = 0;
        for eraser in &self.erasers {
            count += eraser.look().await?;
        }
        Ok(count)
    }

    /// How much goes when; nothing is erased.
    ///
    /// # Errors
    /// [`BewaarError`].
    pub async fn look_ahead(&self) -> Result<Vec<Vooruitblik>, BewaarError> {
        let mut told = Vec::new();
        for eraser in &self.erasers {
            told.extend(eraser.look_ahead().await?);
        }
        Ok(told)
    }
}
