use std::collections::BTreeSet;

use axum::{
    Json,
    extract::{Request, State},
    response::{IntoResponse, Response},
};

use super::{Asker, RegisterDoors, malformed, no_answer, too_many};
use crate::{
    domain::InwonerId,
    http::Problem,
    register::{
        Register,
        wire::{
            Action, Decision, Evaluation, Evaluations, Judgement, JudgementContext, MOST_EVALUATIONS,
            MOST_INWONERS, Semantic, Single, SingleContext, WireSubject,
        },
    },
    request::{authenticate::Caller, decide::Vraag},
};

/// More callers than this in one question are nobody's: a request has one.
const MOST_CALLERS: usize = 20;

/// Answers one question (AuthZEN, Access Evaluation API).
pub(super) async fn one(State(doors): State<RegisterDoors>, request: Request) -> Result<Response, Problem> {
    let (asker, question) = doors.open::<Evaluation>(request).await?;
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

/// Answers many questions (AuthZEN, Access Evaluations API).
pub(super) async fn many(State(doors): State<RegisterDoors>, request: Request) -> Result<Response, Problem> {
    let (asker, asked) = doors.open::<Evaluations>(request).await?;
    let is_one = asked.evaluations.as_ref().is_none_or(Vec::is_empty) && asked.resource.is_some();
    if is_one {
        // By the standard, a question without a list is the one that stands beside it.
        return answer_one(&doors, &asker, asked).await;
    }
    let semantic = asked.options.unwrap_or_default().evaluations_semantic;
    let mut judgement = judge(&doors, &asker, asked).await?;
    stop_at(semantic, &mut judgement.evaluations);
    Ok(Json(judgement).into_response())
}

async fn answer_one(doors: &RegisterDoors, asker: &Asker, alone: Evaluations) -> Result<Response, Problem> {
    let Judgement { evaluations, context } = judge(
        doors,
        asker,
        Evaluations {
            evaluations: Some(vec![Evaluation::default()]),
            ..alone
        },
    )
    .await?;
    let decided = evaluations.into_iter().next().ok_or_else(malformed)?;
    let single = Single {
        decision: decided.decision,
        context: SingleContext {
            besluit: decided.context,
            versies: context,
        },
    };
    Ok(Json(single).into_response())
}

async fn judge(doors: &RegisterDoors, asker: &Asker, asked: Evaluations) -> Result<Judgement, Problem> {
    let inwoners = asked
        .context
        .as_ref()
        .map(|context| context.inwoners.clone())
        .unwrap_or_default();
    let count = asked.evaluations.as_ref().map_or(0, Vec::len);
    if inwoners.len() > MOST_INWONERS || count > MOST_EVALUATIONS {
        return Err(too_many());
    }
    let mut decisions: Vec<(usize, Decision)> = Vec::with_capacity(count);
    let mut context: Option<JudgementContext> = None;
    for of_one in sort_out(asker, asked)? {
        let (places, vragen): (Vec<usize>, Vec<Vraag>) = of_one.vragen.into_iter().unzip();
        let named = vragen.iter().map(|vraag| &vraag.inwoner).chain(&inwoners);
        let named: BTreeSet<InwonerId> = named.cloned().collect();
        let named: Vec<InwonerId> = named.into_iter().collect();
        let oordeel = doors
            .held
            .register
            .evaluate(&of_one.caller, &named, vragen)
            .await
            .map_err(no_answer)?;
        decisions.extend(
            places
                .into_iter()
                .zip(oordeel.besluiten.iter().map(Decision::from)),
        );
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
    decisions.sort_by_key(|(place, _)| *place);
    Ok(Judgement {
        evaluations: decisions.into_iter().map(|(_, decision)| decision).collect(),
        context: context.ok_or_else(malformed)?,
    })
}

/// The questions of one caller, each with its place in the list.
struct OfOne {
    subject: WireSubject,
    action: Action,
    caller: Caller,
    vragen: Vec<(usize, Vraag)>,
}

/// Sorts the questions out by caller, each with what it doesn't say itself filled in.
fn sort_out(asker: &Asker, asked: Evaluations) -> Result<Vec<OfOne>, Problem> {
    let Evaluations {
        subject,
        action,
        resource,
        evaluations,
        ..
    } = asked;
    let mut callers = Callers {
        asker,
        found: Vec::new(),
    };
    let evaluations = evaluations.unwrap_or_default();
    if evaluations.is_empty() {
        callers.of(subject.as_ref(), action)?;
    }
    for (place, one) in evaluations.into_iter().enumerate() {
        let vraag = one.resource.or_else(|| resource.clone()).map(Vraag::from);
        let vraag = vraag.ok_or_else(malformed)?;
        asker.require_groep(vraag.groep)?;
        callers
            .of(one.subject.as_ref().or(subject.as_ref()), one.action.or(action))?
            .vragen
            .push((place, vraag));
    }
    Ok(callers.found)
}

struct Callers<'a> {
    asker: &'a Asker,
    found: Vec<OfOne>,
}

impl Callers<'_> {
    fn of(&mut self, subject: Option<&WireSubject>, action: Option<Action>) -> Result<&mut OfOne, Problem> {
        let (Some(subject), Some(action)) = (subject, action) else {
            return Err(malformed());
        };
        let is_it = |one: &OfOne| one.action == action && &one.subject == subject;
        let place = match self.found.iter().position(is_it) {
            Some(place) => place,
            None => {
                let caller = self.asker.caller(subject.clone().into_subject(action))?;
                self.found.push(OfOne {
                    subject: subject.clone(),
                    action,
                    caller,
                    vragen: Vec::new(),
                });
                self.found.len() - 1
            }
        };
        if self.found.len() > MOST_CALLERS {
            return Err(too_many());
        }
        self.found.get_mut(place).ok_or_else(malformed)
    }
}

/// Leaves off what comes after the decision at which the asker wants to stop.
fn stop_at(semantic: Semantic, decisions: &mut Vec<Decision>) {
    let stops = |one: &Decision| match semantic {
        Semantic::ExecuteAll => false,
        Semantic::DenyOnFirstDeny => !one.decision,
        Semantic::PermitOnFirstPermit => one.decision,
    };
    if let Some(place) = decisions.iter().position(stops) {
        decisions.truncate(place + 1);
    }
}
