use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use schakel_entity::srw::{dossier, indiening, verwijzing};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    domain::{InwonerId, PartijId},
    publication::VerwijzingStatus,
    subgraphs::StoreError,
};

/// Why the dossier is hidden in which a referral stood before its receiver's source published it.
pub(in crate::subgraphs::srw::store) const TAKEN_OVER: &str = "de bron houdt deze verwijzing bij";

/// Lets the receiver's source own these referrals from now on, each with how far the source says that it is, as far as they
/// were submitted to it about this resident.
///
/// # Errors
/// [`StoreError::VerwijzingOnbekend`] when one wasn't, and [`StoreError::VerwijzingIngetrokken`] when its submitter withdrew one
/// of which the source says otherwise: then nothing is taken over.
pub(in crate::subgraphs::srw::store) async fn take_over(
    tx: &DatabaseTransaction,
    (ontvanger, inwoner): (&PartijId, &InwonerId),
    said: &BTreeMap<Uuid, VerwijzingStatus>,
    op: DateTime<Utc>,
) -> Result<(), StoreError> {
    if said.is_empty() {
        return Ok(());
    }
    let ids: BTreeSet<Uuid> = said.keys().copied().collect();
    let submitted = indiening::Entity::find()
        .filter(indiening::Column::Id.is_in(ids.iter().copied()))
        .filter(indiening::COLUMN.ontvanger.eq(ontvanger.as_str()))
        .filter(indiening::COLUMN.inwoner.eq(inwoner.as_str()))
        .count(tx)
        .await?;
    if usize::try_from(submitted) != Ok(ids.len()) {
        return Err(StoreError::VerwijzingOnbekend);
    }
    indiening::Entity::update_many()
        .col_expr(indiening::Column::BronHoudtBij, Expr::value(true))
        .filter(indiening::Column::Id.is_in(ids.iter().copied()))
        .exec(tx)
        .await?;
    // Asked under the lock that a step takes too.
    if revives_withdrawn(tx, said).await? {
        return Err(StoreError::VerwijzingIngetrokken);
    }
    dossier::Entity::update_many()
        .col_expr(dossier::Column::TeruggetrokkenOp, Expr::value(op))
        .col_expr(dossier::Column::TerugtrekReden, Expr::value(TAKEN_OVER))
        .filter(dossier::Column::Id.is_in(ids))
        .filter(dossier::Column::TeruggetrokkenOp.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Whether the source goes on with a referral that its submitter took back while the hub kept it.
async fn revives_withdrawn(
    tx: &DatabaseTransaction,
    said: &BTreeMap<Uuid, VerwijzingStatus>,
) -> Result<bool, DbErr> {
    let goes_on = said
        .iter()
        .filter(|(_, status)| **status != VerwijzingStatus::Ingetrokken);
    // The hub keeps each in a dossier with the referral's own id.
    let withdrawn = verwijzing::Entity::find()
        .filter(verwijzing::Column::Dossier.is_in(goes_on.map(|(id, _)| *id)))
        .filter(verwijzing::Column::Status.eq(VerwijzingStatus::Ingetrokken.word()))
        .count(tx)
        .await?;
    Ok(withdrawn > 0)
}

/// Lets the hub keep the referrals again that this dossier of a source named, before it is hidden or replaced: else
/// nobody could take a step any more. Those that another visible dossier of the source names stay with the source.
///
/// # Errors
/// What the database says.
pub(in crate::subgraphs::srw::store) async fn give_back(
    tx: &DatabaseTransaction,
    dossier: Uuid,
) -> Result<(), DbErr> {
    let named = verwijzing::Entity::find()
        .filter(verwijzing::Column::Dossier.eq(dossier))
        .filter(verwijzing::Column::Indiening.is_not_null())
        .all(tx)
        .await?;
    let mut ids: BTreeSet<Uuid> = named.iter().filter_map(|row| row.indiening).collect();
    ids.remove(&dossier);
    if ids.is_empty() {
        return Ok(());
    }
    let of_dossier = verwijzing::Entity::belongs_to(dossier::Entity)
        .from(verwijzing::Column::Dossier)
        .to(dossier::Column::Id)
        .into();
    let elsewhere = verwijzing::Entity::find()
        .join(JoinType::InnerJoin, of_dossier)
        .filter(verwijzing::Column::Indiening.is_in(ids.iter().copied()))
        .filter(verwijzing::Column::Dossier.ne(dossier))
        .filter(dossier::Column::TeruggetrokkenOp.is_null())
        .all(tx)
        .await?;
    for row in elsewhere {
        if let Some(id) = row.indiening.filter(|id| *id != row.dossier) {
            ids.remove(&id);
        }
    }
    indiening::Entity::update_many()
        .col_expr(indiening::Column::BronHoudtBij, Expr::value(false))
        .filter(indiening::Column::Id.is_in(ids.iter().copied()))
        .exec(tx)
        .await?;
    dossier::Entity::update_many()
        .col_expr(
            dossier::Column::TeruggetrokkenOp,
            Expr::value(None::<DateTime<Utc>>),
        )
        .col_expr(dossier::Column::TerugtrekReden, Expr::value(None::<String>))
        .filter(dossier::Column::Id.is_in(ids))
        .filter(dossier::Column::TerugtrekReden.eq(TAKEN_OVER))
        .exec(tx)
        .await?;
    Ok(())
}
