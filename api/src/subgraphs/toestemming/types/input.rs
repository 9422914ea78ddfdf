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
    /// Grants that this one replaces: each ends when the part with the same owner and receiver begins to hold.
    #[graphql(default)]
    pub vervangt: Vec<Uuid>,
    /// The request that it answers.
    pub verzoek: Option<Uuid>,
    /// The traject to which it is bound: it ends when that traject ends, or its nazorg, at the latest at `geldigTot`.
    pub traject: Option<BindingInvoer>,
    /// A key of the client's own: the same sent again under it does nothing twice.
    pub aanvraag_id: Option<String>,
}

/// A traject to which grants are bound. Each party to them must be able to see whether it runs (TRAJECT_LOOPT).
#[derive(Clone, Debug, InputObject)]
pub struct BindingInvoer {
    /// The party that owns the traject.
    pub bronhouder: ID,
    /// The traject, as `loopt.traject` names it.
    pub traject: Uuid,
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

/// What is withdrawn: one grant, all of one conversation, or all of a resident. By the code on the receipt any
/// professional records it.
#[derive(Clone, Debug, OneofObject)]
pub enum IntrekkingInvoer {
    /// One grant, whole.
    Toestemming(Uuid),
    /// Some groups of one grant.
    Deel(IntrekkingDeel),
    /// Some groups of several grants of one resident: all at once or nothing.
    Delen(Vec<IntrekkingDeel>),
    /// All grants of one conversation.
    Gesprek(Uuid),
    /// All grants of a resident.
    Inwoner(InwonerId),
    /// All grants of the conversation whose receipt has this code.
    Code(String),
}

/// Some groups of one grant.
#[derive(Clone, Debug, InputObject)]
pub struct IntrekkingDeel {
    /// The grant.
    pub toestemming: Uuid,
    /// The groups.
    pub groepen: Vec<Gegevensgroep>,
}

/// What a resident confirms again: one grant, or all of one conversation that still holds.
#[derive(Clone, Debug, InputObject)]
pub struct HerbevestigingInvoer {
    /// One grant; or else `gesprek`.
    pub toestemming: Option<Uuid>,
    /// All grants of one conversation.
    pub gesprek: Option<Uuid>,
    /// The new end (UTC, exclusive), counted from now within the longest period of the purpose.
    pub geldig_tot: DateTime<Utc>,
    /// Who confirmed it.
    pub gegeven_door: GegevenDoor,
    /// A reference to the representative or parent; required for them.
    pub gegeven_door_kenmerk: Option<String>,
    /// The evidence.
    pub bewijs: BewijsInvoer,
    /// A key of the client's own: the same sent again under it does nothing twice.
    pub aanvraag_id: Option<String>,
}

/// What a resident refuses: what a request asks, or parts with their purpose.
#[derive(Clone, Debug, InputObject)]
pub struct WeigeringInvoer {
    /// Who refuses.
    pub inwoner: InwonerId,
    /// The request that it answers; without `delen` all of it is refused.
    pub verzoek: Option<Uuid>,
    /// The parts.
    #[graphql(default)]
    pub delen: Vec<ToestemmingDeelInvoer>,
    /// The purpose; that of the request when absent.
    pub doel: Option<Doel>,
    /// Who spoke.
    pub gegeven_door: GegevenDoor,
    /// A reference to the representative or parent; required for them.
    pub gegeven_door_kenmerk: Option<String>,
    /// A key of the client's own: the same sent again under it does nothing twice.
    pub aanvraag_id: Option<String>,
}

/// An objection of a resident to a legal ground (AVG 21).
#[derive(Clone, Debug, InputObject)]
pub struct BezwaarInvoer {
    /// Who objects.
    pub inwoner: InwonerId,
    /// The ground, as it is configured.
    pub grond: ID,
    /// The groups; all of the ground when there are none.
    #[graphql(default)]
    pub groepen: Vec<Gegevensgroep>,
    /// Who spoke.
    pub gegeven_door: GegevenDoor,
    /// A reference to the representative or parent; required for them.
    pub gegeven_door_kenmerk: Option<String>,
    /// A key of the client's own: the same sent again under it does nothing twice.
    pub aanvraag_id: Option<String>,
}

words! {
    /// Why something was declared void.
    OngeldigReden {
        /// There is no valid evidence.
        BewijsOntbreekt = "BEWIJS_ONTBREEKT",
        /// It was not freely given.
        NietVrijGegeven = "NIET_VRIJ_GEGEVEN",
        /// Who spoke for the resident was not entitled to.
        NietBevoegdGegeven = "NIET_BEVOEGD_GEGEVEN",
        /// It was recorded of another resident than who said it.
        VerkeerdeInwoner = "VERKEERDE_INWONER",
        /// It was recorded otherwise than it was said.
        VerkeerdVastgelegd = "VERKEERD_VASTGELEGD",
        /// An objection that was found unfounded (AVG 21(1)).
        Ongegrond = "ONGEGROND",
    }
}

/// What a privacy officer declares void, and why.
#[derive(Clone, Debug, InputObject)]
pub struct OngeldigInvoer {
    /// The id of a grant, refusal or objection.
    pub id: Uuid,
    /// Why.
    pub reden: OngeldigReden,
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
