mod changes;

use async_graphql::{Context, Object, OneofObject, SimpleObject};
use uuid::Uuid;

use self::changes::{Look, ToegangWijziging};
use super::{
    super::{
        LocalRegister, Present,
        codes::hash_of_code,
        grant::{
            Herkomst, checked_grant, events_if_confirmed, events_of_confirmation, events_of_grant,
            events_of_withdrawal, events_of_withdrawal_by_code,
        },
        store::{Additions, StoredEvent},
        types::{IntrekkingInvoer, ToestemmingInvoer},
    },
    Inwoner,
    query::{note_look, register},
    recording::{Recording, kept_under},
};
use crate::{
    domain::{Handeling, InwonerId, Rol},
    register::Register,
    request::{RequestContext, decide::GebeurtenisSoort, plan::Plan},
    subgraphs::common::{ClientError, context_of, internal, require_rol},
};

/// What would happen, before it does.
#[derive(Default)]
pub struct VoorvertoonQuery;

/// What is looked at beforehand.
#[derive(Clone, Debug, OneofObject)]
#[expect(clippy::large_enum_variant, reason = "there is one per request")]
pub enum VoorvertoningInvoer {
    /// A grant.
    Verlenen(ToestemmingInvoer),
    /// A withdrawal.
    Intrekken(IntrekkingInvoer),
    /// The confirmation by a second consent manager of what waits for one: a grant, or all of a conversation.
    Bevestigen(Uuid),
}

/// What would change.
#[derive(Clone, Debug, SimpleObject)]
pub struct ToestemmingVoorvertoning {
    /// Which party would gain or lose which groups; empty when nothing changes.
    pub wijzigingen: Vec<ToegangWijziging>,
    /// Whether a part would wait for a second consent manager: nobody gains anything by it until then (`naTweede`).
    pub wacht_op_tweede: bool,
    /// Whether anything would be recorded: not where what would be withdrawn has ended already.
    pub legt_vast: bool,
    /// Whom it is about. What is open there (verwijzingen, termijnen) is asked of its owners, who decide for the caller
    /// as always; null where the caller only has the code of a receipt.
    pub inwoner: Option<Inwoner>,
}

#[Object]
impl VoorvertoonQuery {
    /// Which party would gain or lose which groups by a grant, withdrawal or confirmation, as the register would decide;
    /// nothing is recorded. Refused exactly as the thing itself.
    async fn toestemming_voorvertonen(
        &self,
        ctx: &Context<'_>,
        invoer: VoorvertoningInvoer,
    ) -> async_graphql::Result<Option<ToestemmingVoorvertoning>> {
        let look = async {
            let (kept, shown) = show(
                register(ctx).map_err(failed)?,
                context_of(ctx).map_err(failed)?,
                invoer,
            )
            .await?;
            note_look(ctx, Handeling::ToestemmingVoorvertonen, &[kept]).await?;
            let about = shown.inwoner.iter().map(|inwoner| inwoner.id.clone());
            ctx.data::<Plan>().map_err(failed)?.add(about);
            Ok(Some(shown))
        };
        look.await.map_err(ClientError::into_graphql)
    }
}

fn failed(error: async_graphql::Error) -> ClientError {
    internal(error.message)
}

async fn show(
    register: &LocalRegister,
    context: &RequestContext,
    invoer: VoorvertoningInvoer,
) -> Result<(InwonerId, ToestemmingVoorvertoning), ClientError> {
    let recording = Recording::by_anybody(register, context);
    let (named, asked) = named(&recording, context, &invoer).await?;
    let kept = kept_under(register, &asked).await?;
    let history = register.store().history_of(&kept).await?;
    let ingericht = register.inrichting().await?;
    let at = Present {
        history: &history,
        inrichting: &ingericht.inrichting,
        now: register.clock().now(),
    };
    let added = supposed(&recording, &named, &kept, at)?.events;
    let after = [history.events.as_slice(), &added].concat();
    let agreed = events_if_confirmed(recording.caller, &after, &added, at.now);
    let bindings = after.iter().filter_map(|stored| stored.event.binding.as_ref());
    let look = Look {
        inwoner: &kept,
        inrichting: at.inrichting,
        berichten: register
            .store()
            .present_trajectberichten(&kept, &bindings.collect())
            .await?,
        now: at.now,
    };
    let mut wijzigingen = look.changes(&history.events, &added, false);
    wijzigingen.extend(look.changes(&after, &agreed, true));
    let waits = |stored: &StoredEvent| stored.event.soort == GebeurtenisSoort::Voorgesteld;
    let shown = ToestemmingVoorvertoning {
        wijzigingen,
        wacht_op_tweede: added.iter().any(waits),
        legt_vast: !added.is_empty(),
        inwoner: (!matches!(named, Named::ByCode(_))).then_some(Inwoner { id: asked }),
    };
    Ok((kept, shown))
}

