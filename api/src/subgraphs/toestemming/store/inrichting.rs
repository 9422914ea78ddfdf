use aws_lc_rs::digest;
use chrono::{DateTime, Utc};
use schakel_entity::toestemming::{inrichting, registerstand};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, TransactionTrait,
    sea_query::Expr,
};

use super::{RegisterStore, stand};
use crate::domain::Inrichting;

impl RegisterStore {
    /// Applies an inrichting as a new version; one that equals the present one changes nothing. Returns
    /// the version that holds.
    pub async fn apply_inrichting(&self, document: &Inrichting, op: DateTime<Utc>) -> Result<i64, DbErr> {
        let text = serde_json::to_string(document).map_err(|error| DbErr::Custom(error.to_string()))?;
        let hash = hash(&text);
        let transaction = self.db.begin().await?;
        let stand = stand::advance(&transaction, 1).await?;
        let present = inrichting::Entity::find_by_id(stand.inrichting)
            .one(&transaction)
            .await?;
        if present.is_some_and(|present| present.hash == hash) {
            transaction.rollback().await?;
            return Ok(stand.inrichting);
        }
        let row = inrichting::ActiveModel {
            versie: Set(stand.versie),
            document: Set(text),
            hash: Set(hash),
            toegepast_op: Set(op),
        };
        row.insert(&transaction).await?;
        registerstand::Entity::update_many()
            .col_expr(registerstand::Column::Inrichting, Expr::value(stand.versie))
            .filter(registerstand::Column::Id.eq(1))
            .exec(&transaction)
            .await?;
        transaction.commit().await?;
        Ok(stand.versie)
    }

    /// The inrichting that a version made.
    pub async fn get_inrichting(&self, versie: i64) -> Result<Inrichting, DbErr> {
        let found = self.find_inrichting(versie).await?;
        found.ok_or_else(|| DbErr::RecordNotFound("no inrichting has been applied".to_owned()))
    }

    /// The inrichting that a version made; `None` where it made none.
    pub async fn find_inrichting(&self, versie: i64) -> Result<Option<Inrichting>, DbErr> {
        let row = inrichting::Entity::find_by_id(versie).one(&self.db).await?;
        row.map(|row| {
            serde_json::from_str(&row.document)
                .map_err(|error| DbErr::Custom(format!("stored inrichting: {error}")))
        })
        .transpose()
    }
}

fn hash(text: &str) -> String {
    digest::digest(&digest::SHA256, text.as_bytes())
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
