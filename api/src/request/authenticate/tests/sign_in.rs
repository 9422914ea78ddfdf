use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{
    super::{IdTokenTerms, SignedIn},
    kit::{CLIENT, HUB, ISSUER, Kit},
};
use crate::{
    domain::{Doel, Rol},
    http::Problem,
};

const NONCE: &str = "n-0S6_WzA2Mj";

/// An ID token as an identity provider makes it: for the client, without `azp`, `jti` and `nbf`.
fn id_token_with(kit: &Kit, claim: &str, value: Value) -> String {
    let mut claims = kit.claims();
    let members = claims.as_object_mut().unwrap();
    for left_out in ["azp", "jti", "nbf"] {
        members.remove(left_out);
    }
    members.insert("aud".to_owned(), json!(CLIENT));
    members.insert("nonce".to_owned(), json!(NONCE));
    members.insert("rollen".to_owned(), json!(["TOESTEMMINGSBEHEERDER"]));
    members.insert(claim.to_owned(), value);
    kit.sign(&claims)
}

fn id_token(kit: &Kit) -> String {
    id_token_with(kit, "naam", Value::Null)
}

fn terms() -> IdTokenTerms<'static> {
    IdTokenTerms {
        issuer: ISSUER,
        client: CLIENT,
        nonce: NONCE,
    }
}

fn code(outcome: Result<SignedIn, Problem>) -> &'static str {
    outcome.expect_err("this is refused").code()
}

#[tokio::test]
async fn who_signs_in_becomes_the_caller_that_the_claims_allow() {
    let kit = Kit::new();
    let signed_in = kit.door.sign_in(&id_token(&kit), terms()).await.unwrap();
    assert!(signed_in.is(Rol::Toestemmingsbeheerder));
    let caller = signed_in.caller(Doel::UitvoerenVerwijzing).unwrap();
    assert_eq!((caller.partij().as_str(), caller.client()), ("incluzio", CLIENT));
    assert_eq!(
        (caller.doel(), caller.issuer()),
        (Doel::UitvoerenVerwijzing, ISSUER)
    );
    let other = signed_in.caller(Doel::Nazorg).expect_err("not among the doelen");
    assert_eq!(other.code(), "DOEL_NIET_TOEGESTAAN");
}

#[tokio::test]
async fn a_token_of_another_sign_in_client_or_issuer_signs_nobody_in() {
    let kit = Kit::new();
    for (claim, value, expected) in [
        ("nonce", json!("another"), "AANMELDING_ONJUIST"),
        ("nonce", Value::Null, "CLAIM_ONTBREEKT"),
        ("aud", json!(HUB), "DOELGROEP_ONJUIST"),
        ("aud", json!([CLIENT, "another"]), "AANMELDING_ONJUIST"),
        ("azp", json!("another"), "AANMELDING_ONJUIST"),
        ("iss", json!("https://elders.example"), "UITGEVER_ONBEKEND"),
        ("rollen", json!(["BEHEERDER"]), "CLAIM_BUITEN_BEREIK"),
        ("partij", json!("lokalis"), "CLAIM_BUITEN_BEREIK"),
    ] {
        let token = id_token_with(&kit, claim, value.clone());
        assert_eq!(
            code(kit.door.sign_in(&token, terms()).await),
            expected,
            "{claim} {value}"
        );
        assert_eq!(
            code(kit.door.recall(&token, terms()).await),
            expected,
            "{claim} {value}"
        );
    }
}

#[tokio::test]
async fn an_access_token_is_no_id_token_and_the_other_way_round() {
    let kit = Kit::new();
    assert_eq!(
        code(kit.door.sign_in(&kit.token(), terms()).await),
        "DOELGROEP_ONJUIST"
    );
    assert_eq!(kit.refusal(&id_token(&kit)).await, (401, "DOELGROEP_ONJUIST"));
}

#[tokio::test]
async fn an_old_token_recalls_a_session_and_begins_none() {
    let kit = Kit::new();
    let token = id_token(&kit);
    kit.clock.advance(TimeDelta::hours(2));
    assert_eq!(code(kit.door.sign_in(&token, terms()).await), "TOKEN_VERLOPEN");
    assert!(kit.door.recall(&token, terms()).await.is_ok());
}

#[tokio::test]
async fn a_role_that_the_client_may_no_longer_have_ends_the_session() {
    let kit = Kit::new();
    let token = id_token(&kit);
    let mut config = super::kit::config(kit.jwks());
    for cap in config.issuers.iter_mut().flat_map(|issuer| &mut issuer.clients) {
        cap.rollen = [Rol::Buurtteammedewerker].into();
    }
    let door = super::super::Authenticator::new(config, kit.clock.clone()).unwrap();
    assert_eq!(code(door.recall(&token, terms()).await), "CLAIM_BUITEN_BEREIK");
}
