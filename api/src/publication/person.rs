use async_graphql::{InputObject, OneofObject};
use serde::{Deserialize, Serialize};

use super::Faults;
use crate::domain::{InwonerId, bare_digits};

/// Whom a record is about: exactly one of BSN, the publishing party's own client number, or the hub's id.
#[derive(Clone, OneofObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum InwonerInvoer {
    /// The BSN, only from parties that are `bsnGerechtigd`, and only in a variable.
    Bsn(String),
    /// The party's own client number, coupled before.
    EigenNummer(String),
    /// The hub's id.
    Id(InwonerId),
}

impl InwonerInvoer {
    /// Whether this text holds the BSN by which the resident is named here.
    pub(in crate::publication) fn is_bsn_in(&self, text: &str) -> bool {
        match self {
            Self::Bsn(bsn) => !bsn.is_empty() && bare_digits(text).contains(bsn),
            Self::EigenNummer(_) | Self::Id(_) => false,
        }
    }
}

/// Shows which of the three it is, never the number.
impl std::fmt::Debug for InwonerInvoer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Bsn(_) => "Bsn(…)",
            Self::EigenNummer(_) => "EigenNummer(…)",
            Self::Id(_) => "Id(…)",
        })
    }
}

/// A professional and how to reach them.
#[derive(Clone, Debug, Default, InputObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContactInvoer {
    /// The professional's name.
    pub naam: String,
    /// Telephone number at work.
    #[serde(default)]
    pub telefoon: Option<String>,
    /// E-mail address at work.
    #[serde(default)]
    pub email: Option<String>,
}

impl ContactInvoer {
    pub(in crate::publication) fn check(&self, field: &str, faults: &mut Faults) {
        faults.check_text(format!("{field}.naam"), &self.naam, 200);
        faults.check_optional(format!("{field}.telefoon"), self.telefoon.as_deref(), 30);
        faults.check_optional(format!("{field}.email"), self.email.as_deref(), 254);
    }
}
