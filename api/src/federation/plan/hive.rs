use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};

use hive_router_query_planner::{
    ast::normalization::normalize_operation,
    graph::PlannerOverrideContext,
    planner::{Planner, QueryPlannerOptions},
    utils::{
        cancellation::CancellationToken,
        parsing::{safe_parse_operation, safe_parse_schema},
    },
};

use super::{Plan, PlanError, QueryPlanner, convert};
use crate::federation::supergraph::{ApiSchema, SupergraphError};

/// Planning takes less than a millisecond; a document for which it takes this long is refused.
const LONGEST_PLANNING: Duration = Duration::from_secs(1);

/// The planner of Hive Router, behind our own trait and plan: its later releases need another Rust and bring
/// a server of their own, so that it may have to be replaced.
pub struct HivePlanner {
    planner: Planner,
    api: Arc<ApiSchema>,
}

impl HivePlanner {
    /// Reads a supergraph.
    ///
    /// # Errors
    /// [`SupergraphError::Planner`] when the planner cannot use it.
    pub fn new(sdl: &str, api: Arc<ApiSchema>) -> Result<Self, SupergraphError> {
        let build = || {
            let parsed =
                safe_parse_schema(sdl).map_err(|error| SupergraphError::Planner(error.to_string()))?;
            Planner::new_from_supergraph(&parsed, QueryPlannerOptions::default())
                .map_err(|error| SupergraphError::Planner(error.to_string()))
        };
        let planner = catch_unwind(AssertUnwindSafe(build))
            .map_err(|_| SupergraphError::Planner("it broke off".to_owned()))??;
        Ok(Self { planner, api })
    }

    /// The subgraphs that the supergraph names.
    pub(in crate::federation) fn subgraphs(&self) -> impl Iterator<Item = &str> {
        self.planner
            .supergraph
            .known_subgraphs
            .values()
            .map(String::as_str)
    }

    fn plan_unguarded(&self, operation: &str) -> Result<Plan, PlanError> {
        let document = safe_parse_operation(operation).map_err(|_| PlanError::Refused)?;
        let normalized =
            normalize_operation(&self.planner.supergraph, &document, None).map_err(|_| PlanError::Refused)?;
        let plan = self
            .planner
            .plan_from_normalized_operation(
                normalized.executable_operation(),
                PlannerOverrideContext::default(),
                &CancellationToken::with_timeout(LONGEST_PLANNING),
            )
            .map_err(|_| PlanError::Refused)?;
        convert::convert(plan, &self.api)
    }
}

impl QueryPlanner for HivePlanner {
    /// The library panics on what it did not expect; that must not end a server.
    fn plan(&self, operation: &str) -> Result<Plan, PlanError> {
        catch_unwind(AssertUnwindSafe(|| self.plan_unguarded(operation))).map_err(|_| PlanError::Panicked)?
    }
}
