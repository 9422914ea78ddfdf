use std::{collections::HashMap, time::Duration};

use chrono::{DateTime, Utc};
use reqwest::{StatusCode, Url, header::HeaderValue};
use secrecy::ExposeSecret;
use serde::{Serialize, de::DeserializeOwned};

use super::{EIGEN, Neighbour, NeighbourError, STATUS, WireEigen, WireStatus};
use crate::{
    domain::InwonerId,
    federation::{SubgraphName, read_within},
    publication::DossierStatus,
    register::RegisterTokens,
    request::{RequestContext, disclose::Findings},
};

/// How long one question may take: below the time of a subgraph, which asks two after each other.
const TIME: Duration = Duration::from_millis(2_500);

/// How many bytes an answer may have: the residents of the largest party, many times over.
const BYTES: usize = 16_000_000;

/// The process that keeps a subgraph's records.
#[derive(Clone, Debug)]
pub struct NeighbourPlace {
    /// The subgraph.
    pub name: SubgraphName,
    /// The address of its process.
    pub address: Url,
    /// Its name in tokens.
    pub audience: String,
}

/// A room elsewhere, asked with a token of this process's own.
pub struct RemoteNeighbour {
    place: NeighbourPlace,
    client: reqwest::Client,
    tokens: RegisterTokens,
}

impl RemoteNeighbour {
    /// The room there.
    pub fn new(place: NeighbourPlace, client: reqwest::Client, tokens: RegisterTokens) -> Self {
        Self {
            place,
            client,
            tokens,
        }
    }

    async fn ask<A: DeserializeOwned>(
        &self,
        context: &RequestContext,
        path: &str,
        question: &impl Serialize,
    ) -> Result<A, NeighbourError> {
        let url = self.place.address.join(path);
        let url = url.map_err(|_| unanswered("no address"))?;
        let token = self.tokens.for_caller(&context.caller, &self.place.audience);
        let token = token.map_err(|_| unanswered("no token could be made"))?;
        let bearer = format!("Bearer {}", token.expose_secret());
        let mut bearer = HeaderValue::from_str(&bearer).map_err(|_| unanswered("no token could be made"))?;
        bearer.set_sensitive(true);
        let sent = self
            .client
            .post(url)
            .header(reqwest::header::AUTHORIZATION, bearer)
            .header("traceparent", context.trace_id.to_traceparent())
            .timeout(TIME)
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

fn unanswered(why: &'static str) -> NeighbourError {
    NeighbourError::Unanswered(why)
}

#[async_trait::async_trait]
impl Neighbour for RemoteNeighbour {
    async fn own_residents(
        &self,
        context: &RequestContext,
    ) -> Result<HashMap<InwonerId, DateTime<Utc>>, NeighbourError> {
        let question = WireEigen {
            subject: context.caller.to_subject(),
            subgraph: self.place.name,
        };
        self.ask(context, EIGEN, &question).await
    }

    async fn standing(
        &self,
        context: &RequestContext,
        inwoners: &[InwonerId],
        status: DossierStatus,
    ) -> Result<Findings, NeighbourError> {
        let question = WireStatus {
            subject: context.caller.to_subject(),
            subgraph: self.place.name,
            inwoners: inwoners.to_vec(),
            status,
        };
        self.ask(context, STATUS, &question).await
    }
}
