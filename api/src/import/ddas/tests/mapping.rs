use serde_json::{Value, json};

use super::kit::{BSN, PARTNER, full, read_traject, read_value, small, with, without};
use crate::{
    domain::{Bsn, InwonerId, PartijId},
    publication::{
        BeschikkingSoort, Hulpvraag, Ingang, InwonerInvoer, OplossingSoort, TrajectInvoer, UitstroomReden,
    },
};

fn id(index: u8) -> InwonerId {
    InwonerId::from_hash(&[index; 32])
}

fn partij() -> PartijId {
    PartijId::new("gemeente-utrecht").unwrap()
}

/// The record of a traject with one client.
fn invoer(traject: Value) -> TrajectInvoer {
    let record = read_traject(traject).record();
    let ids: Vec<InwonerId> = (1..).take(record.bsns().len()).map(id).collect();
    let invoer = record.into_invoer(&partij(), &ids).unwrap();
    assert_eq!(invoer.check(), Ok(()));
    invoer
}

fn days(json: &impl serde::Serialize) -> Value {
    serde_json::to_value(json).unwrap()
}

#[test]
fn everything_that_ddas_has_is_in_its_place() {
    let reading = read_traject(full());
    assert_eq!(reading.told(), Vec::<String>::new());
    let record = reading.record();
    assert_eq!(
        record.bsns().iter().map(Bsn::expose).collect::<Vec<_>>(),
        [BSN, PARTNER]
    );
    assert_eq!(record.gemeentecode(), "GM0344");
    assert!(!record.is_test());

    let invoer = record.into_invoer(&partij(), &[id(1), id(2)]).unwrap();
    assert_eq!(invoer.check(), Ok(()));
    assert_eq!(days(&invoer.versie), json!("2024-12-31T23:59:59Z"));
    assert_eq!(invoer.ingang, Ingang::Onbekend);
    assert_eq!(invoer.hulpvraag, Hulpvraag::Ongespecificeerd);
    assert_eq!(days(&invoer.aanmelddatum), json!("2024-01-10"));
    assert_eq!(
        days(&invoer.beschikkingen),
        json!([
            { "soort": "TOELATING", "datum": "2024-02-10" },
            { "soort": "BEEINDIGING", "datum": "2024-11-29" },
        ])
    );
    assert_eq!(days(&invoer.plan_van_aanpak_op), json!("2024-03-20"));
    assert_eq!(
        days(&invoer.crises),
        json!([{ "start": "2024-01-11", "einde": "2024-01-15" }])
    );
    assert_eq!(
        days(&invoer.schuldregeling),
        json!({
            "datum": "2024-05-01", "toegekendOp": "2024-06-20", "afgewezenOp": "2024-06-11",
            "ingetrokkenOp": "2024-06-12", "dwangakkoord": true, "dwangakkoordVerzochtOp": "2024-06-10",
        })
    );
    assert_eq!(
        days(&invoer.oplossing),
        json!({ "soort": "NULAANBOD", "start": "2024-07-01", "einde": "2024-10-01", "vtlb": 1500 })
    );
    assert_eq!(
        days(&invoer.begeleiding),
        json!([
            { "soort": "BUDGETBEHEER", "start": "2024-03-01", "einde": "2024-06-01" },
            { "soort": "LANGE_TERMIJN_BEGELEIDING", "start": "2024-08-15", "einde": null },
        ])
    );
    assert_eq!(
        days(&invoer.moratoria),
        json!([{
            "aangevraagdOp": "2024-03-01", "toegekendOp": "2024-03-10",
            "start": "2024-03-11", "einde": "2024-09-10",
        }])
    );
    assert_eq!(
        days(&invoer.financieel),
        json!({
            "totaleSchuld": 7500, "aantalSchuldeisers": 2, "peildatum": "2024-02-01", "schuldBijAanvang": 8000,
            "schulden": [
                { "bedrag": 5000, "peildatum": "2024-02-01", "soort": "ZORG", "zakelijk": false },
                { "bedrag": 2000, "peildatum": "2024-02-01", "soort": "NUTS", "zakelijk": null },
                { "bedrag": 500, "peildatum": "2024-02-01", "soort": null, "zakelijk": null },
            ],
        })
    );
    assert_eq!(
        days(&invoer.voorlopige_voorzieningen),
        json!([{ "start": "2024-04-01", "einde": "2024-04-02" }])
    );
    let administratie = invoer.administratie.as_ref().unwrap();
    assert_eq!(administratie.gemeentecode.as_deref(), Some("GM0344"));
    assert_eq!(days(&administratie.toegekend_op), json!("2024-01-25"));
    assert_eq!(
        days(&invoer.nazorg),
        json!({ "start": "2024-10-15", "einde": "2024-11-15", "producten": [] })
    );
    assert_eq!(
        days(&invoer.uitstroom),
        json!({ "datum": "2024-11-30", "reden": "AFGEROND" })
    );
}

