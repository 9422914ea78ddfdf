//! The roots of the register's schema.

mod explain;
mod inwoner;
mod inzage;
mod mutation;
mod openingen;
mod query;
mod verleenbaar;

use std::sync::Arc;

use async_graphql::{EmptySubscription, MergedObject, Schema};
use explain::ExplainQuery;
pub use inwoner::Inwoner;
use inzage::{InzageQuery, InzageRoots};
use mutation::RegisterMutation;
use openingen::{OpeningMutation, OpeningQuery};
use query::RegisterQuery;
use verleenbaar::VerleenbaarQuery;

use super::{LocalRegister, looks::RegisterLog};
use crate::subgraphs::{
    common::{Parts, Room, RoomSchema},
    inzage::{Keeps, LogReader},
};

/// What can be asked of the register.
#[derive(Default, MergedObject)]
#[graphql(name = "Query")]
pub struct QueryRoot(
    RegisterQuery,
    ExplainQuery,
    OpeningQuery,
    InzageRoots,
    InzageQuery,
    VerleenbaarQuery,
);

/// What can be recorded in the register.
#[derive(Default, MergedObject)]
#[graphql(name = "Mutation")]
pub struct MutationRoot(RegisterMutation, OpeningMutation);

fn builder() -> async_graphql::SchemaBuilder<QueryRoot, MutationRoot, EmptySubscription> {
    Schema::build(QueryRoot::default(), MutationRoot::default(), EmptySubscription).enable_federation()
}

/// The register's room.
pub fn room(register: Arc<LocalRegister>) -> Room<QueryRoot, MutationRoot> {
    let parts = Parts {
        db: register.store().db().clone(),
        clock: register.shared_clock(),
        register: register.clone(),
    };
    let schema: RoomSchema<_, _> = builder()
        .data(LogReader::new(parts, Keeps::Shared))
        .data(RegisterLog::of(&register))
        .data(register)
        .finish();
    Room::new(schema, |request| request.data(inwoner::ToegangBatch::default()))
}

/// Its schema as the supergraph is composed of it.
pub fn sdl() -> String {
    crate::subgraphs::common::export(&builder().finish())
}
