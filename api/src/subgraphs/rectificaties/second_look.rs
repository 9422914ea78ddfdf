use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use schakel_entity::rectificatie::herroeping;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use uuid::Uuid;

use super::revoke;
use crate::subgraphs::{common::Parts, publishing::begin_writing};

/// Looks again who saw what was revoked: an answer that was under way may have been logged after it. Replicas may do so at
/// once: who has heard of it hears nothing more.
#[derive(Clone)]
pub struct SecondLook {
    parts: Parts,
}

/// After how long nothing of before is under way any more: longer than a request may take.
const WAIT: TimeDelta = TimeDelta::seconds(180);

/// How many are looked after at once.
const ROWS: u64 = 100;

/// How often it looks.
const LOOK: Duration = Duration::from_secs(30);

impl SecondLook {
    /// Looks after what is revoked in this room.
    pub fn new(parts: Parts) -> Self {
        Self { parts }
    }

    /// Looks for as long as it is polled.
    pub async fn keep(self) {
        let mut looks = tokio::time::interval(LOOK);
        looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            looks.tick().await;
            if let Err(error) = self.look().await {
                tracing::error!(%error, "who saw what was revoked is not looked after");
            }
        }
    }

    /// Looks once; how much was looked after.
    ///
    /// # Errors
    /// What the database says: what was looked after before stays so.
    pub async fn look(&self) -> Result<usize, DbErr> {
        let now = self.parts.clock.now();
        let due: Vec<Uuid> = herroeping::Entity::find()
            .select_only()
            .column(herroeping::Column::Id)
            .filter(herroeping::Column::NagekekenOp.is_null())
            .filter(herroeping::Column::Op.lte(now - WAIT))
            .order_by_asc(herroeping::Column::Op)
            .limit(ROWS)
            .into_tuple()
            .all(&self.parts.db)
            .await?;
        for id in &due {
            self.look_after(*id, now).await?;
        }
        Ok(due.len())
    }

    async fn look_after(&self, id: Uuid, now: DateTime<Utc>) -> Result<(), DbErr> {
        let tx = begin_writing(&self.parts.db).await?;
        if let Some(revoked) = herroeping::Entity::find_by_id(id).one(&tx).await? {
            if revoke::tell(&tx, &revoked).await?.is_empty() {
                // Nobody saw it, and nobody is under way any more: that there was a record is kept of nobody.
                herroeping::Entity::delete_by_id(id).exec(&tx).await?;
            } else {
                herroeping::Entity::update_many()
                    .col_expr(herroeping::Column::NagekekenOp, Expr::value(now))
                    .filter(herroeping::Column::Id.eq(id))
                    .exec(&tx)
                    .await?;
            }
        }
        tx.commit().await
    }
}
