use std::collections::BTreeSet;

use async_graphql::{Context, Object, OneofObject, SimpleObject};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    super::{
        LocalRegister,
        codes::hash_of_code,
        grant::{
            Herkomst, checked_grant, events_of_grant, events_of_withdrawal, events_of_withdrawal_by_code,
            picture, somebody_at,
        },
        store::{Additions, History, StoredEvent},
        types::{IntrekkingInvoer, ToestemmingInvoer},
    },
    Inwoner,
    query::{note_look, register},
    recording::{Recording, kept_under},
};
use crate::{
    domain::{Doel, Gegevensgroep, Handeling, InwonerId, PartijId, Reden, Rol},
    request::{
        RequestContext,
        decide::{Gebeurtenis, GebeurtenisSoort, Registerbeeld, Trajectberichten, Vraag, judge},
        plan::Plan,
    },
    subgraphs::common::{ClientError, PartijInfo, context_of, internal, require_rol},
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
}

/// What would change.
#[derive(Clone, Debug, SimpleObject)]
pub struct ToestemmingVoorvertoning {
    /// Which party would gain or lose which groups; empty when nothing changes.
    pub wijzigingen: Vec<ToegangWijziging>,
    /// Whether a part would wait for a second consent manager: it gains nothing until then.
    pub wacht_op_tweede: bool,
    /// Whom it is about. What is open there (verwijzingen, termijnen) is asked of its owners, who decide for the caller
    /// as always; null where the caller only has the code of a receipt.
    pub inwoner: Option<Inwoner>,
}

/// A party would gain or lose a group.
#[derive(Clone, Debug, SimpleObject)]
pub struct ToegangWijziging {
    /// The party that would see more or less.
    pub ontvanger: PartijInfo,
    /// The owning party.
    pub bronhouder: PartijInfo,
    /// The group.
    pub groep: Gegevensgroep,
    /// The purpose.
    pub doel: Doel,
    /// Whether the party gains it; else it loses it.
    pub komt_erbij: bool,
    /// What the party would be told then.
    pub reden: Reden,
    /// From when (UTC).
    pub vanaf: DateTime<Utc>,
}

#[Object]
impl VoorvertoonQuery {
    /// Which party would gain or lose which groups by a grant or withdrawal, as the register would decide; nothing is
    /// recorded. Refused exactly as the grant or withdrawal itself.
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
    let recording = Recording::by_anybody(register, context).await?;
    let by_code = match &invoer {
        VoorvertoningInvoer::Intrekken(IntrekkingInvoer::Code(code)) => {
            Some(gesprek_of(&recording, code).await?)
        }
        _ => None,
    };
    let asked = match (&invoer, by_code) {
        (_, Some(gesprek)) => recording.whose(gesprek, NAME).await?,
        (VoorvertoningInvoer::Verlenen(grant), None) => {
            require_rol(context, &[Rol::Toestemmingsbeheerder])?;
            grant.inwoner.clone()
        }
        (VoorvertoningInvoer::Intrekken(what), None) => whose(&recording, what).await?,
    };
    let kept = kept_under(register, &asked).await?;
    let history = register.store().history_of(&kept).await?;
    let added = match by_code {
        Some(gesprek) => {
            let Recording {
                caller,
                inrichting,
                now,
                ..
            } = &recording;
            events_of_withdrawal_by_code(caller, inrichting, gesprek, &history, *now)?
        }
        None => supposed(&recording, &invoer, &kept, &history)?,
    };
    let events = history.events.iter().chain(&added.events);
    let bindings = events
        .filter_map(|stored| stored.event.binding.as_ref())
        .collect();
    let berichten = register
        .store()
        .present_trajectberichten(&kept, &bindings)
        .await?;
    let shown = ToestemmingVoorvertoning {
        wijzigingen: changes(&recording, &history.events, &added.events, &berichten),
        wacht_op_tweede: added
            .events
            .iter()
            .any(|stored| stored.event.soort == GebeurtenisSoort::Voorgesteld),
        inwoner: by_code.is_none().then_some(Inwoner { id: asked }),
    };
    Ok((kept, shown))
}

