use std::sync::Arc;

use async_graphql::{Context, Object};
use chrono::TimeDelta;
use uuid::Uuid;

use super::{
    super::{
        LocalRegister,
        looks::{Blik, RegisterLog},
        store::{Beoordeling, NewOpening, OpeningPage, ReviewError, StoredOpening},
        types::{
            InwonerGeopend, Opening, OpeningBeoordeeld, OpeningBeoordelingInvoer, OpeningConnection,
            OpeningEdge, OpeningInvoer, OpeningOordeel, OpeningStatus,
        },
    },
    Inwoner,
    koppelen::keep,
    query::register,
    recording::present_all,
};
use crate::{
    domain::{Betrokkenheid, Handeling, InwonerId, PartijId, Rol},
    publication::Faults,
    register::{Ingericht, Register},
    request::{RequestContext, plan::Plan},
    subgraphs::common::{
        ClientError, Reach, context_of,
        cursor::{PageInfo, asked_page, encode},
        internal, require_rol,
    },
};

/// What a privacy officer can ask about openings.
#[derive(Default)]
pub struct OpeningQuery;

/// Opening a resident with a reason, and its review.
#[derive(Default)]
pub struct OpeningMutation;

const REVIEWERS: [Rol; 1] = [Rol::FunctionarisGegevensbescherming];

/// Long enough to say why.
const LONGEST_TOELICHTING: usize = 500;

#[Object]
impl OpeningQuery {
    /// The openings at the caller's party (at toestemmingsbeheer: of the whole samenwerking), the oldest first, after
    /// the place `na`; `eerste` is at least 1 and at most 100. For privacy officers.
    async fn openingen(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "OpeningStatus::TeBeoordelen")] status: OpeningStatus,
        na: Option<String>,
        #[graphql(default = 50)] eerste: i32,
    ) -> async_graphql::Result<Option<OpeningConnection>> {
        let desk = Desk::of(ctx)?;
        let told = desk.openings(status, na.as_deref(), eerste).await;
        told.map(Some).map_err(ClientError::into_graphql)
    }

    /// How many openings wait for the caller's review; `100` means a hundred or more. It tells of nobody. For privacy
    /// officers.
    async fn openingen_aantal(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<i32>> {
        let count = Desk::of(ctx)?.number_waiting().await;
        count.map(Some).map_err(ClientError::into_graphql)
    }
}

/// So many are counted and no more.
const MOST_COUNTED: u64 = 100;

#[Object]
impl OpeningMutation {
    /// Opens a resident to the caller, who isn't involved, for a limited time. Logged, and put before the privacy
    /// officer of the caller's party.
    async fn inwoner_openen(
        &self,
        ctx: &Context<'_>,
        invoer: OpeningInvoer,
    ) -> async_graphql::Result<InwonerGeopend> {
        let inwoner = invoer.inwoner.clone();
        let opened = Desk::of(ctx)?.open(invoer).await;
        let opened = opened.map_err(ClientError::into_graphql)?;
        ctx.data::<Plan>()?.add([inwoner]);
        Ok(opened)
    }

    /// Records what a privacy officer finds of an opening, once and never of their own; one that was wrong ends at
    /// once.
    async fn opening_beoordelen(
        &self,
        ctx: &Context<'_>,
        invoer: OpeningBeoordelingInvoer,
    ) -> async_graphql::Result<OpeningBeoordeeld> {
        Desk::of(ctx)?
            .review(invoer)
            .await
            .map_err(ClientError::into_graphql)
    }
}

/// What recording and reviewing an opening needs.
struct Desk<'a> {
    register: &'a Arc<LocalRegister>,
    log: &'a RegisterLog,
    context: &'a RequestContext,
    operatie: Uuid,
}

impl<'a> Desk<'a> {
    fn of(ctx: &Context<'a>) -> async_graphql::Result<Self> {
        Ok(Self {
            register: register(ctx)?,
            log: ctx.data::<RegisterLog>()?,
            context: context_of(ctx)?,
            operatie: ctx.data::<Plan>()?.operatie(),
        })
    }

    async fn open(&self, invoer: OpeningInvoer) -> Result<InwonerGeopend, ClientError> {
        // Who works with residents may open one: people, no systems.
        require_rol(self.context, &Rol::HULPVERLENERS)?;
        let ingericht = self.register.inrichting().await?;
        let caller = &self.context.caller;
        let partij = ingericht.inrichting.find_partij(caller.partij());
        let partij = partij.ok_or(ClientError::PartijNietBevoegd)?;
        let mut faults = Faults::default();
        faults.check_text("toelichting", &invoer.toelichting, LONGEST_TOELICHTING);
        let needed = partij.betrokkenheid != Betrokkenheid::Partij;
        let reason = "hoeft niet te worden geopend: bij uw organisatie is iedereen betrokken";
        faults.require(needed, "inwoner", reason);
        faults.into_result().map_err(ClientError::Input)?;
        // First the log: too many lines are allowed, missing ones never.
        self.note(Handeling::Openen, std::slice::from_ref(&invoer.inwoner))
            .await?;
        let now = self.register.clock().now();
        let tot = now + TimeDelta::hours(i64::from(ingericht.inrichting.opening_uren));
        let opening = NewOpening {
            inwoner: keep(self.register, &invoer.inwoner).await?,
            door: (caller.partij().clone(), caller.gebruiker().to_owned()),
            reden: invoer.reden.word(),
            toelichting: invoer.toelichting,
            geldig_tot: tot,
        };
        let (id, registerversie) = self.register.store().open(&opening, now).await?;
        Ok(InwonerGeopend {
            opening: id,
            inwoner: Inwoner { id: invoer.inwoner },
            tot,
            registerversie,
        })
    }

