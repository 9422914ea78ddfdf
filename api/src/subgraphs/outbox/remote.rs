use std::time::Duration;

use reqwest::{StatusCode, Url, header::HeaderValue};
use secrecy::ExposeSecret;
use serde::{Serialize, de::DeserializeOwned};

use super::{AANBOD, Aanbod, LOOPT, Outbox, OutboxError, WireLoopt, WireNa};
use crate::{
    domain::{InwonerId, PartijId},
    federation::{SubgraphName, read_within},
    register::{HEARTBEAT, RegisterTokens},
};

/// How long one question may take, besides the waiting.
const TIME: Duration = Duration::from_secs(10);

/// How many bytes an answer may have.
const BYTES: usize = 16_000_000;

/// The process that keeps a subgraph's outbox.
#[derive(Clone, Debug)]
pub struct OutboxPlace {
    /// The subgraph.
    pub name: SubgraphName,
    /// The address of its process.
    pub address: Url,
    /// Its name in tokens.
    pub audience: String,
}

/// The outbox of a subgraph elsewhere, asked with a token of this process's own.
pub struct RemoteOutbox {
    place: OutboxPlace,
    client: reqwest::Client,
    tokens: RegisterTokens,
}

impl RemoteOutbox {
    /// The outbox there.
    pub fn new(place: OutboxPlace, client: reqwest::Client, tokens: RegisterTokens) -> Self {
        Self {
            place,
            client,
            tokens,
        }
    }

    async fn ask<A: DeserializeOwned>(
        &self,
        path: &str,
        question: &impl Serialize,
    ) -> Result<A, OutboxError> {
        let url = self
            .place
            .address
            .join(path)
            .map_err(|_| unanswered("no address"))?;
        let token = self.tokens.own(&self.place.audience);
        let token = token.map_err(|_| unanswered("no token could be made"))?;
        let bearer = format!("Bearer {}", token.expose_secret());
        let mut bearer = HeaderValue::from_str(&bearer).map_err(|_| unanswered("no token could be made"))?;
        bearer.set_sensitive(true);
        let sent = self
            .client
            .post(url)
            .header(reqwest::header::AUTHORIZATION, bearer)
            .timeout(TIME + HEARTBEAT)
            .json(question)
            .send();
        let response = sent.await.map_err(|_| unanswered("not reached"))?;
        if response.status() != StatusCode::OK {
            return Err(unanswered("refused"));
        }
        let bytes = read_within(response, BYTES).await;
        let bytes = bytes.map_err(|_| unanswered("broke off"))?;
        serde_json::from_slice(&bytes).map_err(|_| unanswered("unreadable"))
    }
}

fn unanswered(why: &'static str) -> OutboxError {
    OutboxError::Unanswered(why)
}

#[async_trait::async_trait]
impl Outbox for RemoteOutbox {
    async fn after(&self, volgnummer: i64, wait: bool) -> Result<Aanbod, OutboxError> {
        let question = WireNa {
            subgraph: self.place.name,
            na: volgnummer,
            wacht: wait,
        };
        self.ask(AANBOD, &question).await
    }

    async fn runs(&self, partij: &PartijId, inwoner: &InwonerId) -> Result<bool, OutboxError> {
        let question = WireLoopt {
            partij: partij.clone(),
            inwoner: inwoner.clone(),
        };
        self.ask(LOOPT, &question).await
    }
}
