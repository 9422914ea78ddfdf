//! A party's own caseload: the residents of its own dossiers, of whatever kind, and those whom its client numbers are
//! bound to, within its betrokkenheid.
//!
//! Two kinds of facts make a page. What the party knows itself (who is in the list, when it published) makes the list, its
//! order, its count and its cursors. What belongs to others can only narrow the list, and is looked at by its owner, here
//! or [next door](crate::subgraphs::neighbours), the way of a request: decided, loaded, logged and checked. What is withheld
//! fits no filter, exactly as what isn't there. A room that gives no answer ends the page: a list that is shorter in
//! silence would be a guess.

mod filter;
mod known;
mod place;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use async_graphql::{Context, Error, ErrorExtensions};
use chrono::{DateTime, Utc};

pub use filter::{InwonersFilter, InwonersVolgorde};
use place::{Place, asked_page};

use super::{store::TrajectBron, types::TrajectDossier};
use crate::{
    domain::{Gegevensgroep, InwonerId, Reden},
    federation::SubgraphName,
    publication::DossierStatus,
    register::Register,
    request::{
        authenticate::Caller,
        disclose::{Discloser, Findings, Unanswered, Verstrekt},
        plan::Plan,
        withhold::{Gedeeld, Ledger},
    },
    subgraphs::{
        common::{ClientError, context_of, cursor::PageInfo},
        neighbours::{MOST_RESIDENTS, NeighbourError, Neighbours},
    },
};

/// What answers for the caseloads.
pub struct Caseloads {
    bron: TrajectBron,
    discloser: Arc<Discloser<TrajectBron>>,
    register: Arc<dyn Register>,
    neighbours: Neighbours,
    /// How many residents one page looks at, at most: so many lines in each log does it cost, and not more statements
    /// than for one.
    window: usize,
}

/// What is asked of a caseload.
pub struct Asked {
    /// So many at most.
    pub eerste: i32,
    /// Those after this place.
    pub na: Option<String>,
    /// Only these.
    pub filter: InwonersFilter,
    /// In this order.
    pub volgorde: InwonersVolgorde,
}

/// A page of a caseload.
pub struct Page {
    /// The residents with their places.
    pub found: Vec<(String, InwonerId)>,
    /// Where it ends, and whether there is more to look at.
    pub page_info: PageInfo,
    /// How many residents there are in the caseload, whatever the filter.
    pub aantal: usize,
}

/// A resident of the caseload, in its place, with when the party published of them last.
type Known = (Place, InwonerId, Option<DateTime<Utc>>);

impl Caseloads {
    /// The caseloads over these records.
    pub fn new(
        bron: TrajectBron,
        discloser: Arc<Discloser<TrajectBron>>,
        register: Arc<dyn Register>,
        neighbours: Neighbours,
        window: usize,
    ) -> Self {
        Self {
            bron,
            discloser,
            register,
            neighbours,
            window: window.clamp(1, MOST_RESIDENTS),
        }
    }

    /// A page of the caller's caseload: told as long as all that its filter looked into may be.
    ///
    /// # Errors
    /// `INVOER_ONGELDIG` with every fault; the owner, the register or the log out of reach.
    pub async fn page(&self, ctx: &Context<'_>, asked: Asked) -> async_graphql::Result<Gedeeld<Page>> {
        let context = context_of(ctx)?;
        let caller = &context.caller;
        let (after, count) = asked_page(caller, asked.volgorde, asked.na.as_deref(), asked.eerste)
            .map_err(ClientError::into_graphql)?;
        let known = self.known(context).await?;
        let aantal = known.len();
        let mut window = in_order(caller, known, &asked, after);
        let groepen = asked.filter.groepen();
        let looked_at = if groepen.is_empty() { count } else { self.window };
        let is_more = window.len() > looked_at;
        window.truncate(looked_at);
        let (verstrekt, elsewhere) = tokio::join!(
            self.look(ctx, &window, &groepen),
            self.look_elsewhere(ctx, &window, asked.filter.dossier()),
        );
        let (verstrekt, elsewhere) = (verstrekt?, elsewhere?);
        let page = verstrekt.by_looking(elsewhere.as_ref(), |looks| {
            let last = window.last().map(|(place, ..)| *place);
            let fits = |(_, inwoner, _): &Known| {
                let partijen = verstrekt.partijen().iter();
                let fit = |dossier: &TrajectDossier| asked.filter.fits(dossier);
                let mut owners = partijen.map(|partij| &partij.id);
                let is_elsewhere = || asked.filter.dossier().is_none() || looks.elsewhere_say_so(inwoner);
                groepen.is_empty()
                    || (owners.any(|partij| looks.say_so(inwoner, partij, &groepen, fit)) && is_elsewhere())
            };
            let mut fitting: Vec<&Known> = window.iter().filter(|known| fits(known)).collect();
            let is_cut = fitting.len() > count;
            fitting.truncate(count);
            let end = if is_cut {
                fitting.last().map(|(place, ..)| *place)
            } else {
                last
            };
            let encode = |place: Place| place.encode(caller, asked.volgorde);
            Page {
                aantal,
                page_info: PageInfo {
                    end_cursor: end.map(encode),
                    has_next_page: is_cut || is_more,
                },
                found: fitting
                    .into_iter()
                    .map(|(place, inwoner, _)| (encode(*place), inwoner.clone()))
                    .collect(),
            }
        });
        ctx.data::<Plan>()?
            .add(window.into_iter().map(|(_, inwoner, _)| inwoner));
        Ok(page)
    }

