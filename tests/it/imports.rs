//! Imports: real deliveries, twice, on both engines.

use std::{fs, io::Cursor, path::PathBuf, sync::Arc};

use schakel::import::toestemmingen::ToestemmingenTarget;
use schakel::{
    clock::FixedClock,
    domain::PartijId,
    federation::SubgraphName,
    import::{
        Buurtteam, Ddas, Finding, ImportObserver, ImportOptions, ImportReport, ImportResult, PartijTarget,
        Rejection, Srw, Target, ddas::DdasReader, ndjson::NdjsonReader, run,
    },
    register::TestNumbers,
    request::authenticate::Caller,
};
use schakel_tests::{
    app::{TestApp, bsn},
    on_both_engines, root,
};
use serde_json::json;

/// What was told of an import.
#[derive(Default)]
struct Heard(Vec<String>);

impl ImportObserver for Heard {
    fn progressed(&mut self, _: u64) {}

    fn rejected(&mut self, rejection: &Rejection) {
        self.0.extend(rejection.reasons.iter().map(ToString::to_string));
    }

    fn warned(&mut self, warning: &Finding) {
        self.0.push(warning.to_string());
    }
}

fn target(app: &TestApp, partij: &str, subgraph: SubgraphName, test: TestNumbers) -> PartijTarget {
    let parts = &app.installation().parts[&subgraph];
    PartijTarget {
        caller: Caller::operator(PartijId::new(partij).unwrap()),
        register: Arc::clone(&parts.register),
        db: parts.db.clone(),
        clock: Arc::new(FixedClock::at(app.now())),
        test,
    }
}

pub(crate) async fn import_ddas(app: &TestApp, text: &str, accept_test: bool) -> (ImportResult, Vec<String>) {
    let options = ImportOptions {
        sta_test_bsn_toe: accept_test,
    };
    let test = if accept_test {
        TestNumbers::Accept
    } else {
        TestNumbers::Known
    };
    let reader = DdasReader::open(Cursor::new(text.to_owned().into_bytes()), options).unwrap();
    let target = target(app, "gemeente-utrecht", SubgraphName::Trajectbegeleiding, test);
    let mut heard = Heard::default();
    let result = run(reader, &Target::<Ddas>::new(target), &mut heard).await;
    (result, heard.0)
}

async fn import_consents(app: &TestApp, partij: &str, text: &str) -> (ImportResult, Vec<String>) {
    let target = ToestemmingenTarget {
        caller: Caller::consent_operator(PartijId::new(partij).unwrap()),
        register: Arc::clone(&app.installation().held.as_ref().unwrap().register),
        test: TestNumbers::Known,
    };
    let reader = NdjsonReader::new(
        Cursor::new(text.to_owned().into_bytes()),
        ImportOptions::default(),
    );
    let mut heard = Heard::default();
    let result = run(reader, &target, &mut heard).await;
    (result, heard.0)
}

pub(crate) fn delivery(trajecten: serde_json::Value) -> String {
    json!({
        "startdatumLevering": "2026-01-01", "einddatumLevering": "2026-05-31",
        "aanleverdatumEnTijd": "2026-06-01T08:00:00Z", "codeGegevensleverancier": "GL000001",
        "leveringen": [{
            "teller": 1,
            "aanleverende_organisatie": {"(Statutaire) Naam": "Gemeente Voorbeeldstad", "gemeentecode": "GM0344"},
            "schuldhulptrajecten": trajecten,
        }],
    })
    .to_string()
}

fn traject_of(bsns: &[String]) -> serde_json::Value {
    json!({
        "gemeentecode": "GM0344", "startdatum": "2026-02-01",
        "aanmelding": {"startdatum": "2026-01-20", "einddatum": "2026-01-30"},
        "intake": {"startdatum": "2026-02-01"},
        "client": bsns.iter().map(|bsn| json!({"Burgerservicenummer": bsn})).collect::<Vec<_>>(),
    })
}

