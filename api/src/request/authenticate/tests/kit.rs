//! An issuer with RSA and P-256 keys, a clock, and a door that knows the issuer.

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der},
    rsa::KeySize,
    signature::{KeyPair, RsaKeyPair},
};
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, jwk::Jwk};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::super::{
    AuthConfig, Authenticated, Authenticator, Caller, ClaimMapping, ClientCap, IssuerConfig, IssuerKind,
    JwksSource,
};
use crate::{
    clock::{Clock, FixedClock},
    domain::{Doel, PartijId, Rol},
    http::Problem,
    keys::{SigningKey, pem::to_pem},
};

pub(super) const HUB: &str = "https://hub.example";
pub(super) const ISSUER: &str = "https://idp.incluzio.example";
pub(super) const CLIENT: &str = "incluzio-app";
pub(super) const RSA_KID: &str = "rsa-1";

/// A door with one issuer, Incluzio's.
pub(super) struct Kit {
    pub(super) clock: Arc<FixedClock>,
    pub(super) ec: SigningKey,
    pub(super) door: Authenticator,
    pub(super) folder: TempDir,
}

impl Kit {
    pub(super) fn new() -> Self {
        Self::with(|_| ())
    }

    /// A door of which the configuration differs.
    pub(super) fn with(change: impl FnOnce(&mut AuthConfig)) -> Self {
        let (ec, folder, clock) = (
            SigningKey::generate().unwrap(),
            tempfile::tempdir().unwrap(),
            clock(),
        );
        write_jwks(&folder.path().join("jwks.json"), &[json!(ec.jwk()), rsa_jwk()]);
        let mut config = config(folder.path().join("jwks.json"));
        change(&mut config);
        let door = Authenticator::new(config, clock.clone()).unwrap();
        Self {
            clock,
            ec,
            door,
            folder,
        }
    }

    pub(super) fn jwks(&self) -> PathBuf {
        self.folder.path().join("jwks.json")
    }

    /// The claims of a token that is let in.
    pub(super) fn claims(&self) -> Value {
        claims(self.clock.now())
    }

    /// A good token but for one claim; `null` leaves it out.
    pub(super) fn token_with(&self, claim: &str, value: Value) -> String {
        let mut claims = self.claims();
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(claim);
        } else {
            claims[claim] = value;
        }
        self.sign(&claims)
    }

    pub(super) fn token(&self) -> String {
        self.sign(&self.claims())
    }

    pub(super) fn sign(&self, claims: &Value) -> String {
        self.ec.sign(claims).unwrap().expose_secret().to_owned()
    }

    /// Shows a token at the door, with this `Doel` header.
    pub(super) async fn show_for(&self, token: &str, doel: Option<&str>) -> Result<Authenticated, Problem> {
        show(&self.door, token, doel).await
    }

    pub(super) async fn show(&self, token: &str) -> Result<Authenticated, Problem> {
        self.show_for(token, Some("AFSTEMMING_TRAJECT")).await
    }

    pub(super) async fn caller(&self, token: &str) -> Caller {
        match self.show(token).await.unwrap() {
            Authenticated::Caller(caller) => caller,
            other => panic!("no caller: {other:?}"),
        }
    }

    /// Status and code of the refusal of a token.
    pub(super) async fn refusal(&self, token: &str) -> (u16, &'static str) {
        refusal(self.show(token).await)
    }
}

pub(super) fn refusal(outcome: Result<Authenticated, Problem>) -> (u16, &'static str) {
    let problem = outcome.expect_err("this is refused");
    (problem.status().as_u16(), problem.code())
}

pub(super) async fn show(
    door: &Authenticator,
    token: &str,
    doel: Option<&str>,
) -> Result<Authenticated, Problem> {
    door.authenticate(
        &headers(&[&format!("Bearer {token}")], doel),
        &Uri::from_static("/graphql"),
    )
    .await
}

pub(super) fn headers(authorization: &[&str], doel: Option<&str>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for value in authorization {
        headers.append(header::AUTHORIZATION, HeaderValue::from_str(value).unwrap());
    }
    if let Some(doel) = doel {
        headers.append("doel", HeaderValue::from_str(doel).unwrap());
    }
    headers
}

