use async_graphql::SimpleObject;
use chrono::NaiveDate;

use super::Periode;
use crate::{
    domain::NazorgProduct,
    publication::{BegeleidingSoort, BeschikkingSoort, OplossingSoort},
    subgraphs::common::Termijn,
};

/// What was decided.
#[derive(Clone, Debug, Default, PartialEq, Eq, SimpleObject)]
pub struct TrajectBesluiten {
    /// When the plan of approach was finished.
    pub plan_van_aanpak_op: Option<NaiveDate>,
    /// Beschikkingen, the earliest first.
    pub beschikkingen: Vec<Beschikking>,
    /// The proposal to the creditors.
    pub schuldregeling: Option<Schuldregeling>,
    /// The solution.
    pub oplossing: Option<Oplossing>,
    /// Guidance.
    pub begeleiding: Vec<Begeleiding>,
    /// Moratoria.
    pub moratoria: Vec<Moratorium>,
    /// The deadlines that run because of a decision, published and derived, the first to start first.
    pub termijnen: Vec<Termijn>,
    /// Provisional orders of the court.
    pub voorlopige_voorzieningen: Vec<Periode>,
    /// When debt relief was granted.
    pub toegekend_op: Option<NaiveDate>,
}

/// A beschikking.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Beschikking {
    /// What kind.
    pub soort: BeschikkingSoort,
    /// When.
    pub datum: NaiveDate,
}

/// The proposal to the creditors.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Schuldregeling {
    /// When it was made.
    pub datum: Option<NaiveDate>,
    /// When it was accepted.
    pub toegekend_op: Option<NaiveDate>,
    /// When it was refused.
    pub afgewezen_op: Option<NaiveDate>,
    /// When it was withdrawn.
    pub ingetrokken_op: Option<NaiveDate>,
    /// Whether a court was asked to impose it.
    pub dwangakkoord: Option<bool>,
    /// When the court was asked.
    pub dwangakkoord_verzocht_op: Option<NaiveDate>,
}

/// The solution.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Oplossing {
    /// What kind.
    pub soort: Option<OplossingSoort>,
    /// Since when.
    pub start: Option<NaiveDate>,
    /// Until when.
    pub einde: Option<NaiveDate>,
}

/// Guidance.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Begeleiding {
    /// What kind.
    pub soort: Option<BegeleidingSoort>,
    /// Since when.
    pub start: Option<NaiveDate>,
    /// Until when.
    pub einde: Option<NaiveDate>,
}

/// A moratorium.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Moratorium {
    /// When it was asked.
    pub aangevraagd_op: Option<NaiveDate>,
    /// When it was granted.
    pub toegekend_op: Option<NaiveDate>,
    /// Since when.
    pub start: Option<NaiveDate>,
    /// Until when.
    pub einde: Option<NaiveDate>,
}

/// The burden of debt.
#[derive(Clone, Debug, Default, PartialEq, Eq, SimpleObject)]
pub struct TrajectFinancieel {
    /// Total, whole euros.
    pub totale_schuld: Option<i64>,
    /// Number of creditors.
    pub aantal_schuldeisers: Option<i32>,
    /// The day of these figures.
    pub peildatum: Option<NaiveDate>,
    /// Total at the beginning of the traject, whole euros.
    pub schuld_bij_aanvang: Option<i64>,
    /// Vrij te laten bedrag, whole euros a month.
    pub vtlb: Option<i64>,
}

/// Aftercare.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct TrajectNazorg {
    /// Since when.
    pub start: NaiveDate,
    /// Until when.
    pub einde: Option<NaiveDate>,
    /// With which products.
    pub producten: Vec<NazorgProduct>,
    /// Those of them that can't be had today in this municipality.
    pub niet_beschikbaar: Vec<NazorgProduct>,
}
