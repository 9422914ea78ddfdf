//! The records of the demo: residents with trajecten in every phase, referrals, dossiers and consents, made
//! up from a seed. Nobody in them exists: the BSNs are test numbers, the telephone numbers and mail addresses
//! reach nobody.

mod bsn;
mod buurtteam;
mod course;
mod ddas;
mod draw;
mod grants;
mod persons;
mod residents;
mod srw;
mod texts;
mod time;
mod tour;
mod trajecten;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

pub use bsn::{CONSENT_WITHDRAWN, SAMIRA, WITHOUT_CONSENT, nth_bsn};
pub use grants::{DemoGrant, DemoGrantContent, DemoGrantPart, DemoWithdrawal};
pub use persons::DemoPerson;
pub use tour::SAMIRA_EIGEN_NUMMER;

use crate::publication::{BuurtteamdossierInvoer, SrwDossierInvoer, TrajectInvoer};

/// The party that owns the trajecten, as configured.
pub const GEMEENTE: &str = "gemeente-utrecht";
/// The party of the sociaal raadslieden, as configured.
pub const U_CENTRAAL: &str = "u-centraal";
/// The buurtteam Sociaal, as configured.
pub const INCLUZIO: &str = "incluzio";
/// The buurtteam Jeugd en Gezin, as configured.
pub const LOKALIS: &str = "lokalis";
/// The consent managers, as configured.
pub const TOESTEMMINGSBEHEER: &str = "toestemmingsbeheer";

/// Everything that the demo starts with, as the parties' systems would deliver it.
#[derive(Clone, Debug)]
pub struct DemoSet {
    /// The BSNs of all residents, Samira's first.
    pub residents: Vec<String>,
    /// One DDAS v1.0 delivery of the municipality, for the importer.
    pub ddas: serde_json::Value,
    /// Trajecten that the municipality publishes whole, with what DDAS can't say.
    pub trajecten: Vec<TrajectInvoer>,
    /// The dossiers of U Centraal; they name residents by U Centraal's own client numbers.
    pub srw: Vec<SrwDossierInvoer>,
    /// The dossiers of Incluzio.
    pub incluzio: Vec<BuurtteamdossierInvoer>,
    /// The dossiers of Lokalis.
    pub lokalis: Vec<BuurtteamdossierInvoer>,
    /// U Centraal's client numbers and the BSNs they stand for: couple them before publishing `srw`.
    pub koppelingen: Vec<(String, String)>,
    /// The consents, in the order in which to record them.
    pub grants: Vec<DemoGrant>,
    /// The people of the parties.
    pub persons: Vec<DemoPerson>,
}

/// Makes the set up: the same seed and day give the same set.
pub fn generate(seed: u64, today: NaiveDate) -> DemoSet {
    let origin = time::Origin { seed, today };
    let residents = residents::Residents::new(origin);
    let trajecten = trajecten::records(origin, &residents);
    let delivered = ddas::records(origin, &residents);
    let running = residents::Running::of(trajecten.iter().chain(&delivered));
    let (srw, koppelingen) = srw::records(origin, &residents, &running);
    DemoSet {
        ddas: ddas::delivery(origin, &delivered),
        trajecten,
        srw,
        incluzio: buurtteam::incluzio(origin, &residents, &running),
        lokalis: buurtteam::lokalis(origin, &residents, &running),
        koppelingen,
        grants: grants::grants(origin, &residents),
        persons: persons::all(),
        residents: residents.bsns,
    }
}
