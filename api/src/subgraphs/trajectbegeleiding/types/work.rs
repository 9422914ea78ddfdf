use async_graphql::SimpleObject;
use chrono::NaiveDate;

use crate::{domain::Rol, publication::GesprekSoort, subgraphs::common::Contact};

/// Somebody who works on the traject.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Betrokkene {
    /// Who, and how to reach them.
    pub contact: Contact,
    /// In which role.
    pub rol: Rol,
    /// At which organisation.
    pub organisatie: String,
    /// What they do.
    pub taak: Option<String>,
}

/// What was agreed.
#[derive(Clone, Debug, Default, PartialEq, Eq, SimpleObject)]
pub struct TrajectAfspraken {
    /// Conversations, the earliest first.
    pub gesprekken: Vec<Gesprek>,
    /// The list of actions.
    pub acties: Vec<Actie>,
}

/// A conversation.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Gesprek {
    /// What kind.
    pub soort: GesprekSoort,
    /// When.
    pub datum: NaiveDate,
}

/// Something that somebody does.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Actie {
    /// What.
    pub onderwerp: String,
    /// Who does it.
    pub eigenaar: String,
    /// When it must be done.
    pub uiterlijk: Option<NaiveDate>,
    /// When it was done.
    pub gedaan_op: Option<NaiveDate>,
    /// Whether the resident sees it.
    pub zichtbaar_voor_inwoner: bool,
}

/// The regisseur: the contact person of the traject.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct TrajectContact {
    /// The name of the present one.
    pub naam: String,
    /// Telephone number at work of the present one.
    pub telefoon: Option<String>,
    /// E-mail address at work of the present one.
    pub email: Option<String>,
    /// Since when it is this one.
    pub sinds: NaiveDate,
    /// Who they were, in order; the present one among them.
    pub geschiedenis: Vec<Regisseur>,
}

/// A contact person, for a period.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Regisseur {
    /// Who.
    pub naam: String,
    /// Since when.
    pub sinds: NaiveDate,
    /// Until when.
    pub tot: Option<NaiveDate>,
}
