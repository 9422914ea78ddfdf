use async_graphql::InputObject;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    super::{ContactInvoer, Faults},
    BegeleidingSoort, BeschikkingSoort, GesprekSoort, OplossingSoort, OpschortingReden, SchuldSoort,
    UitstroomReden,
};
use crate::domain::{Fase, NazorgProduct, Rol, TermijnCode};

/// Declares the parts of a published traject with the same derives.
macro_rules! parts {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $ty:ty),+ $(,)? })+) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Debug, InputObject, Serialize, Deserialize)]
            #[serde(rename_all = "camelCase", deny_unknown_fields)]
            pub struct $name { $($(#[$fmeta])* pub $field: $ty),+ }
        )+
    };
}

parts! {
    /// A phase and since when.
    FaseInvoer {
        /// The phase.
        fase: Fase,
        /// Since when.
        sinds: NaiveDate,
        /// Until when, where it doesn't simply run to the next one.
        #[serde(default)] tot: Option<NaiveDate>,
    }

    /// A contact person of the traject, for a period.
    RegisseurInvoer {
        /// Who, and how to reach them.
        contact: ContactInvoer,
        /// Since when.
        sinds: NaiveDate,
        /// Until when.
        #[serde(default)] tot: Option<NaiveDate>,
    }

    /// Somebody who works on the traject.
    BetrokkeneInvoer {
        /// Who, and how to reach them.
        contact: ContactInvoer,
        /// In which role.
        rol: Rol,
        /// At which organisation.
        organisatie: String,
        /// What they do, in a few words.
        #[serde(default)] taak: Option<String>,
    }

    /// A conversation.
    GesprekInvoer {
        /// What kind.
        soort: GesprekSoort,
        /// When.
        datum: NaiveDate,
    }

    /// Something that somebody does.
    ActieInvoer {
        /// What, in a few words; no notes on health, addiction or crime.
        onderwerp: String,
        /// Who does it.
        eigenaar: String,
        /// When it must be done.
        #[serde(default)] uiterlijk: Option<NaiveDate>,
        /// When it was done.
        #[serde(default)] gedaan_op: Option<NaiveDate>,
        /// Whether the resident sees it.
        zichtbaar_voor_inwoner: bool,
    }

    /// A deadline as the source holds it.
    TermijnInvoer {
        /// Which.
        code: TermijnCode,
        /// When it began.
        start: NaiveDate,
        /// The last day.
        einde: NaiveDate,
        /// When it was met.
        #[serde(default)] gehaald_op: Option<NaiveDate>,
        /// Since when it is suspended (Awb 4:15).
        #[serde(default)] opgeschort_op: Option<NaiveDate>,
        /// When it lapsed.
        #[serde(default)] vervallen_op: Option<NaiveDate>,
    }

    /// A period in which the deadlines with one code don't run (Awb 4:15).
    OpschortingInvoer {
        /// Which deadlines.
        termijn: TermijnCode,
        /// The first day on which they don't run: the day after the one on which the resident was told.
        van: NaiveDate,
        /// The first day on which they run again; absent while no end is known.
        #[serde(default)] tot: Option<NaiveDate>,
        /// Why.
        reden: OpschortingReden,
    }

    /// A beschikking.
    BeschikkingInvoer {
        /// What kind.
        soort: BeschikkingSoort,
        /// When.
        datum: NaiveDate,
    }

    /// A period.
    PeriodeInvoer {
        /// Since when.
        start: NaiveDate,
        /// Until when.
        #[serde(default)] einde: Option<NaiveDate>,
    }

    /// The proposal to the creditors.
    SchuldregelingInvoer {
        /// When it was made.
        #[serde(default)] datum: Option<NaiveDate>,
        /// When it was accepted.
        #[serde(default)] toegekend_op: Option<NaiveDate>,
        /// When it was refused.
        #[serde(default)] afgewezen_op: Option<NaiveDate>,
        /// When it was withdrawn.
        #[serde(default)] ingetrokken_op: Option<NaiveDate>,
        /// Whether a court was asked to impose it (Fw 287a).
        #[serde(default)] dwangakkoord: Option<bool>,
        /// When the court was asked.
        #[serde(default)] dwangakkoord_verzocht_op: Option<NaiveDate>,
    }

    /// The solution.
    OplossingInvoer {
        /// What kind; absent when the source doesn't say.
        #[serde(default)] soort: Option<OplossingSoort>,
        /// Since when.
        #[serde(default)] start: Option<NaiveDate>,
        /// Until when.
        #[serde(default)] einde: Option<NaiveDate>,
        /// Vrij te laten bedrag, whole euros a month.
        #[serde(default)] vtlb: Option<i64>,
    }

    /// Guidance.
    BegeleidingInvoer {
        /// What kind; absent when the source doesn't say.
        #[serde(default)] soort: Option<BegeleidingSoort>,
        /// Since when.
        #[serde(default)] start: Option<NaiveDate>,
        /// Until when.
        #[serde(default)] einde: Option<NaiveDate>,
    }

    /// A moratorium.
    MoratoriumInvoer {
        /// When it was asked.
        #[serde(default)] aangevraagd_op: Option<NaiveDate>,
        /// When it was granted.
        #[serde(default)] toegekend_op: Option<NaiveDate>,
        /// Since when.
        #[serde(default)] start: Option<NaiveDate>,
        /// Until when.
        #[serde(default)] einde: Option<NaiveDate>,
    }

    /// The burden of debt.
    FinancieelInvoer {
        /// Total, whole euros.
        #[serde(default)] totale_schuld: Option<i64>,
        /// Number of creditors.
        #[serde(default)] aantal_schuldeisers: Option<i32>,
        /// The day of these figures.
        #[serde(default)] peildatum: Option<NaiveDate>,
        /// Total at the beginning of the traject, whole euros.
        #[serde(default)] schuld_bij_aanvang: Option<i64>,
        /// The debts one by one, without whom they are owed to: for the owner's own deliveries, told to nobody.
        #[serde(default)] #[graphql(default)] schulden: Vec<SchuldInvoer>,
    }

    /// One debt.
    SchuldInvoer {
        /// How much, whole euros.
        #[serde(default)] bedrag: Option<i64>,
        /// The day of the amount.
        #[serde(default)] peildatum: Option<NaiveDate>,
        /// What kind.
        #[serde(default)] soort: Option<SchuldSoort>,
        /// Whether it is a debt of a business.
        #[serde(default)] zakelijk: Option<bool>,
    }

    /// What is delivered of a traject besides.
    AdministratieInvoer {
        /// CBS code of the municipality that answers for it (`GM0344`).
        #[serde(default)] gemeentecode: Option<String>,
        /// When it began, apart from the application.
        #[serde(default)] startdatum: Option<NaiveDate>,
        /// When it ended, apart from the uitstroom.
        #[serde(default)] einddatum: Option<NaiveDate>,
        /// When debt relief was granted.
        #[serde(default)] toegekend_op: Option<NaiveDate>,
    }

    /// Aftercare.
    NazorgInvoer {
        /// Since when.
        start: NaiveDate,
        /// Until when.
        #[serde(default)] einde: Option<NaiveDate>,
        /// With which products.
        #[serde(default)] #[graphql(default)] producten: Vec<NazorgProduct>,
    }

    /// How a traject ended.
    UitstroomInvoer {
        /// When.
        datum: NaiveDate,
        /// Why.
        reden: UitstroomReden,
    }
}

