//! What the sociaal raadslieden tell, one type per gegevensgroep.

mod eigen;

use async_graphql::SimpleObject;
use chrono::NaiveDate;

use crate::{
    publication::{TerugkoppelingUitkomst, VerwijzingRoute, VerwijzingSoort, VerwijzingStatus},
    subgraphs::common::{Contact, dossier},
};

pub use eigen::{EigenInhoud, EigenStap, EigenStatus, EigenTerugkoppeling};

dossier! {
    /// What may be told of a resident's dossiers at one party of sociaal raadslieden, all of them as one.
    SrwDossier of SrwDossierData {
        /// The referrals: what, by which way, how far.
        status: SrwStatus = SrwStatus,
        /// Who handles the referrals, and how to reach them.
        contact: Vec<Behandelaar> = SrwContact,
        /// What came of the referrals.
        terugkoppeling: Vec<Terugkoppeling> = SrwTerugkoppeling,
        /// The questions themselves.
        inhoud: Vec<VerwijzingInhoud> = SrwInhoud,
    }
}

/// The referrals and how far they are.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct SrwStatus {
    /// In the order of submission.
    pub verwijzingen: Vec<Verwijzing>,
}

/// One referral.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Verwijzing {
    /// Its number within the dossier, from 1: the same in every group.
    pub nummer: i32,
    /// What is asked.
    pub soort: VerwijzingSoort,
    /// By which way it came.
    pub route: VerwijzingRoute,
    /// Where it stands.
    pub status: VerwijzingStatus,
    /// When it was submitted.
    pub ingediend_op: NaiveDate,
    /// When it was accepted.
    pub geaccepteerd_op: Option<NaiveDate>,
    /// When it was finished, refused or withdrawn.
    pub afgerond_op: Option<NaiveDate>,
}

/// Who handles a referral.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Behandelaar {
    /// The number of the referral.
    pub nummer: i32,
    /// The professional.
    pub contact: Contact,
}

/// What came of a referral.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Terugkoppeling {
    /// The number of the referral.
    pub nummer: i32,
    /// The outcome.
    pub uitkomst: TerugkoppelingUitkomst,
    /// When it was given.
    pub datum: NaiveDate,
    /// The outcome in a few words.
    pub toelichting: Option<String>,
}

/// The question of a referral.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct VerwijzingInhoud {
    /// The number of the referral.
    pub nummer: i32,
    /// The question itself.
    pub vraag: String,
}
