use async_graphql::InputObject;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ContactInvoer, Fault, Faults, InwonerInvoer};
use crate::domain::words;

words! {
    /// What the sociaal raadslieden are asked.
    VerwijzingSoort {
        /// Check of income.
        Inkomenscheck = "INKOMENSCHECK",
        /// Legal question.
        JuridischeVraag = "JURIDISCHE_VRAAG",
        /// Small payment arrangement.
        BetalingsregelingKlein = "BETALINGSREGELING_KLEIN",
        /// Check of a claim.
        ControleVordering = "CONTROLE_VORDERING",
        /// Check of provisions.
        Voorzieningencheck = "VOORZIENINGENCHECK",
    }
}

words! {
    /// By which way a referral came.
    VerwijzingRoute {
        /// From a traject.
        ViaTraject = "VIA_TRAJECT",
        /// A simple question, without a traject.
        Direct = "DIRECT",
    }
}

words! {
    /// Where a referral stands.
    VerwijzingStatus {
        /// Submitted.
        Ingediend = "INGEDIEND",
        /// Received.
        Ontvangen = "ONTVANGEN",
        /// Accepted.
        Geaccepteerd = "GEACCEPTEERD",
        /// Refused.
        Geweigerd = "GEWEIGERD",
        /// Worked on.
        InBehandeling = "IN_BEHANDELING",
        /// Waits for the resident.
        WachtOpInwoner = "WACHT_OP_INWONER",
        /// Finished.
        Afgerond = "AFGEROND",
        /// Withdrawn.
        Ingetrokken = "INGETROKKEN",
    }
}

words! {
    /// What came of a referral.
    TerugkoppelingUitkomst {
        /// Solved.
        Opgelost = "OPGELOST",
        /// Solved in part.
        DeelsOpgelost = "DEELS_OPGELOST",
        /// Not solved.
        NietOpgelost = "NIET_OPGELOST",
        /// Passed on.
        Doorverwezen = "DOORVERWEZEN",
    }
}

/// Why a source isn't believed on a referral.
pub const VERWIJZING_INGETROKKEN: &str =
    "noemen een verwijzing die de indiener heeft ingetrokken, met een andere status dan INGETROKKEN";

/// How the source's id begins of a dossier that the hub itself keeps of one submitted referral: no source can use it.
pub const SUBMITTED: &str = "verwijzing:";

/// A dossier of the sociaal raadslieden as its source system publishes it.
#[derive(Clone, Debug, InputObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SrwDossierInvoer {
    /// The source's own id of the dossier.
    pub bron_id: String,
    /// When the source made this version (UTC); an older version is ignored.
    pub versie: DateTime<Utc>,
    /// Whom it is about.
    pub inwoner: InwonerInvoer,
    /// Its referrals.
    pub verwijzingen: Vec<VerwijzingInvoer>,
}

/// One referral.
#[derive(Clone, Debug, InputObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerwijzingInvoer {
    /// The source's own id of the referral.
    pub bron_id: String,
    /// What is asked.
    pub soort: VerwijzingSoort,
    /// By which way it came.
    pub route: VerwijzingRoute,
    /// Where it stands.
    pub status: VerwijzingStatus,
    /// When it was submitted.
    pub ingediend_op: NaiveDate,
    /// When it was accepted.
    #[serde(default)]
    pub geaccepteerd_op: Option<NaiveDate>,
    /// When it was finished, refused or withdrawn.
    #[serde(default)]
    pub afgerond_op: Option<NaiveDate>,
    /// Who handles it.
    #[serde(default)]
    pub behandelaar: Option<ContactInvoer>,
    /// The question itself; no notes on health, addiction or crime.
    #[serde(default)]
    pub vraag: Option<String>,
    /// What came of it.
    #[serde(default)]
    pub terugkoppeling: Option<TerugkoppelingInvoer>,
    /// The hub's id, of a referral that was submitted through the hub: from now on this source says how far it is.
    #[serde(default)]
    pub verwijzing: Option<Uuid>,
}

/// What came of a referral, and when.
#[derive(Clone, Debug, InputObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TerugkoppelingInvoer {
    /// The outcome.
    pub uitkomst: TerugkoppelingUitkomst,
    /// When it was given.
    pub datum: NaiveDate,
    /// The outcome in a few words; no notes on health, addiction or crime.
    #[serde(default)]
    pub toelichting: Option<String>,
}

impl SrwDossierInvoer {
    /// Checks what the types can't.
    ///
    /// # Errors
    /// Every fault, with its field.
    pub fn check(&self) -> Result<(), Vec<Fault>> {
        let mut faults = Faults::default();
        faults.check_bron_id("bronId", &self.bron_id, [&self.inwoner]);
        faults.require(
            !self.bron_id.starts_with(SUBMITTED),
            "bronId",
            "begint zoals alleen verwijzingen in de hub beginnen",
        );
        faults.check_count("verwijzingen", self.verwijzingen.len(), 200);
        for (index, verwijzing) in self.verwijzingen.iter().enumerate() {
            verwijzing.check(&format!("verwijzingen.{index}"), &self.inwoner, &mut faults);
            let is_double = self
                .verwijzingen
                .iter()
                .take(index)
                .any(|other| other.bron_id == verwijzing.bron_id);
            faults.require(
                !is_double,
                format!("verwijzingen.{index}.bronId"),
                "komt twee keer voor",
            );
            let earlier = self.verwijzingen.iter().take(index);
            let is_named = verwijzing.verwijzing.is_some()
                && earlier
                    .into_iter()
                    .any(|other| other.verwijzing == verwijzing.verwijzing);
            faults.require(
                !is_named,
                format!("verwijzingen.{index}.verwijzing"),
                "komt twee keer voor",
            );
        }
        faults.into_result()
    }
}

impl VerwijzingInvoer {
    fn check(&self, field: &str, about: &InwonerInvoer, faults: &mut Faults) {
        faults.check_bron_id(format!("{field}.bronId"), &self.bron_id, [about]);
        faults.check_period(
            format!("{field}.geaccepteerdOp"),
            Some(self.ingediend_op),
            self.geaccepteerd_op,
        );
        faults.check_period(
            format!("{field}.afgerondOp"),
            Some(self.ingediend_op),
            self.afgerond_op,
        );
        let has_ended = matches!(
            self.status,
            VerwijzingStatus::Afgerond | VerwijzingStatus::Geweigerd | VerwijzingStatus::Ingetrokken
        );
        faults.require(
            has_ended == self.afgerond_op.is_some(),
            format!("{field}.afgerondOp"),
            "is verplicht na het einde en hoort er niet eerder",
        );
        if let Some(behandelaar) = &self.behandelaar {
            behandelaar.check(&format!("{field}.behandelaar"), faults);
        }
        faults.check_optional(format!("{field}.vraag"), self.vraag.as_deref(), 2000);
        let can_be_answered = matches!(
            self.status,
            VerwijzingStatus::Afgerond | VerwijzingStatus::Geweigerd
        );
        faults.require(
            self.terugkoppeling.is_none() || can_be_answered,
            format!("{field}.terugkoppeling"),
            "hoort alleen bij een verwijzing die is afgerond of geweigerd",
        );
        if let Some(terugkoppeling) = &self.terugkoppeling {
            let toelichting = terugkoppeling.toelichting.as_deref();
            faults.check_optional(format!("{field}.terugkoppeling.toelichting"), toelichting, 2000);
        }
    }
}
