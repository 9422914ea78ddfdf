use std::sync::Arc;

use async_graphql::{ComplexObject, Context, MergedObject, Object, Schema, SimpleObject};

use super::{
    caseload::Caseloads,
    reporter::Reporter,
    store::{TrajectBron, Werklijst},
    types::Traject,
    vroegsignalen::{Eigen, Gever},
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
        neighbours::Neighbours,
        rectificaties::{self, rectificatie_entities},
        streams::Streams,
    },
};

mod lampje;
mod mijn_inwoners;
mod nazorg;
mod publish;
mod rapportage;
mod revoke;
mod vroegsignalen;
mod waarschuwingen;
mod werklijst;

use lampje::Lampen;
pub use lampje::SubscriptionRoot;
use mijn_inwoners::MijnInwonersQuery;
use nazorg::NazorgQuery;
use publish::PublishMutation;
use rapportage::RapportageQuery;
use revoke::RevokeMutation;
use vroegsignalen::{VroegsignaalMutation, VroegsignaalQuery};
use werklijst::WerklijstQuery;

inzage_entities!(traject);
rectificatie_entities!(traject, traject_rectificatie_bevestigen);

/// What can be asked.
#[derive(Default, MergedObject)]
#[graphql(name = "Query")]
pub struct QueryRoot(
    InwonerQuery,
    WerklijstQuery,
    MijnInwonersQuery,
    NazorgQuery,
    RapportageQuery,
    VroegsignaalQuery,
    InzageQuery,
    RectificatieQuery,
);

/// What can be done.
#[derive(Default, MergedObject)]
#[graphql(name = "Mutation")]
pub struct MutationRoot(
    PublishMutation,
    VroegsignaalMutation,
    RevokeMutation,
    RectificatieMutation,
);

fn builder() -> async_graphql::SchemaBuilder<QueryRoot, MutationRoot, SubscriptionRoot> {
    Schema::build(QueryRoot::default(), MutationRoot::default(), SubscriptionRoot)
        .enable_federation()
        .enable_subscription_in_federation()
}

/// The room of the trajecten. Its lists of residents ask these rooms next door, and look at so many residents a page.
pub fn room(
    parts: Parts,
    neighbours: Neighbours,
    window: usize,
) -> Room<QueryRoot, MutationRoot, SubscriptionRoot> {
    let Parts {
        db,
        register,
        clock,
        bell,
    } = parts.clone();
    let bron = TrajectBron::new(db.clone(), Arc::clone(&clock));
    let log = DisclosureLog::new(db.clone());
    let eigen = Eigen::new(parts.clone(), log.clone());
    let gever = Gever::new(parts.clone(), log.clone());
    let streams = Streams::new(db.clone(), bell, Arc::clone(&register), Arc::new(bron.clone()));
    let discloser = Arc::new(Discloser::new(
        bron.clone(),
        Arc::clone(&register),
        log,
        Arc::clone(&clock),
    ));
    let caseloads = Caseloads::new(bron, Arc::clone(&discloser), register, neighbours, window);
    let lampen = Lampen::new(Arc::clone(&discloser), streams.clone(), clock);
    let schema: RoomSchema<_, _, _> = builder()
        .data(LogReader::new(
            parts.clone(),
            Keeps::Records(RecordSoort::Traject),
        ))
        .data(Werklijsten::new(Werklijst::new(db.clone()), parts.clone()))
        .data(Reporter::new(&parts))
        .data(rectificaties::Rectificaties::new(parts.clone()))
        .data(Rapporteur::new(parts.clone()))
        .data(Publisher::new(parts, RecordSoort::Traject))
        .data(streams)
        .data(eigen)
        .data(gever)
        .data(caseloads)
        .data(lampen)
        .finish();
    Room::new(schema, move |request| {
        request.data(Batch::new(Arc::clone(&discloser)))
    })
}

/// Its schema as the supergraph is composed of it.
pub fn sdl() -> String {
    export(&builder().finish())
}

/// What can be asked of the trajecten through a resident.
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

/// A resident, to whom the trajecten belong.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Inwoner {
    /// The hub's id.
    pub id: InwonerId,
}

#[ComplexObject]
impl Inwoner {
    /// Every party of the caller's samenwerking that owns trajecten, in a fixed order, whether it knows this
    /// resident or not; null when not even the parties are known.
    async fn trajecten(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Vec<Traject>>> {
        let batch = ctx.data::<Batch<TrajectBron>>()?;
        let groepen = asked_groepen(&ctx.look_ahead(), Traject::VELDEN);
        let verstrekt = batch.verstrekt(ctx, &self.id, groepen).await?;
        Ok(Some(Traject::list(&verstrekt, &self.id)))
    }
}
