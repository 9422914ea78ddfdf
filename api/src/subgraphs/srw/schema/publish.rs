use async_graphql::{Context, Object, SimpleObject};

use super::Inwoner;
use crate::{
    publication::SrwDossierInvoer,
    request::RequestContext,
    subgraphs::{
        common::{ClientError, context_of, publish::Publisher},
        publishing::PublicatieUitkomst,
        srw::store::{self, ReadySrwDossier},
    },
};

/// What an owner of SRW-dossiers publishes.
#[derive(Default)]
pub struct PublishMutation;

/// What became of a published dossier.
#[derive(Clone, Debug, SimpleObject)]
pub struct SrwDossierGepubliceerd {
    /// What became of it.
    pub uitkomst: PublicatieUitkomst,
    /// Whose it is: by this resident the answer reads on, as far as the caller may.
    pub inwoner: Inwoner,
}

#[Object]
impl PublishMutation {
    /// Publishes a dossier of the caller's party: a newer version replaces an older one as a whole, a
    /// repetition changes nothing, an older version is ignored and said so.
    async fn srw_dossier_publiceren(
        &self,
        ctx: &Context<'_>,
        invoer: SrwDossierInvoer,
    ) -> async_graphql::Result<SrwDossierGepubliceerd> {
        publish(ctx.data()?, context_of(ctx)?, invoer)
            .await
            .map_err(ClientError::into_graphql)
    }
}

async fn publish(
    publisher: &Publisher,
    context: &RequestContext,
    invoer: SrwDossierInvoer,
) -> Result<SrwDossierGepubliceerd, ClientError> {
    let inwoner = publisher
        .resolve_one(context, invoer.inwoner.clone(), invoer.check())
        .await?;
    let dossier = ReadySrwDossier {
        bronhouder: context.caller.partij().clone(),
        inwoner: inwoner.kept,
        is_test: inwoner.is_test,
        invoer,
    };
    let leaving = store::leaving(publisher.db(), std::slice::from_ref(&dossier)).await?;
    let moment = publisher.moment(context, leaving).await?;
    let published = store::publish(publisher.db(), dossier, moment).await?;
    publisher.published();
    Ok(SrwDossierGepubliceerd {
        uitkomst: published.uitkomst,
        inwoner: Inwoner { id: inwoner.asked },
    })
}
