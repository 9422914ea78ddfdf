use async_graphql::{ID, SimpleObject};

use crate::{
    domain::{Doel, Gegevensgroep},
    subgraphs::common::PartijInfo,
};

/// What residents can consent to.
#[derive(Clone, Debug, SimpleObject)]
pub struct Verleenbaar {
    /// The bundles.
    pub pakketten: Vec<VerleenbaarPakket>,
    /// What each purpose can carry.
    pub doelen: Vec<VerleenbaarDoel>,
    /// Which groups each party owns.
    pub bronhouders: Vec<VerleenbareGroepen>,
}

/// A bundle: one conversation, several grants.
#[derive(Clone, Debug, SimpleObject)]
pub struct VerleenbaarPakket {
    /// Its id.
    pub id: ID,
    /// What a consent manager says of it.
    pub naam: String,
    /// Its purpose.
    pub doel: Doel,
    /// How many days it can last at most.
    pub langste_dagen: u32,
    /// Its grants.
    pub delen: Vec<VerleenbaarDeel>,
}

/// One grant of a bundle.
#[derive(Clone, Debug, SimpleObject)]
pub struct VerleenbaarDeel {
    /// The owning party.
    pub bronhouder: PartijInfo,
    /// The receiving party.
    pub ontvanger: PartijInfo,
    /// The groups.
    pub groepen: Vec<Gegevensgroep>,
}

/// What a purpose can carry.
#[derive(Clone, Debug, SimpleObject)]
pub struct VerleenbaarDoel {
    /// The purpose.
    pub doel: Doel,
    /// How many days a grant can last at most.
    pub langste_dagen: u32,
    /// The groups that it can carry.
    pub groepen: Vec<Gegevensgroep>,
}

/// The groups of one owner.
#[derive(Clone, Debug, SimpleObject)]
pub struct VerleenbareGroepen {
    /// The owning party.
    pub bronhouder: PartijInfo,
    /// Its groups, from least to most telling.
    pub groepen: Vec<Gegevensgroep>,
}
