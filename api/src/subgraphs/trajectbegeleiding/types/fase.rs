use async_graphql::SimpleObject;
use chrono::{DateTime, NaiveDate, Utc};

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
    pub crises: Vec<Crisis>,
    /// How it ended.
    pub uitstroom: Option<Uitstroom>,
    /// Earlier trajecten at the same party, the latest first.
    pub eerdere: Vec<EerderTraject>,
    /// The earlier traject that this one follows, of a resident who relapsed (terugval).
    pub terugval_van: Option<EerderTraject>,
    /// When the traject itself began, where the source tells it apart from the application.
    pub startdatum: Option<NaiveDate>,
    /// When the traject itself ended, where the source tells it apart from the uitstroom.
    pub einddatum: Option<NaiveDate>,
}

/// A phase and since when.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct FasePeriode {
    /// The phase.
    pub fase: Fase,
    /// Since when.
    pub sinds: NaiveDate,
    /// Until when, where it doesn't simply run to the next one.
    pub tot: Option<NaiveDate>,
    /// Whether it doesn't usually follow the phase before it.
    pub onverwacht: bool,
}

/// An episode of crisis.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Crisis {
    /// Since when.
    pub start: NaiveDate,
    /// Until when.
    pub einde: Option<NaiveDate>,
    /// When it became known (UTC), where the source says so.
    pub bekend_op: Option<DateTime<Utc>>,
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
