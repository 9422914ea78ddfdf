//! The signals of all receivers: references to what happened, of which nothing is told without a decision.

use chrono::{DateTime, Utc};
use schakel_entity::signalen::signaal;
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{SignaalErnst, SignaalSoort};
use crate::{
    domain::{InwonerId, PartijId},
    subgraphs::common::words::{inwoner_id, partij_id, word},
};

/// A stored signal.
#[derive(Clone, Debug)]
pub struct Verwezen {
    /// Its id.
    pub id: Uuid,
    /// Its number, in commit order.
    pub volgnummer: i64,
    /// What kind.
    pub soort: SignaalSoort,
    /// How urgent it is.
    pub ernst: SignaalErnst,
    /// Whom it is about.
    pub inwoner: InwonerId,
    /// The party where it happened.
    pub bronhouder: PartijId,
    /// When it happened (UTC).
    pub op: DateTime<Utc>,
    /// When the receiver confirmed it (UTC).
    pub bevestigd_op: Option<DateTime<Utc>>,
}

/// The signals as their delivery reads them.
#[derive(Clone, Debug)]
pub struct SignaalBron {
    db: DatabaseConnection,
}

impl SignaalBron {
    /// The signals in this database.
    pub fn new(db: DatabaseConnection) -> Self {
        Self { db }
    }

    /// The next signals for this receiver after a number, at most so many.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn next(&self, ontvanger: &PartijId, after: i64, most: u64) -> Result<Vec<Verwezen>, DbErr> {
        let rows = signaal::Entity::find()
            .filter(signaal::Column::Ontvanger.eq(ontvanger.as_str()))
            .filter(signaal::Column::Volgnummer.gt(after))
            .order_by_asc(signaal::Column::Volgnummer)
            .limit(most)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }
}

fn read(row: signaal::Model) -> Result<Verwezen, DbErr> {
    Ok(Verwezen {
        id: row.id,
        volgnummer: row.volgnummer,
        soort: word(&row.soort)?,
        ernst: word(&row.ernst)?,
        inwoner: inwoner_id(&row.inwoner)?,
        bronhouder: partij_id(&row.bronhouder)?,
        op: row.op,
        bevestigd_op: row.bevestigd_op,
    })
}
