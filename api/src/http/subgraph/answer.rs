use async_graphql::{ErrorExtensionValues, ServerError, Value};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::{
    federation::{ClientError, Foutcode, SubgraphResponse, Verantwoording},
    http::{Problem, failed},
    installation::SubgraphProcess,
    register::Register,
    request::RequestContext,
};

/// Who gets the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asker {
    /// The hub, which asks the register once more before it answers.
    Hub,
    /// A foreign router, behind which nobody asks again.
    ForeignRouter,
}

/// The body of an answer (GraphQL over HTTP).
#[derive(Debug, Serialize)]
pub(super) struct SubgraphAnswer {
    data: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ServerError>,
    #[serde(skip_serializing_if = "Extensions::is_empty")]
    extensions: Extensions,
}

#[derive(Debug, Default, Serialize)]
struct Extensions {
    /// For the hub only: it names second clients.
    #[serde(skip_serializing_if = "Option::is_none")]
    verantwoording: Option<Verantwoording>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registerversie: Option<i64>,
}

impl Extensions {
    fn is_empty(&self) -> bool {
        self.verantwoording.is_none() && self.registerversie.is_none()
    }
}

impl SubgraphAnswer {
    /// No answer, and why.
    pub(super) fn refused(faults: &[ClientError]) -> Self {
        Self {
            data: Value::Null,
            errors: faults.iter().map(as_error).collect(),
            extensions: Extensions::default(),
        }
    }

    /// The answer to whoever asked, unless it can't be proven on the version that the caller asks.
    pub(super) async fn of(
        response: SubgraphResponse,
        process: &SubgraphProcess,
        context: &RequestContext,
        asker: Asker,
    ) -> Self {
        let proven = response
            .verantwoording
            .as_ref()
            .map(|proven| proven.registerversie);
        match (prove(&*process.register, context, proven).await, asker) {
            (Err(fault), _) => Self::refused(&[fault]),
            (Ok(_), Asker::Hub) => Self::to_hub(response),
            (Ok(registerversie), Asker::ForeignRouter) => Self::to_router(process, response, registerversie),
        }
    }

    /// The answer to the hub.
    fn to_hub(response: SubgraphResponse) -> Self {
        let SubgraphResponse {
            data,
            errors,
            verantwoording,
        } = response;
        Self {
            data,
            errors,
            extensions: Extensions {
                verantwoording,
                registerversie: None,
            },
        }
    }

    /// The answer to a foreign router: what the hub would still see to is seen to here.
    fn to_router(process: &SubgraphProcess, response: SubgraphResponse, registerversie: Option<i64>) -> Self {
        let SubgraphResponse { data, errors, .. } = response;
        let name = process.name;
        Self {
            data,
            errors: errors
                .into_iter()
                .map(|error| without_uncoded_words(error, name.word()))
                .collect(),
            extensions: Extensions {
                verantwoording: None,
                registerversie,
            },
        }
    }

    /// The answer as it is sent.
    pub(super) fn render(&self) -> Result<Response, Problem> {
        let body = serde_json::to_vec(self).map_err(|error| {
            tracing::error!(%error, "an answer cannot be written as json");
            failed()
        })?;
        let json = HeaderValue::from_static("application/json");
        Ok((StatusCode::OK, [(header::CONTENT_TYPE, json)], body).into_response())
    }
}

/// The version on which the answer is proven; a fault where the caller asks a later one.
pub(super) async fn prove(
    register: &dyn Register,
    context: &RequestContext,
    proven: Option<i64>,
) -> Result<Option<i64>, ClientError> {
    let Some(minimum) = context.minimale_registerversie else {
        return Ok(proven);
    };
    let version = match proven {
        Some(version) => version,
        None => {
            // Nothing rests on the register yet, but the caller wants to know that it has come so far.
            let changes = register.changes(minimum, &[]).await;
            changes.map_err(|_| unproven())?.registerversie
        }
    };
    if version < minimum {
        return Err(too_old());
    }
    Ok(Some(version))
}

fn too_old() -> ClientError {
    let message = "the register has not reached the version that `Minimale-Registerversie` asks";
    ClientError::new(Foutcode::RegisterversieTeOud, message)
}

fn unproven() -> ClientError {
    let message = "the consent register cannot be reached, so that `Minimale-Registerversie` cannot be met";
    ClientError::new(Foutcode::RegisterNietBereikbaar, message)
}

fn as_error(fault: &ClientError) -> ServerError {
    let mut error = ServerError::new(fault.message.clone(), None);
    let mut extensions = ErrorExtensionValues::default();
    for (name, value) in &fault.extensions {
        extensions.set(name, value.clone());
    }
    error.extensions = Some(extensions);
    error
}

/// A message without a code was not written for callers: it may repeat a value. The hub sees to that itself.
fn without_uncoded_words(error: ServerError, subgraph: &str) -> ServerError {
    let has_code = error
        .extensions
        .as_ref()
        .is_some_and(|extensions| extensions.get("code").is_some());
    if has_code {
        return error;
    }
    tracing::warn!(subgraph, "an error without a code");
    let mut masked = ServerError::new(format!("`{subgraph}` could not answer"), None).with_path(error.path);
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", Foutcode::BronFout.word());
    extensions.set("subgraph", subgraph);
    masked.extensions = Some(extensions);
    masked
}
