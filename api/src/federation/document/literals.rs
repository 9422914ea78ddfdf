use std::collections::HashSet;

use apollo_compiler::{
    Name, Node,
    ast::{Argument, Definition, DirectiveList, Document, OperationDefinition, Selection, Value},
};

use super::{DocumentLimits, faults::Faults};
use crate::{
    domain::{Bsn, bare_digits},
    federation::Foutcode,
};

/// The argument or input field that holds a burgerservicenummer.
const BSN: &str = "bsn";

/// Refuses what a document may not hold as a literal: a BSN, since documents are cached, and a list that is
/// too long. Reads the document as written, so that unknown fields are looked through too.
pub(super) fn check(document: &Document, limits: &DocumentLimits, faults: &mut Faults) {
    let mut search = Search {
        limits,
        faults,
        bsn_variables: HashSet::new(),
    };
    for definition in &document.definitions {
        match definition {
            Definition::OperationDefinition(operation) => search.operation(operation),
            Definition::FragmentDefinition(fragment) => {
                search.directives(&fragment.directives);
                search.selections(&fragment.selection_set);
            }
            _ => {}
        }
    }
    search.defaults(document);
}

struct Search<'a> {
    limits: &'a DocumentLimits,
    faults: &'a mut Faults,
    /// The variables that stand where a BSN is expected: their default would be a literal too.
    bsn_variables: HashSet<Name>,
}

impl Search<'_> {
    fn operation(&mut self, operation: &OperationDefinition) {
        self.directives(&operation.directives);
        for variable in &operation.variables {
            self.directives(&variable.directives);
            if let Some(default) = &variable.default_value {
                self.value(&variable.name, default, self.limits.list_items);
            }
        }
        self.selections(&operation.selection_set);
    }

    fn selections(&mut self, selections: &[Selection]) {
        for selection in selections {
            match selection {
                Selection::Field(field) => {
                    self.arguments(&field.arguments);
                    self.directives(&field.directives);
                    self.selections(&field.selection_set);
                }
                Selection::FragmentSpread(spread) => self.directives(&spread.directives),
                Selection::InlineFragment(fragment) => {
                    self.directives(&fragment.directives);
                    self.selections(&fragment.selection_set);
                }
            }
        }
    }

    fn directives(&mut self, directives: &DirectiveList) {
        for directive in directives.iter() {
            self.arguments(&directive.arguments);
        }
    }

    fn arguments(&mut self, arguments: &[Node<Argument>]) {
        for argument in arguments {
            self.value(&argument.name, &argument.value, self.limits.list_items);
        }
    }

    fn value(&mut self, name: &Name, value: &Node<Value>, most: usize) {
        match value.as_ref() {
            Value::Variable(variable) if is_bsn(name) => {
                self.bsn_variables.insert(variable.clone());
            }
            Value::List(items) => {
                if items.len() > most {
                    let message = format!("the list in `{name}` has more than {most} items");
                    self.faults.push(Foutcode::LijstTeLang, message, value.location());
                }
                for item in items {
                    self.value(name, item, most);
                }
            }
            Value::Object(fields) => {
                for (field, value) in fields {
                    self.value(field, value, self.limits.input_items);
                }
            }
            Value::Variable(_) | Value::Null => {}
            literal if is_bsn(name) || reads_as_bsn(literal) => self.refuse_bsn(name, value),
            _ => {}
        }
    }

    fn refuse_bsn(&mut self, name: &Name, value: &Node<Value>) {
        let message = format!("`{name}` must be given as a variable: documents are kept");
        self.faults
            .push(Foutcode::BsnAlsLiteral, message, value.location());
    }

    fn defaults(&mut self, document: &Document) {
        for definition in &document.definitions {
            let Definition::OperationDefinition(operation) = definition else {
                continue;
            };
            for variable in &operation.variables {
                let Some(default) = &variable.default_value else {
                    continue;
                };
                if self.bsn_variables.contains(&variable.name) && !default.is_null() {
                    self.refuse_bsn(&variable.name, default);
                }
            }
        }
    }
}

/// Whether it may be the number of somebody, wherever it stands.
fn reads_as_bsn(literal: &Value) -> bool {
    let text = match literal {
        Value::String(text) => text.as_str(),
        Value::Int(number) => number.as_str(),
        _ => return false,
    };
    Bsn::new(&bare_digits(text)).is_ok()
}

fn is_bsn(name: &Name) -> bool {
    name.as_str().eq_ignore_ascii_case(BSN)
}