const NAME: &str = "deze toestemming";

/// What is looked at, after a code has been looked up: once, since trying codes is bounded.
#[expect(clippy::large_enum_variant, reason = "there is one per request")]
enum Named {
    Verlenen(ToestemmingInvoer),
    Intrekken(IntrekkingInvoer),
    ByCode(Uuid),
    Bevestigen(Uuid),
}

/// And whom it is about.
async fn named(
    recording: &Recording<'_>,
    context: &RequestContext,
    invoer: &VoorvertoningInvoer,
) -> Result<(Named, InwonerId), ClientError> {
    match invoer.clone() {
        VoorvertoningInvoer::Verlenen(grant) => {
            require_rol(context, &[Rol::Toestemmingsbeheerder])?;
            let inwoner = grant.inwoner.clone();
            Ok((Named::Verlenen(grant), inwoner))
        }
        VoorvertoningInvoer::Intrekken(IntrekkingInvoer::Code(code)) => {
            let gesprek = gesprek_of(recording, &code).await?;
            Ok((Named::ByCode(gesprek), recording.whose(gesprek, NAME).await?))
        }
        VoorvertoningInvoer::Intrekken(what) => {
            let inwoner = whose(recording, &what).await?;
            Ok((Named::Intrekken(what), inwoner))
        }
        VoorvertoningInvoer::Bevestigen(id) => {
            require_rol(context, &[Rol::Toestemmingsbeheerder])?;
            Ok((Named::Bevestigen(id), recording.whose(id, NAME).await?))
        }
    }
}

/// Whom a withdrawal is about that names it itself.
async fn whose(recording: &Recording<'_>, what: &IntrekkingInvoer) -> Result<InwonerId, ClientError> {
    match what {
        IntrekkingInvoer::Inwoner(id) => Ok(id.clone()),
        IntrekkingInvoer::Toestemming(id) | IntrekkingInvoer::Gesprek(id) => recording.whose(*id, NAME).await,
        IntrekkingInvoer::Deel(deel) => recording.whose(deel.toestemming, NAME).await,
        IntrekkingInvoer::Delen(delen) => {
            let first = delen
                .first()
                .ok_or_else(|| ClientError::input("delen", "noemt niets"))?;
            recording.whose(first.toestemming, NAME).await
        }
        // That one was looked up by its code.
        IntrekkingInvoer::Code(_) => Err(ClientError::Unknown(NAME)),
    }
}

async fn gesprek_of(recording: &Recording<'_>, code: &str) -> Result<Uuid, ClientError> {
    let register = recording.register;
    if !register.codes().take(recording.caller, register.clock().now()) {
        return Err(ClientError::TooManyCodes);
    }
    let found = register.store().find_gesprek_by_code(&hash_of_code(code)).await?;
    found.ok_or(ClientError::Unknown("deze code"))
}

/// The events that would follow.
fn supposed(
    recording: &Recording<'_>,
    named: &Named,
    kept: &InwonerId,
    at: Present<'_>,
) -> Result<Additions, ClientError> {
    let (caller, inrichting) = (recording.caller, at.inrichting);
    match named {
        Named::Verlenen(grant) => {
            let grant = checked_grant(caller, inrichting, grant.clone(), Herkomst::Nieuw, at.now)?;
            let gesprek = Uuid::now_v7();
            events_of_grant(caller, inrichting, &grant, kept, gesprek, at.history, at.now)
        }
        Named::Intrekken(what) => events_of_withdrawal(caller, inrichting, what, at.history, at.now),
        Named::ByCode(gesprek) => {
            events_of_withdrawal_by_code(caller, inrichting, *gesprek, at.history, at.now)
        }
        Named::Bevestigen(id) => events_of_confirmation(caller, inrichting, *id, at.history, at.now),
    }
}
