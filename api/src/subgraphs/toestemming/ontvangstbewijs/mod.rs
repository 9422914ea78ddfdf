//! What a resident takes home from a conversation about consent: a page in plain words, and a record for machines.

mod page;
mod record;
mod teksten;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use page::{Page, style_hash};
pub use teksten::Teksten;

use super::{
    grant::Standing,
    types::{GegevenDoor, ToestemmingStatus},
};
use crate::domain::{Doel, Gegevensgroep, Inrichting, InwonerId, Partij};

/// Eighty random bits: nobody guesses it, and it can be read from paper.
pub(super) const CODE_CHARACTERS: usize = 16;

/// What was consented to in one conversation, as it stands at a moment.
#[derive(Clone, Debug)]
pub struct Ontvangstbewijs {
    /// The conversation.
    pub gesprek: Uuid,
    /// Whose; an id, never a name.
    pub inwoner: InwonerId,
    /// When it was recorded (UTC).
    pub op: DateTime<Utc>,
    /// When it was given, of what was taken over from an earlier system (UTC).
    pub oorspronkelijk_op: Option<DateTime<Utc>>,
    /// The name of the party that recorded it.
    pub vastgelegd_door: String,
    /// Who gave it.
    pub gegeven_door: Option<GegevenDoor>,
    /// The version of the text that was shown.
    pub tekstversie: Option<String>,
    /// The language of that text (BCP 47).
    pub taal: Option<String>,
    /// Who may see what of whom.
    pub delen: Vec<Deel>,
}

/// One owner, one receiver.
#[derive(Clone, Debug)]
pub struct Deel {
    /// The grant.
    pub toestemming: Uuid,
    /// The owning party.
    pub bronhouder: Partij,
    /// The receiving party.
    pub ontvanger: Partij,
    /// What still stands.
    pub groepen: Vec<Gegevensgroep>,
    /// The purpose.
    pub doel: Doel,
    /// From when (UTC, inclusive).
    pub van: DateTime<Utc>,
    /// Until when (UTC, exclusive).
    pub tot: DateTime<Utc>,
    /// How it stands.
    pub status: ToestemmingStatus,
}

impl Ontvangstbewijs {
    /// The receipt of a conversation; `None` when none of its grants is known.
    pub(super) fn of(grants: &[Standing], inrichting: &Inrichting, now: DateTime<Utc>) -> Option<Self> {
        let first = grants.first()?;
        let recorded = &first.vastlegging;
        let bewijs = recorded.bewijs.clone().unwrap_or_default();
        let deel = |grant: &Standing| {
            Some(Deel {
                toestemming: grant.toestemming,
                bronhouder: inrichting.find_partij(&grant.bronhouder)?.clone(),
                ontvanger: inrichting.find_partij(&grant.ontvanger)?.clone(),
                groepen: grant.groepen.iter().copied().collect(),
                doel: grant.doel,
                van: grant.van,
                tot: grant.tot,
                status: grant.status(now),
            })
        };
        let by = inrichting.find_partij(&recorded.door.0);
        let spoke = recorded.gegeven_door.as_ref();
        Some(Self {
            gesprek: recorded.gesprek,
            inwoner: first.inwoner.clone(),
            op: recorded.op,
            oorspronkelijk_op: recorded.oorspronkelijk_op,
            vastgelegd_door: by.map_or_else(|| recorded.door.0.to_string(), |partij| partij.naam.clone()),
            gegeven_door: spoke.and_then(|(word, _)| GegevenDoor::from_word(word)),
            tekstversie: bewijs.tekstversie,
            taal: bewijs.taal,
            delen: grants.iter().filter_map(deel).collect(),
        })
    }

    /// The day of the conversation.
    fn gesproken_op(&self, teksten: &Teksten) -> String {
        teksten.dag(self.oorspronkelijk_op.as_ref().unwrap_or(&self.op))
    }
}
