use std::sync::Arc;

use async_graphql::{EmptySubscription, ObjectType, Request, Response, Schema, SubscriptionType};
use futures::StreamExt;

use sea_orm::DatabaseConnection;

use super::unreadable;
use crate::{
    clock::Clock,
    federation::{Subgraph, SubgraphRequest, SubgraphResponse, SubgraphStream},
    register::Register,
    request::{plan::Plan, withhold::Ledger},
    subgraphs::Bell,
};

/// What a room of records is built of.
#[derive(Clone)]
pub struct Parts {
    /// Its own database.
    pub db: DatabaseConnection,
    /// The consent register, in this process or another.
    pub register: Arc<dyn Register>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Rings when something was committed in its database that others wait for.
    pub bell: Bell,
}

/// The schema of a room; most rooms have no streams.
pub type RoomSchema<Q, M, S = EmptySubscription> = Schema<Q, M, S>;

/// One subgraph in this process: its schema, and what each request to it is given.
pub struct Room<Q, M, S = EmptySubscription> {
    schema: RoomSchema<Q, M, S>,
    equip: Box<dyn Fn(Request) -> Request + Send + Sync>,
}

impl<Q, M, S> Room<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    /// A room; `equip` hands each request what is made anew for it (its batch of disclosures).
    pub fn new(
        schema: RoomSchema<Q, M, S>,
        equip: impl Fn(Request) -> Request + Send + Sync + 'static,
    ) -> Self {
        Self {
            schema,
            equip: Box::new(equip),
        }
    }

    /// What the schema executes, and the ledger in which it notes what it discloses.
    fn prepare(&self, request: SubgraphRequest) -> (Request, Ledger) {
        let SubgraphRequest {
            text,
            document,
            operation_name,
            variables,
            context,
        } = request;
        let ledger = Ledger::default();
        let plan = Plan::from_variables(&variables);
        let mut inner = Request::new(&*text).variables(variables).data(context).data(plan);
        inner.operation_name = operation_name;
        inner.set_parsed_query((*document).clone());
        ((self.equip)(inner.data(ledger.clone())), ledger)
    }
}

#[async_trait::async_trait]
impl<Q, M, S> Subgraph for Room<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    async fn execute(&self, request: SubgraphRequest) -> SubgraphResponse {
        let (request, ledger) = self.prepare(request);
        answer(self.schema.execute(request).await, &ledger)
    }

    fn subscribe(&self, request: SubgraphRequest) -> SubgraphStream {
        let (request, ledger) = self.prepare(request);
        let responses = self.schema.execute_stream(request);
        responses.map(move |response| answer(response, &ledger)).boxed()
    }
}

/// What was noted belongs to this answer, and no longer to the next of a stream.
fn answer(response: Response, ledger: &Ledger) -> SubgraphResponse {
    SubgraphResponse {
        data: response.data,
        errors: response.errors.into_iter().map(unreadable::tell).collect(),
        verantwoording: Some(ledger.take()).filter(|noted| noted.registerversie > 0),
    }
}
