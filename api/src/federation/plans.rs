use std::sync::Arc;

use moka::future::Cache;

use super::{
    ClientError, Foutcode,
    document::{Coerced, Document, DocumentLimits},
    plan::{Plan, PlanError, QueryPlanner, operation_to_plan},
    supergraph::ApiSchema,
};

/// A document weighs at least this much in the cache, however short it is.
const LEAST_WEIGHT: usize = 1000;

/// Documents and plans, each made once and kept while there is room. What is at fault is never kept.
pub(super) struct Plans {
    workshop: Arc<Workshop>,
    documents: Cache<DocumentKey, Arc<Document>>,
    plans: Cache<PlanKey, Arc<Plan>>,
}

/// A document as it was sent, and the operation of it that is asked; never who asks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct DocumentKey {
    text: Arc<str>,
    operation_name: Option<Arc<str>>,
}

/// A document with its conditions decided; of the variables only the truth of `@skip` and `@include` counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct PlanKey {
    document: DocumentKey,
    conditions: Vec<bool>,
}

/// What documents and plans are made with.
struct Workshop {
    api: Arc<ApiSchema>,
    planner: Box<dyn QueryPlanner>,
    limits: DocumentLimits,
}

impl DocumentKey {
    pub(super) fn new(text: String, operation_name: Option<String>) -> Self {
        Self {
            text: text.into(),
            operation_name: operation_name.map(Into::into),
        }
    }

    fn weight(&self) -> u32 {
        u32::try_from(self.text.len().max(LEAST_WEIGHT)).unwrap_or(u32::MAX)
    }
}

impl Plans {
    /// An empty store that keeps so many bytes of document text, of documents and plans each.
    pub(super) fn new(
        api: Arc<ApiSchema>,
        planner: Box<dyn QueryPlanner>,
        limits: DocumentLimits,
        capacity: u64,
    ) -> Self {
        Self {
            workshop: Arc::new(Workshop { api, planner, limits }),
            documents: Cache::builder()
                .max_capacity(capacity)
                .weigher(|key: &DocumentKey, _| key.weight())
                .build(),
            plans: Cache::builder()
                .max_capacity(capacity)
                .weigher(|key: &PlanKey, _| key.document.weight())
                .build(),
        }
    }

    /// The document, read.
    ///
    /// # Errors
    /// Its faults.
    pub(super) async fn document(&self, key: &DocumentKey) -> Result<Arc<Document>, Vec<ClientError>> {
        let (workshop, wanted) = (self.workshop.clone(), key.clone());
        let read = aside(move || workshop.read(&wanted));
        self.documents
            .try_get_with(key.clone(), read)
            .await
            .map_err(|faults| faults.as_ref().clone())
    }

    /// The plan of a document under these variables.
    ///
    /// # Errors
    /// When it cannot be planned.
    pub(super) async fn plan(
        &self,
        key: DocumentKey,
        document: &Document,
        variables: &Coerced,
    ) -> Result<Arc<Plan>, Vec<ClientError>> {
        let conditions = document
            .conditions()
            .iter()
            .map(|name| variables.is_true(name))
            .collect();
        let key = PlanKey {
            document: key,
            conditions,
        };
        let make = async {
            let operation = operation_to_plan(&self.workshop.api, document, variables);
            let workshop = self.workshop.clone();
            aside(move || workshop.plan(operation)).await
        };
        self.plans
            .try_get_with(key, make)
            .await
            .map_err(|faults| faults.as_ref().clone())
    }

    #[cfg(test)]
    pub(super) async fn kept(&self) -> (u64, u64) {
        self.documents.run_pending_tasks().await;
        self.plans.run_pending_tasks().await;
        (self.documents.entry_count(), self.plans.entry_count())
    }
}

impl Workshop {
    fn read(&self, key: &DocumentKey) -> Result<Arc<Document>, Vec<ClientError>> {
        let document = Document::read(&self.api, &key.text, key.operation_name.as_deref(), &self.limits);
        document.map(Arc::new)
    }

    fn plan(&self, operation: Option<String>) -> Result<Arc<Plan>, Vec<ClientError>> {
        let Some(operation) = operation else {
            return Ok(Arc::new(Plan::default()));
        };
        self.planner.plan(&operation).map(Arc::new).map_err(|error| {
            tracing::error!(%error, "no plan for a valid document");
            not_planned()
        })
    }
}

/// Reading and planning are work for the processor: on a thread of their own they hold up no other request.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Vec<ClientError>> + Send + 'static,
) -> Result<T, Vec<ClientError>> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| {
        tracing::error!(error = %PlanError::Panicked, "a document could not be worked on");
        Err(not_planned())
    })
}

fn not_planned() -> Vec<ClientError> {
    vec![ClientError::new(
        Foutcode::PlanMislukt,
        "this question cannot be planned",
    )]
}
