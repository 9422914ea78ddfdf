use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::DatabaseConnection;

use super::Inwoner;
use crate::{
    clock::Clock,
    domain::RecordSoort,
    publication::TrajectInvoer,
    register::Register,
    request::RequestContext,
    subgraphs::{
        common::{
            ClientError, context_of,
            publish::{PublishedOf, Terugtrekking, require_houder, resolve},
        },
        publishing::PublicatieUitkomst,
        trajectbegeleiding::store::{ReadyTraject, publish, withdraw},
    },
};

/// What an owner of trajecten publishes.
pub struct MutationRoot;

/// What became of a published traject.
#[derive(Clone, Debug, SimpleObject)]
pub struct TrajectGepubliceerd {
    /// What became of it.
    pub uitkomst: PublicatieUitkomst,
    /// Whose it is: by them the answer reads on, as far as the caller may.
    pub clienten: Vec<Inwoner>,
}

/// Where trajecten are published to.
pub(super) struct Publisher {
    pub(super) db: DatabaseConnection,
    pub(super) register: Arc<dyn Register>,
    pub(super) clock: Arc<dyn Clock>,
}

#[Object]
impl MutationRoot {
    /// Publishes a traject of the caller's party: a newer version replaces an older one as a whole, a
    /// repetition changes nothing, an older version is ignored and said so.
    async fn traject_publiceren(
        &self,
        ctx: &Context<'_>,
        invoer: TrajectInvoer,
    ) -> async_graphql::Result<TrajectGepubliceerd> {
        let publisher = ctx.data::<Publisher>()?;
        let published = publisher.publish(context_of(ctx)?, invoer).await.map_err(ClientError::into_graphql)?;
        let clienten = published.inwoners.into_iter().map(|inwoner| Inwoner { id: inwoner.asked }).collect();
        Ok(TrajectGepubliceerd { uitkomst: published.uitkomst, clienten })
    }

    /// Withdraws a traject of the caller's party: it is hidden at once.
    async fn traject_terugtrekken(
        &self,
        ctx: &Context<'_>,
        bron_id: String,
        reden: String,
    ) -> async_graphql::Result<Terugtrekking> {
        let publisher = ctx.data::<Publisher>()?;
        publisher.withdraw(context_of(ctx)?, &bron_id, &reden).await.map_err(ClientError::into_graphql)
    }
}

impl Publisher {
    async fn publish(&self, context: &RequestContext, invoer: TrajectInvoer) -> Result<PublishedOf, ClientError> {
        require_houder(&self.register, context, RecordSoort::Traject).await?;
        let place = |index| format!("clienten.{index}");
        let inwoners =
            resolve(&self.register, context, invoer.clienten.clone(), place, invoer.check()).await?;
        let traject = ReadyTraject {
            bronhouder: context.caller.partij().clone(),
            clienten: inwoners.iter().map(|inwoner| inwoner.kept.clone()).collect(),
            is_test: inwoners.iter().any(|inwoner| inwoner.is_test),
            invoer,
        };
        let published = publish(&self.db, traject, self.now()).await?;
        Ok(PublishedOf { uitkomst: published.uitkomst, inwoners })
    }

    async fn withdraw(
        &self,
        context: &RequestContext,
        bron_id: &str,
        reden: &str,
    ) -> Result<Terugtrekking, ClientError> {
        require_houder(&self.register, context, RecordSoort::Traject).await?;
        crate::publication::check_withdrawal(bron_id, reden).map_err(ClientError::Input)?;
        let withdrawn = withdraw(&self.db, context.caller.partij(), bron_id, reden, self.now()).await?;
        Ok(Terugtrekking { uitkomst: withdrawn.uitkomst })
    }

    fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }
}
