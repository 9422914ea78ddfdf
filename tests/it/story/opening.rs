//! Somebody who isn't involved opens a resident with a reason: for a time, logged, and put before the privacy officer.

use chrono::TimeDelta;
use schakel::{
    domain::{Betrokkenheid, Doel, Rol},
    federation::SubgraphName,
};
use schakel_tests::{
    TestApp,
    app::{Answer, Person, bsn, met_buurtteam, traject},
    in_both_cities, on_both_engines,
};
use serde_json::{Value, json};

use super::queries::{ask_lamp, lamp, toegang};

const WHY: &str = "Mijn collega is ziek en deze inwoner staat aan de balie.";

pub(super) async fn set(app: &TestApp, betrokkenheid: Betrokkenheid) {
    app.change_inrichting(|utrecht| {
        let mut partijen = utrecht
            .samenwerkingen
            .iter_mut()
            .flat_map(|one| &mut one.partijen);
        let buurtteam = partijen.find(|partij| partij.id.as_str() == app.city().buurtteam.partij);
        buurtteam.expect("the buurtteam").betrokkenheid = betrokkenheid;
    })
    .await;
}

/// A resident with a traject, which Incluzio may see as far as its people are involved.
async fn resident(app: &TestApp) -> String {
    set(app, Betrokkenheid::Team).await;
    let inwoner = app.publish_traject(traject("T-1")).await;
    app.grant(&inwoner, met_buurtteam(app, &["TRAJECT_LOOPT"])).await;
    inwoner
}

pub(super) async fn open(person: &Person<'_>, inwoner: &str) -> Answer {
    let mutation = "mutation Openen($invoer: OpeningInvoer!) {
        inwonerOpenen(invoer: $invoer) { opening tot registerversie inwoner { id trajecten { loopt { loopt } } } }
    }";
    let invoer = json!({"inwoner": inwoner, "reden": "WAARNEMING", "toelichting": WHY});
    person.ask(mutation, json!({"invoer": invoer})).await
}

async fn listed(person: &Person<'_>, status: &str, na: Option<&str>, eerste: i64) -> Answer {
    let query = "query Openingen($status: OpeningStatus!, $na: String, $eerste: Int!) {
        openingen(status: $status, na: $na, eerste: $eerste) {
            edges { cursor node {
                id inwoner { id } partij { id } gebruiker reden toelichting op tot oordeel oordeelToelichting beoordeeldOp
            } }
            pageInfo { endCursor hasNextPage }
        }
    }";
    person
        .ask(query, json!({"status": status, "na": na, "eerste": eerste}))
        .await
}

fn ids(answer: &Answer) -> Vec<String> {
    let edges = answer.data("/openingen/edges").as_array().expect("a list");
    let id = |edge: &Value| edge["node"]["id"].as_str().expect("an id").to_owned();
    edges.iter().map(id).collect()
}

async fn review(person: &Person<'_>, opening: &str, oordeel: &str) -> Answer {
    let mutation = "mutation Beoordelen($invoer: OpeningBeoordelingInvoer!) {
        openingBeoordelen(invoer: $invoer) { registerversie opening { id oordeel tot } }
    }";
    let invoer =
        json!({"opening": opening, "oordeel": oordeel, "toelichting": "besproken met de teamleider"});
    person.ask(mutation, json!({"invoer": invoer})).await
}

fn officer_at<'a>(app: &'a TestApp, partij: &str) -> Person<'a> {
    app.person(partij, Rol::FunctionarisGegevensbescherming)
        .named("olga")
        .doel(Doel::Verantwoording)
}

async fn sees(person: &Person<'_>, inwoner: &str) -> Result<Option<bool>, String> {
    lamp(&ask_lamp(person, inwoner).await)
}

fn not_involved() -> Result<Option<bool>, String> {
    Err("NIET_BETROKKEN".to_owned())
}

