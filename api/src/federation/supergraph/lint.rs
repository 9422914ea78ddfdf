use apollo_compiler::{
    Schema,
    ast::Value,
    schema::{Directive, ExtendedType},
};

/// Tells what in a supergraph lies outside the subset on which the planner is trusted: `@key`, `@shareable`,
/// `@external` and flat `@requires`. An empty list is what a test expects.
pub fn lint(sdl: &str) -> Vec<String> {
    let schema = match Schema::parse(sdl, "supergraph.graphql") {
        Ok(schema) => schema,
        Err(invalid) => return vec![format!("no schema: {}", invalid.errors)],
    };
    let mut violations = Vec::new();
    for link in schema.schema_definition.directives.get_all("link") {
        violations.extend(lint_link(link));
    }
    for (name, ty) in schema.types.iter().filter(|(_, ty)| !ty.is_built_in()) {
        for join in ty.directives().get_all("join__type") {
            violations.extend(lint_join_type(join, ty).map(|what| format!("`{name}`: {what}")));
        }
        for (field, directives) in fields(ty) {
            for join in directives.get_all("join__field") {
                violations.extend(lint_join_field(join).map(|what| format!("`{name}.{field}`: {what}")));
            }
            if directives.has("join__directive") {
                violations.push(format!("`{name}.{field}`: uses `@join__directive`"));
            }
        }
    }
    violations
}

/// Every feature of the specifications that is not the join itself changes what a planner must do.
fn lint_link(link: &Directive) -> Option<String> {
    let url = text(link, "url")?;
    let known = ["https://specs.apollo.dev/link/", "https://specs.apollo.dev/join/"];
    let is_foreign = url.starts_with("https://specs.apollo.dev/") || url.contains("the-guild.dev");
    (is_foreign && !known.iter().any(|start| url.starts_with(start)))
        .then(|| format!("schema: links `{url}`"))
}

fn lint_join_type(join: &Directive, ty: &ExtendedType) -> impl Iterator<Item = String> {
    let key = text(join, "key").unwrap_or_default();
    let is_interface = ty.is_interface() && !key.is_empty();
    let nested = (!is_flat(key)).then(|| format!("nested `@key(fields: \"{key}\")`"));
    let entity_interface = is_interface.then(|| "an interface with `@key`".to_owned());
    let interface_object = is_true(join, "isInterfaceObject").then(|| "`@interfaceObject`".to_owned());
    nested.into_iter().chain(entity_interface).chain(interface_object)
}

fn lint_join_field(join: &Directive) -> impl Iterator<Item = String> {
    let requires = text(join, "requires").unwrap_or_default();
    let nested = (!is_flat(requires)).then(|| format!("nested `@requires(fields: \"{requires}\")`"));
    let provides = text(join, "provides").map(|_| "`@provides`".to_owned());
    let overrides = text(join, "override").map(|_| "`@override`".to_owned());
    let context = join
        .specified_argument_by_name("contextArguments")
        .map(|_| "`@fromContext`".to_owned());
    nested.into_iter().chain(provides).chain(overrides).chain(context)
}

fn fields(ty: &ExtendedType) -> Vec<(&str, &apollo_compiler::ast::DirectiveList)> {
    match ty {
        ExtendedType::Object(object) => object
            .fields
            .iter()
            .map(|(name, field)| (name.as_str(), &field.directives))
            .collect(),
        ExtendedType::Interface(interface) => interface
            .fields
            .iter()
            .map(|(name, field)| (name.as_str(), &field.directives))
            .collect(),
        ExtendedType::InputObject(input) => input
            .fields
            .iter()
            .map(|(name, field)| (name.as_str(), &field.directives))
            .collect(),
        _ => Vec::new(),
    }
}

fn is_flat(fields: &str) -> bool {
    !fields.contains(['{', '(', '.'])
}

fn text<'a>(directive: &'a Directive, name: &str) -> Option<&'a str> {
    directive.specified_argument_by_name(name)?.as_str()
}

fn is_true(directive: &Directive, name: &str) -> bool {
    matches!(
        directive
            .specified_argument_by_name(name)
            .map(|value| value.as_ref()),
        Some(Value::Boolean(true))
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::federation::testdata::SUPERGRAPH;

    #[test]
    fn the_subset_is_clean() {
        assert_eq!(lint(SUPERGRAPH), Vec::<String>::new());
    }

    #[test]
    fn what_lies_outside_is_named() {
        let cases = [
            (
                "requires: \"naam\"",
                "requires: \"contact { naam }\"",
                "`Inwoner.groet`: nested `@requires",
            ),
            (
                "requires: \"naam\"",
                "provides: \"naam\"",
                "`Inwoner.groet`: `@provides`",
            ),
            (
                "requires: \"naam\"",
                "override: \"srw\"",
                "`Inwoner.groet`: `@override`",
            ),
            ("key: \"id\"", "key: \"partij { id }\"", "`Inwoner`: nested `@key"),
            (
                "key: \"id\"",
                "key: \"id\", isInterfaceObject: true",
                "`Inwoner`: `@interfaceObject`",
            ),
            (
                "specs.apollo.dev/join/v0.3\"",
                "specs.apollo.dev/inaccessible/v0.2\"",
                "schema: links",
            ),
        ];
        for (from, to, expected) in cases {
            let changed = SUPERGRAPH.replacen(from, to, 1);
            assert_ne!(changed, SUPERGRAPH, "{from} is not in the fixture");
            assert!(
                lint(&changed).iter().any(|v| v.starts_with(expected)),
                "{:?} for {to}",
                lint(&changed)
            );
        }
    }
}
