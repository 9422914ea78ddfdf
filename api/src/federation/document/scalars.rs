use apollo_compiler::{Schema, ast::Type, response::JsonValue, schema::ExtendedType};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// Whether every day, moment and UUID in a value has the form of its scalar, as the subgraphs read them: the library
/// knows only the scalars of the specification, and a subgraph could not say which variable is at fault.
pub(super) fn fit(schema: &Schema, ty: &Type, value: &JsonValue) -> bool {
    let name = ty.inner_named_type();
    match (value, schema.types.get(name)) {
        (JsonValue::Null, _) => true,
        (JsonValue::Array(items), _) => items.iter().all(|item| fit(schema, ty.item_type(), item)),
        (JsonValue::Object(fields), Some(ExtendedType::InputObject(input))) => {
            fields.iter().all(|(name, value)| {
                let field = input.fields.get(name.as_str());
                field.is_none_or(|field| fit(schema, &field.ty, value))
            })
        }
        (value, _) => has_form(name, value),
    }
}

fn has_form(scalar: &str, value: &JsonValue) -> bool {
    let reads: fn(&str) -> bool = match scalar {
        "NaiveDate" => |text| NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok(),
        "DateTime" => |text| text.parse::<DateTime<Utc>>().is_ok(),
        "UUID" => |text| Uuid::parse_str(text).is_ok(),
        _ => return true,
    };
    value.as_str().is_some_and(reads)
}

#[cfg(test)]
mod tests {
    use apollo_compiler::name;
    use serde_json::json;

    use super::*;

    #[test]
    fn days_moments_and_uuids_have_their_form_at_every_depth() {
        let sdl = "scalar NaiveDate scalar DateTime scalar UUID
            input Om { dag: NaiveDate dagen: [NaiveDate!] moment: DateTime nummer: UUID om: Om tekst: String }
            type Query { x(om: Om): Int }";
        let schema = Schema::parse(sdl, "test.graphql").unwrap();
        let ty = Type::Named(name!("Om"));
        for (value, expected) in [
            (json!({"dag": "2026-03-02", "tekst": "gisteren"}), true),
            (json!({"dag": null, "om": {"dagen": ["2026-03-02"]}}), true),
            (json!({"moment": "2026-03-02T10:00:00+01:00"}), true),
            (json!({"nummer": "019a0b1c-0000-7000-8000-000000000000"}), true),
            (json!({"dag": "2026-02-30"}), false),
            (json!({"dag": 20_260_302}), false),
            (json!({"dag": {"jaar": 2026}}), false),
            (json!({"om": {"om": {"dagen": ["2026-03-02", "morgen"]}}}), false),
            (json!({"moment": "2026-03-02"}), false),
            (json!({"nummer": "17"}), false),
        ] {
            assert_eq!(
                fit(&schema, &ty, &JsonValue::from(value.clone())),
                expected,
                "{value}"
            );
        }
    }
}
