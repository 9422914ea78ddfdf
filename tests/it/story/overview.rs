//! The question of the documentation, asked by Ahmed of Incluzio: the resident consented to the lamp and the phase.

use std::collections::BTreeMap;

use schakel::{domain::Gegevensgroep, federation::SubgraphName};
use schakel_tests::{
    Logs, TestApp,
    app::{City, bsn, met_buurtteam},
    in_both_cities, on_both_engines,
};
use serde_json::{Value, json};

use super::queries::{OVERVIEW, of_owner};

async fn prepare(app: &TestApp) -> String {
    let inwoner = app.publish_everything(&bsn(1)).await;
    let grant = met_buurtteam(app, &["TRAJECT_LOOPT", "TRAJECT_FASE"]);
    app.grant(&inwoner, grant).await;
    inwoner
}

fn withheld(city: &City) -> Vec<(String, String, String)> {
    let of = |groep: &str, partij: &str| ("GEEN_TOESTEMMING".to_owned(), groep.to_owned(), partij.to_owned());
    let mut all = vec![
        of("BUURTTEAM_STATUS", city.ander_buurtteam.partij),
        of("TRAJECT_CONTACT", city.traject.partij),
        of("TRAJECT_FINANCIEEL", city.traject.partij),
    ];
    all.extend(city.srw.map(|part| of("SRW_STATUS", part.partij)));
    all.sort();
    all
}

fn reasons(outcomes: &[(&str, &str)]) -> BTreeMap<String, String> {
    let words = outcomes
        .iter()
        .map(|(groep, reden)| ((*groep).to_owned(), (*reden).to_owned()));
    words.collect()
}

