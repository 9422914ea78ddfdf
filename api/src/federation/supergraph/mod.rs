//! The supergraph: what all subgraphs together offer, and what of it clients see.

mod lint;
mod strip;

pub use lint::lint;

use std::collections::{BTreeSet, HashMap};

use apollo_compiler::{
    Name, Schema,
    schema::{ExtendedType, Implementers},
    validation::Valid,
};

/// A supergraph that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SupergraphError {
    /// It is no GraphQL schema.
    #[error("the supergraph is no valid schema: {0}")]
    Schema(String),
    /// The planner refuses it.
    #[error("the planner cannot use the supergraph: {0}")]
    Planner(String),
    /// It names a subgraph that was not given.
    #[error("the supergraph needs subgraph `{0}`, which is not there")]
    SubgraphMissing(String),
}

/// The schema that clients see: the supergraph without the plumbing of the join.
pub struct ApiSchema {
    schema: Valid<Schema>,
    implementers: apollo_compiler::collections::HashMap<Name, Implementers>,
    concrete: HashMap<Name, BTreeSet<Name>>,
    keys: HashMap<Name, BTreeSet<String>>,
}

impl ApiSchema {
    /// Takes the client's schema out of a supergraph.
    ///
    /// # Errors
    /// [`SupergraphError::Schema`] when the text is no schema.
    pub fn of_supergraph(sdl: &str) -> Result<Self, SupergraphError> {
        let faulty = |faults: &dyn std::fmt::Display| SupergraphError::Schema(faults.to_string());
        let mut schema =
            Schema::parse(sdl, "supergraph.graphql").map_err(|invalid| faulty(&invalid.errors))?;
        let keys = keys_of(&schema);
        strip::strip(&mut schema);
        let schema = schema.validate().map_err(|invalid| faulty(&invalid.errors))?;
        let implementers = schema.implementers_map();
        let concrete = schema
            .types
            .iter()
            .filter_map(|(name, ty)| Some((name.clone(), concrete_types(name, ty, &implementers)?)))
            .collect();
        Ok(Self {
            schema,
            implementers,
            concrete,
            keys,
        })
    }

    /// The schema itself.
    pub fn schema(&self) -> &Valid<Schema> {
        &self.schema
    }

    /// Which types implement which interface.
    pub fn implementers(&self) -> &apollo_compiler::collections::HashMap<Name, Implementers> {
        &self.implementers
    }

    /// The object types that a value of this type can be; `None` for a type without fields.
    pub fn concrete(&self, ty: &str) -> Option<&BTreeSet<Name>> {
        self.concrete.get(ty)
    }

    /// Whether a field is part of the key by which subgraphs find this entity.
    pub fn is_key(&self, ty: &str, field: &str) -> bool {
        self.keys.get(ty).is_some_and(|fields| fields.contains(field))
    }

    /// The schema as text, as clients may read it.
    pub fn sdl(&self) -> String {
        self.schema.to_string()
    }
}

/// The fields of `@join__type(key:)`, per type; keys in this supergraph are flat.
fn keys_of(schema: &Schema) -> HashMap<Name, BTreeSet<String>> {
    let fields_of = |ty: &ExtendedType| {
        ty.directives()
            .get_all("join__type")
            .filter_map(|join| join.specified_argument_by_name("key")?.as_str())
            .flat_map(str::split_whitespace)
            .map(str::to_owned)
            .collect()
    };
    schema
        .types
        .iter()
        .map(|(name, ty)| (name.clone(), fields_of(ty)))
        .collect()
}

fn concrete_types(
    name: &Name,
    ty: &ExtendedType,
    implementers: &apollo_compiler::collections::HashMap<Name, Implementers>,
) -> Option<BTreeSet<Name>> {
    match ty {
        ExtendedType::Object(_) => Some(BTreeSet::from([name.clone()])),
        ExtendedType::Interface(_) => Some(
            implementers
                .get(name)
                .map(|known| known.objects.iter().cloned().collect())
                .unwrap_or_default(),
        ),
        ExtendedType::Union(union) => Some(union.members.iter().map(|member| member.name.clone()).collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::federation::testdata::SUPERGRAPH;

    #[test]
    fn the_plumbing_is_stripped_and_our_own_directive_stays() {
        let api = ApiSchema::of_supergraph(SUPERGRAPH).unwrap();
        let sdl = api.sdl();
        for plumbing in ["join__", "link__", "@link", "@join", "_entities", "_Any"] {
            assert!(!sdl.contains(plumbing), "{plumbing} in {sdl}");
        }
        assert!(sdl.contains("type Inwoner"));
        assert!(sdl.contains("@gegevensgroep(naam: TRAJECT_CONTACT)"));
    }

    #[test]
    fn abstract_types_know_their_members() {
        let api = ApiSchema::of_supergraph(SUPERGRAPH).unwrap();
        let names: Vec<_> = api.concrete("Partij").unwrap().iter().map(Name::as_str).collect();
        assert_eq!(names, ["Gemeente", "Stichting"]);
        assert!(api.concrete("ID").is_none());
    }

    #[test]
    fn the_keys_of_an_entity_are_known() {
        let api = ApiSchema::of_supergraph(SUPERGRAPH).unwrap();
        assert!(api.is_key("Inwoner", "id"));
        assert!(!api.is_key("Inwoner", "trajecten") && !api.is_key("Query", "id"));
    }

    #[test]
    fn a_text_that_is_no_schema_is_an_error() {
        assert!(matches!(
            ApiSchema::of_supergraph("type Query {"),
            Err(SupergraphError::Schema(_))
        ));
    }
}