in_both_cities! {
    async fn who_opens_sees_at_once_and_nobody_else_does(app: TestApp) {
        let inwoner = resident(&app).await;
        assert_eq!(sees(&app.ahmed(), &inwoner).await, not_involved());
        let (reden, _) = toegang(&app.ahmed(), &inwoner, "TRAJECT_LOOPT", app.city().traject.partij).await;
        assert_eq!(reden, "NIET_BETROKKEN");
        let opened = open(&app.ahmed(), &inwoner).await.expect_ok();
        assert_eq!(opened.data("/inwonerOpenen/tot"), "2026-06-16T10:00:00+00:00");
        assert_eq!(opened.data("/inwonerOpenen/inwoner/trajecten/0/loopt/loopt"), true, "the answer reads on");
        assert_eq!(sees(&app.ahmed(), &inwoner).await, Ok(Some(true)));
        assert_eq!(sees(&app.ahmed().named("bilal"), &inwoner).await, not_involved(), "not a colleague");
        let other = app.publish_traject(traject("T-2").client_bsn(&bsn(2))).await;
        app.grant(&other, met_buurtteam(&app, &["TRAJECT_LOOPT"])).await;
        assert_eq!(sees(&app.ahmed(), &other).await, not_involved(), "not another resident");
    }

    async fn it_ends_by_the_clock_and_shows_no_more_than_a_grant(app: TestApp) {
        let inwoner = resident(&app).await;
        open(&app.ahmed(), &inwoner).await.expect_ok();
        let told = toegang(&app.ahmed(), &inwoner, "TRAJECT_LOOPT", app.city().traject.partij).await;
        assert_eq!(told, ("TOEGESTAAN_TOESTEMMING".to_owned(), json!("2026-06-16T10:00:00+00:00")), "the opening ends first");
        let (reden, _) = toegang(&app.ahmed(), &inwoner, "TRAJECT_FASE", app.city().traject.partij).await;
        assert_eq!(reden, "GEEN_TOESTEMMING", "an opening is no consent");
        app.clock().advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
        assert_eq!(sees(&app.ahmed(), &inwoner).await, Ok(Some(true)));
        app.clock().advance(TimeDelta::seconds(1));
        assert_eq!(sees(&app.ahmed(), &inwoner).await, not_involved());
    }

    /// A number that waits is no look at anybody.
    async fn who_reviews_hears_how_many_wait_and_nobody_is_looked_at(app: TestApp) {
        let inwoner = resident(&app).await;
        let count = async |person: Person<'_>| person.ask("{ openingenAantal }", json!({})).await;
        assert_eq!(count(officer_at(&app, app.city().buurtteam.partij)).await.expect_ok().data("/openingenAantal"), 0);
        let opened = open(&app.ahmed(), &inwoner).await.expect_ok();
        let before = app.log_lines(SubgraphName::Toestemming).await.len();
        assert_eq!(count(officer_at(&app, app.city().buurtteam.partij)).await.expect_ok().data("/openingenAantal"), 1);
        assert_eq!(count(app.farid()).await.expect_ok().data("/openingenAantal"), 1);
        assert_eq!(count(officer_at(&app, app.city().ander_buurtteam.partij)).await.expect_ok().data("/openingenAantal"), 0, "another's");
        count(app.ahmed()).await.expect_code("ROL_NIET_BEVOEGD");
        assert_eq!(app.log_lines(SubgraphName::Toestemming).await.len(), before);
        review(&officer_at(&app, app.city().buurtteam.partij), opened.text_at("/inwonerOpenen/opening"), "TERECHT").await.expect_ok();
        assert_eq!(count(app.farid()).await.expect_ok().data("/openingenAantal"), 0);
    }

    async fn its_length_is_configured(app: TestApp) {
        let inwoner = resident(&app).await;
        app.change_inrichting(|utrecht| {
            utrecht.opening_uren = 2;
            let mut partijen = utrecht.samenwerkingen.iter_mut().flat_map(|one| &mut one.partijen);
            partijen.find(|partij| partij.id.as_str() == app.city().buurtteam.partij).unwrap().betrokkenheid = Betrokkenheid::Medewerker;
        }).await;
        let opened = open(&app.ahmed(), &inwoner).await.expect_ok();
        assert_eq!(opened.data("/inwonerOpenen/tot"), "2026-06-15T12:00:00+00:00");
    }

    async fn one_that_was_wrong_ends_at_once(app: TestApp) {
        let inwoner = resident(&app).await;
        let opened = open(&app.ahmed(), &inwoner).await.expect_ok();
        let versie = opened.data("/inwonerOpenen/registerversie").as_i64().unwrap();
        let reviewed = review(&app.farid(), opened.text_at("/inwonerOpenen/opening"), "ONTERECHT").await.expect_ok();
        assert_eq!(reviewed.data("/openingBeoordelen/registerversie"), versie + 1);
        assert_eq!(reviewed.data("/openingBeoordelen/opening/tot"), &json!(app.now().to_rfc3339()));
        assert_eq!(sees(&app.ahmed(), &inwoner).await, not_involved());
        open(&app.ahmed(), &inwoner).await.expect_ok();
        assert_eq!(sees(&app.ahmed(), &inwoner).await, Ok(Some(true)), "another opening is another matter");
    }

    async fn the_list_is_told_by_pages(app: TestApp) {
        let inwoner = resident(&app).await;
        let mut made = Vec::new();
        for name in ["ahmed", "bilal", "chris"] {
            let opened = open(&app.ahmed().named(name), &inwoner).await.expect_ok();
            made.push(opened.text_at("/inwonerOpenen/opening").to_owned());
        }
        let first = listed(&app.farid(), "TE_BEOORDELEN", None, 2).await.expect_ok();
        assert_eq!(ids(&first), made[..2]);
        assert_eq!(first.data("/openingen/pageInfo/hasNextPage"), true);
        let place = first.text_at("/openingen/pageInfo/endCursor");
        let rest = listed(&app.farid(), "TE_BEOORDELEN", Some(place), 2).await.expect_ok();
        assert_eq!(ids(&rest), made[2..]);
        assert_eq!(rest.data("/openingen/pageInfo/hasNextPage"), false);
        listed(&app.farid(), "TE_BEOORDELEN", Some("zomaar"), 0).await.expect_code("INVOER_ONGELDIG");
    }

    async fn who_may_not_open_or_review_is_told_so(app: TestApp) {
        let inwoner = resident(&app).await;
        open(&app.incluzio_systeem(), &inwoner).await.expect_code("ROL_NIET_BEVOEGD");
        open(&app.tessa(), &inwoner).await.expect_code("ROL_NIET_BEVOEGD");
        open(&app.fatima(), &inwoner).await.expect_code("INVOER_ONGELDIG");
        listed(&app.ahmed(), "TE_BEOORDELEN", None, 10).await.expect_code("ROL_NIET_BEVOEGD");
        let mutation = "mutation($invoer: OpeningInvoer!) { inwonerOpenen(invoer: $invoer) { tot } }";
        let without_why = json!({"inwoner": inwoner, "reden": "SPOED", "toelichting": " "});
        app.ahmed().ask(mutation, json!({"invoer": without_why})).await.expect_code("INVOER_ONGELDIG");
        let no_reason = json!({"inwoner": inwoner, "reden": "ZOMAAR", "toelichting": WHY});
        app.ahmed().ask(mutation, json!({"invoer": no_reason})).await.expect_code("VARIABELE_ONGELDIG");
        assert_eq!(sees(&app.ahmed(), &inwoner).await, not_involved());
        assert_eq!(ids(&listed(&app.farid(), "TE_BEOORDELEN", None, 10).await), [""; 0], "nothing was written");
    }
}

