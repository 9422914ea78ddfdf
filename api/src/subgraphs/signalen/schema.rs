use std::sync::Arc;

use async_graphql::{Context, EmptyMutation, EmptySubscription, Object, Schema};

use super::{
    cursor,
    deliver::{Bezorger, Undelivered},
    types::{Inwoner, SignaalConnection},
};
use crate::{
    domain::InwonerId,
    publication::Faults,
    request::{plan::Plan, withhold::Ledger},
    subgraphs::common::{ClientError, Parts, Room, RoomSchema, context_of, export},
};

fn builder() -> async_graphql::SchemaBuilder<QueryRoot, EmptyMutation, EmptySubscription> {
    Schema::build(QueryRoot, EmptyMutation, EmptySubscription).enable_federation()
}

/// The room of the signals.
pub fn room(parts: Parts) -> Room<QueryRoot, EmptyMutation> {
    let schema: RoomSchema<_, _> = builder().data(Arc::new(Bezorger::new(parts))).finish();
    Room::new(schema, |request| request)
}

/// Its schema as the supergraph is composed of it.
pub fn sdl() -> String {
    export(&builder().finish())
}

/// What can be asked of the signals.
pub struct QueryRoot;

#[Object(name = "Query")]
impl QueryRoot {
    /// The signals to the caller's party that may be told now, in order, after the place `na`; `eerste` is at
    /// least 1 and at most 100. Null when they are out of reach.
    async fn signalen(
        &self,
        ctx: &Context<'_>,
        na: Option<String>,
        #[graphql(default = 50)] eerste: i32,
    ) -> async_graphql::Result<Option<SignaalConnection>> {
        let (after, count) = check(na.as_deref(), eerste).map_err(ClientError::into_graphql)?;
        let (bezorger, plan) = (ctx.data::<Arc<Bezorger>>()?, ctx.data::<Plan>()?);
        let page = bezorger
            .deliver(context_of(ctx)?, plan.operatie(), after, count)
            .await
            .map_err(Undelivered::into_graphql)?;
        if let Some(versie) = page.registerversie {
            ctx.data::<Ledger>()?.note_version(versie);
        }
        Ok(Some(page.into()))
    }

    /// The resident behind a representation.
    #[graphql(entity)]
    async fn find_inwoner_by_id(&self, id: InwonerId) -> Inwoner {
        Inwoner { id }
    }
}

/// The number after which the page begins, and how many signals it has.
fn check(na: Option<&str>, eerste: i32) -> Result<(i64, usize), ClientError> {
    let after = match na {
        None => Some(i64::MIN),
        Some(na) => cursor::decode(na),
    };
    let count = usize::try_from(eerste)
        .ok()
        .filter(|count| (1..=100).contains(count));
    if let (Some(after), Some(count)) = (after, count) {
        return Ok((after, count));
    }
    let mut faults = Faults::default();
    faults.require(after.is_some(), "na", "is geen plaats in de lijst");
    faults.require(count.is_some(), "eerste", "ligt niet tussen 1 en 100");
    Err(ClientError::Input(faults.into_result().err().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_asked_within_bounds_and_after_a_real_place() {
        assert_eq!(check(None, 50).unwrap(), (i64::MIN, 50));
        assert_eq!(check(Some(&cursor::encode(7)), 100).unwrap(), (7, 100));
        for (na, eerste, faults) in [
            (None, 0, 1),
            (None, 101, 1),
            (None, -1, 1),
            (Some("7"), 50, 1),
            (Some(""), 0, 2),
        ] {
            let Err(ClientError::Input(found)) = check(na, eerste) else {
                panic!("{na:?} {eerste}")
            };
            assert_eq!(found.len(), faults, "{na:?} {eerste}");
        }
    }

    #[test]
    fn the_resident_is_the_joint_entity() {
        let sdl = sdl();
        assert!(sdl.contains("type Inwoner @key(fields: \"id\")"), "{sdl}");
        assert!(
            sdl.contains("signalen(eerste: Int! = 50, na: String): SignaalConnection\n"),
            "{sdl}"
        );
    }
}
