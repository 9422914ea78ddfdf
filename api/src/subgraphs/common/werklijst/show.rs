use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use async_graphql::{Context, Error, ErrorExtensions};
use chrono::{DateTime, Utc};

use super::{Page, Plek, Vraag, WerkDossier, Werkbron, WerklijstFilter, asked_page};
use crate::{
    clock::Clock,
    domain::{InwonerId, PartijId, Reden},
    register::{Ingericht, Register},
    request::{
        disclose::{Discloser, Unanswered, Verstrekt},
        log::DisclosureLog,
        plan::Plan,
        withhold::{Gedeeld, Ledger},
    },
    subgraphs::common::{ClientError, Parts, Termijn, context_of, cursor::PageInfo},
};

/// What answers for the worklists of a room.
pub struct Werklijsten<B: Werkbron> {
    bron: B,
    discloser: Discloser<B>,
    register: Arc<dyn Register>,
    clock: Arc<dyn Clock>,
}

/// A page of a worklist that may be told.
pub struct Shown {
    page: Page,
    verstrekt: Verstrekt<WerkDossier>,
    partij: PartijId,
    now: DateTime<Utc>,
}

impl<B: Werkbron + Clone> Werklijsten<B> {
    /// The worklists of a room of these parts.
    pub fn new(bron: B, parts: Parts) -> Self {
        let Parts {
            db, register, clock, ..
        } = parts;
        let log = DisclosureLog::new(db);
        Self {
            discloser: Discloser::new(bron.clone(), Arc::clone(&register), log, Arc::clone(&clock)),
            bron,
            register,
            clock,
        }
    }

    /// A page of the caller's own worklist, taken the whole way: found, decided, loaded and logged.
    ///
    /// # Errors
    /// `INVOER_ONGELDIG` with every fault, `PARTIJ_NIET_BEVOEGD` for a party that owns no such records; the owner, the
    /// register or the log out of reach.
    pub async fn show(
        &self,
        ctx: &Context<'_>,
        na: Option<&str>,
        eerste: i32,
        filter: Option<WerklijstFilter>,
    ) -> async_graphql::Result<Shown> {
        let (after, count) = asked_page(na, eerste).map_err(ClientError::into_graphql)?;
        let context = context_of(ctx)?;
        let partij = context.caller.partij();
        let ingericht = self
            .require_houder(partij)
            .await
            .map_err(ClientError::into_graphql)?;
        let now = self.clock.now();
        let vraag = Vraag {
            partij,
            now,
            after,
            count,
            filter: filter.unwrap_or_default(),
            rollen: context.caller.rollen(),
        };
        let page = self.bron.page(vraag, &ingericht).await.map_err(out_of_reach)?;
        let inwoners = inwoners(&page);
        let plan = ctx.data::<Plan>()?;
        let verstrekt = self
            .discloser
            .disclose_own(context, plan.operatie(), &inwoners, &BTreeSet::from([B::GROEP]))
            .await
            .map_err(Unanswered::into_graphql)?;
        if let Some(reden) = verstrekt.withheld() {
            return Err(not_told(reden));
        }
        if let Some(versie) = verstrekt.registerversie() {
            ctx.data::<Ledger>()?.note_version(versie);
        }
        plan.add(inwoners);
        Ok(Shown {
            page,
            verstrekt,
            partij: partij.clone(),
            now,
        })
    }

    async fn require_houder(&self, partij: &PartijId) -> Result<Arc<Ingericht>, ClientError> {
        let ingericht = self.register.inrichting().await?;
        let found = ingericht.inrichting.find_partij(partij);
        if found.is_some_and(|found| found.houdt(B::SOORT)) {
            Ok(ingericht)
        } else {
            Err(ClientError::PartijNietBevoegd)
        }
    }
}

impl Shown {
    /// Where the page ends, and whether there is more.
    pub fn page_info(&self) -> PageInfo {
        PageInfo {
            end_cursor: self.page.plekken.last().map(|plek| plek.plaats.encode()),
            has_next_page: self.page.has_next,
        }
    }

    /// Where the deadlines of the page are found, with each as it may be told.
    pub fn termijnen<B: Werkbron>(&self) -> impl Iterator<Item = (&Plek, Gedeeld<Termijn>)> {
        self.page.plekken.iter().filter_map(|plek| {
            let told = |dossier: &WerkDossier| {
                dossier
                    .find(plek.plaats)
                    .map(|termijn| Termijn::at(self.now, termijn))
            };
            let client = plek.clienten.first()?;
            Some((plek, self.verstrekt.deel(client, &self.partij, B::GROEP, told)))
        })
    }
}

/// Everybody on the page, each once and in its order.
fn inwoners(page: &Page) -> Vec<InwonerId> {
    let mut seen = HashSet::new();
    let all = page.plekken.iter().flat_map(|plek| &plek.clienten);
    all.filter(|inwoner| seen.insert(*inwoner)).cloned().collect()
}

fn out_of_reach(error: sea_orm::DbErr) -> Error {
    tracing::error!(%error, "the worklist cannot be read");
    not_told(Reden::BronNietBereikbaar)
}

fn not_told(reden: Reden) -> Error {
    Error::new(Unanswered.to_string()).extend_with(|_, extensions| extensions.set("code", reden.word()))
}
