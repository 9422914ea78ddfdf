use std::collections::BTreeSet;

use async_graphql::{Name, PathSegment, Value};

use crate::federation::{
    error::Path,
    plan::{PlaceSegment, Rewrite},
};

/// Adds what a subgraph answered to what is known: objects field by field, lists item by item. A null never
/// takes away what another subgraph gave.
pub(super) fn merge(target: &mut Value, source: Value) {
    match (target, source) {
        (Value::Object(target), Value::Object(source)) => {
            for (name, value) in source {
                match target.get_mut(&name) {
                    Some(known) => merge(known, value),
                    None => {
                        target.insert(name, value);
                    }
                }
            }
        }
        (Value::List(target), Value::List(source)) if target.len() == source.len() => {
            for (known, value) in target.iter_mut().zip(source) {
                merge(known, value);
            }
        }
        (known, Value::Null) if *known != Value::Null => {}
        (known, value) => *known = value,
    }
}

/// The value at a path.
pub(super) fn find_mut<'a>(value: &'a mut Value, path: &[PathSegment]) -> Option<&'a mut Value> {
    path.iter()
        .try_fold(value, |value, segment| match (value, segment) {
            (Value::Object(fields), PathSegment::Field(name)) => fields.get_mut(name.as_str()),
            (Value::List(items), PathSegment::Index(index)) => items.get_mut(*index),
            _ => None,
        })
}

/// Makes null what stands at a path; false where nothing is told there anyway. Where the path leads nowhere it
/// is not known what it meant: then all that it had reached becomes null, so that withholding never misses.
pub(in crate::federation) fn withhold(value: &mut Value, path: &[PathSegment]) -> bool {
    if *value == Value::Null {
        return false;
    }
    let (next, rest) = match path.split_first() {
        Some((segment, rest)) => (find_mut(value, std::slice::from_ref(segment)), rest),
        None => (None, path),
    };
    match next {
        Some(inner) => withhold(inner, rest),
        None => {
            *value = Value::Null;
            true
        }
    }
}

/// Whether the path leads to a null: not merely into something that is null as a whole.
pub(in crate::federation) fn is_null_at(value: &Value, path: &[PathSegment]) -> bool {
    let found = path
        .iter()
        .try_fold(value, |value, segment| match (value, segment) {
            (Value::Object(fields), PathSegment::Field(name)) => fields.get(name.as_str()),
            (Value::List(items), PathSegment::Index(index)) => items.get(*index),
            _ => None,
        });
    found == Some(&Value::Null)
}

/// The objects to which a way leads, each with its own path, in the order of the answer.
pub(super) fn places<'a>(root: &'a Value, way: &[PlaceSegment]) -> Vec<(Path, &'a Value)> {
    let mut found = Vec::new();
    walk(root, way, &mut Vec::new(), &mut found);
    found
}

fn walk<'a>(value: &'a Value, way: &[PlaceSegment], path: &mut Path, found: &mut Vec<(Path, &'a Value)>) {
    let Some((segment, rest)) = way.split_first() else {
        if matches!(value, Value::Object(_)) {
            found.push((path.clone(), value));
        }
        return;
    };
    match (segment, value) {
        (PlaceSegment::Key(key), Value::Object(fields)) => {
            if let Some(value) = fields.get(key.as_str()) {
                path.push(PathSegment::Field(key.clone()));
                walk(value, rest, path, found);
                path.pop();
            }
        }
        (PlaceSegment::Items, Value::List(items)) => {
            for (index, item) in items.iter().enumerate() {
                path.push(PathSegment::Index(index));
                walk(item, rest, path, found);
                path.pop();
            }
        }
        (PlaceSegment::OfType(types), value) if is_of(value, types) => walk(value, rest, path, found),
        _ => {}
    }
}

/// Whether an object is of one of these types, as far as it says what it is.
fn is_of(value: &Value, types: &BTreeSet<String>) -> bool {
    type_name(value).is_none_or(|name| types.contains(name))
}

/// What the object says that it is.
pub(in crate::federation) fn type_name(value: &Value) -> Option<&str> {
    let Value::Object(fields) = value else { return None };
    match fields.get("__typename") {
        Some(Value::String(name)) => Some(name),
        Some(Value::Enum(name)) => Some(name),
        _ => None,
    }
}

/// Carries out the plan's changes.
pub(super) fn rewrite(value: &mut Value, rewrites: &[Rewrite]) {
    for change in rewrites {
        match change {
            Rewrite::Rename { path, to } => rename(value, path, to),
            Rewrite::Set { path, to } => set(value, path, to),
        }
    }
}

