use std::collections::HashMap;

use async_graphql::{Name, Value};
use indexmap::IndexMap;

use super::tree;
use crate::federation::{
    error::Path,
    plan::{EntityBatch, Require},
};

/// The entities of one batch, each asked once, however often it stands in the answer.
pub(super) struct Entities {
    /// What is sent per entity.
    pub(super) representations: Vec<Value>,
    /// Where each of them stands.
    pub(super) places: Vec<Vec<Path>>,
}

impl Entities {
    /// Finds the entities of a batch in the data so far.
    pub(super) fn find(data: &Value, batch: &EntityBatch) -> Self {
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut entities = Self {
            representations: Vec::new(),
            places: Vec::new(),
        };
        for way in &batch.places {
            for (path, object) in tree::places(data, way) {
                let Some(mut representation) = represent(object, &batch.requires) else {
                    continue;
                };
                tree::rewrite(&mut representation, &batch.input);
                entities.add(representation, path, &mut known);
            }
        }
        entities
    }

    fn add(&mut self, representation: Value, path: Path, known: &mut HashMap<String, usize>) {
        let index = *known.entry(representation.to_string()).or_insert_with(|| {
            self.representations.push(representation);
            self.places.push(Vec::new());
            self.representations.len() - 1
        });
        if let Some(places) = self.places.get_mut(index)
            && !places.contains(&path)
        {
            places.push(path);
        }
    }

    /// Where the resident stands, by the key of its entity.
    pub(super) fn places_of(&self, inwoner: &str) -> Vec<&Path> {
        let is_meant = |representation: &Value| match representation {
            Value::Object(fields) => matches!(fields.get("id"), Some(Value::String(id)) if id == inwoner),
            _ => false,
        };
        self.representations
            .iter()
            .zip(&self.places)
            .filter(|(representation, _)| is_meant(representation))
            .flat_map(|(_, places)| places)
            .collect()
    }

    /// Every place of every entity.
    pub(super) fn all_places(&self) -> impl Iterator<Item = &Path> {
        self.places.iter().flatten()
    }
}

/// What the subgraph needs of an object; `None` where the object does not have it all.
fn represent(object: &Value, requires: &[Require]) -> Option<Value> {
    let mut fields = IndexMap::new();
    let is_complete = add_parts(object, requires, &mut fields);
    (is_complete && fields.contains_key("__typename")).then_some(Value::Object(fields))
}

fn add_parts(object: &Value, requires: &[Require], fields: &mut IndexMap<Name, Value>) -> bool {
    requires.iter().all(|part| match part {
        Require::Field { read, write, parts } => add_field(object, read, write, parts, fields),
        Require::OfType { name, types, parts } => {
            let is_of_type = tree::type_name(object).is_none_or(|actual| types.contains(actual));
            if !is_of_type {
                return true;
            }
            let actual = tree::type_name(object).unwrap_or(name).to_owned();
            fields.insert(Name::new("__typename"), Value::String(actual));
            add_parts(object, parts, fields)
        }
    })
}

fn add_field(
    object: &Value,
    read: &str,
    write: &str,
    parts: &[Require],
    fields: &mut IndexMap<Name, Value>,
) -> bool {
    if write == "__typename" {
        if let Some(name) = tree::type_name(object) {
            fields.insert(Name::new("__typename"), Value::String(name.to_owned()));
        }
        return true;
    }
    let Value::Object(known) = object else {
        return false;
    };
    let Some(value) = known.get(read) else {
        return false;
    };
    let taken = if parts.is_empty() {
        Some(value.clone())
    } else {
        select(value, parts)
    };
    match taken {
        Some(value) => {
            fields.insert(Name::new(write), value);
            true
        }
        None => false,
    }
}

fn select(value: &Value, parts: &[Require]) -> Option<Value> {
    match value {
        Value::Null => Some(Value::Null),
        Value::List(items) => items
            .iter()
            .map(|item| select(item, parts))
            .collect::<Option<_>>()
            .map(Value::List),
        object => {
            let mut fields = IndexMap::new();
            add_parts(object, parts, &mut fields).then_some(Value::Object(fields))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::federation::plan::PlaceSegment;
    use std::collections::BTreeSet;

    fn batch() -> EntityBatch {
        let id = |name: &str| Require::Field {
            read: name.to_owned(),
            write: name.to_owned(),
            parts: vec![],
        };
        EntityBatch {
            answer_key: "_entities".to_owned(),
            variable: "representations".to_owned(),
            places: vec![vec![PlaceSegment::Key("l".to_owned()), PlaceSegment::Items]],
            requires: vec![Require::OfType {
                name: "Inwoner".to_owned(),
                types: BTreeSet::from(["Inwoner".to_owned()]),
                parts: vec![id("__typename"), id("id")],
            }],
            keys: vec![],
            input: vec![],
            output: vec![],
        }
    }

    #[test]
    fn the_same_entity_is_asked_once_and_stands_twice() {
        let data =
            serde_json::json!({"l": [{"id": "a"}, {"id": "b"}, {"id": "a"}, null, {"naam": "no key"}]});
        let found = Entities::find(&Value::from_json(data).unwrap(), &batch());
        assert_eq!(
            serde_json::to_string(&found.representations).unwrap(),
            r#"[{"__typename":"Inwoner","id":"a"},{"__typename":"Inwoner","id":"b"}]"#
        );
        assert_eq!(
            serde_json::to_string(&found.places).unwrap(),
            r#"[[["l",0],["l",2]],[["l",1]]]"#
        );
        assert_eq!(found.places_of("a").len(), 2);
        assert_eq!(found.places_of("c").len(), 0);
    }
}
