//! How something is said: who speaks, how it is shown, until when it holds. The same questions stand on several pages.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::{Value, json};

use super::super::{
    ask::InputFault,
    dates,
    form::{Faults, Fields},
    texts::Texts,
};

/// Which pages the words stand on; the words themselves, in their language, are told by a hash of them.
const TEXT_VERSION: &str = "console-1";
/// Who can speak.
const GEGEVEN_DOOR: [&str; 3] = ["INWONER", "WETTELIJK_VERTEGENWOORDIGER", "OUDER"];
/// How consent can be given.
const BEWIJZEN: [&str; 3] = ["GESPREK", "HANDTEKENING", "DIGITAAL"];

const USUAL_DAYS: u32 = 365;

/// What was filled in, as it was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct How {
    pub(super) tot: String,
    pub(super) gegeven_door: String,
    pub(super) bewijs: String,
    pub(super) kenmerk: String,
    pub(super) plaats: String,
}

/// Something to choose.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
    pub(super) note: String,
    pub(super) is_chosen: bool,
}

/// One of several.
pub(super) struct Radios {
    pub(super) name: &'static str,
    pub(super) legend: String,
    pub(super) choices: Vec<Choice>,
}

impl How {
    /// What most often is right: said by the resident, in the conversation, for a year.
    pub(super) fn new(now: DateTime<Utc>, longest: Option<u32>) -> Self {
        Self {
            tot: dates::typed(usual_end(now, longest)),
            gegeven_door: "INWONER".to_owned(),
            bewijs: "GESPREK".to_owned(),
            ..Self::default()
        }
    }

    /// The same, but until this last day where that is later: what is confirmed again doesn't end sooner by itself.
    pub(super) fn at_least_until(self, last: Option<NaiveDate>) -> Self {
        match (last, dates::read(&self.tot)) {
            (Some(last), Some(usual)) if last > usual => Self {
                tot: dates::typed(last),
                ..self
            },
            _ => self,
        }
    }

