use std::{collections::BTreeSet, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use futures::future::{Either, pending};
use uuid::Uuid;

use super::{Streams, Watching};
use crate::{
    clock::Clock,
    domain::{Gegevensgroep, InwonerId, Reden},
    request::{
        RequestContext,
        disclose::{Discloser, Unanswered, Verstrekt},
        load::Bron,
    },
};

/// How often a stream that nothing wakes is decided again: what begins by the clock wakes nobody.
const SWEEP: Duration = Duration::from_secs(60);

/// How often a stream tries again when the register changes too often for its resident to prove anything: nobody
/// waits for it within a time.
const TRIES: usize = 10;

/// Disclosures of some groups of one resident, each taken the whole way anew: first at once, then whenever the
/// register, the records or the clock may have changed what may be told.
///
/// A disclosure is made when it is asked for, so that a slow consumer gets the latest state and nothing piles up.
pub struct Lasting<B: Bron> {
    question: Question<B>,
    watching: Option<Watching>,
    /// Until when what was told last holds; `None` before the first.
    told: Option<Told<B>>,
    is_over: bool,
}

struct Question<B: Bron> {
    discloser: Arc<Discloser<B>>,
    streams: Streams,
    clock: Arc<dyn Clock>,
    context: Arc<RequestContext>,
    inwoner: InwonerId,
    groepen: BTreeSet<Gegevensgroep>,
}

type Told<B> = Arc<Verstrekt<<B as Bron>::Dossier>>;

impl<B: Bron> Lasting<B> {
    /// Nothing is told yet.
    pub fn new(
        discloser: Arc<Discloser<B>>,
        streams: Streams,
        clock: Arc<dyn Clock>,
        context: Arc<RequestContext>,
        inwoner: InwonerId,
        groepen: BTreeSet<Gegevensgroep>,
    ) -> Self {
        Self {
            question: Question {
                discloser,
                streams,
                clock,
                context,
                inwoner,
                groepen,
            },
            watching: None,
            told: None,
            is_over: false,
        }
    }

    /// What may be told now; waits for it when it was asked before. `None` at the end, which comes after the
    /// disclosure that nothing may be told any more, whether there is something to tell or not.
    ///
    /// # Errors
    /// [`Unanswered`] when not even the parties are known: that is the end too.
    pub async fn next(&mut self) -> Option<Result<Told<B>, Unanswered>> {
        if self.is_over {
            return None;
        }
        if let (Some(told), Some(watching)) = (&self.told, &self.watching) {
            self.question.until_it_may_have_changed(told, watching).await;
        }
        let disclosed = self.disclose().await;
        match &disclosed {
            Ok(verstrekt) => {
                self.is_over |= verstrekt.withheld().is_some();
                self.told = Some(Arc::clone(verstrekt));
            }
            Err(Unanswered) => self.is_over = true,
        }
        Some(disclosed)
    }

    /// Watches before it decides, and decides again when the decision names somebody who wasn't watched.
    async fn disclose(&mut self) -> Result<Told<B>, Unanswered> {
        loop {
            let question = &self.question;
            if self.watching.is_none() {
                let watching = question.streams.watch([question.inwoner.clone()]).await;
                self.watching = watching.inspect_err(unreadable).ok();
            }
            let Some(watching) = &mut self.watching else {
                return self.end(Reden::BronNietBereikbaar).await;
            };
            if watching.is_lost() {
                return self.end(Reden::RegisterNietBereikbaar).await;
            }
            let verstrekt = question.disclose().await?;
            match watching.also(verstrekt.inwoners()).await {
                Ok(true) => {}
                Ok(false) => return Ok(Arc::new(verstrekt)),
                Err(error) => {
                    unreadable(&error);
                    return self.end(Reden::BronNietBereikbaar).await;
                }
            }
        }
    }

    /// The last disclosure: whatever is not the caller's own is withheld.
    async fn end(&mut self, reden: Reden) -> Result<Told<B>, Unanswered> {
        self.is_over = true;
        let Question {
            discloser,
            context,
            inwoner,
            groepen,
            ..
        } = &self.question;
        let inwoners = std::slice::from_ref(inwoner);
        let withheld = discloser.withhold(context, Uuid::now_v7(), inwoners, groepen, reden);
        withheld.await.map(Arc::new)
    }
}

impl<B: Bron> Question<B> {
    /// Each disclosure is an operation of its own in the log.
    async fn disclose(&self) -> Result<Verstrekt<B::Dossier>, Unanswered> {
        let inwoners = std::slice::from_ref(&self.inwoner);
        let mut tries = 0..TRIES;
        loop {
            let disclosed = self
                .discloser
                .disclose(&self.context, Uuid::now_v7(), inwoners, &self.groepen)
                .await?;
            if !disclosed.is_unsettled() || tries.next().is_none() {
                return Ok(disclosed);
            }
        }
    }

    async fn until_it_may_have_changed(&self, told: &Verstrekt<B::Dossier>, watching: &Watching) {
        loop {
            tokio::select! {
                () = watching.woken() => return,
                () = self.reached(told.tot()) => return,
                () = tokio::time::sleep(SWEEP) => {}
            }
            if !self.discloser.stands(&self.context, told).await {
                return;
            }
        }
    }

    fn reached(&self, end: Option<DateTime<Utc>>) -> impl Future<Output = ()> {
        end.map_or_else(
            || Either::Left(pending()),
            |end| Either::Right(self.clock.reached(end)),
        )
    }
}

fn unreadable(error: &sea_orm::DbErr) {
    tracing::error!(%error, "the records of a stream cannot be followed");
}
