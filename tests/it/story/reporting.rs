//! Reports without persons: what a quarter brought, and nothing of which a single resident can be told.

use std::collections::BTreeMap;

use schakel::{
    domain::{Doel, Rol},
    federation::SubgraphName,
};
use schakel_tests::{
    TestApp,
    app::{Answer, Person, Record, bsn, buurtteamdossier, deel, srw_dossier, traject},
    in_both_cities, on_both_engines,
};
use serde_json::{Value, json};

const TRAJECTEN: &str = "query Rapport($jaar: Int!, $kwartaal: Int!) {
    trajectRapportage(jaar: $jaar, kwartaal: $kwartaal) {
        partij { id } van tot drempel
        instroom {
            totaal { aantal staat } perHulpvraag { ...Deel } perIngang { ...Deel } perHerkomst { ...Deel }
        }
        doorstroom { ...Deel }
        uitstroom { totaal { aantal staat } perReden { ...Deel } }
        duurPerFase { fase mediaan { dagen staat } }
        termijnen { code gehaald { aantal staat } overschreden { aantal staat } }
        caseload { aantal staat }
    }
}
fragment Deel on Onderdeel { deel telling { aantal staat } }";

const ANDERE: &str = "query Andere($jaar: Int!, $kwartaal: Int!) {
    srwRapportage(jaar: $jaar, kwartaal: $kwartaal) {
        partij { id } ontvangen { totaal { aantal } perSoort { ...Deel } } afgehandeld { ...Deel }
        antwoordtijd { dagen } caseload { aantal }
    }
    buurtteamRapportage(jaar: $jaar, kwartaal: $kwartaal) { partij { id } geopend { aantal } gesloten { aantal staat } caseload { aantal } }
    toestemmingRapportage(jaar: $jaar, kwartaal: $kwartaal) { partij { id } inwoners { ...Deel } }
}
fragment Deel on Onderdeel { deel telling { aantal staat } }";

async fn report(person: &Person<'_>, query: &str, [jaar, kwartaal]: [i32; 2]) -> Answer {
    person
        .ask(query, json!({"jaar": jaar, "kwartaal": kwartaal}))
        .await
}

/// The privacy officer of a party.
fn olga<'a>(app: &'a TestApp, partij: &str) -> Person<'a> {
    app.person(partij, Rol::FunctionarisGegevensbescherming)
        .named("olga")
        .doel(Doel::Verantwoording)
}

/// A traject of the n-th resident with only what is counted here.
fn plain(n: u32, aanmelding: &str) -> Record {
    let mut record = traject(&format!("R-{n}")).client_bsn(&bsn(n));
    for empty in [
        "gesprekken",
        "termijnen",
        "opschortingen",
        "beschikkingen",
        "crises",
        "moratoria",
    ] {
        record = record.with(empty, json!([]));
    }
    for absent in [
        "planVanAanpakOp",
        "schuldregeling",
        "oplossing",
        "nazorg",
        "administratie",
    ] {
        record = record.with(absent, Value::Null);
    }
    record
        .with("aanmelddatum", json!(aanmelding))
        .with("fasen", json!([{"fase": "AANMELDING", "sinds": aanmelding}]))
}

/// What is told of each part; none for what is withheld.
fn parts(told: &Value) -> BTreeMap<&str, Option<u64>> {
    let part = |one: &'_ Value| -> Option<u64> { one["telling"]["aantal"].as_u64() };
    let all = told.as_array().expect("parts");
    all.iter()
        .map(|one| (one["deel"].as_str().expect("a word"), part(one)))
        .collect()
}

/// Fourteen residents applied in the first quarter, each on another day; twelve of them have debts. One more applied in the second.
async fn fourteen(app: &TestApp) -> Vec<String> {
    let mut inwoners = Vec::new();
    for n in 1..=14_u32 {
        let hulpvraag = if n <= 12 { "SCHULDEN" } else { "ONGESPECIFICEERD" };
        let record = plain(n, &format!("2026-02-{n:02}"))
            .with("hulpvraag", json!(hulpvraag))
            .with(
                "fasen",
                json!([
                    {"fase": "AANMELDING", "sinds": format!("2026-02-{n:02}")},
                    {"fase": "INTAKE", "sinds": "2026-03-02"},
                ]),
            );
        inwoners.push(app.publish_traject(record).await);
    }
    app.publish_traject(plain(15, "2026-04-01")).await;
    inwoners
}

in_both_cities! {
    async fn a_party_hears_of_its_own_records_only_and_of_no_other_period(app: TestApp) {
        let own = report(&olga(&app, app.city().buurtteam.partij), ANDERE, [2026, 1]).await;
        assert_eq!(own.data("/buurtteamRapportage").as_array().unwrap().len(), 1, "{}", own.shown());
        assert_eq!(own.data("/srwRapportage"), &Value::Null, "it keeps no such dossiers");
        assert_eq!(own.codes(), ["PARTIJ_NIET_BEVOEGD"]);
        for wrong in [[2026, 2], [2026, 5], [1999, 1]] {
            report(&app.farid(), TRAJECTEN, wrong).await.expect_code("INVOER_ONGELDIG");
        }
    }

    async fn who_may_not_hears_nothing(app: TestApp) {
        let operator = app.person("toestemmingsbeheer", Rol::Beheerder).doel(Doel::Verantwoording);
        report(&operator, TRAJECTEN, [2026, 1]).await.expect_code("DOEL_NIET_GEDEKT");
        let manager = app.tessa().doel(Doel::Verantwoording);
        report(&manager, TRAJECTEN, [2026, 1]).await.expect_code("ROL_NIET_BEVOEGD");
        report(&app.fatima(), TRAJECTEN, [2026, 1]).await.expect_code("ROL_NIET_BEVOEGD");
        assert_eq!(app.log_lines(SubgraphName::Trajectbegeleiding).await, []);
    }
}

