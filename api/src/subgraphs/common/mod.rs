//! What the rooms share: the marker of a gegevensgroep, the types that several rooms tell, the way a
//! room answers a request.

mod caller;
mod dossier;
mod error;
mod partij;
mod room;

pub use caller::{context_of, require_rol};
pub(crate) use dossier::dossier;
pub use error::{ClientError, internal};
pub use partij::{Contact, PartijInfo};
pub use room::{Room, RoomSchema};

use async_graphql::TypeDirective;

use crate::domain::Gegevensgroep;

/// Marks a field with the gegevensgroep that it belongs to, for whoever reads the schema; what holds is
/// [`crate::request::withhold::Gedeeld`].
#[TypeDirective(location = "FieldDefinition", composable = "https://schakel.example/gegevensgroep/v1.0")]
pub fn gegevensgroep(naam: Gegevensgroep) {}
