//! A party's own caseload: the residents of its own trajecten and those whom its client numbers are bound to.
//!
//! Two kinds of facts make a page. What the party knows itself (who is in the list, when it published) makes the list, its
//! order, its count and its cursors. What belongs to others can only narrow the list, and is looked at by its owner, here,
//! the way of a request: decided, loaded, logged and checked. What is withheld fits no filter, exactly as what isn't there.

mod filter;
mod place;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use async_graphql::{Context, Error, ErrorExtensions};
use chrono::{DateTime, Utc};

pub use filter::{InwonersFilter, InwonersVolgorde};
use place::{Place, asked_page};

use super::{schema::Inwoner, store::TrajectBron, types::TrajectDossier};
use crate::{
    domain::{Gegevensgroep, InwonerId, Partij, Reden},
    register::Register,
    request::{
        authenticate::Caller,
        disclose::{Discloser, Unanswered, Verstrekt},
        plan::Plan,
        withhold::{Gedeeld, Ledger},
    },
    subgraphs::common::{ClientError, context_of, cursor::PageInfo},
};

/// How many residents one page looks at, at most: so many lines in the log does it cost, and not more statements than
/// for one.
const WINDOW: usize = 250;

/// What answers for the caseloads.
pub struct Caseloads {
    bron: TrajectBron,
    discloser: Arc<Discloser<TrajectBron>>,
    register: Arc<dyn Register>,
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

/// A page of a caseload that may be told.
pub struct Page {
    /// The residents with their places.
    pub found: Vec<Found>,
    /// Where it ends, and whether there is more to look at.
    pub page_info: PageInfo,
    /// How many residents there are in the caseload, whatever the filter.
    pub aantal: usize,
}

/// A resident on the page.
pub struct Found {
    /// Its place.
    pub cursor: String,
    /// Who.
    pub inwoner: Listed,
}

/// Why a resident is on the page.
pub enum Listed {
    /// By what the caller's party knows itself.
    Own(Inwoner),
    /// Because of what somebody shares: told as long as that may be.
    Because(Gedeeld<Inwoner>),
}

impl Caseloads {
    /// The caseloads over these records.
    pub fn new(
        bron: TrajectBron,
        discloser: Arc<Discloser<TrajectBron>>,
        register: Arc<dyn Register>,
    ) -> Self {
        Self {
            bron,
            discloser,
            register,
        }
    }

    /// A page of the caller's caseload.
    ///
    /// # Errors
    /// `INVOER_ONGELDIG` with every fault; the owner, the register or the log out of reach.
    pub async fn page(&self, ctx: &Context<'_>, asked: Asked) -> async_graphql::Result<Page> {
        let caller = &context_of(ctx)?.caller;
        let (after, count) = asked_page(caller, asked.volgorde, asked.na.as_deref(), asked.eerste)
            .map_err(ClientError::into_graphql)?;
        let known = self.known(caller).await.map_err(ClientError::into_graphql)?;
        let aantal = known.len();
        let mut list: Vec<(Place, InwonerId, Option<DateTime<Utc>>)> = known
            .into_iter()
            .filter(|(_, bijgewerkt)| asked.filter.admits(*bijgewerkt))
            .map(|(inwoner, op)| (Place::of(caller, &inwoner, op, asked.volgorde), inwoner, op))
            .filter(|(place, ..)| after.is_none_or(|after| *place > after))
            .collect();
        list.sort_unstable_by_key(|(place, ..)| *place);
        let groepen = asked.filter.groepen();
        let looked_at = if groepen.is_empty() { count } else { WINDOW };
        let is_more = list.len() > looked_at;
        list.truncate(looked_at);
        let last = list.last().map(|(place, ..)| *place);
        let mut fitting = if groepen.is_empty() {
            self.note_own(ctx, &list).await?;
            list.into_iter()
                .map(|(place, inwoner, _)| (place, Listed::Own(Inwoner { id: inwoner })))
                .collect()
        } else {
            self.fitting(ctx, list, &groepen, &asked.filter).await?
        };
        let is_cut = fitting.len() > count;
        fitting.truncate(count);
        let end = if is_cut {
            fitting.last().map(|(place, _)| *place)
        } else {
            last
        };
        let encode = |place: Place| place.encode(caller, asked.volgorde);
        Ok(Page {
            aantal,
            page_info: PageInfo {
                end_cursor: end.map(encode),
                has_next_page: is_cut || is_more,
            },
            found: fitting
                .into_iter()
                .map(|(place, inwoner)| Found {
                    cursor: encode(place),
                    inwoner,
                })
                .collect(),
        })
    }

