use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use uuid::Uuid;

use super::{Register, RegisterError};
use crate::{
    clock::Clock,
    domain::{Gegevensgroep, InwonerId, Reden},
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
        let asked: BTreeSet<Vraag> = disclosed.iter().flat_map(vragen).collect();
        let asking = self
            .register
            .evaluate(&context.caller, inwoners, asked.into_iter().collect());
        let oordeel = context.trace_id.carry(asking).await?;
        let decided = oordeel.besluiten.iter().map(|besluit| (besluit.vraag(), besluit));
        let decided: HashMap<&Vraag, &Besluit> = decided.collect();
        let withdrawn = |(index, item): (usize, &Gedeelde)| {
            let (reden, besluit) = why_not(item, &decided)?;
            Some(Withdrawn {
                index,
                reden,
                besluit,
            })
        };
        Ok(StillAllowed {
            registerversie: oordeel.registerversie,
            withdrawn: disclosed.iter().enumerate().filter_map(withdrawn).collect(),
        })
    }
}

/// All that has to be decided to know whether an item may still be told.
fn vragen(item: &Gedeelde) -> Vec<Vraag> {
    let mut vragen = vec![vraag(item, &item.inwoner, item.groep)];
    if let Some(second) = &item.mede_client {
        vragen.push(vraag(item, &second.inwoner, item.groep));
        let drawn_on = second.groepen.iter();
        vragen.extend(
            drawn_on.flat_map(|groep| {
                [&item.inwoner, &second.inwoner].map(|inwoner| vraag(item, inwoner, *groep))
            }),
        );
    }
    vragen
}

/// Why an item may be told no more; `None` where it still may. The client's own reason counts; what the second client keeps
/// closed looks like "nothing there". What was not decided is not allowed.
fn why_not(item: &Gedeelde, decided: &HashMap<&Vraag, &Besluit>) -> Option<(Reden, Option<Uuid>)> {
    let of = |inwoner: &InwonerId, groep| decided.get(&vraag(item, inwoner, groep)).copied();
    let is_allowed = |inwoner, groep| of(inwoner, groep).is_some_and(Besluit::is_toegestaan);
    if !is_allowed(&item.inwoner, item.groep) {
        let besluit = of(&item.inwoner, item.groep);
        let reden = besluit.map_or(Reden::RegisterNietBereikbaar, Besluit::reden);
        return Some((reden, besluit.map(Besluit::id)));
    }
    let second = item.mede_client.as_ref()?;
    let agrees = is_allowed(&second.inwoner, item.groep);
    // A joint group that the first opened is told a part of only if the second opened it too.
    let agrees_on =
        |groep: &Gegevensgroep| !is_allowed(&item.inwoner, *groep) || is_allowed(&second.inwoner, *groep);
    if agrees && second.groepen.iter().all(agrees_on) {
        return None;
    }
    let besluit = of(&second.inwoner, item.groep);
    Some((Reden::TweedeClientNietAkkoord, besluit.map(Besluit::id)))
}

fn vraag(item: &Gedeelde, inwoner: &InwonerId, groep: Gegevensgroep) -> Vraag {
    Vraag {
        inwoner: inwoner.clone(),
        bronhouder: item.bronhouder.clone(),
        groep,
    }
}

/// Everybody on whose grants it rests.
fn inwoners_of(item: &Gedeelde) -> impl Iterator<Item = &InwonerId> {
    let second = item.mede_client.iter().map(|second| &second.inwoner);
    std::iter::once(&item.inwoner).chain(second)
}

#[async_trait::async_trait]
impl LastQuestion for RegisterLastQuestion {
    async fn still_allowed(
        &self,
        context: &RequestContext,
        since: i64,
        disclosed: &[Gedeelde],
    ) -> Result<StillAllowed, RegisterUnreachable> {
        let inwoners: BTreeSet<InwonerId> = disclosed.iter().flat_map(inwoners_of).cloned().collect();
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
            let changed = inwoners_of(item).any(|id| changes.changed.touches(id));
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
