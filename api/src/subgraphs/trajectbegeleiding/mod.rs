//! Debt trajecten: what the owners published, told per gegevensgroep.

mod schema;
mod store;
mod types;

pub use schema::{MutationRoot, QueryRoot, SubscriptionRoot, room, sdl};
pub use store::{DueTrajecten, ReadyTraject, publish_many, runs};
