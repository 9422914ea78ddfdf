//! What happens by a published dossier.

use std::collections::{BTreeSet, HashMap, HashSet};

use schakel_entity::srw::verwijzing;
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};
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
    id: Uuid,
    ready: &ReadySrwDossier,
    stored: Option<&Stored>,
) -> Result<Vec<Gebeurd>, DbErr> {
    let same_person = |stored: &&Stored| stored.inwoners.iter().eq([ready.inwoner.as_str()]);
    let stored = stored.filter(same_person);
    let is_known = stored.is_some();
    let before = match stored {
        Some(stored) => statuses(tx, stored).await?,
        None => HashMap::new(),
    };
    let submitted = submitted(tx, ready).await?;
    let answered = answered(tx, ready, stored).await?;
    let indieners = indieners(tx, ready).await?;
    let mut gebeurd = Vec::new();
    for verwijzing in &ready.invoer.verwijzingen {
        let known = match verwijzing.verwijzing {
            Some(id) => submitted.get(&id),
            None => before.get(&verwijzing.bron_id),
        };
        let was_answered = match verwijzing.verwijzing {
            Some(id) => answered.submitted.contains(&id),
            None => answered.of_source.contains(&verwijzing.bron_id),
        };
        let indiener = verwijzing.verwijzing.and_then(|id| indieners.get(&id));
        // What was submitted through the hub stands, whatever becomes of the dossiers that tell of it.
        let record = verwijzing.verwijzing.unwrap_or(id);
        gebeurd.extend(
            by(verwijzing, known.copied(), (is_known, was_answered))
                .into_iter()
                .map(|soort| Gebeurd {
                    ontvanger: indiener.cloned(),
                    ..Gebeurd::to_record(record, soort, ready.inwoner.clone(), ready.bronhouder.clone())
                }),
        );
    }
    gebeurd.sort_by_key(|one| one.soort);
    Ok(gebeurd)
}

/// Who submitted those that came through the hub: they hear of their own.
async fn indieners(
    tx: &DatabaseTransaction,
    ready: &ReadySrwDossier,
) -> Result<HashMap<Uuid, PartijId>, DbErr> {
    indiening::find_indieners(tx, ready.submitted().into_keys()).await
}

/// How the referrals stand that were submitted through the hub: heard of when they were submitted, and finished for good
/// once that was told, whatever became since of the dossiers that said it.
async fn submitted(
    tx: &DatabaseTransaction,
    ready: &ReadySrwDossier,
) -> Result<HashMap<Uuid, VerwijzingStatus>, DbErr> {
    let ids: BTreeSet<Uuid> = ready.submitted().into_keys().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let finished = indiening::find_gemeld(tx, ids.clone()).await?;
    let status = |id| {
        if finished.contains(&id) {
            VerwijzingStatus::Afgerond
        } else {
            VerwijzingStatus::Ingediend
        }
    };
    Ok(ids.into_iter().map(|id| (id, status(id))).collect())
}

/// Of which referrals it was told before what came of them.
#[derive(Default)]
struct Answered {
    /// Those of the source, by its ids.
    of_source: HashSet<String>,
    /// Those that were submitted through the hub.
    submitted: HashSet<Uuid>,
}

async fn answered(
    tx: &DatabaseTransaction,
    ready: &ReadySrwDossier,
    stored: Option<&Stored>,
) -> Result<Answered, DbErr> {
    let ids: BTreeSet<Uuid> = ready.submitted().into_keys().collect();
    let either = Condition::any()
        .add(verwijzing::Column::Dossier.is_in(stored.map(|stored| stored.id)))
        .add(verwijzing::Column::Indiening.is_in(ids));
    let rows = verwijzing::Entity::find()
        .filter(either)
        .filter(verwijzing::Column::TerugkoppelingDatum.is_not_null())
        .all(tx)
        .await?;
    Ok(Answered {
        submitted: rows.iter().filter_map(|row| row.indiening).collect(),
        of_source: rows.into_iter().map(|row| row.bron_id).collect(),
    })
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
/// known, somebody asked and was answered since. What came of it may be told after its end: that is heard of as the end was.
fn by(
    verwijzing: &VerwijzingInvoer,
    before: Option<VerwijzingStatus>,
    (is_known, was_answered): (bool, bool),
) -> Vec<SignaalSoort> {
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
    } else if before.is_some_and(is_finished) && verwijzing.terugkoppeling.is_some() && !was_answered {
        soorten.push(SignaalSoort::VerwijzingAfgerond);
    }
    soorten
}

fn has_ended(status: VerwijzingStatus) -> bool {
    matches!(
        status,
        VerwijzingStatus::Afgerond | VerwijzingStatus::Geweigerd | VerwijzingStatus::Ingetrokken
    )
}
