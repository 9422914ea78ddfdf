use std::borrow::Cow;

use async_graphql::{
    Context, ContextSelectionSet, Object, OutputType, Positioned, ServerResult, SimpleObject, Value,
    parser::types::Field, registry::Registry,
};

use super::Inwoner;
use crate::subgraphs::{
    common::cursor::PageInfo,
    trajectbegeleiding::caseload::{Asked, Caseloads, Found, InwonersFilter, InwonersVolgorde, Listed, Page},
};

/// The caller's own caseload.
#[derive(Default)]
pub struct MijnInwonersQuery;

#[Object]
impl MijnInwonersQuery {
    /// The residents of the caller's own party: of its own trajecten, and those whom its client numbers are bound to, within
    /// its betrokkenheid. Order, count and places rest on the party's own knowledge only. A filter looks into what others share as far as
    /// the caller may see it, and takes the rest for absent; with one, a page can hold fewer than `eerste` residents while
    /// more follow. `eerste` is at least 1 and at most 100.
    async fn mijn_inwoners(
        &self,
        ctx: &Context<'_>,
        na: Option<String>,
        #[graphql(default = 50)] eerste: i32,
        filter: Option<InwonersFilter>,
        #[graphql(default)] volgorde: InwonersVolgorde,
    ) -> async_graphql::Result<Option<InwonersConnection>> {
        let asked = Asked {
            eerste,
            na,
            filter: filter.unwrap_or_default(),
            volgorde,
        };
        let page = ctx.data::<Caseloads>()?.page(ctx, asked).await?;
        Ok(Some(page.into()))
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
    /// The resident; null where the ground on which the filter found them was withdrawn at this very moment.
    node: Node,
}

/// A resident, told as long as what it rests on holds.
struct Node(Listed);

impl From<Page> for InwonersConnection {
    fn from(page: Page) -> Self {
        Self {
            edges: page.found.into_iter().map(InwonersEdge::from).collect(),
            page_info: page.page_info,
            aantal: page.aantal,
        }
    }
}

impl From<Found> for InwonersEdge {
    fn from(Found { cursor, inwoner }: Found) -> Self {
        Self {
            cursor,
            node: Node(inwoner),
        }
    }
}

impl OutputType for Node {
    fn type_name() -> Cow<'static, str> {
        <Inwoner as OutputType>::type_name()
    }

    fn qualified_type_name() -> String {
        <Option<Inwoner> as OutputType>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Option<Inwoner> as OutputType>::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        match &self.0 {
            Listed::Own(inwoner) => inwoner.resolve(ctx, field).await,
            Listed::Because(told) => told.resolve(ctx, field).await,
        }
    }
}
