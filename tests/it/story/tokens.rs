//! Who is let in: every kind of bad token over HTTP, each with its own code, and nothing of it repeated.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use reqwest::RequestBuilder;
use schakel::{
    domain::{Doel, PartijId, Rol},
    keys::SigningKey,
};
use schakel_tests::{
    Logs, TestApp,
    app::{Answer, Issuers},
    in_both_cities, on_both_engines,
};
use serde_json::{Value, json};

const GOOD: &str = r#"{"query": "{ ik { partij { id } } }"}"#;

fn request(app: &TestApp) -> RequestBuilder {
    app.http()
        .post(app.url("/graphql"))
        .header("content-type", "application/json")
        .header("Doel", "AFSTEMMING_TRAJECT")
        .body(GOOD)
}

async fn with_token(app: &TestApp, token: &str) -> Answer {
    let answer = Answer::of(request(app).bearer_auth(token)).await;
    assert!(
        token.len() < 20 || !answer.text.contains(token),
        "{}",
        answer.shown()
    );
    app.ahmed().ask("{ ik { doel } }", json!({})).await.expect_ok();
    answer
}

/// Ahmed's claims, before anything is changed in them.
fn claims(app: &TestApp) -> Value {
    app.issuers().common.claims(&Issuers::claims_of(
        app.city().buurtteam.partij,
        Rol::Buurtteammedewerker,
    ))
}

fn sign(key: &SigningKey, claims: &Value) -> String {
    use secrecy::ExposeSecret;
    key.sign(claims).unwrap().expose_secret().to_owned()
}

fn signed(app: &TestApp, change: impl FnOnce(&mut Value)) -> String {
    let mut claims = claims(app);
    change(&mut claims);
    sign(&app.issuers().common.key, &claims)
}

fn part(value: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(value.to_string())
}

