use chrono::{DateTime, Days, NaiveDate, Utc};

use super::super::super::{dates, form::Fields};
use crate::domain::Gegevensgroep;

/// In the address: no bundle, everything chosen by hand.
pub(super) const SELF: &str = "zelf";
/// The version of the words that are read aloud: it changes with them.
pub(super) const TEXT_VERSION: &str = "console-1";
/// Who can give consent.
pub(super) const GEGEVEN_DOOR: [&str; 3] = ["INWONER", "WETTELIJK_VERTEGENWOORDIGER", "OUDER"];
/// How consent can be given.
pub(super) const BEWIJZEN: [&str; 3] = ["GESPREK", "HANDTEKENING", "DIGITAAL"];

const USUAL_DAYS: u32 = 365;

/// What was filled in, as it was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) ontvanger: String,
    pub(super) groepen: Vec<String>,
    pub(super) doel: String,
    pub(super) tot: String,
    pub(super) gegeven_door: String,
    pub(super) bewijs: String,
    pub(super) kenmerk: String,
    pub(super) plaats: String,
}

impl Draft {
    /// What most often is right: given by the resident, in the conversation, for a year.
    pub(super) fn new(now: DateTime<Utc>, longest: Option<u32>) -> Self {
        Self {
            tot: dates::typed(usual_end(now, longest)),
            gegeven_door: "INWONER".to_owned(),
            bewijs: "GESPREK".to_owned(),
            ..Self::default()
        }
    }

    /// Reads what was sent.
    pub(super) fn read(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            ontvanger: text("ontvanger"),
            groepen: fields.all("groep").map(str::to_owned).collect(),
            doel: text("doel"),
            tot: text("tot"),
            gegeven_door: text("gegeven_door"),
            bewijs: text("bewijs"),
            kenmerk: text("kenmerk"),
            plaats: text("plaats"),
        }
    }

    /// All of it, to travel along with the page that asks for confirmation.
    pub(super) fn hidden(&self) -> Vec<(&'static str, &str)> {
        let mut fields = vec![
            ("ontvanger", self.ontvanger.as_str()),
            ("doel", &self.doel),
            ("tot", &self.tot),
            ("gegeven_door", &self.gegeven_door),
            ("bewijs", &self.bewijs),
            ("kenmerk", &self.kenmerk),
            ("plaats", &self.plaats),
        ];
        fields.extend(self.groepen.iter().map(|groep| ("groep", groep.as_str())));
        fields
    }
}

/// The last day that is offered.
pub(super) fn usual_end(now: DateTime<Utc>, longest: Option<u32>) -> NaiveDate {
    let days = USUAL_DAYS.min(longest.unwrap_or(USUAL_DAYS)).saturating_sub(1);
    let today = dates::today(now);
    today
        .checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(today)
}

/// The name of one group of one owner in a form.
pub(super) fn group_value(bronhouder: &str, groep: Gegevensgroep) -> String {
    format!("{bronhouder}_{groep}")
}

/// At which field of the form the register's fault stands.
pub(super) fn field_of(invoer: &str) -> &'static str {
    match invoer {
        "geldigTot" | "geldigVan" => "tot",
        "gegevenDoorKenmerk" => "kenmerk",
        "bewijs.plaats" => "plaats",
        "doel" => "doel",
        _ => "inhoud-van",
    }
}
