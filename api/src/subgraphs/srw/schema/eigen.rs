use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use async_graphql::{Context, Error, ErrorExtensions};
use chrono::{DateTime, Utc};
use sea_orm::{DatabaseConnection, DbErr};
use uuid::Uuid;

use super::{
    Inwoner,
    verwijzing::{EigenVerwijzing, VerwijzingVolgorde},
};
use crate::{
    domain::{Gegevensgroep, Inrichting, InwonerId, PartijId, Reden},
    register::Register,
    request::{
        disclose::{Discloser, Unanswered, Verstrekt},
        log::DisclosureLog,
        plan::Plan,
        withhold::Ledger,
    },
    subgraphs::{
        common::{ClientError, PartijInfo, Parts, context_of, cursor::PageInfo, werklijst::Plaats},
        srw::{
            stappen::Kant,
            store::{EigenDossier, EigenVerwijzingen, Vindplaats},
        },
    },
};

/// What answers for the referrals of which a party is a side.
pub(super) struct Eigen {
    bron: EigenVerwijzingen,
    discloser: Discloser<EigenVerwijzingen>,
    parts: Parts,
}

/// Referrals that may be told.
pub(super) struct Gevonden {
    plekken: Vec<Vindplaats>,
    has_next: bool,
    verstrekt: Verstrekt<EigenDossier>,
    inrichting: Arc<Inrichting>,
    partij: PartijId,
}

/// What is told of a referral. Who handles it at the receiver isn't part of it: that is told as of every dossier.
const GROEPEN: [Gegevensgroep; 3] = [
    Gegevensgroep::SrwStatus,
    Gegevensgroep::SrwTerugkoppeling,
    Gegevensgroep::SrwInhoud,
];

impl Eigen {
    /// The referrals of a room of these parts.
    pub(super) fn new(parts: Parts) -> Self {
        let Parts {
            db, register, clock, ..
        } = parts.clone();
        let bron = EigenVerwijzingen::new(db.clone(), Arc::clone(&clock));
        let discloser = Discloser::new(bron.clone(), register, DisclosureLog::new(db), clock);
        Self {
            bron,
            discloser,
            parts,
        }
    }

    pub(super) fn of<'a>(ctx: &Context<'a>) -> async_graphql::Result<&'a Self> {
        ctx.data::<Self>()
    }

    pub(super) fn db(&self) -> &DatabaseConnection {
        &self.parts.db
    }

    pub(super) fn register(&self) -> &dyn Register {
        self.parts.register.as_ref()
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.parts.clock.now()
    }

    /// A page of the caller's own, in this order.
    pub(super) async fn page(
        &self,
        ctx: &Context<'_>,
        (kant, volgorde): (Option<Kant>, VerwijzingVolgorde),
        after: Option<Plaats>,
        count: usize,
    ) -> async_graphql::Result<Gevonden> {
        let partij = context_of(ctx)?.caller.partij();
        let one_more = count.saturating_add(1);
        let found = match volgorde {
            VerwijzingVolgorde::Nieuwste => {
                let most = u64::try_from(one_more).unwrap_or(u64::MAX);
                let after = after.map(|after| after.record);
                self.bron.page(partij, kant, after, most).await
            }
            VerwijzingVolgorde::Termijn => {
                let ingericht = self.register().inrichting().await;
                let ingericht = ingericht.map_err(|error| ClientError::from(error).into_graphql())?;
                let after = after.map(|after| (after.rang, after.record));
                let side = (partij, kant);
                self.bron
                    .urgent_page(side, &ingericht.inrichting, after, one_more)
                    .await
            }
        };
        let mut plekken = found.map_err(out_of_reach)?;
        let has_next = plekken.len() > count;
        plekken.truncate(count);
        self.disclose(ctx, plekken, has_next).await
    }

    /// One of the caller's own, which must be there.
    pub(super) async fn one(&self, ctx: &Context<'_>, id: Uuid) -> async_graphql::Result<EigenVerwijzing> {
        let partij = context_of(ctx)?.caller.partij();
        let found = self.bron.find_one(partij, id).await.map_err(out_of_reach)?;
        let found = self.disclose(ctx, found.into_iter().collect(), false).await?;
        let one = found.each(|_, verwijzing| verwijzing).next();
        one.ok_or_else(|| ClientError::Unknown("deze verwijzing").into_graphql())
    }

    async fn disclose(
        &self,
        ctx: &Context<'_>,
        plekken: Vec<Vindplaats>,
        has_next: bool,
    ) -> async_graphql::Result<Gevonden> {
        let context = context_of(ctx)?;
        let plan = ctx.data::<Plan>()?;
        let ingericht = self.register().inrichting().await;
        let ingericht = ingericht.map_err(|error| ClientError::from(error).into_graphql())?;
        let inwoners = inwoners(&plekken);
        let verstrekt = self
            .discloser
            .disclose_as_side(context, plan.operatie(), &inwoners, &BTreeSet::from(GROEPEN))
            .await
            .map_err(Unanswered::into_graphql)?;
        if let Some(reden) = verstrekt.withheld() {
            return Err(not_told(reden));
        }
        if let Some(versie) = verstrekt.registerversie() {
            ctx.data::<Ledger>()?.note_version(versie);
        }
        plan.add(inwoners);
        Ok(Gevonden {
            plekken,
            has_next,
            verstrekt,
            inrichting: Arc::clone(&ingericht.inrichting),
            partij: context.caller.partij().clone(),
        })
    }
}

