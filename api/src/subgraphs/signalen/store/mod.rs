//! The signals of all receivers: references to what happened, of which nothing is told without a decision.

mod take;
mod vervallen;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use schakel_entity::signalen::signaal;
use sea_orm::{
    ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    domain::{Gegevensgroep, InwonerId, PartijId, SignaalErnst, SignaalSoort},
    subgraphs::{
        Bell,
        common::words::{inwoner_id, partij_id, word},
        outbox::VERVALLEN,
    },
};

pub use vervallen::Vervallen;

/// Where processes that share the signals tell each other that there are new ones.
const CHANNEL: &str = "schakel_signaal";

/// How many rows are written in one statement, below the databases' bound on parameters.
const PER_STATEMENT: usize = 1000;

/// A stored signal.
#[derive(Clone, Debug)]
pub struct Verwezen {
    /// Its id.
    pub id: Uuid,
    /// Its number among those of its receiver, in commit order.
    pub volgnummer: i64,
    /// What kind.
    pub soort: SignaalSoort,
    /// How urgent it is.
    pub ernst: SignaalErnst,
    /// Whom it is about.
    pub inwoner: InwonerId,
    /// The party where it happened.
    pub bronhouder: PartijId,
    /// Whether it tells of a referral that the receiver submitted, which is an own record to both its sides.
    pub als_indiener: bool,
    /// The groups that tell as much; for what happened to a consent those that it names.
    pub groepen: BTreeSet<Gegevensgroep>,
    /// When it happened (UTC).
    pub op: DateTime<Utc>,
    /// When the receiver confirmed it (UTC).
    pub bevestigd_op: Option<DateTime<Utc>>,
    /// Whether it is noted that it was told.
    pub is_verteld: bool,
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

    /// The bell that rings when there are new ones.
    pub fn bell() -> Bell {
        Bell::new(CHANNEL)
    }

    /// The place of a signal among those of this receiver; `None` where it has none with this id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_place(&self, ontvanger: &PartijId, id: Uuid) -> Result<Option<i64>, DbErr> {
        // One that holds no longer keeps its place.
        let row = signaal::Entity::find_by_id(id)
            .filter(signaal::Column::Ontvanger.eq(ontvanger.as_str()))
            .one(&self.db)
            .await?;
        Ok(row.map(|row| row.volgnummer))
    }

    /// A signal of this receiver, as long as it holds.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find(&self, ontvanger: &PartijId, id: Uuid) -> Result<Option<Verwezen>, DbErr> {
        let row = signaal::Entity::find_by_id(id)
            .filter(signaal::Column::Ontvanger.eq(ontvanger.as_str()))
            .filter(signaal::Column::Soort.ne(VERVALLEN))
            .one(&self.db)
            .await?;
        row.map(read).transpose()
    }

    /// Notes that the receiver confirmed a signal; `false` when that had been noted before.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn confirm(&self, id: Uuid, op: DateTime<Utc>) -> Result<bool, DbErr> {
        let noted = signaal::Entity::update_many()
            .col_expr(signaal::Column::BevestigdOp, Expr::value(op))
            .filter(signaal::Column::Id.eq(id))
            .filter(signaal::Column::BevestigdOp.is_null())
            .exec(&self.db)
            .await?;
        Ok(noted.rows_affected > 0)
    }

    /// The next signals for this receiver after a number, at most so many.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn next(&self, ontvanger: &PartijId, after: i64, most: u64) -> Result<Vec<Verwezen>, DbErr> {
        let rows = signaal::Entity::find()
            .filter(signaal::Column::Ontvanger.eq(ontvanger.as_str()))
            .filter(signaal::Column::Volgnummer.gt(after))
            .filter(signaal::Column::Soort.ne(VERVALLEN))
            .order_by_asc(signaal::Column::Volgnummer)
            .limit(most)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }
}

/// A signal tells at least as much as the least group of its kind, unless it names its groups itself.
fn read(row: signaal::Model) -> Result<Verwezen, DbErr> {
    let soort: SignaalSoort = word(&row.soort)?;
    let mut groepen: BTreeSet<Gegevensgroep> =
        serde_json::from_str(&row.groepen).map_err(|error| DbErr::Custom(error.to_string()))?;
    if groepen.is_empty() {
        groepen.extend(soort.regel().groep);
    }
    Ok(Verwezen {
        id: row.id,
        volgnummer: row.volgnummer,
        soort,
        ernst: word(&row.ernst)?,
        inwoner: inwoner_id(&row.inwoner)?,
        bronhouder: partij_id(&row.bronhouder)?,
        als_indiener: row.als_indiener,
        groepen,
        op: row.op,
        bevestigd_op: row.bevestigd_op,
        is_verteld: row.verteld_op.is_some(),
    })
}
