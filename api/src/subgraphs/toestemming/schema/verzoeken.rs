use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    super::{
        LocalRegister,
        grant::{checked_request, events_of_request, events_of_request_end, may_answer},
        store::{VerzoekDeel, VerzoekEvent, VerzoekSoort},
        types::{
            MijnToestemmingsverzoek, MijnToestemmingsverzoekConnection, MijnToestemmingsverzoekEdge,
            Toestemmingsverzoek, ToestemmingsverzoekConnection, ToestemmingsverzoekDeel,
            ToestemmingsverzoekEdge, Vastgelegd, VerzoekInvoer, VerzoekStatus,
        },
    },
    Inwoner,
    query::{note_look, register},
    recording::{Recording, Sent, kept_under, present_all},
};
use crate::{
    domain::{Betrokkenheid, Handeling, Inrichting, InwonerId, Rol},
    register::Register,
    request::{RequestContext, authenticate::Caller, plan::Plan},
    subgraphs::common::{
        ClientError, context_of,
        cursor::{self, PageInfo, asked_page},
        internal, require_rol,
    },
};

/// What was asked of residents.
#[derive(Default)]
pub struct VerzoekQuery;

/// Asking residents.
#[derive(Default)]
pub struct VerzoekMutation;

#[Object]
impl VerzoekQuery {
    /// The requests (of one resident, or of all) that wait for an answer, the oldest first, after the place `na`: for
    /// consent managers, those that include their party (at toestemmingsbeheer: all). `eerste` is at least 1 and at most
    /// 100.
    async fn toestemmingsverzoeken(
        &self,
        ctx: &Context<'_>,
        inwoner: Option<InwonerId>,
        na: Option<String>,
        #[graphql(default = 50)] eerste: i32,
    ) -> async_graphql::Result<Option<ToestemmingsverzoekConnection>> {
        let place = (na.as_deref(), eerste);
        let page = queue(register(ctx)?, context_of(ctx)?, inwoner.as_ref(), place)
            .await
            .map_err(ClientError::into_graphql)?;
        let about = page.edges.iter().map(|edge| edge.node.inwoner.id.clone());
        told_of(ctx, about.collect())
            .await
            .map_err(ClientError::into_graphql)?;
        Ok(Some(page))
    }

    /// How many requests wait for the caller's answer; `100` means a hundred or more. It tells of nobody.
    async fn toestemmingsverzoeken_aantal(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<i32>> {
        let count = number_waiting(register(ctx)?, context_of(ctx)?).await;
        count.map(Some).map_err(ClientError::into_graphql)
    }

    /// The requests of the caller's own party (the caller's own only, where not everybody there sees every resident) and
    /// how they ended, the newest first, after the place `na`. `eerste` is at least 1 and at most 100.
    async fn mijn_toestemmingsverzoeken(
        &self,
        ctx: &Context<'_>,
        na: Option<String>,
        #[graphql(default = 50)] eerste: i32,
    ) -> async_graphql::Result<Option<MijnToestemmingsverzoekConnection>> {
        let page = mine(register(ctx)?, context_of(ctx)?, na.as_deref(), eerste)
            .await
            .map_err(ClientError::into_graphql)?;
        let about = page.edges.iter().map(|edge| edge.node.inwoner.id.clone());
        told_of(ctx, about.collect())
            .await
            .map_err(ClientError::into_graphql)?;
        Ok(Some(page))
    }
}

#[Object]
impl VerzoekMutation {
    /// Asks a resident's consent for the caller's party; it lands with the consent managers. `id` is the request.
    async fn toestemming_vragen(
        &self,
        ctx: &Context<'_>,
        invoer: VerzoekInvoer,
    ) -> async_graphql::Result<Vastgelegd> {
        vragen(register(ctx)?, context_of(ctx)?, invoer)
            .await
            .map_err(ClientError::into_graphql)
    }

