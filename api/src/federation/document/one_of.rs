use apollo_compiler::{Schema, ast::Type, response::JsonValue, schema::ExtendedType};

/// Whether a value that otherwise fits its type names exactly one field, and no null, wherever the type is marked
/// `@oneOf` (specification, September 2025, §3.10.1): the library doesn't know that directive yet.
pub(super) fn fits(schema: &Schema, ty: &Type, value: &JsonValue) -> bool {
    match value {
        JsonValue::Array(items) => items.iter().all(|item| fits(schema, ty.item_type(), item)),
        JsonValue::Object(fields) => {
            let Some(ExtendedType::InputObject(input)) = schema.types.get(ty.inner_named_type()) else {
                return true;
            };
            let is_one = fields.len() == 1 && fields.iter().all(|(_, value)| !value.is_null());
            let inner_fit = fields.iter().all(|(name, value)| {
                let field = input.fields.get(name.as_str());
                field.is_none_or(|field| fits(schema, &field.ty, value))
            });
            inner_fit && (is_one || !input.directives.has("oneOf"))
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn exactly_one_field_is_named_at_every_depth() {
        let sdl = "directive @oneOf on INPUT_OBJECT
            input Een @oneOf { a: String b: String }
            input Om { een: Een! vele: [Een!] naam: String }
            type Query { x(om: Om): Int }";
        let schema = Schema::parse(sdl, "test.graphql").unwrap();
        let ty = Type::Named(apollo_compiler::name!("Om"));
        for (value, expected) in [
            (json!({"een": {"a": "x"}}), true),
            (
                json!({"een": {"a": "x"}, "naam": "y", "vele": [{"b": "z"}]}),
                true,
            ),
            (json!({"een": {"a": "x", "b": "y"}}), false),
            (json!({"een": {}}), false),
            (json!({"een": {"a": null}}), false),
            (
                json!({"een": {"a": "x"}, "vele": [{"a": "x"}, {"a": "x", "b": null}]}),
                false,
            ),
            (json!({"naam": "y"}), true),
        ] {
            assert_eq!(
                fits(&schema, &ty, &JsonValue::from(value.clone())),
                expected,
                "{value}"
            );
        }
    }
}
