//! The door of one subgraph's process, for the hub, or for a foreign federation router where that is allowed.

mod answer;
mod stream;

use std::sync::Arc;

use async_graphql::{Variables, parser::parse_query};
use axum::{
    Router,
    extract::{Request, State},
    http::StatusCode,
    response::Response,
    routing::post,
};

use self::{
    answer::{Asker, SubgraphAnswer},
    stream::Renewals,
};
use super::{Bounds, Problem, body, context, only, streams::Gate, took_too_long};
use crate::{
    federation::{
        ClientError, Foutcode, GraphqlRequest, SubgraphRequest,
        document::{Over, check_for_subgraph, check_variables},
    },
    installation::SubgraphProcess,
    request::{
        RequestContext,
        authenticate::{Authenticated, Caller},
    },
};

/// What the door hands to its handler.
#[derive(Clone)]
struct SubgraphDoors {
    process: Arc<SubgraphProcess>,
    bounds: Bounds,
    gate: Gate,
    renewals: Renewals,
}

/// The door.
pub(super) fn routes(process: Arc<SubgraphProcess>, bounds: Bounds) -> Router {
    let doors = SubgraphDoors {
        process,
        bounds,
        gate: Gate::new(bounds.streams),
        renewals: Renewals::default(),
    };
    Router::new()
        .route("/graphql", only(post(answer)))
        .route("/graphql/stream", only(post(stream::open)))
        .route("/graphql/stream/{id}", only(post(stream::renew)))
        .with_state(doors)
}

/// Answers one document: lets the caller in, reads within bounds, asks the room, and tells only the hub on
/// what the answer rests.
async fn answer(State(doors): State<SubgraphDoors>, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let process = &doors.process;
    let who = process
        .authenticator
        .authenticate(&parts.headers, &parts.uri)
        .await?;
    let (caller, asker) = admit(process, who)?;
    let context = Arc::new(context::read(&parts.headers, caller)?);
    let question = body::read(&parts.headers, body, doors.bounds).await?;
    let answering = execute(process, question, context, asker);
    let answer = tokio::time::timeout(doors.bounds.time, answering)
        .await
        .map_err(|_| took_too_long())?;
    answer.render()
}

fn admit(process: &SubgraphProcess, who: Authenticated) -> Result<(Caller, Asker), Problem> {
    match who {
        Authenticated::ViaHub(caller) => Ok((caller, Asker::Hub)),
        Authenticated::Caller(caller) if process.foreign_router => Ok((caller, Asker::ForeignRouter)),
        Authenticated::Caller(_) => {
            let detail = "Deze subgraph wordt alleen door de hub bevraagd; vraag het daar.";
            Err(Problem::new(StatusCode::FORBIDDEN, "ALLEEN_VIA_HUB", detail))
        }
        Authenticated::Hub | Authenticated::Subgraph(_) | Authenticated::Pep(_) => {
            let detail = "Dit token staat op niemands naam; hier wordt namens iemand gevraagd.";
            Err(Problem::new(StatusCode::FORBIDDEN, "TOKENSOORT_ONJUIST", detail))
        }
    }
}

async fn execute(
    process: &SubgraphProcess,
    question: GraphqlRequest,
    context: Arc<RequestContext>,
    asker: Asker,
) -> SubgraphAnswer {
    let request = match prepare(process, question, &context, Over::Request).await {
        Ok(request) => request,
        Err(faults) => return SubgraphAnswer::refused(&faults),
    };
    let response = process.room.execute(request).await;
    SubgraphAnswer::of(response, process, &context, asker).await
}

/// What the room executes: nothing that couldn't be answered on the version that the caller asks.
async fn prepare(
    process: &SubgraphProcess,
    question: GraphqlRequest,
    context: &Arc<RequestContext>,
    over: Over,
) -> Result<SubgraphRequest, Vec<ClientError>> {
    let GraphqlRequest {
        query,
        operation_name,
        variables,
    } = question;
    let variables = variables.unwrap_or_default();
    check_for_subgraph(&query, &process.limits, over)?;
    check_variables(&variables, &process.limits)?;
    let invalid = |_| vec![ClientError::new(Foutcode::DocumentOngeldig, "syntax error")];
    let document = parse_query(&query).map_err(invalid)?;
    answer::prove(&*process.register, context, None)
        .await
        .map_err(|fault| vec![fault])?;
    Ok(SubgraphRequest {
        text: query.into(),
        document: Arc::new(document),
        operation_name,
        variables: Variables::from_json(serde_json::Value::Object(variables)),
        context: Arc::clone(context),
    })
}