pub(super) fn clock() -> Arc<FixedClock> {
    Arc::new(FixedClock::at("2026-06-01T12:00:00Z".parse().unwrap()))
}

pub(super) fn claims(now: DateTime<Utc>) -> Value {
    let now = now.timestamp();
    json!({
        "iss": ISSUER, "aud": [HUB, "https://elders.example"], "azp": CLIENT, "sub": "medewerker-7",
        "jti": "3f6c", "iat": now, "nbf": now, "exp": now + 300,
        "partij": "incluzio", "team": "Overvecht", "rollen": ["BUURTTEAMMEDEWERKER"],
        "doelen": ["AFSTEMMING_TRAJECT", "UITVOEREN_VERWIJZING"],
    })
}

pub(super) fn config(jwks: PathBuf) -> AuthConfig {
    AuthConfig {
        audience: HUB.to_owned(),
        issuers: vec![issuer(JwksSource::File(jwks))],
        leeway_seconds: 30,
        max_token_bytes: 8192,
        max_lifetime_seconds: 3600,
        jwks_pause_seconds: 30,
        jwks_age_seconds: 600,
        jwks_keep_seconds: 3600,
    }
}

pub(super) fn issuer(jwks: JwksSource) -> IssuerConfig {
    IssuerConfig {
        issuer: ISSUER.to_owned(),
        kind: IssuerKind::Caller,
        jwks,
        claims: ClaimMapping::default(),
        clients: vec![cap(CLIENT)],
        partijen: Default::default(),
        caseloads: Default::default(),
    }
}

pub(super) fn cap(azp: &str) -> ClientCap {
    ClientCap {
        azp: azp.to_owned(),
        partijen: [PartijId::new("incluzio").unwrap()].into(),
        rollen: [Rol::Buurtteammedewerker, Rol::Toestemmingsbeheerder].into(),
        doelen: [Doel::AfstemmingTraject, Doel::UitvoerenVerwijzing, Doel::Nazorg].into(),
        groepen: Default::default(),
    }
}

pub(super) fn write_jwks(path: &std::path::Path, keys: &[Value]) {
    std::fs::write(path, json!({ "keys": keys }).to_string()).unwrap();
}

/// One RSA key for all tests: making one takes a while.
fn rsa() -> &'static RsaKeyPair {
    static KEY: OnceLock<RsaKeyPair> = OnceLock::new();
    KEY.get_or_init(|| RsaKeyPair::generate(KeySize::Rsa2048).unwrap())
}

pub(super) fn rsa_signer() -> EncodingKey {
    let der: Pkcs8V1Der<'_> = rsa().as_der().unwrap();
    EncodingKey::from_rsa_pem(to_pem("PRIVATE KEY", der.as_ref()).as_bytes()).unwrap()
}

pub(super) fn rsa_public_pem() -> String {
    let der: PublicKeyX509Der<'_> = rsa().public_key().as_der().unwrap();
    to_pem("PUBLIC KEY", der.as_ref())
}

/// Without an `alg` of its own, so that it is good for RS256 and PS256.
pub(super) fn rsa_jwk() -> Value {
    let mut jwk = json!(Jwk::from_encoding_key(&rsa_signer(), Algorithm::RS256).unwrap());
    jwk.as_object_mut().unwrap().remove("alg");
    jwk["kid"] = json!(RSA_KID);
    jwk
}

/// A token with any header and any signature.
pub(super) fn assemble(header: &Value, claims: &Value, sign: impl FnOnce(&[u8]) -> String) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(header), part(claims));
    let signature = sign(signed.as_bytes());
    format!("{signed}.{signature}")
}

pub(super) fn sign_with(key: &EncodingKey, algorithm: Algorithm) -> impl FnOnce(&[u8]) -> String {
    move |signed| jsonwebtoken::crypto::sign(signed, key, algorithm).unwrap()
}

/// A token with a header of which the test decides, signed with the issuer's P-256 key.
pub(super) fn with_header(kit: &Kit, header: &Value) -> String {
    let token = kit.token();
    let claims = token.split('.').nth(1).unwrap();
    let signed = format!("{}.{claims}", URL_SAFE_NO_PAD.encode(header.to_string()));
    let signature = kit.ec.sign_bytes(signed.as_bytes());
    format!("{signed}.{signature}")
}
