//! What is kept here for a while after its end.

use chrono::NaiveDate;
use schakel_entity::trajectbegeleiding::traject;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::{
    ReadyTraject,
    vroegsignaal::{Ontvangstbewijzen, Vroegsignalen},
};
use crate::{
    clock::day_in_amsterdam,
    domain::Fase,
    publication::TrajectInvoer,
    subgraphs::{
        bewaren::{Bewaring, Records},
        publishing::{Ended, Expiring, Of},
    },
};

/// Everything that is kept here for a while after its end.
pub(in crate::subgraphs) fn bewaard() -> Vec<Box<dyn Bewaring>> {
    vec![
        Box::new(Records::<ReadyTraject>::default()),
        Box::new(Vroegsignalen),
        Box::new(Ontvangstbewijzen),
    ]
}

impl Expiring for ReadyTraject {
    async fn ended(db: &impl ConnectionTrait, of: Of<'_>) -> Result<Vec<Ended>, DbErr> {
        let of = match of {
            Of::Bronhouder(partij) => traject::Column::Bronhouder.eq(partij.as_str()),
            Of::Record(id) => traject::Column::Id.eq(id),
        };
        let may_have_ended = Condition::any()
            .add(traject::Column::TeruggetrokkenOp.is_not_null())
            .add(traject::Column::Fase.eq(Fase::Afgesloten.word()));
        let rows = traject::Entity::find()
            .filter(of)
            .filter(may_have_ended)
            .all(db)
            .await?;
        let ended = |row: traject::Model| {
            let einde = stored_einde(&row)?;
            Some(Ended {
                bron_id: row.bron_id,
                einde,
            })
        };
        Ok(rows.into_iter().filter_map(ended).collect())
    }
}

/// When a traject ended as it is stored: closed, with its aftercare, or withdrawn.
fn stored_einde(row: &traject::Model) -> Option<NaiveDate> {
    if let Some(op) = row.teruggetrokken_op {
        return Some(day_in_amsterdam(op));
    }
    if row.nazorg_start.is_some() && row.nazorg_einde.is_none() {
        return None;
    }
    let last = [row.uitstroom_datum, row.einddatum, row.nazorg_einde];
    last.into_iter().flatten().chain([row.fase_sinds]).max()
}

/// When a traject ended as its source tells it: closed, with its aftercare.
pub(super) fn einde(invoer: &TrajectInvoer) -> Option<NaiveDate> {
    let last = invoer.fasen.last().filter(|last| last.fase == Fase::Afgesloten)?;
    let nazorg = invoer.nazorg.as_ref().map(|nazorg| nazorg.einde);
    if nazorg == Some(None) {
        return None;
    }
    let uitstroom = invoer.uitstroom.as_ref().map(|uitstroom| uitstroom.datum);
    let administratie = invoer.administratie.as_ref();
    let ends = [
        uitstroom,
        administratie.and_then(|it| it.einddatum),
        nazorg.flatten(),
    ];
    ends.into_iter().flatten().chain([last.sinds]).max()
}
