use async_graphql::{Context, Object, SimpleObject};

use super::Inwoner;
use crate::{
    request::withhold::Gedeeld,
    subgraphs::{
        common::cursor::PageInfo,
        trajectbegeleiding::caseload::{Asked, Caseloads, InwonersFilter, InwonersVolgorde, Page},
    },
};

/// The caller's own caseload.
#[derive(Default)]
pub struct MijnInwonersQuery;

#[Object]
impl MijnInwonersQuery {
    /// The residents of the caller's own party: of its own trajecten, SRW-dossiers and buurtteamdossiers, and those whom its
    /// client numbers are bound to; at a party whose betrokkenheid is TEAM or MEDEWERKER, those of the caller's own bindings
    /// only. Order, count and places rest on the party's own knowledge only. A filter looks into what others share as far as
    /// the caller may see it, and takes the rest for absent; with one, a page can hold fewer than `eerste` residents while
    /// more follow. `eerste` is at least 1 and at most 100. Null where something that the filter looked into was withdrawn at
    /// this very moment (ask again), and with `BRON_NIET_BEREIKBAAR` where a subgraph of which it needs to know gives no
    /// answer: no list is shorter in silence.
    async fn mijn_inwoners(
        &self,
        ctx: &Context<'_>,
        na: Option<String>,
        #[graphql(default = 50)] eerste: i32,
        filter: Option<InwonersFilter>,
        #[graphql(default)] volgorde: InwonersVolgorde,
    ) -> async_graphql::Result<Gedeeld<InwonersConnection>> {
        let asked = Asked {
            eerste,
            na,
            filter: filter.unwrap_or_default(),
            volgorde,
        };
        let page = ctx.data::<Caseloads>()?.page(ctx, asked).await?;
        Ok(page.map(InwonersConnection::from))
    }
}

/// A page of a caseload.
#[derive(SimpleObject)]
pub struct InwonersConnection {
    /// The residents with their places.
    edges: Vec<InwonersEdge>,
    /// Where this page ends, and whether there are more residents to look at.
    page_info: PageInfo,
    /// How many residents the caseload has, whatever the filter.
    aantal: usize,
}

/// A resident and their place in the list.
#[derive(SimpleObject)]
pub struct InwonersEdge {
    /// The place: pass it as `na` to go on after it.
    cursor: String,
    /// The resident.
    node: Inwoner,
}

impl From<Page> for InwonersConnection {
    fn from(page: Page) -> Self {
        let edge = |(cursor, id)| InwonersEdge {
            cursor,
            node: Inwoner { id },
        };
        Self {
            edges: page.found.into_iter().map(edge).collect(),
            page_info: page.page_info,
            aantal: page.aantal,
        }
    }
}