    /// Reads what was sent.
    pub(super) fn read(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            tot: text("tot"),
            gegeven_door: text("gegeven_door"),
            bewijs: text("bewijs"),
            kenmerk: text("kenmerk"),
            plaats: text("plaats"),
        }
    }

    /// All of it, to travel along with the page that asks for confirmation.
    pub(super) fn hidden(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("tot", self.tot.as_str()),
            ("gegeven_door", &self.gegeven_door),
            ("bewijs", &self.bewijs),
            ("kenmerk", &self.kenmerk),
            ("plaats", &self.plaats),
        ]
    }

    /// The evidence, as the register takes it.
    pub(super) fn bewijs_invoer(&self, t: &Texts) -> Value {
        json!({
            "soort": self.bewijs, "tekstversie": TEXT_VERSION, "taal": t.language(), "hash": t.hash_of_what_is_read_aloud(),
            "plaats": given(&self.plaats),
        })
    }

    /// The reference of who speaks for the resident.
    pub(super) fn kenmerk_invoer(&self) -> Option<&str> {
        given(&self.kenmerk)
    }

    /// Who speaks, and the reference where it isn't the resident.
    pub(super) fn check_speaker(&self, t: &Texts, faults: &mut Faults) {
        if !GEGEVEN_DOOR.contains(&self.gegeven_door.as_str()) {
            faults.add("gegeven_door", t.say("verlenen.gegeven_door_leeg"));
        } else if self.gegeven_door != "INWONER" && self.kenmerk.is_empty() {
            faults.add("kenmerk", t.say("verlenen.kenmerk_leeg"));
        }
    }

    /// How it is shown.
    pub(super) fn check_evidence(&self, t: &Texts, faults: &mut Faults) {
        if !BEWIJZEN.contains(&self.bewijs.as_str()) {
            faults.add("bewijs", t.say("verlenen.bewijs_leeg"));
        } else if self.bewijs != "GESPREK" && self.plaats.is_empty() {
            faults.add("plaats", t.say("verlenen.plaats_leeg"));
        }
    }

    /// Until when it holds (exclusive): today at the earliest, and no longer than so many days.
    pub(super) fn check_period(
        &self,
        t: &Texts,
        longest: Option<u32>,
        now: DateTime<Utc>,
        faults: &mut Faults,
    ) -> Option<DateTime<Utc>> {
        if self.tot.is_empty() {
            faults.add("tot", t.say("verlenen.tot_leeg"));
            return None;
        }
        let today = dates::today(now);
        let Some(day) = dates::read(&self.tot) else {
            faults.add("tot", t.say_with("verlenen.tot_onleesbaar", dates::typed(today)));
            return None;
        };
        if day < today {
            faults.add("tot", t.say("verlenen.tot_voorbij"));
            return None;
        }
        let last =
            longest.and_then(|days| today.checked_add_days(Days::new(u64::from(days.saturating_sub(1)))));
        if let Some(last) = last.filter(|last| day > *last) {
            faults.add("tot", t.say_with("verlenen.tot_te_lang", dates::typed(last)));
            return None;
        }
        dates::end_of(day)
    }

    /// Who can speak.
    pub(super) fn speakers(&self, t: &Texts, legend: &str) -> Radios {
        radios(t, ("gegeven_door", legend), &GEGEVEN_DOOR, &self.gegeven_door)
    }

    /// Who can speak, and how it can be shown.
    pub(super) fn radios(&self, t: &Texts) -> Vec<Radios> {
        vec![
            self.speakers(t, "verlenen.gegeven_door"),
            radios(t, ("bewijs", "verlenen.bewijs"), &BEWIJZEN, &self.bewijs),
        ]
    }

    /// All of it in words, to be read aloud.
    pub(super) fn facts(&self, t: &Texts, tot: DateTime<Utc>) -> Vec<(String, String)> {
        let fact = |key: &str, value: &str| (t.say(key).to_owned(), value.to_owned());
        let mut facts = vec![
            fact("verlenen.feit_tot", &dates::last_day(t, tot)),
            fact("verlenen.feit_door", t.say_of("gegeven_door", &self.gegeven_door)),
            fact("verlenen.feit_bewijs", t.say_of("bewijs", &self.bewijs)),
        ];
        if !self.kenmerk.is_empty() {
            facts.push(fact("verlenen.feit_kenmerk", &self.kenmerk));
        }
        if !self.plaats.is_empty() {
            facts.push(fact("verlenen.feit_plaats", &self.plaats));
        }
        facts
    }
}

/// What the register finds wrong, each at the field of the form that it names; at what is said as a
/// whole where the form has no such field.
pub(super) fn faults_of(t: &Texts, told: Vec<InputFault>, asks_doel: bool) -> Faults {
    let mut faults = Faults::default();
    for fault in told {
        let field = match fault.field.as_str() {
            "geldigTot" | "geldigVan" => "tot",
            "gegevenDoorKenmerk" => "kenmerk",
            "bewijs.plaats" => "plaats",
            "doel" if asks_doel => "doel",
            _ => "inhoud-van",
        };
        faults.add(
            field,
            t.say_with("verlenen.door_hub", t.say_register(&fault.reason)),
        );
    }
    faults
}

/// An example of a last day.
pub(super) fn example_of_end(t: &Texts, now: DateTime<Utc>) -> String {
    t.say_with("verlenen.tot_uitleg", dates::typed(usual_end(now, None)))
}

fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// The last day that is offered.
fn usual_end(now: DateTime<Utc>, longest: Option<u32>) -> NaiveDate {
    let days = USUAL_DAYS.min(longest.unwrap_or(USUAL_DAYS)).saturating_sub(1);
    let today = dates::today(now);
    today
        .checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(today)
}

