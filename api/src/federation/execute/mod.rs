//! Carries a plan out: asks the subgraphs and puts their answers together.

mod absorb;
mod again;
mod entities;
mod paths;
mod tree;

pub(super) use tree::{is_null_at, type_name, withhold};

use std::{
    collections::HashMap,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_graphql::{Name, ServerError, Value, Variables};
use futures::{
    FutureExt, StreamExt,
    future::{BoxFuture, join_all},
    stream,
};
use indexmap::IndexMap;

use self::{entities::Entities, paths::Asked};
use super::{
    ClientError, Foutcode, Gedeelde, Subgraph, SubgraphName, SubgraphRequest, SubgraphResponse,
    SubgraphStream,
    document::Coerced,
    error::Path,
    plan::{Call, EntityFetch, Fetch, Plan, Step},
};
use crate::request::RequestContext;

/// What the subgraphs answered together.
#[derive(Debug)]
pub(super) struct Outcome {
    /// The data, by the client's keys; plumbing among it.
    pub(super) data: Value,
    /// What went wrong and what was withheld, at the client's paths.
    pub(super) errors: Vec<ClientError>,
    /// What was disclosed.
    pub(super) disclosed: Vec<Disclosed>,
    /// How many of these, from the first, were disclosed by the event that a stream is about.
    pub(super) of_event: usize,
    /// The oldest version of the register that was used.
    pub(super) since: Option<i64>,
}

/// A disclosed group and where it stands in the client's answer.
#[derive(Debug)]
pub(super) struct Disclosed {
    /// What was disclosed.
    pub(super) item: Gedeelde,
    /// Where.
    pub(super) paths: Vec<Path>,
}

impl Disclosed {
    /// With what must be withheld whole while nobody can tell whether it may be shown.
    pub(super) fn whole(self) -> Self {
        let up = |mut path: Path| {
            path.truncate(path.len().saturating_sub(self.item.geheel));
            path
        };
        Self {
            paths: self.paths.into_iter().map(up).collect(),
            item: self.item,
        }
    }
}

/// The subgraphs, by name.
pub(super) type Subgraphs = HashMap<SubgraphName, Arc<dyn Subgraph>>;

/// Carries out one plan for one request.
pub(super) struct Executor<'a> {
    /// Who can be asked.
    pub(super) subgraphs: &'a Subgraphs,
    /// How long one may take.
    pub(super) subgraph_time: Duration,
    /// The client's variables.
    pub(super) variables: &'a Coerced,
    /// Who asks.
    pub(super) context: &'a Arc<RequestContext>,
}

