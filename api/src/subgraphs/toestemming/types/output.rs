use async_graphql::SimpleObject;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::super::grant::Standing;
use crate::{
    domain::{Doel, Gegevensgroep, Inrichting, RecordSoort, Reden, Rol, words},
    subgraphs::common::PartijInfo,
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
    /// The bundle by which it was given.
    pub pakket: Option<String>,
    /// The conversation in which it was given.
    pub gesprek: Uuid,
    /// When it was recorded (UTC).
    pub verleend_op: DateTime<Utc>,
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
            pakket: grant.pakket.clone(),
            gesprek: grant.gesprek,
            verleend_op: grant.op,
        })
    }
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
