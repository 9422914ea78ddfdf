use chrono::{DateTime, Utc};
use schakel_entity::logboek::controlepunt::{ActiveModel, Column, Entity, Model};
use sea_orm::{ActiveValue::Set, DatabaseConnection, DbErr, EntityTrait, QueryOrder, sea_query::OnConflict};

/// The signed checkpoints of a log, as they are kept beside it.
#[derive(Clone, Debug)]
pub struct Checkpoints {
    db: DatabaseConnection,
}

impl Checkpoints {
    /// Those in this database.
    pub fn new(db: DatabaseConnection) -> Self {
        Self { db }
    }

    /// The last one: the note and when it was signed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn latest(&self) -> Result<Option<Model>, DbErr> {
        Entity::find().order_by_desc(Column::Grootte).one(&self.db).await
    }

    /// The one over the first `size` lines.
    ///
    /// # Errors
    /// What the database says.
    pub async fn find(&self, size: u64) -> Result<Option<Model>, DbErr> {
        match i64::try_from(size) {
            Ok(size) => Entity::find_by_id(size).one(&self.db).await,
            Err(_) => Ok(None),
        }
    }

    /// Keeps one. Another replica's of the same size stays: it says the same.
    pub(super) async fn keep(&self, size: u64, note: String, op: DateTime<Utc>) -> Result<(), DbErr> {
        let size = i64::try_from(size).map_err(|error| DbErr::Custom(error.to_string()))?;
        let row = ActiveModel {
            grootte: Set(size),
            op: Set(op),
            nota: Set(note),
        };
        let again = OnConflict::column(Column::Grootte).do_nothing().to_owned();
        Entity::insert(row)
            .on_conflict(again)
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }
}