// Told of Utrecht only: who is there, and how many, is part of what they tell.
on_both_engines! {
    async fn its_text_stands_in_no_log(app: TestApp) {
        let inwoner = resident(&app).await;
        let before = app.log_lines(SubgraphName::Toestemming).await.len();
        open(&app.ahmed(), &inwoner).await.expect_ok();
        let lines = app.log_lines(SubgraphName::Toestemming).await;
        let line = &lines[before];
        assert_eq!((line.handeling.as_str(), line.inwoner.as_str(), line.gebruiker.as_str()), ("OPENEN", inwoner.as_str(), "ahmed"));
        for subgraph in SubgraphName::ALL {
            for line in app.log_lines(*subgraph).await {
                assert!(!format!("{line:?}").contains("balie"), "{line:?}");
            }
        }
    }

    async fn the_privacy_officer_reviews_each_once(app: TestApp) {
        let inwoner = resident(&app).await;
        let opened = open(&app.ahmed(), &inwoner).await.expect_ok();
        let opening = opened.text_at("/inwonerOpenen/opening").to_owned();
        let olga = officer_at(&app, "incluzio");
        let list = listed(&olga, "TE_BEOORDELEN", None, 10).await.expect_ok();
        let node = list.data("/openingen/edges/0/node");
        assert_eq!((&node["gebruiker"], &node["toelichting"], &node["reden"]), (&json!("ahmed"), &json!(WHY), &json!("WAARNEMING")));
        let by_farid = listed(&app.farid(), "TE_BEOORDELEN", None, 10).await.expect_ok();
        assert_eq!(ids(&by_farid), [opening.as_str()]);
        assert_eq!(by_farid.data("/openingen/edges/0/node/gebruiker"), &Value::Null, "a user id is its party's own");
        let elsewhere = listed(&officer_at(&app, "lokalis"), "TE_BEOORDELEN", None, 10).await.expect_ok();
        assert_eq!(ids(&elsewhere), [""; 0]);
        review(&officer_at(&app, "lokalis"), &opening, "TERECHT").await.expect_code("ONBEKEND");
        review(&olga.clone().named("ahmed"), &opening, "TERECHT").await.expect_code("INVOER_ONGELDIG");
        review(&olga, &opening, "TERECHT").await.expect_ok();
        assert_eq!(sees(&app.ahmed(), &inwoner).await, Ok(Some(true)), "what was right goes on");
        review(&app.farid(), &opening, "ONTERECHT").await.expect_code("INVOER_ONGELDIG");
        assert_eq!(ids(&listed(&olga, "TE_BEOORDELEN", None, 10).await), [""; 0]);
        let done = listed(&olga, "BEOORDEELD", None, 10).await.expect_ok();
        assert_eq!(done.data("/openingen/edges/0/node/oordeel"), "TERECHT");
        let lines = app.log_lines(SubgraphName::Toestemming).await;
        let read = lines.iter().filter(|line| line.handeling == "OPENINGEN_BEKIJKEN" && line.inwoner == inwoner);
        assert_eq!(read.count(), 3, "reading the list is logged per resident");
    }

    async fn another_coupling_takes_the_old_team_away(app: TestApp) {
        let inwoner = resident(&app).await;
        let couple = async |team: &str| {
            let mutation = "mutation($invoer: KoppelingInvoer!) { koppelen(invoer: $invoer) { id } }";
            let invoer = json!({"eigenNummer": "I-1", "inwoner": {"id": inwoner}, "team": team});
            app.incluzio_systeem().ask(mutation, json!({"invoer": invoer})).await.expect_ok();
        };
        couple("Overvecht").await;
        let seen = ask_lamp(&app.ahmed(), &inwoner).await;
        assert_eq!(lamp(&seen), Ok(Some(true)));
        couple("Zuilen").await;
        let refused = ask_lamp(&app.ahmed(), &inwoner).await;
        assert_eq!(lamp(&refused), not_involved());
        let stand = app.register_store().await.stand().await.unwrap();
        assert_eq!(stand.versie, seen.registerversie().unwrap() + 2, "one ends, another begins: both are versions");
    }
}
