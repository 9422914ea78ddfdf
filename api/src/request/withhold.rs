//! Withholding: the only type by which shared data leaves a subgraph.

use std::{
    borrow::Cow,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::{
    Context, ContextBase, ContextSelectionSet, OutputType, PathSegment, Positioned, ServerError,
    ServerResult, Value, parser::types::Field, registry::Registry,
};

use super::decide::Besluit;
use crate::{
    domain::Reden,
    federation::{Gedeelde, MedeClient, Verantwoording},
};

/// One group of fields: its value, or null with the reason. Nullable by construction, and made only by
/// [`super::disclose::Verstrekt`], which has decided, loaded, logged and checked.
pub struct Gedeeld<T>(Content<T>);

enum Content<T> {
    /// The value; `None` where nothing is recorded.
    Shown {
        value: Option<T>,
        besluit: Besluit,
        mede_client: Option<MedeClient>,
    },
    /// A value that rests on several decisions, all of which allow it.
    Supported { value: T, steunen: Vec<Steun> },
    /// Null with the reason.
    Withheld(Besluit),
    /// The field wasn't in the plan, so nothing was decided: null with an error, never a value.
    NotPlanned,
}

/// One decision that something rests on, with the second client whose agreement it needed.
#[derive(Clone, Debug)]
pub(super) struct Steun {
    pub(super) besluit: Besluit,
    pub(super) mede_client: Option<MedeClient>,
}

impl<T> Gedeeld<T> {
    /// What rests on several decisions: told as long as each of them allows it.
    pub(super) fn resting_on(value: T, steunen: Vec<Steun>) -> Self {
        let withheld = steunen.iter().find(|steun| !steun.besluit.is_toegestaan());
        match withheld {
            Some(steun) => Self(Content::Withheld(steun.besluit.clone())),
            None => Self(Content::Supported { value, steunen }),
        }
    }

    pub(super) fn shown(value: Option<T>, besluit: Besluit, mede_client: Option<MedeClient>) -> Self {
        if besluit.is_toegestaan() {
            Self(Content::Shown {
                value,
                besluit,
                mede_client,
            })
        } else {
            Self(Content::Withheld(besluit))
        }
    }

    pub(super) fn not_planned() -> Self {
        Self(Content::NotPlanned)
    }

    /// The same, told in another shape.
    pub fn map<U>(self, shape: impl FnOnce(T) -> U) -> Gedeeld<U> {
        Gedeeld(match self.0 {
            Content::Shown {
                value,
                besluit,
                mede_client,
            } => Content::Shown {
                value: value.map(shape),
                besluit,
                mede_client,
            },
            Content::Supported { value, steunen } => Content::Supported {
                value: shape(value),
                steunen,
            },
            Content::Withheld(besluit) => Content::Withheld(besluit),
            Content::NotPlanned => Content::NotPlanned,
        })
    }

    /// Whether both look the same to whoever gets them: the same value, or withheld for the same reason.
    pub fn looks_like(&self, other: &Self) -> bool
    where
        T: PartialEq,
    {
        match (&self.0, &other.0) {
            (Content::Shown { value, .. }, Content::Shown { value: other, .. }) => value == other,
            (Content::Withheld(besluit), Content::Withheld(other)) => besluit.reden() == other.reden(),
            (Content::NotPlanned, Content::NotPlanned) => true,
            _ => false,
        }
    }
}

/// What a request disclosed, noted where each value is written: the hub's last question needs it.
#[derive(Clone, Debug, Default)]
pub struct Ledger(Arc<Mutex<Verantwoording>>);

impl Ledger {
    /// Notes the version on which a set of disclosures was last checked; the oldest counts.
    pub fn note_version(&self, registerversie: i64) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.registerversie = match noted.registerversie {
            0 => registerversie,
            oldest => oldest.min(registerversie),
        };
    }

    /// Notes one disclosure where its value is written.
    pub(crate) fn note(&self, gedeelde: Gedeelde) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .gedeeld
            .push(gedeelde);
    }

    /// What was disclosed.
    pub fn take(&self) -> Verantwoording {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<T: OutputType> OutputType for Gedeeld<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn qualified_type_name() -> String {
        <Option<T> as OutputType>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Option<T> as OutputType>::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        match &self.0 {
            Content::Shown {
                value,
                besluit,
                mede_client,
            } => {
                if !note_all(ctx, [(besluit, mede_client)]) {
                    return Ok(unlogged(ctx, field, besluit));
                }
                // "Allowed, and nothing there" tells as much as a value: the last question covers both.
                match value {
                    Some(value) => write(value, ctx, field).await,
                    None => Ok(Value::Null),
                }
            }
            Content::Supported { value, steunen } => {
                let noted = steunen.iter().map(|steun| (&steun.besluit, &steun.mede_client));
                match steunen.first() {
                    Some(first) if !note_all(ctx, noted) => Ok(unlogged(ctx, field, &first.besluit)),
                    _ => write(value, ctx, field).await,
                }
            }
            Content::Withheld(besluit) => Ok(withhold(ctx, field, besluit)),
            Content::NotPlanned => {
                let error = ServerError::new("dit veld kon niet worden beslist", Some(field.pos));
                ctx.add_error(ctx.set_error_path(with_code(error, "INTERNE_FOUT")));
                Ok(Value::Null)
            }
        }
    }
}

