use std::collections::BTreeSet;

use axum::{
    Json,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Asker, RegisterDoors, malformed, no_answer, pep::Asking, too_many};
use crate::{
    domain::InwonerId,
    http::Problem,
    register::{
        Register, RegisterError,
        wire::{
            Action, Decision, Evaluation, Evaluations, JudgementContext, MOST_EVALUATIONS, MOST_INWONERS,
            Semantic, Single, SingleContext, WireSubject,
        },
    },
    request::{authenticate::Caller, decide::Vraag},
};

/// More callers than this in one question are nobody's: a request has one.
const MOST_CALLERS: usize = 20;

/// Answers one question (AuthZEN, Access Evaluation API).
pub(super) async fn one(State(doors): State<RegisterDoors>, request: Request) -> Result<Response, Problem> {
    let (asker, question) = doors.open_to_ask::<Evaluation>(request).await?;
    let Evaluation {
        subject,
        action,
        resource,
    } = question;
    let alone = Evaluations {
        subject,
        action,
        resource,
        ..Evaluations::default()
    };
    answer_one(&doors, &asker, alone).await
}

/// Answers many questions (AuthZEN, Access Evaluations API). One that can't be answered has its own error in its own place
/// (§7.2.1), and the others their answers.
pub(super) async fn many(State(doors): State<RegisterDoors>, request: Request) -> Result<Response, Problem> {
    let (asker, sent) = doors.open_to_ask::<Sent>(request).await?;
    let Sent { beside, evaluations } = sent;
    let asked = evaluations.unwrap_or_default();
    if asked.is_empty() && beside.resource.is_some() {
        // By the standard, a question without a list is the one that stands beside it.
        return answer_one(&doors, &asker, beside).await;
    }
    let semantic = beside.options.unwrap_or_default().evaluations_semantic;
    let read = |one| serde_json::from_value::<Evaluation>(one).map_err(|_| malformed());
    let asked = asked.into_iter().map(read).collect();
    let Judged { mut answers, context } = judge(&doors, &asker, beside, asked).await?;
    stop_at(semantic, &mut answers);
    Ok(Json(Judgement {
        evaluations: answers,
        context,
    })
    .into_response())
}

/// What was sent: what stands beside the questions, and each of them before it is read.
#[derive(Deserialize)]
struct Sent {
    #[serde(flatten)]
    beside: Evaluations,
    #[serde(default)]
    evaluations: Option<Vec<Value>>,
}

/// The answer to one question among many: a decision, or why there is none.
#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Decided(Decision),
    /// By the standard it decides against.
    Failed {
        decision: bool,
        context: FailedContext,
    },
}

#[derive(Serialize)]
struct FailedContext {
    error: Failure,
}

#[derive(Serialize)]
struct Failure {
    status: u16,
    code: &'static str,
    message: String,
}

impl Answer {
    fn failed(problem: &Problem) -> Self {
        let error = Failure {
            status: problem.status().as_u16(),
            code: problem.code(),
            message: problem.detail().to_owned(),
        };
        Self::Failed {
            decision: false,
            context: FailedContext { error },
        }
    }

    fn is_allowed(&self) -> bool {
        matches!(self, Self::Decided(decided) if decided.decision)
    }
}

/// The answers, in the order of the questions.
#[derive(Serialize)]
struct Judgement {
    evaluations: Vec<Answer>,
    context: JudgementContext,
}

struct Judged {
    answers: Vec<Answer>,
    context: JudgementContext,
}

async fn answer_one(doors: &RegisterDoors, asker: &Asking, alone: Evaluations) -> Result<Response, Problem> {
    let sorted = sort_out(&asker.who, &alone, vec![Ok(Evaluation::default())]);
    if let Some((_, problem)) = sorted.failed.into_iter().next() {
        return Err(problem);
    }
    let judged = decide(doors, asker, sorted.found, &[]).await?;
    let (decided, context) = judged.ok_or_else(malformed)?;
    let (_, decided) = decided.into_iter().next().ok_or_else(malformed)?;
    let single = Single {
        decision: decided.decision,
        context: SingleContext {
            besluit: decided.context,
            versies: context,
        },
    };
    Ok(Json(single).into_response())
}

async fn judge(
    doors: &RegisterDoors,
    asker: &Asking,
    beside: Evaluations,
    asked: Vec<Result<Evaluation, Problem>>,
) -> Result<Judged, Problem> {
    let inwoners = beside
        .context
        .as_ref()
        .map(|context| context.inwoners.clone())
        .unwrap_or_default();
    if inwoners.len() > MOST_INWONERS || asked.len() > MOST_EVALUATIONS {
        return Err(too_many());
    }
    let mut sorted = sort_out(&asker.who, &beside, asked);
    if sorted.found.len() > MOST_CALLERS {
        return Err(too_many());
    }
    if sorted.found.is_empty() && sorted.failed.is_empty() {
        // Without questions only the residents' ids are asked, on behalf of somebody too.
        let alone = caller_of(&asker.who, beside.subject.as_ref(), beside.action)?;
        sorted.found.push(alone);
    }
    let decided = decide(doors, asker, sorted.found, &inwoners).await?;
    let (decided, context) = match decided {
        Some((decided, context)) => (decided, context),
        None => (Vec::new(), present(doors).await?),
    };
    let failed = sorted
        .failed
        .iter()
        .map(|(place, problem)| (*place, Answer::failed(problem)));
    let mut answers: Vec<(usize, Answer)> = failed.collect();
    answers.extend(
        decided
            .into_iter()
            .map(|(place, decided)| (place, Answer::Decided(decided))),
    );
    answers.sort_by_key(|(place, _)| *place);
    Ok(Judged {
        answers: answers.into_iter().map(|(_, answer)| answer).collect(),
        context,
    })
}

