use std::sync::Arc;

use async_graphql::{ComplexObject, Context, EmptySubscription, MergedObject, Object, Schema, SimpleObject};

use super::{store::BuurtteamBron, types::Buurtteamdossier};
use crate::{
    domain::{InwonerId, RecordSoort},
    request::{
        disclose::Discloser,
        log::DisclosureLog,
        plan::{Batch, asked_groepen},
    },
    subgraphs::{
        common::{Parts, Room, RoomSchema, export, publish::Publisher, rapportage::Rapporteur},
        inzage::{Keeps, LogReader, inzage_entities},
        neighbours::{LocalNeighbour, Neighbour},
        rectificaties::{self, rectificatie_entities},
    },
};

mod publish;
mod rapportage;
mod revoke;

use publish::PublishMutation;
use rapportage::RapportageQuery;
use revoke::RevokeMutation;

inzage_entities!(buurtteam);
rectificatie_entities!(buurtteam, buurtteam_rectificatie_bevestigen);

/// What can be asked.
#[derive(Default, MergedObject)]
#[graphql(name = "Query")]
pub struct QueryRoot(InwonerQuery, RapportageQuery, InzageQuery, RectificatieQuery);

/// What can be done.
#[derive(Default, MergedObject)]
#[graphql(name = "Mutation")]
pub struct MutationRoot(PublishMutation, RevokeMutation, RectificatieMutation);

fn builder() -> async_graphql::SchemaBuilder<QueryRoot, MutationRoot, EmptySubscription> {
    Schema::build(QueryRoot::default(), MutationRoot::default(), EmptySubscription).enable_federation()
}

/// The room of the buurtteamdossiers.
pub fn room(parts: Parts) -> Room<QueryRoot, MutationRoot> {
    let Parts {
        db, register, clock, ..
    } = parts.clone();
    let bron = BuurtteamBron::new(db.clone());
    let log = DisclosureLog::new(db);
    let discloser = Arc::new(Discloser::new(bron, register, log, clock));
    let schema: RoomSchema<_, _> = builder()
        .data(LogReader::new(
            parts.clone(),
            Keeps::Records(RecordSoort::BuurtteamDossier),
        ))
        .data(rectificaties::Rectificaties::new(parts.clone()))
        .data(Rapporteur::new(parts.clone()))
        .data(Publisher::new(parts, RecordSoort::BuurtteamDossier))
        .finish();
    Room::new(schema, move |request| {
        request.data(Batch::new(Arc::clone(&discloser)))
    })
}

/// The buurtteamdossiers as the lists of residents ask them.
pub fn neighbour(parts: Parts) -> Arc<dyn Neighbour> {
    let bron = BuurtteamBron::new(parts.db.clone());
    Arc::new(LocalNeighbour::new(bron, parts))
}

/// Its schema as the supergraph is composed of it.
pub fn sdl() -> String {
    export(&builder().finish())
}

/// What can be asked of the buurtteamdossiers: nothing but through a resident.
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

/// A resident, to whom the buurtteamdossiers belong.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Inwoner {
    /// The hub's id.
    pub id: InwonerId,
}

#[ComplexObject]
impl Inwoner {
    /// Every party of the caller's samenwerking that owns buurtteamdossiers, in a fixed order, whether it knows this
    /// resident or not; null when not even the parties are known.
    async fn buurtteams(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Vec<Buurtteamdossier>>> {
        let batch = ctx.data::<Batch<BuurtteamBron>>()?;
        let groepen = asked_groepen(&ctx.look_ahead(), Buurtteamdossier::VELDEN);
        let verstrekt = batch.verstrekt(ctx, &self.id, groepen).await?;
        Ok(Some(Buurtteamdossier::list(&verstrekt, &self.id)))
    }
}