in_both_cities! {
    async fn a_token_comes_in_its_one_header(app: TestApp) {
        let token = signed(&app, |_| {});
        let missing = Answer::of(request(&app)).await.expect_problem(401, "TOKEN_ONTBREEKT");
        assert_eq!(missing.headers["www-authenticate"], "Bearer realm=\"schakel\"");
        let basic = request(&app).basic_auth("ahmed", Some("geheim"));
        Answer::of(basic).await.expect_problem(401, "AUTHORIZATION_GEEN_BEARER");
        let twice = request(&app).bearer_auth(&token).header("authorization", format!("Bearer {token}"));
        Answer::of(twice).await.expect_problem(401, "AUTHORIZATION_DUBBEL");
        for with_header in [true, false] {
            let url = format!("{}?access_token={token}", app.url("/graphql"));
            let request = app.http().post(url).header("content-type", "application/json").body(GOOD);
            let request = if with_header { request.bearer_auth(&token) } else { request };
            let answer = Answer::of(request).await.expect_problem(401, "TOKEN_IN_URL");
            assert!(!answer.text.contains(&token), "{}", answer.shown());
        }
    }

    async fn a_token_must_be_signed_by_a_known_issuer_with_its_own_key(app: TestApp) {
        let key = &app.issuers().common.key;
        let claims = claims(&app);
        let [head, body, signature] = [0, 1, 2].map(|n| sign(key, &claims).split('.').nth(n).unwrap().to_owned());
        let none = part(&json!({"alg": "none", "kid": key.kid(), "typ": "JWT"}));
        let mut hs256 = Header::new(Algorithm::HS256);
        hs256.kid = Some(key.kid().to_owned());
        let by_secret = EncodingKey::from_secret(serde_json::to_string(key.jwk()).unwrap().as_bytes());
        let mut other = claims.clone();
        other["partij"] = json!(app.city().traject.partij);
        let stranger = SigningKey::generate().unwrap();
        for (token, code) in [
            ("geen.leesbaar.token".to_owned(), "TOKEN_ONLEESBAAR"),
            (format!("{head}.{body}"), "TOKEN_ONLEESBAAR"),
            (format!("{none}.{body}."), "TOKEN_NIET_ONDERTEKEND"),
            (jsonwebtoken::encode(&hs256, &claims, &by_secret).unwrap(), "ALGORITME_NIET_TOEGESTAAN"),
            (format!("{}.{body}.{signature}", part(&json!({"alg": "RS256", "kid": key.kid(), "typ": "JWT"}))), "SLEUTELTYPE_ONJUIST"),
            (format!("{}.{body}.{signature}", part(&json!({"alg": "ES256", "typ": "JWT"}))), "SLEUTEL_NIET_GENOEMD"),
            (format!("{head}.{}.{signature}", part(&other)), "HANDTEKENING_ONJUIST"),
            (sign(&stranger, &claims), "SLEUTEL_ONBEKEND"),
            (sign(&app.issuers().of_incluzio.key, &claims), "SLEUTEL_ONBEKEND"),
            (signed(&app, |claims| claims["iss"] = json!("https://vreemd.example")), "UITGEVER_ONBEKEND"),
            (signed(&app, |claims| claims["vulling"] = json!("x".repeat(9000))), "TOKEN_TE_GROOT"),
        ] {
            let answer = with_token(&app, &token).await.expect_problem(401, code);
            let challenge = answer.headers["www-authenticate"].to_str().unwrap();
            assert!(challenge.contains("error=\"invalid_token\"") && challenge.contains(code), "{challenge}");
        }
    }

    async fn a_good_token_is_let_in(app: TestApp) {
        let answer = with_token(&app, &signed(&app, |_| {})).await.expect_ok();
        assert_eq!(answer.data("/ik/partij/id"), app.city().buurtteam.partij);
    }

    async fn a_token_must_be_meant_for_us_and_valid_now(app: TestApp) {
        let now = app.now().timestamp();
        for (claim, value, code) in [
            ("aud", json!("https://elders.example"), "DOELGROEP_ONJUIST"),
            ("exp", json!(now - 60), "TOKEN_VERLOPEN"),
            ("nbf", json!(now + 120), "TOKEN_NOG_NIET_GELDIG"),
            ("iat", json!(now + 120), "TOKEN_UITGIFTE_IN_TOEKOMST"),
            ("exp", json!(now + 86_400), "TOKEN_TE_LANG_GELDIG"),
            ("exp", json!("morgen"), "CLAIM_ONLEESBAAR"),
            ("azp", json!("vreemde-app"), "CLIENT_ONBEKEND"),
        ] {
            let token = signed(&app, |claims| claims[claim] = value);
            with_token(&app, &token).await.expect_problem(401, code);
        }
        for claim in ["aud", "exp", "nbf", "iat", "jti", "azp", "sub", "partij", "rollen", "doelen"] {
            let token = signed(&app, |claims| { claims.as_object_mut().unwrap().remove(claim); });
            with_token(&app, &token).await.expect_problem(401, "CLAIM_ONTBREEKT");
        }
    }

    async fn a_token_ends_by_the_clock(app: TestApp) {
        let token = signed(&app, |_| {});
        app.clock().advance(TimeDelta::minutes(10));
        with_token(&app, &token).await.expect_ok();
        app.clock().advance(TimeDelta::seconds(30));
        with_token(&app, &token).await.expect_problem(401, "TOKEN_VERLOPEN");
    }

    async fn a_request_names_exactly_one_purpose(app: TestApp) {
        let ask = async |change: &dyn Fn(RequestBuilder) -> RequestBuilder| {
            let token = signed(&app, |claims| claims["doelen"] = json!(["AFSTEMMING_TRAJECT", "NAZORG"]));
            let request = app.http().post(app.url("/graphql")).header("content-type", "application/json");
            Answer::of(change(request.bearer_auth(token).body(GOOD))).await
        };
        ask(&|request| request).await.expect_problem(400, "DOEL_ONTBREEKT");
        ask(&|request| request.header("Doel", "GRASDUINEN")).await.expect_problem(400, "DOEL_ONBEKEND");
        ask(&|request| request.header("Doel", "SIGNALERING")).await.expect_problem(403, "DOEL_NIET_TOEGESTAAN");
        ask(&|request| request.header("Doel", "NAZORG").header("Doel", "NAZORG")).await.expect_problem(400, "DOEL_DUBBEL");
        ask(&|request| request.header("Doel", "NAZORG")).await.expect_ok();
        let one = signed(&app, |claims| claims["doelen"] = json!(["NAZORG"]));
        let request = app.http().post(app.url("/graphql")).header("content-type", "application/json").body(r#"{"query": "{ ik { doel } }"}"#);
        let answer = Answer::of(request.bearer_auth(one)).await.expect_ok();
        assert_eq!(answer.data("/ik/doel"), "NAZORG", "the default, where only one is allowed");
    }

    async fn no_token_and_no_claim_is_logged(app: TestApp) {
        let logs = Logs::capture();
        let token = signed(&app, |claims| claims["sub"] = json!("geheimzinnige-medewerker"));
        with_token(&app, &token).await.expect_ok();
        let expired = signed(&app, |claims| {
            claims["sub"] = json!("geheimzinnige-medewerker");
            claims["exp"] = json!(app.now().timestamp() - 60);
        });
        with_token(&app, &expired).await.expect_problem(401, "TOKEN_VERLOPEN");
        logs.assert_with("TOKEN_VERLOPEN");
        logs.assert_without(&["geheimzinnige-medewerker", &token, &expired]);
    }
}

// Told of Utrecht only, where one party has an issuer of its own.
on_both_engines! {
    async fn an_issuer_asserts_no_more_than_its_cap(app: TestApp) {
        let issuer = &app.issuers().of_incluzio;
        let mut claims = Issuers::claims_of("incluzio", Rol::Buurtteammedewerker);
        claims.doelen = [Doel::AfstemmingTraject].into();
        with_token(&app, &issuer.issue(&claims).unwrap()).await.expect_ok();
        let mut of_gemeente = claims.clone();
        of_gemeente.partij = PartijId::new("gemeente-utrecht").unwrap();
        let mut as_manager = claims.clone();
        as_manager.rollen.insert(Rol::Toestemmingsbeheerder);
        let mut for_care = claims.clone();
        for_care.doelen.insert(Doel::Nazorg);
        for beyond in [of_gemeente, as_manager, for_care] {
            with_token(&app, &issuer.issue(&beyond).unwrap()).await.expect_problem(403, "CLAIM_BUITEN_BEREIK");
        }
        let of_another_client = signed(&app, |claims| claims["azp"] = json!("lokalis-app"));
        with_token(&app, &of_another_client).await.expect_problem(403, "CLAIM_BUITEN_BEREIK");
    }
}
