use std::sync::Arc;

use async_graphql::{ComplexObject, Context, EmptySubscription, MergedObject, Object, Schema, SimpleObject};

use super::{
    store::{SrwBron, Werklijst},
    types::SrwDossier,
};
use crate::{
    domain::{InwonerId, RecordSoort},
    request::{
        disclose::Discloser,
        log::DisclosureLog,
        plan::{Batch, asked_groepen},
    },
    subgraphs::{
        common::{
            Parts, Room, RoomSchema, export, publish::Publisher, rapportage::Rapporteur,
            werklijst::Werklijsten,
        },
        inzage::{Keeps, LogReader, inzage_entities},
        neighbours::{LocalNeighbour, Neighbour},
        rectificaties::{self, rectificatie_entities},
    },
};

mod eigen;
mod publish;
mod rapportage;
mod revoke;
mod verwijzing;
mod werklijst;

use eigen::Eigen;
use publish::PublishMutation;
use rapportage::RapportageQuery;
use revoke::RevokeMutation;
use verwijzing::{VerwijzingMutation, VerwijzingQuery};
use werklijst::WerklijstQuery;

inzage_entities!(srw);
rectificatie_entities!(srw, srw_rectificatie_bevestigen);

/// What can be asked.
#[derive(Default, MergedObject)]
#[graphql(name = "Query")]
pub struct QueryRoot(
    InwonerQuery,
    WerklijstQuery,
    VerwijzingQuery,
    RapportageQuery,
    InzageQuery,
    RectificatieQuery,
);

/// What can be done.
#[derive(Default, MergedObject)]
#[graphql(name = "Mutation")]
pub struct MutationRoot(
    PublishMutation,
    RevokeMutation,
    VerwijzingMutation,
    RectificatieMutation,
);

fn builder() -> async_graphql::SchemaBuilder<QueryRoot, MutationRoot, EmptySubscription> {
    Schema::build(QueryRoot::default(), MutationRoot::default(), EmptySubscription).enable_federation()
}

/// The room of the SRW-dossiers.
pub fn room(parts: Parts) -> Room<QueryRoot, MutationRoot> {
    let Parts {
        db, register, clock, ..
    } = parts.clone();
    let bron = SrwBron::new(db.clone());
    let log = DisclosureLog::new(db.clone());
    let discloser = Arc::new(Discloser::new(bron, register, log, clock));
    let schema: RoomSchema<_, _> = builder()
        .data(LogReader::new(
            parts.clone(),
            Keeps::Records(RecordSoort::SrwDossier),
        ))
        .data(Werklijsten::new(Werklijst::new(db.clone()), parts.clone()))
        .data(Eigen::new(parts.clone()))
        .data(rectificaties::Rectificaties::new(parts.clone()))
        .data(Rapporteur::new(parts.clone()))
        .data(Publisher::new(parts, RecordSoort::SrwDossier))
        .finish();
    Room::new(schema, move |request| {
        request.data(Batch::new(Arc::clone(&discloser)))
    })
}

/// The SRW-dossiers as the lists of residents ask them.
pub fn neighbour(parts: Parts) -> Arc<dyn Neighbour> {
    let bron = SrwBron::new(parts.db.clone());
    Arc::new(LocalNeighbour::new(bron, parts))
}

/// Its schema as the supergraph is composed of it.
pub fn sdl() -> String {
    export(&builder().finish())
}

/// What can be asked of the SRW-dossiers through a resident.
#[derive(Default)]
pub struct InwonerQuery;

#[Object]
impl InwonerQuery {
    /// The resident behind a representation.
    #[graphql(entity)]
    async fn find_inwoner_by_id(&self, id: InwonerId) -> Inwoner {
        Inwoner { id }
    }
}

/// A resident, to whom the SRW-dossiers belong.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Inwoner {
    /// The hub's id.
    pub id: InwonerId,
}

#[ComplexObject]
impl Inwoner {
    /// Every party of the caller's samenwerking that owns SRW-dossiers, in a fixed order, whether it knows this
    /// resident or not; null when not even the parties are known.
    async fn srw(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Vec<SrwDossier>>> {
        let batch = ctx.data::<Batch<SrwBron>>()?;
        let groepen = asked_groepen(&ctx.look_ahead(), SrwDossier::VELDEN);
        let verstrekt = batch.verstrekt(ctx, &self.id, groepen).await?;
        Ok(Some(SrwDossier::list(&verstrekt, &self.id)))
    }
}
