use std::collections::BTreeSet;

use schakel::domain::Gegevensgroep;
use serde_json::Value;

use super::ask::Answer;

/// Where each group stands in an answer that uses no aliases.
const PLACES: [(&str, &str, Gegevensgroep); 17] = [
    ("trajecten", "loopt", Gegevensgroep::TrajectLoopt),
    ("trajecten", "contact", Gegevensgroep::TrajectContact),
    ("trajecten", "fase", Gegevensgroep::TrajectFase),
    ("trajecten", "termijnen", Gegevensgroep::TrajectTermijnen),
    ("trajecten", "betrokkenen", Gegevensgroep::TrajectBetrokkenen),
    ("trajecten", "afspraken", Gegevensgroep::TrajectAfspraken),
    ("trajecten", "besluiten", Gegevensgroep::TrajectBesluiten),
    ("trajecten", "financieel", Gegevensgroep::TrajectFinancieel),
    ("trajecten", "nazorg", Gegevensgroep::TrajectNazorg),
    ("srw", "status", Gegevensgroep::SrwStatus),
    ("srw", "contact", Gegevensgroep::SrwContact),
    ("srw", "terugkoppeling", Gegevensgroep::SrwTerugkoppeling),
    ("srw", "inhoud", Gegevensgroep::SrwInhoud),
    ("buurtteams", "status", Gegevensgroep::BuurtteamStatus),
    ("buurtteams", "contact", Gegevensgroep::BuurtteamContact),
    ("buurtteams", "doelen", Gegevensgroep::BuurtteamDoelen),
    ("buurtteams", "leefgebieden", Gegevensgroep::BuurtteamLeefgebieden),
];

/// Which groups the answers showed and withheld: three answers of nothing are alike too.
#[derive(Debug, Default)]
pub struct Disclosed {
    shown: BTreeSet<Gegevensgroep>,
    withheld: BTreeSet<Gegevensgroep>,
}

impl Disclosed {
    /// Notes one answer.
    pub fn note(&mut self, answer: &Answer) {
        let withheld = answer
            .told()
            .into_iter()
            .filter_map(|told| Gegevensgroep::from_word(&told.groep?));
        self.withheld.extend(withheld);
        self.look(answer.data());
    }

    fn look(&mut self, value: &Value) {
        for (list, field, groep) in PLACES {
            let items = value[list].as_array().into_iter().flatten();
            if items.map(|item| &item[field]).any(has_something) {
                self.shown.insert(groep);
            }
        }
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.look(item)),
            Value::Object(fields) => fields.values().for_each(|field| self.look(field)),
            _ => {}
        }
    }

    /// Fails unless every group was shown to somebody and withheld from somebody.
    pub fn assert_all_groups_both_ways(&self) {
        let all: BTreeSet<Gegevensgroep> = Gegevensgroep::ALL.iter().copied().collect();
        assert_eq!(self.shown, all, "not every group was shown");
        assert_eq!(self.withheld, all, "not every group was withheld");
    }
}

fn has_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        _ => true,
    }
}
