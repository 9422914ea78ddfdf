use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    super::{
        grant::{Standing, Statement, Voorval, door, herbevestiging},
        store::Vastlegging,
    },
    BewijsSoort, GegevenDoor,
};
use crate::{
    domain::{Doel, Gegevensgroep, Inrichting, RecordSoort, Reden, Rol, words},
    request::{authenticate::Caller, decide::GebeurtenisSoort},
    subgraphs::common::{PartijInfo, Termijn},
};

/// May I see this group of this resident at this party, and why (not)?
#[derive(Clone, Debug, SimpleObject)]
pub struct Toegang {
    /// The group.
    pub groep: Gegevensgroep,
    /// The party that owns it.
    pub bronhouder: PartijInfo,
    /// Whether it may be seen.
    pub toegestaan: bool,
    /// Why, or why not.
    pub reden: Reden,
    /// Until when, by what is known now (UTC).
    pub tot: Option<DateTime<Utc>>,
    /// Why, or why not, in plain Dutch.
    pub uitleg: String,
    /// What can be done about it, in plain Dutch; null where there is nothing to do.
    pub wat_nu: Option<&'static str>,
}

/// Who am I to the hub, and what may I ask?
#[derive(Clone, Debug, SimpleObject)]
pub struct Ik {
    /// My party.
    pub partij: Option<PartijInfo>,
    /// My roles.
    pub rollen: Vec<Rol>,
    /// The purposes that I may name.
    pub doelen: Vec<Doel>,
    /// The purpose of this request.
    pub doel: Doel,
}

/// A gegevensgroep and the kind of record that it belongs to.
#[derive(Clone, Debug, SimpleObject)]
pub struct GegevensgroepInfo {
    /// The group.
    pub naam: Gegevensgroep,
    /// The kind of record.
    pub soort: RecordSoort,
}

words! {
    /// How a grant stands, by the clock.
    ToestemmingStatus {
        /// It starts later.
        NogNietIngegaan = "NOG_NIET_INGEGAAN",
        /// It holds.
        Actief = "ACTIEF",
        /// It ended by the clock.
        Verlopen = "VERLOPEN",
        /// It was withdrawn.
        Ingetrokken = "INGETROKKEN",
        /// It waits for a second consent manager, and holds nothing until then.
        WachtOpTweede = "WACHT_OP_TWEEDE",
        /// It was replaced by another.
        Vervangen = "VERVANGEN",
        /// The resident refused before it was confirmed.
        Geweigerd = "GEWEIGERD",
        /// It was declared void.
        OngeldigVerklaard = "ONGELDIG_VERKLAARD",
    }
}

/// A grant.
#[derive(Clone, Debug, SimpleObject)]
pub struct Toestemming {
    /// Its id.
    pub id: Uuid,
    /// The owning party.
    pub bronhouder: PartijInfo,
    /// The receiving party.
    pub ontvanger: PartijInfo,
    /// The groups that still stand.
    pub groepen: Vec<Gegevensgroep>,
    /// The purpose.
    pub doel: Doel,
    /// From when (UTC, inclusive).
    pub geldig_van: DateTime<Utc>,
    /// Until when (UTC, exclusive).
    pub geldig_tot: DateTime<Utc>,
    /// How it stands.
    pub status: ToestemmingStatus,
    /// The deadline by which the resident confirms it again; null of what doesn't hold, of what ends by itself before, and
    /// where the municipality of the owner counts none. When it passes nothing is withheld.
    pub herbevestiging: Option<Termijn>,
    /// The bundle by which it was given.
    pub pakket: Option<String>,
    /// The conversation in which it was given.
    pub gesprek: Uuid,
    /// When it was recorded (UTC).
    pub verleend_op: DateTime<Utc>,
    /// The grant that it replaces.
    pub vervangt: Option<Uuid>,
    /// The traject to which it is bound, and with whose end it ends: for the parties to it and that traject's owner.
    pub traject: Option<Binding>,
    /// How it was recorded: for consent managers and privacy officers only.
    pub vastlegging: Option<ToestemmingVastlegging>,
    /// What was recorded of it, in order: for consent managers and privacy officers only.
    pub verloop: Option<Vec<ToestemmingVoorval>>,
}

