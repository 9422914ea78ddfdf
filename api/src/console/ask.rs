use std::{sync::Arc, time::Duration};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{
    federation::{ClientError, GraphqlRequest, Hub, HubAnswer},
    request::{NietGedeeld, RequestContext, TraceId, authenticate::Caller},
};

/// Why the hub did not answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum AskError {
    /// It refuses, with this code.
    Refused(String),
    /// What was sent breaks rules: the sentence of each fault, and the field that it names.
    Input(Vec<InputFault>),
    /// It took too long, or its answer has another shape than we asked for.
    Failed,
}

/// One rule that what was sent breaks, in the hub's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InputFault {
    /// The field of the input.
    pub(super) field: String,
    /// What is wrong with it.
    pub(super) reason: String,
}

const INPUT: &str = "INVOER_ONGELDIG";

/// Asks the hub one GraphQL question on behalf of a caller, as its door does.
pub(super) async fn ask<T: DeserializeOwned>(
    hub: &Hub,
    caller: Caller,
    time: Duration,
    document: &str,
    variables: Map<String, Value>,
) -> Result<T, AskError> {
    let request = GraphqlRequest {
        query: document.to_owned(),
        operation_name: None,
        variables: Some(variables),
    };
    let context = RequestContext {
        caller,
        trace_id: TraceId::begin(),
        minimale_registerversie: None,
        niet_gedeeld: NietGedeeld::Extensies,
    };
    let answering = hub.answer(request, Arc::new(context));
    let answer = tokio::time::timeout(time, answering)
        .await
        .map_err(|_| AskError::Failed)?;
    read(answer)
}

fn read<T: DeserializeOwned>(answer: HubAnswer) -> Result<T, AskError> {
    if let Some(error) = answer.errors.first() {
        let code = error.code().unwrap_or_default();
        return Err(if code == INPUT {
            AskError::Input(faults_of(error))
        } else {
            AskError::Refused(code.to_owned())
        });
    }
    let data = answer.data.unwrap_or_default().into_json();
    let data = data.ok().and_then(|data| serde_json::from_value(data).ok());
    data.ok_or_else(|| {
        tracing::error!("the hub answered the console in another shape than was asked");
        AskError::Failed
    })
}

/// Each fault is a field in `velden` and its reason at the same place in `redenen`.
fn faults_of(error: &ClientError) -> Vec<InputFault> {
    let texts = |name: &str| -> Vec<String> {
        match error.extensions.get(name) {
            Some(async_graphql::Value::List(all)) => all.iter().filter_map(text).collect(),
            _ => Vec::new(),
        }
    };
    let told = texts("velden").into_iter().zip(texts("redenen"));
    told.map(|(field, reason)| InputFault { field, reason }).collect()
}

fn text(value: &async_graphql::Value) -> Option<String> {
    match value {
        async_graphql::Value::String(text) => Some(text.clone()),
        _ => None,
    }
}
