use std::{collections::BTreeSet, sync::Arc};

use super::{Register, RegisterError};
use crate::{
    clock::Clock,
    domain::{InwonerId, Reden},
    federation::{Gedeelde, LastQuestion, RegisterUnreachable, StillAllowed, Withdrawn},
    request::{
        RequestContext,
        decide::{Besluit, Vraag},
    },
};

/// The hub's last question, put to the register: nothing leaves that was withdrawn since a subgraph
/// checked it, or has ended by the clock.
pub struct RegisterLastQuestion {
    register: Arc<dyn Register>,
    clock: Arc<dyn Clock>,
}

impl RegisterLastQuestion {
    /// The last question to this register.
    pub fn new(register: Arc<dyn Register>, clock: Arc<dyn Clock>) -> Self {
        Self { register, clock }
    }

    /// Decides all of it again, on one version: what was not touched by one change may be by the next.
    async fn decide_again(
        &self,
        context: &RequestContext,
        disclosed: &[Gedeelde],
        inwoners: &[InwonerId],
    ) -> Result<StillAllowed, RegisterError> {
        let mut asked: Vec<(usize, bool)> = Vec::new();
        let mut vragen = Vec::new();
        for (index, item) in disclosed.iter().enumerate() {
            // A joint group rests on the other client's grant too. The client's own comes last: its reason counts.
            if let Some(mede_client) = &item.mede_client {
                asked.push((index, true));
                vragen.push(vraag(item, mede_client));
            }
            asked.push((index, false));
            vragen.push(vraag(item, &item.inwoner));
        }
        let asking = self.register.evaluate(&context.caller, inwoners, vragen);
        let oordeel = context.trace_id.carry(asking).await?;
        let withdrawn = |((index, is_second), besluit): (&(usize, bool), &Besluit)| {
            let reden = if *is_second {
                Reden::TweedeClientNietAkkoord
            } else {
                besluit.reden()
            };
            (!besluit.is_toegestaan()).then(|| Withdrawn {
                index: *index,
                reden,
                besluit: Some(besluit.id()),
            })
        };
        let decided = asked.iter().zip(&oordeel.besluiten);
        Ok(StillAllowed {
            registerversie: oordeel.registerversie,
            withdrawn: decided.filter_map(withdrawn).collect(),
        })
    }
}

fn vraag(item: &Gedeelde, inwoner: &InwonerId) -> Vraag {
    Vraag {
        inwoner: inwoner.clone(),
        bronhouder: item.bronhouder.clone(),
        groep: item.groep,
    }
}

#[async_trait::async_trait]
impl LastQuestion for RegisterLastQuestion {
    async fn still_allowed(
        &self,
        context: &RequestContext,
        since: i64,
        disclosed: &[Gedeelde],
    ) -> Result<StillAllowed, RegisterUnreachable> {
        let inwoners: BTreeSet<InwonerId> = disclosed
            .iter()
            .flat_map(|item| std::iter::once(&item.inwoner).chain(&item.mede_client))
            .cloned()
            .collect();
        let inwoners: Vec<InwonerId> = inwoners.into_iter().collect();
        let unreachable = |error: RegisterError| {
            tracing::error!(%error, "the last question gets no answer");
            RegisterUnreachable
        };
        let changes = self
            .register
            .changes(since, &inwoners)
            .await
            .map_err(unreachable)?;
        let now = self.clock.now();
        let is_touched = |item: &Gedeelde| {
            let changed = std::iter::once(&item.inwoner)
                .chain(&item.mede_client)
                .any(|id| changes.changed.touches(id));
            changed || item.tot.is_some_and(|end| end <= now)
        };
        if disclosed.iter().any(is_touched) {
            return self
                .decide_again(context, disclosed, &inwoners)
                .await
                .map_err(unreachable);
        }
        Ok(StillAllowed {
            registerversie: changes.registerversie,
            withdrawn: Vec::new(),
        })
    }
}
