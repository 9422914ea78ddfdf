//! The register in another process.

mod line;
mod tokens;

use std::sync::{Arc, Mutex, PoisonError};

pub use line::RegisterLimits;
use line::{Line, Unanswered};
pub use tokens::RegisterTokens;

use super::{
    Changes, Herspeelvraag, Ingericht, Oordeel, Register, RegisterError, Resolved, TestNumbers,
    Trajectmeldingen,
    wire::{
        self, Aanbod, Decision, Evaluation, Evaluations, EvaluationsContext, Gekoppelden, Gestegen, Gewijzigd,
        Herspelingen, Inwoners, Judgement, Namen, Opgelost, Stand, Verwijsvraag, Wijzigingen, WireIngericht,
        WireSubject,
    },
};
use crate::{
    domain::{InwonerId, PartijId},
    publication::InwonerInvoer,
    request::{
        authenticate::Caller,
        decide::{Aanbodvraag, Besluit, Uitslag, Vraag},
    },
};

/// Asks the register in another process. Whatever goes wrong on the way, nothing is allowed by it.
pub struct RemoteRegister {
    line: Line,
    /// The inrichting that was read last: with each question the register says whether it still holds.
    known: Mutex<Option<Arc<Ingericht>>>,
}

impl RemoteRegister {
    /// The register whose process is at this address, known in tokens as `audience`.
    pub fn new(
        address: reqwest::Url,
        audience: impl Into<String>,
        client: reqwest::Client,
        tokens: RegisterTokens,
        limits: RegisterLimits,
    ) -> Self {
        Self {
            line: Line {
                address,
                audience: audience.into(),
                client,
                tokens,
                limits,
            },
            known: Mutex::default(),
        }
    }

    fn known(&self) -> Option<Arc<Ingericht>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn present_inrichting(&self) -> Result<Arc<Ingericht>, RegisterError> {
        let known = self.known();
        let version = known.as_ref().map(|known| known.versie);
        match (
            self.line
                .get_unless::<WireIngericht>(wire::INRICHTING, version)
                .await?,
            known,
        ) {
            (Some(wire), _) => {
                let read = Arc::new(Ingericht::from(wire));
                *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&read));
                Ok(read)
            }
            (None, Some(known)) => Ok(known),
            (None, None) => Err(Unanswered::Unreadable.into()),
        }
    }
}

#[async_trait::async_trait]
impl Register for RemoteRegister {
    async fn evaluate(
        &self,
        caller: &Caller,
        inwoners: &[InwonerId],
        vragen: Vec<Vraag>,
    ) -> Result<Oordeel, RegisterError> {
        let (subject, action) = WireSubject::of(caller.to_subject());
        let evaluations = vragen.iter().map(|vraag| Evaluation {
            resource: Some(vraag.clone().into()),
            ..Evaluation::default()
        });
        let question = Evaluations {
            subject: Some(subject),
            action: Some(action),
            context: Some(EvaluationsContext {
                inwoners: inwoners.to_vec(),
            }),
            evaluations: Some(evaluations.collect()),
            ..Evaluations::default()
        };
        let token = self.line.token_for(caller)?;
        let Judgement { evaluations, context } = self.line.post(wire::EVALUATIONS, token, &question).await?;
        Ok(Oordeel {
            registerversie: context.registerversie,
            inrichting_versie: context.inrichting,
            op: context.op,
            besluiten: besluiten(vragen, evaluations)?,
            canonical: inwoners
                .iter()
                .map(|asked| {
                    (
                        asked.clone(),
                        context.canonical.get(asked).unwrap_or(asked).clone(),
                    )
                })
                .collect(),
        })
    }

    async fn changes(&self, since: i64, inwoners: &[InwonerId]) -> Result<Changes, RegisterError> {
        let question = Wijzigingen {
            sinds: since,
            inwoners: inwoners.to_vec(),
        };
        let token = self.line.own_token()?;
        let told: Gewijzigd = self.line.post(wire::WIJZIGINGEN, token, &question).await?;
        Ok(told.into())
    }

    async fn risen_above(&self, versie: i64) -> Result<i64, RegisterError> {
        let question = Stand { na: versie };
        let token = self.line.own_token()?;
        let told: Gestegen = self.line.post(wire::STAND, token, &question).await?;
        Ok(told.registerversie)
    }