#[test]
fn nothing_of_a_person_is_kept() {
    let record = read_traject(full()).record();
    let invoer = record.into_invoer(&partij(), &[id(1), id(2)]).unwrap();
    let kept = days(&invoer).to_string();
    for secret in [BSN, PARTNER, "1980-01-01", "Geheim", "1234AB", "12345678"] {
        assert!(!kept.contains(secret), "{secret}");
    }
}

#[test]
fn the_id_tells_trajecten_apart_and_nothing_else() {
    let of = |traject: Value, ids: &[InwonerId]| {
        let record = read_traject(traject).record();
        record.into_invoer(&partij(), ids).unwrap().bron_id
    };
    let one = of(small(), &[id(1)]);
    assert!(one.starts_with("ddas:") && one.len() == 5 + 64, "{one}");
    // What doesn't tell it apart doesn't change it.
    assert_eq!(
        of(with(small(), "/einddatum", json!("2024-06-01")), &[id(1)]),
        one
    );
    assert_eq!(of(full(), &[id(1), id(2)]), of(full(), &[id(2), id(1)]));
    // aanmelding.startdatum counts, else startdatum.
    let same_day = with(small(), "/aanmelding", json!({ "startdatum": "2024-02-01" }));
    assert_eq!(of(without(same_day, "startdatum"), &[id(1)]), one);
    let others = [
        of(small(), &[id(2)]),
        of(with(small(), "/gemeentecode", json!("GM0345")), &[id(1)]),
        of(with(small(), "/startdatum", json!("2024-02-02")), &[id(1)]),
        of(
            with(small(), "/aanmelding", json!({ "startdatum": "2024-01-31" })),
            &[id(1)],
        ),
    ];
    for other in others {
        assert_ne!(other, one);
    }
    let elsewhere = PartijId::new("gemeente-zaanstad").unwrap();
    let record = read_traject(small()).record();
    assert_ne!(record.into_invoer(&elsewhere, &[id(1)]).unwrap().bron_id, one);
}

