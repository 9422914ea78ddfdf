use chrono::{DateTime, Utc};
use schakel_entity::srw::{dossier, indiening, stap, verwijzing};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait};
use uuid::Uuid;

use crate::{
    domain::{PartijId, RecordSoort},
    subgraphs::{
        common::words::{inwoner_id, partij_id},
        outbox::Herkomst,
        publishing::delete_rows,
        rectificaties::{find_mark, mark},
    },
};

/// On which ground the mark of a referral says that it was erased: with the record in which it stood.
const WITH_THE_RECORD: &str = "MET_HET_DOSSIER";

/// Erases a referral for good, to both of its sides; what events of it come of. What was submitted under its key doesn't
/// come back.
pub(in crate::subgraphs::srw::store) async fn erase(
    tx: &DatabaseTransaction,
    id: Uuid,
    op: DateTime<Utc>,
) -> Result<Option<Herkomst>, DbErr> {
    let Some(row) = indiening::Entity::find_by_id(id).one(tx).await? else {
        return Ok(None);
    };
    let indiener = partij_id(&row.indiener)?;
    let key = key(&row.aanvraag_id);
    mark(
        tx,
        (RecordSoort::SrwDossier, &indiener, &key),
        WITH_THE_RECORD,
        op,
    )
    .await?;
    delete_rows(tx, stap::Column::Indiening, id).await?;
    // The dossier in which it stood until its receiver's source took it over has its id.
    delete_rows(tx, verwijzing::Column::Dossier, id).await?;
    delete_rows(tx, dossier::Column::Id, id).await?;
    delete_rows(tx, indiening::Column::Id, id).await?;
    Ok(Some(Herkomst::of(id, &inwoner_id(&row.inwoner)?)))
}

/// Whether what a party submitted under this key was erased.
pub(super) async fn was_erased(
    db: &impl ConnectionTrait,
    indiener: &PartijId,
    aanvraag_id: &str,
) -> Result<bool, DbErr> {
    let mark = find_mark(db, (RecordSoort::SrwDossier, indiener, &key(aanvraag_id))).await?;
    Ok(mark.is_some())
}

/// Apart from the ids of sources, which have no white space before them.
fn key(aanvraag_id: &str) -> String {
    format!("\tverwijzing {aanvraag_id}")
}