impl Executor<'_> {
    /// Asks everything that the plan says.
    pub(super) async fn run(&self, plan: &Plan) -> Outcome {
        let state = State::default();
        if let Some(root) = &plan.root {
            self.step(root, &state).await;
        }
        state.into_outcome()
    }

    /// Opens what is subscribed to.
    pub(super) fn subscribe(&self, fetch: &Fetch) -> SubgraphStream {
        let name = fetch.call.subgraph;
        let Some(subgraph) = self.subgraphs.get(&name) else {
            return stream::once(async move { unreachable(name) }).boxed();
        };
        let events = subgraph.subscribe(self.request(&fetch.call, IndexMap::new()));
        let guarded = AssertUnwindSafe(events).catch_unwind();
        guarded
            .map(move |event| {
                event.unwrap_or_else(|_panic| {
                    tracing::error!(subgraph = name.word(), "subgraph broke off");
                    unreachable(name)
                })
            })
            .boxed()
    }

    /// Takes in an event of what is subscribed to, and asks the rest of the plan.
    pub(super) async fn run_event(&self, plan: &Plan, fetch: &Fetch, event: SubgraphResponse) -> Outcome {
        let state = State::default();
        let asked = Asked::Root {
            output: &fetch.output,
            keys: &fetch.keys,
        };
        state.lock().absorb_root(fetch, &asked, event);
        let of_event = state.lock().disclosed.len();
        if let Some(root) = &plan.root {
            self.step(root, &state).await;
        }
        Outcome {
            of_event,
            ..state.into_outcome()
        }
    }

    fn request(&self, call: &Call, representations: IndexMap<Name, Value>) -> SubgraphRequest {
        SubgraphRequest {
            text: call.text.clone(),
            document: call.document.clone(),
            operation_name: None,
            variables: self.variables_of(call, representations),
            context: self.context.clone(),
        }
    }

    fn step<'b>(&'b self, step: &'b Step, state: &'b State) -> BoxFuture<'b, ()> {
        async move {
            match step {
                Step::Fetch(fetch) => self.fetch(fetch, state).await,
                Step::Entities(fetch) => self.entities(fetch, state).await,
                Step::Sequence(steps) => {
                    for step in steps {
                        self.step(step, state).await;
                    }
                }
                Step::Parallel(steps) => {
                    join_all(steps.iter().map(|step| self.step(step, state))).await;
                }
                Step::Condition {
                    variable,
                    when_true,
                    when_false,
                } => {
                    let branch = if self.variables.is_true(variable) {
                        when_true
                    } else {
                        when_false
                    };
                    if let Some(step) = branch {
                        self.step(step, state).await;
                    }
                }
            }
        }
        .boxed()
    }

    async fn fetch(&self, fetch: &Fetch, state: &State) {
        let response = self.ask(&fetch.call, IndexMap::new()).await;
        let asked = Asked::Root {
            output: &fetch.output,
            keys: &fetch.keys,
        };
        state.lock().absorb_root(fetch, &asked, response);
    }

    async fn entities(&self, fetch: &EntityFetch, state: &State) {
        let entities: Vec<Entities> = {
            let known = state.lock();
            fetch
                .batches
                .iter()
                .map(|batch| Entities::find(&known.data, batch))
                .collect()
        };
        if entities.iter().all(|batch| batch.representations.is_empty()) {
            return;
        }
        let representations = fetch
            .batches
            .iter()
            .zip(&entities)
            .map(|(batch, found)| {
                (
                    Name::new(&batch.variable),
                    Value::List(found.representations.clone()),
                )
            })
            .collect();
        let response = self.ask(&fetch.call, representations).await;
        let asked = Asked::Entities { fetch, entities };
        state.lock().absorb_entities(fetch, &asked, response);
    }

    /// Asks one subgraph; one that is away, too slow or broken gives an answer without data.
    async fn ask(&self, call: &Call, representations: IndexMap<Name, Value>) -> SubgraphResponse {
        let Some(subgraph) = self.subgraphs.get(&call.subgraph) else {
            return unreachable(call.subgraph);
        };
        let request = self.request(call, representations);
        let answer = AssertUnwindSafe(subgraph.execute(request)).catch_unwind();
        match tokio::time::timeout(self.subgraph_time, answer).await {
            Ok(Ok(response)) => response,
            Ok(Err(_panic)) => {
                tracing::error!(subgraph = call.subgraph.word(), "subgraph broke off");
                unreachable(call.subgraph)
            }
            Err(_elapsed) => {
                tracing::warn!(subgraph = call.subgraph.word(), "subgraph took too long");
                unreachable(call.subgraph)
            }
        }
    }

    fn variables_of(&self, call: &Call, mut values: IndexMap<Name, Value>) -> Variables {
        for name in &call.variables {
            if let Some(value) = self.variables.get(name) {
                values.insert(Name::new(name), value.clone());
            }
        }
        Variables::from_value(Value::Object(values))
    }
}

/// The answer of a subgraph that gave none.
pub(super) fn unreachable(subgraph: SubgraphName) -> SubgraphResponse {
    let mut error = ServerError::new(format!("`{subgraph}` cannot be reached"), None);
    let mut extensions = async_graphql::ErrorExtensionValues::default();
    extensions.set("code", Foutcode::BronNietBereikbaar.word());
    error.extensions = Some(extensions);
    SubgraphResponse {
        data: Value::Null,
        errors: vec![error],
        verantwoording: None,
    }
}

/// What is known so far; parallel steps take turns, and none holds it while it waits.
#[derive(Default)]
struct State(Mutex<Known>);

struct Known {
    data: Value,
    errors: Vec<ClientError>,
    disclosed: Vec<Disclosed>,
    since: Option<i64>,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            data: Value::Object(IndexMap::new()),
            errors: Vec::new(),
            disclosed: Vec::new(),
            since: None,
        }
    }
}

impl State {
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn into_outcome(self) -> Outcome {
        let Known {
            data,
            errors,
            disclosed,
            since,
        } = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        Outcome {
            data,
            errors,
            disclosed,
            of_event: 0,
            since,
        }
    }
}
