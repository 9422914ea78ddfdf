use chrono::NaiveDate;

use super::{
    super::super::{dates, icons::Icon, texts::Texts},
    asked::{Beeld, Trajectbeeld},
};

/// Something that is still to be done, or to come.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// By when, or on which day.
    pub(super) dag: String,
    /// What.
    pub(super) wat: String,
    /// Whether that is in the words of who helps, who write Dutch.
    pub(super) is_written: bool,
    /// Who does it.
    pub(super) wie: String,
    /// Whether the day has passed.
    pub(super) is_late: bool,
    icon: Icon,
    sort: NaiveDate,
}

impl Step {
    pub(super) fn icon(&self) -> &'static str {
        self.icon.svg()
    }
}

/// What comes next, the first of it first; what has no day comes last.
pub(super) fn of(t: &Texts, beeld: &Beeld, today: NaiveDate) -> Vec<Step> {
    let mut steps: Vec<Step> = beeld
        .trajecten()
        .flat_map(|traject| {
            let deadlines = deadlines(t, traject, today);
            deadlines
                .chain(talks(t, traject, today))
                .chain(actions(t, traject, today))
        })
        .collect();
    steps.sort_by_key(|step| step.sort);
    steps
}

fn deadlines(t: &Texts, traject: &Trajectbeeld, today: NaiveDate) -> impl Iterator<Item = Step> {
    // Those that run because of a decision stand with it.
    let decided = traject
        .besluiten
        .iter()
        .flat_map(|besluiten| &besluiten.termijnen);
    let termijnen = traject.termijnen.iter().flatten().chain(decided);
    let open = termijnen.filter(|termijn| {
        matches!(
            termijn.toestand.as_str(),
            "LOPEND" | "NADERT" | "OVERSCHREDEN" | "OPGESCHORT"
        )
    });
    open.map(move |termijn| {
        let is_paused = termijn.toestand == "OPGESCHORT";
        Step {
            dag: match termijn.einde {
                Some(einde) => t.say_with("traject.uiterlijk", dates::written(t, einde)),
                None => t.say("traject.ligt_stil").to_owned(),
            },
            wat: t.say_of("wat_dan", &termijn.code).to_owned(),
            is_written: false,
            wie: traject.partij.naam.clone(),
            is_late: !is_paused && termijn.einde.is_some_and(|einde| einde < today),
            icon: Icon::Clock,
            sort: termijn.einde.unwrap_or(NaiveDate::MAX),
        }
    })
}

fn talks(t: &Texts, traject: &Trajectbeeld, today: NaiveDate) -> impl Iterator<Item = Step> {
    let gesprekken = traject
        .afspraken
        .iter()
        .flat_map(|afspraken| &afspraken.gesprekken);
    let coming = gesprekken.filter(move |gesprek| gesprek.datum >= today);
    coming.map(move |gesprek| Step {
        dag: dates::written(t, gesprek.datum),
        wat: t.say_of("gesprek", &gesprek.soort).to_owned(),
        is_written: false,
        wie: traject.partij.naam.clone(),
        is_late: false,
        icon: Icon::Talk,
        sort: gesprek.datum,
    })
}

/// What isn't meant for the resident's eyes isn't on the sheet.
fn actions(t: &Texts, traject: &Trajectbeeld, today: NaiveDate) -> impl Iterator<Item = Step> {
    let acties = traject.afspraken.iter().flat_map(|afspraken| &afspraken.acties);
    let open = acties.filter(|actie| actie.zichtbaar_voor_inwoner && actie.gedaan_op.is_none());
    open.map(move |actie| Step {
        dag: match actie.uiterlijk {
            Some(dag) => t.say_with("traject.uiterlijk", dates::written(t, dag)),
            None => t.say("traject.geen_dag").to_owned(),
        },
        wat: actie.onderwerp.clone(),
        is_written: true,
        wie: actie.eigenaar.clone(),
        is_late: actie.uiterlijk.is_some_and(|dag| dag < today),
        icon: Icon::Tick,
        sort: actie.uiterlijk.unwrap_or(NaiveDate::MAX),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::console::texts::Catalogue;

    fn steps(afspraken: serde_json::Value, termijnen: serde_json::Value) -> Vec<Step> {
        let beeld: Beeld = serde_json::from_value(json!({"trajecten": [{
            "partij": {"id": "p", "naam": "Gemeente"}, "afspraken": afspraken, "termijnen": termijnen,
        }]}))
        .unwrap();
        let t = Catalogue::read(None).unwrap().dutch();
        of(&t, &beeld, NaiveDate::from_ymd_opt(2026, 6, 15).unwrap())
    }

    #[test]
    fn what_is_done_or_not_for_the_resident_is_not_told() {
        let actie = |done: Option<&str>, visible: bool| json!({"onderwerp": "x", "eigenaar": "y", "gedaanOp": done, "zichtbaarVoorInwoner": visible});
        let acties = [actie(None, false), actie(Some("2026-06-01"), true)];
        let afspraken =
            json!({"gesprekken": [{"soort": "HUISBEZOEK", "datum": "2026-06-14"}], "acties": acties});
        assert_eq!(steps(afspraken, json!(null)), []);
    }

    #[test]
    fn what_comes_first_stands_first_and_what_is_late_is_said() {
        let afspraken = json!({
            "gesprekken": [{"soort": "AANBODGESPREK", "datum": "2026-06-15"}],
            "acties": [{"onderwerp": "post", "eigenaar": "u", "zichtbaarVoorInwoner": true}],
        });
        let termijnen = json!([
            {"code": "BESCHIKKING", "einde": "2026-06-12", "toestand": "OVERSCHREDEN"},
            {"code": "EERSTE_GESPREK", "einde": "2026-05-01", "toestand": "GEHAALD"},
        ]);
        let told = steps(afspraken, termijnen);
        let order: Vec<(bool, &str)> = told
            .iter()
            .map(|step| (step.is_late, step.dag.as_str()))
            .collect();
        assert_eq!(
            order,
            [
                (true, "Uiterlijk 12 juni 2026"),
                (false, "15 juni 2026"),
                (false, "Nog geen dag")
            ]
        );
    }
}
