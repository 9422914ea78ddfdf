use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
// The five logs are alike.
use schakel_entity::srw::verstrekking::{Column, Entity, Model};
use sea_orm::{
    ColumnTrait, Condition, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::place::{Place, Vraagstuk};
use crate::{
    domain::{Inrichting, InwonerId, PartijId},
    subgraphs::common::Reach,
};

/// Which lines are within somebody's reach: of another samenwerking none, whoever asks.
pub(super) fn within(reach: &Reach, inrichting: &Inrichting, caller: &PartijId) -> Condition {
    match reach {
        Reach::Own(own) => Condition::any()
            .add(Column::Bronhouder.eq(own.as_str()))
            .add(Column::Partij.eq(own.as_str())),
        Reach::Samenwerking => {
            let others: BTreeSet<&str> = inrichting
                .samenwerkingen
                .iter()
                .filter(|samenwerking| samenwerking.find_partij(caller).is_none())
                .flat_map(|samenwerking| &samenwerking.partijen)
                .map(|partij| partij.id.as_str())
                .collect();
            // Parties that are configured no longer still count: their lines are the resident's too.
            Condition::all()
                .add(Column::Bronhouder.is_not_in(others.iter().copied()))
                .add(Column::Partij.is_not_in(others))
        }
    }
}

/// Whose lines are wanted.
pub(super) enum Whose<'a> {
    /// Those about a resident, by each of their ids.
    Inwoner(&'a [InwonerId]),
    /// What a party saw in a time.
    Partij(&'a Vraagstuk),
}

impl Whose<'_> {
    fn condition(&self) -> Condition {
        match self {
            Self::Inwoner(ids) => {
                Condition::all().add(Column::Inwoner.is_in(ids.iter().map(InwonerId::as_str)))
            }
            Self::Partij(Vraagstuk { partij, van, tot }) => Condition::all()
                .add(Column::Partij.eq(partij.as_str()))
                .add(Column::Op.gte(*van))
                .add(Column::Op.lt(*tot)),
        }
    }
}

/// Lines in the order in which they were written, at most so many.
pub(super) async fn find(
    db: &DatabaseConnection,
    whose: &Whose<'_>,
    within: Condition,
    after: Option<Place>,
    count: u64,
) -> Result<Vec<Model>, DbErr> {
    // Lines that are about nobody, or of which whom they are about was erased, tell nobody anything here.
    let about_somebody = Column::Inwoner.ne("");
    let mut query = Entity::find()
        .filter(whose.condition())
        .filter(within)
        .filter(about_somebody);
    if let Some(Place { op, id }) = after {
        let same_moment = Condition::all().add(Column::Op.eq(op)).add(Column::Id.gt(id));
        query = query.filter(Condition::any().add(Column::Op.gt(op)).add(same_moment));
    }
    query
        .order_by_asc(Column::Op)
        .order_by_asc(Column::Id)
        .limit(count)
        .all(db)
        .await
}

/// Ids carry the time at which a process made them; the clocks of two processes may differ by so much.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(5);

/// The line in which a decision stands. A line is written right after its decisions are made and the ids of both
/// carry their time, so that only the lines of those minutes are looked through.
pub(super) async fn find_of_besluit(
    db: &DatabaseConnection,
    besluit: Uuid,
    within: Condition,
) -> Result<Option<Model>, DbErr> {
    let Some(made) = made_at(besluit) else {
        return Ok(None);
    };
    let (Some(from), Some(to)) = (first_id(made - CLOCKS_DIFFER), first_id(made + CLOCKS_DIFFER)) else {
        return Ok(None);
    };
    Entity::find()
        .filter(Column::Id.between(from, to))
        .filter(Column::Uitkomsten.contains(besluit.to_string()))
        .filter(within)
        .one(db)
        .await
}

fn made_at(id: Uuid) -> Option<DateTime<Utc>> {
    let (seconds, nanoseconds) = id.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)
}

/// The least id of version 7 of a moment (RFC 9562, §5.7).
fn first_id(op: DateTime<Utc>) -> Option<Uuid> {
    let milliseconds = u64::try_from(op.timestamp_millis()).ok()?;
    Some(uuid::Builder::from_unix_timestamp_millis(milliseconds, &[0; 10]).into_uuid())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_lies_between_those_of_the_moments_around_it() {
        let id = Uuid::now_v7();
        let made = made_at(id).unwrap();
        let second = TimeDelta::seconds(1);
        assert!(first_id(made - second).unwrap() < id);
        assert!(id < first_id(made + second).unwrap());
        assert_eq!(made_at(Uuid::new_v4()), None);
    }
}