    async fn number_waiting(&self) -> Result<i32, ClientError> {
        let ingericht = self.register.inrichting().await?;
        let page = OpeningPage {
            beoordeeld: false,
            na: i64::MIN,
            eerste: MOST_COUNTED,
        };
        let partijen = self.reviewed_parties(&ingericht)?;
        let waiting = self.register.store().openings(&partijen, page).await?;
        i32::try_from(waiting.len()).map_err(internal)
    }

    async fn openings(
        &self,
        status: OpeningStatus,
        na: Option<&str>,
        eerste: i32,
    ) -> Result<OpeningConnection, ClientError> {
        let (after, count) = asked_page(na, eerste)?;
        let ingericht = self.register.inrichting().await?;
        let partijen = self.reviewed_parties(&ingericht)?;
        let wanted = OpeningPage {
            beoordeeld: status == OpeningStatus::Beoordeeld,
            na: after.unwrap_or(i64::MIN),
            eerste: count as u64 + 1,
        };
        let mut stored = self.register.store().openings(&partijen, wanted).await?;
        let has_next_page = stored.len() > count;
        stored.truncate(count);
        let inwoners: Vec<InwonerId> = stored.iter().map(|opening| opening.inwoner.clone()).collect();
        self.note(Handeling::OpeningenBekijken, &inwoners).await?;
        let mut edges: Vec<OpeningEdge> = stored
            .iter()
            .map(|opening| OpeningEdge {
                cursor: encode(opening.versie),
                node: self.told(opening, &ingericht),
            })
            .collect();
        present_all(
            self.register,
            edges.iter_mut().map(|edge| &mut edge.node.inwoner.id),
        )
        .await?;
        Ok(OpeningConnection {
            page_info: PageInfo {
                end_cursor: edges.last().map(|edge| edge.cursor.clone()),
                has_next_page,
            },
            edges,
        })
    }

    async fn review(&self, invoer: OpeningBeoordelingInvoer) -> Result<OpeningBeoordeeld, ClientError> {
        let unknown = || ClientError::Unknown("deze opening");
        let ingericht = self.register.inrichting().await?;
        let partijen = self.reviewed_parties(&ingericht)?;
        let mut faults = Faults::default();
        match &invoer.toelichting {
            Some(text) => faults.check_text("toelichting", text, LONGEST_TOELICHTING),
            None => {
                let may = invoer.oordeel == OpeningOordeel::Terecht;
                faults.require(may, "toelichting", "is verplicht als de opening onterecht was");
            }
        }
        faults.into_result().map_err(ClientError::Input)?;
        let found = self.register.store().find_opening(invoer.opening).await?;
        let mut stored = found
            .filter(|opening| partijen.contains(&opening.door.0))
            .ok_or_else(unknown)?;
        let caller = &self.context.caller;
        if (caller.partij(), caller.gebruiker()) == (&stored.door.0, stored.door.1.as_str()) {
            return Err(ClientError::input(
                "opening",
                "is van uzelf: laat een ander die beoordelen",
            ));
        }
        self.note(
            Handeling::OpeningBeoordelen,
            std::slice::from_ref(&stored.inwoner),
        )
        .await?;
        let beoordeling = Beoordeling {
            oordeel: invoer.oordeel.soort(),
            toelichting: invoer.toelichting,
            op: self.register.clock().now(),
        };
        let door = (caller.partij(), caller.gebruiker());
        let recorded = self.register.store().review(&stored, &beoordeling, door).await;
        let registerversie = recorded.map_err(|error| match error {
            ReviewError::Reviewed => ClientError::input("opening", "is al beoordeeld"),
            ReviewError::Database(error) => error.into(),
        })?;
        stored.beoordeling = Some(beoordeling);
        Ok(OpeningBeoordeeld {
            opening: self.told(&stored, &ingericht),
            registerversie,
        })
    }

    /// Of whose openings the caller keeps the review.
    fn reviewed_parties(&self, ingericht: &Ingericht) -> Result<Vec<PartijId>, ClientError> {
        let inrichting = &ingericht.inrichting;
        let reach = Reach::of(self.context, inrichting, &REVIEWERS, &REVIEWERS)?;
        let samenwerking = inrichting.samenwerking_of(self.context.caller.partij());
        let partijen = samenwerking.into_iter().flat_map(|one| &one.partijen);
        let ids = partijen.map(|partij| partij.id.clone());
        Ok(ids.filter(|partij| reach.covers([partij, partij])).collect())
    }

    fn told(&self, opening: &StoredOpening, ingericht: &Ingericht) -> Opening {
        Opening::of(opening, &ingericht.inrichting, self.context.caller.partij())
    }

    async fn note(&self, handeling: Handeling, inwoners: &[InwonerId]) -> Result<(), ClientError> {
        let blik = Blik::act(handeling);
        self.log
            .note(self.register, self.context, self.operatie, blik, inwoners)
            .await
    }
}
