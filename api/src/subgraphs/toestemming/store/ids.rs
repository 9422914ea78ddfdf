use std::collections::HashMap;

use chrono::{DateTime, Utc};
use schakel_entity::toestemming::{inwoner_alias, inwoner_sleutel, testinwoner};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr,
    EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, TransactionTrait, sea_query::OnConflict,
};

use super::{RegisterStore, stand};
use crate::domain::InwonerId;

/// Rows per statement, below the databases' bound on parameters.
const ROWS: usize = 1000;

/// A name of a resident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The id.
    pub id: InwonerId,
    /// The id under which records are kept.
    pub kept: InwonerId,
    /// The fingerprint of the key that made it; of an id that came without its number: that of the present one.
    pub sleutel: String,
}

impl RegisterStore {
    /// Under which id to tell of residents, by the id under which their records are kept: that of the present key, where
    /// one is known.
    pub async fn present(
        &self,
        kept: &[InwonerId],
        fingerprint: &str,
    ) -> Result<HashMap<InwonerId, InwonerId>, DbErr> {
        let mut present: HashMap<_, _> = kept.iter().map(|id| (id.clone(), id.clone())).collect();
        for chunk in kept.chunks(ROWS) {
            let rows = inwoner_alias::Entity::find()
                .filter(inwoner_alias::Column::Canoniek.is_in(chunk.iter().map(InwonerId::as_str)))
                .filter(inwoner_alias::Column::Sleutel.eq(fingerprint))
                .all(&self.db)
                .await?;
            for row in rows {
                present.insert(read(row.canoniek)?, read(row.id)?);
            }
        }
        Ok(present)
    }

    /// Under which id the records of each resident are kept: itself, but after a key rotation.
    pub async fn canonical(&self, ids: &[InwonerId]) -> Result<HashMap<InwonerId, InwonerId>, DbErr> {
        let mut canonical: HashMap<_, _> = ids.iter().map(|id| (id.clone(), id.clone())).collect();
        canonical.extend(self.find_aliases(ids).await?);
        Ok(canonical)
    }

