use std::collections::BTreeSet;

use apollo_compiler::ast::{Definition, DirectiveList, Document, Selection};

/// The variables that decide what of a document is asked (`@skip`, `@include`): a plan belongs to their values.
pub(super) fn variables_of(document: &Document) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for definition in &document.definitions {
        match definition {
            Definition::OperationDefinition(operation) => of_selections(&operation.selection_set, &mut found),
            Definition::FragmentDefinition(fragment) => of_selections(&fragment.selection_set, &mut found),
            _ => {}
        }
    }
    found
}

fn of_selections(selections: &[Selection], found: &mut BTreeSet<String>) {
    for selection in selections {
        match selection {
            Selection::Field(field) => {
                of_directives(&field.directives, found);
                of_selections(&field.selection_set, found);
            }
            Selection::FragmentSpread(spread) => of_directives(&spread.directives, found),
            Selection::InlineFragment(fragment) => {
                of_directives(&fragment.directives, found);
                of_selections(&fragment.selection_set, found);
            }
        }
    }
}

fn of_directives(directives: &DirectiveList, found: &mut BTreeSet<String>) {
    let conditions = directives
        .iter()
        .filter(|directive| matches!(directive.name.as_str(), "skip" | "include"));
    for condition in conditions {
        let variable = condition
            .specified_argument_by_name("if")
            .and_then(|value| value.as_variable());
        found.extend(variable.map(ToString::to_string));
    }
}