    /// Takes a request of the caller's party back.
    async fn toestemmingsverzoek_intrekken(
        &self,
        ctx: &Context<'_>,
        verzoek: Uuid,
    ) -> async_graphql::Result<Vastgelegd> {
        intrekken(register(ctx)?, context_of(ctx)?, verzoek)
            .await
            .map_err(ClientError::into_graphql)
    }
}

/// Logs of whom requests are told, and lets the answer read on.
async fn told_of(ctx: &Context<'_>, about: Vec<InwonerId>) -> Result<(), ClientError> {
    note_look(ctx, Handeling::VerzoekenBekijken, &about).await?;
    ctx.data::<Plan>()
        .map_err(|error| internal(error.message))?
        .add(about);
    Ok(())
}

async fn vragen(
    register: &LocalRegister,
    context: &RequestContext,
    invoer: VerzoekInvoer,
) -> Result<Vastgelegd, ClientError> {
    let recording = Recording::by_anybody(register, context);
    let caller = recording.caller;
    let kept = kept_under(register, &invoer.inwoner).await?;
    let sent = Sent {
        sleutel: invoer.aanvraag_id.as_deref(),
        inhoud: format!("vragen {invoer:?}"),
    };
    let id = Uuid::now_v7();
    let done = recording
        .append(&kept, sent, id, |at| {
            let request = checked_request(caller, at.inrichting, &invoer)?;
            events_of_request(caller, at.inrichting, &request, &kept, id, at.history, at.now)
        })
        .await?;
    Ok(done.into())
}

async fn intrekken(
    register: &LocalRegister,
    context: &RequestContext,
    verzoek: Uuid,
) -> Result<Vastgelegd, ClientError> {
    let recording = Recording::by_anybody(register, context);
    let caller = recording.caller;
    let found = register.store().find_verzoek(verzoek).await?;
    let asked = found.ok_or(ClientError::Unknown("dit verzoek"))?;
    let done = recording
        .append(&asked.inwoner, Sent::harmless_twice(), verzoek, |at| {
            events_of_request_end(caller, verzoek, at.history, at.now)
        })
        .await?;
    Ok(done.into())
}

async fn queue(
    register: &LocalRegister,
    context: &RequestContext,
    inwoner: Option<&InwonerId>,
    (na, eerste): (Option<&str>, i32),
) -> Result<ToestemmingsverzoekConnection, ClientError> {
    require_rol(context, &[Rol::Toestemmingsbeheerder])?;
    let (after, count) = asked_page(na, eerste)?;
    let ingericht = register.inrichting().await?;
    let (inrichting, now) = (&ingericht.inrichting, register.clock().now());
    let kept = match inwoner {
        Some(inwoner) => Some(kept_under(register, inwoner).await?),
        None => None,
    };
    let answerable = Answerable {
        register,
        caller: &context.caller,
        inrichting,
        inwoner: kept.as_ref(),
    };
    // One more than asked tells whether there is a next page.
    let mut found = answerable.after(after, count + 1).await?;
    let has_next_page = found.len() > count;
    found.truncate(count);
    let edges = found.iter().filter_map(|verzoek| {
        Some(ToestemmingsverzoekEdge {
            cursor: cursor::encode(verzoek.versie),
            node: waiting(verzoek, inrichting, now)?,
        })
    });
    let mut edges: Vec<_> = edges.collect();
    present_all(register, edges.iter_mut().map(|edge| &mut edge.node.inwoner.id)).await?;
    Ok(ToestemmingsverzoekConnection {
        page_info: PageInfo {
            end_cursor: found.last().map(|last| cursor::encode(last.versie)),
            has_next_page,
        },
        edges,
    })
}

/// The requests that this consent manager may answer.
struct Answerable<'a> {
    register: &'a LocalRegister,
    caller: &'a Caller,
    inrichting: &'a Inrichting,
    inwoner: Option<&'a InwonerId>,
}

impl Answerable<'_> {
    /// The oldest first: `most` at least, where there are so many.
    async fn after(&self, after: Option<i64>, most: usize) -> Result<Vec<VerzoekEvent>, ClientError> {
        let mut found: Vec<VerzoekEvent> = Vec::new();
        let mut place = after.unwrap_or(i64::MIN);
        loop {
            let (open, may_be_more) = self.register.store().open_verzoeken(self.inwoner, place).await?;
            place = open.last().map_or(place, |last| last.versie);
            let mine = open
                .into_iter()
                .filter(|verzoek| may_answer(self.caller, self.inrichting, verzoek));
            found.extend(mine);
            if found.len() >= most || !may_be_more {
                return Ok(found);
            }
        }
    }
}

