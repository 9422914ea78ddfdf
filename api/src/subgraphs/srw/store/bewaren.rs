//! What is kept here for a while after its end.

use std::collections::HashMap;

use chrono::NaiveDate;
use schakel_entity::srw::{dossier, verwijzing};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{ReadySrwDossier, indiening::TAKEN_OVER};
use crate::{
    clock::day_in_amsterdam,
    publication::SrwDossierInvoer,
    subgraphs::{
        bewaren::{Bewaring, Records},
        publishing::{Ended, Expiring, Of},
    },
};

/// Everything that is kept here for a while after its end. A referral that was submitted through the hub goes with the
/// dossier in which it stands, to both of its sides.
pub(in crate::subgraphs) fn bewaard() -> Vec<Box<dyn Bewaring>> {
    vec![Box::new(Records::<ReadySrwDossier>::default())]
}

impl Expiring for ReadySrwDossier {
    async fn ended(db: &impl ConnectionTrait, of: Of<'_>) -> Result<Vec<Ended>, DbErr> {
        let of = match of {
            Of::Bronhouder(partij) => dossier::Column::Bronhouder.eq(partij.as_str()),
            Of::Record(id) => dossier::Column::Id.eq(id),
        };
        let dossiers = dossier::Entity::find().filter(of.clone()).all(db).await?;
        let of_dossier = verwijzing::Entity::belongs_to(dossier::Entity)
            .from(verwijzing::Column::Dossier)
            .to(dossier::Column::Id)
            .into();
        let rows = verwijzing::Entity::find()
            .join(JoinType::InnerJoin, of_dossier)
            .filter(of)
            .all(db)
            .await?;
        let mut verwijzingen: HashMap<Uuid, Vec<verwijzing::Model>> = HashMap::new();
        for row in rows {
            verwijzingen.entry(row.dossier).or_default().push(row);
        }
        let ended = |row: dossier::Model| {
            let of_it = verwijzingen.get(&row.id).map_or(&[][..], Vec::as_slice);
            let einde = stored_einde(&row, of_it)?;
            Some(Ended {
                bron_id: row.bron_id,
                einde,
            })
        };
        Ok(dossiers.into_iter().filter_map(ended).collect())
    }
}

/// When a dossier ended as it is stored: the last of its referrals, or its withdrawal. One that waits for its receiver's
/// source to give it back goes with what the source published.
fn stored_einde(row: &dossier::Model, verwijzingen: &[verwijzing::Model]) -> Option<NaiveDate> {
    if row.terugtrek_reden.as_deref() == Some(TAKEN_OVER) {
        return None;
    }
    if let Some(op) = row.teruggetrokken_op {
        return Some(day_in_amsterdam(op));
    }
    let ends = verwijzingen
        .iter()
        .map(|one| last(one.afgerond_op, one.terugkoppeling_datum));
    last_of(ends, day_in_amsterdam(row.versie))
}

/// When a dossier ended as its source tells it.
pub(super) fn einde(invoer: &SrwDossierInvoer) -> Option<NaiveDate> {
    let ends = invoer.verwijzingen.iter().map(|one| {
        let answered = one.terugkoppeling.as_ref().map(|it| it.datum);
        last(one.afgerond_op, answered)
    });
    last_of(ends, day_in_amsterdam(invoer.versie))
}

/// When a referral was done with; `None` while it is open.
fn last(afgerond_op: Option<NaiveDate>, teruggekoppeld_op: Option<NaiveDate>) -> Option<NaiveDate> {
    afgerond_op.map(|day| teruggekoppeld_op.map_or(day, |answered| answered.max(day)))
}

/// A dossier without referrals ended when its source last told of it.
fn last_of(ends: impl Iterator<Item = Option<NaiveDate>>, told: NaiveDate) -> Option<NaiveDate> {
    let ends: Option<Vec<NaiveDate>> = ends.collect();
    Some(ends?.into_iter().max().unwrap_or(told))
}