/// Where the register stands, where it decided nothing.
async fn present(doors: &RegisterDoors) -> Result<JudgementContext, Problem> {
    let register = &doors.held.register;
    let stand = register.store().stand().await;
    let stand = stand.map_err(|error| no_answer(RegisterError::unreachable(error)))?;
    Ok(JudgementContext {
        registerversie: stand.versie,
        inrichting: stand.inrichting,
        op: register.clock().now(),
        canonical: Default::default(),
    })
}

type Decided = (Vec<(usize, Decision)>, JudgementContext);

/// Decides for each caller on one version; `None` where nobody asks.
async fn decide(
    doors: &RegisterDoors,
    asking: &Asking,
    found: Vec<OfOne>,
    inwoners: &[InwonerId],
) -> Result<Option<Decided>, Problem> {
    let mut decisions: Vec<(usize, Decision)> = Vec::new();
    let mut context: Option<JudgementContext> = None;
    for of_one in found {
        let (places, vragen): (Vec<usize>, Vec<Vraag>) = of_one.vragen.into_iter().unzip();
        let named = vragen.iter().map(|vraag| &vraag.inwoner).chain(inwoners);
        let named: BTreeSet<InwonerId> = named.cloned().collect();
        let named: Vec<InwonerId> = named.into_iter().collect();
        let oordeel = doors
            .held
            .register
            .evaluate(&of_one.caller, &named, vragen)
            .await
            .map_err(no_answer)?;
        doors.note_for_pep(asking, &of_one.caller, &oordeel).await?;
        let decided = oordeel.besluiten.iter().map(Decision::from);
        decisions.extend(places.into_iter().zip(decided));
        let renamed = oordeel
            .canonical
            .into_iter()
            .filter(|(asked, kept)| asked != kept);
        let told = context.get_or_insert_with(|| JudgementContext {
            registerversie: oordeel.registerversie,
            inrichting: oordeel.inrichting_versie,
            op: oordeel.op,
            canonical: Default::default(),
        });
        // All of it holds since the oldest version.
        told.registerversie = told.registerversie.min(oordeel.registerversie);
        told.inrichting = told.inrichting.min(oordeel.inrichting_versie);
        told.op = told.op.min(oordeel.op);
        told.canonical.extend(renamed);
    }
    Ok(context.map(|context| (decisions, context)))
}

/// The questions of one caller, each with its place in the list.
struct OfOne {
    subject: WireSubject,
    action: Action,
    caller: Caller,
    vragen: Vec<(usize, Vraag)>,
}

/// Questions by caller, and those that can't be answered with why.
#[derive(Default)]
struct Sorted {
    found: Vec<OfOne>,
    failed: Vec<(usize, Problem)>,
}

/// Sorts the questions out by caller, each with what it doesn't say itself filled in.
fn sort_out(asker: &Asker, beside: &Evaluations, asked: Vec<Result<Evaluation, Problem>>) -> Sorted {
    let mut sorted = Sorted::default();
    for (place, one) in asked.into_iter().enumerate() {
        let taken = one.and_then(|one| sorted.take(asker, beside, place, one));
        if let Err(problem) = taken {
            sorted.failed.push((place, problem));
        }
    }
    sorted
}

impl Sorted {
    fn take(
        &mut self,
        asker: &Asker,
        beside: &Evaluations,
        place: usize,
        one: Evaluation,
    ) -> Result<(), Problem> {
        let vraag = one.resource.or_else(|| beside.resource.clone()).map(Vraag::from);
        let vraag = vraag.ok_or_else(malformed)?;
        asker.require_own(&vraag.bronhouder, vraag.groep)?;
        let subject = one.subject.as_ref().or(beside.subject.as_ref());
        let action = one.action.or(beside.action);
        let is_it = |known: &&mut OfOne| Some(known.action) == action && Some(&known.subject) == subject;
        match self.found.iter_mut().find(is_it) {
            Some(known) => known.vragen.push((place, vraag)),
            None => {
                let mut new = caller_of(asker, subject, action)?;
                new.vragen.push((place, vraag));
                self.found.push(new);
            }
        }
        Ok(())
    }
}

/// Who asks, with no question yet.
fn caller_of(asker: &Asker, subject: Option<&WireSubject>, action: Option<Action>) -> Result<OfOne, Problem> {
    let (Some(subject), Some(action)) = (subject, action) else {
        return Err(malformed());
    };
    let caller = asker.caller(subject.clone().into_subject(action))?;
    asker.require_addressee(caller.partij())?;
    Ok(OfOne {
        subject: subject.clone(),
        action,
        caller,
        vragen: Vec::new(),
    })
}

/// Leaves off what comes after the answer at which the asker wants to stop.
fn stop_at(semantic: Semantic, answers: &mut Vec<Answer>) {
    let stops = |one: &Answer| match semantic {
        Semantic::ExecuteAll => false,
        Semantic::DenyOnFirstDeny => !one.is_allowed(),
        Semantic::PermitOnFirstPermit => one.is_allowed(),
    };
    if let Some(place) = answers.iter().position(stops) {
        answers.truncate(place + 1);
    }
}
