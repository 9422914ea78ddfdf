use apollo_compiler::{introspection::partial_execute, response::ResponseDataPathSegment};
use async_graphql::{Name, PathSegment, Value};

use super::{
    ClientError, Foutcode,
    document::{Coerced, Document, to_value},
    supergraph::ApiSchema,
};

/// Answers the `__schema` and `__type` of a query from the client's schema; the other fields are not touched.
pub(super) fn introspect(
    api: &ApiSchema,
    document: &Document,
    variables: &Coerced,
    data: &mut Value,
    errors: &mut Vec<ClientError>,
) {
    let operation = document.operation();
    let asks = operation.is_query()
        && operation
            .root_fields(document.executable())
            .any(|field| matches!(field.name.as_str(), "__schema" | "__type"));
    let Value::Object(fields) = data else { return };
    if !asks {
        return;
    }
    let executed = partial_execute(
        api.schema(),
        api.implementers(),
        document.executable(),
        operation,
        &variables.json,
    );
    let Ok(answer) = executed else {
        errors.push(ClientError::new(
            Foutcode::DocumentOngeldig,
            "introspection failed",
        ));
        return;
    };
    for (name, value) in answer.data.iter().flatten() {
        fields.insert(Name::new(name.as_str()), to_value(value));
    }
    for error in answer.errors {
        let path = error.path.iter().map(segment).collect();
        errors.push(ClientError::new(Foutcode::DocumentOngeldig, "introspection failed").at(path));
    }
}

fn segment(segment: &ResponseDataPathSegment) -> PathSegment {
    match segment {
        ResponseDataPathSegment::Field(name) => PathSegment::Field(name.to_string()),
        ResponseDataPathSegment::ListIndex(index) => PathSegment::Index(*index),
    }
}