    /// Everybody of the caseload, with when the party published of them last.
    async fn known(
        &self,
        caller: &Caller,
    ) -> Result<BTreeMap<InwonerId, Option<DateTime<Utc>>>, ClientError> {
        let bound = self.register.gekoppelden(caller).await?;
        let own = self.bron.own_clients(caller.partij()).await?;
        let mut known: BTreeMap<_, _> = bound.into_iter().map(|inwoner| (inwoner, None)).collect();
        known.extend(own.into_iter().map(|(inwoner, op)| (inwoner, Some(op))));
        Ok(known)
    }

    /// Those of the window of whom a traject fits, as far as the caller may see it.
    async fn fitting(
        &self,
        ctx: &Context<'_>,
        window: Vec<(Place, InwonerId, Option<DateTime<Utc>>)>,
        groepen: &BTreeSet<Gegevensgroep>,
        filter: &InwonersFilter,
    ) -> async_graphql::Result<Vec<(Place, Listed)>> {
        let inwoners: Vec<InwonerId> = window.iter().map(|(_, inwoner, _)| inwoner.clone()).collect();
        let plan = ctx.data::<Plan>()?;
        let verstrekt = self
            .discloser
            .disclose(context_of(ctx)?, plan.operatie(), &inwoners, groepen)
            .await
            .map_err(Unanswered::into_graphql)?;
        note_version(ctx, &verstrekt)?;
        if let Some(reden @ (Reden::LogNietBereikbaar | Reden::BronNietBereikbaar)) = verstrekt.withheld() {
            return Err(not_told(reden));
        }
        let listed = |(place, inwoner, _): (Place, InwonerId, _)| {
            let at = |partij: &Partij| {
                let fits = |dossier: &TrajectDossier| filter.fits(dossier);
                verstrekt.because(&inwoner, &partij.id, groepen, fits, || Inwoner {
                    id: inwoner.clone(),
                })
            };
            let told = verstrekt.partijen().iter().find_map(at)?;
            plan.add([inwoner.clone()]);
            Some((place, Listed::Because(told)))
        };
        Ok(window.into_iter().filter_map(listed).collect())
    }

    /// That own trajecten are listed is logged as a look at whether they run.
    async fn note_own(
        &self,
        ctx: &Context<'_>,
        page: &[(Place, InwonerId, Option<DateTime<Utc>>)],
    ) -> async_graphql::Result<()> {
        let own = page.iter().filter(|(_, _, bijgewerkt)| bijgewerkt.is_some());
        let own: Vec<InwonerId> = own.map(|(_, inwoner, _)| inwoner.clone()).collect();
        let plan = ctx.data::<Plan>()?;
        plan.add(page.iter().map(|(_, inwoner, _)| inwoner.clone()));
        if own.is_empty() {
            return Ok(());
        }
        let verstrekt = self
            .discloser
            .disclose_own(
                context_of(ctx)?,
                plan.operatie(),
                &own,
                &BTreeSet::from([Gegevensgroep::TrajectLoopt]),
            )
            .await
            .map_err(Unanswered::into_graphql)?;
        note_version(ctx, &verstrekt)?;
        match verstrekt.withheld() {
            Some(reden) => Err(not_told(reden)),
            None => Ok(()),
        }
    }
}

fn note_version(ctx: &Context<'_>, verstrekt: &Verstrekt<TrajectDossier>) -> async_graphql::Result<()> {
    if let Some(versie) = verstrekt.registerversie() {
        ctx.data::<Ledger>()?.note_version(versie);
    }
    Ok(())
}

fn not_told(reden: Reden) -> Error {
    Error::new(Unanswered.to_string()).extend_with(|_, extensions| extensions.set("code", reden.word()))
}
