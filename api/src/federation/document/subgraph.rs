use std::collections::HashMap;

use apollo_compiler::{
    Name,
    ast::{Definition, Document, FragmentDefinition, OperationType, Selection},
};

use super::{DocumentLimits, PARSER_RECURSION, faults::Faults, literals, parse};
use crate::federation::{ClientError, Foutcode};

/// By which door a document comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// A request, which has one answer.
    Request,
    /// A stream, over which a subscription may come too.
    Stream,
}

/// Checks a document that a hub or router sends to a subgraph's process, without the schema, which the subgraph
/// validates by itself.
///
/// # Errors
/// Every fault at once, each with its code; none holds a value of the document.
pub fn check_for_subgraph(text: &str, limits: &DocumentLimits, over: Over) -> Result<(), Vec<ClientError>> {
    let ast = parse(text, limits)?;
    let mut faults = Faults::new(ast.sources.clone());
    literals::check(&ast, limits, &mut faults);
    let fragments = ast.definitions.iter().filter_map(|definition| match definition {
        Definition::FragmentDefinition(fragment) => Some((&fragment.name, &**fragment)),
        _ => None,
    });
    let mut measure = Measure {
        limits,
        fragments: fragments.collect(),
        sum: Sum::default(),
    };
    measure.document(&ast);
    measure.sum.tell(limits, over, &mut faults);
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults.into_errors())
    }
}

/// Finds variables that hold a list that is too long.
///
/// # Errors
/// Each of them by its name, never its value.
pub fn check_variables(
    variables: &serde_json::Map<String, serde_json::Value>,
    limits: &DocumentLimits,
) -> Result<(), Vec<ClientError>> {
    let too_long = variables
        .values()
        .filter(|value| has_long_list(value, limits, limits.list_items));
    let faults: Vec<ClientError> = too_long
        .map(|_| {
            ClientError::new(
                Foutcode::LijstTeLang,
                "a variable holds a list with too many items",
            )
        })
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn has_long_list(value: &serde_json::Value, limits: &DocumentLimits, most: usize) -> bool {
    use serde_json::Value;
    match value {
        Value::Array(items) => {
            items.len() > most || items.iter().any(|item| has_long_list(item, limits, most))
        }
        Value::Object(fields) => fields
            .values()
            .any(|value| has_long_list(value, limits, limits.input_items)),
        _ => false,
    }
}

#[derive(Default)]
struct Sum {
    depth: usize,
    aliases: usize,
    root_fields: usize,
    fields: usize,
    introspects: bool,
    subscribes: bool,
}

struct Measure<'a> {
    limits: &'a DocumentLimits,
    fragments: HashMap<&'a Name, &'a FragmentDefinition>,
    sum: Sum,
}

#[derive(Clone, Copy)]
struct Place {
    depth: usize,
    nesting: usize,
}

impl<'a> Measure<'a> {
    fn document(&mut self, document: &'a Document) {
        let top = Place { depth: 0, nesting: 0 };
        for definition in &document.definitions {
            if let Definition::OperationDefinition(operation) = definition {
                self.sum.subscribes |= operation.operation_type == OperationType::Subscription;
                self.selections(&operation.selection_set, top);
            }
        }
    }

    /// Stops as soon as the weight is passed, since fragments written out can be very many, or circles.
    fn selections(&mut self, selections: &'a [Selection], place: Place) {
        if place.nesting > PARSER_RECURSION {
            self.sum.depth = usize::MAX;
            return;
        }
        let inside = Place {
            nesting: place.nesting + 1,
            ..place
        };
        for selection in selections {
            self.sum.fields += 1;
            if self.sum.fields > self.limits.complexity {
                return;
            }
            match selection {
                Selection::Field(field) => {
                    self.sum.introspects |= matches!(field.name.as_str(), "__schema" | "__type");
                    self.sum.aliases += usize::from(field.alias.is_some());
                    self.sum.root_fields += usize::from(place.depth == 0);
                    let depth = place.depth + 1;
                    self.sum.depth = self.sum.depth.max(depth);
                    self.selections(&field.selection_set, Place { depth, ..inside });
                }
                Selection::InlineFragment(fragment) => self.selections(&fragment.selection_set, inside),
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.fragments.get(&spread.fragment_name).copied() {
                        self.selections(&fragment.selection_set, inside);
                    }
                }
            }
        }
    }
}

