use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::words;

words! {
    /// What kind of organisation a party is.
    PartijSoort {
        /// The municipality's debt services.
        Schulddienstverlening = "SCHULDDIENSTVERLENING",
        /// Sociaal raadslieden.
        SociaalRaadslieden = "SOCIAAL_RAADSLIEDEN",
        /// Buurtteam or wijkteam.
        Buurtteam = "BUURTTEAM",
        /// Carries out parts of trajecten.
        Uitvoerder = "UITVOERDER",
        /// Delivers early signals, reads nothing.
        Signaalpartner = "SIGNAALPARTNER",
        /// The hub's own consent managers.
        Toestemmingsbeheer = "TOESTEMMINGSBEHEER",
    }
}

words! {
    /// A kind of record that a party can own (`houdt`).
    RecordSoort {
        /// Debt traject.
        Traject = "TRAJECT",
        /// Dossier of the sociaal raadslieden.
        SrwDossier = "SRW_DOSSIER",
        /// Dossier of a buurtteam.
        BuurtteamDossier = "BUURTTEAM_DOSSIER",
        /// Early signal.
        Vroegsignaal = "VROEGSIGNAAL",
    }
}

words! {
    /// Who of a party's people may see a resident.
    Betrokkenheid {
        /// Everybody at the party.
        Partij = "PARTIJ",
        /// The resident's own team.
        Team = "TEAM",
        /// Only the worker whose caseload it is.
        Medewerker = "MEDEWERKER",
    }
}

/// The id of a party: lower case letters, digits and hyphens, as configured (`gemeente-utrecht`).
/// A copy costs no memory: a request makes hundreds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartijId(Arc<str>);

/// A text that is no party id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a party id has 1 to 64 lower case letters, digits and hyphens")]
pub struct PartijIdError;

impl PartijId {
    /// Reads a party id.
    ///
    /// # Errors
    /// [`PartijIdError`] when it has another form.
    pub fn new(text: impl Into<String>) -> Result<Self, PartijIdError> {
        let text = text.into();
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if (1..=64).contains(&text.len()) && text.chars().all(allowed) {
            Ok(Self(text.into()))
        } else {
            Err(PartijIdError)
        }
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PartijId {
    type Error = PartijIdError;
    fn try_from(text: String) -> Result<Self, PartijIdError> {
        Self::new(text)
    }
}

impl From<PartijId> for String {
    fn from(id: PartijId) -> Self {
        id.0.as_ref().to_owned()
    }
}

impl std::fmt::Display for PartijId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// An organisation that works around residents with debts. Configured, never hard-coded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Partij {
    /// Its id.
    pub id: PartijId,
    /// The name that people know it by.
    pub naam: String,
    /// What kind of organisation it is.
    pub soort: PartijSoort,
    /// The kinds of records it owns.
    #[serde(default)]
    pub houdt: Vec<RecordSoort>,
    /// Its teams.
    #[serde(default)]
    pub teams: Vec<String>,
    /// CBS code of its municipality (`GM0344`).
    pub gemeente: String,
    /// The law under which it may use the BSN; `None` where it may not (Wabb 10).
    #[serde(default)]
    pub bsn_gerechtigd: Option<String>,
    /// Who of its people may see a resident.
    pub betrokkenheid: Betrokkenheid,
    /// Organisatie-identificatienummer.
    #[serde(default)]
    pub oin: Option<String>,
}

impl Partij {
    /// Whether it owns records of this kind.
    pub fn houdt(&self, soort: RecordSoort) -> bool {
        self.houdt.contains(&soort)
    }

    /// Whether it can be told anything of others' records: a signaalpartner only tells.
    pub fn leest(&self) -> bool {
        self.soort != PartijSoort::Signaalpartner
    }
}
