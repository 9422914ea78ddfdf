use async_graphql::SimpleObject;

use crate::{
    domain::{Partij, PartijSoort},
    publication::ContactInvoer,
};

/// A party, as everybody may know it.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "Partij", shareable)]
pub struct PartijInfo {
    /// Its id.
    pub id: async_graphql::ID,
    /// The name that people know it by.
    pub naam: String,
    /// What kind of organisation it is.
    pub soort: PartijSoort,
}

impl From<&Partij> for PartijInfo {
    fn from(partij: &Partij) -> Self {
        Self {
            id: partij.id.as_str().into(),
            naam: partij.naam.clone(),
            soort: partij.soort,
        }
    }
}

/// A professional and how to reach them.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
#[graphql(shareable)]
pub struct Contact {
    /// The professional's name.
    pub naam: String,
    /// Telephone number at work.
    pub telefoon: Option<String>,
    /// E-mail address at work.
    pub email: Option<String>,
}

impl From<ContactInvoer> for Contact {
    fn from(invoer: ContactInvoer) -> Self {
        let ContactInvoer {
            naam,
            telefoon,
            email,
        } = invoer;
        Self {
            naam,
            telefoon,
            email,
        }
    }
}
