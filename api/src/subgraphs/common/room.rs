use std::sync::Arc;

use async_graphql::{EmptySubscription, ObjectType, Request, Schema};

use sea_orm::DatabaseConnection;

use super::unreadable;
use crate::{
    clock::Clock,
    federation::{Subgraph, SubgraphRequest, SubgraphResponse},
    register::Register,
    request::{plan::Plan, withhold::Ledger},
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
}

/// The schema of a room.
pub type RoomSchema<Q, M> = Schema<Q, M, EmptySubscription>;

/// One subgraph in this process: its schema, and what each request to it is given.
pub struct Room<Q, M> {
    schema: RoomSchema<Q, M>,
    equip: Box<dyn Fn(Request) -> Request + Send + Sync>,
}

impl<Q: ObjectType + 'static, M: ObjectType + 'static> Room<Q, M> {
    /// A room; `equip` hands each request what is made anew for it (its batch of disclosures).
    pub fn new(schema: RoomSchema<Q, M>, equip: impl Fn(Request) -> Request + Send + Sync + 'static) -> Self {
        Self {
            schema,
            equip: Box::new(equip),
        }
    }
}

#[async_trait::async_trait]
impl<Q: ObjectType + 'static, M: ObjectType + 'static> Subgraph for Room<Q, M> {
    async fn execute(&self, request: SubgraphRequest) -> SubgraphResponse {
        let SubgraphRequest {
            text,
            document,
            operation_name,
            variables,
            context,
        } = request;
        let ledger = Ledger::default();
        let plan = Plan::from_variables(&variables);
        let mut inner = Request::new(&*text)
            .variables(variables)
            .data(Arc::clone(&context))
            .data(plan);
        inner.operation_name = operation_name;
        inner.set_parsed_query((*document).clone());
        let inner = (self.equip)(inner.data(ledger.clone()));
        let response = self.schema.execute(inner).await;
        let verantwoording = Some(ledger.take()).filter(|noted| noted.registerversie > 0);
        SubgraphResponse {
            data: response.data,
            errors: response.errors.into_iter().map(unreadable::tell).collect(),
            verantwoording,
        }
    }
}
