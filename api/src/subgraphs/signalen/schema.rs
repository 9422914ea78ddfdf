use std::sync::Arc;

use async_graphql::{Context, EmptyMutation, EmptySubscription, MergedObject, Object, Schema};

use super::{
    deliver::{Bezorger, Undelivered},
    types::{Inwoner, SignaalConnection},
};
use crate::{
    domain::InwonerId,
    request::{plan::Plan, withhold::Ledger},
    subgraphs::{
        common::{ClientError, Parts, Room, RoomSchema, context_of, cursor::asked_page, export},
        inzage::{Keeps, LogReader, inzage_entities},
    },
};

inzage_entities!(signalen);

/// What can be asked.
#[derive(Default, MergedObject)]
#[graphql(name = "Query")]
pub struct QueryRoot(SignaalQuery, InzageQuery);

fn builder() -> async_graphql::SchemaBuilder<QueryRoot, EmptyMutation, EmptySubscription> {
    Schema::build(QueryRoot::default(), EmptyMutation, EmptySubscription).enable_federation()
}

/// The room of the signals.
pub fn room(parts: Parts) -> Room<QueryRoot, EmptyMutation> {
    let schema: RoomSchema<_, _> = builder()
        .data(LogReader::new(parts.clone(), Keeps::Shared))
        .data(Arc::new(Bezorger::new(parts)))
        .finish();
    Room::new(schema, |request| request)
}

/// Its schema as the supergraph is composed of it.
pub fn sdl() -> String {
    export(&builder().finish())
}

/// What can be asked of the signals.
#[derive(Default)]
pub struct SignaalQuery;

#[Object]
impl SignaalQuery {
    /// The signals to the caller's party that may be told now, in order, after the place `na`; `eerste` is at
    /// least 1 and at most 100. Null when they are out of reach.
    async fn signalen(
        &self,
        ctx: &Context<'_>,
        na: Option<String>,
        #[graphql(default = 50)] eerste: i32,
    ) -> async_graphql::Result<Option<SignaalConnection>> {
        let (after, count) = asked_page(na.as_deref(), eerste).map_err(ClientError::into_graphql)?;
        let (bezorger, plan) = (ctx.data::<Arc<Bezorger>>()?, ctx.data::<Plan>()?);
        let page = bezorger
            .deliver(
                context_of(ctx)?,
                plan.operatie(),
                after.unwrap_or(i64::MIN),
                count,
            )
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

#[cfg(test)]
mod tests {
    use super::*;

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
