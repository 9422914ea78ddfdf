//! Signals: what happened that a party should know, told only to whom it may be told at that moment.

mod deliver;
mod follow;
mod heads;
mod place;
mod schema;
mod store;
mod types;

pub use follow::{Outboxes, Volger};
pub use schema::{MutationRoot, QueryRoot, SubscriptionRoot, room, sdl};
pub use store::SignaalBron;
