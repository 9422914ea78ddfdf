use std::sync::Arc;

use async_graphql::{Context, ID, MergedObject, Object, Schema};
use uuid::Uuid;

use super::{
    deliver::{Bezorger, Undelivered},
    heads::Heads,
    place,
    types::{Inwoner, SignaalBevestigd, SignaalConnection},
};
use crate::{
    domain::InwonerId,
    publication::Faults,
    request::{RequestContext, plan::Plan, withhold::Ledger},
    subgraphs::{
        common::{ClientError, Parts, Room, RoomSchema, context_of, export},
        inzage::{Keeps, LogReader, inzage_entities},
    },
};

mod stream;
mod vervallen;

pub use stream::SubscriptionRoot;

inzage_entities!(signalen);

/// What can be asked.
#[derive(Default, MergedObject)]
#[graphql(name = "Query")]
pub struct QueryRoot(SignaalQuery, vervallen::VervallenQuery, InzageQuery);

fn builder() -> async_graphql::SchemaBuilder<QueryRoot, MutationRoot, SubscriptionRoot> {
    Schema::build(QueryRoot::default(), MutationRoot, SubscriptionRoot)
        .enable_federation()
        .enable_subscription_in_federation()
}

/// The room of the signals.
pub fn room(parts: Parts) -> Room<QueryRoot, MutationRoot, SubscriptionRoot> {
    let schema: RoomSchema<_, _, _> = builder()
        .data(Heads::new(parts.db.clone(), parts.bell.clone()))
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
    /// least 1 and at most 100. A page can have fewer, even none, while `hasNextPage` says that there is more to look at
    /// after its `endCursor`. Null when they are out of reach.
    async fn signalen(
        &self,
        ctx: &Context<'_>,
        na: Option<String>,
        #[graphql(default = 50)] eerste: i32,
    ) -> async_graphql::Result<Option<SignaalConnection>> {
        let (bezorger, plan) = (ctx.data::<Arc<Bezorger>>()?, ctx.data::<Plan>()?);
        let context = context_of(ctx)?;
        let (after, count) = asked_page(bezorger, context, na.as_deref(), eerste).await?;
        let page = bezorger
            .deliver(context, plan.operatie(), after, count)
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

/// What can be noted of the signals.
pub struct MutationRoot;

#[Object(name = "Mutation")]
impl MutationRoot {
    /// Confirms that the caller's party has seen a signal. Null when it is out of reach whether there is such a one.
    async fn signaal_bevestigen(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> async_graphql::Result<Option<SignaalBevestigd>> {
        let (bezorger, plan) = (ctx.data::<Arc<Bezorger>>()?, ctx.data::<Plan>()?);
        // What is no id of ours is unknown as any other that isn't there.
        let id = Uuid::parse_str(&id).unwrap_or_default();
        let confirmed = bezorger.confirm(context_of(ctx)?, plan.operatie(), id).await;
        let uitkomst = confirmed.map_err(Undelivered::into_graphql)?;
        Ok(Some(SignaalBevestigd { uitkomst }))
    }
}

/// Before every number.
const BEGIN: i64 = 0;

/// The number after which the asked page begins, and how many signals it has: at least 1 and at most 100.
async fn asked_page(
    bezorger: &Bezorger,
    context: &RequestContext,
    na: Option<&str>,
    eerste: i32,
) -> async_graphql::Result<(i64, usize)> {
    check_page(na, eerste, |id| bezorger.find_place(context, id)).await
}

/// The same for any list of the caller, in which `find` knows the number of an id.
async fn check_page<F>(
    na: Option<&str>,
    eerste: i32,
    find: impl FnOnce(Uuid) -> F,
) -> async_graphql::Result<(i64, usize)>
where
    F: Future<Output = Result<Option<i64>, Undelivered>>,
{
    let after = match na.map(place::decode) {
        None => Some(BEGIN),
        Some(None) => None,
        Some(Some(id)) => find(id).await.map_err(Undelivered::into_graphql)?,
    };
    let count = usize::try_from(eerste)
        .ok()
        .filter(|count| (1..=100).contains(count));
    let mut faults = Faults::default();
    faults.require(after.is_some(), "na", "is geen plaats in de lijst");
    faults.require(count.is_some(), "eerste", "ligt niet tussen 1 en 100");
    let checked = faults.into_result().map_err(ClientError::Input);
    checked.map_err(ClientError::into_graphql)?;
    Ok((after.unwrap_or(BEGIN), count.unwrap_or(1)))
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
