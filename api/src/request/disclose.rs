//! The way itself: decide, load, log, check again; what comes out may be told.

mod agreement;
mod attempt;
mod findings;
mod loaded;
mod logged;
mod verstrekt;

use std::{collections::BTreeSet, sync::Arc};

use async_graphql::{Error, ErrorExtensions};
use uuid::Uuid;

use attempt::{Attempt, Reach};
pub use findings::Findings;
pub use verstrekt::{Looks, Verstrekt};

use super::{RequestContext, decide::Besluit, load::Bron, log::DisclosureLog};
use crate::{
    clock::Clock,
    domain::{Gegevensgroep, InwonerId, Reden},
    register::Register,
};

/// Takes questions about one owner's records the whole way.
pub struct Discloser<B> {
    bron: B,
    register: Arc<dyn Register>,
    log: DisclosureLog,
    clock: Arc<dyn Clock>,
}

/// Not even the parties could be listed, because the register can't be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("niet gedeeld")]
pub struct Unanswered;

impl Unanswered {
    /// The error as the caller sees it.
    pub fn into_graphql(self) -> Error {
        Error::new(self.to_string())
            .extend_with(|_, extensions| extensions.set("code", Reden::RegisterNietBereikbaar.word()))
    }
}

/// How often a question is decided anew when the register changes while it is answered.
const ATTEMPTS: usize = 3;

impl<B: Bron> Discloser<B> {
    /// The way to these records.
    pub fn new(bron: B, register: Arc<dyn Register>, log: DisclosureLog, clock: Arc<dyn Clock>) -> Self {
        Self {
            bron,
            register,
            log,
            clock,
        }
    }

    /// Decides, loads, logs and checks on the register's present version: in that order, so that a
    /// withdrawal that was committed before the last check is obeyed.
    ///
    /// # Errors
    /// [`Unanswered`] when not even the parties are known.
    pub async fn disclose(
        &self,
        context: &RequestContext,
        operatie: Uuid,
        inwoners: &[InwonerId],
        groepen: &BTreeSet<Gegevensgroep>,
    ) -> Result<Verstrekt<B::Dossier>, Unanswered> {
        for _ in 0..ATTEMPTS {
            let decided =
                Attempt::decide(self, context, operatie, inwoners, groepen, Reach::Samenwerking).await?;
            let logged = decided.load().await.log().await;
            if let Some(verstrekt) = logged.check().await {
                return Ok(verstrekt);
            }
        }
        let reden = Reden::RegisterNietBereikbaar;
        let withheld = self.withhold(context, operatie, inwoners, groepen, reden).await?;
        Ok(withheld.unsettled())
    }

    /// Withholds all that is not the caller's own, for a reason that no decision knows of.
    ///
    /// # Errors
    /// [`Unanswered`] when not even the parties are known.
    pub async fn withhold(
        &self,
        context: &RequestContext,
        operatie: Uuid,
        inwoners: &[InwonerId],
        groepen: &BTreeSet<Gegevensgroep>,
        reden: Reden,
    ) -> Result<Verstrekt<B::Dossier>, Unanswered> {
        let decided =
            Attempt::decide(self, context, operatie, inwoners, groepen, Reach::Samenwerking).await?;
        let withheld = decided.load().await.withhold_shared(reden);
        Ok(withheld.log().await.give_up())
    }

    /// Whether the register would decide the same again, on the same grounds. Nothing is loaded for it, and
    /// nothing is told by it.
    pub async fn stands(&self, context: &RequestContext, verstrekt: &Verstrekt<B::Dossier>) -> bool {
        let shared: Vec<&Besluit> = verstrekt.shared().collect();
        let inwoners: BTreeSet<InwonerId> = shared
            .iter()
            .map(|besluit| besluit.vraag().inwoner.clone())
            .collect();
        let inwoners: Vec<InwonerId> = inwoners.into_iter().collect();
        let vragen = shared.iter().map(|besluit| besluit.vraag().clone()).collect();
        let asking = self.register.evaluate(&context.caller, &inwoners, vragen);
        let oordeel = context.trace_id.carry(asking).await;
        oordeel.is_ok_and(|oordeel| {
            let same = |(told, now): (&&Besluit, &Besluit)| {
                (told.reden(), told.grondslag()) == (now.reden(), now.grondslag())
            };
            shared.iter().zip(&oordeel.besluiten).all(same)
        })
    }

    /// The same of the caller's own records only: nobody else is asked anything, and no consent can change it.
    ///
    /// # Errors
    /// [`Unanswered`] when not even the parties are known.
    pub async fn disclose_own(
        &self,
        context: &RequestContext,
        operatie: Uuid,
        inwoners: &[InwonerId],
        groepen: &BTreeSet<Gegevensgroep>,
    ) -> Result<Verstrekt<B::Dossier>, Unanswered> {
        let decided = Attempt::decide(self, context, operatie, inwoners, groepen, Reach::Own).await?;
        Ok(decided.load().await.log().await.give_up())
    }

    /// The same of records of which the caller's party is a side, whatever kinds of records it owns: own records to both.
    /// The store must find no others.
    ///
    /// # Errors
    /// [`Unanswered`] when not even the parties are known.
    pub async fn disclose_as_side(
        &self,
        context: &RequestContext,
        operatie: Uuid,
        inwoners: &[InwonerId],
        groepen: &BTreeSet<Gegevensgroep>,
    ) -> Result<Verstrekt<B::Dossier>, Unanswered> {
        let decided = Attempt::decide(self, context, operatie, inwoners, groepen, Reach::Side).await?;
        Ok(decided.load().await.log().await.give_up())
    }
}

#[cfg(test)]
mod tests;
