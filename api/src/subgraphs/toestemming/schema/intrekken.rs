use async_graphql::{Context, Object};
use uuid::Uuid;

use super::{
    super::{
        LocalRegister,
        codes::hash_of_code,
        grant::{events_of_voiding, events_of_withdrawal, events_of_withdrawal_by_code},
        types::{IntrekkingInvoer, OngeldigInvoer, ToestemmingBijgewerkt, ToestemmingIngetrokken},
    },
    query::register,
    recording::{Done, Recording, Sent, kept_under},
};
use crate::{
    domain::{InwonerId, Rol},
    request::RequestContext,
    subgraphs::common::{ClientError, context_of},
};

/// Ending grants.
#[derive(Default)]
pub struct IntrekMutation;

const TOESTEMMING: &str = "deze toestemming";

#[Object]
impl IntrekMutation {
    /// Records that a resident withdraws consent, whole or in part; it holds from `registerversie` on.
    async fn toestemming_intrekken(
        &self,
        ctx: &Context<'_>,
        invoer: IntrekkingInvoer,
    ) -> async_graphql::Result<ToestemmingIngetrokken> {
        intrekken(register(ctx)?, context_of(ctx)?, invoer)
            .await
            .map_err(ClientError::into_graphql)
    }

    /// Declares a grant, refusal or objection void, with the reason; for privacy officers.
    async fn ongeldig_verklaren(
        &self,
        ctx: &Context<'_>,
        invoer: OngeldigInvoer,
    ) -> async_graphql::Result<ToestemmingBijgewerkt> {
        ongeldig(register(ctx)?, context_of(ctx)?, invoer)
            .await
            .map_err(ClientError::into_graphql)
    }
}

async fn intrekken(
    register: &LocalRegister,
    context: &RequestContext,
    invoer: IntrekkingInvoer,
) -> Result<ToestemmingIngetrokken, ClientError> {
    let recording = Recording::by_anybody(register, context);
    let (kept, done) = match &invoer {
        IntrekkingInvoer::Code(code) => by_code(&recording, code).await?,
        _ => by_name(&recording, &invoer).await?,
    };
    let is_touched = |id| {
        done.added
            .events
            .iter()
            .any(|stored| stored.event.toestemming == id)
    };
    Ok(ToestemmingIngetrokken {
        toestemmingen: recording
            .grants(&kept, |grant| is_touched(grant.toestemming))
            .await?,
        registerversie: done.registerversie,
    })
}

async fn by_name(
    recording: &Recording<'_>,
    invoer: &IntrekkingInvoer,
) -> Result<(InwonerId, Done), ClientError> {
    let caller = recording.caller;
    let (id, asked) = match invoer {
        IntrekkingInvoer::Inwoner(id) => (Uuid::nil(), id.clone()),
        IntrekkingInvoer::Toestemming(id) | IntrekkingInvoer::Gesprek(id) => {
            (*id, recording.whose(*id, TOESTEMMING).await?)
        }
        IntrekkingInvoer::Deel(deel) => {
            let id = deel.toestemming;
            (id, recording.whose(id, TOESTEMMING).await?)
        }
        IntrekkingInvoer::Delen(delen) => {
            let first = delen
                .first()
                .ok_or_else(|| ClientError::input("delen", "noemt niets"))?;
            (
                Uuid::nil(),
                recording.whose(first.toestemming, TOESTEMMING).await?,
            )
        }
        IntrekkingInvoer::Code(_) => return Err(ClientError::Unknown(TOESTEMMING)),
    };
    let kept = kept_under(recording.register, &asked).await?;
    let done = recording
        .append(&kept, Sent::harmless_twice(), id, |at| {
            events_of_withdrawal(caller, at.inrichting, invoer, at.history, at.now)
        })
        .await?;
    Ok((kept, done))
}

/// Whoever has the code has the resident's word.
async fn by_code(recording: &Recording<'_>, code: &str) -> Result<(InwonerId, Done), ClientError> {
    let caller = recording.caller;
    let register = recording.register;
    if !register.codes().take(caller, register.clock().now()) {
        return Err(ClientError::TooManyCodes);
    }
    let unknown = || ClientError::Unknown("deze code");
    let found = register.store().find_gesprek_by_code(&hash_of_code(code)).await?;
    let gesprek = found.ok_or_else(unknown)?;
    let kept = recording.whose(gesprek, "deze code").await?;
    let done = recording
        .append(&kept, Sent::harmless_twice(), gesprek, |at| {
            events_of_withdrawal_by_code(caller, at.inrichting, gesprek, at.history, at.now)
        })
        .await?;
    Ok((kept, done))
}

async fn ongeldig(
    register: &LocalRegister,
    context: &RequestContext,
    invoer: OngeldigInvoer,
) -> Result<ToestemmingBijgewerkt, ClientError> {
    let officers = [Rol::FunctionarisGegevensbescherming];
    let recording = Recording::by(register, context, &officers)?;
    let caller = recording.caller;
    let kept = recording.whose(invoer.id, TOESTEMMING).await?;
    let done = recording
        .append(&kept, Sent::harmless_twice(), invoer.id, |at| {
            events_of_voiding(caller, at.inrichting, &invoer, at.history, at.now)
        })
        .await?;
    Ok(ToestemmingBijgewerkt {
        toestemmingen: recording
            .grants(&kept, |grant| grant.toestemming == invoer.id)
            .await?,
        registerversie: done.registerversie,
    })
}
