use std::{sync::Arc, time::Duration};

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::{
    domain::{Gegevensgroep, Reden},
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

/// An answer of which parts may be missing: withheld, or out of reach.
pub(super) struct Partly<T> {
    /// What was told.
    pub(super) told: T,
    /// What was withheld, in the order of the question.
    pub(super) not_shared: Vec<NotShared>,
    /// Where in the answer something failed: the path, and the code.
    pub(super) failed: Vec<(String, String)>,
}

/// A group that was withheld.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct NotShared {
    pub(super) code: Reden,
    pub(super) groep: Gegevensgroep,
    pub(super) bronhouder: String,
}

/// Asks the hub one GraphQL question on behalf of a caller, as its door does.
pub(super) async fn ask<T: DeserializeOwned>(
    hub: &Hub,
    caller: Caller,
    time: Duration,
    document: &str,
    variables: Map<String, Value>,
) -> Result<T, AskError> {
    read(answer(hub, caller, time, document, variables).await?)
}

/// Asks the same, where an answer in part is of use too.
pub(super) async fn ask_partly<T: DeserializeOwned>(
    hub: &Hub,
    caller: Caller,
    time: Duration,
    document: &str,
    variables: Map<String, Value>,
) -> Result<Partly<T>, AskError> {
    let mut answer = answer(hub, caller, time, document, variables).await?;
    if answer.data.is_none() {
        read::<Value>(answer)?;
        return Err(AskError::Failed);
    }
    let (mut not_shared, mut failed) = (Vec::new(), std::mem::take(&mut answer.errors));
    // What is refused as a whole names no group.
    for error in std::mem::take(&mut answer.not_shared) {
        match NotShared::of(&error) {
            Some(one) => not_shared.push(one),
            None => failed.push(error),
        }
    }
    let failed = failed.iter().map(|error| {
        let path = async_graphql::to_value(&error.path).ok();
        let path = path.and_then(|path| path.into_json().ok()).unwrap_or_default();
        (path.to_string(), error.code().unwrap_or_default().to_owned())
    });
    Ok(Partly {
        not_shared,
        failed: failed.collect(),
        told: read(answer)?,
    })
}

impl NotShared {
    fn of(error: &ClientError) -> Option<Self> {
        let extensions = async_graphql::to_value(&error.extensions)
            .ok()?
            .into_json()
            .ok()?;
        serde_json::from_value(extensions).ok()
    }
}

/// The circumstances of a question that the console asks.
pub(super) fn context_of(caller: Caller) -> RequestContext {
    RequestContext {
        caller,
        trace_id: TraceId::begin(),
        minimale_registerversie: None,
        niet_gedeeld: NietGedeeld::Extensies,
    }
}

async fn answer(
    hub: &Hub,
    caller: Caller,
    time: Duration,
    document: &str,
    variables: Map<String, Value>,
) -> Result<HubAnswer, AskError> {
    let request = GraphqlRequest {
        query: document.to_owned(),
        operation_name: None,
        variables: Some(variables),
    };
    let context = context_of(caller);
    let answering = hub.answer(request, Arc::new(context));
    tokio::time::timeout(time, answering)
        .await
        .map_err(|_| AskError::Failed)
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

#[cfg(test)]
mod tests {
    use async_graphql::Value;

    use super::*;
    use crate::federation::Foutcode;

    fn told(velden: Value, redenen: Value) -> Vec<InputFault> {
        let mut error = ClientError::new(Foutcode::BronFout, "een zin; `met` `alles` erin: en nog wat");
        error.extensions.insert("velden".to_owned(), velden);
        error.extensions.insert("redenen".to_owned(), redenen);
        faults_of(&error)
    }

    #[test]
    fn faults_are_read_as_data_each_field_with_its_reason() {
        let words = |all: &[&str]| Value::List(all.iter().map(|word| Value::from(*word)).collect());
        let faults = told(
            words(&["geldigTot", "delen.0"]),
            words(&["ligt niet na het begin; echt niet", "is leeg"]),
        );
        let fields: Vec<_> = faults
            .iter()
            .map(|fault| (fault.field.as_str(), fault.reason.as_str()))
            .collect();
        assert_eq!(
            fields,
            [
                ("geldigTot", "ligt niet na het begin; echt niet"),
                ("delen.0", "is leeg")
            ]
        );
        assert!(told(Value::Null, words(&["x"])).is_empty());
    }
}
