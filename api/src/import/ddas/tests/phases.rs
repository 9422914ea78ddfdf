use serde_json::{Value, json};

use super::kit::{full, read_traject, small, with, without};
use crate::domain::InwonerId;

/// The phases of a traject as `FASE date`.
fn phases(traject: Value) -> Vec<String> {
    let record = read_traject(traject).record();
    let ids: Vec<InwonerId> = (0..2).map(|index| InwonerId::from_hash(&[index; 32])).collect();
    let partij = "gemeente-utrecht".to_owned().try_into().unwrap();
    let clients = record.bsns().len();
    let invoer = record.into_invoer(&partij, &ids[..clients]).unwrap();
    let tell = |fase: &crate::publication::FaseInvoer| format!("{} {}", fase.fase, fase.sinds);
    invoer.fasen.iter().map(tell).collect()
}

/// The small traject with these parts.
fn having(parts: Value) -> Value {
    let mut traject = small();
    for (name, part) in parts.as_object().unwrap() {
        traject = with(traject, &format!("/{name}"), part.clone());
    }
    traject
}

fn since(date: &str) -> Value {
    json!({ "startdatum": date })
}

#[test]
fn every_phase_stands_in_the_history() {
    assert_eq!(
        phases(full()),
        [
            "AANMELDING 2024-01-10",
            "INFORMATIE_EN_ADVIES 2024-01-12",
            "INTAKE 2024-02-01",
            "STABILISATIE 2024-02-16",
            "SCHULDREGELING 2024-05-01",
            "OPLOSSING 2024-07-01",
            "DUURZAME_STABILISATIE 2024-08-15",
            "NAZORG 2024-10-15",
            "AFGESLOTEN 2024-11-30",
        ]
    );
}

#[test]
fn the_last_phase_that_began_is_the_present_one() {
    assert_eq!(phases(small()), ["AANMELDING 2024-02-01"]);
    let back = having(json!({
        "oplossing": since("2024-03-01"),
        "stabilisatie": since("2024-05-01"),
        "intake": since("2024-02-15"),
    }));
    assert_eq!(
        phases(back),
        [
            "AANMELDING 2024-02-01",
            "INTAKE 2024-02-15",
            "OPLOSSING 2024-03-01",
            "STABILISATIE 2024-05-01"
        ]
    );
    // What began on one day stands in the usual order.
    let one_day = having(json!({ "stabilisatie": since("2024-02-01"), "intake": since("2024-02-01") }));
    assert_eq!(
        phases(one_day),
        [
            "AANMELDING 2024-02-01",
            "INTAKE 2024-02-01",
            "STABILISATIE 2024-02-01"
        ]
    );
}

#[test]
fn a_phase_without_its_beginning_began_at_the_latest_on_another_date() {
    let traject = having(json!({
        "intake": { "einddatum": "2024-03-15" },
        "stabilisatie": since("2024-03-10"),
        "schuldregeling": { "toegekend": "2024-06-01" },
    }));
    let reading = read_traject(traject.clone());
    assert_eq!(
        reading.told(),
        [
            "/intake/einddatum: begin onbekend: fase INTAKE gelezen vanaf uiterlijk deze datum",
            "/schuldregeling/toegekend: begin onbekend: fase SCHULDREGELING gelezen vanaf uiterlijk deze datum",
        ]
    );
    // The end of the intake gives way to the stabilisation that began before it.
    assert_eq!(
        phases(traject),
        [
            "AANMELDING 2024-02-01",
            "INTAKE 2024-03-10",
            "STABILISATIE 2024-03-10",
            "SCHULDREGELING 2024-06-01",
        ]
    );
    // A startdatum that stands in for the aanmelding is not later than the intake.
    assert_eq!(
        phases(having(json!({ "intake": since("2024-01-20") }))),
        ["AANMELDING 2024-01-20", "INTAKE 2024-01-20"]
    );
}

#[test]
fn only_lange_termijn_begeleiding_is_a_phase() {
    let begeleiding = json!([
        { "soort": "Budgetcoaching", "startdatum": "2024-03-01" },
        { "soort": "Lange Termijn Begeleiding (DFD)", "startdatum": "2024-05-01" },
        { "soort": "Lange Termijn Begeleiding (DFD)", "startdatum": "2024-04-01" },
    ]);
    assert_eq!(
        phases(having(json!({ "begeleiding": begeleiding }))),
        ["AANMELDING 2024-02-01", "DUURZAME_STABILISATIE 2024-04-01"]
    );
}

#[test]
fn an_end_closes_the_traject() {
    assert_eq!(
        phases(having(json!({ "einddatum": "2024-06-30" }))),
        ["AANMELDING 2024-02-01", "AFGESLOTEN 2024-06-30"]
    );
    let uitstroom = json!({ "datum": "2024-06-28", "reden": "Zelf" });
    assert_eq!(
        phases(having(
            json!({ "einddatum": "2024-06-30", "uitstroom": uitstroom })
        )),
        ["AANMELDING 2024-02-01", "AFGESLOTEN 2024-06-28"]
    );
}

