//! Which deadlines follow from what happened.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::rows::utrecht;
use crate::{
    domain::{PartijId, TermijnCode},
    publication::OpschortingReden,
    termijnen::{Telling, Termijn, TermijnHerkomst},
};

/// The deadlines of a traject with these parts, whose resident applied on Monday 2 March 2026.
fn termijnen(parts: Value) -> Vec<Termijn> {
    let mut invoer = json!({
        "bronId": "T-1", "versie": "2026-06-01T10:00:00Z", "clienten": [], "ingang": "GEMEENTE",
        "aanmelddatum": "2026-03-02", "hulpvraag": "SCHULDEN", "fasen": [{"fase": "AANMELDING", "sinds": "2026-03-02"}],
    });
    for (name, part) in parts.as_object().unwrap() {
        invoer[name] = part.clone();
    }
    let telling = Telling::of(utrecht(), &PartijId::new("gemeente-utrecht").unwrap());
    telling.of_invoer(&serde_json::from_value(invoer).unwrap())
}

/// `CODE start einde`, with `+day` when met and `-day` when lapsed.
fn told(termijnen: &[Termijn]) -> Vec<String> {
    let day = |sign: &str, day: Option<NaiveDate>| day.map_or(String::new(), |day| format!(" {sign}{day}"));
    let one = |termijn: &Termijn| {
        let einde = termijn
            .looptijd
            .einde
            .map_or("-".to_owned(), |einde| einde.dag.to_string());
        let (met, lapsed) = (termijn.afloop.gehaald_op, termijn.afloop.vervallen_op);
        format!(
            "{} {} {einde}{}{}",
            termijn.code,
            termijn.looptijd.start,
            day("+", met),
            day("-", lapsed)
        )
    };
    termijnen.iter().map(one).collect()
}

fn derives(parts: Value, expected: &[&str]) {
    assert_eq!(told(&termijnen(parts.clone())), expected, "{parts}");
}

#[test]
fn an_application_waits_for_the_first_conversation() {
    derives(json!({}), &["EERSTE_GESPREK 2026-03-02 2026-03-30"]);
}

#[test]
fn the_first_conversation_starts_the_decision_and_the_plan() {
    let expected = [
        "EERSTE_GESPREK 2026-03-02 2026-03-30 +2026-03-16",
        "BESCHIKKING 2026-03-16 2026-05-11 +2026-04-20",
        "PLAN_VAN_AANPAK 2026-03-16 2026-05-11",
    ];
    let decided = json!([{"soort": "TOELATING", "datum": "2026-04-20"}]);
    let gesprekken = json!([{"soort": "HUISBEZOEK", "datum": "2026-04-01"}, {"soort": "DRIEGESPREK", "datum": "2026-03-16"}]);
    derives(
        json!({"gesprekken": gesprekken, "beschikkingen": decided}),
        &expected,
    );
    // A source without conversations: the phase tells that there was one.
    let fasen =
        json!([{"fase": "AANMELDING", "sinds": "2026-03-02"}, {"fase": "INTAKE", "sinds": "2026-03-16"}]);
    derives(json!({"fasen": fasen, "beschikkingen": decided}), &expected);
}

#[test]
fn who_is_refused_gets_no_plan() {
    let parts = json!({
        "gesprekken": [{"soort": "TWEEGESPREK", "datum": "2026-03-16"}],
        "beschikkingen": [{"soort": "AFWIJZING", "datum": "2026-04-20"}],
    });
    assert_eq!(
        told(&termijnen(parts))[2],
        "PLAN_VAN_AANPAK 2026-03-16 2026-05-11 -2026-04-20"
    );
}

#[test]
fn a_crisis_asks_for_a_sooner_first_conversation_and_nothing_of_who_had_one() {
    let expected = [
        "EERSTE_GESPREK 2026-03-02 2026-03-30",
        "EERSTE_GESPREK_BEDREIGEND 2026-03-05 2026-03-10",
    ];
    derives(
        json!({"crises": [{"start": "2026-03-05"}, {"start": "2026-03-05"}]}),
        &expected,
    );
    let known_before = json!({"crises": [{"start": "2026-02-20"}]});
    assert_eq!(
        told(&termijnen(known_before))[1],
        "EERSTE_GESPREK_BEDREIGEND 2026-03-02 2026-03-05"
    );
    let later = json!({"crises": [{"start": "2026-03-20"}], "gesprekken": [{"soort": "DRIEGESPREK", "datum": "2026-03-16"}]});
    assert!(
        termijnen(later)
            .iter()
            .all(|one| one.code != TermijnCode::EersteGesprekBedreigend)
    );
}

#[test]
fn a_solution_runs_eighteen_months_or_thirty_six() {
    let of = |start: &str, soort: &str| {
        let fasen = json!([{"fase": "OPLOSSING", "sinds": start}]);
        let parts = json!({"aanmelddatum": "2023-01-02", "fasen": fasen, "oplossing": {"soort": soort, "start": start}});
        told(&termijnen(parts)).pop().unwrap()
    };
    assert_eq!(
        of("2023-06-30", "SCHULDBEMIDDELING"),
        "LOOPTIJD_MSNP 2023-06-30 2026-06-30"
    );
    assert_eq!(
        of("2023-07-01", "SANERINGSKREDIET"),
        "LOOPTIJD_MSNP 2023-07-01 2025-01-01"
    );
    assert_eq!(of("2023-07-01", "WSNP"), "LOOPTIJD_WSNP 2023-07-01 2025-01-01");
    assert!(
        !of("2023-07-01", "BETALINGSREGELING").starts_with("LOOPTIJD"),
        "debts are paid in full"
    );
}

