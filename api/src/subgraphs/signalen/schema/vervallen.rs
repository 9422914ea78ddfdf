use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::check_page;
use crate::subgraphs::{
    common::{context_of, cursor::PageInfo},
    signalen::{
        deliver::{Bezorger, Undelivered},
        place,
        store::Vervallen,
    },
};

/// What can be asked of signals that were told and hold no longer.
#[derive(Default)]
pub struct VervallenQuery;

#[Object]
impl VervallenQuery {
    /// The signals that the caller's party was told and that hold no longer, in the order in which they ceased to, after the
    /// place `na`; `eerste` is at least 1 and at most 100. What they told of was withdrawn or erased, or was about somebody
    /// else: whoever keeps them is to throw them away (AVG art. 19). It says which, and nothing of whom. Null when they
    /// are out of reach.
    async fn vervallen_signalen(
        &self,
        ctx: &Context<'_>,
        na: Option<String>,
        #[graphql(default = 50)] eerste: i32,
    ) -> async_graphql::Result<Option<VervallenSignaalConnection>> {
        let (bezorger, context) = (ctx.data::<Arc<Bezorger>>()?, context_of(ctx)?);
        let find = |id| bezorger.find_vervallen(context, id);
        let (after, count) = check_page(na.as_deref(), eerste, find).await?;
        let page = bezorger.vervallen(context, after, count).await;
        let (vervallen, has_next_page) = page.map_err(Undelivered::into_graphql)?;
        let edges: Vec<_> = vervallen.into_iter().map(VervallenSignaalEdge::from).collect();
        Ok(Some(VervallenSignaalConnection {
            page_info: PageInfo {
                end_cursor: edges.last().map(|edge| edge.cursor.clone()),
                has_next_page,
            },
            edges,
        }))
    }
}

/// A page of signals that hold no longer.
#[derive(SimpleObject)]
pub struct VervallenSignaalConnection {
    /// The signals with their places.
    edges: Vec<VervallenSignaalEdge>,
    /// Where this page ends.
    page_info: PageInfo,
}

/// A signal that holds no longer, and its place in the list.
#[derive(SimpleObject)]
pub struct VervallenSignaalEdge {
    /// Its place: pass it as `na` to go on after it.
    cursor: String,
    /// The signal.
    node: VervallenSignaal,
}

/// A signal that was told and holds no longer.
#[derive(SimpleObject)]
pub struct VervallenSignaal {
    /// The id by which it was told.
    id: ID,
    /// Since when (UTC).
    op: DateTime<Utc>,
}

impl From<Vervallen> for VervallenSignaalEdge {
    fn from(Vervallen { id, op }: Vervallen) -> Self {
        Self {
            cursor: place::encode(id),
            node: VervallenSignaal {
                id: ID(id.to_string()),
                op,
            },
        }
    }
}
