use async_graphql::{Context, Object};
use uuid::Uuid;

use super::{
    super::{
        LocalRegister,
        grant::{events_of_objection, events_of_objection_end, events_of_refusal},
        types::{BezwaarInvoer, Vastgelegd, WeigeringInvoer},
    },
    query::register,
    recording::{Done, Recording, Sent, kept_under},
};
use crate::{
    domain::Rol,
    request::RequestContext,
    subgraphs::common::{ClientError, context_of},
};

/// Refusing what would need consent, and objecting to what needs none.
#[derive(Default)]
pub struct WeigerMutation;

const MANAGERS: [Rol; 1] = [Rol::Toestemmingsbeheerder];

#[Object]
impl WeigerMutation {
    /// Records that a resident refuses: what a request asks, or parts with their purpose. `id` is the conversation.
    async fn weigering_vastleggen(
        &self,
        ctx: &Context<'_>,
        invoer: WeigeringInvoer,
    ) -> async_graphql::Result<Vastgelegd> {
        weigeren(register(ctx)?, context_of(ctx)?, invoer)
            .await
            .map_err(ClientError::into_graphql)
    }

    /// Records that a resident objects to a legal ground (AVG 21): nothing is shared on it any more. `id` is the
    /// objection.
    async fn bezwaar_maken(
        &self,
        ctx: &Context<'_>,
        invoer: BezwaarInvoer,
    ) -> async_graphql::Result<Vastgelegd> {
        bezwaar(register(ctx)?, context_of(ctx)?, invoer)
            .await
            .map_err(ClientError::into_graphql)
    }

    /// Records that a resident takes an objection back.
    async fn bezwaar_intrekken(&self, ctx: &Context<'_>, bezwaar: Uuid) -> async_graphql::Result<Vastgelegd> {
        bezwaar_terug(register(ctx)?, context_of(ctx)?, bezwaar)
            .await
            .map_err(ClientError::into_graphql)
    }
}

impl From<Done> for Vastgelegd {
    fn from(done: Done) -> Self {
        Self {
            id: done.id,
            registerversie: done.registerversie,
        }
    }
}

async fn weigeren(
    register: &LocalRegister,
    context: &RequestContext,
    invoer: WeigeringInvoer,
) -> Result<Vastgelegd, ClientError> {
    let recording = Recording::by(register, context, &MANAGERS)?;
    let caller = recording.caller;
    let kept = kept_under(register, &invoer.inwoner).await?;
    let sent = Sent {
        sleutel: invoer.aanvraag_id.as_deref(),
        inhoud: format!("weigeren {invoer:?}"),
    };
    let gesprek = Uuid::now_v7();
    let done = recording
        .append(&kept, sent, gesprek, |at| {
            events_of_refusal(caller, at.inrichting, &invoer, &kept, gesprek, at.history, at.now)
        })
        .await?;
    Ok(done.into())
}

async fn bezwaar(
    register: &LocalRegister,
    context: &RequestContext,
    invoer: BezwaarInvoer,
) -> Result<Vastgelegd, ClientError> {
    let recording = Recording::by(register, context, &MANAGERS)?;
    let caller = recording.caller;
    let kept = kept_under(register, &invoer.inwoner).await?;
    let sent = Sent {
        sleutel: invoer.aanvraag_id.as_deref(),
        inhoud: format!("bezwaar {invoer:?}"),
    };
    let id = Uuid::now_v7();
    let done = recording
        .append(&kept, sent, id, |at| {
            events_of_objection(caller, at.inrichting, &invoer, &kept, id, at.now)
        })
        .await?;
    Ok(done.into())
}

async fn bezwaar_terug(
    register: &LocalRegister,
    context: &RequestContext,
    bezwaar: Uuid,
) -> Result<Vastgelegd, ClientError> {
    let recording = Recording::by(register, context, &MANAGERS)?;
    let caller = recording.caller;
    let kept = recording.whose(bezwaar, "dit bezwaar").await?;
    let done = recording
        .append(&kept, Sent::harmless_twice(), bezwaar, |at| {
            events_of_objection_end(caller, at.inrichting, bezwaar, at.history, at.now)
        })
        .await?;
    Ok(done.into())
}