in_both_cities! {
    async fn what_is_granted_is_told_and_the_rest_is_null_with_its_reason(app: TestApp) {
        let inwoner = prepare(&app).await;
        let (owner, own, other) = (app.city().traject.partij, app.city().buurtteam.partij, app.city().ander_buurtteam.partij);
        let answer = app.ahmed().ask(OVERVIEW, json!({"id": inwoner})).await.expect_ok();
        assert_eq!(answer.data("/inwoner/id"), &json!(inwoner));
        assert_eq!(of_owner(answer.data("/inwoner/trajecten"), owner), &json!({
            "partij": {"id": owner},
            "loopt": {"loopt": true, "sinds": "2026-03-02"},
            "fase": {"fase": "STABILISATIE", "sinds": "2026-05-11"},
            "contact": null,
            "financieel": null,
        }));
        let buurtteams = answer.data("/inwoner/buurtteams");
        assert_eq!(of_owner(buurtteams, own)["status"], json!({"betrokken": true, "sinds": "2026-02-03"}));
        assert_eq!(of_owner(buurtteams, other)["status"], Value::Null);
        let srw = app.city().srw.map(|part| json!({"partij": {"id": part.partij}, "status": null}));
        assert_eq!(answer.data("/inwoner/srw"), &json!(Vec::from_iter(srw)));
        // In Zaanstad others could have records of either kind too, of which nothing is granted either.
        let kept_here = |groep: &str, partij: &str| groep.starts_with("TRAJECT") == (partij == owner);
        let mut told = answer.not_shared();
        assert!(told.iter().all(|(code, ..)| code == "GEEN_TOESTEMMING"));
        told.retain(|(_, groep, partij)| kept_here(groep, partij) && app.city().partijen().contains(partij.as_str()));
        assert_eq!(told, withheld(app.city()));
        assert_eq!(answer.headers["content-type"], "application/json");
        assert_eq!(answer.headers["cache-control"], "no-store");
    }

    async fn an_error_names_place_reason_group_and_owner(app: TestApp) {
        let inwoner = prepare(&app).await;
        let owner = app.city().traject.partij;
        let answer = app.ahmed().ask(OVERVIEW, json!({"id": inwoner})).await;
        let place = answer.data("/inwoner/trajecten").as_array().unwrap().iter().position(|one| one["partij"]["id"] == owner);
        let path = json!(["inwoner", "trajecten", place, "contact"]);
        let error = answer.errors().iter().find(|error| error["path"] == path).expect("an error at the place");
        assert_eq!(error["message"], "niet gedeeld");
        let extensions = error["extensions"].as_object().unwrap();
        let names: Vec<&str> = extensions.keys().map(String::as_str).collect();
        assert_eq!(names, ["besluit", "bronhouder", "code", "groep", "inwoner"]);
        let told = (&extensions["bronhouder"], &extensions["groep"], &extensions["inwoner"]);
        assert_eq!(told, (&json!(owner), &json!("TRAJECT_CONTACT"), &json!(inwoner)));
        let logged = app.log_lines(SubgraphName::Trajectbegeleiding).await;
        let line = logged.iter().find(|line| line.bronhouder == owner).expect("a line");
        let outcomes = line.uitkomsten.as_array().unwrap();
        let besluit = &outcomes.iter().find(|outcome| outcome["groep"] == "TRAJECT_CONTACT").unwrap()["besluit"];
        assert_eq!(&extensions["besluit"], besluit, "the decision is found in the log");
    }

    async fn toegang_explains_with_reason_and_end(app: TestApp) {
        let inwoner = prepare(&app).await;
        let city = app.city();
        let answer = app.ahmed().ask(OVERVIEW, json!({"id": inwoner})).await;
        let told = answer.data("/inwoner/toegang").as_array().unwrap();
        let of = |groep: &str, partij: &str| -> &Value {
            told.iter().find(|one| one["groep"] == groep && one["bronhouder"]["id"] == partij).unwrap()
        };
        let inrichting = city.inrichting();
        let partijen = inrichting.samenwerkingen.iter().flat_map(|one| &one.partijen);
        let kept = partijen.flat_map(|partij| partij.houdt.iter().copied());
        assert_eq!(told.len(), kept.flat_map(Gegevensgroep::of_soort).count(), "every group at every party that owns such records");
        let granted = of("TRAJECT_FASE", city.traject.partij);
        assert_eq!(granted["reden"], "TOEGESTAAN_TOESTEMMING");
        assert_eq!(granted["toegestaan"], true);
        assert_eq!(granted["tot"], "2027-06-15T00:00:00+00:00");
        assert_eq!(of("BUURTTEAM_DOELEN", city.buurtteam.partij)["reden"], "TOEGESTAAN_EIGEN");
        assert_eq!(of("BUURTTEAM_DOELEN", city.ander_buurtteam.partij)["reden"], "GEEN_TOESTEMMING");
    }

    async fn the_answer_says_on_which_version_it_is_proven(app: TestApp) {
        let inwoner = prepare(&app).await;
        let before = app.ahmed().ask(OVERVIEW, json!({"id": inwoner})).await.registerversie().unwrap();
        let granted = app.grant(&inwoner, "LAMPJE").await;
        assert!(granted.registerversie > before);
        let after = app.ahmed().ask(OVERVIEW, json!({"id": inwoner})).await.registerversie();
        assert_eq!(after, Some(granted.registerversie));
        let asked = app.ahmed().header("Minimale-Registerversie", granted.registerversie);
        asked.ask(OVERVIEW, json!({"id": inwoner})).await.expect_ok();
        let ahead = app.ahmed().header("Minimale-Registerversie", granted.registerversie + 1);
        let refused = ahead.ask(OVERVIEW, json!({"id": inwoner})).await;
        assert!(refused.codes().contains(&"REGISTERVERSIE_TE_OUD"), "{}", refused.shown());
        assert!(!refused.text.contains("STABILISATIE"));
    }

    async fn no_log_holds_a_value_a_name_or_a_bsn(app: TestApp) {
        let logs = Logs::capture();
        let inwoner = prepare(&app).await;
        app.ahmed().ask(OVERVIEW, json!({"id": inwoner})).await.expect_ok();
        app.fatima().ask(OVERVIEW, json!({"id": inwoner})).await.expect_ok();
        let values = ["Regisseur", "030 1110001", "23456", "STABILISATIE", "INKOMENSCHECK"];
        logs.assert_without(&values);
        for subgraph in SubgraphName::ALL {
            for line in app.log_lines(*subgraph).await {
                let line = format!("{line:?}");
                for value in values.iter().copied().chain([bsn(1).as_str()]) {
                    assert!(!line.contains(value), "`{value}` in {line}");
                }
            }
        }
    }
}

