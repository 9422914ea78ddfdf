use std::{collections::BTreeSet, sync::Arc};

use chrono::TimeDelta;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::kit::*;
use crate::{
    clock::{Clock, FixedClock},
    federation::{MintToken, SubgraphName},
    keys::{
        SigningKey,
        demo::{TokenClaims, TokenIssuer},
        write_jwks,
    },
    request::{
        NietGedeeld, RequestContext, TraceId,
        authenticate::{
            AuthConfig, Authenticated, Authenticator, ClientCap, HubTokens, IssuerKind, JwksSource,
            RemoteTokens, SubgraphTokens,
        },
    },
};

const SRW: &str = "https://srw.example";

/// A process that accepts the tokens of one of our own processes.
struct Peer {
    door: Authenticator,
    key: SigningKey,
    clock: Arc<FixedClock>,
    _folder: tempfile::TempDir,
}

impl Peer {
    fn of_kind(kind: IssuerKind) -> Self {
        let (folder, clock, key) = (
            tempfile::tempdir().unwrap(),
            clock(),
            SigningKey::generate().unwrap(),
        );
        let path = folder.path().join("peer.json");
        write_jwks(&path, [&key]).unwrap();
        let mut issuer = issuer(JwksSource::File(path.clone()));
        issuer.issuer = HUB.to_owned();
        issuer.kind = kind;
        issuer.clients = match kind {
            IssuerKind::Subgraph(_) => Vec::new(),
            _ => vec![cap(ClientCap::ANY_CLIENT)],
        };
        let config = AuthConfig {
            audience: SRW.to_owned(),
            issuers: vec![issuer],
            ..config(path)
        };
        Self {
            door: Authenticator::new(config, clock.clone()).unwrap(),
            key,
            clock,
            _folder: folder,
        }
    }

    async fn show(&self, token: &str, doel: Option<&str>) -> Result<Authenticated, crate::http::Problem> {
        show(&self.door, token, doel).await
    }

    fn sign(&self, claims: &Value) -> String {
        self.key.sign(claims).unwrap().expose_secret().to_owned()
    }
}

async fn context(kit: &Kit) -> RequestContext {
    RequestContext {
        caller: kit.caller(&kit.token()).await,
        trace_id: TraceId::begin(),
        minimale_registerversie: None,
        niet_gedeeld: NietGedeeld::Fouten,
    }
}

fn claims_of(token: &str) -> Value {
    jsonwebtoken::dangerous::insecure_decode(token).unwrap().claims
}

#[tokio::test]
async fn a_caller_reaches_a_subgraph_elsewhere_unchanged() {
    let (kit, peer) = (Kit::new(), Peer::of_kind(IssuerKind::Hub));
    let context = context(&kit).await;
    let tokens = HubTokens::new(peer.key.clone(), HUB, kit.clock.clone());
    let token = tokens.mint(&context, SRW).unwrap();
    let outcome = peer.show(token.expose_secret(), None).await.unwrap();
    assert_eq!(outcome, Authenticated::ViaHub(context.caller.clone()));

    let claims = claims_of(token.expose_secret());
    assert_eq!(claims["act"], json!({ "sub": HUB }));
    assert_eq!(
        (&claims["aud"], &claims["orig_iss"]),
        (&json!(SRW), &json!(ISSUER))
    );
    assert!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap() <= 60);
    let other = tokens.mint(&context, SRW).unwrap();
    assert_ne!(claims["jti"], claims_of(other.expose_secret())["jti"]);
}

#[tokio::test]
async fn a_hub_token_carries_its_one_purpose() {
    let (kit, peer) = (Kit::new(), Peer::of_kind(IssuerKind::Hub));
    let token = HubTokens::new(peer.key.clone(), HUB, kit.clock.clone())
        .mint(&context(&kit).await, SRW)
        .unwrap();
    let token = token.expose_secret();
    assert!(peer.show(token, Some("AFSTEMMING_TRAJECT")).await.is_ok());
    assert_eq!(
        refusal(peer.show(token, Some("UITVOEREN_VERWIJZING")).await),
        (403, "DOEL_NIET_TOEGESTAAN")
    );
    let mut claims = claims_of(token);
    claims["doel"] = json!("NAZORG");
    assert_eq!(
        refusal(peer.show(&peer.sign(&claims), None).await),
        (403, "CLAIM_BUITEN_BEREIK")
    );
}

#[tokio::test]
async fn a_hub_token_is_good_at_one_place_for_one_minute() {
    let (kit, peer) = (Kit::new(), Peer::of_kind(IssuerKind::Hub));
    let tokens = HubTokens::new(peer.key.clone(), HUB, kit.clock.clone());
    let context = context(&kit).await;
    let elsewhere = tokens.mint(&context, "https://buurtteam.example").unwrap();
    assert_eq!(
        refusal(peer.show(elsewhere.expose_secret(), None).await),
        (401, "DOELGROEP_ONJUIST")
    );
    let here = tokens.mint(&context, SRW).unwrap();
    assert_eq!(
        kit.refusal(here.expose_secret()).await,
        (401, "UITGEVER_ONBEKEND"),
        "it is no token for the hub"
    );
    peer.clock.advance(TimeDelta::seconds(90));
    assert_eq!(
        refusal(peer.show(here.expose_secret(), None).await),
        (401, "TOKEN_VERLOPEN")
    );
}

