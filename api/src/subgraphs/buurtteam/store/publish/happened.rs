//! What happens by a published dossier.

use schakel_entity::buurtteam::dossier;
use sea_orm::{DatabaseTransaction, DbErr, EntityTrait, QuerySelect};

use super::ReadyBuurtteamdossier;
use crate::{
    domain::SignaalSoort,
    publication::DossierStatus,
    subgraphs::{common::words::word, outbox::Gebeurd, publishing::Stored},
};

/// A dossier that was open and is closed, or the other way round. That a traject runs, only its owner knows.
pub(super) async fn derive(
    tx: &DatabaseTransaction,
    ready: &ReadyBuurtteamdossier,
    stored: Option<&Stored>,
) -> Result<Vec<Gebeurd>, DbErr> {
    let same_person = |stored: &&Stored| stored.inwoners.iter().eq([ready.inwoner.as_str()]);
    let Some(stored) = stored.filter(same_person) else {
        return Ok(Vec::new());
    };
    let status: Option<String> = dossier::Entity::find_by_id(stored.id)
        .select_only()
        .column(dossier::Column::Status)
        .into_tuple()
        .one(tx)
        .await?;
    let Some(status) = status else {
        return Ok(Vec::new());
    };
    let soort = match (word(&status)?, ready.invoer.status) {
        (DossierStatus::Open, DossierStatus::Gesloten) => SignaalSoort::DossierGeslotenTijdensTraject,
        (DossierStatus::Gesloten, DossierStatus::Open) => SignaalSoort::DossierHeropend,
        _ => return Ok(Vec::new()),
    };
    let gebeurd = Gebeurd::to_record(stored.id, soort, ready.inwoner.clone(), ready.bronhouder.clone());
    Ok(vec![gebeurd])
}
