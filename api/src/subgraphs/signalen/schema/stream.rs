use std::sync::Arc;

use async_graphql::{Context, Subscription};
use futures::{StreamExt, stream, stream::BoxStream};
use uuid::Uuid;

use super::asked_page;
use crate::{
    request::{RequestContext, withhold::Ledger},
    subgraphs::{
        common::context_of,
        signalen::{
            deliver::{Bezorger, Page, Undelivered},
            heads::Heads,
            types::SignaalConnection,
        },
    },
};

/// What can be followed of the signals.
pub struct SubscriptionRoot;

#[Subscription(name = "Subscription")]
impl SubscriptionRoot {
    /// The signals to the caller's party that may be told, in order: those after the place `na` at once, and the others as
    /// they come. Each message is a page of at least one. Who breaks off goes on after the last place that they saw.
    async fn signalen(
        &self,
        ctx: &Context<'_>,
        na: Option<String>,
    ) -> async_graphql::Result<BoxStream<'static, async_graphql::Result<Option<SignaalConnection>>>> {
        let (context, ledger) = (context_of(ctx)?, ctx.data::<Ledger>()?);
        let bezorger = ctx.data::<Arc<Bezorger>>()?;
        let (after, count) = asked_page(bezorger, context, na.as_deref(), AT_ONCE).await?;
        let following = Following {
            bezorger: Arc::clone(bezorger),
            heads: ctx.data::<Heads>()?.clone(),
            context: Arc::clone(context),
            ledger: ledger.clone(),
            after,
            count,
            is_over: false,
        };
        Ok(following.messages())
    }
}

/// The most signals in one message: it is decided on as a whole when it is asked for, so that a slow consumer hears what may
/// be told by then, and nothing piles up.
const AT_ONCE: i32 = 50;

struct Following {
    bezorger: Arc<Bezorger>,
    heads: Heads,
    context: Arc<RequestContext>,
    ledger: Ledger,
    after: i64,
    count: usize,
    is_over: bool,
}

impl Following {
    fn messages(self) -> BoxStream<'static, async_graphql::Result<Option<SignaalConnection>>> {
        stream::unfold(self, |mut following| async move {
            let page = following.next().await?;
            let message = page.map(|page| Some(page.into()));
            Some((message.map_err(Undelivered::into_graphql), following))
        })
        .boxed()
    }

    /// The next signals that may be told; waits for them. What may not be told when its turn comes is passed over in silence.
    async fn next(&mut self) -> Option<Result<Page, Undelivered>> {
        while !self.is_over {
            let partij = self.context.caller.partij();
            let Some(last) = self.heads.risen_above(partij, self.after).await else {
                self.is_over = true;
                return Some(Err(Undelivered::UNREADABLE));
            };
            let operatie = Uuid::now_v7();
            let delivered = self
                .bezorger
                .deliver(&self.context, operatie, self.after, self.count)
                .await;
            let page = match delivered {
                Ok(page) => page,
                Err(undelivered) => {
                    self.is_over = true;
                    return Some(Err(undelivered));
                }
            };
            // What isn't there any more isn't waited for.
            self.after = page.read_to.unwrap_or(last);
            if page.signalen.is_empty() {
                continue;
            }
            if let Some(versie) = page.registerversie {
                self.ledger.note_version(versie);
            }
            return Some(Ok(page));
        }
        None
    }
}
