use chrono::{DateTime, Utc};
use schakel_entity::toestemming::gebeurtenis::{Column, Entity};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::RegisterStore;
use crate::{domain::InwonerId, subgraphs::common::words::inwoner_id};

/// A conversation in which something was proposed that takes two consent managers. It need not wait any more.
#[derive(Clone, Debug)]
pub struct Voorstel {
    /// The first version that proposed something in it: its place in the list.
    pub versie: i64,
    /// The conversation.
    pub gesprek: Uuid,
    /// Whose, by the id under which records are kept.
    pub inwoner: InwonerId,
}

/// Rows per statement of a walk through what was proposed.
const ROWS: u64 = 100;

impl RegisterStore {
    /// The next conversations in which something was proposed that has not ended by the clock, the oldest first, after a
    /// place; and whether there may be more.
    pub async fn proposals_after(
        &self,
        after: Option<i64>,
        now: DateTime<Utc>,
    ) -> Result<(Vec<Voorstel>, bool), DbErr> {
        let first = Column::Versie.min();
        let mut query = Entity::find()
            .select_only()
            .column_as(first.clone(), "eerste")
            .column(Column::Gesprek)
            .column(Column::Inwoner)
            // In the words of the index, which a bound value would not match.
            .filter(Expr::cust("soort = 'VOORGESTELD'"))
            .filter(Column::GeldigTot.gt(now))
            .group_by(Column::Gesprek)
            .group_by(Column::Inwoner)
            .order_by_asc(first.clone())
            .limit(ROWS);
        if let Some(versie) = after {
            query = query.having(first.gt(versie));
        }
        let rows: Vec<(i64, Uuid, String)> = query.into_tuple().all(&self.db).await?;
        let may_be_more = rows.len() as u64 == ROWS;
        let proposals = rows.into_iter().map(|(versie, gesprek, inwoner)| {
            Ok(Voorstel {
                versie,
                gesprek,
                inwoner: inwoner_id(&inwoner)?,
            })
        });
        Ok((proposals.collect::<Result<_, DbErr>>()?, may_be_more))
    }
}
