//! What happens by a published dossier.

use std::collections::HashMap;

use schakel_entity::srw::verwijzing;
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::ReadySrwDossier;
use crate::{
    domain::SignaalSoort,
    publication::{VerwijzingInvoer, VerwijzingStatus},
    subgraphs::{common::words::word, outbox::Gebeurd, publishing::Stored},
};

/// Referrals that weren't there, and referrals that were finished.
pub(super) async fn derive(
    tx: &DatabaseTransaction,
    ready: &ReadySrwDossier,
    stored: Option<&Stored>,
) -> Result<Vec<Gebeurd>, DbErr> {
    let same_person = |stored: &&Stored| stored.inwoners.iter().eq([ready.inwoner.as_str()]);
    let mut before = taken_over(tx, ready).await?;
    if let Some(stored) = stored.filter(same_person) {
        before.extend(statuses(tx, stored).await?);
    }
    let mut soorten: Vec<SignaalSoort> = ready
        .invoer
        .verwijzingen
        .iter()
        .flat_map(|verwijzing| {
            // One that was submitted through the hub was heard of then.
            let submitted = verwijzing.verwijzing.map(|_| VerwijzingStatus::Ingediend);
            by(verwijzing, before.get(&verwijzing.bron_id).copied().or(submitted))
        })
        .collect();
    soorten.sort_unstable();
    let gebeurd = |soort| Gebeurd::new(soort, ready.inwoner.clone(), ready.bronhouder.clone());
    Ok(soorten.into_iter().map(gebeurd).collect())
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
        .filter(verwijzing::Column::Dossier.is_in(submitted.keys().copied()))
        .all(tx)
        .await?;
    let mut standing = HashMap::new();
    for row in rows {
        if let Some(bron_id) = submitted.get(&row.dossier) {
            standing.insert(bron_id.clone(), word(&row.status)?);
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

/// What comes of one referral. One that had ended when it was first published is news to nobody.
fn by(verwijzing: &VerwijzingInvoer, before: Option<VerwijzingStatus>) -> Vec<SignaalSoort> {
    let mut soorten = Vec::new();
    if before.is_none() && !has_ended(verwijzing.status) {
        soorten.push(SignaalSoort::VerwijzingOntvangen);
    }
    let is_finished = |status| status == VerwijzingStatus::Afgerond;
    if before.is_some_and(|status| !is_finished(status)) && is_finished(verwijzing.status) {
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
