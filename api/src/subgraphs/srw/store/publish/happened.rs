//! What happens by a published dossier.

use std::collections::HashMap;

use schakel_entity::srw::verwijzing;
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::ReadySrwDossier;
use crate::{
    domain::{PartijId, SignaalSoort},
    publication::{VerwijzingInvoer, VerwijzingStatus},
    subgraphs::{common::words::word, outbox::Gebeurd, publishing::Stored, srw::store::indiening},
};

/// Referrals that weren't there, and referrals that were finished.
pub(super) async fn derive(
    tx: &DatabaseTransaction,
    ready: &ReadySrwDossier,
    stored: Option<&Stored>,
) -> Result<Vec<Gebeurd>, DbErr> {
    let same_person = |stored: &&Stored| stored.inwoners.iter().eq([ready.inwoner.as_str()]);
    let mut before = taken_over(tx, ready).await?;
    let stored = stored.filter(same_person);
    let is_known = stored.is_some();
    if let Some(stored) = stored {
        before.extend(statuses(tx, stored).await?);
    }
    let indieners = indieners(tx, ready).await?;
    let mut gebeurd = Vec::new();
    for verwijzing in &ready.invoer.verwijzingen {
        // One that was submitted through the hub was heard of then.
        let submitted = verwijzing.verwijzing.map(|_| VerwijzingStatus::Ingediend);
        let known = before.get(&verwijzing.bron_id).copied().or(submitted);
        let indiener = verwijzing.verwijzing.and_then(|id| indieners.get(&id));
        gebeurd.extend(by(verwijzing, known, is_known).into_iter().map(|soort| Gebeurd {
            ontvanger: indiener.cloned(),
            ..Gebeurd::new(soort, ready.inwoner.clone(), ready.bronhouder.clone())
        }));
    }
    gebeurd.sort_by_key(|one| one.soort);
    Ok(gebeurd)
}

/// Who submitted those that came through the hub: they hear of their own.
async fn indieners(
    tx: &DatabaseTransaction,
    ready: &ReadySrwDossier,
) -> Result<HashMap<Uuid, PartijId>, DbErr> {
    let ids = ready.invoer.verwijzingen.iter().filter_map(|one| one.verwijzing);
    indiening::find_indieners(tx, ids).await
}

/// How the referrals stood that were submitted through the hub: who publishes them now, tells nobody that they are new.
async fn taken_over(
    tx: &DatabaseTransaction,
    ready: &ReadySrwDossier,
) -> Result<HashMap<String, VerwijzingStatus>, DbErr> {
    let verwijzingen = ready.invoer.verwijzingen.iter();
    let submitted: HashMap<Uuid, String> = verwijzingen
        .filter_map(|one| Some((one.verwijzing?, one.bron_id.clone())))
        .collect();
    if submitted.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = verwijzing::Entity::find()
        .filter(verwijzing::Column::Indiening.is_in(submitted.keys().copied()))
        .all(tx)
        .await?;
    let mut standing = HashMap::new();
    for row in rows {
        let Some(bron_id) = row.indiening.and_then(|id| submitted.get(&id)) else {
            continue;
        };
        // Where one of its rows says that it is finished, in whatever dossier and withdrawn or not, that was told.
        let status = word(&row.status)?;
        let known = standing.entry(bron_id.clone()).or_insert(status);
        if status == VerwijzingStatus::Afgerond {
            *known = status;
        }
    }
    Ok(standing)
}

async fn statuses(
    tx: &DatabaseTransaction,
    stored: &Stored,
) -> Result<HashMap<String, VerwijzingStatus>, DbErr> {
    let rows = verwijzing::Entity::find()
        .filter(verwijzing::Column::Dossier.eq(stored.id))
        .all(tx)
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.bron_id, word(&row.status)?)))
        .collect()
}

/// What comes of one referral. What had ended when a dossier was first published is news to nobody; in a dossier that was
/// known, somebody asked and was answered since.
fn by(verwijzing: &VerwijzingInvoer, before: Option<VerwijzingStatus>, is_known: bool) -> Vec<SignaalSoort> {
    let mut soorten = Vec::new();
    if before.is_none() && !has_ended(verwijzing.status) {
        soorten.push(SignaalSoort::VerwijzingOntvangen);
    }
    let is_finished = |status| status == VerwijzingStatus::Afgerond;
    let was_open = before.map_or(is_known, |status| !is_finished(status));
    if was_open && is_finished(verwijzing.status) {
        soorten.push(SignaalSoort::VerwijzingAfgerond);
        if verwijzing.terugkoppeling.is_none() {
            soorten.push(SignaalSoort::TerugkoppelingOntbreekt);
        }
    }
    soorten
}

fn has_ended(status: VerwijzingStatus) -> bool {
    matches!(
        status,
        VerwijzingStatus::Afgerond | VerwijzingStatus::Geweigerd | VerwijzingStatus::Ingetrokken
    )
}
