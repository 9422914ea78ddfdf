use apollo_compiler::{
    Schema,
    schema::{DirectiveList, ExtendedType},
};

/// Takes out what only a planner reads: types and directives of the join and link specifications.
pub(super) fn strip(schema: &mut Schema) {
    schema.types.retain(|name, _| !is_plumbing(name));
    schema.directive_definitions.retain(|name, _| !is_plumbing(name));
    strip_list(&mut schema.schema_definition.make_mut().directives);
    for ty in schema.types.values_mut() {
        strip_type(ty);
    }
}

fn is_plumbing(name: &str) -> bool {
    name == "link" || name.starts_with("join__") || name.starts_with("link__")
}

fn strip_list(directives: &mut DirectiveList) {
    directives.retain(|directive| !is_plumbing(&directive.name));
}

fn strip_ast_list(directives: &mut apollo_compiler::ast::DirectiveList) {
    directives.retain(|directive| !is_plumbing(&directive.name));
}

fn strip_type(ty: &mut ExtendedType) {
    match ty {
        ExtendedType::Scalar(scalar) => strip_list(&mut scalar.make_mut().directives),
        ExtendedType::Union(union) => strip_list(&mut union.make_mut().directives),
        ExtendedType::Object(object) => {
            let object = object.make_mut();
            strip_list(&mut object.directives);
            object
                .fields
                .values_mut()
                .for_each(|field| strip_field(field.make_mut()));
        }
        ExtendedType::Interface(interface) => {
            let interface = interface.make_mut();
            strip_list(&mut interface.directives);
            interface
                .fields
                .values_mut()
                .for_each(|field| strip_field(field.make_mut()));
        }
        ExtendedType::Enum(choice) => {
            let choice = choice.make_mut();
            strip_list(&mut choice.directives);
            choice
                .values
                .values_mut()
                .for_each(|value| strip_ast_list(&mut value.make_mut().directives));
        }
        ExtendedType::InputObject(input) => {
            let input = input.make_mut();
            strip_list(&mut input.directives);
            input
                .fields
                .values_mut()
                .for_each(|field| strip_ast_list(&mut field.make_mut().directives));
        }
    }
}

fn strip_field(field: &mut apollo_compiler::schema::FieldDefinition) {
    strip_ast_list(&mut field.directives);
    for argument in &mut field.arguments {
        strip_ast_list(&mut argument.make_mut().directives);
    }
}
