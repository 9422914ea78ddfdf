//! A grant that is bound to a traject ends when that ends, or its nazorg; while nothing fresh is known of it, it opens
//! nothing; and it tells nobody of a traject who may not see that it runs.

use std::sync::Arc;

use chrono::TimeDelta;
use schakel::{
    domain::{Betrokkenheid, Doel, InwonerId, PartijId, Rol},
    federation::SubgraphName,
};
use schakel_tests::{
    TestApp,
    app::{Grant, Record, bsn, deel, met_buurtteam, traject},
    in_both_cities, on_both_engines,
};
use serde_json::{Value, json};

use super::{
    opening::set as work_by,
    queries::{ask_all, lamp, toegang},
};

const LAG: &str = "BRON_NIET_BEREIKBAAR";
const FASE: &str = "TRAJECT_FASE";

fn lamp_and_fase(app: &TestApp) -> Grant {
    met_buurtteam(app, &["TRAJECT_LOOPT", FASE])
}

fn to(app: &TestApp, traject: &str) -> Value {
    json!({"bronhouder": app.city().traject.partij, "traject": traject})
}

/// The traject as its owner names it for this resident.
async fn name_of(app: &TestApp, inwoner: &str) -> String {
    let query = "query($id: ID!) { inwoner(id: $id) { trajecten { loopt { traject } } } }";
    let answer = app.fatima().ask(query, json!({"id": inwoner})).await.expect_ok();
    answer.text_at("/inwoner/trajecten/0/loopt/traject").to_owned()
}

async fn reden(app: &TestApp, inwoner: &str, groep: &str) -> String {
    toegang(&app.ahmed(), inwoner, groep, app.city().traject.partij)
        .await
        .0
}

async fn publish(app: &TestApp, record: Record) {
    app.gemeente_systeem().publish(&record).await.expect_ok();
}

fn closed(versie: &str) -> Record {
    traject("T-1")
        .versie(versie)
        .fase("AFGESLOTEN", "2026-06-12")
        .with("nazorg", Value::Null)
}

async fn status(app: &TestApp, inwoner: &str) -> Vec<Value> {
    let query =
        "query($id: ID!) { toestemmingen(inwoner: $id) { status traject { traject bronhouder { id } } } }";
    let answer = app.tessa().ask(query, json!({"id": inwoner})).await.expect_ok();
    answer.data("/toestemmingen").as_array().unwrap().clone()
}

