mod parts;
mod words;

use async_graphql::InputObject;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use parts::*;
pub use words::*;

use super::{Fault, Faults, InwonerInvoer};
use crate::domain::{Fase, NazorgProduct};

/// A debt traject as its source system publishes it.
#[derive(Clone, Debug, InputObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrajectInvoer {
    /// The source's own id of the traject.
    pub bron_id: String,
    /// When the source made this version (UTC); an older version is ignored.
    pub versie: DateTime<Utc>,
    /// The one or two clients.
    pub clienten: Vec<InwonerInvoer>,
    /// How the resident came in.
    pub ingang: Ingang,
    /// When the resident applied.
    pub aanmelddatum: NaiveDate,
    /// What is asked; `ONGESPECIFICEERD` when the source doesn't say.
    pub hulpvraag: Hulpvraag,
    /// The phases in order; the last one is the present one.
    pub fasen: Vec<FaseInvoer>,
    /// The contact persons in order; the last one without an end is the present one.
    #[serde(default)]
    #[graphql(default)]
    pub regisseurs: Vec<RegisseurInvoer>,
    /// Who does what.
    #[serde(default)]
    #[graphql(default)]
    pub betrokkenen: Vec<BetrokkeneInvoer>,
    /// Conversations.
    #[serde(default)]
    #[graphql(default)]
    pub gesprekken: Vec<GesprekInvoer>,
    /// The list of actions.
    #[serde(default)]
    #[graphql(default)]
    pub acties: Vec<ActieInvoer>,
    /// Deadlines that the source counts itself: in their place the hub counts none with the same code.
    #[serde(default)]
    #[graphql(default)]
    pub termijnen: Vec<TermijnInvoer>,
    /// When deadlines that the hub counts don't run.
    #[serde(default)]
    #[graphql(default)]
    pub opschortingen: Vec<OpschortingInvoer>,
    /// Decisions in the sense of the Awb.
    #[serde(default)]
    #[graphql(default)]
    pub beschikkingen: Vec<BeschikkingInvoer>,
    /// When the plan of approach was finished.
    #[serde(default)]
    pub plan_van_aanpak_op: Option<NaiveDate>,
    /// Episodes of crisis.
    #[serde(default)]
    #[graphql(default)]
    pub crises: Vec<CrisisInvoer>,
    /// The proposal to the creditors.
    #[serde(default)]
    pub schuldregeling: Option<SchuldregelingInvoer>,
    /// The solution.
    #[serde(default)]
    pub oplossing: Option<OplossingInvoer>,
    /// Guidance.
    #[serde(default)]
    #[graphql(default)]
    pub begeleiding: Vec<BegeleidingInvoer>,
    /// Moratoria.
    #[serde(default)]
    #[graphql(default)]
    pub moratoria: Vec<MoratoriumInvoer>,
    /// The burden of debt.
    #[serde(default)]
    pub financieel: Option<FinancieelInvoer>,
    /// Aftercare.
    #[serde(default)]
    pub nazorg: Option<NazorgInvoer>,
    /// Provisional orders of the court.
    #[serde(default)]
    #[graphql(default)]
    pub voorlopige_voorzieningen: Vec<PeriodeInvoer>,
    /// The source's own id of the traject that this one follows, of a resident who relapsed.
    #[serde(default)]
    pub vorig_traject: Option<String>,
    /// What is delivered of it besides (DDAS v1.0).
    #[serde(default)]
    pub administratie: Option<AdministratieInvoer>,
    /// How it ended; required with the phase `AFGESLOTEN`.
    #[serde(default)]
    pub uitstroom: Option<UitstroomInvoer>,
}

impl TrajectInvoer {
    /// Checks what the types can't.
    ///
    /// # Errors
    /// Every fault, with its field.
    pub fn check(&self) -> Result<(), Vec<Fault>> {
        let mut faults = Faults::default();
        faults.check_bron_id("bronId", &self.bron_id, &self.clienten);
        let has_clients = (1..=2).contains(&self.clienten.len());
        faults.require(has_clients, "clienten", "een traject heeft een of twee cliënten");
        self.check_fasen(&mut faults);
        self.check_parts(&mut faults);
        faults.into_result()
    }

