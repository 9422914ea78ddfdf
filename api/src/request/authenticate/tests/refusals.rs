use axum::http::Uri;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};

use super::kit::*;
use crate::{domain::Rol, keys::SigningKey};

const UNREADABLE: (u16, &str) = (401, "TOKEN_ONLEESBAAR");

#[tokio::test]
async fn a_good_token_makes_a_caller() {
    let kit = Kit::new();
    let caller = kit.caller(&kit.token()).await;
    assert_eq!(caller.partij().as_str(), "incluzio");
    assert!(caller.is(Rol::Buurtteammedewerker));
    assert_eq!(caller.team(), Some("Overvecht"));
    assert_eq!(
        (caller.gebruiker(), caller.client(), caller.issuer()),
        ("medewerker-7", CLIENT, ISSUER)
    );
    assert_eq!(caller.doel().word(), "AFSTEMMING_TRAJECT");
    assert_eq!(caller.doelen().len(), 2);
}

#[tokio::test]
async fn all_three_algorithms_of_the_profile_are_accepted() {
    let kit = Kit::new();
    for algorithm in [Algorithm::RS256, Algorithm::PS256] {
        let header = json!({ "alg": algorithm, "kid": RSA_KID, "typ": "at+jwt" });
        let token = assemble(&header, &kit.claims(), sign_with(&rsa_signer(), algorithm));
        assert!(kit.show(&token).await.is_ok(), "{algorithm:?}");
    }
    let bare = with_header(&kit, &json!({ "alg": "ES256", "kid": kit.ec.kid() }));
    assert!(kit.show(&bare).await.is_ok(), "`typ` may be left out");
}

#[tokio::test]
async fn other_algorithms_are_refused() {
    let kit = Kit::new();
    let allowed = |alg: &str| json!({ "alg": alg, "kid": RSA_KID });
    for (alg, code) in [
        ("none", "TOKEN_NIET_ONDERTEKEND"),
        ("None", "TOKEN_NIET_ONDERTEKEND"),
        ("", "ALGORITME_NIET_TOEGESTAAN"),
        ("HS256", "ALGORITME_NIET_TOEGESTAAN"),
        ("RS512", "ALGORITME_NIET_TOEGESTAAN"),
        ("PS384", "ALGORITME_NIET_TOEGESTAAN"),
        ("ES384", "ALGORITME_NIET_TOEGESTAAN"),
        ("EdDSA", "ALGORITME_NIET_TOEGESTAAN"),
        ("rs256", "ALGORITME_NIET_TOEGESTAAN"),
    ] {
        let token = assemble(&allowed(alg), &kit.claims(), |_| String::new());
        assert_eq!(kit.refusal(&token).await, (401, code), "{alg}");
    }
    let rs512 = assemble(
        &allowed("RS512"),
        &kit.claims(),
        sign_with(&rsa_signer(), Algorithm::RS512),
    );
    assert_eq!(
        kit.refusal(&rs512).await,
        (401, "ALGORITME_NIET_TOEGESTAAN"),
        "however well it is signed"
    );
}

#[tokio::test]
async fn a_public_key_is_no_shared_secret() {
    let kit = Kit::new();
    let secret = EncodingKey::from_secret(rsa_public_pem().as_bytes());
    let header = json!({ "alg": "HS256", "kid": RSA_KID });
    let token = assemble(&header, &kit.claims(), sign_with(&secret, Algorithm::HS256));
    assert_eq!(kit.refusal(&token).await, (401, "ALGORITME_NIET_TOEGESTAAN"));
    let posing = json!({ "alg": "RS256", "kid": RSA_KID });
    let token = assemble(&posing, &kit.claims(), sign_with(&secret, Algorithm::HS256));
    assert_eq!(kit.refusal(&token).await, (401, "HANDTEKENING_ONJUIST"));
}

#[tokio::test]
async fn the_key_must_be_of_the_type_of_the_algorithm() {
    let kit = Kit::new();
    let other_type = (401, "SLEUTELTYPE_ONJUIST");
    let es_with_rsa = with_header(&kit, &json!({ "alg": "ES256", "kid": RSA_KID }));
    assert_eq!(kit.refusal(&es_with_rsa).await, other_type);
    let header = json!({ "alg": "RS256", "kid": kit.ec.kid() });
    let rs_with_ec = assemble(&header, &kit.claims(), sign_with(&rsa_signer(), Algorithm::RS256));
    assert_eq!(kit.refusal(&rs_with_ec).await, other_type);
}

#[tokio::test]
async fn a_key_meant_for_something_else_verifies_nothing() {
    for (member, value) in [
        ("use", json!("enc")),
        ("alg", json!("PS256")),
        ("key_ops", json!(["encrypt"])),
    ] {
        let kit = Kit::new();
        let mut jwk = rsa_jwk();
        jwk[member] = value;
        jwk["kid"] = json!("rsa-2");
        write_jwks(&kit.jwks(), &[jwk]);
        let header = json!({ "alg": "RS256", "kid": "rsa-2" });
        let token = assemble(&header, &kit.claims(), sign_with(&rsa_signer(), Algorithm::RS256));
        assert_eq!(
            kit.refusal(&token).await,
            (401, "SLEUTELTYPE_ONJUIST"),
            "{member}"
        );
    }
}

