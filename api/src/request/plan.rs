//! What a subgraph request asks, known before anything is loaded: which residents, which groups.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::{Context, Lookahead, Value, Variables};
use indexmap::IndexSet;
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::{
    RequestContext,
    disclose::{Discloser, Unanswered, Verstrekt},
    load::Bron,
    withhold::Ledger,
};
use crate::domain::{Gegevensgroep, InwonerId};

/// The residents that one subgraph request asks about, in one operation of the log.
#[derive(Debug)]
pub struct Plan {
    operatie: Uuid,
    /// In a fixed order; they are only ever added to.
    inwoners: Mutex<IndexSet<InwonerId>>,
}

/// Residents who are taken the whole way together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Together {
    /// The first so many of the plan.
    Planned(usize),
    /// One whom the plan doesn't hold.
    Alone(InwonerId),
}

impl Plan {
    /// Reads the residents out of the representations among the variables.
    pub fn from_variables(variables: &Variables) -> Self {
        let ids = variables
            .values()
            .flat_map(representations)
            .filter_map(inwoner_id);
        let unique: BTreeSet<InwonerId> = ids.collect();
        Self {
            operatie: Uuid::now_v7(),
            inwoners: Mutex::new(unique.into_iter().collect()),
        }
    }

    /// Adds residents that a root field found, before its children ask for them.
    pub fn add(&self, inwoners: impl IntoIterator<Item = InwonerId>) {
        let mut planned = self.inwoners.lock().unwrap_or_else(PoisonError::into_inner);
        planned.extend(inwoners);
    }

    /// The operation's id in the log.
    pub fn operatie(&self) -> Uuid {
        self.operatie
    }

    /// With whom this resident is taken the way: all who are planned, or nobody if the plan doesn't hold it.
    pub fn together_with(&self, inwoner: &InwonerId) -> Together {
        let planned = self.inwoners.lock().unwrap_or_else(PoisonError::into_inner);
        if planned.contains(inwoner) {
            Together::Planned(planned.len())
        } else {
            Together::Alone(inwoner.clone())
        }
    }

    /// All planned residents, or just this one if the plan doesn't hold it.
    pub fn batch_with(&self, inwoner: &InwonerId) -> Vec<InwonerId> {
        self.residents(&self.together_with(inwoner))
    }

    /// Who these are.
    pub fn residents(&self, together: &Together) -> Vec<InwonerId> {
        match together {
            Together::Planned(count) => {
                let planned = self.inwoners.lock().unwrap_or_else(PoisonError::into_inner);
                planned.iter().take(*count).cloned().collect()
            }
            Together::Alone(inwoner) => vec![inwoner.clone()],
        }
    }
}

fn representations(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::List(items) => items.iter(),
        _ => [].iter(),
    }
}

fn inwoner_id(representation: &Value) -> Option<InwonerId> {
    let Value::Object(fields) = representation else {
        return None;
    };
    match (fields.get("__typename")?, fields.get("id")?) {
        (Value::String(typename), Value::String(id)) if typename == "Inwoner" => {
            InwonerId::new(id.as_str()).ok()
        }
        _ => None,
    }
}

/// The disclosures of one subgraph request, each made once for all residents that ask for the same groups.
pub struct Batch<B: Bron> {
    discloser: Arc<Discloser<B>>,
    runs: Mutex<HashMap<Run, Cell<B>>>,
}

/// The same residents with the same groups are one run.
type Run = (Together, BTreeSet<Gegevensgroep>);
type Cell<B> = Arc<OnceCell<Result<Arc<Verstrekt<<B as Bron>::Dossier>>, Unanswered>>>;

impl<B: Bron> Batch<B> {
    /// A batch for one request.
    pub fn new(discloser: Arc<Discloser<B>>) -> Self {
        Self {
            discloser,
            runs: Mutex::default(),
        }
    }

    /// What may be told of this resident, and of all that are planned with them.
    ///
    /// # Errors
    /// [`Unanswered`] when not even the parties are known.
    pub async fn verstrekt(
        &self,
        ctx: &Context<'_>,
        inwoner: &InwonerId,
        groepen: BTreeSet<Gegevensgroep>,
    ) -> async_graphql::Result<Arc<Verstrekt<B::Dossier>>> {
        let plan = ctx.data::<Plan>()?;
        let context = ctx.data::<Arc<RequestContext>>()?;
        let run = (plan.together_with(inwoner), groepen);
        let cell = {
            let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
            runs.entry(run.clone()).or_default().clone()
        };
        let verstrekt = cell
            .get_or_init(|| async {
                let (together, groepen) = &run;
                let inwoners = plan.residents(together);
                let verstrekt = self
                    .discloser
                    .disclose(context, plan.operatie(), &inwoners, groepen)
                    .await?;
                if let (Some(versie), Ok(ledger)) = (verstrekt.registerversie(), ctx.data::<Ledger>()) {
                    ledger.note_version(versie);
                }
                Ok(Arc::new(verstrekt))
            })
            .await;
        verstrekt.clone().map_err(Unanswered::into_graphql)
    }
}

/// The groups behind the fields that are asked, through fragments and past `@skip` and `@include`.
pub fn asked_groepen(
    look_ahead: &Lookahead<'_>,
    fields: &[(&str, Gegevensgroep)],
) -> BTreeSet<Gegevensgroep> {
    fields
        .iter()
        .filter(|(field, _)| look_ahead.field(field).exists())
        .map(|(_, groep)| *groep)
        .collect()
}