    /// Every id by which a resident was ever known: this one first, whether it is stored or not.
    pub async fn names_of(&self, id: &InwonerId) -> Result<Vec<InwonerId>, DbErr> {
        let canonical = self.canonical(std::slice::from_ref(id)).await?;
        let kept = canonical.get(id).unwrap_or(id);
        let rows = inwoner_alias::Entity::find()
            .filter(inwoner_alias::Column::Canoniek.eq(kept.as_str()))
            .all(&self.db)
            .await?;
        let mut names = vec![id.clone()];
        names.extend((kept != id).then(|| kept.clone()));
        for row in rows {
            let name = read(row.id)?;
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// The ids among these that are stored, with the id that their records are kept under.
    pub async fn find_aliases(&self, ids: &[InwonerId]) -> Result<HashMap<InwonerId, InwonerId>, DbErr> {
        let mut known = HashMap::new();
        for chunk in ids.chunks(ROWS) {
            let rows = inwoner_alias::Entity::find()
                .filter(inwoner_alias::Column::Id.is_in(chunk.iter().map(InwonerId::as_str)))
                .all(&self.db)
                .await?;
            for row in rows {
                known.insert(read(row.id)?, read(row.canoniek)?);
            }
        }
        Ok(known)
    }

    /// Keeps ids as names of residents; known ones stay.
    ///
    /// # Errors
    /// The database's, and where the register has another key by now.
    pub async fn keep_aliases(&self, aliases: &[Alias], fingerprint: &str) -> Result<(), DbErr> {
        if aliases.is_empty() {
            return Ok(());
        }
        let transaction = self.db.begin().await?;
        stand::advance(&transaction, 0).await?;
        insert_aliases(&transaction, aliases, fingerprint).await?;
        transaction.commit().await
    }

    /// Every id that was ever stored, with the id that its records are kept under.
    pub async fn all_aliases(&self) -> Result<HashMap<InwonerId, InwonerId>, DbErr> {
        let rows = inwoner_alias::Entity::find().all(&self.db).await?;
        rows.into_iter()
            .map(|row| Ok((read(row.id)?, read(row.canoniek)?)))
            .collect()
    }

    /// Notes ids as test data: their numbers fail the elfproef, so no resident can have them.
    pub async fn keep_test(&self, ids: &[InwonerId]) -> Result<(), DbErr> {
        for chunk in ids.chunks(ROWS) {
            let rows = chunk.iter().map(|id| testinwoner::ActiveModel {
                id: Set(id.as_str().to_owned()),
            });
            let keep = OnConflict::column(testinwoner::Column::Id)
                .do_nothing()
                .to_owned();
            testinwoner::Entity::insert_many(rows)
                .on_conflict(keep)
                .exec_without_returning(&self.db)
                .await?;
        }
        Ok(())
    }

    /// Whether this id belongs to known test data.
    pub async fn is_test(&self, id: &InwonerId) -> Result<bool, DbErr> {
        Ok(testinwoner::Entity::find_by_id(id.as_str())
            .count(&self.db)
            .await?
            > 0)
    }

    /// Whether any test data are known.
    pub async fn has_test(&self) -> Result<bool, DbErr> {
        Ok(testinwoner::Entity::find().one(&self.db).await?.is_some())
    }

    /// The fingerprint of the key that the stored ids were made with; `None` in an empty register.
    pub async fn find_fingerprint(&self) -> Result<Option<String>, DbErr> {
        find_fingerprint(&self.db).await
    }

    /// Notes the key that ids are made with from now on, together with the ids that it gives to known
    /// residents: all or nothing. Nothing, and `false`, where other ids are stored by now than the `known` ones: of those
    /// nobody would find the resident any more.
    pub async fn change_key(
        &self,
        fingerprint: &str,
        aliases: &[Alias],
        known: usize,
        op: DateTime<Utc>,
    ) -> Result<bool, DbErr> {
        let transaction = self.db.begin().await?;
        // Takes the lock first, as everything that keeps ids does. Ids are only ever added.
        stand::advance(&transaction, 0).await?;
        let stored = inwoner_alias::Entity::find().count(&transaction).await?;
        if usize::try_from(stored).ok() != Some(known) {
            transaction.rollback().await?;
            return Ok(false);
        }
        let keys = inwoner_sleutel::Entity::find().count(&transaction).await?;
        let row = inwoner_sleutel::ActiveModel {
            vingerafdruk: Set(fingerprint.to_owned()),
            volgnummer: Set(i32::try_from(keys).map_err(|error| DbErr::Custom(error.to_string()))?),
            sinds: Set(op),
        };
        row.insert(&transaction).await?;
        insert_aliases(&transaction, aliases, fingerprint).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

async fn find_fingerprint(db: &impl ConnectionTrait) -> Result<Option<String>, DbErr> {
    let latest = inwoner_sleutel::Entity::find().order_by_desc(inwoner_sleutel::Column::Volgnummer);
    Ok(latest.one(db).await?.map(|row| row.vingerafdruk))
}

/// Keeps ids in a transaction that holds the counter row: so none is added that was made with a key which the register has
/// no more.
pub(super) async fn insert_aliases(
    db: &DatabaseTransaction,
    aliases: &[Alias],
    fingerprint: &str,
) -> Result<(), DbErr> {
    let noted = find_fingerprint(db).await?;
    if noted.is_some_and(|noted| noted != fingerprint) {
        let why = "the register has another key by now: nothing is recorded with ids of the earlier one; restart this process \
                   with the present key first in `register.sleutels`";
        return Err(DbErr::Custom(why.to_owned()));
    }
    for chunk in aliases.chunks(ROWS) {
        let rows = chunk.iter().map(|alias| inwoner_alias::ActiveModel {
            id: Set(alias.id.as_str().to_owned()),
            canoniek: Set(alias.kept.as_str().to_owned()),
            sleutel: Set(alias.sleutel.clone()),
        });
        let keep = OnConflict::column(inwoner_alias::Column::Id)
            .do_nothing()
            .to_owned();
        inwoner_alias::Entity::insert_many(rows)
            .on_conflict(keep)
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}

impl Alias {
    /// Of a resident of whom nothing but this id is known.
    pub fn itself(id: &InwonerId, fingerprint: &str) -> Self {
        Self {
            id: id.clone(),
            kept: id.clone(),
            sleutel: fingerprint.to_owned(),
        }
    }
}

fn read(text: String) -> Result<InwonerId, DbErr> {
    InwonerId::new(text).map_err(|error| DbErr::Custom(format!("a stored id cannot be read: {error}")))
}
