//! Three toy subgraphs behind one supergraph, to test the join by.

mod buurtteam;
mod srw;
mod traject;

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex},
    time::Duration,
};

use async_graphql::{Executor, Request, ServerError, Value, Variables};
use futures::StreamExt;

use super::{
    Gedeelde, GraphqlRequest, Hub, HubAnswer, HubLimits, LastQuestion, RegisterUnreachable, StillAllowed,
    Subgraph, SubgraphName, SubgraphRequest, SubgraphResponse, SubgraphStream, Verantwoording,
};
use crate::{
    domain::{Doel, Rol},
    request::{NietGedeeld, RequestContext, TraceId, authenticate::Caller},
};

/// Composed with `@theguild/federation-composition` from the schemas of the toys.
pub(super) const SUPERGRAPH: &str = include_str!("supergraph.graphql");

/// The id of a toy resident: one letter, 26 times.
pub(super) fn id(letter: char) -> String {
    letter.to_string().repeat(26)
}

/// What the toys share in one test.
#[derive(Default)]
pub(super) struct World {
    /// Residents whose contact is withheld.
    pub(super) withheld: Mutex<HashSet<String>>,
    /// What was asked: subgraph, document, variables.
    pub(super) calls: Mutex<Vec<(SubgraphName, String, Variables)>>,
    /// Which subgraphs fail, and how.
    pub(super) failing: Mutex<HashMap<SubgraphName, Failing>>,
    /// The mutations, in the order in which they were carried out.
    pub(super) mutations: Mutex<Vec<String>>,
    /// What the register says to the last question; `None` when it is away.
    pub(super) last: Mutex<Option<StillAllowed>>,
    /// What the register was asked.
    pub(super) questions: Mutex<Vec<(i64, Vec<Gedeelde>)>>,
    /// Whether the toys leave out who is meant, as foreign servers do, and give the index.
    pub(super) foreign_paths: Mutex<bool>,
}

#[derive(Clone, Copy)]
pub(super) enum Failing {
    Slow,
    Away,
    Panics,
    Uncoded,
}

/// What a toy disclosed in one call.
#[derive(Default)]
pub(super) struct Log(pub(super) Mutex<Vec<Gedeelde>>);

struct Toy<E> {
    name: SubgraphName,
    schema: E,
    version: i64,
    world: Arc<World>,
}

#[async_trait::async_trait]
impl<E: Executor> Subgraph for Toy<E> {
    fn subscribe(&self, _request: SubgraphRequest) -> SubgraphStream {
        futures::stream::empty().boxed()
    }

    async fn execute(&self, request: SubgraphRequest) -> SubgraphResponse {
        let SubgraphRequest {
            text,
            document,
            variables,
            ..
        } = request;
        self.world
            .calls
            .lock()
            .unwrap()
            .push((self.name, text.to_string(), variables.clone()));
        let failing = self.world.failing.lock().unwrap().get(&self.name).copied();
        match failing {
            Some(Failing::Slow) => tokio::time::sleep(Duration::from_secs(60)).await,
            Some(Failing::Away) => return super::execute::unreachable(self.name),
            Some(Failing::Panics) => panic!("a toy breaks off"),
            Some(Failing::Uncoded) => {
                let errors = vec![ServerError::new("secret 999990342", None)];
                return SubgraphResponse {
                    errors,
                    ..SubgraphResponse::default()
                };
            }
            None => {}
        }
        let log = Arc::new(Log::default());
        let mut request = Request::new(text.as_ref()).variables(variables).data(log.clone());
        request.set_parsed_query(document.as_ref().clone());
        let response = self.schema.execute(request).await;
        let gedeeld = std::mem::take(&mut *log.0.lock().unwrap());
        let verantwoording = (!gedeeld.is_empty()).then_some(Verantwoording {
            registerversie: self.version,
            gedeeld,
        });
        SubgraphResponse {
            data: response.data,
            errors: response.errors,
            verantwoording,
        }
    }
}

pub(super) struct ToyRegister(pub(super) Arc<World>);