in_both_cities! {
    async fn it_ends_with_its_traject_for_good(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1").with("nazorg", Value::Null)).await;
        let name = name_of(&app, &inwoner).await;
        app.grant(&inwoner, lamp_and_fase(&app).with("traject", to(&app, &name))).await;
        assert_eq!(lamp(&ask_all(&app.ahmed(), &inwoner).await), Ok(Some(true)));
        let (reden_now, tot) = toegang(&app.ahmed(), &inwoner, FASE, app.city().traject.partij).await;
        assert_eq!((reden_now.as_str(), tot), ("TOEGESTAAN_TOESTEMMING", json!("2026-06-15T11:00:00+00:00")), "no longer than is known");
        assert_eq!(status(&app, &inwoner).await, [json!({"status": "ACTIEF", "traject": {"traject": name, "bronhouder": {"id": app.city().traject.partij}}})]);
        publish(&app, closed("2026-06-15T09:00:00Z")).await;
        assert_eq!(reden(&app, &inwoner, FASE).await, "VERLOPEN");
        assert_eq!(lamp(&ask_all(&app.ahmed(), &inwoner).await), Err("VERLOPEN".to_owned()));
        assert_eq!(status(&app, &inwoner).await[0]["status"], "VERLOPEN");
        // A source that thinks better of it revives nothing.
        publish(&app, traject("T-1").versie("2026-06-15T09:30:00Z").with("nazorg", Value::Null)).await;
        assert_eq!(reden(&app, &inwoner, FASE).await, "VERLOPEN");
        app.grant(&inwoner, lamp_and_fase(&app).with("traject", to(&app, &name))).await;
        assert_eq!(reden(&app, &inwoner, FASE).await, "VERLOPEN", "nor does a grant that is bound to it anew");
    }

    async fn it_can_be_given_however_the_receiver_works(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1").with("nazorg", Value::Null)).await;
        let name = name_of(&app, &inwoner).await;
        for betrokkenheid in [Betrokkenheid::Team, Betrokkenheid::Medewerker] {
            work_by(&app, betrokkenheid).await;
            app.grant(&inwoner, lamp_and_fase(&app).with("traject", to(&app, &name))).await;
        }
    }

    async fn it_lasts_until_the_nazorg_ends_by_the_calendar(app: TestApp) {
        let with_nazorg = |record: Record| record.with("nazorg", json!({"start": "2026-06-01", "einde": "2026-06-17", "producten": []}));
        let inwoner = app.publish_traject(with_nazorg(traject("T-1"))).await;
        let name = name_of(&app, &inwoner).await;
        app.grant(&inwoner, lamp_and_fase(&app).with("traject", to(&app, &name))).await;
        let closed = with_nazorg(traject("T-1").versie("2026-06-15T09:00:00Z").fase("AFGESLOTEN", "2026-06-12"));
        publish(&app, closed).await;
        assert_eq!(reden(&app, &inwoner, FASE).await, "TOEGESTAAN_TOESTEMMING");
        app.clock().advance(TimeDelta::days(2));
        // Any publication makes the owner look; in the program it looks by itself, every few seconds.
        publish(&app, traject("T-9").client_bsn(&bsn(9))).await;
        assert_eq!(reden(&app, &inwoner, FASE).await, "VERLOPEN");
    }

    async fn a_feed_that_lags_withholds_and_looks_like_no_traject_at_all(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        let name = name_of(&app, &inwoner).await;
        app.grant(&inwoner, lamp_and_fase(&app).with("traject", to(&app, &name))).await;
        let other = app.inwoner(&bsn(2)).await;
        app.grant(&other, lamp_and_fase(&app).with("traject", to(&app, "00000000-0000-4000-8000-000000000001"))).await;
        assert_eq!(reden(&app, &inwoner, FASE).await, "TOEGESTAAN_TOESTEMMING");
        assert_eq!(reden(&app, &other, FASE).await, LAG);
        app.clock().advance(TimeDelta::minutes(60));
        let lagging = ask_all(&app.ahmed(), &inwoner).await;
        assert_eq!(lamp(&lagging), Err(LAG.to_owned()));
        let nobody = ask_all(&app.ahmed(), &other).await;
        assert_eq!(lagging.comparable().replace(&inwoner, "I"), nobody.comparable().replace(&other, "I"));
        publish(&app, traject("T-9").client_bsn(&bsn(9))).await;
        assert_eq!(reden(&app, &inwoner, FASE).await, "TOEGESTAAN_TOESTEMMING", "the owner is heard again");
        assert_eq!(reden(&app, &other, FASE).await, LAG);
        // What was withheld then is explained by what was known then.
        let error = lagging.errors().iter().find(|error| error["extensions"]["groep"] == FASE).unwrap();
        let query = "query($besluit: UUID!) { waarom(besluit: $besluit) { traject { reden herspeeld gelijk } } }";
        let olga = app.person(app.city().traject.partij, Rol::FunctionarisGegevensbescherming).doel(Doel::Verantwoording);
        let answer = olga.ask(query, json!({"besluit": error["extensions"]["besluit"]})).await.expect_ok();
        assert_eq!(answer.data("/waarom/traject"), &json!({"reden": LAG, "herspeeld": LAG, "gelijk": true}));
    }

    /// What isn't offered never comes back: a feed that lags for a moment decides nothing for good.
    async fn what_happens_while_a_feed_lags_is_heard_when_it_is_back(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        let name = name_of(&app, &inwoner).await;
        app.grant(&inwoner, lamp_and_fase(&app).and(app.city().buurtteam.partij, app.city().traject.partij, &["BUURTTEAM_STATUS"]).with("traject", to(&app, &name))).await;
        let dossier = schakel_tests::app::buurtteamdossier("B-1").client_id(&inwoner);
        app.publish_buurtteam(dossier.clone()).await;
        app.settle_signals().await;
        app.clock().advance(TimeDelta::minutes(60));
        app.publish_buurtteam(dossier.versie("2026-06-14T08:00:00Z").gesloten("2026-06-12")).await;
        app.settle_signals().await;
        const CLOSED: &str = "DOSSIER_GESLOTEN_TIJDENS_TRAJECT";
        let hears = async || app.fatima().signal_kinds().await.contains(&CLOSED.to_owned());
        assert!(!hears().await, "nobody can say whether the grant holds");
        publish(&app, traject("T-9").client_bsn(&bsn(9))).await;
        assert!(hears().await);
    }

    async fn another_residents_traject_keeps_nothing_open(app: TestApp) {
        let clienten = app.gemeente_systeem().published(&traject("T-1").client_bsn(&bsn(1)).and_bsn(&bsn(2))).await.clienten;
        let [one, other] = [name_of(&app, &clienten[0]).await, name_of(&app, &clienten[1]).await];
        assert_ne!(one, other, "two clients of one traject have two names for it");
        app.grant(&clienten[0], lamp_and_fase(&app).with("traject", to(&app, &other))).await;
        assert_eq!(reden(&app, &clienten[0], FASE).await, LAG);
        app.grant(&clienten[0], lamp_and_fase(&app).with("traject", to(&app, &one))).await;
        assert_eq!(reden(&app, &clienten[0], FASE).await, "TOEGESTAAN_TOESTEMMING");
    }

    async fn a_client_who_is_taken_out_and_a_traject_that_is_withdrawn_have_ended(app: TestApp) {
        let both = traject("T-1").client_bsn(&bsn(1)).and_bsn(&bsn(2));
        let clienten = app.gemeente_systeem().published(&both).await.clienten;
        for inwoner in &clienten {
            let name = name_of(&app, inwoner).await;
            app.grant(inwoner, lamp_and_fase(&app).with("traject", to(&app, &name))).await;
        }
        publish(&app, traject("T-1").client_bsn(&bsn(1)).versie("2026-06-15T09:00:00Z")).await;
        assert_eq!(reden(&app, &clienten[1], FASE).await, "VERLOPEN");
        assert_eq!(reden(&app, &clienten[0], FASE).await, "TOEGESTAAN_TOESTEMMING");
        app.gemeente_systeem().withdraw("T-1").await.expect_ok();
        assert_eq!(reden(&app, &clienten[0], FASE).await, "VERLOPEN");
    }

    async fn who_loses_the_lamp_hears_no_more_of_the_traject(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1").with("nazorg", Value::Null)).await;
        let name = name_of(&app, &inwoner).await;
        let granted = app.grant(&inwoner, lamp_and_fase(&app).with("traject", to(&app, &name))).await;
        let part = json!({"deel": {"toestemming": granted.ids[0], "groepen": ["TRAJECT_LOOPT"]}});
        let preview = app.tessa().preview(json!({"intrekken": part})).await.expect_ok();
        assert!(preview.text.contains(FASE), "what goes with the lamp is shown before: {}", preview.shown());
        app.tessa().revoke(part).await.expect_ok();
        let lost = ask_all(&app.ahmed(), &inwoner).await;
        assert_eq!(reden(&app, &inwoner, FASE).await, "GEEN_TOESTEMMING");
        publish(&app, closed("2026-06-15T09:00:00Z")).await;
        let after = ask_all(&app.ahmed(), &inwoner).await;
        assert_eq!(after.comparable(), lost.comparable());
    }

    async fn a_traject_to_which_nothing_is_bound_leaves_the_register_as_it_is(app: TestApp) {
        let before = app.register_version().await;
        let inwoner = app.publish_traject(traject("T-1")).await;
        publish(&app, closed("2026-06-15T09:00:00Z")).await;
        assert_eq!(app.register_version().await, before, "not even a version tells that anything happened");
        app.grant(&inwoner, "LAMPJE").await;
        assert_eq!(lamp(&ask_all(&app.meekijker(), &inwoner).await), Ok(Some(false)), "what is not bound goes on");
        let lines = app.log_lines(SubgraphName::Trajectbegeleiding).await;
        assert_eq!(lines.last().unwrap().reden("TRAJECT_LOOPT"), Some("TOEGESTAAN_TOESTEMMING"));
    }
}