impl Sum {
    fn tell(&self, limits: &DocumentLimits, over: Over, faults: &mut Faults) {
        let told = [
            (
                self.depth > limits.depth,
                Foutcode::TeDiep,
                "fields are nested too deep",
            ),
            (
                self.aliases > limits.aliases,
                Foutcode::TeVeelAliassen,
                "too many aliases",
            ),
            (
                self.root_fields > limits.root_fields,
                Foutcode::TeVeelWortelvelden,
                "too many fields at the root",
            ),
            (
                self.fields > limits.complexity,
                Foutcode::TeComplex,
                "too many fields",
            ),
            (
                self.introspects && !limits.introspection,
                Foutcode::IntrospectieUit,
                "introspection is switched off",
            ),
            (
                self.subscribes && over == Over::Request,
                Foutcode::SubscriptieNietHier,
                "a subscription is asked over a stream, not in a request",
            ),
        ];
        for (_, code, message) in told.into_iter().filter(|(is_fault, _, _)| *is_fault) {
            faults.push(code, message, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str, limits: &DocumentLimits) -> Vec<String> {
        let faults = check_for_subgraph(text, limits, Over::Request)
            .err()
            .unwrap_or_default();
        faults
            .iter()
            .filter_map(|fault| fault.code().map(str::to_owned))
            .collect()
    }

    #[test]
    fn what_a_router_sends_is_let_through() {
        let limits = DocumentLimits::default().for_subgraph();
        for text in [
            "query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Inwoner { srw { partij { id } } } } }",
            "{ _service { sdl } __typename }",
            "query($_internal_0: [_Any!]!) { _internal_a: _entities(representations: $_internal_0) { __typename } }",
        ] {
            assert_eq!(codes(text, &limits), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn every_bound_is_told() {
        let limits = DocumentLimits {
            depth: 3,
            aliases: 1,
            root_fields: 2,
            complexity: 20,
            list_items: 2,
            ..DocumentLimits::default()
        };
        for (text, expected) in [
            ("{ a { b { c { d } } } }", "TE_DIEP"),
            ("{ a { x: b y: b } }", "TE_VEEL_ALIASSEN"),
            ("{ a b c }", "TE_VEEL_WORTELVELDEN"),
            (
                "{ a { a b c d e f g h i j k l m n o p q r s t u v } }",
                "TE_COMPLEX",
            ),
            ("{ ...F } fragment F on Query { a { ...F } }", "TE_DIEP"),
            ("{ ...F } fragment F on Query { ...F }", "TE_COMPLEX"),
            ("{ __schema { types { name } } }", "INTROSPECTIE_UIT"),
            ("subscription { a }", "SUBSCRIPTIE_NIET_HIER"),
            ("{ inwoner(bsn: \"999990342\") { id } }", "BSN_ALS_LITERAL"),
            ("{ inwoners(ids: [1, 2, 3]) { id } }", "LIJST_TE_LANG"),
            ("{ a", "DOCUMENT_ONGELDIG"),
        ] {
            assert!(codes(text, &limits).contains(&expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_long_list_in_a_variable_is_told_without_its_values() {
        let limits = DocumentLimits {
            list_items: 1,
            input_items: 2,
            ..DocumentLimits::default()
        };
        let variables =
            serde_json::json!({"a": {"b": ["999990342", "2", "3"]}, "c": [1], "d": {"b": [1, 2]}});
        let faults = check_variables(variables.as_object().unwrap(), &limits).unwrap_err();
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].code(), Some("LIJST_TE_LANG"));
        assert!(!faults[0].message.contains("999990342"));
    }
}
