//! The words of the field: who works with whom, on what, under which rules.

mod bewaartermijn;
mod bsn;
mod doel;
mod fase;
mod gegevensgroep;
mod handeling;
mod inrichting;
mod inwoner;
mod nazorg;
mod partij;
mod reden;
mod rol;
mod signaal;
mod termijn;
pub mod uitleg;
mod vroegsignaal;
pub mod woorden;

pub use bewaartermijn::Bewaartermijn;
pub use bsn::{Bsn, BsnError, bare_digits, names_a_bsn};
pub use doel::Doel;
pub use fase::Fase;
pub use gegevensgroep::Gegevensgroep;
pub use handeling::Handeling;
pub use inrichting::{Inrichting, InrichtingError, Pakket, PakketDeel, Samenwerking, Verwerkingsgrond};
pub use inwoner::{InwonerId, InwonerIdError};
pub use nazorg::{NazorgProduct, Nazorgaanbod};
pub use partij::{Betrokkenheid, Partij, PartijId, PartijIdError, PartijSoort, RecordSoort};
pub use reden::Reden;
pub use rol::Rol;
pub use signaal::{Geadresseerden, SignaalErnst, SignaalSoort, Signaalregel};
pub use termijn::{Duur, Eenheid, Startgebeurtenis, TermijnCode, TermijnSoort, Termijnregel};
pub use vroegsignaal::{VroegsignaalSoort, Vroegsignaalregel};

/// An enumeration of the field whose words stand in schema, database, configuration and logs alike:
/// one spelling, in one place.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize, async_graphql::Enum,
        )]
        pub enum $name {
            $($(#[$vmeta])* #[serde(rename = $word)] #[graphql(name = $word)] $variant),+
        }

        impl $name {
            /// Every word, in the fixed order in which it is listed.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word itself, as it stands in schema, database and logs.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The member with this word; `None` where there is none.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl $crate::subgraphs::common::words::Word for $name {
            fn read(word: &str) -> Option<Self> {
                Self::from_word(word)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}
pub(crate) use words;
