use async_graphql::{Context, Object, SimpleObject};

use super::Inwoner;
use crate::{
    publication::BuurtteamdossierInvoer,
    request::RequestContext,
    subgraphs::{
        buurtteam::store::{self, ReadyBuurtteamdossier},
        common::{ClientError, context_of, publish::Publisher},
        publishing::PublicatieUitkomst,
    },
};

/// What an owner of buurtteamdossiers publishes.
#[derive(Default)]
pub struct PublishMutation;

/// What became of a published dossier.
#[derive(Clone, Debug, SimpleObject)]
pub struct BuurtteamdossierGepubliceerd {
    /// What became of it.
    pub uitkomst: PublicatieUitkomst,
    /// Whose it is: by this resident the answer reads on, as far as the caller may.
    pub inwoner: Inwoner,
}

#[Object]
impl PublishMutation {
    /// Publishes a dossier of the caller's party: a newer version replaces an older one as a whole, a
    /// repetition changes nothing, an older version is ignored and said so.
    async fn buurtteamdossier_publiceren(
        &self,
        ctx: &Context<'_>,
        invoer: BuurtteamdossierInvoer,
    ) -> async_graphql::Result<BuurtteamdossierGepubliceerd> {
        publish(ctx.data()?, context_of(ctx)?, invoer)
            .await
            .map_err(ClientError::into_graphql)
    }
}

async fn publish(
    publisher: &Publisher,
    context: &RequestContext,
    invoer: BuurtteamdossierInvoer,
) -> Result<BuurtteamdossierGepubliceerd, ClientError> {
    let inwoner = publisher
        .resolve_one(context, invoer.inwoner.clone(), invoer.check())
        .await?;
    let dossier = ReadyBuurtteamdossier {
        bronhouder: context.caller.partij().clone(),
        inwoner: inwoner.kept,
        is_test: inwoner.is_test,
        invoer,
    };
    let leaving = store::leaving(publisher.db(), std::slice::from_ref(&dossier)).await?;
    let moment = publisher.moment(context, leaving).await?;
    let published = store::publish(publisher.db(), dossier, moment).await?;
    publisher.published();
    Ok(BuurtteamdossierGepubliceerd {
        uitkomst: published.uitkomst,
        inwoner: Inwoner { id: inwoner.asked },
    })
}
