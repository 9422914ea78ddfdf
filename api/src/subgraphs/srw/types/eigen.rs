//! What both sides of a submitted referral are told of it, one type per gegevensgroep.

use async_graphql::SimpleObject;
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    publication::{TerugkoppelingUitkomst, VerwijzingRoute, VerwijzingSoort, VerwijzingStatus},
    subgraphs::common::{Contact, Termijn},
};

/// How far a referral is.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct EigenStatus {
    /// What is asked.
    pub soort: VerwijzingSoort,
    /// By which way it came.
    pub route: VerwijzingRoute,
    /// Where it stands.
    pub status: VerwijzingStatus,
    /// When it was submitted (UTC).
    pub ingediend_op: DateTime<Utc>,
    /// When it was accepted.
    pub geaccepteerd_op: Option<NaiveDate>,
    /// When it was finished, refused or withdrawn.
    pub afgerond_op: Option<NaiveDate>,
    /// Why it was refused or withdrawn.
    pub reden: Option<String>,
    /// The deadline of its terugkoppeling, counted from the day on which it was accepted, and until then from the day on which
    /// it was submitted; null where nobody waits for it any more.
    pub termijn: Option<Termijn>,
    /// The steps that were taken through the hub, in their order.
    pub stappen: Vec<EigenStap>,
    /// Whether the receiver's system says how far it is, and steps are taken there.
    pub bron_houdt_bij: bool,
}

/// A step of a referral.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct EigenStap {
    /// Where it stands since.
    pub status: VerwijzingStatus,
    /// Since when (UTC).
    pub op: DateTime<Utc>,
}

/// What the submitter wrote.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct EigenInhoud {
    /// The question itself.
    pub vraag: String,
    /// Who asks, and how to reach them.
    pub afzender: Contact,
}

/// What came of a referral.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct EigenTerugkoppeling {
    /// The outcome.
    pub uitkomst: TerugkoppelingUitkomst,
    /// When it was given.
    pub datum: NaiveDate,
    /// The outcome in a few words.
    pub toelichting: Option<String>,
}