    /// Checks the same, and that no phase is only planned: it would put the lamp out, or on, before its day.
    ///
    /// # Errors
    /// Every fault, with its field.
    pub fn check_on(&self, today: NaiveDate) -> Result<(), Vec<Fault>> {
        let mut faults = self.check().err().unwrap_or_default();
        let planned = self
            .fasen
            .iter()
            .enumerate()
            .filter(|(_, fase)| fase.sinds > today);
        faults.extend(planned.map(|(index, _)| Fault {
            field: format!("fasen.{index}.sinds"),
            reason: "ligt in de toekomst".to_owned(),
        }));
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// The products of aftercare.
    pub fn nazorgproducten(&self) -> &[NazorgProduct] {
        self.nazorg.as_ref().map_or(&[], |nazorg| &nazorg.producten)
    }

    fn check_fasen(&self, faults: &mut Faults) {
        faults.require(!self.fasen.is_empty(), "fasen", "een traject heeft een fase");
        faults.check_count("fasen", self.fasen.len(), 100);
        for (index, (earlier, later)) in self.fasen.iter().zip(self.fasen.iter().skip(1)).enumerate() {
            let field = format!("fasen.{}.sinds", index + 1);
            faults.require(earlier.sinds <= later.sinds, field, "ligt voor de vorige fase");
        }
        for (index, fase) in self.fasen.iter().enumerate() {
            faults.check_period(format!("fasen.{index}.tot"), Some(fase.sinds), fase.tot);
        }
        let is_closed = self
            .fasen
            .last()
            .is_some_and(|last| last.fase == Fase::Afgesloten);
        faults.require(
            !is_closed || self.uitstroom.is_some(),
            "uitstroom",
            "is verplicht bij een afgesloten traject",
        );
    }

    fn check_parts(&self, faults: &mut Faults) {
        for (index, regisseur) in self.regisseurs.iter().enumerate() {
            regisseur.check(&format!("regisseurs.{index}"), faults);
        }
        for (index, betrokkene) in self.betrokkenen.iter().enumerate() {
            betrokkene.check(&format!("betrokkenen.{index}"), faults);
        }
        for (index, actie) in self.acties.iter().enumerate() {
            actie.check(&format!("acties.{index}"), faults);
        }
        for (index, termijn) in self.termijnen.iter().enumerate() {
            faults.check_period(
                format!("termijnen.{index}.einde"),
                Some(termijn.start),
                Some(termijn.einde),
            );
        }
        for (index, opschorting) in self.opschortingen.iter().enumerate() {
            faults.check_period(
                format!("opschortingen.{index}.tot"),
                Some(opschorting.van),
                opschorting.tot,
            );
        }
        for (index, crisis) in self.crises.iter().enumerate() {
            faults.check_period(format!("crises.{index}.einde"), Some(crisis.start), crisis.einde);
        }
        for (index, begeleiding) in self.begeleiding.iter().enumerate() {
            faults.check_period(
                format!("begeleiding.{index}.einde"),
                begeleiding.start,
                begeleiding.einde,
            );
        }
        for (index, moratorium) in self.moratoria.iter().enumerate() {
            faults.check_period(
                format!("moratoria.{index}.einde"),
                moratorium.start,
                moratorium.einde,
            );
        }
        for (index, voorziening) in self.voorlopige_voorzieningen.iter().enumerate() {
            let field = format!("voorlopigeVoorzieningen.{index}.einde");
            faults.check_period(field, Some(voorziening.start), voorziening.einde);
        }
        if let Some(vorig) = &self.vorig_traject {
            faults.check_key("vorigTraject", vorig, 200);
            faults.require(vorig != &self.bron_id, "vorigTraject", "is dit traject zelf");
        }
        if let Some(administratie) = &self.administratie {
            administratie.check(faults);
        }
        if let Some(oplossing) = &self.oplossing {
            oplossing.check(faults);
        }
        if let Some(financieel) = &self.financieel {
            financieel.check(faults);
        }
        if let Some(nazorg) = &self.nazorg {
            faults.check_period("nazorg.einde", Some(nazorg.start), nazorg.einde);
        }
        for (field, count) in [
            ("regisseurs", self.regisseurs.len()),
            ("betrokkenen", self.betrokkenen.len()),
            ("gesprekken", self.gesprekken.len()),
            ("acties", self.acties.len()),
            ("termijnen", self.termijnen.len()),
            ("opschortingen", self.opschortingen.len()),
            ("beschikkingen", self.beschikkingen.len()),
            ("crises", self.crises.len()),
            ("begeleiding", self.begeleiding.len()),
            ("moratoria", self.moratoria.len()),
            ("voorlopigeVoorzieningen", self.voorlopige_voorzieningen.len()),
        ] {
            faults.check_count(field, count, 200);
        }
    }
}
