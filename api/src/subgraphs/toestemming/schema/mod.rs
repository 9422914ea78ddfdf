//! The roots of the register's schema, one file per family of operations.

mod intrekken;
mod inwoner;
mod koppelen;
mod ontvangstbewijs;
mod query;
mod recording;
mod verlenen;
mod verzoeken;
mod voorvertonen;
mod weigeren;

use std::sync::Arc;

use async_graphql::{EmptySubscription, MergedObject, Schema};

pub use inwoner::Inwoner;

use super::LocalRegister;
use crate::subgraphs::common::{Room, RoomSchema};

/// What can be asked of the register.
#[derive(MergedObject, Default)]
#[graphql(name = "Query")]
pub struct QueryRoot(
    query::RegisterQuery,
    verzoeken::VerzoekQuery,
    ontvangstbewijs::OntvangstQuery,
    voorvertonen::VoorvertoonQuery,
);

/// What can be recorded in the register.
#[derive(MergedObject, Default)]
#[graphql(name = "Mutation")]
pub struct MutationRoot(
    verlenen::VerleenMutation,
    intrekken::IntrekMutation,
    weigeren::WeigerMutation,
    verzoeken::VerzoekMutation,
    ontvangstbewijs::OntvangstMutation,
    koppelen::KoppelMutation,
);

fn builder() -> async_graphql::SchemaBuilder<QueryRoot, MutationRoot, EmptySubscription> {
    Schema::build(QueryRoot::default(), MutationRoot::default(), EmptySubscription).enable_federation()
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