#[test]
fn the_proposal_to_creditors_ends_with_its_outcome_or_the_next_phase() {
    let fasen = |next: Value| {
        let mut fasen = json!([{"fase": "SCHULDREGELING", "sinds": "2026-06-01"}]);
        fasen
            .as_array_mut()
            .unwrap()
            .extend(next.as_array().unwrap().clone());
        fasen
    };
    let last = |parts: Value| told(&termijnen(parts)).pop().unwrap();
    assert_eq!(
        last(json!({"fasen": fasen(json!([]))})),
        "SCHULDREGELING 2026-06-01 2026-09-29"
    );
    let outcome = json!({"fasen": fasen(json!([])), "schuldregeling": {"afgewezenOp": "2026-07-10"}});
    assert_eq!(last(outcome), "SCHULDREGELING 2026-06-01 2026-09-29 +2026-07-10");
    let second = json!({"fasen": fasen(json!([])), "schuldregeling": {"afgewezenOp": "2025-04-01", "toegekendOp": "2026-07-10"}});
    assert_eq!(
        last(second),
        "SCHULDREGELING 2026-06-01 2026-09-29 +2026-07-10",
        "an earlier proposal was another one"
    );
    let next = json!({"fasen": fasen(json!([{"fase": "STABILISATIE", "sinds": "2026-08-03"}]))});
    assert_eq!(last(next), "SCHULDREGELING 2026-06-01 2026-09-29 +2026-08-03");
    let ended = json!({
        "fasen": fasen(json!([{"fase": "AFGESLOTEN", "sinds": "2026-08-03"}])),
        "uitstroom": {"datum": "2026-08-03", "reden": "VERHUISD"},
    });
    assert_eq!(last(ended), "SCHULDREGELING 2026-06-01 2026-09-29 -2026-08-03");
}

#[test]
fn what_was_open_lapses_when_the_traject_ends() {
    let parts = json!({
        "fasen": [{"fase": "AANMELDING", "sinds": "2026-03-02"}, {"fase": "AFGESLOTEN", "sinds": "2026-03-10"}],
        "uitstroom": {"datum": "2026-03-10", "reden": "INGETROKKEN"},
    });
    derives(parts, &["EERSTE_GESPREK 2026-03-02 2026-03-30 -2026-03-10"]);
}

#[test]
fn a_moratorium_runs_until_it_ends() {
    let parts = json!({"moratoria": [{"toegekendOp": "2026-04-01", "start": "2026-04-03", "einde": "2026-07-01"}, {"aangevraagdOp": "2026-03-03"}]});
    assert_eq!(
        told(&termijnen(parts))[1..],
        ["MORATORIUM 2026-04-01 2026-10-01 +2026-07-01"]
    );
}

#[test]
fn what_the_source_counts_itself_stands_as_it_is() {
    let parts = json!({
        "gesprekken": [{"soort": "DRIEGESPREK", "datum": "2026-03-16"}],
        "termijnen": [{"code": "BESCHIKKING", "start": "2026-03-02", "einde": "2026-04-04"}],
    });
    let termijnen = termijnen(parts);
    assert_eq!(
        told(&termijnen),
        [
            "EERSTE_GESPREK 2026-03-02 2026-03-30 +2026-03-16",
            "BESCHIKKING 2026-03-02 2026-04-04",
            "PLAN_VAN_AANPAK 2026-03-16 2026-05-11",
        ]
    );
    assert_eq!(termijnen[1].herkomst, TermijnHerkomst::Bron);
}

#[test]
fn a_suspension_moves_the_end_and_is_told_with_its_reason() {
    let parts = json!({
        "gesprekken": [{"soort": "DRIEGESPREK", "datum": "2026-03-16"}],
        "opschortingen": [
            {"termijn": "BESCHIKKING", "van": "2026-04-01", "tot": "2026-04-15", "reden": "AANVULLING_GEVRAAGD"},
            {"termijn": "BESCHIKKING", "van": "2026-07-01", "reden": "OVERMACHT"},
        ],
    });
    let termijnen = termijnen(parts);
    assert_eq!(told(&termijnen)[1], "BESCHIKKING 2026-03-16 2026-05-26");
    let reasons: Vec<_> = termijnen[1]
        .opschortingen
        .iter()
        .map(|(_, reden)| *reden)
        .collect();
    assert_eq!(
        reasons,
        [Some(OpschortingReden::AanvullingGevraagd)],
        "the other came too late"
    );
    assert_eq!(told(&termijnen)[2], "PLAN_VAN_AANPAK 2026-03-16 2026-05-11");
}

#[test]
fn a_party_without_rows_has_no_derived_deadlines() {
    let nobody = PartijId::new("elders").unwrap();
    let telling = Telling::of(utrecht(), &nobody);
    let parts = json!({
        "bronId": "T-1", "versie": "2026-06-01T10:00:00Z", "clienten": [], "ingang": "GEMEENTE",
        "aanmelddatum": "2026-03-02", "hulpvraag": "SCHULDEN", "fasen": [],
    });
    assert!(
        telling
            .of_invoer(&serde_json::from_value(parts).unwrap())
            .is_empty()
    );
}
