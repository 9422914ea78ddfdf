use chrono::{DateTime, Utc};
use schakel_entity::toestemming::gebeurtenis::{Column, Entity};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect,
    sea_query::ExprTrait,
};
use uuid::Uuid;

use super::RegisterStore;
use crate::{domain::InwonerId, request::decide::GebeurtenisSoort, subgraphs::common::words::inwoner_id};

/// A moment that was recorded of a conversation, be it that it was given or that it ends. It need not be the last: what was
/// confirmed again has later ones.
#[derive(Clone, Debug)]
pub struct Moment {
    /// The first version that recorded it: its place in the list, beside the moment.
    pub versie: i64,
    /// The conversation.
    pub gesprek: Uuid,
    /// Whose, by the id under which records are kept.
    pub inwoner: InwonerId,
    /// The moment (UTC).
    pub op: DateTime<Utc>,
}

/// Which moments of conversations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Momenten {
    /// Their ends, after the first moment and until the second.
    Einden([DateTime<Utc>; 2]),
    /// When they were given or confirmed: until the first moment, of what ends after the second.
    Bevestigingen([DateTime<Utc>; 2]),
}

/// Rows per statement of a walk through moments.
const ROWS: u64 = 100;

impl Momenten {
    const fn column(self) -> Column {
        match self {
            Self::Einden(_) => Column::GeldigTot,
            Self::Bevestigingen(_) => Column::Op,
        }
    }

    fn condition(self) -> Condition {
        let all = Condition::all();
        match self {
            Self::Einden([from, until]) => all
                .add(Column::GeldigTot.gt(from))
                .add(Column::GeldigTot.lte(until)),
            Self::Bevestigingen([until, ends_after]) => all
                .add(Column::Op.lte(until))
                .add(Column::GeldigTot.gt(ends_after)),
        }
    }
}

impl RegisterStore {
    /// The next of these moments, the first to come first, after a place; and whether there may be more.
    pub async fn momenten(
        &self,
        which: Momenten,
        after: Option<(DateTime<Utc>, i64)>,
    ) -> Result<(Vec<Moment>, bool), DbErr> {
        let (column, first) = (which.column(), Column::Versie.min());
        let gives = [GebeurtenisSoort::Verleend, GebeurtenisSoort::Herbevestigd];
        let mut query = Entity::find()
            .select_only()
            .column_as(first.clone(), "eerste")
            .column(Column::Gesprek)
            .column(Column::Inwoner)
            .column(column)
            .filter(Column::Soort.is_in(gives.map(GebeurtenisSoort::word)))
            .filter(which.condition())
            .group_by(Column::Gesprek)
            .group_by(Column::Inwoner)
            .group_by(column)
            .order_by(column, Order::Asc)
            .order_by(first.clone(), Order::Asc)
            .limit(ROWS);
        if let Some((op, versie)) = after {
            let later = Condition::any()
                .add(column.gt(op))
                .add(Condition::all().add(column.eq(op)).add(first.gt(versie)));
            query = query.having(later);
        }
        let rows: Vec<(i64, Uuid, String, DateTime<Utc>)> = query.into_tuple().all(&self.db).await?;
        let may_be_more = rows.len() as u64 == ROWS;
        let moments = rows.into_iter().map(|(versie, gesprek, inwoner, op)| {
            Ok(Moment {
                versie,
                gesprek,
                inwoner: inwoner_id(&inwoner)?,
                op,
            })
        });
        Ok((moments.collect::<Result<_, DbErr>>()?, may_be_more))
    }

    /// The moment of this kind that this version recorded.
    pub async fn moment_at(&self, which: Momenten, versie: i64) -> Result<Option<DateTime<Utc>>, DbErr> {
        let found: Option<Option<DateTime<Utc>>> = Entity::find()
            .filter(Column::Versie.eq(versie))
            .select_only()
            .column(which.column())
            .into_tuple()
            .one(&self.db)
            .await?;
        Ok(found.flatten())
    }
}
