use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::RegisterDoors;
use crate::{
    http::{Problem, not_found},
    register::wire,
};

/// Where a policy enforcement point learns what the register answers (Authorization API 1.0, §9; RFC 8615).
pub(super) const PATH: &str = "/.well-known/authzen-configuration";

/// What the register answers, as AuthZEN describes a policy decision point. Searches aren't offered: nobody gets a
/// list of whom they might see.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Metadata {
    policy_decision_point: String,
    access_evaluation_endpoint: String,
    access_evaluations_endpoint: String,
}

/// Tells it to anybody, as the standard wants; absent where this process has no public address for a name.
pub(super) async fn tell(State(doors): State<RegisterDoors>) -> Result<Response, Problem> {
    let metadata = Metadata::of(doors.authenticator.audience()).ok_or_else(not_found)?;
    Ok(([(header::CACHE_CONTROL, "public, max-age=3600")], Json(metadata)).into_response())
}

impl Metadata {
    /// The identifier is a URL of scheme https without query and fragment.
    fn of(name: &str) -> Option<Self> {
        let url = reqwest::Url::parse(name).ok()?;
        let is_identifier = url.scheme() == "https" && url.query().is_none() && url.fragment().is_none();
        if !is_identifier {
            return None;
        }
        let base = name.trim_end_matches('/');
        Some(Self {
            policy_decision_point: name.to_owned(),
            access_evaluation_endpoint: format!("{base}/{}", wire::EVALUATION),
            access_evaluations_endpoint: format!("{base}/{}", wire::EVALUATIONS),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_an_address_is_described() {
        let metadata = Metadata::of("https://toestemming.schakel.example").unwrap();
        let expected = serde_json::json!({
            "policy_decision_point": "https://toestemming.schakel.example",
            "access_evaluation_endpoint": "https://toestemming.schakel.example/access/v1/evaluation",
            "access_evaluations_endpoint": "https://toestemming.schakel.example/access/v1/evaluations",
        });
        assert_eq!(serde_json::to_value(metadata).unwrap(), expected);
    }

    #[test]
    fn another_name_is_none() {
        for name in [
            "schakel",
            "http://pdp.example",
            "https://pdp.example?x",
            "https://pdp.example#x",
        ] {
            assert_eq!(Metadata::of(name), None, "{name}");
        }
    }
}
