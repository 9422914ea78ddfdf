use schakel_entity::trajectbegeleiding::{client, traject};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::domain::{Fase, InwonerId, PartijId};

/// Whether a traject of this party runs for this resident (the id under which records are kept): what the party tests of
/// its own records before it hears of something that only matters then.
///
/// # Errors
/// When the database cannot be read.
pub async fn runs(db: &DatabaseConnection, partij: &PartijId, inwoner: &InwonerId) -> Result<bool, DbErr> {
    let of_client: Vec<Uuid> = client::Entity::find()
        .select_only()
        .column(client::Column::Traject)
        .filter(client::Column::Bronhouder.eq(partij.as_str()))
        .filter(client::Column::Inwoner.eq(inwoner.as_str()))
        .into_tuple()
        .all(db)
        .await?;
    let running: Option<Uuid> = traject::Entity::find()
        .select_only()
        .column(traject::Column::Id)
        .filter(traject::Column::Id.is_in(of_client))
        .filter(traject::Column::TeruggetrokkenOp.is_null())
        .filter(traject::Column::Fase.ne(Fase::Afgesloten.word()))
        .into_tuple()
        .one(db)
        .await?;
    Ok(running.is_some())
}
