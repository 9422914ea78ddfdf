use apollo_compiler::{
    Node, Schema,
    ast::{self, DirectiveList},
    executable::{Operation, VariableDefinition},
    request::coerce_variable_values,
    response::{JsonMap, JsonValue},
    validation::Valid,
};
use async_graphql::{Name, Value};
use indexmap::IndexMap;

use super::{Document, DocumentLimits, one_of, scalars};
use crate::federation::{ClientError, Foutcode};

/// The variables of one request, each of its declared type, defaults filled in.
#[derive(Debug)]
pub struct Coerced {
    pub(in crate::federation) json: Valid<JsonMap>,
    values: IndexMap<Name, Value>,
}

impl Coerced {
    /// Takes over the variables of a request.
    ///
    /// # Errors
    /// Every variable that has another type than declared, is missing or holds a list that is too long; never
    /// its value, which may be a BSN.
    pub fn of(
        schema: &Valid<Schema>,
        document: &Document,
        given: serde_json::Map<String, serde_json::Value>,
        limits: &DocumentLimits,
    ) -> Result<Self, Vec<ClientError>> {
        let operation = document.operation();
        let JsonValue::Object(given) = JsonValue::from(serde_json::Value::Object(given)) else {
            return Err(vec![ClientError::new(
                Foutcode::VariabeleOngeldig,
                "variables must be an object",
            )]);
        };
        let json = coerce_variable_values(schema, operation, &given)
            .map_err(|_| faults_of_each(schema, operation, &given))?;
        let unfit: Vec<_> = operation
            .variables
            .iter()
            .filter(|variable| {
                let value = json.get(variable.name.as_str());
                value.is_some_and(|value| {
                    !one_of::fits(schema, &variable.ty, value) || !scalars::fit(schema, &variable.ty, value)
                })
            })
            .map(|variable| fault(variable))
            .collect();
        if !unfit.is_empty() {
            return Err(unfit);
        }
        let too_long = faults_of_lists(&json, limits);
        if !too_long.is_empty() {
            return Err(too_long);
        }
        let values = json
            .iter()
            .map(|(name, value)| (Name::new(name.as_str()), to_value(value)))
            .collect();
        Ok(Self { json, values })
    }

    /// One variable; `None` where neither a value nor a default was given.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// Whether a selection with these directives is asked (`@skip`, `@include`; specification §6.3.2).
    pub fn includes(&self, directives: &DirectiveList) -> bool {
        let holds = |name: &str| {
            let condition = directives.get(name)?.specified_argument_by_name("if")?;
            match condition.as_ref() {
                ast::Value::Boolean(holds) => Some(*holds),
                ast::Value::Variable(variable) => Some(self.is_true(variable)),
                _ => None,
            }
        };
        holds("skip") != Some(true) && holds("include") != Some(false)
    }

    /// Whether a variable is `true`.
    pub fn is_true(&self, name: &str) -> bool {
        matches!(self.get(name), Some(Value::Boolean(true)))
    }
}

/// The library's own message holds the value; so each variable is tried alone, to name the ones at fault.
fn faults_of_each(schema: &Valid<Schema>, operation: &Operation, given: &JsonMap) -> Vec<ClientError> {
    let fails = |variable: &Node<VariableDefinition>| {
        let mut alone = operation.clone();
        alone.variables = vec![variable.clone()];
        coerce_variable_values(schema, &alone, given).is_err()
    };
    let faults: Vec<_> = operation
        .variables
        .iter()
        .filter(|variable| fails(variable))
        .map(|v| fault(v))
        .collect();
    if faults.is_empty() {
        return vec![ClientError::new(
            Foutcode::VariabeleOngeldig,
            "the variables do not fit the operation",
        )];
    }
    faults
}

fn fault(variable: &VariableDefinition) -> ClientError {
    let message = format!("variable `${}` must be of type `{}`", variable.name, variable.ty);
    ClientError::new(Foutcode::VariabeleOngeldig, message)
}

fn faults_of_lists(values: &JsonMap, limits: &DocumentLimits) -> Vec<ClientError> {
    values
        .iter()
        .filter(|(_, value)| has_long_list(value, limits, limits.list_items))
        .map(|(name, _)| {
            let message = format!("variable `${}` holds a list with too many items", name.as_str());
            ClientError::new(Foutcode::LijstTeLang, message)
        })
        .collect()
}

fn has_long_list(value: &JsonValue, limits: &DocumentLimits, most: usize) -> bool {
    match value {
        JsonValue::Array(items) => {
            items.len() > most || items.iter().any(|item| has_long_list(item, limits, most))
        }
        JsonValue::Object(fields) => fields
            .iter()
            .any(|(_, value)| has_long_list(value, limits, limits.input_items)),
        _ => false,
    }
}

/// The same value, in the form in which the join keeps data.
pub(in crate::federation) fn to_value(value: &JsonValue) -> Value {
    match value {
        JsonValue::Null => Value::Null,
        JsonValue::Bool(b) => Value::Boolean(*b),
        JsonValue::Number(n) => Value::Number(n.clone()),
        JsonValue::String(text) => Value::String(text.as_str().to_owned()),
        JsonValue::Array(items) => Value::List(items.iter().map(to_value).collect()),
        JsonValue::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(name, value)| (Name::new(name.as_str()), to_value(value)))
                .collect(),
        ),
    }
}