/// The most euros that a figure can say: what a GraphQL `Int` holds.
const MOST_EUROS: i64 = 2_147_483_647;

fn is_amount(euros: i64) -> bool {
    (0..=MOST_EUROS).contains(&euros)
}

impl RegisseurInvoer {
    pub(super) fn check(&self, field: &str, faults: &mut Faults) {
        self.contact.check(&format!("{field}.contact"), faults);
        faults.check_period(format!("{field}.tot"), Some(self.sinds), self.tot);
    }
}

impl BetrokkeneInvoer {
    pub(super) fn check(&self, field: &str, faults: &mut Faults) {
        self.contact.check(&format!("{field}.contact"), faults);
        faults.check_text(format!("{field}.organisatie"), &self.organisatie, 200);
        faults.check_optional(format!("{field}.taak"), self.taak.as_deref(), 200);
    }
}

impl ActieInvoer {
    pub(super) fn check(&self, field: &str, faults: &mut Faults) {
        faults.check_text(format!("{field}.onderwerp"), &self.onderwerp, 200);
        faults.check_text(format!("{field}.eigenaar"), &self.eigenaar, 200);
    }
}

impl OplossingInvoer {
    pub(super) fn check(&self, faults: &mut Faults) {
        faults.check_period("oplossing.einde", self.start, self.einde);
        let in_range = self.vtlb.is_none_or(is_amount);
        faults.require(in_range, "oplossing.vtlb", "ligt buiten het bereik");
    }
}

impl FinancieelInvoer {
    pub(super) fn check(&self, faults: &mut Faults) {
        let in_range = self.totale_schuld.is_none_or(is_amount);
        faults.require(in_range, "financieel.totaleSchuld", "ligt buiten het bereik");
        let at_start = self.schuld_bij_aanvang.is_none_or(is_amount);
        faults.require(at_start, "financieel.schuldBijAanvang", "ligt buiten het bereik");
        faults.check_count("financieel.schulden", self.schulden.len(), 1000);
        for (index, schuld) in self.schulden.iter().enumerate() {
            let field = format!("financieel.schulden.{index}.bedrag");
            faults.require(
                schuld.bedrag.is_none_or(is_amount),
                field,
                "ligt buiten het bereik",
            );
        }
        let counted = self.aantal_schuldeisers.is_none_or(|count| count >= 0);
        faults.require(counted, "financieel.aantalSchuldeisers", "is kleiner dan nul");
    }
}

impl AdministratieInvoer {
    pub(super) fn check(&self, faults: &mut Faults) {
        if let Some(code) = &self.gemeentecode {
            let is_code =
                (1..=10).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
            faults.require(is_code, "administratie.gemeentecode", "is geen gemeentecode");
        }
        faults.check_period("administratie.einddatum", self.startdatum, self.einddatum);
    }
}