#[tokio::test]
async fn a_changed_or_foreign_signature_is_refused() {
    let kit = Kit::new();
    let wrong = (401, "HANDTEKENING_ONJUIST");
    let (token, other) = (kit.token(), kit.token_with("partij", json!("gemeente-utrecht")));
    let (signed, _) = other.rsplit_once('.').unwrap();
    let (_, signature) = token.rsplit_once('.').unwrap();
    assert_eq!(kit.refusal(&format!("{signed}.{signature}")).await, wrong);
    assert_eq!(kit.refusal(&format!("{signed}.")).await, wrong);
    let stranger = SigningKey::generate().unwrap();
    let signature = stranger.sign_bytes(signed.as_bytes());
    assert_eq!(kit.refusal(&format!("{signed}.{signature}")).await, wrong);
}

#[tokio::test]
async fn the_header_must_name_a_known_key_and_no_extensions() {
    let kit = Kit::new();
    let kid = kit.ec.kid();
    for (header, code) in [
        (json!({ "alg": "ES256" }), "SLEUTEL_NIET_GENOEMD"),
        (json!({ "alg": "ES256", "kid": "" }), "SLEUTEL_NIET_GENOEMD"),
        (json!({ "alg": "ES256", "kid": "onbekend" }), "SLEUTEL_ONBEKEND"),
        (
            json!({ "alg": "ES256", "kid": kid, "typ": "id+jwt" }),
            "TOKENTYPE_NIET_TOEGESTAAN",
        ),
        (
            json!({ "alg": "ES256", "kid": kid, "crit": ["b64"], "b64": false }),
            "KRITIEKE_HEADER_ONBEKEND",
        ),
    ] {
        assert_eq!(
            kit.refusal(&with_header(&kit, &header)).await,
            (401, code),
            "{header}"
        );
    }
    // A key that the token brings along is not looked at.
    let stranger = SigningKey::generate().unwrap();
    let brought = json!({ "alg": "ES256", "kid": stranger.kid(), "jwk": stranger.jwk() });
    let token = assemble(&brought, &kit.claims(), |signed| stranger.sign_bytes(signed));
    assert_eq!(kit.refusal(&token).await, (401, "SLEUTEL_ONBEKEND"));
}

#[tokio::test]
async fn what_is_no_token_is_unreadable() {
    let kit = Kit::new();
    let token = kit.token();
    let parts: Vec<&str> = token.split('.').collect();
    let [header, claims, signature] = parts[..] else {
        panic!("three parts")
    };
    for text in [
        "x".to_owned(),
        "..".to_owned(),
        "a.b.c".to_owned(),
        format!("{header}.{claims}"),
        format!("{token}.{signature}"),
        format!("{header}=.{claims}.{signature}"),
        format!("{claims}.{header}.{signature}"),
        format!("{token}, Bearer {token}"),
    ] {
        assert_eq!(kit.refusal(&text).await, UNREADABLE, "{text}");
    }
    for claims in [json!([]), json!("iss"), Value::Null] {
        assert_eq!(kit.refusal(&kit.sign(&claims)).await, UNREADABLE, "{claims}");
    }
}

#[tokio::test]
async fn an_oversized_token_is_refused_unread() {
    let longest = Kit::new().token().len();
    let kit = Kit::with(|config| config.max_token_bytes = longest);
    assert!(kit.show(&kit.token()).await.is_ok(), "exactly as long as allowed");
    assert_eq!(
        kit.refusal(&"x".repeat(longest + 1)).await,
        (401, "TOKEN_TE_GROOT")
    );
    assert_eq!(kit.refusal(&"x".repeat(longest)).await, UNREADABLE);
}

#[tokio::test]
async fn a_token_travels_in_one_header_only() {
    let kit = Kit::new();
    let bearer = format!("Bearer {}", kit.token());
    for (authorization, path, code) in [
        (vec![], "/graphql", "TOKEN_ONTBREEKT"),
        (vec!["Bearer"], "/graphql", "TOKEN_ONTBREEKT"),
        (vec!["Bearer  "], "/graphql", "TOKEN_ONTBREEKT"),
        (
            vec!["Basic bmFhbTpnZWhlaW0="],
            "/graphql",
            "AUTHORIZATION_GEEN_BEARER",
        ),
        (
            vec![bearer.as_str(), bearer.as_str()],
            "/graphql",
            "AUTHORIZATION_DUBBEL",
        ),
        (vec![bearer.as_str()], "/graphql?access_token=x", "TOKEN_IN_URL"),
        (
            vec![bearer.as_str()],
            "/graphql?a=b&access%5Ftoken=",
            "TOKEN_IN_URL",
        ),
        (vec![], "/graphql?Access_Token=x", "TOKEN_IN_URL"),
    ] {
        let headers = headers(&authorization, Some("AFSTEMMING_TRAJECT"));
        let outcome = kit
            .door
            .authenticate(&headers, &path.parse::<Uri>().unwrap())
            .await;
        assert_eq!(refusal(outcome), (401, code), "{path}");
    }
    let lower_case = headers(&[&bearer.replace("Bearer", "bearer")], Some("AFSTEMMING_TRAJECT"));
    assert!(
        kit.door
            .authenticate(&lower_case, &Uri::from_static("/graphql?q=token"))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_refusal_tells_nothing_of_what_was_sent() {
    let kit = Kit::new();
    for (claim, value) in [
        ("azp", "geheim-1"),
        ("partij", "geheim-1"),
        ("iss", "geheim-1"),
        ("aud", "geheim-1"),
    ] {
        let problem = kit.show(&kit.token_with(claim, json!(value))).await.unwrap_err();
        assert!(!problem.to_json().to_string().contains(value), "{claim}");
    }
}
