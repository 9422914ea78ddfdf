use apollo_compiler::{
    ExecutableDocument, Name,
    executable::{Field, Operation, Selection, SelectionSet},
};

use super::{DocumentLimits, faults::Faults};
use crate::federation::{Foutcode, supergraph::ApiSchema};

/// Fragments in fragments, before the validation has refused circles.
const MOST_NESTING: usize = 200;

/// Weighs one operation with its fragments written out, and tells every limit that it passes.
pub(super) fn check(
    api: &ApiSchema,
    document: &ExecutableDocument,
    operation: &Operation,
    limits: &DocumentLimits,
    faults: &mut Faults,
) {
    let mut measure = Measure {
        api,
        document,
        limits,
        faults,
        sum: Sum::default(),
    };
    measure.selections(
        &operation.selection_set,
        Place {
            depth: 0,
            nesting: 0,
            is_meta: false,
        },
    );
    let Sum {
        depth,
        aliases,
        root_fields,
        complexity,
        introspects,
    } = measure.sum;
    let mut tell = |passed: bool, code: Foutcode, message: String| {
        if passed {
            faults.push(code, message, None);
        }
    };
    tell(
        depth > limits.depth,
        Foutcode::TeDiep,
        format!("fields are nested more than {} deep", limits.depth),
    );
    tell(
        aliases > limits.aliases,
        Foutcode::TeVeelAliassen,
        format!("more than {} aliases", limits.aliases),
    );
    tell(
        root_fields > limits.root_fields,
        Foutcode::TeVeelWortelvelden,
        format!("more than {} fields at the root", limits.root_fields),
    );
    tell(
        complexity > limits.complexity,
        Foutcode::TeComplex,
        format!("the fields together weigh more than {}", limits.complexity),
    );
    tell(
        introspects && !limits.introspection,
        Foutcode::IntrospectieUit,
        "introspection is switched off".to_owned(),
    );
}

#[derive(Default)]
struct Sum {
    depth: usize,
    aliases: usize,
    root_fields: usize,
    complexity: usize,
    introspects: bool,
}

#[derive(Clone, Copy)]
struct Place {
    depth: usize,
    nesting: usize,
    /// Under `__schema` or `__type`.
    is_meta: bool,
}

struct Measure<'a> {
    api: &'a ApiSchema,
    document: &'a ExecutableDocument,
    limits: &'a DocumentLimits,
    faults: &'a mut Faults,
    sum: Sum,
}

impl Measure<'_> {
    /// Stops as soon as the weight is passed, since fragments written out can be very many.
    fn selections(&mut self, selections: &SelectionSet, place: Place) {
        if place.nesting > MOST_NESTING {
            self.sum.depth = usize::MAX;
            return;
        }
        let inside = Place {
            nesting: place.nesting + 1,
            ..place
        };
        for selection in &selections.selections {
            if self.sum.complexity > self.limits.complexity {
                return;
            }
            match selection {
                Selection::Field(field) => self.field(&selections.ty, field, inside),
                Selection::InlineFragment(fragment) => self.selections(&fragment.selection_set, inside),
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.fragment_name) {
                        // A spread weighs too, else empty circles and towers of fragments would be free.
                        self.sum.complexity += usize::from(place.nesting > self.limits.depth);
                        self.selections(&fragment.selection_set, inside);
                    }
                }
            }
        }
    }

    fn field(&mut self, parent: &Name, field: &Field, place: Place) {
        let is_meta = place.is_meta || matches!(field.name.as_str(), "__schema" | "__type");
        self.sum.introspects |= is_meta;
        self.sum.root_fields += usize::from(place.depth == 0);
        self.sum.complexity += self.weight(field, is_meta);
        self.alias(parent, field);
        let depth = place.depth + 1;
        if !is_meta {
            self.sum.depth = self.sum.depth.max(depth);
        }
        self.selections(
            &field.selection_set,
            Place {
                depth,
                is_meta,
                ..place
            },
        );
    }

    fn weight(&self, field: &Field, is_meta: bool) -> usize {
        let is_leaf = self
            .api
            .schema()
            .types
            .get(field.ty().inner_named_type())
            .is_none_or(|ty| ty.is_scalar() || ty.is_enum());
        match field.ty().is_list() {
            _ if is_leaf || is_meta => 1,
            false => 2,
            true => 5,
        }
    }

    /// Names with two underscores are the schema's own, the plan's helper names are the plan's, and what is
    /// called as the key of an entity must be the key: the join reads it there.
    fn alias(&mut self, parent: &Name, field: &Field) {
        let Some(alias) = &field.alias else { return };
        self.sum.aliases += 1;
        let hides_key = alias != &field.name && self.api.is_key(parent, alias);
        if hides_key || alias.starts_with("__") || alias.starts_with("_internal_") {
            let message = format!("the alias `{alias}` has a reserved form");
            self.faults
                .push(Foutcode::DocumentOngeldig, message, alias.location());
        }
    }
}