#[test]
fn clients_keep_the_order_of_the_file_and_need_an_id_each() {
    let record = read_traject(full()).record();
    let invoer = record.into_invoer(&partij(), &[id(2), id(1)]).unwrap();
    let ids: Vec<InwonerId> = invoer
        .clienten
        .into_iter()
        .map(|client| match client {
            InwonerInvoer::Id(id) => id,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(ids, [id(2), id(1)]);
    for ids in [vec![], vec![id(1)], vec![id(1), id(2), id(3)]] {
        assert!(
            read_traject(full())
                .record()
                .into_invoer(&partij(), &ids)
                .is_err()
        );
    }
}

#[test]
fn a_crisis_without_a_period_is_known_since_the_aanmelding() {
    let crisis = json!({ "startdatum": "2024-01-10", "crisisinterventie": true });
    let traject = with(small(), "/aanmelding", crisis);
    assert_eq!(
        days(&invoer(traject).crises),
        json!([{ "start": "2024-01-10", "einde": null }])
    );
    let none = json!({ "startdatum": "2024-01-10", "crisisinterventie": false });
    assert!(invoer(with(small(), "/aanmelding", none)).crises.is_empty());
}

#[test]
fn the_burden_is_the_sum_or_the_total_or_nothing() {
    let financieel = |schulden: Value| {
        let traject = with(small(), "/totaalSchuldbedragBijAanvangSchuld", json!(9000));
        let mut told = days(&invoer(with(traject, "/schulden", schulden)).financieel);
        assert_eq!(told["schuldBijAanvang"], json!(9000));
        told.as_object_mut()
            .unwrap()
            .retain(|name, _| !name.starts_with("schuld"));
        told
    };
    let total = json!({ "totaleSchuld": 9000, "aantalSchuldeisers": null, "peildatum": null });
    assert_eq!(financieel(json!([])), total);
    // A debt without an amount, a creditor or a day leaves that figure out.
    assert_eq!(
        financieel(json!([{ "bedrag": 1, "peildatum": "2024-01-01" }, {}])),
        total
    );
    assert_eq!(
        financieel(json!([
            { "bedrag": 1, "peildatum": "2024-01-01", "schuldeiser": { "naam": "A" } },
            { "bedrag": 2, "peildatum": "2024-01-02", "schuldeiser": { "naam": " a" } },
            { "bedrag": 3, "schuldeiser": { "naam": "A", "postcode": "1111AA" } },
        ])),
        json!({ "totaleSchuld": 6, "aantalSchuldeisers": 2, "peildatum": null })
    );
    assert!(invoer(small()).financieel.is_none());
}

#[test]
fn words_are_read_or_dropped_never_guessed() {
    let intake = |soort: &str| {
        let intake = json!({
            "startdatum": "2024-02-01", "beschikkingsdatum": "2024-02-10", "beschikkingssoort": soort,
        });
        read_traject(with(small(), "/intake", intake))
    };
    let toewijzing = intake("Toewijzingsbeschikking");
    assert_eq!(
        toewijzing.told(),
        ["/intake/beschikkingssoort: staat niet in de lijst van DDAS v1.0: gelezen als TOELATING"]
    );
    let invoer = toewijzing.record().into_invoer(&partij(), &[id(1)]).unwrap();
    assert_eq!(invoer.beschikkingen[0].soort, BeschikkingSoort::Toelating);

    let unknown = intake("Geheim");
    assert_eq!(unknown.told().len(), 2);
    let invoer = unknown.record().into_invoer(&partij(), &[id(1)]).unwrap();
    assert!(invoer.beschikkingen.is_empty());

    let oplossing = json!({ "soort": "Geheim", "startdatum": "2024-03-01" });
    let reading = read_traject(with(small(), "/oplossing", oplossing));
    assert_eq!(
        reading.told(),
        ["/oplossing/soort: staat niet in de lijst van DDAS v1.0: niet gelezen"]
    );
    let invoer = reading.record().into_invoer(&partij(), &[id(1)]).unwrap();
    assert_eq!(invoer.oplossing.unwrap().soort, None::<OplossingSoort>);
}

#[test]
fn an_end_without_a_known_reason_is_onbekend() {
    let end = with(small(), "/einddatum", json!("2024-06-30"));
    let reading = read_traject(end.clone());
    assert_eq!(
        reading.told(),
        ["/einddatum: zonder uitstroom: gelezen als AFGESLOTEN met reden ONBEKEND"]
    );
    let bare = invoer(end.clone()).uitstroom.unwrap();
    assert_eq!(bare.reden, UitstroomReden::Onbekend);

    let odd = json!({ "datum": "2024-06-30", "reden": "Zelfstandig verder" });
    let reading = read_traject(with(end, "/uitstroom", odd.clone()));
    assert_eq!(reading.told().len(), 2, "{:?}", reading.told());
    let odd = invoer(with(small(), "/uitstroom", odd)).uitstroom.unwrap();
    assert_eq!(odd.reden, UitstroomReden::Onbekend);
    let zelf = json!({ "datum": "2024-06-30", "reden": "Zelf" });
    let zelf = invoer(with(small(), "/uitstroom", zelf)).uitstroom.unwrap();
    assert_eq!(zelf.reden, UitstroomReden::Zelf);
}

#[test]
fn null_is_absent_and_what_is_unknown_is_told() {
    let reading = read_traject(with(small(), "/einddatum", Value::Null));
    assert_eq!(reading.told(), ["/einddatum: is null: gelezen als afwezig"]);
    let reading = read_traject(with(small(), "/kleur", json!("Geheim")));
    assert_eq!(reading.told(), ["/kleur: kent DDAS v1.0 hier niet: niet gelezen"]);
    // A name that may be a person's is not told.
    let reading = read_traject(with(small(), &format!("/{BSN}"), json!(1)));
    assert_eq!(
        reading.told(),
        [": heeft een eigenschap die DDAS v1.0 hier niet kent: niet gelezen"]
    );
    let mut delivery = super::kit::delivery(vec![small()]);
    delivery["$schema"] = json!("https://example.org");
    delivery["leveringen"][0]["extra"] = json!({ "diep": [1] });
    delivery.as_object_mut().unwrap().remove("einddatumLevering");
    let told: Vec<String> = read_value(&delivery)
        .warnings
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        [
            "/$schema: kent DDAS v1.0 hier niet: niet gelezen",
            "/leveringen/0/extra: kent DDAS v1.0 hier niet: niet gelezen",
            "/einddatumLevering: ontbreekt",
        ]
    );
}
