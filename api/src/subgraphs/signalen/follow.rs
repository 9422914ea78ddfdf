//! Follows the outboxes of the owners: what may go out becomes a signal of its receiver, once.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use super::store::SignaalBron;
use crate::{
    domain::{Geadresseerden, SignaalSoort},
    federation::SubgraphName,
    subgraphs::{
        common::Parts,
        outbox::{Aanbod, Aangeboden, Outbox, OutboxError},
    },
};

/// How long to wait before an outbox that could not be followed is asked again.
const ASK_AGAIN: Duration = Duration::from_secs(1);

/// The outboxes of the owners, by subgraph.
pub type Outboxes = BTreeMap<SubgraphName, Arc<dyn Outbox>>;

/// Follows outboxes into the signals here. Several processes may follow the same one: what one of them has stored, another
/// finds stored.
#[derive(Clone)]
pub struct Volger {
    parts: Parts,
    outboxes: Arc<Outboxes>,
}

impl Volger {
    /// Follows these into the signals of this room.
    pub fn new(parts: Parts, outboxes: Outboxes) -> Self {
        Self {
            parts,
            outboxes: Arc::new(outboxes),
        }
    }

    /// The outboxes that are followed.
    pub fn followed(&self) -> impl Iterator<Item = SubgraphName> {
        self.outboxes.keys().copied()
    }

    /// Follows one of them for as long as it is polled.
    pub async fn follow(self, bron: SubgraphName) {
        loop {
            if let Err(error) = self.step(bron, true).await {
                tracing::warn!(%bron, %error, "an outbox cannot be followed");
                tokio::time::sleep(ASK_AGAIN).await;
            }
        }
    }

    /// Takes over all that stands in the outboxes now, one after the other.
    ///
    /// # Errors
    /// [`OutboxError`] where one can't be read; what was taken over before stays.
    pub async fn catch_up(&self) -> Result<(), OutboxError> {
        for bron in self.followed() {
            while self.step(bron, false).await? {}
        }
        Ok(())
    }

    /// Takes over what stands there next; whether there was anything.
    async fn step(&self, bron: SubgraphName, wait: bool) -> Result<bool, OutboxError> {
        let Some(outbox) = self.outboxes.get(&bron) else {
            return Ok(false);
        };
        let store = SignaalBron::new(self.parts.db.clone());
        let after = store.followed(bron).await?;
        let aanbod = outbox.after(after, wait).await?;
        if aanbod.tot <= after {
            return Ok(false);
        }
        let aanbod = self.tested(aanbod).await?;
        if store.take(bron, after, &aanbod, self.parts.clock.now()).await? {
            self.parts.bell.ring();
        }
        Ok(true)
    }

    /// Leaves out what only matters to an owner of a running traject, where none of its own runs.
    async fn tested(&self, aanbod: Aanbod) -> Result<Aanbod, OutboxError> {
        let mut paren = Vec::with_capacity(aanbod.paren.len());
        for paar in aanbod.paren {
            if !takes_a_traject(paar.soort) || self.runs(&paar).await? {
                paren.push(paar);
            }
        }
        Ok(Aanbod { paren, ..aanbod })
    }

    async fn runs(&self, paar: &Aangeboden) -> Result<bool, OutboxError> {
        let trajecten = SubgraphName::Trajectbegeleiding;
        let owner = self.outboxes.get(&trajecten);
        let owner = owner.ok_or(OutboxError::NoTrajecten(trajecten))?;
        owner.runs(&paar.ontvanger, &paar.inwoner).await
    }
}

fn takes_a_traject(soort: SignaalSoort) -> bool {
    soort.regel().geadresseerden == Geadresseerden::Trajecthouders
}
