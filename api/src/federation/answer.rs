use async_graphql::{Name, Value};
use indexmap::IndexMap;
use serde::Deserialize;

use super::{ClientError, shape::Shape};
use crate::{domain::Reden, request::NietGedeeld};

/// A question as it comes over the wire (GraphQL over HTTP).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GraphqlRequest {
    /// The document.
    pub query: String,
    /// Which operation of it.
    #[serde(default)]
    pub operation_name: Option<String>,
    /// Its variables.
    #[serde(default)]
    pub variables: Option<serde_json::Map<String, serde_json::Value>>,
}

/// The answer of the hub.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HubAnswer {
    /// The data; absent where the question itself was at fault.
    pub data: Option<Value>,
    /// What failed, in the order of the query.
    pub errors: Vec<ClientError>,
    /// What was withheld, in the order of the query.
    pub not_shared: Vec<ClientError>,
    /// The version of the register that the answer is proven on; absent where nothing depends on it.
    pub registerversie: Option<i64>,
}

impl HubAnswer {
    /// No answer to the question as a whole, and why.
    pub fn refused(errors: Vec<ClientError>) -> Self {
        Self {
            errors,
            ..Self::default()
        }
    }

    /// Sorts out what failed and what was withheld, each at the client's own paths and in the query's order.
    pub(super) fn of(
        data: Value,
        errors: Vec<ClientError>,
        shape: &Shape<'_>,
        registerversie: Option<i64>,
    ) -> Self {
        let mut told: Vec<ClientError> = errors
            .into_iter()
            .map(|error| as_client_sees(error, shape))
            .collect();
        told.sort_by(in_order);
        told.dedup();
        let (not_shared, errors) = told.into_iter().partition(is_not_shared);
        Self {
            data: Some(data),
            errors,
            not_shared,
            registerversie,
        }
    }

    /// The body of the answer: `data`, `errors` and `extensions`, in the order of the query throughout (which is
    /// why this is no `serde_json::Value`, whose keys are sorted).
    pub fn into_json(self, niet_gedeeld: NietGedeeld) -> Value {
        let Self {
            data,
            mut errors,
            not_shared,
            registerversie,
        } = self;
        let mut extensions = IndexMap::new();
        if let Some(version) = registerversie {
            extensions.insert(Name::new("registerversie"), Value::from(version));
        }
        match niet_gedeeld {
            NietGedeeld::Fouten => {
                errors.extend(not_shared);
                errors.sort_by(in_order);
            }
            NietGedeeld::Extensies if !not_shared.is_empty() => {
                extensions.insert(Name::new("nietGedeeld"), error_list(&not_shared));
            }
            NietGedeeld::Extensies => {}
        }
        let mut body = IndexMap::new();
        body.extend(data.map(|data| (Name::new("data"), data)));
        if !errors.is_empty() {
            body.insert(Name::new("errors"), error_list(&errors));
        }
        if !extensions.is_empty() {
            body.insert(Name::new("extensions"), Value::Object(extensions));
        }
        Value::Object(body)
    }
}

fn error_list(errors: &[ClientError]) -> Value {
    Value::List(
        errors
            .iter()
            .map(|error| async_graphql::to_value(error).unwrap_or_default())
            .collect(),
    )
}

/// Withheld is normal here; that the join could not reach a source is not.
fn is_not_shared(error: &ClientError) -> bool {
    !error.is_failure
        && error
            .code()
            .and_then(Reden::from_word)
            .is_some_and(|reden| !reden.is_toegestaan())
}

fn as_client_sees(mut error: ClientError, shape: &Shape<'_>) -> ClientError {
    let mut paths: Vec<_> = error.paths().map(|path| shape.known_part(path)).collect();
    paths.sort_by_cached_key(|path| shape.rank(path));
    paths.dedup();
    // One error for several places names them all, since a path can name but one.
    if paths.len() > 1 {
        let places = paths
            .iter()
            .map(|path| async_graphql::to_value(path).unwrap_or_default())
            .collect();
        error.extensions.insert("paden".to_owned(), Value::List(places));
    }
    let mut paths = paths.into_iter();
    error.path = paths.next().unwrap_or_default();
    error.also_at = paths.collect();
    error.rank = shape.rank(&error.path);
    error
}

fn in_order(a: &ClientError, b: &ClientError) -> std::cmp::Ordering {
    let key = |error: &ClientError| (error.code().map(str::to_owned), format!("{:?}", error.extensions));
    a.rank.cmp(&b.rank).then_with(|| key(a).cmp(&key(b)))
}
