use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Registerbeeld, Vraag, Vrager};
use crate::domain::{Betrokkenheid, PartijId, words};

words! {
    /// What happened to who of a party works with a resident. Events are only added, never changed.
    BetrokkenheidSoort {
        /// A client number was bound, with the team and worker who work with the resident.
        Gekoppeld = "GEKOPPELD",
        /// A binding ended, or was replaced by another.
        Ontkoppeld = "ONTKOPPELD",
        /// Somebody who isn't involved opened the resident, with a reason and for a time.
        Geopend = "GEOPEND",
        /// A privacy officer reviewed an opening and found it right.
        Terecht = "TERECHT",
        /// A privacy officer reviewed an opening and found it wrong: it ends there.
        Onterecht = "ONTERECHT",
    }
}

/// Who of a party: a team, a worker, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Betrokkene {
    /// The team.
    pub team: Option<String>,
    /// The worker, by the user id of its party.
    pub medewerker: Option<String>,
}

/// One event about who of a party works with a resident, as the decision reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Betrokkenheidswijziging {
    /// The register's version that this event made.
    pub versie: i64,
    /// What happened.
    pub soort: BetrokkenheidSoort,
    /// The binding or the opening that it is about.
    pub onderwerp: Uuid,
    /// The party.
    pub partij: PartijId,
    /// Who of it.
    pub wie: Betrokkene,
    /// Until when an opening holds (UTC, exclusive).
    pub geldig_tot: Option<DateTime<Utc>>,
}

/// How somebody is involved with a resident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Betrokken {
    /// By their work, until that changes.
    ByWork,
    /// By an opening, until its end.
    Opened(DateTime<Utc>),
}

impl Betrokken {
    /// When it ends by the clock.
    pub(super) fn tot(self) -> Option<DateTime<Utc>> {
        match self {
            Self::ByWork => None,
            Self::Opened(tot) => Some(tot),
        }
    }
}

/// How this asker is involved with the resident; `None` where they aren't.
pub(super) fn betrokken(
    vrager: &Vrager,
    vraag: &Vraag,
    beeld: &Registerbeeld,
    op: DateTime<Utc>,
) -> Option<Betrokken> {
    let partij = beeld.inrichting.find_partij(&vrager.partij)?;
    if vrager.anybody {
        return Some(Betrokken::ByWork);
    }
    let standing = standing(beeld, vraag, &vrager.partij);
    let mut bound = standing
        .iter()
        .filter(|event| event.soort == BetrokkenheidSoort::Gekoppeld);
    let is_me = |medewerker: &Option<String>| medewerker.as_deref() == Some(vrager.gebruiker.as_str());
    let by_work = match partij.betrokkenheid {
        Betrokkenheid::Partij => true,
        Betrokkenheid::Team => vrager
            .team
            .as_ref()
            .is_some_and(|team| bound.any(|event| event.wie.team.as_ref() == Some(team))),
        Betrokkenheid::Medewerker => bound.any(|event| is_me(&event.wie.medewerker)),
    };
    if by_work {
        return Some(Betrokken::ByWork);
    }
    standing
        .iter()
        .filter(|event| event.soort == BetrokkenheidSoort::Geopend && is_me(&event.wie.medewerker))
        .filter_map(|event| event.geldig_tot)
        .filter(|tot| op < *tot)
        .max()
        .map(Betrokken::Opened)
}

/// The bindings and openings at a party that nothing has ended up to the version of the snapshot.
fn standing<'a>(
    beeld: &'a Registerbeeld,
    vraag: &Vraag,
    partij: &PartijId,
) -> Vec<&'a Betrokkenheidswijziging> {
    let mut standing: Vec<&Betrokkenheidswijziging> = Vec::new();
    for event in beeld.wijzigingen(&vraag.inwoner, partij) {
        match event.soort {
            BetrokkenheidSoort::Gekoppeld | BetrokkenheidSoort::Geopend => standing.push(event),
            BetrokkenheidSoort::Ontkoppeld | BetrokkenheidSoort::Onterecht => {
                standing.retain(|earlier| earlier.onderwerp != event.onderwerp);
            }
            BetrokkenheidSoort::Terecht => {}
        }
    }
    standing
}