    /// When the register can't be reached, the inrichting that was known last: with it a party's own records
    /// can still be listed. Nothing of others is told by it, since that takes a decision.
    async fn inrichting(&self) -> Result<Arc<Ingericht>, RegisterError> {
        match (self.present_inrichting().await, self.known()) {
            (Ok(present), _) => Ok(present),
            (Err(error), Some(known)) => {
                tracing::warn!(%error, versie = known.versie, "the last known inrichting is used");
                Ok(known)
            }
            (Err(error), None) => Err(error),
        }
    }

    async fn resolve(
        &self,
        caller: &Caller,
        inwoners: Vec<InwonerInvoer>,
        test: TestNumbers,
    ) -> Result<Vec<Resolved>, RegisterError> {
        let count = inwoners.len();
        let question = Inwoners {
            subject: caller.to_subject(),
            inwoners,
            testnummers: test,
        };
        let token = self.line.token_for(caller)?;
        match self.line.post(wire::INWONERS, token, &question).await? {
            Opgelost::Inwoners(resolved) if resolved.len() == count => Ok(resolved),
            Opgelost::Fouten(faults) if !faults.is_empty() => Err(RegisterError::Inwoners(faults)),
            Opgelost::Inwoners(_) | Opgelost::Fouten(_) => Err(Unanswered::Unreadable.into()),
        }
    }

    async fn referable(
        &self,
        caller: &Caller,
        inwoner: &InwonerId,
        ontvanger: &PartijId,
    ) -> Result<Option<Resolved>, RegisterError> {
        let question = Verwijsvraag {
            subject: caller.to_subject(),
            inwoner: inwoner.clone(),
            ontvanger: ontvanger.clone(),
        };
        let token = self.line.token_for(caller)?;
        self.line.post(wire::VERWIJZEN, token, &question).await
    }

    async fn names(&self, caller: &Caller, inwoner: &InwonerId) -> Result<Vec<InwonerId>, RegisterError> {
        let question = Namen {
            subject: caller.to_subject(),
            inwoner: inwoner.clone(),
        };
        let token = self.line.token_for(caller)?;
        let names: Vec<InwonerId> = self.line.post(wire::NAMEN, token, &question).await?;
        let has_it = names.contains(inwoner);
        has_it
            .then_some(names)
            .ok_or_else(|| Unanswered::Unreadable.into())
    }

    async fn gekoppelden(&self, caller: &Caller) -> Result<Vec<InwonerId>, RegisterError> {
        let question = Gekoppelden {
            subject: caller.to_subject(),
        };
        let token = self.line.token_for(caller)?;
        Ok(self.line.post(wire::GEKOPPELDEN, token, &question).await?)
    }

    async fn replay(
        &self,
        caller: &Caller,
        vragen: Vec<Herspeelvraag>,
    ) -> Result<Vec<Option<Uitslag>>, RegisterError> {
        let count = vragen.len();
        let question = Herspelingen {
            subject: caller.to_subject(),
            vragen,
        };
        let token = self.line.token_for(caller)?;
        let decided: Vec<Option<Uitslag>> = self.line.post(wire::HERSPELINGEN, token, &question).await?;
        let is_whole = decided.len() == count;
        is_whole
            .then_some(decided)
            .ok_or_else(|| Unanswered::Unreadable.into())
    }

    async fn offer(&self, vragen: Vec<Aanbodvraag>) -> Result<Vec<Vec<PartijId>>, RegisterError> {
        let count = vragen.len();
        let token = self.line.own_token()?;
        let told: Vec<Vec<PartijId>> = self.line.post(wire::AANBOD, token, &Aanbod { vragen }).await?;
        let is_whole = told.len() == count;
        is_whole
            .then_some(told)
            .ok_or_else(|| Unanswered::Unreadable.into())
    }

    async fn hear_of_trajecten(&self, told: &Trajectmeldingen) -> Result<(), RegisterError> {
        let token = self.line.own_token()?;
        self.line.post(wire::TRAJECTMELDINGEN, token, told).await
    }
}

/// Puts the decisions on their questions: as many as were asked, none that contradicts itself.
fn besluiten(vragen: Vec<Vraag>, decided: Vec<Decision>) -> Result<Vec<Besluit>, RegisterError> {
    if vragen.len() != decided.len() {
        return Err(Unanswered::Unreadable.into());
    }
    let besluit = |(vraag, Decision { decision, context }): (Vraag, Decision)| {
        let besluit = Besluit::from_wire(vraag, context);
        (besluit.is_toegestaan() == decision)
            .then_some(besluit)
            .ok_or_else(|| Unanswered::Unreadable.into())
    };
    vragen.into_iter().zip(decided).map(besluit).collect()
}
