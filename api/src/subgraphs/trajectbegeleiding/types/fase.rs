use async_graphql::SimpleObject;
use chrono::NaiveDate;

use crate::{
    domain::Fase,
    publication::{Hulpvraag, Ingang, UitstroomReden},
};

/// Where the traject stands.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct TrajectFase {
    /// The present phase.
    pub fase: Fase,
    /// Since when.
    pub sinds: NaiveDate,
    /// When the resident applied.
    pub aanmelddatum: NaiveDate,
    /// How the resident came in.
    pub ingang: Ingang,
    /// What the resident asked for.
    pub hulpvraag: Hulpvraag,
    /// All phases in order, the present one last.
    pub geschiedenis: Vec<FasePeriode>,
    /// Episodes of crisis.
    pub crises: Vec<Periode>,
    /// How it ended.
    pub uitstroom: Option<Uitstroom>,
    /// Earlier trajecten at the same party, the latest first.
    pub eerdere: Vec<EerderTraject>,
}

/// A phase and since when.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct FasePeriode {
    /// The phase.
    pub fase: Fase,
    /// Since when.
    pub sinds: NaiveDate,
}

/// A period.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Periode {
    /// Since when.
    pub start: NaiveDate,
    /// Until when.
    pub einde: Option<NaiveDate>,
}

/// How a traject ended.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Uitstroom {
    /// When.
    pub datum: NaiveDate,
    /// Why.
    pub reden: UitstroomReden,
}

/// An earlier traject in short.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct EerderTraject {
    /// When the resident applied.
    pub aanmelddatum: NaiveDate,
    /// The last phase.
    pub fase: Fase,
    /// Since when.
    pub sinds: NaiveDate,
    /// How it ended.
    pub uitstroom: Option<Uitstroom>,
}
