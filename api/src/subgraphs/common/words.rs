//! Reads stored words back: what is unknown is a fault of the database, never a default.

use sea_orm::DbErr;

use crate::domain::{InwonerId, PartijId};

/// A word of one of our enumerations.
pub trait Word: Sized {
    /// The member with this word.
    fn read(word: &str) -> Option<Self>;
}

/// Reads a stored word.
pub fn word<W: Word>(stored: &str) -> Result<W, DbErr> {
    W::read(stored)
        .ok_or_else(|| DbErr::Custom(format!("a stored word is not a {}", std::any::type_name::<W>())))
}

/// Reads a stored word that may be absent.
pub fn optional_word<W: Word>(stored: Option<&str>) -> Result<Option<W>, DbErr> {
    stored.map(word).transpose()
}

/// Reads the stored id of a resident.
pub fn inwoner_id(stored: &str) -> Result<InwonerId, DbErr> {
    InwonerId::new(stored).map_err(|error| DbErr::Custom(format!("a stored id: {error}")))
}

/// Reads the stored id of a party.
pub fn partij_id(stored: &str) -> Result<PartijId, DbErr> {
    PartijId::new(stored).map_err(|error| DbErr::Custom(format!("a stored id: {error}")))
}
