use std::{sync::Arc, time::Duration};

use async_graphql::Value;
use moka::future::Cache;
use serde::{Deserialize, Serialize};

use super::{
    ClientError, Foutcode, GraphqlRequest, HubAnswer,
    document::{Coerced, Document, DocumentLimits},
    execute::{Executor, Subgraphs},
    introspect::introspect,
    last_question::{self, LastQuestion, Verdict},
    plan::{HivePlanner, Plan, PlanError, QueryPlanner, without_meta_fields},
    project::project,
    shape::Shape,
    supergraph::{ApiSchema, SupergraphError},
};
use crate::request::RequestContext;

/// The bounds within which the hub works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct HubLimits {
    /// What one document may ask.
    pub document: DocumentLimits,
    /// How long one call of a subgraph may take, in milliseconds.
    pub subgraph_milliseconds: u64,
    /// How much the plans that are kept may weigh together, in bytes of document text.
    pub plan_cache_bytes: u64,
}

impl Default for HubLimits {
    fn default() -> Self {
        Self {
            document: DocumentLimits::default(),
            subgraph_milliseconds: 5000,
            plan_cache_bytes: 4_000_000,
        }
    }
}

/// The join: one question in, one answer out, whichever subgraphs it takes.
pub struct Hub {
    preparation: Arc<Preparation>,
    subgraphs: Subgraphs,
    limits: HubLimits,
    register: Arc<dyn LastQuestion>,
    plans: Cache<PlanKey, Arc<Prepared>>,
}

/// A plan belongs to a document and an operation; never to variables or to who asks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct PlanKey {
    text: Arc<str>,
    operation_name: Option<Arc<str>>,
}

/// A document with its plan.
struct Prepared {
    document: Document,
    plan: Plan,
}

struct Preparation {
    api: Arc<ApiSchema>,
    planner: Box<dyn QueryPlanner>,
    limits: DocumentLimits,
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
        if let Some(missing) = planner
            .subgraphs()
            .find(|name| !subgraphs.keys().any(|known| known.word() == *name))
        {
            return Err(SupergraphError::SubgraphMissing(missing.to_owned()));
        }
        let preparation = Preparation {
            api,
            planner: Box::new(planner),
            limits: limits.document.clone(),
        };
        let plans = Cache::builder()
            .max_capacity(limits.plan_cache_bytes)
            .weigher(|key: &PlanKey, _| u32::try_from(key.text.len()).unwrap_or(u32::MAX).max(1000))
            .build();
        Ok(Self {
            preparation: Arc::new(preparation),
            subgraphs,
            limits,
            register,
            plans,
        })
    }

    /// The schema that clients see.
    pub fn api_schema(&self) -> &ApiSchema {
        &self.preparation.api
    }

    /// Answers one question on behalf of a caller.
    pub async fn answer(&self, request: GraphqlRequest, context: Arc<RequestContext>) -> HubAnswer {
        let GraphqlRequest {
            query,
            operation_name,
            variables,
        } = request;
        let prepared = match self.prepare(query, operation_name).await {
            Ok(prepared) => prepared,
            Err(faults) => return HubAnswer::refused(faults),
        };
        let api = &self.preparation.api;
        let given = variables.unwrap_or_default();
        let variables = match Coerced::of(api.schema(), &prepared.document, given, &self.limits.document) {
            Ok(variables) => variables,
            Err(faults) => return HubAnswer::refused(faults),
        };
        self.execute(&prepared, &variables, &context).await
    }

    async fn execute(
        &self,
        prepared: &Prepared,
        variables: &Coerced,
        context: &Arc<RequestContext>,
    ) -> HubAnswer {
        let executor = Executor {
            subgraphs: &self.subgraphs,
            subgraph_time: Duration::from_millis(self.limits.subgraph_milliseconds),
            variables,
            context,
        };
        let mut outcome = executor.run(&prepared.plan).await;
        let registerversie = match last_question::ask(self.register.as_ref(), context, &mut outcome).await {
            Verdict::Proven(version) => version,
            Verdict::Refused(error) => {
                return HubAnswer {
                    data: Some(Value::Null),
                    ..HubAnswer::refused(vec![error])
                };
            }
        };
        let api = &self.preparation.api;
        introspect(
            api,
            &prepared.document,
            variables,
            &mut outcome.data,
            &mut outcome.errors,
        );
        let shape = Shape::of(api, &prepared.document, variables);
        let data = project(&shape, outcome.data, &mut outcome.errors);
        HubAnswer::of(data, outcome.errors, &shape, registerversie)
    }

    /// The plan of a document, made once; what is at fault is not kept.
    async fn prepare(
        &self,
        text: String,
        operation_name: Option<String>,
    ) -> Result<Arc<Prepared>, Vec<ClientError>> {
        if text.len() > self.limits.document.bytes {
            return Err(self.preparation.prepare(&text, None).err().unwrap_or_default());
        }
        let key = PlanKey {
            text: text.into(),
            operation_name: operation_name.map(Into::into),
        };
        let made = self.plans.try_get_with(key.clone(), self.prepare_aside(key));
        made.await.map_err(|faults| faults.as_ref().clone())
    }

    /// Planning is work for the processor: on a thread of its own, it holds up no other request.
    async fn prepare_aside(&self, key: PlanKey) -> Result<Arc<Prepared>, Vec<ClientError>> {
        let preparation = self.preparation.clone();
        let made = tokio::task::spawn_blocking(move || {
            preparation
                .prepare(&key.text, key.operation_name.as_deref())
                .map(Arc::new)
        });
        made.await
            .unwrap_or_else(|_| Err(vec![not_planned(&PlanError::Panicked)]))
    }

    #[cfg(test)]
    pub(super) async fn plans_kept(&self) -> u64 {
        self.plans.run_pending_tasks().await;
        self.plans.entry_count()
    }
}

impl Preparation {
    fn prepare(&self, text: &str, operation_name: Option<&str>) -> Result<Prepared, Vec<ClientError>> {
        let document = Document::read(self.api.schema(), text, operation_name, &self.limits)?;
        let plan = match without_meta_fields(&self.api, &document) {
            Some(operation) => self
                .planner
                .plan(&operation)
                .map_err(|error| vec![not_planned(&error)])?,
            None => Plan::default(),
        };
        Ok(Prepared { document, plan })
    }
}

fn not_planned(error: &PlanError) -> ClientError {
    tracing::error!(%error, "no plan for a valid document");
    ClientError::new(Foutcode::PlanMislukt, "this question cannot be planned")
}
