//! Debt trajecten: what the owners published, told per gegevensgroep.

mod caseload;
mod reporter;
mod schema;
mod store;
mod types;
mod vroegsignalen;

pub use reporter::Reporter;
pub use schema::{MutationRoot, QueryRoot, SubscriptionRoot, room, sdl};
pub(in crate::subgraphs) use store::bewaard;
pub use store::{DueTrajecten, OwnTraject, ReadyTraject, leaving, own_trajecten, publish_many, runs};
