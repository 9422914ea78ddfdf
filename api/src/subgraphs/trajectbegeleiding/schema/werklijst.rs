use async_graphql::{Context, Object, SimpleObject};

use super::Inwoner;
use crate::{
    domain::Gegevensgroep,
    request::withhold::Gedeeld,
    subgraphs::{
        common::{
            Termijn,
            cursor::PageInfo,
            gegevensgroep,
            werklijst::{Plek, Shown, WerklijstFilter, Werklijsten},
        },
        trajectbegeleiding::store::Werklijst,
    },
};

/// What a party must still do.
#[derive(Default)]
pub struct WerklijstQuery;

#[Object]
impl WerklijstQuery {
    /// The open deadlines of the trajecten that the caller's party owns, the most urgent first, after the place `na`;
    /// `eerste` is at least 1 and at most 100. Null with an error for a party that owns no trajecten.
    async fn werklijst(
        &self,
        ctx: &Context<'_>,
        na: Option<String>,
        #[graphql(default = 50)] eerste: i32,
        filter: Option<WerklijstFilter>,
    ) -> async_graphql::Result<Option<WerklijstConnection>> {
        let werklijsten = ctx.data::<Werklijsten<Werklijst>>()?;
        let shown = werklijsten.show(ctx, na.as_deref(), eerste, filter).await?;
        Ok(Some(shown.into()))
    }
}

/// A page of a worklist.
#[derive(SimpleObject)]
pub struct WerklijstConnection {
    /// The deadlines with their places.
    edges: Vec<WerklijstEdge>,
    /// Where this page ends.
    page_info: PageInfo,
}

/// A deadline and its place in the list.
#[derive(SimpleObject)]
pub struct WerklijstEdge {
    /// Its place: pass it as `na` to go on after it.
    cursor: String,
    /// The deadline and whose it is.
    node: Werk,
}

/// An open deadline of a traject.
#[derive(SimpleObject)]
pub struct Werk {
    /// The deadline; null when it was taken away at this very moment.
    #[graphql(directive = gegevensgroep::apply(Gegevensgroep::TrajectTermijnen))]
    termijn: Gedeeld<Termijn>,
    /// The source's own id of the traject.
    bron_id: String,
    /// The clients of the traject.
    clienten: Vec<Inwoner>,
}

impl From<Shown> for WerklijstConnection {
    fn from(shown: Shown) -> Self {
        let edges = shown.termijnen::<Werklijst>().map(WerklijstEdge::from).collect();
        Self {
            edges,
            page_info: shown.page_info(),
        }
    }
}

impl From<(&Plek, Gedeeld<Termijn>)> for WerklijstEdge {
    fn from((plek, termijn): (&Plek, Gedeeld<Termijn>)) -> Self {
        let clienten = plek.clienten.iter().cloned().map(|id| Inwoner { id });
        Self {
            cursor: plek.plaats.encode(),
            node: Werk {
                termijn,
                bron_id: plek.bron_id.clone(),
                clienten: clienten.collect(),
            },
        }
    }
}
