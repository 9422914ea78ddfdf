#![expect(missing_docs, reason = "the macro documents nothing of what it makes")]

use async_graphql::TypeDirective;

use crate::domain::Gegevensgroep;

/// Marks a field with the gegevensgroep that it belongs to, for whoever reads the schema; what holds is
/// [`crate::request::withhold::Gedeeld`].
#[TypeDirective(
    location = "FieldDefinition",
    composable = "https://schakel.example/gegevensgroep/v1.0"
)]
pub fn gegevensgroep(naam: Gegevensgroep) {}
