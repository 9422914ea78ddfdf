use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Europe::Amsterdam;
use figment::{
    Figment,
    providers::{Format, Toml},
};
use serde::Deserialize;

use super::super::types::{GegevenDoor, ToestemmingStatus};
use crate::domain::{Doel, Gegevensgroep};

/// The languages in which a resident gets a receipt, the first one where another is asked.
const FILES: [(&str, &str); 1] = [("nl", include_str!("../../../../assets/teksten/nl.toml"))];

static TEKSTEN: LazyLock<HashMap<&'static str, Teksten>> = LazyLock::new(|| {
    let read = |(taal, text): (&'static str, &str)| match Teksten::read(text) {
        Ok(teksten) => Some((taal, teksten)),
        Err(error) => {
            tracing::error!(%taal, %error, "the words of the receipt cannot be read");
            None
        }
    };
    FILES.into_iter().filter_map(read).collect()
});

/// The words of the receipt in one language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Teksten {
    pub(super) taal: String,
    pub(super) titel: String,
    pub(super) inleiding: String,
    pub(super) gesproken: String,
    pub(super) vastgelegd: String,
    pub(super) gegeven_door_kop: String,
    pub(super) wie_ziet_wat: String,
    pub(super) mag_zien: String,
    pub(super) het_volgende: String,
    pub(super) waarvoor: String,
    pub(super) vanaf: String,
    pub(super) tot: String,
    pub(super) status: String,
    pub(super) niets_over: String,
    pub(super) stoppen: String,
    pub(super) stoppen_uitleg: String,
    pub(super) code_bewaard: String,
    pub(super) stoppen_gevolg: String,
    pub(super) rechten: String,
    pub(super) rechten_lijst: Vec<String>,
    pub(super) kenmerk: String,
    pub(super) tekstversie: String,
    pub(super) intrekken_voor_machine: String,
    maanden: [String; 12],
    gegeven_door: BTreeMap<GegevenDoor, String>,
    statussen: BTreeMap<ToestemmingStatus, String>,
    doelen: BTreeMap<Doel, String>,
    groepen: BTreeMap<Gegevensgroep, String>,
}

impl Teksten {
    /// The words in this language (BCP 47), or else in Dutch.
    pub fn of(taal: Option<&str>) -> Option<&'static Self> {
        let language = taal.and_then(|taal| taal.split('-').next());
        let named = language.and_then(|language| TEKSTEN.get(language));
        named.or_else(|| TEKSTEN.get("nl"))
    }

    fn read(text: &str) -> Result<Self, Box<figment::Error>> {
        Figment::from(Toml::string(text)).extract().map_err(Box::new)
    }

    /// A day in the Netherlands, written out.
    pub(super) fn dag(&self, moment: &DateTime<Utc>) -> String {
        let day = moment.with_timezone(&Amsterdam).date_naive();
        let month = self.maanden.get(day.month0() as usize);
        format!(
            "{} {} {}",
            day.day(),
            month.map_or("", String::as_str),
            day.year()
        )
    }

    pub(super) fn groep(&self, groep: &Gegevensgroep) -> &str {
        self.groepen.get(groep).map_or(groep.word(), String::as_str)
    }

    pub(super) fn doel(&self, doel: &Doel) -> &str {
        self.doelen.get(doel).map_or(doel.word(), String::as_str)
    }

    pub(super) fn status_van(&self, status: &ToestemmingStatus) -> &str {
        self.statussen.get(status).map_or(status.word(), String::as_str)
    }

    pub(super) fn gegeven_door(&self, wie: &Option<GegevenDoor>) -> Option<&str> {
        self.gegeven_door.get(wie.as_ref()?).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_its_words_in_every_language() {
        for (taal, text) in FILES {
            let teksten = Teksten::read(text).unwrap_or_else(|error| panic!("{taal}: {error}"));
            assert_eq!(teksten.taal, taal);
            for groep in Gegevensgroep::ALL {
                assert!(teksten.groepen.contains_key(groep), "{taal}: {groep}");
            }
            for doel in Doel::ALL {
                assert!(teksten.doelen.contains_key(doel), "{taal}: {doel}");
            }
            for status in ToestemmingStatus::ALL {
                assert!(teksten.statussen.contains_key(status), "{taal}: {status}");
            }
            for wie in GegevenDoor::ALL {
                assert!(teksten.gegeven_door.contains_key(wie), "{taal}: {wie}");
            }
        }
    }

    #[test]
    fn another_language_is_told_in_dutch() {
        for taal in [None, Some("nl"), Some("nl-NL"), Some("xx")] {
            assert_eq!(Teksten::of(taal).unwrap().taal, "nl");
        }
    }

    #[test]
    fn a_day_is_that_of_the_netherlands() {
        let teksten = Teksten::of(None).unwrap();
        assert_eq!(
            teksten.dag(&"2026-06-14T22:30:00Z".parse().unwrap()),
            "15 juni 2026"
        );
        assert_eq!(
            teksten.dag(&"2026-12-31T22:59:59Z".parse().unwrap()),
            "31 december 2026"
        );
    }
}