impl Toestemming {
    /// A grant as it stands at this moment; `None` when a party isn't configured any more.
    pub(in crate::subgraphs::toestemming) fn of(
        grant: &Standing,
        inrichting: &Inrichting,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        Some(Self {
            id: grant.toestemming,
            bronhouder: inrichting.find_partij(&grant.bronhouder)?.into(),
            ontvanger: inrichting.find_partij(&grant.ontvanger)?.into(),
            groepen: grant.groepen.iter().copied().collect(),
            doel: grant.doel,
            geldig_van: grant.van,
            geldig_tot: grant.tot,
            status: grant.status(now),
            herbevestiging: herbevestiging(grant, inrichting)
                .filter(|_| grant.holds(now))
                .map(|termijn| Termijn::at(now, &termijn)),
            pakket: grant.vastlegging.pakket.clone(),
            gesprek: grant.vastlegging.gesprek,
            verleend_op: grant.vastlegging.op,
            vervangt: grant.vastlegging.vervangt,
            traject: None,
            vastlegging: None,
            verloop: None,
        })
    }

    /// The same, with the traject to which it is bound.
    pub(in crate::subgraphs::toestemming) fn with_binding(
        self,
        grant: &Standing,
        inrichting: &Inrichting,
    ) -> Self {
        let told = grant.binding.as_ref().and_then(|binding| {
            Some(Binding {
                bronhouder: inrichting.find_partij(&binding.bronhouder)?.into(),
                traject: binding.traject,
            })
        });
        Self {
            traject: told,
            ..self
        }
    }

    /// The same, with how it was recorded: for consent managers and privacy officers.
    pub(in crate::subgraphs::toestemming) fn with_vastlegging(
        self,
        grant: &Standing,
        inrichting: &Inrichting,
        caller: &Caller,
    ) -> Self {
        let told = |voorval| ToestemmingVoorval::of(voorval, inrichting);
        Self {
            vastlegging: ToestemmingVastlegging::of(&grant.vastlegging, inrichting, caller),
            verloop: Some(grant.verloop.iter().filter_map(told).collect()),
            ..self
        }
    }
}

/// Something that was recorded of a grant. That it ends by the clock isn't recorded.
#[derive(Clone, Debug, SimpleObject)]
pub struct ToestemmingVoorval {
    /// What.
    pub soort: GebeurtenisSoort,
    /// The groups that it is about.
    pub groepen: Vec<Gegevensgroep>,
    /// The party that recorded it.
    pub door: PartijInfo,
    /// When (UTC).
    pub op: DateTime<Utc>,
}

impl ToestemmingVoorval {
    fn of(voorval: &Voorval, inrichting: &Inrichting) -> Option<Self> {
        Some(Self {
            soort: voorval.soort,
            groepen: voorval.groepen.iter().copied().collect(),
            door: inrichting.find_partij(&voorval.door)?.into(),
            op: voorval.op,
        })
    }
}

/// A traject to which a grant is bound.
#[derive(Clone, Debug, SimpleObject)]
pub struct Binding {
    /// The party that owns the traject.
    pub bronhouder: PartijInfo,
    /// The traject, as its owner names it for this resident.
    pub traject: Uuid,
}

/// How a grant was recorded: who gave it, on what evidence.
#[derive(Clone, Debug, SimpleObject)]
pub struct ToestemmingVastlegging {
    /// The party that recorded it.
    pub door: PartijInfo,
    /// Whether the caller recorded it, who can't be the second to confirm it.
    pub door_mij: bool,
    /// Who gave it.
    pub gegeven_door: Option<GegevenDoor>,
    /// The reference to the representative or parent.
    pub gegeven_door_kenmerk: Option<String>,
    /// What kind of evidence there is.
    pub bewijs: Option<BewijsSoort>,
    /// The version of the text that was shown.
    pub tekstversie: Option<String>,
    /// The language of that text (BCP 47).
    pub taal: Option<String>,
    /// SHA-256 of the evidence, hexadecimal.
    pub hash: Option<String>,
    /// Where the evidence is kept.
    pub plaats: Option<String>,
    /// When it was given, of one that was taken over from an earlier system (UTC).
    pub oorspronkelijk_op: Option<DateTime<Utc>>,
    /// The request that it answers.
    pub verzoek: Option<Uuid>,
}

