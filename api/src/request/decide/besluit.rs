use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{Gegevensgroep, InwonerId, PartijId, Reden};

/// May the caller see this group of this resident at this party?
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Vraag {
    /// Whose data, by the id that was asked.
    pub inwoner: InwonerId,
    /// Which party owns it.
    pub bronhouder: PartijId,
    /// Which group.
    pub groep: Gegevensgroep,
}

/// On what a decision rests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grondslag {
    /// The caller's party owns the record.
    Eigen,
    /// A configured legal ground, by its id.
    Verwerkingsgrond(String),
    /// A grant, by its id.
    Toestemming(Uuid),
}

/// A decision with its reason. Only the decision itself can make one (or the register's wire, on which
/// another process's decision travels): no permission, no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Besluit {
    id: Uuid,
    vraag: Vraag,
    reden: Reden,
    grondslag: Option<Grondslag>,
    tot: Option<DateTime<Utc>>,
}

/// A decision on the wire between register and subgraph.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WireBesluit {
    /// The decision's id.
    pub id: Uuid,
    /// Its reason.
    pub reden: Reden,
    /// On what it rests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grondslag: Option<Grondslag>,
    /// Until when it holds (UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tot: Option<DateTime<Utc>>,
}

/// What is, was or would be decided. It opens nothing: only a [`Besluit`] does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uitslag {
    /// The reason.
    pub reden: Reden,
    /// On what it rests; `None` for a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grondslag: Option<Grondslag>,
    /// Until when it holds (UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tot: Option<DateTime<Utc>>,
}

impl Uitslag {
    pub(super) fn own() -> Self {
        Self::allowed(Reden::ToegestaanEigen, Grondslag::Eigen, None)
    }

    pub(super) fn allowed(reden: Reden, grondslag: Grondslag, tot: Option<DateTime<Utc>>) -> Self {
        Self {
            reden,
            grondslag: Some(grondslag),
            tot,
        }
    }

    pub(super) fn withheld(reden: Reden) -> Self {
        Self {
            reden,
            grondslag: None,
            tot: None,
        }
    }

    /// The same, ending no later than this where it opens something.
    pub(super) fn ending_by(self, end: Option<DateTime<Utc>>) -> Self {
        let end = end.filter(|_| self.reden.is_toegestaan());
        let tot = [self.tot, end].into_iter().flatten().min();
        Self { tot, ..self }
    }
}

impl Besluit {
    pub(super) fn of(vraag: Vraag, uitslag: Uitslag) -> Self {
        let Uitslag {
            reden,
            grondslag,
            tot,
        } = uitslag;
        Self {
            id: Uuid::now_v7(),
            vraag,
            reden,
            grondslag,
            tot,
        }
    }

    /// A refusal: anybody may refuse, nobody but the decision may allow.
    pub fn withheld(vraag: Vraag, reden: Reden) -> Self {
        // A reason that allows cannot be smuggled in here.
        let reden = if reden.is_toegestaan() {
            Reden::GeenToestemming
        } else {
            reden
        };
        Self {
            id: Uuid::now_v7(),
            vraag,
            reden,
            grondslag: None,
            tot: None,
        }
    }

    /// Puts a decision that the register sent back on its question.
    pub(crate) fn from_wire(vraag: Vraag, wire: WireBesluit) -> Self {
        if !wire.reden.is_toegestaan() || wire.grondslag.is_none() {
            return Self {
                id: wire.id,
                ..Self::withheld(vraag, wire.reden)
            };
        }
        Self {
            id: wire.id,
            vraag,
            reden: wire.reden,
            grondslag: wire.grondslag,
            tot: wire.tot,
        }
    }

    /// The decision as the register sends it.
    pub fn to_wire(&self) -> WireBesluit {
        WireBesluit {
            id: self.id,
            reden: self.reden,
            grondslag: self.grondslag.clone(),
            tot: self.tot,
        }
    }

    /// The id by which a log record and an error name this decision.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// The question.
    pub fn vraag(&self) -> &Vraag {
        &self.vraag
    }

    /// The reason.
    pub fn reden(&self) -> Reden {
        self.reden
    }

    /// On what it rests; `None` for a refusal.
    pub fn grondslag(&self) -> Option<&Grondslag> {
        self.grondslag.as_ref()
    }

    /// Until when it holds (UTC); `None` where no end is known.
    pub fn tot(&self) -> Option<DateTime<Utc>> {
        self.tot
    }

    /// The same decision, ending no later than this.
    pub(crate) fn ending_by(self, end: Option<DateTime<Utc>>) -> Self {
        let tot = [self.tot, end].into_iter().flatten().min();
        Self { tot, ..self }
    }

    /// Whether the group may be shown.
    pub fn is_toegestaan(&self) -> bool {
        self.reden.is_toegestaan()
    }

    /// Whether it has ended by the clock.
    pub fn has_ended(&self, op: DateTime<Utc>) -> bool {
        self.tot.is_some_and(|end| end <= op)
    }
}
