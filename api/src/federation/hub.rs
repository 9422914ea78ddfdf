use std::{sync::Arc, time::Duration};

use async_graphql::Value;
use futures::{StreamExt, stream, stream::BoxStream};
use serde::{Deserialize, Serialize};

use super::{
    ClientError, Foutcode, GraphqlRequest, HubAnswer, SubgraphResponse,
    document::{Coerced, Document, DocumentLimits},
    execute::{Executor, Outcome, Subgraphs},
    introspect::introspect,
    last_question::{self, LastQuestion, Verdict},
    plan::{HivePlanner, Plan},
    plans::{DocumentKey, Plans},
    project::project,
    shape::Shape,
    supergraph::{ApiSchema, SupergraphError},
};
use crate::request::RequestContext;

/// The bounds within which the hub works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HubLimits {
    /// What one document may ask.
    pub document: DocumentLimits,
    /// How long one call of a subgraph may take, in milliseconds.
    pub subgraph_milliseconds: u64,
    /// How much the documents and the plans that are kept may weigh, in bytes of document text.
    pub plan_cache_bytes: u64,
}

impl Default for HubLimits {
    fn default() -> Self {
        Self {
            document: DocumentLimits::default(),
            subgraph_milliseconds: 5000,
            plan_cache_bytes: 2_000_000,
        }
    }
}

/// The join: one question in, one answer out, whichever subgraphs it takes.
pub struct Hub {
    api: Arc<ApiSchema>,
    plans: Plans,
    subgraphs: Subgraphs,
    limits: HubLimits,
    register: Arc<dyn LastQuestion>,
}

/// A question that can be answered.
struct Asked {
    document: Arc<Document>,
    plan: Arc<Plan>,
    variables: Coerced,
    context: Arc<RequestContext>,
}

impl Hub {
    /// Sets up a hub over these subgraphs.
    ///
    /// # Errors
    /// [`SupergraphError`] when the supergraph cannot be used or names a subgraph that is not given.
    pub fn new(
        supergraph_sdl: &str,
        subgraphs: Subgraphs,
        limits: HubLimits,
        register: Arc<dyn LastQuestion>,
    ) -> Result<Self, SupergraphError> {
        let api = Arc::new(ApiSchema::of_supergraph(supergraph_sdl)?);
        let planner = HivePlanner::new(supergraph_sdl, api.clone())?;
        let is_given = |name: &str| subgraphs.keys().any(|known| known.word() == name);
        if let Some(missing) = planner.subgraphs().find(|name| !is_given(name)) {
            return Err(SupergraphError::SubgraphMissing(missing.to_owned()));
        }
        let plans = Plans::new(
            api.clone(),
            Box::new(planner),
            limits.document.clone(),
            limits.plan_cache_bytes,
        );
        Ok(Self {
            api,
            plans,
            subgraphs,
            limits,
            register,
        })
    }

    /// The schema that clients see.
    pub fn api_schema(&self) -> &ApiSchema {
        &self.api
    }

    /// Answers one question on behalf of a caller.
    pub async fn answer(&self, request: GraphqlRequest, context: Arc<RequestContext>) -> HubAnswer {
        let answered = async {
            let asked = self.read(request, &context).await?;
            if asked.document.is_subscription() {
                let message = "a subscription is asked over a stream, not in a request";
                return Err(vec![ClientError::new(Foutcode::SubscriptieNietHier, message)]);
            }
            let executor = self.executor(&asked);
            let outcome = executor.run(&asked.plan).await;
            Ok(self.finish(&asked, outcome).await.0)
        };
        answered.await.unwrap_or_else(HubAnswer::refused)
    }

    /// Answers one question over a stream: a subscription as long as it lasts, another question once. Each answer
    /// is made when it is asked for, and proven by a last question of its own.
    pub async fn open(
        self: &Arc<Self>,
        request: GraphqlRequest,
        context: Arc<RequestContext>,
    ) -> BoxStream<'static, HubAnswer> {
        let asked = match self.read(request, &context).await {
            Ok(asked) => asked,
            Err(faults) => return once(HubAnswer::refused(faults)),
        };
        let executor = self.executor(&asked);
        let Some(fetch) = &asked.plan.subscription else {
            let outcome = executor.run(&asked.plan).await;
            return once(self.finish(&asked, outcome).await.0);
        };
        let events = executor.subscribe(fetch);
        let hub = Arc::clone(self);
        stream::unfold(Some((hub, asked, events)), |open| async move {
            let (hub, asked, mut events) = open?;
            let event = events.next().await?;
            let (answer, is_last) = hub.tell_event(&asked, event).await;
            Some((answer, (!is_last).then_some((hub, asked, events))))
        })
        .boxed()
    }

    async fn read(
        &self,
        request: GraphqlRequest,
        context: &Arc<RequestContext>,
    ) -> Result<Asked, Vec<ClientError>> {
        let GraphqlRequest {
            query,
            operation_name,
            variables,
        } = request;
        let key = DocumentKey::new(query, operation_name);
        let document = self.plans.document(&key).await?;
        let given = variables.unwrap_or_default();
        let variables = Coerced::of(self.api.schema(), &document, given, &self.limits.document)?;
        let plan = self.plans.plan(key, &document, &variables).await?;
        last_question::require_minimum(self.register.as_ref(), context)
            .await
            .map_err(|error| vec![error])?;
        Ok(Asked {
            document,
            plan,
            variables,
            context: Arc::clone(context),
        })
    }

    fn executor<'a>(&'a self, asked: &'a Asked) -> Executor<'a> {
        Executor {
            subgraphs: &self.subgraphs,
            subgraph_time: Duration::from_millis(self.limits.subgraph_milliseconds),
            variables: &asked.variables,
            context: &asked.context,
        }
    }

    /// The answer to one event, and whether it is the last: what its owner does not know to be withheld would
    /// never be corrected.
    async fn tell_event(&self, asked: &Asked, event: SubgraphResponse) -> (HubAnswer, bool) {
        match &asked.plan.subscription {
            Some(fetch) => {
                let outcome = self.executor(asked).run_event(&asked.plan, fetch, event).await;
                self.finish(asked, outcome).await
            }
            None => (HubAnswer::default(), true),
        }
    }

    /// Asks the last question, and makes the client's answer of what may still be told; whether something of a
    /// stream's event may not be.
    async fn finish(&self, asked: &Asked, mut outcome: Outcome) -> (HubAnswer, bool) {
        let Asked {
            document, variables, ..
        } = asked;
        let (registerversie, event_withheld) =
            match last_question::ask(self.register.as_ref(), &self.executor(asked), &mut outcome).await {
                Verdict::Proven {
                    registerversie,
                    event_withheld,
                } => (registerversie, event_withheld),
                Verdict::Refused(error) => {
                    let refused = HubAnswer {
                        data: Some(Value::Null),
                        ..HubAnswer::refused(vec![error])
                    };
                    return (refused, true);
                }
            };
        introspect(
            &self.api,
            document,
            variables,
            &mut outcome.data,
            &mut outcome.errors,
        );
        let shape = Shape::of(&self.api, document, variables);
        let data = project(&shape, outcome.data, &mut outcome.errors);
        (
            HubAnswer::of(data, outcome.errors, &shape, registerversie),
            event_withheld,
        )
    }

    #[cfg(test)]
    pub(super) async fn plans_kept(&self) -> (u64, u64) {
        self.plans.kept().await
    }
}

fn once(answer: HubAnswer) -> BoxStream<'static, HubAnswer> {
    stream::once(async { answer }).boxed()
}