#[async_trait::async_trait]
impl LastQuestion for ToyRegister {
    async fn still_allowed(
        &self,
        _context: &RequestContext,
        since: i64,
        disclosed: &[Gedeelde],
    ) -> Result<StillAllowed, RegisterUnreachable> {
        self.0.questions.lock().unwrap().push((since, disclosed.to_vec()));
        self.0.last.lock().unwrap().clone().ok_or(RegisterUnreachable)
    }
}

/// A hub over the toys.
pub(super) struct Kit {
    pub(super) hub: Hub,
    pub(super) world: Arc<World>,
}

impl Kit {
    pub(super) fn new() -> Self {
        Self::with(HubLimits::default())
    }

    pub(super) fn with(limits: HubLimits) -> Self {
        let world = Arc::new(World::default());
        *world.last.lock().unwrap() = Some(StillAllowed {
            registerversie: 12,
            withdrawn: vec![],
        });
        let hub = Hub::new(
            SUPERGRAPH,
            toys(&world),
            limits,
            Arc::new(ToyRegister(world.clone())),
        )
        .unwrap();
        Self { hub, world }
    }

    pub(super) async fn ask(&self, query: &str, variables: serde_json::Value) -> HubAnswer {
        self.ask_as(query, None, variables, context("incluzio")).await
    }

    pub(super) async fn ask_as(
        &self,
        query: &str,
        operation: Option<&str>,
        variables: serde_json::Value,
        context: RequestContext,
    ) -> HubAnswer {
        let variables = variables.as_object().cloned();
        let request = GraphqlRequest {
            query: query.to_owned(),
            operation_name: operation.map(str::to_owned),
            variables,
        };
        self.hub.answer(request, Arc::new(context)).await
    }

    /// The body as text, without variables.
    pub(super) async fn body(&self, query: &str) -> String {
        json(self.ask(query, serde_json::Value::Null).await)
    }

    /// How often each subgraph was called.
    pub(super) fn called(&self, name: SubgraphName) -> usize {
        self.world
            .calls
            .lock()
            .unwrap()
            .iter()
            .filter(|(called, ..)| *called == name)
            .count()
    }

    pub(super) fn fail(&self, name: SubgraphName, failing: Failing) {
        self.world.failing.lock().unwrap().insert(name, failing);
    }
}

/// The body as text.
pub(super) fn json(answer: HubAnswer) -> String {
    serde_json::to_string(&answer.into_json(NietGedeeld::Fouten)).unwrap()
}

/// The codes of what is told, in order.
pub(super) fn codes(answer: &HubAnswer) -> Vec<&str> {
    answer
        .errors
        .iter()
        .chain(&answer.not_shared)
        .filter_map(|error| error.code())
        .collect()
}

/// A request on behalf of a party.
pub(super) fn context(partij: &str) -> RequestContext {
    RequestContext {
        caller: Caller::for_test(partij, [Rol::Buurtteammedewerker], Doel::AfstemmingTraject),
        trace_id: TraceId::from_traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .unwrap(),
        minimale_registerversie: None,
        niet_gedeeld: NietGedeeld::Fouten,
    }
}

pub(super) fn toys(world: &Arc<World>) -> HashMap<SubgraphName, Arc<dyn Subgraph>> {
    let mut toys: HashMap<SubgraphName, Arc<dyn Subgraph>> = HashMap::new();
    let name = SubgraphName::Trajectbegeleiding;
    toys.insert(
        name,
        Arc::new(Toy {
            name,
            schema: traject::schema(world),
            version: 10,
            world: world.clone(),
        }),
    );
    let name = SubgraphName::Srw;
    toys.insert(
        name,
        Arc::new(Toy {
            name,
            schema: srw::schema(world),
            version: 11,
            world: world.clone(),
        }),
    );
    let name = SubgraphName::Buurtteam;
    toys.insert(
        name,
        Arc::new(Toy {
            name,
            schema: buurtteam::schema(),
            version: 12,
            world: world.clone(),
        }),
    );
    toys
}

/// A variable of a call.
pub(super) fn variable<'a>(variables: &'a Variables, name: &str) -> Option<&'a Value> {
    variables.get(name)
}
