use axum::http::{HeaderValue, Uri};
use serde_json::json;

use super::kit::*;
use crate::request::authenticate::Authenticated;

#[tokio::test]
async fn the_request_names_one_purpose_of_the_caller() {
    let kit = Kit::new();
    let token = kit.token();
    for (doel, expected) in [
        (None, (400, "DOEL_ONTBREEKT")),
        (Some("KIJKEN"), (400, "DOEL_ONBEKEND")),
        (Some(""), (400, "DOEL_ONBEKEND")),
        (
            Some("AFSTEMMING_TRAJECT,UITVOEREN_VERWIJZING"),
            (400, "DOEL_ONBEKEND"),
        ),
        // Within the cap of the client, yet not in this token.
        (Some("NAZORG"), (403, "DOEL_NIET_TOEGESTAAN")),
        (Some("VERANTWOORDING"), (403, "DOEL_NIET_TOEGESTAAN")),
    ] {
        assert_eq!(refusal(kit.show_for(&token, doel).await), expected, "{doel:?}");
    }
    let Authenticated::Caller(caller) = kit.show_for(&token, Some("UITVOEREN_VERWIJZING")).await.unwrap()
    else {
        panic!("no caller")
    };
    assert_eq!(caller.doel().word(), "UITVOEREN_VERWIJZING");
}

#[tokio::test]
async fn the_only_purpose_needs_no_naming() {
    let kit = Kit::new();
    let token = kit.token_with("doelen", json!(["NAZORG"]));
    let Authenticated::Caller(caller) = kit.show_for(&token, None).await.unwrap() else {
        panic!("no caller")
    };
    assert_eq!(caller.doel().word(), "NAZORG");
}

#[tokio::test]
async fn two_purposes_or_an_unreadable_one_are_refused() {
    let kit = Kit::new();
    let bearer = format!("Bearer {}", kit.token());
    let mut twice = headers(&[&bearer], Some("AFSTEMMING_TRAJECT"));
    twice.append("doel", HeaderValue::from_static("AFSTEMMING_TRAJECT"));
    let outcome = kit.door.authenticate(&twice, &Uri::from_static("/graphql")).await;
    assert_eq!(refusal(outcome), (400, "DOEL_DUBBEL"));
    let mut bytes = headers(&[&bearer], None);
    bytes.append("doel", HeaderValue::from_bytes(&[0xff]).unwrap());
    let outcome = kit.door.authenticate(&bytes, &Uri::from_static("/graphql")).await;
    assert_eq!(refusal(outcome), (400, "DOEL_ONBEKEND"));
}
