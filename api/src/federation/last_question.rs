use std::collections::BTreeMap;

use async_graphql::Value;
use uuid::Uuid;

use super::{
    ClientError, Foutcode, Gedeelde,
    execute::{Disclosed, Executor, Outcome, is_null_at, withhold},
};
use crate::{domain::Reden, request::RequestContext};

/// The register, asked once before an answer leaves: what was disclosed may have been withdrawn since a
/// subgraph checked it.
#[async_trait::async_trait]
pub trait LastQuestion: Send + Sync {
    /// Which of these disclosed items may no longer be shown, and the version of the register that proves it.
    ///
    /// # Errors
    /// [`RegisterUnreachable`] when the register gives no answer: then nothing of others is shown.
    async fn still_allowed(
        &self,
        context: &RequestContext,
        since: i64,
        disclosed: &[Gedeelde],
    ) -> Result<StillAllowed, RegisterUnreachable>;
}

/// The register's answer to the last question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StillAllowed {
    /// The version on which all else still holds.
    pub registerversie: i64,
    /// What may no longer be shown.
    pub withdrawn: Vec<Withdrawn>,
}

/// One disclosed item that may no longer be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// Its index in what was disclosed.
    pub index: usize,
    /// Why.
    pub reden: Reden,
    /// The decision, where it was written down.
    pub besluit: Option<Uuid>,
}

/// The register gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the consent register cannot be reached")]
pub struct RegisterUnreachable;

/// What the last question leaves of an answer.
#[derive(Debug, PartialEq)]
pub(super) enum Verdict {
    /// The answer may leave.
    Proven {
        /// On this version of the register, where one was used.
        registerversie: Option<i64>,
        /// Whether something of the event that a stream is about was withheld at last: its owner doesn't know.
        event_withheld: bool,
    },
    /// Nothing may leave.
    Refused(ClientError),
}

/// Asks the last question and withholds what may no longer be shown.
pub(super) async fn ask(
    register: &dyn LastQuestion,
    executor: &Executor<'_>,
    outcome: &mut Outcome,
) -> Verdict {
    let context = executor.context;
    let minimum = context.minimale_registerversie;
    let Some(since) = outcome.since.or(minimum) else {
        return Verdict::Proven {
            registerversie: None,
            event_withheld: false,
        };
    };
    let of_event = outcome.of_event;
    let disclosed = std::mem::take(&mut outcome.disclosed);
    let items: Vec<Gedeelde> = disclosed.iter().map(|disclosed| disclosed.item.clone()).collect();
    let answer = register.still_allowed(context, since, &items).await;
    match answer
        .ok()
        .and_then(|answer| Some((answer.registerversie, by_index(answer, &disclosed)?)))
    {
        Some((version, _)) if minimum.is_some_and(|minimum| minimum > version) => Verdict::Refused(too_old()),
        Some((version, withdrawn)) => {
            // The owners' logs say that it was told: they are to say that it was not, after all.
            let again = executor
                .ask_again(withdrawn.keys().filter_map(|index| items.get(*index)))
                .await;
            withhold_all(outcome, &disclosed, |index, item| {
                let names = [item.bronhouder.as_str(), item.inwoner.as_str(), item.groep.word()];
                let [bronhouder, inwoner, groep] = names.map(str::to_owned);
                let decided = again.get(&(bronhouder, inwoner, groep)).copied();
                withdrawn.get(&index).map(|w| (w.reden, decided.or(w.besluit)))
            });
            Verdict::Proven {
                registerversie: Some(version),
                event_withheld: withdrawn.keys().any(|index| *index < of_event),
            }
        }
        None if minimum.is_some() => Verdict::Refused(unproven()),
        None => {
            let own = context.caller.partij();
            let whole: Vec<Disclosed> = disclosed.into_iter().map(Disclosed::whole).collect();
            withhold_all(outcome, &whole, |_, item| {
                (&item.bronhouder != own).then_some((Reden::RegisterNietBereikbaar, None))
            });
            Verdict::Proven {
                registerversie: None,
                event_withheld: of_event > 0,
            }
        }
    }
}

/// Refuses what a caller who asks a later version of the register could not be answered: before anything is done.
///
/// # Errors
/// The refusal.
pub(super) async fn require_minimum(
    register: &dyn LastQuestion,
    context: &RequestContext,
) -> Result<(), ClientError> {
    let Some(minimum) = context.minimale_registerversie else {
        return Ok(());
    };
    match register.still_allowed(context, minimum, &[]).await {
        Ok(answer) if answer.registerversie >= minimum => Ok(()),
        Ok(_) => Err(too_old()),
        Err(RegisterUnreachable) => Err(unproven()),
    }
}

/// `None` for an answer that names something that was not asked: it cannot be trusted.
fn by_index(answer: StillAllowed, disclosed: &[Disclosed]) -> Option<BTreeMap<usize, Withdrawn>> {
    let is_known = answer
        .withdrawn
        .iter()
        .all(|withdrawn| withdrawn.index < disclosed.len());
    is_known.then(|| {
        answer
            .withdrawn
            .into_iter()
            .map(|withdrawn| (withdrawn.index, withdrawn))
            .collect()
    })
}

fn withhold_all(
    outcome: &mut Outcome,
    disclosed: &[Disclosed],
    reason: impl Fn(usize, &Gedeelde) -> Option<(Reden, Option<Uuid>)>,
) {
    for (index, Disclosed { item, paths }) in disclosed.iter().enumerate() {
        let Some((reden, besluit)) = reason(index, item) else {
            continue;
        };
        for path in paths {
            let is_told = if withhold(&mut outcome.data, path) {
                outcome
                    .errors
                    .retain(|error| error.is_failure || !error.path.starts_with(path));
                true
            } else {
                // A null without a reason says that nothing is recorded: that is told no more either.
                is_null_at(&outcome.data, path) && !outcome.errors.iter().any(|error| error.path == *path)
            };
            // That a second client has not agreed looks like "nothing there": it is in the log only.
            if is_told && reden != Reden::TweedeClientNietAkkoord {
                outcome
                    .errors
                    .push(not_shared(item, reden, besluit).at(path.clone()));
            }
        }
    }
}

fn not_shared(item: &Gedeelde, reden: Reden, besluit: Option<Uuid>) -> ClientError {
    let error = ClientError::coded(reden.word(), "niet gedeeld")
        .with("groep", item.groep.word())
        .with("bronhouder", item.bronhouder.as_str())
        .with("inwoner", item.inwoner.as_str());
    match besluit {
        Some(besluit) => error.with("besluit", Value::String(besluit.to_string())),
        None => error,
    }
}

fn too_old() -> ClientError {
    let message = "the register has not reached the version that `Minimale-Registerversie` asks";
    ClientError::new(Foutcode::RegisterversieTeOud, message)
}

fn unproven() -> ClientError {
    let message = "the consent register cannot be reached, so that `Minimale-Registerversie` cannot be met";
    let mut error = ClientError::new(Foutcode::RegisterNietBereikbaar, message);
    error.is_failure = true;
    error
}
