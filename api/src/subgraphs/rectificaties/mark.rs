//! The marks of what was erased. A mark is a hash: what it was about can't be read from it.

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, NaiveDate, Utc};
use schakel_entity::rectificatie::grafsteen::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, sea_query::OnConflict,
};

use crate::domain::{PartijId, RecordSoort};

/// On which ground a mark says that a record's time was over.
const EXPIRED: &str = "BEWAARTERMIJN_VERSTREKEN";

/// What a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::subgraphs) enum Gewist {
    /// No version comes back.
    VoorGoed,
    /// Its time was over: this version and older ones stay away, and what ended on this day or before. What is newer and runs
    /// again, or ended later, comes back.
    Verstreken(Verstreken),
}

/// What stays away of a record whose time was over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::subgraphs) struct Verstreken {
    /// The version that was erased.
    pub(in crate::subgraphs) versie: DateTime<Utc>,
    /// The last day of which what ended was past its term.
    pub(in crate::subgraphs) grens: NaiveDate,
}

/// Marks a record as erased for good, on this ground.
pub(in crate::subgraphs) async fn mark(
    tx: &DatabaseTransaction,
    what: (RecordSoort, &PartijId, &str),
    grond: &str,
    op: DateTime<Utc>,
) -> Result<(), DbErr> {
    write(tx, what, (grond, None), op).await
}

/// Marks a record as erased since its time was over.
pub(in crate::subgraphs) async fn mark_expired(
    tx: &DatabaseTransaction,
    what: (RecordSoort, &PartijId, &str),
    verstreken: Verstreken,
    op: DateTime<Utc>,
) -> Result<(), DbErr> {
    write(tx, what, (EXPIRED, Some(verstreken)), op).await
}

async fn write(
    tx: &DatabaseTransaction,
    what: (RecordSoort, &PartijId, &str),
    (grond, verstreken): (&str, Option<Verstreken>),
    op: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = ActiveModel {
        kenmerk: Set(kenmerk(what)),
        grond: Set(grond.to_owned()),
        op: Set(op),
        grens: Set(verstreken.map(|it| it.grens)),
        versie: Set(verstreken.map(|it| it.versie)),
    };
    let again = OnConflict::column(Column::Kenmerk)
        .update_columns([Column::Grond, Column::Op, Column::Grens, Column::Versie])
        .to_owned();
    Entity::insert_many([row])
        .on_conflict(again)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// What the mark of a record says; `None` where it wasn't erased.
pub(in crate::subgraphs) async fn find_mark(
    db: &impl ConnectionTrait,
    what: (RecordSoort, &PartijId, &str),
) -> Result<Option<Gewist>, DbErr> {
    let row = Entity::find_by_id(kenmerk(what)).one(db).await?;
    let says = |row: Model| match (row.grens, row.versie) {
        (Some(grens), Some(versie)) => Gewist::Verstreken(Verstreken { versie, grens }),
        _ => Gewist::VoorGoed,
    };
    Ok(row.map(says))
}

/// Takes the mark of a record away that comes back.
pub(in crate::subgraphs) async fn unmark(
    tx: &DatabaseTransaction,
    what: (RecordSoort, &PartijId, &str),
) -> Result<(), DbErr> {
    Entity::delete_by_id(kenmerk(what)).exec(tx).await?;
    Ok(())
}

impl Gewist {
    /// Whether it keeps away a version, of what ended on this day, or runs.
    pub(in crate::subgraphs) fn keeps_away(self, versie: DateTime<Utc>, einde: Option<NaiveDate>) -> bool {
        match self {
            Self::VoorGoed => true,
            Self::Verstreken(of) => versie <= of.versie || einde.is_some_and(|einde| einde <= of.grens),
        }
    }
}

fn kenmerk((soort, bronhouder, bron_id): (RecordSoort, &PartijId, &str)) -> String {
    let what = format!("{}\n{bronhouder}\n{bron_id}", soort.word());
    let hash = digest(&SHA256, what.as_bytes());
    hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