// Told of Utrecht only: Zaanstad has no sociaal raadslieden.
on_both_engines! {
    async fn it_is_refused_to_who_may_not_see_the_lamp(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        let name = name_of(&app, &inwoner).await;
        let before = app.register_events().await;
        let blind = deel("gemeente-utrecht", "incluzio", &[FASE]).with("traject", to(&app, &name));
        let refused = app.tessa().grant(&inwoner, blind).await.expect_code("INVOER_ONGELDIG");
        assert!(refused.text.contains("`incluzio` mag niet zien of dit traject loopt"), "{}", refused.shown());
        let of_others = deel("u-centraal", "incluzio", &["SRW_STATUS"]).with("traject", to(&app, &name));
        let refused = app.tessa().grant(&inwoner, of_others).await.expect_code("INVOER_ONGELDIG");
        assert!(refused.text.contains("u-centraal"), "{}", refused.shown());
        let no_owner = lamp_and_fase(&app).with("traject", json!({"bronhouder": "incluzio", "traject": name}));
        let refused = app.tessa().grant(&inwoner, no_owner).await.expect_code("INVOER_ONGELDIG");
        assert!(refused.text.contains("traject.bronhouder"), "{}", refused.shown());
        assert_eq!(app.register_events().await, before, "nothing is written");
        app.grant(&inwoner, deel("gemeente-utrecht", "incluzio", &["TRAJECT_LOOPT"])).await;
        app.grant(&inwoner, deel("gemeente-utrecht", "incluzio", &[FASE]).with("traject", to(&app, &name))).await;
        assert_eq!(reden(&app, &inwoner, FASE).await, "TOEGESTAAN_TOESTEMMING");
    }

    async fn an_owner_is_told_when_the_lamp_goes_on_which_its_grants_hang(app: TestApp) {
        let register = Arc::clone(&app.installation().held.as_ref().unwrap().register);
        for (number, is_bound) in [(1, true), (2, false)] {
            let inwoner = app.publish_traject(traject(&format!("T-{number}")).client_bsn(&bsn(number))).await;
            let name = name_of(&app, &inwoner).await;
            let lamps = app.grant(&inwoner, "LAMPJE").await;
            let of_others = deel("u-centraal", "incluzio", &["SRW_STATUS"]);
            let of_others = if is_bound { of_others.with("traject", to(&app, &name)) } else { of_others };
            app.grant(&inwoner, of_others).await;
            let before = register.store().stand().await.unwrap().versie;
            app.revoke(&lamps).await;
            let id = [InwonerId::new(inwoner.as_str()).unwrap()];
            let owners = [PartijId::new("u-centraal").unwrap()].into();
            let changes = register.changes_of(before, &id, Some(&owners)).await.unwrap();
            assert_eq!(changes.changed.touches(&id[0]), is_bound, "bound: {is_bound}");
        }
    }
}