/// So many are counted and no more.
const MOST_COUNTED: usize = 100;

async fn number_waiting(register: &LocalRegister, context: &RequestContext) -> Result<i32, ClientError> {
    require_rol(context, &[Rol::Toestemmingsbeheerder])?;
    let ingericht = register.inrichting().await?;
    let answerable = Answerable {
        register,
        caller: &context.caller,
        inrichting: &ingericht.inrichting,
        inwoner: None,
    };
    let found = answerable.after(None, MOST_COUNTED).await?;
    i32::try_from(found.len().min(MOST_COUNTED)).map_err(internal)
}

async fn mine(
    register: &LocalRegister,
    context: &RequestContext,
    na: Option<&str>,
    eerste: i32,
) -> Result<MijnToestemmingsverzoekConnection, ClientError> {
    let (after, count) = asked_page(na, eerste)?;
    let ingericht = register.inrichting().await?;
    let caller = &context.caller;
    let partij = ingericht.inrichting.find_partij(caller.partij());
    // Where not everybody at the party sees every resident, nobody hears whom a colleague asked.
    let sees_all = partij.is_some_and(|partij| partij.betrokkenheid == Betrokkenheid::Partij);
    let only = (!sees_all).then(|| caller.gebruiker());
    let mut found = register
        .store()
        .verzoeken_of(caller.partij(), only, after.unwrap_or(i64::MAX), count as u64 + 1)
        .await?;
    let has_next_page = found.len() > count;
    found.truncate(count);
    let edges = found.iter().map(|(verzoek, end)| MijnToestemmingsverzoekEdge {
        cursor: cursor::encode(verzoek.versie),
        node: my_own(verzoek, end.as_ref(), &ingericht.inrichting),
    });
    let mut edges: Vec<_> = edges.collect();
    present_all(register, edges.iter_mut().map(|edge| &mut edge.node.inwoner.id)).await?;
    Ok(MijnToestemmingsverzoekConnection {
        page_info: PageInfo {
            end_cursor: found.last().map(|(last, _)| cursor::encode(last.versie)),
            has_next_page,
        },
        edges,
    })
}

fn waiting(
    verzoek: &VerzoekEvent,
    inrichting: &Inrichting,
    now: DateTime<Utc>,
) -> Option<Toestemmingsverzoek> {
    Some(Toestemmingsverzoek {
        id: verzoek.verzoek,
        inwoner: Inwoner {
            id: verzoek.inwoner.clone(),
        },
        vrager: inrichting.find_partij(&verzoek.ontvanger)?.into(),
        delen: delen(&verzoek.delen, inrichting),
        doel: verzoek.doel,
        waarom: verzoek.waarom.clone().unwrap_or_default(),
        gevraagd_op: verzoek.op,
        dagen_open: (now - verzoek.op).num_days(),
    })
}

fn my_own(
    verzoek: &VerzoekEvent,
    end: Option<&VerzoekEvent>,
    inrichting: &Inrichting,
) -> MijnToestemmingsverzoek {
    MijnToestemmingsverzoek {
        id: verzoek.verzoek,
        inwoner: Inwoner {
            id: verzoek.inwoner.clone(),
        },
        delen: delen(&verzoek.delen, inrichting),
        doel: verzoek.doel,
        gevraagd_op: verzoek.op,
        status: match end.map(|end| end.soort) {
            None | Some(VerzoekSoort::Gevraagd) => VerzoekStatus::Open,
            Some(VerzoekSoort::Toegekend) => VerzoekStatus::Toegekend,
            Some(VerzoekSoort::Geweigerd) => VerzoekStatus::Geweigerd,
            Some(VerzoekSoort::Ingetrokken) => VerzoekStatus::Ingetrokken,
        },
        beantwoord_op: end.map(|end| end.op),
    }
}

fn delen(delen: &[VerzoekDeel], inrichting: &Inrichting) -> Vec<ToestemmingsverzoekDeel> {
    let told = |deel: &VerzoekDeel| {
        Some(ToestemmingsverzoekDeel {
            bronhouder: inrichting.find_partij(&deel.bronhouder)?.into(),
            groepen: deel.groepen.iter().copied().collect(),
        })
    };
    delen.iter().filter_map(told).collect()
}
