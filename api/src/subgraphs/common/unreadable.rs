use async_graphql::ServerError;

use super::ClientError;

/// How the library begins what it says of an argument that it cannot read. It gives no code, and may go on with
/// the value.
const BEGINNINGS: [&str; 3] = [
    "Failed to parse ",
    "Expected input type ",
    "Invalid value for argument ",
];

/// Tells of an argument that has not the form of its type as a fault of the input: with a code, naming the type or
/// the argument, without the value.
pub(super) fn tell(error: ServerError) -> ServerError {
    let has_code = error
        .extensions
        .as_ref()
        .is_some_and(|extensions| extensions.get("code").is_some());
    let Some(rest) = BEGINNINGS
        .iter()
        .find_map(|beginning| error.message.strip_prefix(beginning))
        .filter(|_| !has_code)
    else {
        return error;
    };
    let fault = ClientError::input(named(rest), "heeft niet de juiste vorm").into_graphql();
    ServerError {
        message: fault.message,
        extensions: fault.extensions,
        ..error
    }
}

/// The type or argument that stands first, in quotes, if it is a name of the schema.
fn named(rest: &str) -> &str {
    let quoted = rest.strip_prefix('"').and_then(|rest| rest.split('"').next());
    let is_name = |name: &&str| {
        (1..=100).contains(&name.len())
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_.".contains(&b))
    };
    quoted.filter(is_name).unwrap_or("invoer")
}

#[cfg(test)]
mod tests {
    use async_graphql::{EmptyMutation, EmptySubscription, ID, Object, Request, Schema, Variables};
    use chrono::NaiveDate;
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::InwonerId;

    struct Query;

    #[Object]
    impl Query {
        async fn op(&self, _datum: NaiveDate) -> bool {
            true
        }

        async fn wie(&self, _id: InwonerId) -> bool {
            true
        }

        async fn telt(&self, _aantal: i32) -> bool {
            true
        }

        async fn mislukt(&self, _id: ID) -> async_graphql::Result<bool> {
            Err("found 999990342".into())
        }
    }

    async fn told(query: &str, value: Value) -> ServerError {
        let schema = Schema::new(Query, EmptyMutation, EmptySubscription);
        let variables = Variables::from_json(json!({ "x": value }));
        let mut errors = schema
            .execute(Request::new(query).variables(variables))
            .await
            .errors;
        tell(errors.remove(0))
    }

    /// Notices when the library begins to say it otherwise.
    #[tokio::test]
    async fn what_has_another_form_is_named_without_its_value() {
        for (query, value, name) in [
            (
                "query($x: NaiveDate!) { op(datum: $x) }",
                json!("geheim"),
                "NaiveDate",
            ),
            ("query($x: NaiveDate!) { op(datum: $x) }", json!(5), "NaiveDate"),
            ("query($x: ID!) { wie(id: $x) }", json!("geheim"), "ID"),
            ("{ wie(id: \"geheim\") }", json!(null), "ID"),
            (
                "query($x: Int!) { telt(aantal: $x) }",
                json!(3_000_000_000_u64),
                "Int",
            ),
            ("query($x: Int!) { telt(aantal: $x) }", json!("geheim"), "aantal"),
        ] {
            let error = told(query, value).await;
            assert_eq!(
                error.message,
                format!("de invoer klopt niet: `{name}` heeft niet de juiste vorm"),
                "{query}"
            );
            let code = error.extensions.unwrap().get("code").cloned();
            assert_eq!(code, Some("INVOER_ONGELDIG".into()));
        }
    }

    #[tokio::test]
    async fn what_fails_otherwise_stays_as_it_is() {
        let error = told("query($x: ID!) { mislukt(id: $x) }", json!("een")).await;
        assert_eq!(
            (error.message.as_str(), error.extensions.is_none()),
            ("found 999990342", true)
        );
    }

    #[test]
    fn only_names_are_repeated() {
        assert_eq!(
            named("\"invoer.clienten.0.id\", expected"),
            "invoer.clienten.0.id"
        );
        for other in ["999990342", "\"\"", "\"met spatie\"", ""] {
            assert_eq!(named(other), "invoer", "{other}");
        }
    }
}
