//! What the rooms share: the marker of a gegevensgroep, the types that several rooms tell, the way a
//! room answers a request.

mod caller;
pub mod cursor;
mod directive;
mod dossier;
mod error;
mod moment;
pub mod owned;
mod partij;
pub mod publish;
pub mod rapportage;
mod reach;
mod room;
mod termijn;
mod unreadable;
pub mod werklijst;
pub mod words;

pub use caller::{context_of, require_rol};
pub use directive::gegevensgroep;
pub(crate) use dossier::dossier;
pub use error::{ClientError, internal};
pub(in crate::subgraphs) use moment::begin_reading;
pub use partij::{Contact, PartijInfo};
pub use reach::Reach;
pub use room::{Parts, Room, RoomSchema};
pub use termijn::{Termijn, TermijnOpschorting};

use async_graphql::{ObjectType, SDLExportOptions, Schema, SubscriptionType};

/// A room's schema as text, in the form that the supergraph is composed of.
pub fn export<Q, M, S>(schema: &Schema<Q, M, S>) -> String
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    schema.sdl_with_options(
        SDLExportOptions::new()
            .federation()
            .compose_directive()
            .sorted_fields()
            .sorted_arguments(),
    )
}
