//! What a traject tells, one type per gegevensgroep.

mod besluiten;
mod fase;
mod work;

use async_graphql::SimpleObject;
use chrono::NaiveDate;
use uuid::Uuid;

pub use besluiten::{
    Begeleiding, Beschikking, Moratorium, Oplossing, Schuldregeling, TrajectBesluiten, TrajectFinancieel,
    TrajectNazorg,
};
pub use fase::{Crisis, EerderTraject, FasePeriode, Periode, TrajectFase, Uitstroom};
pub use work::{Actie, Betrokkene, Gesprek, Regisseur, TrajectAfspraken, TrajectContact};

use crate::subgraphs::common::{Termijn, dossier};

dossier! {
    /// What may be told of a resident's traject at one party: the running, else the latest one.
    Traject of TrajectDossier {
        /// The lamp.
        loopt: TrajectLoopt = TrajectLoopt,
        /// The regisseur and how to reach them.
        contact: TrajectContact = TrajectContact,
        /// The fase, its history and the earlier trajecten.
        fase: TrajectFase = TrajectFase,
        /// The deadlines of the procedure, published and derived, the first to start first: that and when something
        /// happened, never what was decided. Those that run because of a decision stand with the besluiten.
        termijnen: Vec<Termijn> = TrajectTermijnen,
        /// Who does what.
        betrokkenen: Vec<Betrokkene> = TrajectBetrokkenen,
        /// Conversations and actions.
        afspraken: TrajectAfspraken = TrajectAfspraken,
        /// Plan, beschikkingen and solution.
        besluiten: TrajectBesluiten = TrajectBesluiten,
        /// The burden of debt.
        financieel: TrajectFinancieel = TrajectFinancieel,
        /// Aftercare.
        nazorg: TrajectNazorg = TrajectNazorg,
    }
    with termijnen: Vec<Termijn> = TrajectTermijnen drawing on [TrajectAfspraken, TrajectBesluiten]
}

/// The lamp: is there a running traject, and since when.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct TrajectLoopt {
    /// Whether it runs.
    pub loopt: bool,
    /// Since when.
    pub sinds: NaiveDate,
    /// Until when, for one that has ended.
    pub tot: Option<NaiveDate>,
    /// The traject, as its owner names it for this resident: by it a grant is bound to it.
    pub traject: Uuid,
}
