use chrono::{DateTime, Utc};
use schakel_entity::toestemming::gebeurtenis::{Column, Entity};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect,
    sea_query::ExprTrait,
};
use uuid::Uuid;

use super::RegisterStore;
use crate::{domain::InwonerId, request::decide::GebeurtenisSoort, subgraphs::common::words::inwoner_id};

/// An end that was recorded of a conversation. It need not be the last: what was confirmed again has a later one.
#[derive(Clone, Debug)]
pub struct Einde {
    /// The first version that recorded it: its place in the list, beside the moment.
    pub versie: i64,
    /// The conversation.
    pub gesprek: Uuid,
    /// Whose, by the id under which records are kept.
    pub inwoner: InwonerId,
    /// When it ends (UTC, exclusive).
    pub tot: DateTime<Utc>,
}

/// Rows per statement of a walk through what ends.
const ROWS: u64 = 100;

impl RegisterStore {
    /// The next ends between two moments (the first not included), the soonest first, after a place; and whether there
    /// may be more.
    pub async fn ends_between(
        &self,
        [from, until]: [DateTime<Utc>; 2],
        after: Option<(DateTime<Utc>, i64)>,
    ) -> Result<(Vec<Einde>, bool), DbErr> {
        let first = Column::Versie.min();
        let records_end = [GebeurtenisSoort::Verleend, GebeurtenisSoort::Herbevestigd];
        let mut query = Entity::find()
            .select_only()
            .column_as(first.clone(), "eerste")
            .column(Column::Gesprek)
            .column(Column::Inwoner)
            .column(Column::GeldigTot)
            .filter(Column::Soort.is_in(records_end.map(GebeurtenisSoort::word)))
            .filter(Column::GeldigTot.gt(from))
            .filter(Column::GeldigTot.lte(until))
            .group_by(Column::Gesprek)
            .group_by(Column::Inwoner)
            .group_by(Column::GeldigTot)
            .order_by(Column::GeldigTot, Order::Asc)
            .order_by(first.clone(), Order::Asc)
            .limit(ROWS);
        if let Some((tot, versie)) = after {
            let later = Condition::any().add(Column::GeldigTot.gt(tot)).add(
                Condition::all()
                    .add(Column::GeldigTot.eq(tot))
                    .add(first.gt(versie)),
            );
            query = query.having(later);
        }
        let rows: Vec<(i64, Uuid, String, DateTime<Utc>)> = query.into_tuple().all(&self.db).await?;
        let may_be_more = rows.len() as u64 == ROWS;
        let ends = rows.into_iter().map(|(versie, gesprek, inwoner, tot)| {
            Ok(Einde {
                versie,
                gesprek,
                inwoner: inwoner_id(&inwoner)?,
                tot,
            })
        });
        Ok((ends.collect::<Result<_, DbErr>>()?, may_be_more))
    }

    /// The end that this version recorded.
    pub async fn end_at(&self, versie: i64) -> Result<Option<DateTime<Utc>>, DbErr> {
        let found: Option<Option<DateTime<Utc>>> = Entity::find()
            .filter(Column::Versie.eq(versie))
            .select_only()
            .column(Column::GeldigTot)
            .into_tuple()
            .one(&self.db)
            .await?;
        Ok(found.flatten())
    }
}
