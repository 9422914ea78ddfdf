use serde::{Deserialize, Serialize};

use crate::{
    domain::{Inrichting, InwonerId, PartijId},
    publication::InwonerInvoer,
    register::{Changed, Changes, Herspeelvraag, Ingericht, InwonerFault, Resolved, TestNumbers},
    request::{authenticate::Subject, decide::Aanbodvraag},
};

/// The most residents that one question can name.
pub const MOST_INWONERS: usize = 10_000;

/// What changed for these residents since a version?
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wijzigingen {
    /// The version.
    pub sinds: i64,
    /// The residents.
    pub inwoners: Vec<InwonerId>,
}

/// Has the register a later version than this one? The answer comes as soon as it has, or after
/// [`crate::register::HEARTBEAT`] without.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stand {
    /// The version.
    pub na: i64,
}

/// Where the register stands.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Gestegen {
    /// The present version.
    pub registerversie: i64,
}

/// What changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Gewijzigd {
    /// The present version.
    pub registerversie: i64,
    /// Whether it is for everybody.
    pub iedereen: bool,
    /// Of the asked residents, those for whom something changed; empty when it is for everybody.
    pub inwoners: Vec<InwonerId>,
}

impl From<Changes> for Gewijzigd {
    fn from(changes: Changes) -> Self {
        let (iedereen, mut inwoners) = match changes.changed {
            Changed::Everybody => (true, Vec::new()),
            Changed::Inwoners(changed) => (false, changed.into_iter().collect()),
        };
        inwoners.sort();
        Self {
            registerversie: changes.registerversie,
            iedereen,
            inwoners,
        }
    }
}

impl From<Gewijzigd> for Changes {
    fn from(gewijzigd: Gewijzigd) -> Self {
        let changed = if gewijzigd.iedereen {
            Changed::Everybody
        } else {
            Changed::Inwoners(gewijzigd.inwoners.into_iter().collect())
        };
        Self {
            registerversie: gewijzigd.registerversie,
            changed,
        }
    }
}

/// The inrichting with the version that made it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WireIngericht {
    /// The version.
    pub versie: i64,
    /// The inrichting.
    pub inrichting: Inrichting,
}

impl From<WireIngericht> for Ingericht {
    fn from(wire: WireIngericht) -> Self {
        Self {
            versie: wire.versie,
            inrichting: wire.inrichting.into(),
        }
    }
}

/// Of whom are these records?
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inwoners {
    /// On whose behalf.
    pub subject: Subject,
    /// The residents as they are named: a BSN travels in the body only.
    pub inwoners: Vec<InwonerInvoer>,
    /// What to do with numbers that fail the elfproef.
    pub testnummers: TestNumbers,
}

/// May the caller's party refer this resident to that party?
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verwijsvraag {
    /// On whose behalf.
    pub subject: Subject,
    /// The resident.
    pub inwoner: InwonerId,
    /// The party that would be asked.
    pub ontvanger: PartijId,
}

/// By which ids was this resident ever known?
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Namen {
    /// On whose behalf.
    pub subject: Subject,
    /// The resident.
    pub inwoner: InwonerId,
}

/// Whom are client numbers of the caller's party bound to?
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gekoppelden {
    /// On whose behalf.
    pub subject: Subject,
}

/// What comes of these old questions on the register as it stood then?
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Herspelingen {
    /// On whose behalf.
    pub subject: Subject,
    /// The questions.
    pub vragen: Vec<Herspeelvraag>,
}

/// To whom may this be offered?
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aanbod {
    /// What happened.
    pub vragen: Vec<Aanbodvraag>,
}

/// The most that can be asked about at once.
pub const MOST_AANBODVRAGEN: usize = 1_000;

/// The most questions that can be replayed at once.
pub const MOST_HERSPELINGEN: usize = 100;

/// Of whom they are, in the order asked; or which of them are named wrongly.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opgelost {
    /// The residents.
    Inwoners(Vec<Resolved>),
    /// The places in the list that can't be taken, and why.
    Fouten(Vec<(usize, InwonerFault)>),
}
