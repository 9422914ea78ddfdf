//! Delivery: each time a signal would be told, it is decided, logged and checked anew. Without a ground for its
//! least group it does not exist for the receiver.

mod confirm;
mod decided;
#[cfg(test)]
mod tests;

use async_graphql::{Error, ErrorExtensions};
use sea_orm::DbErr;
use uuid::Uuid;

pub use confirm::BevestigUitkomst;
pub use decided::Bezorgd;
use decided::Decided;

use super::store::{SignaalBron, Vervallen, Verwezen};
use crate::{
    domain::Reden,
    register::RegisterError,
    request::{
        RequestContext,
        log::{DisclosureLog, LogUnreachable},
    },
    subgraphs::common::Parts,
};

/// Delivers signals to their receivers.
pub struct Bezorger {
    parts: Parts,
    bron: SignaalBron,
    log: DisclosureLog,
}

/// What is delivered at once.
pub struct Page {
    /// The signals that may be told, in order.
    pub signalen: Vec<Bezorgd>,
    /// Whether there are more of them.
    pub has_next: bool,
    /// Where the look ended before the page was full, with more to look at: the place of the next page.
    pub looked_to: Option<Uuid>,
    /// The number of the last signal that was decided on, told or not; `None` where there was none.
    pub read_to: Option<i64>,
    /// The register's version that proves it; `None` when nothing rests on the register.
    pub registerversie: Option<i64>,
}

/// Nothing is delivered, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("niet gedeeld")]
pub struct Undelivered(Reden);

impl Undelivered {
    /// The signals can't be read.
    pub const UNREADABLE: Self = Self(Reden::BronNietBereikbaar);

    /// The error as the caller sees it.
    pub fn into_graphql(self) -> Error {
        Error::new(self.to_string()).extend_with(|_, extensions| extensions.set("code", self.0.word()))
    }
}

impl From<RegisterError> for Undelivered {
    fn from(error: RegisterError) -> Self {
        tracing::error!(%error, "the register gives no decision on signals");
        Self(Reden::RegisterNietBereikbaar)
    }
}

impl From<DbErr> for Undelivered {
    fn from(error: DbErr) -> Self {
        tracing::error!(%error, "the signals cannot be read");
        Self::UNREADABLE
    }
}

impl From<LogUnreachable> for Undelivered {
    fn from(error: LogUnreachable) -> Self {
        tracing::error!(%error, "no signal is told");
        Self(Reden::LogNietBereikbaar)
    }
}

/// How often a page is decided anew when the register changes meanwhile, or a signal ceases to hold.
const ATTEMPTS: usize = 3;

/// How often the register is asked for one page.
const QUESTIONS: usize = 5;

/// How many signals are decided in one question to the register: some more than the page has, since some may not be told.
fn per_question(count: usize) -> u64 {
    u64::try_from(count).map_or(u64::MAX, |count| 2 * count + 16)
}

impl Bezorger {
    /// Delivery out of this room's database.
    pub fn new(parts: Parts) -> Self {
        let (bron, log) = (
            SignaalBron::new(parts.db.clone()),
            DisclosureLog::new(parts.db.clone()),
        );
        Self { parts, bron, log }
    }

    /// Decides, logs and checks the next signals to the caller's party, in that order.
    ///
    /// # Errors
    /// [`Undelivered`] when signals, register or log are out of reach.
    pub async fn deliver(
        &self,
        context: &RequestContext,
        operatie: Uuid,
        after: i64,
        count: usize,
    ) -> Result<Page, Undelivered> {
        for _ in 0..ATTEMPTS {
            let (decided, has_next) = self.decide(context, after, count).await?;
            let now = || self.parts.clock.now();
            let records = decided.records(context.caller.partij(), operatie, now());
            self.log.write(context, &records).await?;
            if !self.bron.note_told(&decided.newly_told(), now()).await? {
                continue;
            }
            if let Some(proven) = decided.check(context, &*self.parts.register, now).await? {
                return Ok(Page { has_next, ..proven });
            }
        }
        tracing::error!(%operatie, "the register or the signals keep changing");
        Err(Undelivered(Reden::RegisterNietBereikbaar))
    }

    /// What the caller's party was told and holds no longer, after this place among those; at most so many, and whether there
    /// are more.
    ///
    /// # Errors
    /// [`Undelivered`] when the signals are out of reach.
    pub async fn vervallen(
        &self,
        context: &RequestContext,
        after: i64,
        count: usize,
    ) -> Result<(Vec<Vervallen>, bool), Undelivered> {
        let most = u64::try_from(count).map_or(u64::MAX, |count| count.saturating_add(1));
        let mut page = self.bron.vervallen(context.caller.partij(), after, most).await?;
        let has_next = page.len() > count;
        page.truncate(count);
        Ok((page, has_next))
    }

    /// The place of a signal among those that the caller's party was told and that hold no longer.
    ///
    /// # Errors
    /// [`Undelivered`] when the signals are out of reach.
    pub async fn find_vervallen(
        &self,
        context: &RequestContext,
        id: Uuid,
    ) -> Result<Option<i64>, Undelivered> {
        Ok(self.bron.find_vervallen(context.caller.partij(), id).await?)
    }

    /// The number after which a page begins: that of the caller's signal with this id.
    ///
    /// # Errors
    /// [`Undelivered`] when the signals are out of reach.
    pub async fn find_place(&self, context: &RequestContext, id: Uuid) -> Result<Option<i64>, Undelivered> {
        Ok(self.bron.find_place(context.caller.partij(), id).await?)
    }

    /// Reads on until the page is full of signals that may be told, there are no more, or it has asked often enough: what
    /// was withdrawn in masses costs no single request more than that.
    async fn decide(
        &self,
        context: &RequestContext,
        after: i64,
        count: usize,
    ) -> Result<(Decided, bool), Undelivered> {
        let ingericht = self.parts.register.inrichting().await?;
        let mut decided = Decided::new(ingericht);
        let mut after = after;
        for _ in 0..QUESTIONS {
            let read = self
                .bron
                .next(context.caller.partij(), after, per_question(count))
                .await?;
            let Some(last) = read.last() else {
                return Ok((decided, false));
            };
            after = last.volgnummer;
            decided.add(context, &*self.parts.register, read).await?;
            if decided.cut_to(count) {
                return Ok((decided, true));
            }
        }
        decided.end_here();
        Ok((decided, true))
    }
}