fn radios(t: &Texts, (name, legend): (&'static str, &str), words: &[&str], chosen: &str) -> Radios {
    let choice = |word: &&str| Choice {
        value: (*word).to_owned(),
        text: t.say_of(name, word).to_owned(),
        note: String::new(),
        is_chosen: *word == chosen,
    };
    Radios {
        name,
        legend: t.say(legend).to_owned(),
        choices: words.iter().map(choice).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::texts::Catalogue;

    fn texts() -> Texts {
        Catalogue::read(None).unwrap().dutch()
    }

    fn now() -> DateTime<Utc> {
        // Past midnight in the Netherlands, not yet in UTC.
        "2026-06-14T22:30:00Z".parse().unwrap()
    }

    /// The moment at which it ends, or what is said about the day.
    fn period(tot: &str, longest: Option<u32>) -> Result<String, String> {
        let how = How {
            tot: tot.to_owned(),
            ..How::default()
        };
        let mut faults = Faults::default();
        let end = how.check_period(&texts(), longest, now(), &mut faults);
        end.map(|end| end.to_rfc3339())
            .ok_or_else(|| faults.at("tot").unwrap_or_default().to_owned())
    }

    #[test]
    fn a_day_counts_to_its_end_in_the_netherlands_and_within_the_longest_period() {
        assert_eq!(
            period("15-6-2026", None),
            Ok("2026-06-15T22:00:00+00:00".to_owned())
        );
        assert_eq!(
            period("24-6-2026", Some(10)),
            Ok("2026-06-24T22:00:00+00:00".to_owned())
        );
        for (tot, said) in [
            ("", "Vul in"),
            ("14-6-2026", "voorbij"),
            ("25-6-2026", "ten hoogste 24-6-2026"),
            ("morgen", "Bijvoorbeeld 15-6-2026"),
            ("31-2-2027", "Bijvoorbeeld 15-6-2026"),
        ] {
            let fault = period(tot, Some(10)).unwrap_err();
            assert!(fault.contains(said), "{tot}: {fault}");
        }
    }

    #[test]
    fn what_is_offered_is_within_the_longest_period() {
        for longest in [None, Some(1), Some(30), Some(365), Some(2000)] {
            let how = How::new(now(), longest);
            assert!(period(&how.tot, longest).is_ok(), "{longest:?} {}", how.tot);
        }
    }

    #[test]
    fn who_speaks_for_a_resident_has_a_reference_and_only_known_words_count() {
        let faults = |gegeven_door: &str, kenmerk: &str, [bewijs, plaats]: [&str; 2]| {
            let how = How {
                gegeven_door: gegeven_door.to_owned(),
                kenmerk: kenmerk.to_owned(),
                bewijs: bewijs.to_owned(),
                plaats: plaats.to_owned(),
                ..How::default()
            };
            let mut faults = Faults::default();
            how.check_speaker(&texts(), &mut faults);
            how.check_evidence(&texts(), &mut faults);
            faults
                .all()
                .iter()
                .map(|fault| fault.field.clone())
                .collect::<Vec<_>>()
        };
        assert!(faults("INWONER", "", ["GESPREK", ""]).is_empty());
        assert!(faults("OUDER", "akte 1", ["HANDTEKENING", "kast 3"]).is_empty());
        assert_eq!(faults("INWONER", "", ["HANDTEKENING", ""]), ["plaats"]);
        assert_eq!(faults("INWONER", "", ["DIGITAAL", ""]), ["plaats"]);
        assert_eq!(faults("OUDER", "", ["EED", ""]), ["kenmerk", "bewijs"]);
        assert_eq!(faults("PAUS", "", ["", ""]), ["gegeven_door", "bewijs"]);
    }

    #[test]
    fn each_fault_of_the_register_stands_at_the_field_that_it_is_about() {
        let told = [
            "geldigTot",
            "gegevenDoorKenmerk",
            "bewijs.plaats",
            "doel",
            "delen.0",
        ]
        .map(|field| InputFault {
            field: field.to_owned(),
            reason: "klopt niet".to_owned(),
        });
        let faults = faults_of(&texts(), told.to_vec(), true);
        let fields = |faults: &Faults| -> Vec<String> {
            faults.all().iter().map(|fault| fault.field.clone()).collect()
        };
        assert_eq!(
            fields(&faults),
            ["tot", "kenmerk", "plaats", "doel", "inhoud-van"]
        );
        let of_bundle = faults_of(&texts(), told.to_vec(), false);
        assert_eq!(
            fields(&of_bundle),
            ["tot", "kenmerk", "plaats", "inhoud-van", "inhoud-van"]
        );
        assert!(faults.all().iter().all(|fault| fault.text.contains("klopt niet")));
    }
}
