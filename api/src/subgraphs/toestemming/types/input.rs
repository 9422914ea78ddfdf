use async_graphql::{ID, InputObject, OneofObject};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    domain::{Doel, Gegevensgroep, InwonerId, words},
    publication::InwonerInvoer,
};

words! {
    /// Who gave a grant.
    GegevenDoor {
        /// The resident.
        Inwoner = "INWONER",
        /// The legal representative.
        WettelijkVertegenwoordiger = "WETTELIJK_VERTEGENWOORDIGER",
        /// A parent.
        Ouder = "OUDER",
    }
}

words! {
    /// What shows that a grant was given.
    BewijsSoort {
        /// A signature.
        Handtekening = "HANDTEKENING",
        /// A conversation.
        Gesprek = "GESPREK",
        /// A digital act.
        Digitaal = "DIGITAAL",
        /// Taken over from an earlier system.
        Gemigreerd = "GEMIGREERD",
    }
}

/// A grant, or the grants of a bundle, as a consent manager records them.
#[derive(Clone, Debug, InputObject)]
pub struct ToestemmingInvoer {
    /// Who consents.
    pub inwoner: InwonerId,
    /// A bundle; or else `delen` with `doel`.
    pub pakket: Option<ID>,
    /// Single grants.
    #[graphql(default)]
    pub delen: Vec<ToestemmingDeelInvoer>,
    /// The purpose of single grants; a bundle has its own.
    pub doel: Option<Doel>,
    /// From when (UTC); now when absent, never earlier.
    pub geldig_van: Option<DateTime<Utc>>,
    /// Until when (UTC, exclusive).
    pub geldig_tot: DateTime<Utc>,
    /// Who gave it.
    pub gegeven_door: GegevenDoor,
    /// A reference to the representative or parent; required for them.
    pub gegeven_door_kenmerk: Option<String>,
    /// The evidence.
    pub bewijs: BewijsInvoer,
}

/// One owner, one receiver, some groups.
#[derive(Clone, Debug, InputObject)]
pub struct ToestemmingDeelInvoer {
    /// The owning party.
    pub bronhouder: ID,
    /// The receiving party.
    pub ontvanger: ID,
    /// The groups.
    pub groepen: Vec<Gegevensgroep>,
}

/// What shows that a grant was given, and of which text.
#[derive(Clone, Debug, InputObject)]
pub struct BewijsInvoer {
    /// What kind.
    pub soort: BewijsSoort,
    /// The version of the text that was shown.
    pub tekstversie: String,
    /// The language of that text (BCP 47).
    pub taal: String,
    /// SHA-256 of the evidence, hexadecimal.
    pub hash: Option<String>,
    /// Where the evidence is kept.
    pub plaats: Option<String>,
}

/// What is withdrawn: one grant, all of one conversation, or all of a resident.
#[derive(Clone, Debug, OneofObject)]
pub enum IntrekkingInvoer {
    /// One grant, whole.
    Toestemming(Uuid),
    /// Some groups of one grant.
    Deel(IntrekkingDeel),
    /// All grants of one conversation.
    Gesprek(Uuid),
    /// All grants of a resident.
    Inwoner(InwonerId),
}

/// Some groups of one grant.
#[derive(Clone, Debug, InputObject)]
pub struct IntrekkingDeel {
    /// The grant.
    pub toestemming: Uuid,
    /// The groups.
    pub groepen: Vec<Gegevensgroep>,
}

/// A party's own client number and whom it stands for.
#[derive(Clone, Debug, InputObject)]
pub struct KoppelingInvoer {
    /// The party's own client number.
    pub eigen_nummer: String,
    /// The resident; absent when `koppelcode` tells it.
    pub inwoner: Option<InwonerInvoer>,
    /// A code that was issued with the resident present.
    pub koppelcode: Option<String>,
    /// The team that works with the resident.
    pub team: Option<String>,
    /// The worker, by the user id of the party.
    pub medewerker: Option<String>,
}
