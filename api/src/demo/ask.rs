use std::{collections::BTreeSet, sync::Arc};

use axum::http::{HeaderMap, HeaderValue, Uri, header};
use chrono::TimeDelta;
use serde_json::{Map, Value};

use super::{DemoError, DemoFolder};
use crate::{
    domain::{Doel, PartijId, Rol},
    federation::GraphqlRequest,
    installation::Installation,
    request::{
        NietGedeeld, RequestContext, TraceId,
        authenticate::{Authenticated, DOEL_HEADER},
    },
};

/// Somebody of a demo party who asks the hub, by the same door and decisions as any caller.
pub(super) struct Asker<'a> {
    installation: &'a Installation,
    context: Arc<RequestContext>,
}

impl<'a> Asker<'a> {
    /// Lets somebody of this party in, with a token of the demo's issuer.
    pub(super) async fn of(
        folder: &DemoFolder,
        installation: &'a Installation,
        partij: &str,
        rol: Rol,
        doel: Doel,
    ) -> Result<Self, DemoError> {
        let partij = PartijId::new(partij).map_err(|error| DemoError::Records(error.to_string()))?;
        let token = folder.token(
            partij,
            [rol],
            [doel],
            "demo".to_owned(),
            None,
            TimeDelta::minutes(60),
        )?;
        let mut headers = HeaderMap::new();
        let bearer = HeaderValue::from_str(&format!("Bearer {token}"));
        headers.insert(
            header::AUTHORIZATION,
            bearer.map_err(|error| DemoError::Records(error.to_string()))?,
        );
        headers.insert(DOEL_HEADER, HeaderValue::from_static(doel.word()));
        let let_in = installation
            .authenticator
            .authenticate(&headers, &Uri::from_static("/graphql"))
            .await;
        match let_in {
            Ok(Authenticated::Caller(caller)) => Ok(Self {
                installation,
                context: Arc::new(context_of(caller)),
            }),
            Ok(_) => Err(DemoError::Records("the demo token is of a process".to_owned())),
            Err(problem) => Err(DemoError::Records(problem.code().to_owned())),
        }
    }

    /// Asks; an error in the answer is one here.
    pub(super) async fn ask(&self, query: &str, variables: Map<String, Value>) -> Result<Value, DemoError> {
        let request = GraphqlRequest {
            query: query.to_owned(),
            operation_name: None,
            variables: Some(variables),
        };
        let answer = self
            .installation
            .hub
            .answer(request, Arc::clone(&self.context))
            .await;
        if !answer.errors.is_empty() {
            let codes: BTreeSet<_> = answer.errors.iter().filter_map(|error| error.code()).collect();
            return Err(DemoError::Records(format!("the hub answered {codes:?}")));
        }
        let told = answer.data.unwrap_or_default().into_json();
        told.map_err(|error| DemoError::Records(error.to_string()))
    }
}

fn context_of(caller: crate::request::authenticate::Caller) -> RequestContext {
    RequestContext {
        caller,
        trace_id: TraceId::begin(),
        minimale_registerversie: None,
        niet_gedeeld: NietGedeeld::Fouten,
    }
}
