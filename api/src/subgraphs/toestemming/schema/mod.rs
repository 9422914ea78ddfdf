//! The roots of the register's schema.

mod inwoner;
mod mutation;
mod query;
mod verleenbaar;

use std::sync::Arc;

use async_graphql::{EmptySubscription, MergedObject, Schema};

pub use inwoner::Inwoner;
pub use mutation::MutationRoot;
use query::RegisterQuery;
use verleenbaar::VerleenbaarQuery;

use super::LocalRegister;
use crate::subgraphs::common::{Room, RoomSchema};

/// What can be asked of the register.
#[derive(Default, MergedObject)]
#[graphql(name = "Query")]
pub struct QueryRoot(RegisterQuery, VerleenbaarQuery);

fn builder() -> async_graphql::SchemaBuilder<QueryRoot, MutationRoot, EmptySubscription> {
    Schema::build(QueryRoot::default(), MutationRoot, EmptySubscription).enable_federation()
}

/// The register's room.
pub fn room(register: Arc<LocalRegister>) -> Room<QueryRoot, MutationRoot> {
    let schema: RoomSchema<_, _> = builder().data(register).finish();
    Room::new(schema, |request| request.data(inwoner::ToegangBatch::default()))
}

/// Its schema as the supergraph is composed of it.
pub fn sdl() -> String {
    crate::subgraphs::common::export(&builder().finish())
}
