use async_graphql::{Context, Object, SimpleObject};

use super::{
    Inwoner,
    waarschuwingen::{self, Waarschuwing},
};
use crate::{
    clock::day_in_amsterdam,
    domain::NazorgProduct,
    publication::TrajectInvoer,
    request::RequestContext,
    subgraphs::{
        common::{ClientError, context_of, publish::Publisher},
        publishing::PublicatieUitkomst,
        streams::Streams,
        trajectbegeleiding::{
            reporter::Reporter,
            store::{self, ReadyTraject},
        },
    },
};

/// What an owner of trajecten publishes.
#[derive(Default)]
pub struct PublishMutation;

/// What became of a published traject.
#[derive(Clone, Debug, SimpleObject)]
pub struct TrajectGepubliceerd {
    /// What became of it.
    pub uitkomst: PublicatieUitkomst,
    /// Whose it is: by them the answer reads on, as far as the caller may.
    pub clienten: Vec<Inwoner>,
    /// What is unusual about it. It is stored all the same: the source owns it.
    pub waarschuwingen: Vec<Waarschuwing>,
}

#[Object]
impl PublishMutation {
    /// Publishes a traject of the caller's party: a newer version replaces an older one as a whole, a
    /// repetition changes nothing, an older version is ignored and said so.
    async fn traject_publiceren(
        &self,
        ctx: &Context<'_>,
        invoer: TrajectInvoer,
    ) -> async_graphql::Result<TrajectGepubliceerd> {
        let published = publish(ctx.data()?, context_of(ctx)?, invoer).await;
        ctx.data::<Streams>()?.published();
        ctx.data::<Reporter>()?.report_or_warn().await;
        published.map_err(ClientError::into_graphql)
    }
}

async fn publish(
    publisher: &Publisher,
    context: &RequestContext,
    invoer: TrajectInvoer,
) -> Result<TrajectGepubliceerd, ClientError> {
    let place = |index| format!("clienten.{index}");
    let checked = invoer.check_on(day_in_amsterdam(publisher.now()));
    let inwoners = publisher
        .resolve(context, invoer.clienten.clone(), place, checked)
        .await?;
    let traject = ReadyTraject {
        bronhouder: context.caller.partij().clone(),
        clienten: inwoners.iter().map(|inwoner| inwoner.kept.clone()).collect(),
        niet_beschikbaar: not_available(publisher, context, &invoer).await?,
        is_test: inwoners.iter().any(|inwoner| inwoner.is_test),
        invoer,
    };
    let mut waarschuwingen = waarschuwingen::of(&traject.invoer, &traject.niet_beschikbaar);
    let (bron_id, bronhouder, kept) = (
        traject.invoer.bron_id.clone(),
        traject.bronhouder.clone(),
        traject.clienten.clone(),
    );
    let leaving = store::leaving(publisher.db(), std::slice::from_ref(&traject)).await?;
    let moment = publisher.moment(context, leaving).await?;
    let published = store::publish(publisher.db(), traject, moment).await?;
    if !matches!(
        published.uitkomst,
        PublicatieUitkomst::Gewist | PublicatieUitkomst::BewaartermijnVerstreken
    ) {
        let overlaps = store::overlaps(publisher.db(), &bronhouder, Some(&kept)).await?;
        waarschuwingen.extend(waarschuwingen::overlapping(&bron_id, &kept, &overlaps));
    }
    let clienten = inwoners
        .into_iter()
        .map(|inwoner| Inwoner { id: inwoner.asked })
        .collect();
    Ok(TrajectGepubliceerd {
        uitkomst: published.uitkomst,
        clienten,
        waarschuwingen,
    })
}

/// Which of the chosen products can't be had, by the catalogue of the municipality as it stands today.
async fn not_available(
    publisher: &Publisher,
    context: &RequestContext,
    invoer: &TrajectInvoer,
) -> Result<Vec<NazorgProduct>, ClientError> {
    let ingericht = publisher.inrichting().await?;
    let today = day_in_amsterdam(publisher.now());
    let partij = context.caller.partij();
    Ok(ingericht
        .inrichting
        .not_available(partij, invoer.nazorgproducten(), today))
}
