//! Early signals: a signaalpartner writes them and reads nothing; who received them owns them, and nobody else ever sees one.
//! They are in no gegevensgroep, so that no consent and no ground can open them. Three types hold that: only a
//! [`Signaalpartner`] gives them, only an [`Ontvanger`] finds them, and what was found (`store/vroegsignaal/read.rs`) is told by
//! logging the look, and in no other way.

mod asked;
mod eigen;
mod gever;

pub use asked::{Gevraagd, Plaats};
pub use eigen::{Eigen, Pagina};
pub use gever::{Gever, Ontvangst};

use crate::{
    domain::{Inrichting, Partij, PartijId, Rol},
    request::{RequestContext, authenticate::Caller},
    subgraphs::common::{ClientError, require_rol},
};

/// The caller's party, which gives early signals.
#[derive(Clone, Debug)]
pub struct Signaalpartner(PartijId);

impl Signaalpartner {
    /// Lets only a source system of a signaalpartner go on.
    ///
    /// # Errors
    /// `ROL_NIET_BEVOEGD`, `PARTIJ_NIET_BEVOEGD`.
    pub fn of(context: &RequestContext, inrichting: &Inrichting) -> Result<Self, ClientError> {
        require_rol(context, &[Rol::Bronsysteem])?;
        own(&context.caller, inrichting, Partij::is_signaalpartner).map(Self)
    }

    /// Its id.
    pub fn partij(&self) -> &PartijId {
        &self.0
    }
}

/// The caller's party, which receives early signals and owns what it received.
#[derive(Clone, Debug)]
pub struct Ontvanger(PartijId);

impl Ontvanger {
    /// Lets only people and systems of a party that early signals can go to go on.
    ///
    /// # Errors
    /// `PARTIJ_NIET_BEVOEGD`.
    pub fn of(caller: &Caller, inrichting: &Inrichting) -> Result<Self, ClientError> {
        own(caller, inrichting, Partij::ontvangt_vroegsignalen).map(Self)
    }

    /// Its id.
    pub fn partij(&self) -> &PartijId {
        &self.0
    }
}

fn own(
    caller: &Caller,
    inrichting: &Inrichting,
    is_allowed: impl FnOnce(&Partij) -> bool,
) -> Result<PartijId, ClientError> {
    let partij = inrichting
        .find_partij(caller.partij())
        .filter(|partij| is_allowed(partij));
    partij
        .map(|partij| partij.id.clone())
        .ok_or(ClientError::PartijNietBevoegd)
}
