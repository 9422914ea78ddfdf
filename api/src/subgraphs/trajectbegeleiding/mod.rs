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
pub use store::{
    DueTrajecten, Overlap, OwnTraject, ReadyTraject, leaving, overlaps, own_trajecten, publish_many, runs,
};
