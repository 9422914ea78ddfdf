//! The roots of the register's schema.

mod inwoner;
mod mutation;
mod query;

use std::sync::Arc;

use async_graphql::{EmptySubscription, Schema};

pub use inwoner::Inwoner;
pub use mutation::MutationRoot;
pub use query::QueryRoot;

use super::LocalRegister;
use crate::subgraphs::common::{Room, RoomSchema};

fn builder() -> async_graphql::SchemaBuilder<QueryRoot, MutationRoot, EmptySubscription> {
    Schema::build(QueryRoot, MutationRoot, EmptySubscription).enable_federation()
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