impl ToestemmingVastlegging {
    fn of(vastlegging: &Vastlegging, inrichting: &Inrichting, caller: &Caller) -> Option<Self> {
        let (gegeven_door, gegeven_door_kenmerk) = vastlegging.gegeven_door.clone().unzip();
        let bewijs = vastlegging.bewijs.clone().unwrap_or_default();
        Some(Self {
            door: inrichting.find_partij(&vastlegging.door.0)?.into(),
            door_mij: vastlegging.door == door(caller),
            gegeven_door: gegeven_door.as_deref().and_then(GegevenDoor::from_word),
            gegeven_door_kenmerk: gegeven_door_kenmerk.flatten(),
            bewijs: BewijsSoort::from_word(&bewijs.soort),
            tekstversie: bewijs.tekstversie,
            taal: bewijs.taal,
            hash: bewijs.hash,
            plaats: bewijs.plaats,
            oorspronkelijk_op: vastlegging.oorspronkelijk_op,
            verzoek: vastlegging.verzoek,
        })
    }
}

/// A refusal.
#[derive(Clone, Debug, SimpleObject)]
pub struct Weigering {
    /// Its id.
    pub id: Uuid,
    /// The owning party.
    pub bronhouder: PartijInfo,
    /// The party that would have received.
    pub ontvanger: PartijInfo,
    /// The groups for which it stands; none when it was declared void.
    pub groepen: Vec<Gegevensgroep>,
    /// The purpose.
    pub doel: Doel,
    /// When it was recorded (UTC).
    pub op: DateTime<Utc>,
}

/// An objection to a legal ground (AVG 21).
#[derive(Clone, Debug, SimpleObject)]
pub struct Bezwaar {
    /// Its id.
    pub id: Uuid,
    /// The ground.
    pub grond: Option<ID>,
    /// The owning party.
    pub bronhouder: PartijInfo,
    /// The receiving party.
    pub ontvanger: PartijInfo,
    /// The groups for which it stands; none when it ended.
    pub groepen: Vec<Gegevensgroep>,
    /// When it was recorded (UTC).
    pub op: DateTime<Utc>,
}

impl Weigering {
    /// A refusal as it stands; `None` for what is none, or when a party isn't configured any more.
    pub(in crate::subgraphs::toestemming) fn of(one: &Statement, inrichting: &Inrichting) -> Option<Self> {
        (one.soort == GebeurtenisSoort::Weigering).then_some(())?;
        Some(Self {
            id: one.id,
            bronhouder: inrichting.find_partij(&one.bronhouder)?.into(),
            ontvanger: inrichting.find_partij(&one.ontvanger)?.into(),
            groepen: one.groepen.iter().copied().collect(),
            doel: one.doel,
            op: one.vastlegging.op,
        })
    }
}

impl Bezwaar {
    /// An objection as it stands; `None` for what is none, or when a party isn't configured any more.
    pub(in crate::subgraphs::toestemming) fn of(one: &Statement, inrichting: &Inrichting) -> Option<Self> {
        (one.soort == GebeurtenisSoort::Bezwaar).then_some(())?;
        Some(Self {
            id: one.id,
            grond: one.grond.as_ref().map(ID::from),
            bronhouder: inrichting.find_partij(&one.bronhouder)?.into(),
            ontvanger: inrichting.find_partij(&one.ontvanger)?.into(),
            groepen: one.groepen.iter().copied().collect(),
            op: one.vastlegging.op,
        })
    }
}

/// Something was recorded.
#[derive(Clone, Debug, SimpleObject)]
pub struct Vastgelegd {
    /// Its id: of the conversation, the objection or the request.
    pub id: Uuid,
    /// The register's version from which it holds.
    pub registerversie: i64,
}

/// What was granted.
#[derive(Clone, Debug, SimpleObject)]
pub struct ToestemmingVerleend {
    /// The conversation: by it all of this is withdrawn at once.
    pub gesprek: Uuid,
    /// The grants.
    pub toestemmingen: Vec<Toestemming>,
    /// The register's version from which they hold.
    pub registerversie: i64,
}

/// The grants of which something was recorded.
#[derive(Clone, Debug, SimpleObject)]
pub struct ToestemmingBijgewerkt {
    /// The grants that it touched, as they stand now; empty when nothing changed.
    pub toestemmingen: Vec<Toestemming>,
    /// The register's version from which it holds.
    pub registerversie: i64,
}

/// What was withdrawn.
#[derive(Clone, Debug, SimpleObject)]
pub struct ToestemmingIngetrokken {
    /// The grants that it touched, as they stand now; empty when nothing stood any more.
    pub toestemmingen: Vec<Toestemming>,
    /// The register's version from which it holds.
    pub registerversie: i64,
}

/// A one-time code.
#[derive(Clone, Debug, SimpleObject)]
pub struct Koppelcode {
    /// The code, to be told to the other party; it is shown only here.
    pub code: String,
    /// Until when it can be used (UTC).
    pub geldig_tot: DateTime<Utc>,
}
