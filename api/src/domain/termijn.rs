use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Gegevensgroep, RecordSoort, Rol, words};

words! {
    /// A deadline by its code.
    TermijnCode {
        /// First conversation (Wgs 4 lid 1).
        EersteGesprek = "EERSTE_GESPREK",
        /// First conversation under threat (Wgs 4 lid 2).
        EersteGesprekBedreigend = "EERSTE_GESPREK_BEDREIGEND",
        /// First conversation, urgent: a local norm.
        EersteGesprekUrgent = "EERSTE_GESPREK_URGENT",
        /// The decision on admission (Wgs 4a).
        Beschikking = "BESCHIKKING",
        /// The plan of approach (Wgs 4a).
        PlanVanAanpak = "PLAN_VAN_AANPAK",
        /// The proposal to creditors (NVVK norm).
        Schuldregeling = "SCHULDREGELING",
        /// The length of a minnelijke solution.
        LooptijdMsnp = "LOOPTIJD_MSNP",
        /// The length of a statutory solution.
        LooptijdWsnp = "LOOPTIJD_WSNP",
        /// The length of a moratorium.
        Moratorium = "MORATORIUM",
        /// Feedback by the sociaal raadslieden.
        TerugkoppelingSrw = "TERUGKOPPELING_SRW",
        /// Re-confirmation of a grant.
        ToestemmingHerbevestiging = "TOESTEMMING_HERBEVESTIGING",
    }
}

impl TermijnCode {
    /// The group that tells of it; `None` for one of a consent, which is no record. A deadline that only runs because something was
    /// decided is told with what was decided.
    pub const fn groep(self) -> Option<Gegevensgroep> {
        match self {
            Self::EersteGesprek
            | Self::EersteGesprekBedreigend
            | Self::EersteGesprekUrgent
            | Self::Beschikking
            | Self::PlanVanAanpak
            | Self::Schuldregeling
            | Self::LooptijdWsnp => Some(Gegevensgroep::TrajectTermijnen),
            Self::LooptijdMsnp | Self::Moratorium => Some(Gegevensgroep::TrajectBesluiten),
            Self::TerugkoppelingSrw => Some(Gegevensgroep::SrwStatus),
            Self::ToestemmingHerbevestiging => None,
        }
    }

    /// In which kind of record it is counted; `None` for one of a consent, which is no record.
    pub const fn record_soort(self) -> Option<RecordSoort> {
        match self {
            Self::EersteGesprek
            | Self::EersteGesprekBedreigend
            | Self::EersteGesprekUrgent
            | Self::Beschikking
            | Self::PlanVanAanpak
            | Self::Schuldregeling
            | Self::LooptijdMsnp
            | Self::LooptijdWsnp
            | Self::Moratorium => Some(RecordSoort::Traject),
            Self::TerugkoppelingSrw => Some(RecordSoort::SrwDossier),
            Self::ToestemmingHerbevestiging => None,
        }
    }
}

words! {
    /// The unit in which a deadline is counted.
    Eenheid {
        /// Hours: exact, from moment to moment.
        Uren = "UREN",
        /// Days that are no Saturday, Sunday or public holiday.
        Werkdagen = "WERKDAGEN",
        /// Days of the calendar.
        Dagen = "DAGEN",
        /// Weeks.
        Weken = "WEKEN",
        /// Months: to the same day of the month, or its last day.
        Maanden = "MAANDEN",
        /// Years.
        Jaren = "JAREN",
    }
}

words! {
    /// What a deadline rests on.
    TermijnSoort {
        /// A law: the Algemene termijnenwet extends it.
        Wet = "WET",
        /// A rule of the municipality.
        Lokaal = "LOKAAL",
        /// A norm of the profession.
        Norm = "NORM",
        /// An agreement.
        Afspraak = "AFSPRAAK",
    }
}

words! {
    /// What makes a deadline start.
    Startgebeurtenis {
        /// The resident applied.
        Aanmelding = "AANMELDING",
        /// A crisis became known: eviction, cut-off of gas, water, power or heat, end of health insurance.
        CrisisBekend = "CRISIS_BEKEND",
        /// The first conversation took place.
        EersteGesprek = "EERSTE_GESPREK",
        /// The proposal to the creditors began.
        StartSchuldregeling = "START_SCHULDREGELING",
        /// An amicable debt restructuring began to run.
        StartMsnp = "START_MSNP",
        /// The court admitted the resident to the Wsnp.
        ToelatingWsnp = "TOELATING_WSNP",
        /// A moratorium was granted.
        MoratoriumToegekend = "MORATORIUM_TOEGEKEND",
        /// The sociaal raadslieden accepted a referral.
        VerwijzingGeaccepteerd = "VERWIJZING_GEACCEPTEERD",
        /// A resident consented, or confirmed it again.
        ToestemmingVerleend = "TOESTEMMING_VERLEEND",
    }
}

impl Startgebeurtenis {
    /// In which kind of record it is found; `None` of what happens in the register.
    pub const fn record_soort(self) -> Option<RecordSoort> {
        match self {
            Self::Aanmelding
            | Self::CrisisBekend
            | Self::EersteGesprek
            | Self::StartSchuldregeling
            | Self::StartMsnp
            | Self::ToelatingWsnp
            | Self::MoratoriumToegekend => Some(RecordSoort::Traject),
            Self::VerwijzingGeaccepteerd => Some(RecordSoort::SrwDossier),
            Self::ToestemmingVerleend => None,
        }
    }
}

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Duur {
    /// How many, at least one.
    pub aantal: u16,
    /// Of what.
    pub eenheid: Eenheid,
}

/// Days in the shortest month.
const SHORT_MONTH: u32 = 28;

impl Duur {
    /// So many days of the calendar at the least, each month taken as a short one.
    pub fn least_days(self) -> u32 {
        let aantal = u32::from(self.aantal);
        match self.eenheid {
            Eenheid::Uren => aantal / 24,
            Eenheid::Werkdagen | Eenheid::Dagen => aantal,
            Eenheid::Weken => 7 * aantal,
            Eenheid::Maanden => SHORT_MONTH * aantal,
            Eenheid::Jaren => 12 * SHORT_MONTH * aantal,
        }
    }
}

/// How a municipality counts one kind of deadline, for those that start in a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Termijnregel {
    /// Which deadline.
    pub code: TermijnCode,
    /// CBS code of the municipality (`GM0344`).
    pub gemeente: String,
    /// What makes it start.
    pub start: Startgebeurtenis,
    /// Its length.
    pub duur: Duur,
    /// What it rests on; only a statutory one is extended past weekends and public holidays.
    pub soort: TermijnSoort,
    /// The law and article, the norm or the agreement, in words.
    pub grondslag: String,
    /// How long before its end people are warned.
    pub waarschuw_vooraf: Duur,
    /// Who is warned.
    pub waarschuw: BTreeSet<Rol>,
    /// The first day on which a deadline starts that is counted so.
    pub geldig_van: NaiveDate,
    /// The first day on which it isn't any more; `None` while no end is known.
    #[serde(default)]
    pub geldig_tot: Option<NaiveDate>,
}

impl Termijnregel {
    /// Whether a deadline that starts on this day is counted so.
    pub fn holds_on(&self, start: NaiveDate) -> bool {
        self.geldig_van <= start && self.geldig_tot.is_none_or(|end| start < end)
    }
}
