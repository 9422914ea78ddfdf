//! Why something was decided: an old decision made again on the register as it stood then, after all that came later.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use schakel::{
    domain::{Betrokkenheid, Doel, Rol},
    federation::SubgraphName,
};
use schakel_tests::{
    TestApp,
    app::{Answer, Person, bsn, deel, met_buurtteam, traject},
    in_both_cities, on_both_engines,
};
use serde_json::{Value, json};

use super::{
    queries::{ask_all, ask_lamp},
    rotation::rotated,
};

async fn waarom(person: &Person<'_>, besluit: &str) -> Answer {
    let query = "query Waarom($besluit: UUID!) {
        waarom(besluit: $besluit) { besluit traject {
            verstrekking op inwoner bronhouder { id } groep partij { id } rollen team doel registerversie inrichting
            reden uitleg herspeeld gelijk tot
        } srw { gelijk } buurtteam { gelijk } toestemming { gelijk } signalen { gelijk } }
    }";
    person.ask(query, json!({"besluit": besluit})).await
}

fn officer_at<'a>(app: &'a TestApp, partij: &str) -> Person<'a> {
    app.person(partij, Rol::FunctionarisGegevensbescherming)
        .named("olga")
        .doel(Doel::Verantwoording)
}

async fn involved(
    app: &TestApp,
    betrokkenheid: Betrokkenheid,
    change: impl Fn(&mut schakel::domain::Inrichting),
) {
    app.change_inrichting(|utrecht| {
        let mut partijen = utrecht
            .samenwerkingen
            .iter_mut()
            .flat_map(|one| &mut one.partijen);
        let buurtteam = partijen.find(|partij| partij.id.as_str() == app.city().buurtteam.partij);
        buurtteam.expect("the buurtteam").betrokkenheid = betrokkenheid;
        change(utrecht);
    })
    .await;
}

async fn couple(app: &TestApp, inwoner: &str, team: &str) {
    let mutation = "mutation($invoer: KoppelingInvoer!) { koppelen(invoer: $invoer) { id } }";
    let invoer = json!({"eigenNummer": "I-1", "inwoner": {"id": inwoner}, "team": team});
    let answer = app
        .incluzio_systeem()
        .ask(mutation, json!({"invoer": invoer}))
        .await;
    answer.expect_ok();
}

/// Every decision in the municipality's log: its id, its group and its reason.
async fn decisions(app: &TestApp) -> Vec<(String, String, String)> {
    let word = |value: &Value| value.as_str().expect("a word").to_owned();
    let lines = app.log_lines(SubgraphName::Trajectbegeleiding).await;
    let outcomes = lines
        .iter()
        .flat_map(|line| line.uitkomsten.as_array().expect("a list").clone());
    outcomes
        .map(|one| (word(&one["besluit"]), word(&one["groep"]), word(&one["reden"])))
        .collect()
}

in_both_cities! {
    async fn only_the_owner_hears_of_a_second_client(app: TestApp) {
        let two = app.gemeente_systeem().published(&traject("T-1").client_bsn(&bsn(1)).and_bsn(&bsn(2))).await.clienten;
        app.grant(&two[0], met_buurtteam(&app, &["TRAJECT_FINANCIEEL"])).await;
        ask_all(&app.ahmed(), &two[0]).await;
        let silenced = decisions(&app).await.into_iter().find(|(_, _, reden)| reden == "TWEEDE_CLIENT_NIET_AKKOORD").unwrap().0;
        let owner = waarom(&officer_at(&app, app.city().traject.partij), &silenced).await.expect_ok();
        assert_eq!(owner.data("/waarom/traject/reden"), "TWEEDE_CLIENT_NIET_AKKOORD");
        assert_eq!(owner.data("/waarom/traject/gelijk"), true);
        for person in [app.farid(), officer_at(&app, app.city().buurtteam.partij)] {
            let other = waarom(&person, &silenced).await.expect_ok();
            assert_eq!(other.data("/waarom/traject/reden"), "TOEGESTAAN_TOESTEMMING", "of this client's grant only");
            assert_eq!(other.data("/waarom/traject/gelijk"), true);
            assert!(!other.text.contains(&two[1]) && !other.text.contains("TWEEDE"), "{}", other.shown());
        }
    }

    async fn what_is_unknown_or_anothers_looks_alike(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        ask_lamp(&app.ahmed(), &inwoner).await;
        let besluit = decisions(&app).await.remove(0).0;
        let known = waarom(&officer_at(&app, app.city().ander_buurtteam.partij), &besluit).await.expect_ok();
        let unknown = waarom(&officer_at(&app, app.city().ander_buurtteam.partij), "0197a0c4-0000-7000-8000-000000000000").await.expect_ok();
        assert_eq!(known.data("/waarom/traject"), &Value::Null);
        assert_eq!(unknown.data("/waarom/traject"), &Value::Null);
        let by_a_worker = waarom(&app.ahmed(), &besluit).await;
        assert_eq!(by_a_worker.codes(), ["ROL_NIET_BEVOEGD"; 5]);
        let read = app.log_lines(SubgraphName::Trajectbegeleiding).await;
        let tries = read.iter().filter(|line| line.handeling == "BESLUIT_HERSPELEN");
        let tries: Vec<_> = tries.map(|line| line.inwoner.as_str()).collect();
        assert_eq!(tries, ["", ""], "that they looked is known, and of nobody was anything told");
        waarom(&app.farid(), &besluit).await.expect_ok();
        let read = app.log_lines(SubgraphName::Trajectbegeleiding).await;
        let line = read.last().unwrap();
        assert_eq!((line.handeling.as_str(), line.inwoner.as_str(), line.gebruiker.as_str()), ("BESLUIT_HERSPELEN", inwoner.as_str(), "farid"));
    }
}