async fn write<T: OutputType>(
    value: &T,
    ctx: &ContextSelectionSet<'_>,
    field: &Positioned<Field>,
) -> ServerResult<Value> {
    match value.resolve(ctx, field).await {
        Ok(value) => Ok(value),
        Err(error) => {
            ctx.add_error(error);
            Ok(Value::Null)
        }
    }
}

/// Notes all that a value rests on which isn't the caller's own.
fn note_all<'a>(
    ctx: &ContextSelectionSet<'_>,
    decided: impl IntoIterator<Item = (&'a Besluit, &'a Option<MedeClient>)>,
) -> bool {
    let shared = |(besluit, _): &(&Besluit, _)| besluit.reden() != Reden::ToegestaanEigen;
    let mut shared = decided.into_iter().filter(shared);
    shared.all(|(besluit, mede_client)| note_disclosure(ctx, besluit, mede_client.clone()))
}

fn unlogged(ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>, besluit: &Besluit) -> Value {
    let unlogged = Besluit::withheld(besluit.vraag().clone(), Reden::LogNietBereikbaar);
    withhold(ctx, field, &unlogged)
}

/// Notes that a field tells that something of others may be seen: the hub's last question asks whether it still may.
pub fn note_explained(ctx: &Context<'_>, besluit: &Besluit) {
    if besluit.is_toegestaan() && besluit.reden() != Reden::ToegestaanEigen {
        note_disclosure(ctx, besluit, None);
    }
}

/// Notes what is about to be written; without a ledger nothing may be.
fn note_disclosure<T>(ctx: &ContextBase<'_, T>, besluit: &Besluit, mede_client: Option<MedeClient>) -> bool {
    let Some(ledger) = ctx.data_opt::<Ledger>() else {
        return false;
    };
    let vraag = besluit.vraag();
    ledger.note(Gedeelde {
        inwoner: vraag.inwoner.clone(),
        bronhouder: vraag.bronhouder.clone(),
        groep: vraag.groep,
        tot: besluit.tot(),
        mede_client,
        pad: path_of(ctx),
        geheel: 0,
    });
    true
}

fn withhold(ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>, besluit: &Besluit) -> Value {
    let vraag = besluit.vraag();
    let mut error = with_code(
        ServerError::new("niet gedeeld", Some(field.pos)),
        besluit.reden().word(),
    );
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("groep", vraag.groep.word());
    extensions.set("bronhouder", vraag.bronhouder.as_str());
    extensions.set("inwoner", vraag.inwoner.as_str());
    extensions.set("besluit", besluit.id().to_string());
    ctx.add_error(ctx.set_error_path(error));
    Value::Null
}

fn with_code(mut error: ServerError, code: &str) -> ServerError {
    error.extensions.get_or_insert_default().set("code", code);
    error
}

fn path_of<T>(ctx: &ContextBase<'_, T>) -> Vec<PathSegment> {
    ctx.set_error_path(ServerError::new("", None)).path
}