#[test]
fn what_begins_after_the_end_is_unusual_and_kept() {
    let traject = having(json!({ "einddatum": "2024-06-30", "oplossing": since("2024-07-01") }));
    assert_eq!(
        phases(traject.clone()),
        [
            "AANMELDING 2024-02-01",
            "AFGESLOTEN 2024-06-30",
            "OPLOSSING 2024-07-01",
            "AFGESLOTEN 2024-07-01"
        ]
    );
    let told = read_traject(traject).told();
    assert_eq!(
        told[0],
        "/oplossing/startdatum: fase OPLOSSING begint na het einde van het traject"
    );
    let with_nazorg = |nazorg: Value| {
        phases(having(json!({
            "einddatum": "2024-06-30", "oplossing": since("2024-08-01"), "nazorg": nazorg,
        })))
    };
    assert_eq!(
        with_nazorg(since("2024-09-01"))[2..],
        ["OPLOSSING 2024-08-01", "NAZORG 2024-09-01"],
        "aftercare runs on"
    );
    assert_eq!(
        with_nazorg(json!({ "startdatum": "2024-09-01", "einddatum": "2024-10-01" }))[2..],
        [
            "OPLOSSING 2024-08-01",
            "NAZORG 2024-09-01",
            "AFGESLOTEN 2024-10-01"
        ]
    );
    assert_eq!(
        with_nazorg(since("2024-07-15"))[2..],
        [
            "NAZORG 2024-07-15",
            "OPLOSSING 2024-08-01",
            "AFGESLOTEN 2024-08-01"
        ],
        "the last word is that it has ended"
    );
}

#[test]
fn aftercare_after_the_end_runs_until_its_own() {
    let ended = |nazorg: Value| phases(having(json!({ "einddatum": "2024-06-30", "nazorg": nazorg })));
    assert_eq!(
        ended(since("2024-06-30")),
        ["AANMELDING 2024-02-01", "NAZORG 2024-06-30"]
    );
    assert_eq!(
        ended(json!({ "startdatum": "2024-07-15", "einddatum": "2024-10-15" })),
        [
            "AANMELDING 2024-02-01",
            "NAZORG 2024-07-15",
            "AFGESLOTEN 2024-10-15"
        ]
    );
    assert_eq!(
        ended(json!({ "startdatum": "2024-07-15", "einddatum": "2025-10-15" })),
        ["AANMELDING 2024-02-01", "NAZORG 2024-07-15"]
    );
    assert_eq!(
        ended(since("2024-05-01")),
        [
            "AANMELDING 2024-02-01",
            "NAZORG 2024-05-01",
            "AFGESLOTEN 2024-06-30"
        ]
    );
}

#[test]
fn what_lies_after_the_delivery_has_not_begun() {
    // The delivery was made in the last second of 2024 (UTC): in the Netherlands it was 2025 already.
    let traject = having(json!({
        "einddatum": "2025-01-02", "oplossing": since("2025-01-01"), "nazorg": since("2025-01-02"),
    }));
    assert_eq!(
        phases(traject.clone()),
        ["AANMELDING 2024-02-01", "OPLOSSING 2025-01-01"]
    );
    let told = read_traject(traject).told();
    let late = "ligt na aanleverdatumEnTijd: fase AFGESLOTEN is nog niet begonnen";
    assert!(told.contains(&format!("/einddatum: {late}")), "{told:?}");
    let reading = read_traject(with(small(), "/startdatum", json!("2025-01-02")));
    assert_eq!(reading.reasons()[0], "/startdatum: ligt na aanleverdatumEnTijd");
}

#[test]
fn contradictions_are_refused_and_oddities_told() {
    let reading = read_traject(having(json!({ "einddatum": "2024-01-31" })));
    assert_eq!(reading.reasons(), ["/einddatum: eindigt voor het begin"]);
    let uitstroom = json!({ "datum": "2024-01-31", "reden": "Zelf" });
    let reading = read_traject(having(json!({ "uitstroom": uitstroom })));
    assert_eq!(reading.reasons(), ["/uitstroom: eindigt voor het begin"]);
    let reading = read_traject(having(json!({ "uitstroom": { "reden": "Zelf" } })));
    assert_eq!(
        reading.reasons(),
        ["/uitstroom/datum: ontbreekt bij een uitstroom met een reden"]
    );
    let early = having(json!({ "aanmelding": since("2024-03-01"), "intake": since("2024-02-15") }));
    assert_eq!(
        phases(early.clone()),
        ["INTAKE 2024-02-15", "AANMELDING 2024-03-01"]
    );
    let told = read_traject(without(early, "startdatum")).told();
    assert_eq!(
        told,
        ["/intake/startdatum: fase INTAKE begint voor de aanmelding"]
    );
}
