//! Dossiers of the sociaal raadslieden: what the owners published, told per gegevensgroep.

mod schema;
mod stappen;
mod store;
mod types;

pub use schema::{MutationRoot, QueryRoot, neighbour, room, sdl};
pub use store::{DueVerwijzingen, ReadySrwDossier, Werklijst, leaving, publish_many};
