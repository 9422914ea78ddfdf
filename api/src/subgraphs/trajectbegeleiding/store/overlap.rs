//! A client has at most one traject at a time (DDAS). Whether an owner has more of them is its own knowledge; what others own
//! is never looked at.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schakel_entity::trajectbegeleiding::{client, traject};
use sea_orm::{ColumnTrait, Condition, DatabaseConnection, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    domain::{Fase, InwonerId, PartijId},
    subgraphs::common::words::inwoner_id,
};

/// Two trajecten of one owner that run in the same period for one client.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Overlap {
    /// Whose they are.
    pub inwoner: InwonerId,
    /// The source's own ids, the earlier to start first.
    pub trajecten: [String; 2],
}

/// Ids per statement, below the databases' bound on parameters.
const IDS: usize = 500;

/// Where trajecten of this owner overlap: of these residents, or of everybody.
///
/// # Errors
/// When the database cannot be read.
pub async fn overlaps(
    db: &DatabaseConnection,
    bronhouder: &PartijId,
    inwoners: Option<&[InwonerId]>,
) -> Result<Vec<Overlap>, DbErr> {
    let among =
        inwoners.map(|inwoners| client::Column::Inwoner.is_in(inwoners.iter().map(InwonerId::as_str)));
    let own = Condition::all()
        .add(client::Column::Bronhouder.eq(bronhouder.as_str()))
        .add_option(among);
    let clients = client::Entity::find().filter(own).all(db).await?;
    let ids: Vec<Uuid> = clients.iter().map(|client| client.traject).collect();
    let mut trajecten = BTreeMap::new();
    for ids in ids.chunks(IDS) {
        let rows = traject::Entity::find()
            .filter(traject::Column::Id.is_in(ids.iter().copied()))
            .filter(traject::Column::TeruggetrokkenOp.is_null())
            .all(db)
            .await?;
        trajecten.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    let mut per_client: BTreeMap<&str, Vec<&traject::Model>> = BTreeMap::new();
    for client in &clients {
        if let Some(row) = trajecten.get(&client.traject) {
            per_client.entry(&client.inwoner).or_default().push(row);
        }
    }
    let mut found = Vec::new();
    for (inwoner, mut rows) in per_client {
        rows.sort_by_key(|row| (row.aanmelddatum, row.id));
        for (index, earlier) in rows.iter().enumerate() {
            for later in rows
                .iter()
                .skip(index + 1)
                .filter(|later| overlap(earlier, later))
            {
                found.push(Overlap {
                    inwoner: inwoner_id(inwoner)?,
                    trajecten: [earlier.bron_id.clone(), later.bron_id.clone()],
                });
            }
        }
    }
    Ok(found)
}

/// A traject that begins on the day on which the earlier one ended follows it.
fn overlap(earlier: &traject::Model, later: &traject::Model) -> bool {
    ended(earlier).is_none_or(|ended| later.aanmelddatum < ended)
}

/// When a traject ended; `None` while it runs.
fn ended(row: &traject::Model) -> Option<NaiveDate> {
    let is_closed = row.fase == Fase::Afgesloten.word();
    is_closed.then(|| row.uitstroom_datum.unwrap_or(row.fase_sinds))
}
