use std::collections::HashSet;

use apollo_compiler::{ast::Type, schema::ExtendedType};
use async_graphql::{Name, PathSegment, Value};
use indexmap::IndexMap;

use super::{
    ClientError, Foutcode,
    error::Path,
    execute::type_name,
    shape::{Content, FieldShape, Shape},
};

/// Turns the merged data into the client's answer: the query's keys in the query's order, nothing of the
/// plumbing, null for what is missing, and nulls carried up by the specification (§6.4.4). Adds an error for a
/// violated non-null where none explains it already.
pub(super) fn project(shape: &Shape<'_>, data: Value, errors: &mut Vec<ClientError>) -> Value {
    let explained = Explained::by(errors);
    let mut projection = Projection {
        path: Vec::new(),
        explained,
        errors,
    };
    projection.object(shape, data).unwrap_or(Value::Null)
}

/// A null that the type does not allow: the parent becomes null.
struct Nulled;

struct Projection<'e> {
    path: Path,
    explained: Explained,
    errors: &'e mut Vec<ClientError>,
}

impl Projection<'_> {
    fn object(&mut self, shape: &Shape<'_>, data: Value) -> Result<Value, Nulled> {
        let actual = type_name(&data).or(shape.only).map(str::to_owned);
        let fields = actual.as_deref().and_then(|name| shape.types.get(name));
        let (Some(fields), Some(actual), Value::Object(mut data)) = (fields, &actual, data) else {
            self.malformed();
            return Ok(Value::Null);
        };
        let mut projected = IndexMap::with_capacity(fields.len());
        for field in fields {
            let value = data.swap_remove(field.key).unwrap_or(Value::Null);
            self.path.push(PathSegment::Field(field.key.to_owned()));
            let completed = self.field(field, actual, value);
            self.path.pop();
            projected.insert(Name::new(field.key), completed?);
        }
        Ok(Value::Object(projected))
    }

    fn field(&mut self, field: &FieldShape<'_>, actual: &str, value: Value) -> Result<Value, Nulled> {
        match field.content {
            Content::TypeName => Ok(Value::String(actual.to_owned())),
            _ => self.complete(field, field.ty, value),
        }
    }

    fn complete(&mut self, field: &FieldShape<'_>, ty: &Type, value: Value) -> Result<Value, Nulled> {
        let completed = match (ty, value) {
            (_, Value::Null) => Value::Null,
            (Type::List(item) | Type::NonNullList(item), Value::List(values)) => {
                self.list(field, item, values).unwrap_or(Value::Null)
            }
            (Type::List(_) | Type::NonNullList(_), _) => self.malformed(),
            (_, value) => self.named(field, value).unwrap_or(Value::Null),
        };
        if completed == Value::Null && ty.is_non_null() {
            self.violated();
            return Err(Nulled);
        }
        Ok(completed)
    }

    fn list(&mut self, field: &FieldShape<'_>, item: &Type, values: Vec<Value>) -> Result<Value, Nulled> {
        let mut completed = Vec::with_capacity(values.len());
        for (index, value) in values.into_iter().enumerate() {
            self.path.push(PathSegment::Index(index));
            let one = self.complete(field, item, value);
            self.path.pop();
            completed.push(one?);
        }
        Ok(Value::List(completed))
    }

    fn named(&mut self, field: &FieldShape<'_>, value: Value) -> Result<Value, Nulled> {
        match &field.content {
            Content::Object(shape) => self.object(shape, value),
            Content::Leaf(leaf) if fits(leaf, &value) => Ok(value),
            Content::Leaf(_) | Content::TypeName => Ok(self.malformed()),
        }
    }

    fn malformed(&mut self) -> Value {
        self.explain(
            Foutcode::BronOngeldig,
            "the source answered in another shape than the schema promises",
        );
        Value::Null
    }

    fn violated(&mut self) {
        self.explain(
            Foutcode::BronOngeldig,
            "the source gave no value where the schema promises one",
        );
    }

    fn explain(&mut self, code: Foutcode, message: &str) {
        if !self.explained.holds(&self.path) {
            self.explained.add(&self.path);
            self.errors
                .push(ClientError::new(code, message).at(self.path.clone()));
        }
    }
}

/// Whether a value can be one of this scalar or enum. What a scalar of our own holds is its own affair.
fn fits(leaf: &ExtendedType, value: &Value) -> bool {
    match (leaf, value) {
        (ExtendedType::Enum(choice), Value::Enum(name)) => choice.values.contains_key(name.as_str()),
        (ExtendedType::Enum(choice), Value::String(name)) => choice.values.contains_key(name.as_str()),
        (ExtendedType::Enum(_), _) => false,
        (scalar, value) if scalar.is_built_in() => match scalar.name().as_str() {
            "Int" => matches!(value, Value::Number(n) if n.is_i64() || n.is_u64()),
            "Float" => matches!(value, Value::Number(_)),
            "Boolean" => matches!(value, Value::Boolean(_)),
            "ID" => matches!(value, Value::String(_) | Value::Number(_)),
            _ => matches!(value, Value::String(_) | Value::Enum(_)),
        },
        _ => true,
    }
}

/// The places of the answer for which an error stands already: there, inside, or around.
struct Explained {
    at: HashSet<Vec<String>>,
    inside: HashSet<Vec<String>>,
}

impl Explained {
    fn by(errors: &[ClientError]) -> Self {
        let mut explained = Self {
            at: HashSet::new(),
            inside: HashSet::new(),
        };
        for path in errors
            .iter()
            .flat_map(ClientError::paths)
            .filter(|path| !path.is_empty())
        {
            explained.add(path);
        }
        explained
    }

    fn add(&mut self, path: &[PathSegment]) {
        let key = key_of(path);
        for length in 0..key.len() {
            self.inside.insert(key.iter().take(length).cloned().collect());
        }
        self.at.insert(key);
    }

    fn holds(&self, path: &[PathSegment]) -> bool {
        let key = key_of(path);
        let is_around = (1..key.len()).any(|length| self.at.contains(key.get(..length).unwrap_or_default()));
        self.at.contains(&key) || self.inside.contains(&key) || is_around
    }
}

fn key_of(path: &[PathSegment]) -> Vec<String> {
    path.iter()
        .map(|segment| match segment {
            PathSegment::Field(name) => name.clone(),
            PathSegment::Index(index) => index.to_string(),
        })
        .collect()
}
