use async_graphql::InputObject;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ContactInvoer, Fault, Faults, TerugkoppelingUitkomst, VerwijzingRoute, VerwijzingSoort};
use crate::domain::{InwonerId, words};

words! {
    /// A step of a referral: what somebody does with it. docs/verwijzing.md has the table of who may when.
    VerwijzingStap {
        /// The receiver has it.
        Ontvangen = "ONTVANGEN",
        /// The receiver will do it.
        Accepteren = "ACCEPTEREN",
        /// The receiver won't do it, and says why.
        Weigeren = "WEIGEREN",
        /// The receiver begins.
        Starten = "STARTEN",
        /// The receiver waits for the resident.
        Wachten = "WACHTEN",
        /// The receiver goes on.
        Hervatten = "HERVATTEN",
        /// The receiver is done, with terugkoppeling or without.
        Afronden = "AFRONDEN",
        /// The receiver was done without terugkoppeling and gives it now, once.
        Terugkoppelen = "TERUGKOPPELEN",
        /// The submitter takes it back.
        Intrekken = "INTREKKEN",
    }
}

/// A referral as its submitter writes it.
#[derive(Clone, Debug, InputObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerwijzingIndienenInvoer {
    /// The submitter's own key of this referral: the same one again submits nothing twice.
    pub aanvraag_id: String,
    /// Whom it is about.
    pub inwoner: InwonerId,
    /// The id of the party that is asked.
    pub ontvanger: String,
    /// What is asked.
    pub soort: VerwijzingSoort,
    /// By which way it comes.
    pub route: VerwijzingRoute,
    /// The question itself; no notes on health, addiction or crime.
    pub vraag: String,
    /// Who asks, and how to reach them.
    pub afzender: ContactInvoer,
}

/// A step of a referral, taken by one of its two sides.
#[derive(Clone, Debug, InputObject, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VerwijzingBijwerkenInvoer {
    /// The caller's own key of this step: the same one again takes no second step, and is answered with the referral as it
    /// stands. Without it a step whose answer was lost can't be told from another.
    pub aanvraag_id: Option<String>,
    /// The hub's id of the referral.
    pub verwijzing: Uuid,
    /// What is done.
    pub stap: VerwijzingStap,
    /// Why: required to refuse, possible to withdraw.
    pub reden: Option<String>,
    /// Who handles it from now on: possible to accept and to begin.
    pub behandelaar: Option<ContactInvoer>,
    /// What came of it: possible when it is done, required when it is given afterwards.
    pub terugkoppeling: Option<UitkomstInvoer>,
}

/// What came of a referral.
#[derive(Clone, Debug, InputObject, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UitkomstInvoer {
    /// The outcome.
    pub uitkomst: TerugkoppelingUitkomst,
    /// The outcome in a few words; no notes on health, addiction or crime.
    pub toelichting: Option<String>,
}

impl VerwijzingIndienenInvoer {
    /// Checks what the types can't.
    ///
    /// # Errors
    /// Every fault, with its field.
    pub fn check(&self) -> Result<(), Vec<Fault>> {
        let mut faults = Faults::default();
        faults.check_key("aanvraagId", &self.aanvraag_id, 100);
        faults.check_text("vraag", &self.vraag, 2000);
        self.afzender.check("afzender", &mut faults);
        faults.into_result()
    }
}

impl VerwijzingBijwerkenInvoer {
    /// Checks what the types can't.
    ///
    /// # Errors
    /// Every fault, with its field.
    pub fn check(&self) -> Result<(), Vec<Fault>> {
        use VerwijzingStap::{Accepteren, Afronden, Intrekken, Starten, Terugkoppelen, Weigeren};
        let mut faults = Faults::default();
        if let Some(key) = &self.aanvraag_id {
            faults.check_key("aanvraagId", key, 100);
        }
        match (self.stap, &self.reden) {
            (Weigeren | Intrekken, Some(reden)) => faults.check_text("reden", reden, 500),
            (Weigeren, None) => faults.add("reden", "is verplicht bij een weigering"),
            (_, Some(_)) => faults.add("reden", "hoort niet bij deze stap"),
            (_, None) => {}
        }
        match (self.stap, &self.behandelaar) {
            (Accepteren | Starten, Some(behandelaar)) => behandelaar.check("behandelaar", &mut faults),
            (_, Some(_)) => faults.add("behandelaar", "hoort niet bij deze stap"),
            (_, None) => {}
        }
        match (self.stap, &self.terugkoppeling) {
            (Afronden | Terugkoppelen, Some(gegeven)) => {
                let toelichting = gegeven.toelichting.as_deref();
                faults.check_optional("terugkoppeling.toelichting", toelichting, 2000);
            }
            (Terugkoppelen, None) => faults.add("terugkoppeling", "is verplicht bij deze stap"),
            (_, Some(_)) => faults.add("terugkoppeling", "hoort niet bij deze stap"),
            (_, None) => {}
        }
        faults.into_result()
    }
}
