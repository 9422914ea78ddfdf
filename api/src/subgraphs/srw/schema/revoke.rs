use async_graphql::{Context, Object};

use crate::{
    domain::Gegevensgroep,
    subgraphs::{
        common::{ClientError, context_of, publish::Publisher},
        publishing::Wisgrond,
        rectificaties::{Rechtzetting, Terugtrekking, Wissing},
        srw::store::ReadySrwDossier,
    },
};

/// What an owner of SRW-dossiers takes back.
#[derive(Default)]
pub struct RevokeMutation;

#[Object]
impl RevokeMutation {
    /// Withdraws a dossier of the caller's party: it is hidden at once, and who saw it hears of that by `rectificaties`.
    async fn srw_dossier_terugtrekken(
        &self,
        ctx: &Context<'_>,
        bron_id: String,
        reden: String,
    ) -> async_graphql::Result<Terugtrekking> {
        let publisher = ctx.data::<Publisher>()?;
        let done = publisher
            .withdraw::<ReadySrwDossier>(context_of(ctx)?, &bron_id, &reden)
            .await;
        publisher.published();
        done.map_err(ClientError::into_graphql)
    }

    /// Erases a dossier of the caller's party for good (AVG 17), on this ground: no version of it comes back, and who saw it
    /// hears of that by `rectificaties`. What was logged stays, until its own time.
    async fn srw_dossier_wissen(
        &self,
        ctx: &Context<'_>,
        bron_id: String,
        grond: Wisgrond,
    ) -> async_graphql::Result<Wissing> {
        let publisher = ctx.data::<Publisher>()?;
        let done = publisher
            .erase::<ReadySrwDossier>(context_of(ctx)?, &bron_id, grond)
            .await;
        publisher.published();
        done.map_err(ClientError::into_graphql)
    }

    /// Says that a dossier of the caller's party was wrong in these groups until its present version, which is published
    /// already (AVG 16): who saw what was wrong hears of that by `rectificaties`. Twice says no more than once.
    async fn srw_dossier_rechtzetten(
        &self,
        ctx: &Context<'_>,
        bron_id: String,
        groepen: Vec<Gegevensgroep>,
    ) -> async_graphql::Result<Rechtzetting> {
        let publisher = ctx.data::<Publisher>()?;
        let done = publisher
            .rectify::<ReadySrwDossier>(context_of(ctx)?, &bron_id, groepen)
            .await;
        publisher.published();
        done.map_err(ClientError::into_graphql)
    }
}
