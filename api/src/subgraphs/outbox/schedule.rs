//! What happens by the clock, without anybody writing: looked for now and then, by one of the replicas at a time, and
//! written once.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use schakel_entity::outbox::signaalstand;
use sea_orm::{ColumnTrait, Condition, DatabaseConnection, DbErr, EntityTrait, QueryFilter, sea_query::Expr};

use super::{
    Gebeurd, OutboxError,
    write::{unwritten, write},
};
use crate::{
    register::Ingericht,
    subgraphs::{
        common::Parts,
        publishing::{begin_writing, commit},
    },
};

/// What the clock makes happen at an owner.
#[async_trait::async_trait]
pub trait ByTheClock: Send + Sync + 'static {
    /// Everything that stands so at this moment, each under a key that stays the same for as long as it does.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn due(&self, ingericht: &Ingericht, now: DateTime<Utc>) -> Result<Vec<Gebeurd>, DbErr>;
}

/// Looks what the clock made happen at one owner.
///
/// Replicas take turns by a mark in the database that one of them moves on; who takes a turn and dies leaves it to the next.
/// The turns only save work: that nothing is told twice rests on the keys, which are looked up under the lock of the
/// counter, so that a look that took too long writes nothing that another has written.
#[derive(Clone)]
pub struct Scheduler {
    parts: Parts,
    due: Arc<dyn ByTheClock>,
}

/// How long a turn lasts.
const TURN: TimeDelta = TimeDelta::seconds(60);

/// How often a process looks whether there is a turn to take.
const LOOK: Duration = Duration::from_secs(20);

impl Scheduler {
    /// Looks at what is due there.
    pub fn new(parts: Parts, due: Arc<dyn ByTheClock>) -> Self {
        Self { parts, due }
    }

    /// Takes turns for as long as it is polled.
    pub async fn keep(self) {
        let mut looks = tokio::time::interval(LOOK);
        looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            looks.tick().await;
            let taken = take_turn(&self.parts.db, self.parts.clock.now()).await;
            let looked = match taken {
                Ok(true) => self.look().await.map(|_| ()),
                Ok(false) => Ok(()),
                Err(error) => Err(error.into()),
            };
            if let Err(error) = looked {
                tracing::error!(%error, "nobody can tell what the clock made happen");
            }
        }
    }

    /// Looks once, whoever's turn it is; how much was new.
    ///
    /// # Errors
    /// [`OutboxError`] when records or register are out of reach: then nothing is written.
    pub async fn look(&self) -> Result<usize, OutboxError> {
        let ingericht = self.parts.register.inrichting().await?;
        let now = self.parts.clock.now();
        let due = self.due.due(&ingericht, now).await?;
        // Nearly all of it was told before: who has nothing new to say keeps no writer waiting.
        let new = unwritten(&self.parts.db, due).await?;
        if new.is_empty() {
            return Ok(0);
        }
        let tx = begin_writing(&self.parts.db).await?;
        let count = write(&tx, new, now).await?;
        commit(tx).await?;
        self.parts.bell.ring();
        Ok(count)
    }
}

/// Moves the mark on when it is old enough; whether it was this process that did.
async fn take_turn(db: &DatabaseConnection, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let is_old = Condition::any()
        .add(signaalstand::Column::GekekenOp.is_null())
        .add(signaalstand::Column::GekekenOp.lte(now - TURN));
    let moved = signaalstand::Entity::update_many()
        .col_expr(signaalstand::Column::GekekenOp, Expr::value(now))
        .filter(signaalstand::Column::Id.eq(1))
        .filter(is_old)
        .exec(db)
        .await?;
    Ok(moved.rows_affected == 1)
}

#[cfg(test)]
mod tests {
    use schakel_migration::Room;

    use super::*;
    use crate::subgraphs::publishing::test_kit::{database, noon};

    #[tokio::test]
    async fn one_takes_a_turn_and_the_next_when_it_is_over() {
        let db = database(Room::Srw).await;
        assert!(take_turn(&db, noon()).await.unwrap());
        assert!(!take_turn(&db, noon()).await.unwrap());
        assert!(
            !take_turn(&db, noon() + TURN - TimeDelta::seconds(1))
                .await
                .unwrap()
        );
        assert!(take_turn(&db, noon() + TURN).await.unwrap());
    }
}