fn rename(value: &mut Value, path: &[PlaceSegment], to: &str) {
    if let Value::List(items) = value {
        items.iter_mut().for_each(|item| rename(item, path, to));
        return;
    }
    match path {
        [PlaceSegment::OfType(types), rest @ ..] if is_of(value, types) => rename(value, rest, to),
        [PlaceSegment::Key(key)] => {
            if let Value::Object(fields) = value
                && let Some(moved) = fields.shift_remove(key.as_str())
            {
                fields.insert(Name::new(to), moved);
            }
        }
        [PlaceSegment::Key(key), rest @ ..] => {
            if let Value::Object(fields) = value
                && let Some(inner) = fields.get_mut(key.as_str())
            {
                rename(inner, rest, to);
            }
        }
        _ => {}
    }
}

fn set(value: &mut Value, path: &[PlaceSegment], to: &str) {
    if let Value::List(items) = value {
        items.iter_mut().for_each(|item| set(item, path, to));
        return;
    }
    match path {
        [] => *value = Value::String(to.to_owned()),
        [PlaceSegment::OfType(types), rest @ ..] if is_of(value, types) => set(value, rest, to),
        [PlaceSegment::Key(key), rest @ ..] => {
            if let Value::Object(fields) = value
                && let Some(inner) = fields.get_mut(key.as_str())
            {
                set(inner, rest, to);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(json: serde_json::Value) -> Value {
        Value::from_json(json).unwrap()
    }

    #[test]
    fn merging_adds_and_never_takes_away() {
        let mut known = value(serde_json::json!({"a": {"x": 1}, "l": [{"p": 1}, {"p": 2}], "n": {"q": 1}}));
        merge(
            &mut known,
            value(serde_json::json!({"a": {"y": 2}, "l": [{"r": 3}, null], "n": null, "b": 4})),
        );
        let expected = serde_json::json!({"a": {"x": 1, "y": 2}, "l": [{"p": 1, "r": 3}, {"p": 2}], "n": {"q": 1}, "b": 4});
        assert_eq!(known, value(expected));
    }

    #[test]
    fn withholding_never_misses() {
        let path = |json: serde_json::Value| serde_json::from_value::<Path>(json).unwrap();
        let data = || value(serde_json::json!({"a": [{"b": 1, "c": 2}, null], "d": 3}));
        for (at, found, left) in [
            (
                serde_json::json!(["a", 0, "b"]),
                true,
                serde_json::json!({"a": [{"b": null, "c": 2}, null], "d": 3}),
            ),
            (
                serde_json::json!(["a", 1, "b"]),
                false,
                serde_json::json!({"a": [{"b": 1, "c": 2}, null], "d": 3}),
            ),
            (
                serde_json::json!(["a", 0, "x"]),
                true,
                serde_json::json!({"a": [null, null], "d": 3}),
            ),
            (
                serde_json::json!(["a", 7, "b"]),
                true,
                serde_json::json!({"a": null, "d": 3}),
            ),
            (serde_json::json!([]), true, serde_json::json!(null)),
        ] {
            let mut data = data();
            assert_eq!(withhold(&mut data, &path(at.clone())), found, "{at}");
            assert_eq!(data, value(left), "{at}");
        }
    }

    #[test]
    fn places_go_through_lists_and_types_and_pass_over_nulls() {
        let data = value(
            serde_json::json!({"l": [{"__typename": "A", "v": {"k": 1}}, null, {"__typename": "B", "v": {"k": 2}}]}),
        );
        let way = [
            PlaceSegment::Key("l".to_owned()),
            PlaceSegment::Items,
            PlaceSegment::OfType(BTreeSet::from(["B".to_owned()])),
            PlaceSegment::Key("v".to_owned()),
        ];
        let found = places(&data, &way);
        assert_eq!(found.len(), 1);
        assert_eq!(serde_json::to_string(&found[0].0).unwrap(), r#"["l",2,"v"]"#);
    }

    #[test]
    fn renaming_is_bound_to_the_type() {
        let mut data = value(serde_json::json!([{"__typename": "A", "h": 1}, {"__typename": "B", "h": 2}]));
        let path = vec![
            PlaceSegment::OfType(BTreeSet::from(["A".to_owned()])),
            PlaceSegment::Key("h".to_owned()),
        ];
        rewrite(
            &mut data,
            &[Rewrite::Rename {
                path,
                to: "x".to_owned(),
            }],
        );
        assert_eq!(
            data,
            value(serde_json::json!([{"__typename": "A", "x": 1}, {"__typename": "B", "h": 2}]))
        );
    }
}
