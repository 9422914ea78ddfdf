//! Dossiers of the buurtteams: what the owners published, told per gegevensgroep.

mod schema;
mod store;
mod types;

pub use schema::{MutationRoot, QueryRoot, neighbour, room, sdl};
pub use store::{DueBuurtteamdossiers, ReadyBuurtteamdossier, leaving, publish_many};
