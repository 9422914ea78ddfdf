//! Records of one resident each, found per decision: which they are, before anything in them is read.

use sea_orm::{ColumnTrait, Condition, DbErr};
use uuid::Uuid;

use super::words::{inwoner_id, partij_id};
use crate::{
    domain::{Gegevensgroep, InwonerId, PartijId},
    request::load::Toegestaan,
};

/// A record of which something may be read, and whose it is.
#[derive(Clone, Debug)]
pub struct Owned {
    /// The hub's id of the record.
    pub id: Uuid,
    /// Its owner, and the resident under whose id it is kept.
    pub of: (PartijId, InwonerId),
}

impl Owned {
    /// Reads the stored id, owner and resident of a record.
    ///
    /// # Errors
    /// When the stored ids are none.
    pub fn read((id, bronhouder, inwoner): (Uuid, String, String)) -> Result<Self, DbErr> {
        Ok(Self {
            id,
            of: (partij_id(&bronhouder)?, inwoner_id(&inwoner)?),
        })
    }

    /// Whether this group of it may be read.
    pub fn may(&self, toegestaan: &Toegestaan, groep: Gegevensgroep) -> bool {
        let (bronhouder, inwoner) = &self.of;
        toegestaan.contains(bronhouder, inwoner, groep)
    }
}

/// The records of the residents of whom something may be read, per bronhouder; of nobody when nothing may.
pub fn of_allowed<C: ColumnTrait>(toegestaan: &Toegestaan, bronhouder: C, inwoner: C) -> Condition {
    // An empty list matches nothing, where an empty condition would match everything.
    let nobody = Condition::any().add(inwoner.is_in(std::iter::empty::<&str>()));
    toegestaan
        .per_bronhouder()
        .into_iter()
        .fold(nobody, |allowed, (owner, inwoners)| {
            let residents = inwoner.is_in(inwoners.into_iter().map(InwonerId::as_str));
            allowed.add(Condition::all().add(bronhouder.eq(owner.as_str())).add(residents))
        })
}

/// The ids of the records of which a group may be read.
pub fn ids(owned: &[Owned], toegestaan: &Toegestaan, groep: Gegevensgroep) -> Vec<Uuid> {
    owned
        .iter()
        .filter(|one| one.may(toegestaan, groep))
        .map(|one| one.id)
        .collect()
}