    /// Takes the residents of the window the way of a request: for the groups of the filter, or, where it has none, so
    /// that a look at the party's own list is logged.
    async fn look(
        &self,
        ctx: &Context<'_>,
        window: &[Known],
        groepen: &BTreeSet<Gegevensgroep>,
    ) -> async_graphql::Result<Verstrekt<TrajectDossier>> {
        let (context, operatie) = (context_of(ctx)?, ctx.data::<Plan>()?.operatie());
        let looked = if groepen.is_empty() {
            let own = window.iter().filter(|(_, _, bijgewerkt)| bijgewerkt.is_some());
            let own: Vec<InwonerId> = own.map(|(_, inwoner, _)| inwoner.clone()).collect();
            let lamp = BTreeSet::from([Gegevensgroep::TrajectLoopt]);
            self.discloser.disclose_own(context, operatie, &own, &lamp).await
        } else {
            let all: Vec<InwonerId> = window.iter().map(|(_, inwoner, _)| inwoner.clone()).collect();
            self.discloser.disclose(context, operatie, &all, groepen).await
        };
        let verstrekt = looked.map_err(Unanswered::into_graphql)?;
        if let Some(reden) = verstrekt.cut_off() {
            return Err(not_told(reden));
        }
        if let Some(versie) = verstrekt.registerversie() {
            ctx.data::<Ledger>()?.note_version(versie);
        }
        Ok(verstrekt)
    }

    /// Has the room of the buurtteamdossiers look at the same window, whatever is found here: its log must not tell of whom
    /// a traject runs.
    async fn look_elsewhere(
        &self,
        ctx: &Context<'_>,
        window: &[Known],
        status: Option<DossierStatus>,
    ) -> async_graphql::Result<Option<Findings>> {
        let Some(status) = status.filter(|_| !window.is_empty()) else {
            return Ok(None);
        };
        let all: Vec<InwonerId> = window.iter().map(|(_, inwoner, _)| inwoner.clone()).collect();
        let neighbour = self.neighbours.get(SubgraphName::Buurtteam).map_err(no_answer)?;
        let looking = neighbour.standing(context_of(ctx)?, &all, status);
        let findings = looking.await.map_err(no_answer)?;
        if let Some(versie) = findings.registerversie() {
            ctx.data::<Ledger>()?.note_version(versie);
        }
        Ok(Some(findings))
    }
}

/// Whom the party's own knowledge admits, after a place, in order.
fn in_order(
    caller: &Caller,
    known: BTreeMap<InwonerId, Option<DateTime<Utc>>>,
    asked: &Asked,
    after: Option<Place>,
) -> Vec<Known> {
    let mut list: Vec<Known> = known
        .into_iter()
        .filter(|(_, bijgewerkt)| asked.filter.admits(*bijgewerkt))
        .map(|(inwoner, op)| (Place::of(caller, &inwoner, op, asked.volgorde), inwoner, op))
        .filter(|(place, ..)| after.is_none_or(|after| *place > after))
        .collect();
    list.sort_unstable_by_key(|(place, ..)| *place);
    list
}

/// A room next door that gives no answer: which, and why, is the operator's business.
fn no_answer(error: NeighbourError) -> Error {
    tracing::error!(%error, "a list of residents ends at a room next door");
    not_told(Reden::BronNietBereikbaar)
}

fn not_told(reden: Reden) -> Error {
    Error::new(Unanswered.to_string()).extend_with(|_, extensions| extensions.set("code", reden.word()))
}
