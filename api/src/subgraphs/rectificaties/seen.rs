//! Who saw what is revoked: by the owner's own log, which is durable before anything leaves.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use schakel_entity::{logboek::verstrekking, rectificatie::herroeping};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::types::RectificatieSoort;
use crate::{
    domain::{Gegevensgroep, Handeling, InwonerId, PartijId},
    request::log::Uitkomst,
    subgraphs::common::words::{inwoner_id, partij_id},
};

/// A party that saw groups of a resident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::subgraphs) struct Gezien {
    pub(in crate::subgraphs) partij: PartijId,
    /// By the id that it asked for, the last time.
    pub(in crate::subgraphs) inwoner: InwonerId,
    pub(in crate::subgraphs) groepen: BTreeSet<Gegevensgroep>,
}

/// A decision is made before anything is read: what was decided so shortly after the revocation may have been read before.
/// Who asked in that time was allowed to at that time; more is told to nobody.
pub(super) const UNDER_WAY: TimeDelta = TimeDelta::seconds(60);

/// Which parties saw something of it, in their order.
pub(super) async fn by_whom(
    tx: &DatabaseTransaction,
    revoked: &herroeping::Model,
) -> Result<Vec<Gezien>, DbErr> {
    use verstrekking::Column::{Bronhouder, Handeling as Done, Id, Inwoner, Op, Partij, Uitkomsten};
    let namen: Vec<InwonerId> = read_json(&revoked.namen)?;
    let groepen: BTreeSet<Gegevensgroep> = read_json(&revoked.groepen)?;
    let corrected = corrected_before(tx, revoked).await?;
    let lines: Vec<(String, String, String, DateTime<Utc>)> = verstrekking::Entity::find()
        .select_only()
        .columns([Partij, Inwoner, Uitkomsten, Op])
        .filter(Inwoner.is_in(namen.iter().map(InwonerId::as_str)))
        .filter(Op.between(revoked.van, revoked.tot + UNDER_WAY))
        .filter(Bronhouder.eq(revoked.bronhouder.as_str()))
        .filter(Partij.ne(revoked.bronhouder.as_str()))
        .filter(Done.eq(Handeling::Verstrekken.word()))
        .order_by_asc(Op)
        .order_by_asc(Id)
        .into_tuple()
        .all(tx)
        .await?;
    let mut seen: BTreeMap<String, Gezien> = BTreeMap::new();
    for (partij, inwoner, uitkomsten, op) in lines {
        let uitkomsten: Vec<Uitkomst> = read_json(&uitkomsten)?;
        let heard = |groep: &Gegevensgroep| {
            let covers = |(tot, groepen): &(DateTime<Utc>, BTreeSet<Gegevensgroep>)| {
                op <= *tot + UNDER_WAY && groepen.contains(groep)
            };
            corrected.iter().any(covers)
        };
        let shown: BTreeSet<Gegevensgroep> = uitkomsten
            .iter()
            .filter(|uitkomst| uitkomst.reden.is_toegestaan())
            .map(|uitkomst| uitkomst.groep)
            .filter(|groep| groepen.contains(groep) && !heard(groep))
            .collect();
        if shown.is_empty() {
            continue;
        }
        let one = Gezien {
            partij: partij_id(&partij)?,
            inwoner: inwoner_id(&inwoner)?,
            groepen: BTreeSet::new(),
        };
        let known = seen.entry(partij).or_insert_with(|| one.clone());
        known.inwoner = one.inwoner;
        known.groepen.extend(shown);
    }
    Ok(seen.into_values().collect())
}

/// What was corrected of this record before: who saw it until then has heard of that.
async fn corrected_before(
    tx: &DatabaseTransaction,
    revoked: &herroeping::Model,
) -> Result<Vec<(DateTime<Utc>, BTreeSet<Gegevensgroep>)>, DbErr> {
    if revoked.soort != RectificatieSoort::Correctie.word() {
        return Ok(Vec::new());
    }
    let earlier = herroeping::Entity::find()
        .filter(herroeping::Column::Record.eq(revoked.record))
        .filter(herroeping::Column::Inwoner.eq(revoked.inwoner.as_str()))
        .filter(herroeping::Column::Soort.eq(revoked.soort.as_str()))
        .filter(herroeping::Column::Id.lt(revoked.id))
        .all(tx)
        .await?;
    earlier
        .iter()
        .map(|row| Ok((row.tot, read_json(&row.groepen)?)))
        .collect()
}

pub(super) fn read_json<T: serde::de::DeserializeOwned>(stored: &str) -> Result<T, DbErr> {
    serde_json::from_str(stored).map_err(|error| DbErr::Custom(format!("stored json: {error}")))
}

pub(super) fn write_json(value: &impl serde::Serialize) -> Result<String, DbErr> {
    serde_json::to_string(value).map_err(|error| DbErr::Custom(error.to_string()))
}