// Told of Utrecht only: who is there, and how many, is part of what they tell.
on_both_engines! {
    async fn a_quarter_is_told_in_numbers_and_what_is_small_is_withheld(app: TestApp) {
        fourteen(&app).await;
        let answer = report(&app.farid(), TRAJECTEN, [2026, 1]).await.expect_ok();
        let told = answer.data("/trajectRapportage/0");
        assert_eq!((&told["partij"]["id"], &told["van"], &told["tot"], &told["drempel"]), (&json!("gemeente-utrecht"), &json!("2026-01-01"), &json!("2026-04-01"), &json!(10)));
        assert_eq!(told["instroom"]["totaal"], json!({"aantal": 14, "staat": "GETELD"}));
        let hulpvragen = parts(&told["instroom"]["perHulpvraag"]);
        assert_eq!(hulpvragen["ONGESPECIFICEERD"], None, "two of them");
        assert_eq!(hulpvragen["SCHULDEN"], None, "fourteen less twelve are two");
        assert_eq!(parts(&told["instroom"]["perIngang"]), BTreeMap::from([("BUURTTEAM", Some(14)), ("GEMEENTE", Some(0)), ("SIGNAAL", Some(0)), ("ONBEKEND", Some(0))]));
        assert_eq!(parts(&told["instroom"]["perHerkomst"]), BTreeMap::from([("TERUGVAL", Some(0)), ("EERSTE", Some(14))]));
        assert_eq!(parts(&told["doorstroom"])["INTAKE"], Some(14));
        assert_eq!(told["uitstroom"]["totaal"], json!({"aantal": 0, "staat": "GETELD"}));
        assert_eq!(told["duurPerFase"][1], json!({"fase": "AANMELDING", "mediaan": {"dagen": 22.5, "staat": "GETELD"}}));
        assert_eq!(told["caseload"]["aantal"], 10, "fourteen, rounded");
        let met = told["termijnen"].as_array().unwrap().iter().find(|one| one["code"] == "EERSTE_GESPREK").unwrap();
        assert_eq!((&met["overschreden"]["aantal"], &met["gehaald"]["aantal"]), (&json!(0), &json!(14)), "the first of them ended on a Sunday, and so on the Monday");
        let lines = app.log_lines(SubgraphName::Trajectbegeleiding).await;
        let line = lines.last().unwrap();
        assert_eq!((line.handeling.as_str(), line.inwoner.as_str(), line.bronhouder.as_str(), line.gebruiker.as_str()), ("RAPPORTAGE_OPSTELLEN", "", "gemeente-utrecht", "farid"));
    }

    async fn the_other_owners_tell_of_their_own(app: TestApp) {
        let inwoners = fourteen(&app).await;
        for (n, inwoner) in (1..).zip(&inwoners) {
            let name = format!("S-{n}");
            let dossier = srw_dossier(&name).client_id(inwoner).with("verwijzingen", json!([{
                "bronId": name, "soort": "INKOMENSCHECK", "route": "VIA_TRAJECT", "status": "AFGEROND",
                "ingediendOp": "2026-03-01", "geaccepteerdOp": "2026-03-02", "afgerondOp": "2026-03-09",
                "terugkoppeling": {"uitkomst": "OPGELOST", "datum": "2026-03-09"},
            }]));
            app.publish_srw(dossier).await;
            app.publish_buurtteam(buurtteamdossier(&name).client_bsn(&bsn(n)).with("geopendOp", json!("2026-01-05"))).await;
            app.grant(inwoner, deel("gemeente-utrecht", "incluzio", &["TRAJECT_LOOPT"])).await;
        }
        // What was granted in June is told when the quarter is over.
        let app = app;
        app.clock().advance(chrono::TimeDelta::days(20));
        let answer = report(&app.farid(), ANDERE, [2026, 1]).await.expect_ok();
        let srw = answer.data("/srwRapportage/0");
        assert_eq!((&srw["ontvangen"]["totaal"]["aantal"], &srw["antwoordtijd"]["dagen"], &srw["caseload"]["aantal"]), (&json!(14), &json!(8.0), &json!(0)));
        assert_eq!(parts(&srw["afgehandeld"])["BEANTWOORD"], Some(14));
        let buurtteams = answer.data("/buurtteamRapportage");
        assert_eq!(buurtteams[0], json!({"partij": {"id": "incluzio"}, "geopend": {"aantal": 14}, "gesloten": {"aantal": 0, "staat": "GETELD"}, "caseload": {"aantal": 10}}));
        assert_eq!(parts(&answer.data("/toestemmingRapportage/0")["inwoners"])["VERLEEND"], Some(0));
        let later = report(&app.farid(), ANDERE, [2026, 2]).await.expect_ok();
        assert_eq!(parts(&later.data("/toestemmingRapportage/0")["inwoners"])["VERLEEND"], Some(14));
    }
}
