use std::{sync::Arc, time::Duration};

use async_graphql::Value;
use serde::{Deserialize, Serialize};

use super::{
    ClientError, GraphqlRequest, HubAnswer,
    document::{Coerced, Document, DocumentLimits},
    execute::{Executor, Subgraphs},
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
        self.try_answer(request, &context)
            .await
            .unwrap_or_else(HubAnswer::refused)
    }

    async fn try_answer(
        &self,
        request: GraphqlRequest,
        context: &Arc<RequestContext>,
    ) -> Result<HubAnswer, Vec<ClientError>> {
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
        Ok(self.execute(&document, &plan, &variables, context).await)
    }

    async fn execute(
        &self,
        document: &Document,
        plan: &Plan,
        variables: &Coerced,
        context: &Arc<RequestContext>,
    ) -> HubAnswer {
        let executor = Executor {
            subgraphs: &self.subgraphs,
            subgraph_time: Duration::from_millis(self.limits.subgraph_milliseconds),
            variables,
            context,
        };
        let mut outcome = executor.run(plan).await;
        let registerversie = match last_question::ask(self.register.as_ref(), context, &mut outcome).await {
            Verdict::Proven(version) => version,
            Verdict::Refused(error) => {
                return HubAnswer {
                    data: Some(Value::Null),
                    ..HubAnswer::refused(vec![error])
                };
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
        HubAnswer::of(data, outcome.errors, &shape, registerversie)
    }

    #[cfg(test)]
    pub(super) async fn plans_kept(&self) -> (u64, u64) {
        self.plans.kept().await
    }
}
