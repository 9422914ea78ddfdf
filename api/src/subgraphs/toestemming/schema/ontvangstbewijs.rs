use async_graphql::{Context, Object, SimpleObject};
use uuid::Uuid;

use super::query::register;
use crate::{
    request::plan::Plan,
    subgraphs::{
        common::{ClientError, context_of, internal},
        toestemming::ontvangstbewijs::{Ontvangstbewijs as Bewijs, Teksten},
    },
};

/// The receipts of conversations.
#[derive(Default)]
pub struct OntvangstQuery;

/// Handing out receipts.
#[derive(Default)]
pub struct OntvangstMutation;

/// What a resident takes home from a conversation about consent.
#[derive(Clone, Debug, SimpleObject)]
pub struct Ontvangstbewijs {
    /// The conversation; the page is at `/toestemming/v1/ontvangstbewijs/` with it.
    pub gesprek: Uuid,
    /// The record for machines: JSON with the fields of ISO/IEC TS 27560:2023.
    pub record: String,
}

/// A receipt with its code, which is told only here.
#[derive(Clone, Debug, SimpleObject)]
pub struct OntvangstbewijsUitgegeven {
    /// The code, by which any professional records a withdrawal.
    pub code: String,
    /// The receipt.
    pub ontvangstbewijs: Ontvangstbewijs,
}

#[Object]
impl OntvangstQuery {
    /// The receipt of a conversation as things stand now, without its code; for consent managers and privacy officers.
    /// Null for one that they don't know.
    async fn ontvangstbewijs(
        &self,
        ctx: &Context<'_>,
        gesprek: Uuid,
    ) -> async_graphql::Result<Option<Ontvangstbewijs>> {
        let found = register(ctx)?
            .ontvangstbewijs(context_of(ctx)?, ctx.data::<Plan>()?.operatie(), gesprek)
            .await;
        match found {
            Ok(bewijs) => told(&bewijs).map(Some).map_err(ClientError::into_graphql),
            Err(ClientError::Unknown(_)) => Ok(None),
            Err(error) => Err(error.into_graphql()),
        }
    }
}

#[Object]
impl OntvangstMutation {
    /// Hands out the receipt of a conversation with a new code; earlier codes keep working. For consent managers.
    async fn ontvangstbewijs_uitgeven(
        &self,
        ctx: &Context<'_>,
        gesprek: Uuid,
    ) -> async_graphql::Result<OntvangstbewijsUitgegeven> {
        let issued = register(ctx)?
            .ontvangstbewijs_uitgeven(context_of(ctx)?, ctx.data::<Plan>()?.operatie(), gesprek)
            .await;
        let (bewijs, code) = issued.map_err(ClientError::into_graphql)?;
        let ontvangstbewijs = told(&bewijs).map_err(ClientError::into_graphql)?;
        Ok(OntvangstbewijsUitgegeven {
            code,
            ontvangstbewijs,
        })
    }
}

fn told(bewijs: &Bewijs) -> Result<Ontvangstbewijs, ClientError> {
    let teksten = Teksten::of(bewijs.taal.as_deref()).ok_or_else(|| internal("no words for the receipt"))?;
    Ok(Ontvangstbewijs {
        gesprek: bewijs.gesprek,
        record: bewijs.to_json(teksten).map_err(internal)?,
    })
}