on_both_engines! {
    async fn a_delivery_comes_in_once(app: TestApp) {
        let text = delivery(json!([traject_of(&[bsn(1)]), traject_of(&[bsn(2), bsn(3)])]));
        let (first, heard) = import_ddas(&app, &text, false).await;
        assert_eq!((first.report.nieuw, first.report.afgewezen, first.exit_code()), (2, 0, 0), "{heard:?}");
        let (second, _) = import_ddas(&app, &text, false).await;
        assert_eq!(second.report, ImportReport { gelezen: 2, ongewijzigd: 2, ongespecificeerd: 2, ..ImportReport::default() });
        let id = app.inwoner(&bsn(2)).await;
        let answer = app.fatima().ask("query($id: ID!) { inwoner(id: $id) { trajecten { fase { fase sinds } } } }", json!({"id": id})).await;
        assert_eq!(answer.data("/inwoner/trajecten/0/fase"), &json!({"fase": "INTAKE", "sinds": "2026-02-01"}));
    }

    async fn a_record_that_is_wrong_keeps_no_other_out(app: TestApp) {
        let text = delivery(json!([traject_of(&["123456789".to_owned()]), traject_of(&[bsn(1)])]));
        let (result, heard) = import_ddas(&app, &text, false).await;
        assert_eq!((result.report.nieuw, result.report.afgewezen, result.exit_code()), (1, 1, 1));
        assert!(heard[0].starts_with("/leveringen/0/schuldhulptrajecten/0/client/0/Burgerservicenummer"), "{heard:?}");
        assert!(heard.iter().all(|line| !line.contains("123456789")), "{heard:?}");
    }

    async fn the_published_examples_come_in_as_test_data(app: TestApp) {
        let Some(folder) = crate::exports::kit::published() else { return };
        let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|kind| kind == "json") && !path.to_string_lossy().contains("schema"));
        files.sort();
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            let (refused, _) = import_ddas(&app, &text, false).await;
            assert_eq!((refused.report.nieuw, refused.exit_code()), (0, 1), "{}", file.display());
            let (taken, heard) = import_ddas(&app, &text, true).await;
            assert_eq!((taken.report.afgewezen, taken.exit_code()), (0, 0), "{}: {heard:?}", file.display());
            assert!(taken.report.gelezen > 0);
        }
        let id = app.inwoner("123456789").await;
        assert!(!id.is_empty(), "an imported test number can be looked up");
    }

    async fn dossiers_come_in_by_ndjson(app: TestApp) {
        let line = |id: &str, bsn: &str| json!({
            "bronId": id, "versie": "2026-06-01T08:00:00Z", "inwoner": {"bsn": bsn}, "status": "OPEN", "geopendOp": "2026-01-05",
        }).to_string();
        let text = format!("{}\n{}\nnot json\n", line("B-1", &bsn(1)), line("B-2", &bsn(2)));
        let reader = NdjsonReader::new(Cursor::new(text.into_bytes()), ImportOptions::default());
        let target = target(&app, "incluzio", SubgraphName::Buurtteam, TestNumbers::Known);
        let mut heard = Heard::default();
        let result = run(reader, &Target::<Buurtteam>::new(target), &mut heard).await;
        assert_eq!((result.report.nieuw, result.report.afgewezen, result.exit_code()), (2, 1, 1), "{:?}", heard.0);
    }

    /// docs/import.md shows it, word for word.
    async fn consents_that_exist_today_are_taken_over_once(app: TestApp) {
        let docs = fs::read_to_string(root().join("docs/import.md")).unwrap();
        let (_, after) = docs.split_once("`schakel import toestemmingen`:\n\n```json\n").expect("the example");
        let (example, _) = after.split_once("```").unwrap();
        let (first, heard) = import_consents(&app, "toestemmingsbeheer", example).await;
        assert_eq!((first.report.nieuw, first.exit_code()), (2, 0), "{heard:?}");
        let (again, _) = import_consents(&app, "toestemmingsbeheer", example).await;
        assert_eq!(again.report, ImportReport { gelezen: 2, ongewijzigd: 2, ..ImportReport::default() });
        let query = "query($id: ID!) { toestemmingen(inwoner: $id) { ontvanger { id } geldigVan vastlegging { bewijs oorspronkelijkOp } } }";
        let id = app.inwoner("999990342").await;
        let told = app.tessa().ask(query, json!({"id": id})).await.expect_ok();
        assert_eq!(told.data("/toestemmingen/0"), &json!({
            "ontvanger": {"id": "u-centraal"}, "geldigVan": "2026-06-15T10:00:00+00:00",
            "vastlegging": {"bewijs": "GEMIGREERD", "oorspronkelijkOp": "2025-11-03T10:15:00+00:00"},
        }));
    }

    async fn consents_that_do_not_fit_are_told_with_their_reasons(app: TestApp) {
        let line = |id: &str, change: fn(&mut serde_json::Value)| {
            let mut record = json!({
                "bronId": id, "inwoner": {"bsn": bsn(1)}, "doel": "AFSTEMMING_TRAJECT",
                "delen": [{"bronhouder": "gemeente-utrecht", "ontvanger": "incluzio", "groepen": ["TRAJECT_LOOPT"]}],
                "verleendOp": "2025-06-15T10:00:00Z", "geldigTot": "2027-06-15T10:00:00Z", "gegevenDoor": "INWONER",
                "bewijs": {"tekstversie": "1", "taal": "nl"},
            });
            change(&mut record);
            record.to_string()
        };
        let lines = [
            line("1", |_| {}),
            line("1", |record| record["geldigTot"] = json!("2026-12-31T00:00:00Z")),
            line("2", |record| record["geldigTot"] = json!("2026-06-01T00:00:00Z")),
            // Counted from when it was given: taking it over gives it no second life.
            line("3", |record| record["geldigTot"] = json!("2030-06-30T00:00:00Z")),
            line("4", |record| record["verleendOp"] = json!("2026-07-01T00:00:00Z")),
            line("5", |record| record["delen"][0]["ontvanger"] = json!("lokalis")),
            line("6", |record| record["delen"][0]["groepen"] = json!(["999990342"])),
            line("7", |record| record["inwoner"]["bsn"] = json!("123456789")),
            line("8", |record| record["bewijs"]["soort"] = json!("HANDTEKENING")),
            line("", |_| {}),
        ];
        let (result, heard) = import_consents(&app, "incluzio", &lines.join("\n")).await;
        let counts = (result.report.nieuw, result.report.afgewezen, result.exit_code());
        assert_eq!(counts, (1, 9, 1), "{heard:?}");
        assert_eq!(app.register_events().await, 1);
        for word in ["`bronId`", "`geldigTot`", "`verleendOp`", "`delen`", "elfproef"] {
            assert!(heard.iter().any(|line| line.contains(word)), "{word}: {heard:?}");
        }
        assert!(heard.iter().all(|line| !line.contains("999990342") && !line.contains("123456789")), "{heard:?}");
    }

    async fn a_party_without_bsn_names_residents_by_its_own_numbers(app: TestApp) {
        let line = json!({"bronId": "S-1", "versie": "2026-06-01T08:00:00Z", "inwoner": {"eigenNummer": "UC-1"}, "verwijzingen": []}).to_string();
        let read = || NdjsonReader::new(Cursor::new(line.clone().into_bytes()), ImportOptions::default());
        let to = || Target::<Srw>::new(target(&app, "u-centraal", SubgraphName::Srw, TestNumbers::Known));
        let mut heard = Heard::default();
        let uncoupled = run(read(), &to(), &mut heard).await;
        assert_eq!((uncoupled.report.nieuw, uncoupled.report.afgewezen), (0, 1));
        let id = app.inwoner(&bsn(1)).await;
        let invoer = json!({"invoer": {"eigenNummer": "UC-1", "inwoner": {"id": id}}});
        let coupled = app.ucentraal_systeem().ask("mutation($invoer: KoppelingInvoer!) { koppelen(invoer: $invoer) { id } }", invoer).await;
        assert_eq!(coupled.data("/koppelen/id"), &json!(id));
        assert_eq!(run(read(), &to(), &mut heard).await.report.nieuw, 1);
    }
}