impl Gevonden {
    pub(super) fn page_info(&self) -> PageInfo {
        PageInfo {
            end_cursor: self.plekken.last().map(|plek| plaats(plek).encode()),
            has_next_page: self.has_next,
        }
    }

    /// Makes something of each referral and its place; one with a party that is configured no more is passed over.
    pub(super) fn each<T>(&self, make: impl Fn(Plaats, EigenVerwijzing) -> T) -> impl Iterator<Item = T> {
        self.plekken
            .iter()
            .filter_map(move |plek| Some(make(plaats(plek), self.told(plek)?)))
    }

    fn told(&self, plek: &Vindplaats) -> Option<EigenVerwijzing> {
        let info = |partij| self.inrichting.find_partij(partij).map(PartijInfo::from);
        let sides = (info(&plek.indiener)?, info(&plek.ontvanger)?);
        let (verstrekt, inwoner, partij) = (&self.verstrekt, &plek.inwoner, &self.partij);
        let find = |dossier: &EigenDossier| dossier.verwijzingen.get(&plek.id).cloned();
        Some(EigenVerwijzing::new(
            (plek.id, Inwoner { id: inwoner.clone() }),
            sides,
            verstrekt.deel(inwoner, partij, Gegevensgroep::SrwStatus, |all| find(all)?.status),
            verstrekt.deel(inwoner, partij, Gegevensgroep::SrwInhoud, |all| find(all)?.inhoud),
            verstrekt.deel(inwoner, partij, Gegevensgroep::SrwTerugkoppeling, |all| {
                find(all)?.terugkoppeling
            }),
        ))
    }
}

fn plaats(plek: &Vindplaats) -> Plaats {
    Plaats {
        rang: plek.rang,
        record: plek.id,
        volgnummer: 0,
    }
}

/// Everybody on the page, each once and in its order.
fn inwoners(plekken: &[Vindplaats]) -> Vec<InwonerId> {
    let mut seen = HashSet::new();
    let all = plekken.iter().map(|plek| &plek.inwoner);
    all.filter(|inwoner| seen.insert(*inwoner)).cloned().collect()
}

fn out_of_reach(error: DbErr) -> Error {
    tracing::error!(%error, "the referrals cannot be read");
    not_told(Reden::BronNietBereikbaar)
}

fn not_told(reden: Reden) -> Error {
    Error::new(Unanswered.to_string()).extend_with(|_, extensions| extensions.set("code", reden.word()))
}