const NAME: &str = "deze toestemming";

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
    if !register.codes().take(recording.caller, recording.now) {
        return Err(ClientError::TooManyCodes);
    }
    let found = register.store().find_gesprek_by_code(&hash_of_code(code)).await?;
    found.ok_or(ClientError::Unknown("deze code"))
}

/// The events that would follow.
fn supposed(
    recording: &Recording<'_>,
    invoer: &VoorvertoningInvoer,
    kept: &InwonerId,
    history: &History,
) -> Result<Additions, ClientError> {
    let (caller, inrichting, now) = (recording.caller, &recording.inrichting, recording.now);
    match invoer {
        VoorvertoningInvoer::Verlenen(grant) => {
            let grant = checked_grant(caller, inrichting, grant.clone(), Herkomst::Nieuw, now)?;
            events_of_grant(caller, inrichting, &grant, kept, Uuid::now_v7(), history, now)
        }
        VoorvertoningInvoer::Intrekken(what) => events_of_withdrawal(caller, inrichting, what, history, now),
    }
}

type Place = (PartijId, PartijId, Doel, Gegevensgroep, DateTime<Utc>);

/// What the decision says with these events and says otherwise without them.
fn changes(
    recording: &Recording<'_>,
    present: &[StoredEvent],
    added: &[StoredEvent],
    berichten: &Trajectberichten,
) -> Vec<ToegangWijziging> {
    let inrichting = &recording.inrichting;
    let Some(inwoner) = added.first().map(|stored| stored.inwoner.clone()) else {
        return Vec::new();
    };
    let event = |stored: &StoredEvent| stored.event.clone();
    let before: Vec<Gebeurtenis> = present.iter().map(event).collect();
    let next = before.last().map_or(1, |last| last.versie + 1);
    let numbered = added
        .iter()
        .map(event)
        .zip(next..)
        .map(|(event, versie)| Gebeurtenis { versie, ..event });
    let after: Vec<Gebeurtenis> = before.iter().cloned().chain(numbered).collect();
    let places: BTreeSet<Place> = added
        .iter()
        .chain(present.iter().filter(|stored| hangs_on(stored, added)))
        .flat_map(|stored| places(stored, recording.now))
        .collect();
    let told = |(ontvanger, bronhouder, doel, groep, vanaf): Place| {
        let vraag = Vraag {
            inwoner: inwoner.clone(),
            bronhouder: bronhouder.clone(),
            groep,
        };
        let supposed = |events: &[Gebeurtenis]| {
            let vrager = somebody_at(&ontvanger, doel, inrichting);
            let beeld = Registerbeeld {
                trajectberichten: berichten.clone(),
                ..picture(inrichting, &vrager, &vraag.inwoner, events)
            };
            judge(&vrager, &vraag, &beeld, vanaf)
        };
        let (was, becomes) = (supposed(&before), supposed(&after));
        (was.reden.is_toegestaan() != becomes.reden.is_toegestaan()).then_some(())?;
        Some(ToegangWijziging {
            ontvanger: inrichting.find_partij(&ontvanger)?.into(),
            bronhouder: inrichting.find_partij(&bronhouder)?.into(),
            groep,
            doel,
            komt_erbij: becomes.reden.is_toegestaan(),
            reden: becomes.reden,
            vanaf,
        })
    };
    places.into_iter().filter_map(told).collect()
}

/// A grant that is bound to a traject tells nothing to who may not see any more whether that runs.
fn hangs_on(present: &StoredEvent, added: &[StoredEvent]) -> bool {
    let Some(binding) = &present.event.binding else {
        return false;
    };
    added.iter().map(|stored| &stored.event).any(|event| {
        event.groepen.contains(&Gegevensgroep::TrajectLoopt)
            && event.bronhouder == binding.bronhouder
            && event.ontvanger == present.event.ontvanger
    })
}

/// Where something may change, and from when: what starts later changes nothing now.
fn places(stored: &StoredEvent, now: DateTime<Utc>) -> impl Iterator<Item = Place> {
    let event = stored.event.clone();
    let vanaf = event.geldig_van.unwrap_or(now).max(now);
    event.groepen.into_iter().map(move |groep| {
        (
            event.ontvanger.clone(),
            event.bronhouder.clone(),
            event.doel,
            groep,
            vanaf,
        )
    })
}
