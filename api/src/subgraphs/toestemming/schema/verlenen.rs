use async_graphql::{Context, Object};
use uuid::Uuid;

use super::{
    super::{
        LocalRegister,
        grant::{Herkomst, checked_grant, events_of_confirmation, events_of_grant, events_of_reaffirmation},
        types::{HerbevestigingInvoer, ToestemmingBijgewerkt, ToestemmingInvoer, ToestemmingVerleend},
    },
    query::register,
    recording::{Recording, Sent, kept_under},
};
use crate::{
    domain::Rol,
    request::RequestContext,
    subgraphs::common::{ClientError, context_of},
};

/// Granting, by a second person where it takes two, and confirming again.
#[derive(Default)]
pub struct VerleenMutation;

const MANAGERS: [Rol; 1] = [Rol::Toestemmingsbeheerder];

#[Object]
impl VerleenMutation {
    /// Records that a resident consents: a bundle, or single grants, in one conversation. What names a group that takes
    /// two consent managers (`vierOgenGroepen`) is `WACHT_OP_TWEEDE` and holds nothing until it is confirmed.
    async fn toestemming_verlenen(
        &self,
        ctx: &Context<'_>,
        invoer: ToestemmingInvoer,
    ) -> async_graphql::Result<ToestemmingVerleend> {
        verlenen(register(ctx)?, context_of(ctx)?, invoer)
            .await
            .map_err(ClientError::into_graphql)
    }

    /// Confirms, as the second consent manager, what waits for one: exactly one of a grant, and all of a conversation. It
    /// holds from now on.
    async fn toestemming_bevestigen(
        &self,
        ctx: &Context<'_>,
        toestemming: Option<Uuid>,
        gesprek: Option<Uuid>,
    ) -> async_graphql::Result<ToestemmingBijgewerkt> {
        bevestigen(register(ctx)?, context_of(ctx)?, [toestemming, gesprek])
            .await
            .map_err(ClientError::into_graphql)
    }

    /// Records that a resident confirms again what still holds, with a new end.
    async fn toestemming_herbevestigen(
        &self,
        ctx: &Context<'_>,
        invoer: HerbevestigingInvoer,
    ) -> async_graphql::Result<ToestemmingBijgewerkt> {
        herbevestigen(register(ctx)?, context_of(ctx)?, invoer)
            .await
            .map_err(ClientError::into_graphql)
    }
}

async fn verlenen(
    register: &LocalRegister,
    context: &RequestContext,
    invoer: ToestemmingInvoer,
) -> Result<ToestemmingVerleend, ClientError> {
    let recording = Recording::by(register, context, &MANAGERS)?;
    let caller = recording.caller;
    let sent = Sent {
        sleutel: invoer.aanvraag_id.as_deref(),
        inhoud: format!("verlenen {invoer:?}"),
    };
    let kept = kept_under(register, &invoer.inwoner).await?;
    let gesprek = Uuid::now_v7();
    let done = recording
        .append(&kept, sent, gesprek, |at| {
            let grant = checked_grant(caller, at.inrichting, invoer.clone(), Herkomst::Nieuw, at.now)?;
            events_of_grant(caller, at.inrichting, &grant, &kept, gesprek, at.history, at.now)
        })
        .await?;
    let of_it = recording.grants(&kept, |grant| grant.vastlegging.gesprek == done.id);
    Ok(ToestemmingVerleend {
        gesprek: done.id,
        toestemmingen: of_it.await?,
        registerversie: done.registerversie,
    })
}

async fn bevestigen(
    register: &LocalRegister,
    context: &RequestContext,
    named: [Option<Uuid>; 2],
) -> Result<ToestemmingBijgewerkt, ClientError> {
    let recording = Recording::by(register, context, &MANAGERS)?;
    let caller = recording.caller;
    let ([Some(named), None] | [None, Some(named)]) = named else {
        return Err(ClientError::input(
            "toestemming",
            "noem precies één van `toestemming` en `gesprek`",
        ));
    };
    let kept = recording.whose(named, "deze toestemming").await?;
    let done = recording
        .append(&kept, Sent::harmless_twice(), named, |at| {
            events_of_confirmation(caller, at.inrichting, named, at.history, at.now)
        })
        .await?;
    Ok(ToestemmingBijgewerkt {
        toestemmingen: recording
            .grants(&kept, |grant| {
                [grant.toestemming, grant.vastlegging.gesprek].contains(&named)
            })
            .await?,
        registerversie: done.registerversie,
    })
}

async fn herbevestigen(
    register: &LocalRegister,
    context: &RequestContext,
    invoer: HerbevestigingInvoer,
) -> Result<ToestemmingBijgewerkt, ClientError> {
    let recording = Recording::by(register, context, &MANAGERS)?;
    let caller = recording.caller;
    let Some(named) = invoer.toestemming.or(invoer.gesprek) else {
        return Err(ClientError::input(
            "toestemming",
            "noem precies één van `toestemming` en `gesprek`",
        ));
    };
    let kept = recording.whose(named, "deze toestemming").await?;
    let sent = Sent {
        sleutel: invoer.aanvraag_id.as_deref(),
        inhoud: format!("herbevestigen {invoer:?}"),
    };
    let done = recording
        .append(&kept, sent, named, |at| {
            events_of_reaffirmation(caller, at.inrichting, &invoer, at.history, at.now)
        })
        .await?;
    let is_named = |id: Uuid, gesprek: Uuid| [id, gesprek].contains(&named);
    Ok(ToestemmingBijgewerkt {
        toestemmingen: recording
            .grants(&kept, |grant| {
                is_named(grant.toestemming, grant.vastlegging.gesprek)
            })
            .await?,
        registerversie: done.registerversie,
    })
}