#[tokio::test]
async fn a_hub_token_says_who_acts_and_stays_within_the_cap() {
    let (kit, peer) = (Kit::new(), Peer::of_kind(IssuerKind::Hub));
    let token = HubTokens::new(peer.key.clone(), HUB, kit.clock.clone())
        .mint(&context(&kit).await, SRW)
        .unwrap();
    let good = claims_of(token.expose_secret());
    let exp = good["iat"].as_i64().unwrap() + 61;
    for (claim, value, expected) in [
        (
            "act",
            json!({ "sub": "https://elders.example" }),
            (401, "NAMENS_ONJUIST"),
        ),
        ("act", Value::Null, (401, "NAMENS_ONJUIST")),
        ("orig_iss", Value::Null, (401, "CLAIM_ONTBREEKT")),
        ("doel", Value::Null, (401, "CLAIM_ONTBREEKT")),
        ("azp", Value::Null, (401, "CLAIM_ONTBREEKT")),
        ("partij", json!("gemeente-utrecht"), (403, "CLAIM_BUITEN_BEREIK")),
        ("exp", json!(exp), (401, "TOKEN_TE_LANG_GELDIG")),
    ] {
        let mut claims = good.clone();
        claims[claim] = value;
        assert_eq!(
            refusal(peer.show(&peer.sign(&claims), None).await),
            expected,
            "{claim}"
        );
    }
}

#[tokio::test]
async fn the_hub_itself_is_nobody_else() {
    let (kit, peer) = (Kit::new(), Peer::of_kind(IssuerKind::Hub));
    let tokens = HubTokens::new(peer.key.clone(), HUB, kit.clock.clone());
    let token = tokens.mint_own(SRW).unwrap();
    assert_eq!(
        peer.show(token.expose_secret(), None).await.unwrap(),
        Authenticated::Hub
    );
    let mut claims = claims_of(token.expose_secret());
    claims["sub"] = json!("medewerker-7");
    assert_eq!(
        refusal(peer.show(&peer.sign(&claims), None).await),
        (401, "NAMENS_ONJUIST")
    );
    let subgraph = Peer::of_kind(IssuerKind::Subgraph(SubgraphName::Srw));
    let tokens = HubTokens::new(subgraph.key.clone(), HUB, kit.clock.clone());
    assert_eq!(
        refusal(
            subgraph
                .show(tokens.mint_own(SRW).unwrap().expose_secret(), None)
                .await
        ),
        (401, "CLIENT_ONBEKEND"),
        "a subgraph is no hub"
    );
}

#[tokio::test]
async fn each_remote_subgraph_has_its_own_audience() {
    let (kit, peer) = (Kit::new(), Peer::of_kind(IssuerKind::Hub));
    let tokens = HubTokens::new(peer.key.clone(), HUB, kit.clock.clone());
    let remote = RemoteTokens::new(tokens, [(SubgraphName::Srw, SRW.to_owned())].into());
    let context = context(&kit).await;
    let token = remote.mint(&context, SubgraphName::Srw).unwrap();
    assert!(peer.show(token.expose_secret(), None).await.is_ok());
    assert!(
        remote.mint(&context, SubgraphName::Buurtteam).is_err(),
        "none is configured"
    );
}

#[tokio::test]
async fn a_subgraph_proves_itself_and_nothing_more() {
    let peer = Peer::of_kind(IssuerKind::Subgraph(SubgraphName::Srw));
    let tokens = SubgraphTokens::new(peer.key.clone(), HUB, SubgraphName::Srw, peer.clock.clone());
    let Authenticated::Subgraph(proof) = peer
        .show(tokens.mint(SRW).unwrap().expose_secret(), None)
        .await
        .unwrap()
    else {
        panic!("no subgraph")
    };
    assert_eq!((proof.subgraph(), proof.issuer()), (SubgraphName::Srw, HUB));
    // The same key cannot speak for another subgraph, nor as a person.
    let tokens = SubgraphTokens::new(peer.key.clone(), HUB, SubgraphName::Buurtteam, peer.clock.clone());
    let posing = tokens.mint(SRW).unwrap();
    assert_eq!(
        refusal(peer.show(posing.expose_secret(), None).await),
        (401, "CLIENT_ONBEKEND")
    );
    let mut person = claims(peer.clock.now());
    person["iss"] = json!(HUB);
    person["aud"] = json!(SRW);
    person["exp"] = json!(peer.clock.now().timestamp() + 60);
    assert_eq!(
        refusal(peer.show(&peer.sign(&person), None).await),
        (401, "CLIENT_ONBEKEND")
    );
}

#[tokio::test]
async fn a_demo_token_is_let_in_as_any_other() {
    let kit = Kit::new();
    let clock: Arc<dyn Clock> = kit.clock.clone();
    let demo = TokenIssuer {
        key: kit.ec.clone(),
        issuer: ISSUER.to_owned(),
        audience: HUB.to_owned(),
        clock,
    };
    let expected = kit.caller(&kit.token()).await;
    let claims = TokenClaims {
        partij: expected.partij().clone(),
        rollen: expected.rollen().clone(),
        team: expected.team().map(str::to_owned),
        gebruiker: expected.gebruiker().to_owned(),
        client: CLIENT.to_owned(),
        doelen: expected.doelen().clone(),
        lifetime: TimeDelta::hours(1),
    };
    assert_eq!(kit.caller(&demo.issue(&claims).unwrap()).await, expected);
    let bare = TokenClaims {
        team: None,
        doelen: BTreeSet::from([expected.doel()]),
        ..claims
    };
    assert_eq!(kit.caller(&demo.issue(&bare).unwrap()).await.team(), None);
}
