use aws_lc_rs::digest::{SHA256, digest};
use serde::Serialize;
use serde_json::Value;

use crate::subgraphs::StoreError;

/// What is compared apart, or would tell too much: a hash over a BSN gives the BSN away to whoever tries all of them.
const NOT_CONTENT: [&str; 4] = ["versie", "bronId", "inwoner", "clienten"];

/// The fingerprint of what a record says, apart from whom it is about: the same content gives the same
/// fingerprint, whatever the order of keys, and a field that later releases add changes nothing while it is empty.
pub(in crate::subgraphs) fn content_hash(record: &impl Serialize) -> Result<String, StoreError> {
    let mut text = String::new();
    match serde_json::to_value(record)? {
        Value::Object(mut fields) => {
            fields.retain(|name, _| !NOT_CONTENT.contains(&name.as_str()));
            write(&Value::Object(fields), &mut text);
        }
        other => write(&other, &mut text),
    }
    let hash = digest(&SHA256, text.as_bytes());
    Ok(hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().filter(|(_, value)| says_something(value)).collect();
            fields.sort_by_key(|(name, _)| *name);
            text.push('{');
            for (name, value) in fields {
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                write(value, text);
                text.push(',');
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for item in items {
                write(item, text);
                text.push(',');
            }
            text.push(']');
        }
        other => text.push_str(&other.to_string()),
    }
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn hash(record: Value) -> String {
        content_hash(&record).unwrap()
    }

    #[test]
    fn order_of_keys_and_empty_fields_change_nothing() {
        let written = hash(json!({"a": {"x": 1, "y": [1, 2]}, "b": "c"}));
        assert_eq!(
            written,
            hash(json!({"b": "c", "later": null, "list": [], "a": {"y": [1, 2], "x": 1}}))
        );
        assert_eq!(written.len(), 64);
    }

    #[test]
    fn content_changes_it() {
        let written = hash(json!({"a": [{"x": 1}, {"x": 2}]}));
        for other in [
            json!({"a": [{"x": 2}, {"x": 1}]}),
            json!({"a": [{"x": 1}]}),
            json!({"b": [{"x": 1}, {"x": 2}]}),
        ] {
            assert_ne!(written, hash(other));
        }
        assert_ne!(hash(json!({"a": "1"})), hash(json!({"a": 1})));
        assert_ne!(hash(json!({"a": false})), hash(json!({})));
    }

    #[test]
    fn whom_it_is_about_is_no_part_of_it() {
        let with = hash(
            json!({"a": 1, "inwoner": {"bsn": "999990342"}, "clienten": [1], "versie": "v", "bronId": "b"}),
        );
        assert_eq!(with, hash(json!({"a": 1})));
    }
}
