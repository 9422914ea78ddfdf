//! What a buurtteam tells, one type per gegevensgroep.

use async_graphql::SimpleObject;
use chrono::NaiveDate;

use crate::{
    publication::{DoelStatus, DossierStatus, Leefgebied},
    subgraphs::common::{Contact, dossier},
};

dossier! {
    /// What may be told of a resident's dossier at one buurtteam: the open, else the latest one.
    Buurtteamdossier of BuurtteamdossierData {
        /// Whether the buurtteam is involved.
        status: BuurtteamStatus = BuurtteamStatus,
        /// Who of the buurtteam, and how to reach them.
        contact: BuurtteamContact = BuurtteamContact,
        /// The behaviour goals.
        doelen: Vec<Gedragsdoel> = BuurtteamDoelen,
        /// Self-reliance per area of life.
        leefgebieden: Vec<LeefgebiedNiveau> = BuurtteamLeefgebieden,
    }
}

/// Whether a buurtteam is involved, and since when.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct BuurtteamStatus {
    /// Whether it is involved now.
    pub betrokken: bool,
    /// Since when it is, or was.
    pub sinds: NaiveDate,
    /// Open or closed.
    pub status: DossierStatus,
    /// When it was closed.
    pub gesloten_op: Option<NaiveDate>,
}

/// Who of a buurtteam is in touch with the resident.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct BuurtteamContact {
    /// The team.
    pub team: Option<String>,
    /// The worker.
    pub medewerker: Option<Contact>,
    /// The last day on which there was contact.
    pub laatste_contact: Option<NaiveDate>,
}

/// A behaviour goal.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Gedragsdoel {
    /// The goal in a few words.
    pub onderwerp: String,
    /// How far it is.
    pub status: DoelStatus,
    /// Since when.
    pub sinds: NaiveDate,
}

/// Self-reliance in one area of life.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct LeefgebiedNiveau {
    /// The area.
    pub gebied: Leefgebied,
    /// Level of self-reliance, 1 (none) to 5 (fully).
    pub niveau: i32,
    /// When it was assessed.
    pub peildatum: NaiveDate,
}
