//! What the register is told of trajecten, for the grants that are bound to them: noted with each publication, told after
//! it.

use aws_lc_rs::digest::{Context, SHA256};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Amsterdam;
use schakel_entity::trajectbegeleiding::{
    melding::{ActiveModel, Column, Entity, Model},
    traject,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use crate::{
    domain::{Fase, InwonerId, PartijId, words},
    publication::TrajectInvoer,
    register::Trajectmelding,
    subgraphs::common::words::{inwoner_id, partij_id},
};

words! {
    /// What the register was told of a traject.
    Gemeld {
        /// That it runs.
        Loopt = "LOOPT",
        /// That it ended, with its aftercare.
        Geeindigd = "GEEINDIGD",
    }
}

/// The traject as it is named outside this room for one of its clients. Two clients of one traject have two names for it, so
/// that whoever may see both learns nothing of the one through the other.
pub(super) fn name_for(traject: Uuid, inwoner: &InwonerId) -> Uuid {
    let mut context = Context::new(&SHA256);
    context.update(traject.as_bytes());
    context.update(inwoner.as_str().as_bytes());
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(context.finish().as_ref()) {
        *to = *from;
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// From which day a traject and its aftercare have ended; `None` while no end is known.
pub(super) fn einde(invoer: &TrajectInvoer) -> Option<NaiveDate> {
    let last = invoer.fasen.last()?;
    let nazorg = invoer.nazorg.as_ref();
    match (last.fase, nazorg) {
        (Fase::Afgesloten, None) => Some(last.sinds),
        (Fase::Nazorg | Fase::Afgesloten, Some(nazorg)) => nazorg.einde,
        _ => None,
    }
}

/// Notes how a traject stands for its clients, in the transaction that stores it. For who is none of them any more it has
/// ended.
pub(super) async fn note(
    db: &impl ConnectionTrait,
    traject: Uuid,
    bronhouder: &PartijId,
    clienten: &[InwonerId],
    einde: Option<NaiveDate>,
    op: DateTime<Utc>,
) -> Result<(), DbErr> {
    end_for_others(db, traject, clienten, op).await?;
    let rows = clienten.iter().map(|inwoner| ActiveModel {
        traject: Set(traject),
        inwoner: Set(inwoner.as_str().to_owned()),
        bronhouder: Set(bronhouder.as_str().to_owned()),
        einde: Set(einde),
        gemeld: Set(None),
    });
    let known = OnConflict::columns([Column::Traject, Column::Inwoner])
        .update_column(Column::Einde)
        .to_owned();
    Entity::insert_many(rows)
        .on_conflict(known)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Notes that a traject has ended for everybody but these clients.
pub(super) async fn end_for_others(
    db: &impl ConnectionTrait,
    traject: Uuid,
    clienten: &[InwonerId],
    op: DateTime<Utc>,
) -> Result<(), DbErr> {
    let day = op.with_timezone(&Amsterdam).date_naive();
    Entity::update_many()
        .col_expr(Column::Einde, Expr::value(day))
        .filter(Column::Traject.eq(traject))
        .filter(Column::Inwoner.is_not_in(clienten.iter().map(InwonerId::as_str)))
        .exec(db)
        .await?;
    Ok(())
}

/// Forgets the clients of erased trajecten of which the register knows the end.
pub(super) async fn forget_erased(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    let kept = traject::Entity::find()
        .select_only()
        .column(traject::Column::Id)
        .into_query();
    Entity::delete_many()
        .filter(Column::Gemeld.eq(Gemeld::Geeindigd.word()))
        .filter(Column::Traject.not_in_subquery(kept))
        .exec(db)
        .await?;
    Ok(())
}

/// What the register isn't told yet.
pub struct Pending {
    rows: Vec<Model>,
    today: NaiveDate,
}

/// So many at a time.
const ROWS: u64 = 1000;

/// What the register isn't told yet of how trajecten stand on a day; empty where it knows all.
///
/// # Errors
/// What the database says.
pub async fn pending(db: &DatabaseConnection, today: NaiveDate) -> Result<Pending, DbErr> {
    let ended_since = Condition::all()
        .add(Column::Gemeld.eq(Gemeld::Loopt.word()))
        .add(Column::Einde.lte(today));
    let rows = Entity::find()
        .filter(Condition::any().add(Column::Gemeld.is_null()).add(ended_since))
        .order_by_asc(Column::Traject)
        .limit(ROWS)
        .all(db)
        .await?;
    Ok(Pending { rows, today })
}

/// The owners of whose trajecten the register knows that they run.
///
/// # Errors
/// What the database says.
pub async fn running_owners(db: &DatabaseConnection) -> Result<Vec<PartijId>, DbErr> {
    let owners: Vec<String> = Entity::find()
        .select_only()
        .column(Column::Bronhouder)
        .distinct()
        .filter(Column::Gemeld.eq(Gemeld::Loopt.word()))
        .into_tuple()
        .all(db)
        .await?;
    owners.iter().map(|owner| partij_id(owner)).collect()
}

/// Notes that the register was told.
///
/// # Errors
/// What the database says.
pub async fn mark_told(db: &DatabaseConnection, told: &Pending) -> Result<(), DbErr> {
    for row in &told.rows {
        let gemeld = if told.has_ended(row) {
            Gemeld::Geeindigd
        } else {
            Gemeld::Loopt
        };
        Entity::update_many()
            .col_expr(Column::Gemeld, Expr::value(gemeld.word()))
            .filter(Column::Traject.eq(row.traject))
            .filter(Column::Inwoner.eq(row.inwoner.as_str()))
            .exec(db)
            .await?;
    }
    if told.rows.iter().any(|row| told.has_ended(row)) {
        forget_erased(db).await?;
    }
    Ok(())
}

impl Pending {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What the register is to be told.
    ///
    /// # Errors
    /// For a row that cannot be read.
    pub fn meldingen(&self) -> Result<Vec<Trajectmelding>, DbErr> {
        let melding = |row: &Model| {
            let inwoner = inwoner_id(&row.inwoner)?;
            Ok(Trajectmelding {
                bronhouder: partij_id(&row.bronhouder)?,
                traject: name_for(row.traject, &inwoner),
                loopt: !self.has_ended(row),
                inwoner,
            })
        };
        self.rows.iter().map(melding).collect()
    }

    fn has_ended(&self, row: &Model) -> bool {
        row.einde.is_some_and(|day| day <= self.today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_clients_of_one_traject_have_two_names_for_it() {
        let traject = Uuid::from_u128(7);
        let [one, other] = ["a", "b"].map(|letter| InwonerId::new(letter.repeat(26)).unwrap());
        assert_ne!(name_for(traject, &one), name_for(traject, &other));
        assert_eq!(name_for(traject, &one), name_for(traject, &one));
        assert_ne!(name_for(Uuid::from_u128(8), &one), name_for(traject, &one));
    }
}
