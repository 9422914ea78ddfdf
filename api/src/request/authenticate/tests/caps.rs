use serde_json::{Value, json};

use super::kit::*;
use crate::request::authenticate::ClaimMapping;

const OUT_OF_REACH: (u16, &str) = (403, "CLAIM_BUITEN_BEREIK");

#[tokio::test]
async fn an_issuer_cannot_speak_for_another_party() {
    let kit = Kit::new();
    let token = kit.token_with("partij", json!("gemeente-utrecht"));
    assert_eq!(kit.refusal(&token).await, OUT_OF_REACH);
}

#[tokio::test]
async fn what_exceeds_the_cap_is_refused_whole_and_never_trimmed() {
    let kit = Kit::new();
    for (claim, value) in [
        ("partij", json!("Geen Partij")),
        ("rollen", json!(["BUURTTEAMMEDEWERKER", "SCHULDREGELAAR"])),
        ("rollen", json!(["BUURTTEAMMEDEWERKER", "BAAS"])),
        ("rollen", json!("BEHEERDER")),
        ("doelen", json!(["AFSTEMMING_TRAJECT", "VERANTWOORDING"])),
        ("doelen", json!(["afstemming_traject"])),
    ] {
        assert_eq!(
            kit.refusal(&kit.token_with(claim, value.clone())).await,
            OUT_OF_REACH,
            "{claim} {value}"
        );
    }
    let within = kit.token_with("rollen", json!(["BUURTTEAMMEDEWERKER", "TOESTEMMINGSBEHEERDER"]));
    assert_eq!(kit.caller(&within).await.rollen().len(), 2);
}

#[tokio::test]
async fn issuer_audience_and_client_must_be_known() {
    let kit = Kit::new();
    for (claim, value, code) in [
        ("iss", json!("https://idp.elders.example"), "UITGEVER_ONBEKEND"),
        ("iss", json!(format!("{ISSUER}/")), "UITGEVER_ONBEKEND"),
        ("aud", json!("https://elders.example"), "DOELGROEP_ONJUIST"),
        (
            "aud",
            json!(["https://hub.example.elders", "*"]),
            "DOELGROEP_ONJUIST",
        ),
        ("azp", json!("andere-app"), "CLIENT_ONBEKEND"),
        ("azp", json!("*"), "CLIENT_ONBEKEND"),
    ] {
        assert_eq!(
            kit.refusal(&kit.token_with(claim, value.clone())).await,
            (401, code),
            "{claim} {value}"
        );
    }
    assert!(
        kit.show(&kit.token_with("aud", json!(HUB))).await.is_ok(),
        "`aud` may be one text"
    );
}

#[tokio::test]
async fn every_claim_of_the_profile_is_required() {
    let kit = Kit::new();
    for claim in [
        "iss", "aud", "azp", "sub", "jti", "iat", "nbf", "exp", "partij", "rollen", "doelen",
    ] {
        let (missing, null) = (kit.token_with(claim, Value::Null), {
            let mut claims = kit.claims();
            claims[claim] = Value::Null;
            kit.sign(&claims)
        });
        assert_eq!(kit.refusal(&missing).await, (401, "CLAIM_ONTBREEKT"), "{claim}");
        assert_eq!(kit.refusal(&null).await, (401, "CLAIM_ONTBREEKT"), "{claim}");
        let detail = kit.show(&missing).await.unwrap_err().detail().to_owned();
        assert!(detail.contains(&format!("`{claim}`")), "{detail}");
    }
    for claim in ["aud", "rollen", "doelen"] {
        assert_eq!(
            kit.refusal(&kit.token_with(claim, json!([]))).await,
            (401, "CLAIM_ONTBREEKT"),
            "{claim}"
        );
    }
    assert_eq!(
        kit.caller(&kit.token_with("team", Value::Null)).await.team(),
        None
    );
}

#[tokio::test]
async fn a_claim_of_another_form_is_refused() {
    let kit = Kit::new();
    for claim in ["iss", "azp", "sub", "jti", "partij", "team"] {
        for value in [
            json!(7),
            json!(["incluzio"]),
            json!({}),
            json!(""),
            json!("a\nb"),
            json!("x".repeat(257)),
        ] {
            let token = kit.token_with(claim, value.clone());
            assert_eq!(
                kit.refusal(&token).await,
                (401, "CLAIM_ONLEESBAAR"),
                "{claim} {value}"
            );
        }
    }
    for claim in ["aud", "rollen", "doelen"] {
        for value in [
            json!(7),
            json!({}),
            json!([7]),
            json!([["x"]]),
            json!([HUB, null]),
            json!(vec!["x"; 65]),
        ] {
            let token = kit.token_with(claim, value.clone());
            assert_eq!(
                kit.refusal(&token).await,
                (401, "CLAIM_ONLEESBAAR"),
                "{claim} {value}"
            );
        }
    }
    for claim in ["exp", "nbf", "iat"] {
        for value in [
            json!("1780315200"),
            json!(true),
            json!(1e300),
            json!(i64::MAX),
            json!(-1e13),
            json!([1]),
        ] {
            let token = kit.token_with(claim, value.clone());
            assert_eq!(
                kit.refusal(&token).await,
                (401, "CLAIM_ONLEESBAAR"),
                "{claim} {value}"
            );
        }
    }
}

#[tokio::test]
async fn an_issuer_may_call_its_claims_otherwise() {
    let kit = Kit::with(|config| {
        config.issuers[0].claims = ClaimMapping {
            partij: "https://incluzio.example/organisatie".to_owned(),
            rollen: "/realm_access/roles".to_owned(),
            gebruiker: "personeelsnummer".to_owned(),
            ..ClaimMapping::default()
        };
    });
    let mut claims = kit.claims();
    // What stands under our own names counts for nothing then.
    claims["partij"] = json!("gemeente-utrecht");
    claims["rollen"] = json!(["BEHEERDER"]);
    claims["https://incluzio.example/organisatie"] = json!("incluzio");
    claims["realm_access"] = json!({ "roles": ["BUURTTEAMMEDEWERKER"] });
    claims["personeelsnummer"] = json!("p-12");
    let caller = kit.caller(&kit.sign(&claims)).await;
    assert_eq!(
        (
            caller.partij().as_str(),
            caller.gebruiker(),
            caller.rollen().len()
        ),
        ("incluzio", "p-12", 1)
    );
    claims["realm_access"] = json!({});
    assert_eq!(kit.refusal(&kit.sign(&claims)).await, (401, "CLAIM_ONTBREEKT"));
}