// Told of Utrecht only: who is there, and how many, is part of what they tell.
on_both_engines! {
    async fn what_was_decided_eighteen_months_ago_is_decided_again(app: TestApp) {
        let mut app = app;
        let two = app.gemeente_systeem().published(&traject("T-1").client_bsn(&bsn(1)).and_bsn(&bsn(2))).await.clienten;
        let inwoner = two[0].clone();
        involved(&app, Betrokkenheid::Team, |_| {}).await;
        ask_all(&app.ahmed(), &inwoner).await;
        couple(&app, &inwoner, "Overvecht").await;
        let groepen = ["TRAJECT_LOOPT", "TRAJECT_FINANCIEEL"];
        let granted = app.grant(&inwoner, deel("gemeente-utrecht", "incluzio", &groepen).until("2026-08-01T00:00:00Z")).await;
        app.clock().advance(TimeDelta::days(1));
        let then = ask_all(&app.ahmed(), &inwoner).await;
        ask_all(&app.fatima(), &inwoner).await;
        ask_all(&app.ahmed().named("bilal").team("Zuilen"), &inwoner).await;
        let open = "mutation($invoer: OpeningInvoer!) { inwonerOpenen(invoer: $invoer) { tot } }";
        let invoer = json!({"inwoner": inwoner, "reden": "SPOED", "toelichting": "de stroom wordt morgen afgesloten"});
        app.ahmed().named("bilal").team("Zuilen").ask(open, json!({"invoer": invoer})).await.expect_ok();
        ask_all(&app.ahmed().named("bilal").team("Zuilen"), &inwoner).await;
        let before = decisions(&app).await;
        // Everything changes: consent, who works with whom, the inrichting, the key, and a year and a half goes by.
        app.revoke(&granted).await;
        couple(&app, &inwoner, "Zuilen").await;
        app.clock().advance(TimeDelta::days(550));
        rotated(&mut app).await;
        let new = app.inwoner(&bsn(1)).await;
        for person in [&new, &two[1]] {
            let later = deel("gemeente-utrecht", "incluzio", &["TRAJECT_LOOPT", "TRAJECT_FASE", "TRAJECT_FINANCIEEL"]);
            app.grant(person, later.until("2028-06-01T00:00:00Z")).await;
        }
        involved(&app, Betrokkenheid::Medewerker, |utrecht| utrecht.gezamenlijke_groepen.clear()).await;
        let olga = officer_at(&app, "gemeente-utrecht");
        let mut seen = BTreeSet::new();
        for (besluit, groep, reden) in &before {
            let answer = waarom(&olga, besluit).await.expect_ok();
            let told = answer.data("/waarom/traject");
            assert_eq!((&told["reden"], &told["herspeeld"], &told["gelijk"]), (&json!(reden), &json!(reden), &json!(true)), "{groep}: {}", answer.shown());
            assert_eq!((&told["groep"], &told["inwoner"]), (&json!(groep), &json!(inwoner)));
            seen.insert(reden.as_str());
        }
        let expected = ["GEEN_TOESTEMMING", "NIET_BETROKKEN", "TOEGESTAAN_EIGEN", "TOEGESTAAN_TOESTEMMING", "TWEEDE_CLIENT_NIET_AKKOORD"];
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), expected);
        // The answer of then names the decision, and why.
        let error = then.errors().iter().find(|error| error["extensions"]["groep"] == "TRAJECT_FASE").unwrap();
        let answer = waarom(&olga, error["extensions"]["besluit"].as_str().unwrap()).await.expect_ok();
        assert_eq!(answer.data("/waarom/traject/reden"), &error["extensions"]["code"]);
        assert_eq!(answer.data("/waarom/traject/team"), "Overvecht");
        assert_eq!(answer.data("/waarom/traject/op"), "2026-06-16T10:00:00+00:00");
    }
}
