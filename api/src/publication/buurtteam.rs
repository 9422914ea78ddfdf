use async_graphql::InputObject;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{ContactInvoer, Fault, Faults, InwonerInvoer};
use crate::domain::words;

words! {
    /// Whether a buurtteam works with the resident.
    DossierStatus {
        /// The buurtteam is involved.
        Open = "OPEN",
        /// The buurtteam has closed its dossier.
        Gesloten = "GESLOTEN",
    }
}

words! {
    /// An area of life.
    Leefgebied {
        /// Money and debts.
        Financien = "FINANCIEN",
        /// Work and education.
        WerkEnOpleiding = "WERK_EN_OPLEIDING",
        /// Daily occupation.
        Tijdsbesteding = "TIJDSBESTEDING",
        /// Housing.
        Huisvesting = "HUISVESTING",
        /// Relations at home.
        HuiselijkeRelaties = "HUISELIJKE_RELATIES",
        /// Daily activities.
        DagelijkseActiviteiten = "DAGELIJKSE_ACTIVITEITEN",
        /// Social network.
        SociaalNetwerk = "SOCIAAL_NETWERK",
        /// Taking part in society.
        MaatschappelijkeParticipatie = "MAATSCHAPPELIJKE_PARTICIPATIE",
        /// Administration and post.
        Administratie = "ADMINISTRATIE",
    }
}

words! {
    /// How far a goal is.
    DoelStatus {
        /// Agreed.
        Afgesproken = "AFGESPROKEN",
        /// Worked on.
        Bezig = "BEZIG",
        /// Reached.
        Behaald = "BEHAALD",
        /// Given up.
        Losgelaten = "LOSGELATEN",
    }
}

/// A buurtteam's dossier as its source system publishes it.
#[derive(Clone, Debug, InputObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BuurtteamdossierInvoer {
    /// The source's own id of the dossier.
    pub bron_id: String,
    /// When the source made this version (UTC); an older version is ignored.
    pub versie: DateTime<Utc>,
    /// Whom it is about.
    pub inwoner: InwonerInvoer,
    /// Open or closed.
    pub status: DossierStatus,
    /// Since when the buurtteam is involved.
    pub geopend_op: NaiveDate,
    /// When it was closed; required with `GESLOTEN`, absent with `OPEN`.
    #[serde(default)]
    pub gesloten_op: Option<NaiveDate>,
    /// The team.
    #[serde(default)]
    pub team: Option<String>,
    /// The worker.
    #[serde(default)]
    pub medewerker: Option<ContactInvoer>,
    /// Self-reliance per area of life.
    #[serde(default)]
    #[graphql(default)]
    pub leefgebieden: Vec<LeefgebiedInvoer>,
    /// Behaviour goals.
    #[serde(default)]
    #[graphql(default)]
    pub doelen: Vec<DoelInvoer>,
    /// The days on which there was contact.
    #[serde(default)]
    #[graphql(default)]
    pub contactmomenten: Vec<NaiveDate>,
}

/// Self-reliance in one area of life.
#[derive(Clone, Debug, InputObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LeefgebiedInvoer {
    /// The area.
    pub gebied: Leefgebied,
    /// Level of self-reliance, 1 (none) to 5 (fully).
    pub niveau: i32,
    /// When it was assessed.
    pub peildatum: NaiveDate,
}

/// A behaviour goal.
#[derive(Clone, Debug, InputObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DoelInvoer {
    /// The goal in a few words; no notes on health, addiction or crime.
    pub onderwerp: String,
    /// How far it is.
    pub status: DoelStatus,
    /// Since when.
    pub sinds: NaiveDate,
}

impl BuurtteamdossierInvoer {
    /// Checks what the types can't.
    ///
    /// # Errors
    /// Every fault, with its field.
    pub fn check(&self) -> Result<(), Vec<Fault>> {
        let mut faults = Faults::default();
        faults.check_bron_id("bronId", &self.bron_id, [&self.inwoner]);
        match self.status {
            DossierStatus::Open => {
                faults.require(
                    self.gesloten_op.is_none(),
                    "geslotenOp",
                    "hoort niet bij een open dossier",
                );
            }
            DossierStatus::Gesloten => {
                faults.require(
                    self.gesloten_op.is_some(),
                    "geslotenOp",
                    "is verplicht bij een gesloten dossier",
                );
            }
        }
        faults.check_period("geslotenOp", Some(self.geopend_op), self.gesloten_op);
        faults.check_optional("team", self.team.as_deref(), 200);
        if let Some(medewerker) = &self.medewerker {
            medewerker.check("medewerker", &mut faults);
        }
        faults.check_count("leefgebieden", self.leefgebieden.len(), 50);
        for (index, leefgebied) in self.leefgebieden.iter().enumerate() {
            let field = format!("leefgebieden.{index}.niveau");
            faults.require(
                (1..=5).contains(&leefgebied.niveau),
                field,
                "ligt niet tussen 1 en 5",
            );
        }
        faults.check_count("doelen", self.doelen.len(), 50);
        for (index, doel) in self.doelen.iter().enumerate() {
            faults.check_text(format!("doelen.{index}.onderwerp"), &doel.onderwerp, 200);
        }
        faults.check_count("contactmomenten", self.contactmomenten.len(), 1000);
        faults.into_result()
    }
}
