//! The roots of the register's schema, one file per family of operations.

mod aflopend;
mod explain;
mod intrekken;
mod inwoner;
mod inzage;
mod koppelen;
mod ontvangstbewijs;
mod openingen;
mod query;
mod rapportage;
mod recording;
mod verleenbaar;
mod verlenen;
mod verzoeken;
mod voorvertonen;
mod wachtend;
mod weigeren;

use std::sync::Arc;

use async_graphql::{EmptySubscription, MergedObject, Schema};
use explain::ExplainQuery;
pub use inwoner::Inwoner;
use inzage::{InzageQuery, InzageRoots};

use super::{LocalRegister, looks::RegisterLog};
use crate::subgraphs::{
    common::{Parts, Room, RoomSchema, rapportage::Rapporteur},
    inzage::{Keeps, LogReader},
};

/// What can be asked of the register.
#[derive(Default, MergedObject)]
#[graphql(name = "Query")]
pub struct QueryRoot(
    query::RegisterQuery,
    ExplainQuery,
    openingen::OpeningQuery,
    verzoeken::VerzoekQuery,
    ontvangstbewijs::OntvangstQuery,
    voorvertonen::VoorvertoonQuery,
    InzageRoots,
    InzageQuery,
    verleenbaar::VerleenbaarQuery,
    aflopend::AflopendQuery,
    rapportage::RapportageQuery,
    wachtend::WachtendQuery,
);

/// What can be recorded in the register.
#[derive(Default, MergedObject)]
#[graphql(name = "Mutation")]
pub struct MutationRoot(
    verlenen::VerleenMutation,
    intrekken::IntrekMutation,
    weigeren::WeigerMutation,
    verzoeken::VerzoekMutation,
    ontvangstbewijs::OntvangstMutation,
    koppelen::KoppelMutation,
    openingen::OpeningMutation,
);

fn builder() -> async_graphql::SchemaBuilder<QueryRoot, MutationRoot, EmptySubscription> {
    Schema::build(QueryRoot::default(), MutationRoot::default(), EmptySubscription).enable_federation()
}

/// The register's room.
pub fn room(register: Arc<LocalRegister>) -> Room<QueryRoot, MutationRoot> {
    let parts = Parts {
        db: register.store().db().clone(),
        clock: register.shared_clock(),
        bell: register.store().bell().clone(),
        register: register.clone(),
    };
    let schema: RoomSchema<_, _> = builder()
        .data(LogReader::new(parts.clone(), Keeps::Shared))
        .data(Rapporteur::new(parts))
        .data(RegisterLog::of(&register))
        .data(register)
        .finish();
    Room::new(schema, |request| request.data(inwoner::ToegangBatch::default()))
}

/// Its schema as the supergraph is composed of it.
pub fn sdl() -> String {
    crate::subgraphs::common::export(&builder().finish())
}
