use async_graphql::{Context, InputObject, Object, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::Inwoner;
use crate::{
    domain::{Inrichting, InwonerId, PartijSoort, VroegsignaalSoort},
    publication::{
        VroegsignaalBijwerkenInvoer, VroegsignaalInvoer, VroegsignaalResultaat, VroegsignaalStatus,
    },
    request::plan::Plan,
    subgraphs::{
        common::{ClientError, PartijInfo, context_of, cursor::PageInfo},
        publishing::PublicatieUitkomst,
        trajectbegeleiding::{
            store::Ontvangen,
            vroegsignalen::{Eigen, Gever, Gevraagd, Ontvangst, Pagina, Plaats},
        },
    },
};

/// The early signals that a party received.
#[derive(Default)]
pub struct VroegsignaalQuery;

/// Early signals are given, taken back, and handled by who received them.
#[derive(Default)]
pub struct VroegsignaalMutation;

/// The receipt of an early signal: all that whoever gave it is ever told. It is alike for every resident, known or not,
/// whatever became of the signal.
#[derive(SimpleObject)]
pub struct VroegsignaalOntvangst {
    /// The number of the receipt: the same for all versions of one signal.
    ontvangstnummer: Uuid,
    /// When the hub answered so (UTC).
    op: DateTime<Utc>,
    /// What became of this version.
    uitkomst: PublicatieUitkomst,
}

/// Which residents with early signals.
#[derive(Clone, Debug, Default, InputObject)]
pub struct VroegsignalenFilter {
    /// This one only.
    inwoner: Option<InwonerId>,
    /// Only those with a signal that stands so; the open ones (`ONTVANGEN`, `IN_ONDERZOEK`) where none is named.
    statussen: Option<Vec<VroegsignaalStatus>>,
}

/// A page of the residents of whom early signals came in.
#[derive(SimpleObject)]
pub struct VroegsignalenConnection {
    /// The residents with their places.
    edges: Vec<VroegsignalenEdge>,
    /// Where this page ends.
    page_info: PageInfo,
}

/// A resident and their place in the list.
#[derive(SimpleObject)]
pub struct VroegsignalenEdge {
    /// The place: pass it as `na` to go on after it.
    cursor: String,
    /// The resident and their signals.
    node: InwonerVroegsignalen,
}

/// What came in about one resident, of all who gave signals, together.
#[derive(SimpleObject)]
pub struct InwonerVroegsignalen {
    /// Whom they are about.
    inwoner: Inwoner,
    /// The signals, the latest first, whatever their state.
    vroegsignalen: Vec<Vroegsignaal>,
}

/// An early signal: somebody hasn't paid a bill for a while (Wgs art. 3 lid 1 onder b). Only who received it sees it.
#[derive(SimpleObject)]
pub struct Vroegsignaal {
    /// The hub's id of it.
    id: Uuid,
    /// Who gave it.
    signaalpartner: PartijInfo,
    /// What isn't paid.
    soort: VroegsignaalSoort,
    /// How many months of it.
    maanden: i32,
    /// How much, whole euros.
    bedrag: Option<i32>,
    /// The day on which so much wasn't paid.
    peildatum: NaiveDate,
    /// The law and article on which it was taken in.
    grondslag: String,
    /// What its owner does with it.
    status: VroegsignaalStatus,
    /// What came of it, of one that was closed.
    resultaat: Option<VroegsignaalResultaat>,
    /// The source's own id of the traject that it became; null where that isn't there any more.
    traject: Option<String>,
    /// Since when its owner has it (UTC); of one that came back after it was closed: since then.
    ontvangen_op: DateTime<Utc>,
    /// When its present content came in (UTC).
    bijgewerkt_op: DateTime<Utc>,
    /// When it became a traject or was closed (UTC).
    afgehandeld_op: Option<DateTime<Utc>>,
}

#[Object]
impl VroegsignaalQuery {
    /// The residents of whom the caller's party received early signals that are open, who waits longest first, after the
    /// place `na`; `eerste` is at least 1 and at most 100. `PARTIJ_NIET_BEVOEGD` for a party that receives none.
    async fn vroegsignalen(
        &self,
        ctx: &Context<'_>,
        na: Option<String>,
        #[graphql(default = 50)] eerste: i32,
        filter: Option<VroegsignalenFilter>,
    ) -> async_graphql::Result<Option<VroegsignalenConnection>> {
        let VroegsignalenFilter { inwoner, statussen } = filter.unwrap_or_default();
        let asked = Gevraagd::read(na.as_deref(), eerste, inwoner, statussen);
        let asked = asked.map_err(ClientError::into_graphql)?;
        let plan = ctx.data::<Plan>()?;
        let paged = ctx
            .data::<Eigen>()?
            .page(context_of(ctx)?, plan.operatie(), asked)
            .await;
        let page = paged.map_err(ClientError::into_graphql)?;
        plan.add(page.inwoners.iter().map(|(_, inwoner, _)| inwoner.clone()));
        Ok(Some(page.into()))
    }
}

#[Object]
impl VroegsignaalMutation {
    /// Gives an early signal, or a newer version of it, as the system of a signaalpartner. It is refused below the
    /// threshold and without a legal ground that the configuration has for its kind and day; never for what is
    /// known of the resident.
    async fn vroegsignaal_indienen(
        &self,
        ctx: &Context<'_>,
        invoer: VroegsignaalInvoer,
    ) -> async_graphql::Result<VroegsignaalOntvangst> {
        let operatie = ctx.data::<Plan>()?.operatie();
        let received = ctx
            .data::<Gever>()?
            .indienen(context_of(ctx)?, operatie, invoer)
            .await;
        received.map(Into::into).map_err(ClientError::into_graphql)
    }

    /// Takes an early signal of the caller's party back: it is hidden at once.
    async fn vroegsignaal_intrekken(
        &self,
        ctx: &Context<'_>,
        bron_id: String,
        reden: String,
    ) -> async_graphql::Result<VroegsignaalOntvangst> {
        let operatie = ctx.data::<Plan>()?.operatie();
        let gever = ctx.data::<Gever>()?;
        let received = gever
            .intrekken(context_of(ctx)?, operatie, &bron_id, &reden)
            .await;
        received.map(Into::into).map_err(ClientError::into_graphql)
    }

    /// Takes a step with early signals that the caller's party received, with all of them or none: begins, links them
    /// to the traject that they became, or closes them with their result.
    async fn vroegsignaal_bijwerken(
        &self,
        ctx: &Context<'_>,
        invoer: VroegsignaalBijwerkenInvoer,
    ) -> async_graphql::Result<Vec<Vroegsignaal>> {
        let operatie = ctx.data::<Plan>()?.operatie();
        let stepped = ctx
            .data::<Eigen>()?
            .advance(context_of(ctx)?, operatie, invoer)
            .await;
        let (told, ingericht) = stepped.map_err(ClientError::into_graphql)?;
        let told = told
            .into_iter()
            .map(|one| Vroegsignaal::of(one, &ingericht.inrichting));
        Ok(told.collect())
    }
}

impl From<Ontvangst> for VroegsignaalOntvangst {
    fn from(ontvangst: Ontvangst) -> Self {
        Self {
            ontvangstnummer: ontvangst.nummer,
            op: ontvangst.op,
            uitkomst: ontvangst.uitkomst,
        }
    }
}

impl From<Pagina> for VroegsignalenConnection {
    fn from(page: Pagina) -> Self {
        let page_info = PageInfo {
            end_cursor: page.inwoners.last().map(|(place, ..)| place.encode()),
            has_next_page: page.has_next,
        };
        let edge = |(place, id, signals): (Plaats, InwonerId, Vec<Ontvangen>)| {
            let told = signals
                .into_iter()
                .map(|one| Vroegsignaal::of(one, &page.inrichting));
            VroegsignalenEdge {
                cursor: place.encode(),
                node: InwonerVroegsignalen {
                    inwoner: Inwoner { id },
                    vroegsignalen: told.collect(),
                },
            }
        };
        Self {
            edges: page.inwoners.into_iter().map(edge).collect(),
            page_info,
        }
    }
}

impl Vroegsignaal {
    fn of(one: Ontvangen, inrichting: &Inrichting) -> Self {
        let known = inrichting.find_partij(&one.signaalpartner).map(PartijInfo::from);
        Self {
            id: one.id,
            // A signal outlives the configuration of who gave it.
            signaalpartner: known.unwrap_or_else(|| PartijInfo {
                id: one.signaalpartner.as_str().into(),
                naam: one.signaalpartner.to_string(),
                soort: PartijSoort::Signaalpartner,
            }),
            soort: one.soort,
            maanden: one.maanden,
            bedrag: one.bedrag,
            peildatum: one.peildatum,
            grondslag: one.grondslag,
            status: one.status,
            resultaat: one.resultaat,
            traject: one.traject,
            ontvangen_op: one.ontvangen_op,
            bijgewerkt_op: one.bijgewerkt_op,
            afgehandeld_op: one.afgehandeld_op,
        }
    }
}
