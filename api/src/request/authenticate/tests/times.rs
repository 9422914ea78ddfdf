use chrono::TimeDelta;
use serde_json::json;

use super::kit::*;
use crate::{clock::Clock, request::authenticate::Credentials};

/// Boundaries with the leeway of 30 seconds that the kit configures.
#[tokio::test]
async fn the_times_of_a_token_hold_to_the_second() {
    let kit = Kit::new();
    let now = kit.clock.now().timestamp();
    for (claim, seconds, expected) in [
        ("exp", -30, Some("TOKEN_VERLOPEN")),
        ("exp", -29, None),
        ("nbf", 30, None),
        ("nbf", 31, Some("TOKEN_NOG_NIET_GELDIG")),
        ("iat", 30, None),
        ("iat", 31, Some("TOKEN_UITGIFTE_IN_TOEKOMST")),
        ("exp", 3600, None),
        ("exp", 3601, Some("TOKEN_TE_LANG_GELDIG")),
    ] {
        let outcome = kit.show(&kit.token_with(claim, json!(now + seconds))).await;
        assert_eq!(
            outcome.err().map(|problem| problem.code()),
            expected,
            "{claim} {seconds}"
        );
    }
}

#[tokio::test]
async fn a_token_ends_while_time_goes_on() {
    let kit = Kit::new();
    let token = kit.token();
    kit.clock.advance(TimeDelta::milliseconds(329_999));
    assert!(kit.show(&token).await.is_ok());
    kit.clock.advance(TimeDelta::milliseconds(1));
    assert_eq!(kit.refusal(&token).await, (401, "TOKEN_VERLOPEN"));
}

#[tokio::test]
async fn without_leeway_the_end_is_the_end() {
    let kit = Kit::with(|config| config.leeway_seconds = 0);
    let now = kit.clock.now().timestamp();
    assert_eq!(
        kit.refusal(&kit.token_with("exp", json!(now))).await,
        (401, "TOKEN_VERLOPEN")
    );
    assert!(kit.show(&kit.token_with("exp", json!(now + 1))).await.is_ok());
    assert_eq!(
        kit.refusal(&kit.token_with("nbf", json!(now + 1))).await,
        (401, "TOKEN_NOG_NIET_GELDIG")
    );
}

#[tokio::test]
async fn times_may_have_fractions() {
    let kit = Kit::new();
    let now = f64::from(u32::try_from(kit.clock.now().timestamp()).unwrap());
    assert!(kit.show(&kit.token_with("exp", json!(now + 10.5))).await.is_ok());
    assert_eq!(
        kit.refusal(&kit.token_with("exp", json!(now - 29.5))).await,
        (401, "TOKEN_VERLOPEN")
    );
}

#[tokio::test]
async fn a_session_tells_when_it_ends() {
    let kit = Kit::new();
    let token = kit.token();
    let session = kit
        .door
        .open_session(Credentials::new(&token, Some("AFSTEMMING_TRAJECT")))
        .await
        .unwrap();
    assert_eq!(session.until, kit.clock.now() + TimeDelta::seconds(330));
}