// Told of Utrecht only: who is there, and how many, is part of what they tell.
on_both_engines! {
    async fn what_was_withheld_can_stand_in_the_extensions(app: TestApp) {
        let inwoner = prepare(&app).await;
        let as_errors = app.ahmed().ask(OVERVIEW, json!({"id": inwoner})).await;
        let asked = app.ahmed().header("Niet-Gedeeld", "extensies");
        let as_extensions = asked.ask(OVERVIEW, json!({"id": inwoner})).await;
        assert_eq!(as_extensions.body.get("errors"), None);
        assert_eq!(as_extensions.not_shared(), withheld(app.city()));
        assert_eq!(as_extensions.body["data"], as_errors.body["data"]);
        let other = app.ahmed().header("Niet-Gedeeld", "weg").ask(OVERVIEW, json!({"id": inwoner})).await;
        other.expect_problem(400, "HEADER_ONGELDIG");
    }

    async fn each_owner_logs_one_record_per_resident_and_bronhouder(app: TestApp) {
        let inwoner = prepare(&app).await;
        app.ahmed().ask(OVERVIEW, json!({"id": inwoner})).await.expect_ok();
        let [traject] = &app.log_lines(SubgraphName::Trajectbegeleiding).await[..] else { panic!("one record") };
        assert_eq!(traject.redenen, reasons(&[
            ("TRAJECT_LOOPT", "TOEGESTAAN_TOESTEMMING"),
            ("TRAJECT_FASE", "TOEGESTAAN_TOESTEMMING"),
            ("TRAJECT_CONTACT", "GEEN_TOESTEMMING"),
            ("TRAJECT_FINANCIEEL", "GEEN_TOESTEMMING"),
        ]));
        assert_eq!((traject.inwoner.as_str(), traject.bronhouder.as_str()), (inwoner.as_str(), "gemeente-utrecht"));
        assert_eq!((traject.partij.as_str(), traject.gebruiker.as_str()), ("incluzio", "ahmed"));
        assert_eq!(traject.rollen, "BUURTTEAMMEDEWERKER");
        assert_eq!(traject.doel, "AFSTEMMING_TRAJECT");
        assert_eq!(traject.op, app.now());
        assert!(traject.registerversie.is_some());
        let [srw] = &app.log_lines(SubgraphName::Srw).await[..] else { panic!("one record") };
        assert_eq!(srw.redenen, reasons(&[("SRW_STATUS", "GEEN_TOESTEMMING")]));
        let [incluzio, lokalis] = &app.log_lines(SubgraphName::Buurtteam).await[..] else { panic!("two records") };
        assert_eq!(incluzio.operatie, lokalis.operatie, "one operation, two owners");
        let mut told = [incluzio, lokalis].map(|line| (line.bronhouder.clone(), line.redenen.clone()));
        told.sort();
        assert_eq!(told, [
            ("incluzio".to_owned(), reasons(&[("BUURTTEAM_STATUS", "TOEGESTAAN_EIGEN")])),
            ("lokalis".to_owned(), reasons(&[("BUURTTEAM_STATUS", "GEEN_TOESTEMMING")])),
        ]);
        let traces = [traject, srw, incluzio, lokalis].map(|line| line.trace_id.clone());
        assert!(traces.iter().all(|trace| trace == &traces[0]), "one request, one trace");
    }

    async fn the_trace_of_the_caller_is_taken_over(app: TestApp) {
        let inwoner = prepare(&app).await;
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        let asked = app.ahmed().header("traceparent", format!("00-{trace}-00f067aa0ba902b7-01"));
        asked.ask(OVERVIEW, json!({"id": inwoner})).await.expect_ok();
        assert_eq!(app.log_lines(SubgraphName::Srw).await[0].trace_id, trace);
    }
}
