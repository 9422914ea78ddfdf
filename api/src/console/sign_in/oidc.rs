use std::{sync::Arc, time::Duration};

use jsonwebtoken::jwk::JwkSet;
use reqwest::{Client, Url};
use secrecy::ExposeSecret;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;
use uuid::Uuid;

use super::super::{secret::hash_of, session::Begun};
use crate::{
    clock::Clock,
    config::{SignInConfig, read_url, travels_safely},
    federation::{http_client, read_within},
    keys::{KeyError, SigningKey, jwk_set},
};

const PATIENCE: Duration = Duration::from_secs(8);
const LONGEST_BODY: usize = 256 * 1024;
/// Seconds for which an assertion counts.
const ASSERTION_LIFETIME: i64 = 60;
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The console as a client of an identity provider (OpenID Connect, authorization code with PKCE).
#[derive(Debug)]
pub(crate) struct OidcClient {
    issuer: String,
    client: String,
    key: SigningKey,
    http: Client,
    clock: Arc<dyn Clock>,
}

/// Why the identity provider can't sign anybody in; never what it sent.
#[derive(Debug, thiserror::Error)]
pub(super) enum OidcError {
    #[error("it cannot be reached")]
    Unreachable(#[from] reqwest::Error),
    #[error("it answers with status {0}")]
    Status(reqwest::StatusCode),
    #[error("it answers with something unreadable")]
    Unreadable,
    #[error("its description, or what the browser brings back, names another issuer or none")]
    OtherIssuer,
    #[error("its description names an address that is no `https`")]
    UnsafeAddress,
    #[error("no assertion could be signed")]
    Unsigned(#[from] KeyError),
}

/// What an identity provider says of itself (OpenID Connect Discovery, §3).
#[derive(Debug, Deserialize)]
struct Description {
    issuer: String,
    #[serde(deserialize_with = "read_url")]
    authorization_endpoint: Url,
    #[serde(deserialize_with = "read_url")]
    token_endpoint: Url,
    end_session_endpoint: Option<String>,
    /// Whether the browser always brings back who sent it (RFC 9207, §3).
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

impl OidcClient {
    /// Reads the client's key.
    ///
    /// # Errors
    /// [`KeyError`] naming the file.
    pub(crate) fn open(config: &SignInConfig, clock: Arc<dyn Clock>) -> Result<Self, OpenError> {
        Ok(Self {
            issuer: config.issuer.clone(),
            client: config.client.clone(),
            key: SigningKey::load(&config.sleutel)?,
            http: http_client(PATIENCE)?,
            clock,
        })
    }

    pub(super) fn issuer(&self) -> &str {
        &self.issuer
    }

    pub(super) fn client(&self) -> &str {
        &self.client
    }

    /// The public half of the client's key, for the identity provider.
    pub(super) fn key_set(&self) -> JwkSet {
        jwk_set([&self.key])
    }

    /// Where the browser goes to sign in.
    pub(super) async fn authorization(&self, begun: &Begun, redirect: &Url) -> Result<Url, OidcError> {
        let mut url = self.describe().await?.authorization_endpoint;
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("scope", "openid")
            .append_pair("client_id", &self.client)
            .append_pair("redirect_uri", redirect.as_str())
            .append_pair("state", &begun.state)
            .append_pair("nonce", &begun.nonce)
            .append_pair("code_challenge", &hash_of(&begun.verifier))
            .append_pair("code_challenge_method", "S256");
        Ok(url)
    }

    /// Changes the code, which the browser brought back with this issuer's name, for an ID token, still unread.
    pub(super) async fn redeem(
        &self,
        code: &str,
        verifier: &str,
        (redirect, named): (&Url, Option<&str>),
    ) -> Result<String, OidcError> {
        let description = self.describe().await?;
        let must_be_named = description.authorization_response_iss_parameter_supported;
        if named.map_or(must_be_named, |issuer| issuer != self.issuer) {
            return Err(OidcError::OtherIssuer);
        }
        let endpoint = description.token_endpoint;
        let assertion = self.assertion()?;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect.as_str()),
            ("code_verifier", verifier),
            ("client_id", &self.client),
            ("client_assertion_type", JWT_BEARER),
            ("client_assertion", &assertion),
        ];
        let tokens: Tokens = read(self.http.post(endpoint).form(&form).send().await?).await?;
        Ok(tokens.id_token)
    }

    /// Where the person can sign out of the identity provider too, if it offers that.
    pub(super) async fn end_session(&self, after: &Url) -> Option<Url> {
        let offered = self.describe().await.ok()?.end_session_endpoint?;
        let mut url = Url::parse(&offered).ok().filter(travels_safely)?;
        url.query_pairs_mut()
            .append_pair("client_id", &self.client)
            .append_pair("post_logout_redirect_uri", after.as_str());
        Some(url)
    }

    async fn describe(&self) -> Result<Description, OidcError> {
        let address = format!(
            "{}/.well-known/openid-configuration",
            self.issuer.trim_end_matches('/')
        );
        let description: Description = read(self.http.get(address).send().await?).await?;
        if description.issuer != self.issuer {
            return Err(OidcError::OtherIssuer);
        }
        let addresses = [&description.authorization_endpoint, &description.token_endpoint];
        if addresses.into_iter().all(travels_safely) {
            Ok(description)
        } else {
            Err(OidcError::UnsafeAddress)
        }
    }

    /// Shows who the client is (RFC 7523, §2.2).
    fn assertion(&self) -> Result<String, KeyError> {
        let now = self.clock.now().timestamp();
        let claims = json!({
            "iss": self.client, "sub": self.client, "aud": self.issuer, "jti": Uuid::new_v4(),
            "iat": now, "nbf": now, "exp": now.saturating_add(ASSERTION_LIFETIME),
        });
        Ok(self.key.sign(&claims)?.expose_secret().to_owned())
    }
}

/// Why a client can't be opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("no identity provider can be asked")]
    Http(#[from] reqwest::Error),
}

async fn read<T: DeserializeOwned>(response: reqwest::Response) -> Result<T, OidcError> {
    let status = response.status();
    if !status.is_success() {
        return Err(OidcError::Status(status));
    }
    let bytes = read_within(response, LONGEST_BODY)
        .await
        .map_err(|_| OidcError::Unreadable)?;
    serde_json::from_slice(&bytes).map_err(|_| OidcError::Unreadable)
}
