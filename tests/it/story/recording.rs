//! Recording that a resident consents: bundles and single grants, by whom, and what is refused.

use schakel::domain::{Doel, Rol};
use schakel::federation::SubgraphName;
use schakel_entity::toestemming::gebeurtenis;
use schakel_tests::{
    TestApp,
    app::{Answer, Person, bsn, deel, met_buurtteam, pakket},
    in_both_cities, on_both_engines,
};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

use super::queries::{ask_all, ask_lamp, lamp};

const GEMEENTE: &str = "gemeente-utrecht";

async fn events(app: &TestApp) -> u64 {
    let db = app.databases().connect(SubgraphName::Toestemming).await;
    gebeurtenis::Entity::find().count(&db).await.unwrap()
}

/// The fields that were at fault, sorted.
fn fields(answer: &Answer) -> Vec<&str> {
    let told = answer.errors()[0]["extensions"]["velden"]
        .as_array()
        .expect("the fields");
    let mut told: Vec<&str> = told.iter().filter_map(Value::as_str).collect();
    told.sort_unstable();
    told
}

fn manager_at<'a>(app: &'a TestApp, partij: &str) -> Person<'a> {
    app.person(partij, Rol::Toestemmingsbeheerder)
        .doel(Doel::InzageInwoner)
}

in_both_cities! {
    async fn a_consent_manager_at_a_party_records_what_includes_that_party(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let at_incluzio = manager_at(&app, app.city().buurtteam.partij);
        at_incluzio.grant(&inwoner, met_buurtteam(&app, &["TRAJECT_LOOPT"])).await.expect_ok();
        assert_eq!(lamp(&ask_lamp(&app.ahmed(), &inwoner).await), Ok(Some(true)));
        let before = events(&app).await;
        let of_others = deel(app.city().traject.partij, app.city().ander_buurtteam.partij, &["TRAJECT_LOOPT"]);
        at_incluzio.grant(&inwoner, of_others.clone()).await.expect_code("PARTIJ_NIET_BEVOEGD");
        let mixed = of_others.and(app.city().traject.partij, app.city().buurtteam.partij, &["TRAJECT_FASE"]);
        at_incluzio.grant(&inwoner, mixed).await.expect_code("PARTIJ_NIET_BEVOEGD");
        assert_eq!(events(&app).await, before, "nothing was written");
        manager_at(&app, app.city().ander_buurtteam.partij).grant(&inwoner, pakket("LAMPJE")).await.expect_ok();
    }

    async fn only_consent_managers_record_consent(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        for person in [app.ahmed(), app.fatima(), app.farid(), app.incluzio_systeem()] {
            person.grant(&inwoner, pakket("LAMPJE")).await.expect_code("ROL_NIET_BEVOEGD");
        }
        assert_eq!(events(&app).await, 0);
    }
}

// Told of Utrecht only: who is there, and how many, is part of what they tell.
on_both_engines! {
    async fn lampje_opens_the_lamp_and_the_contact_for_all_others(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        app.grant(&inwoner, "LAMPJE").await;
        for partij in ["u-centraal", "incluzio", "lokalis"] {
            let answer = ask_all(&app.professional(partij), &inwoner).await.expect_ok();
            assert_eq!(answer.data("/inwoner/trajecten/0/loopt/loopt"), &json!(true), "{partij}");
            assert_eq!(answer.data("/inwoner/trajecten/0/contact/naam"), &json!("F. Regisseur"), "{partij}");
            assert!(answer.data("/inwoner/trajecten/0/fase").is_null(), "{partij}");
        }
        let answer = ask_all(&app.fatima(), &inwoner).await;
        assert!(answer.data("/inwoner/srw/0/status").is_null(), "nothing the other way");
    }

    async fn samenwerken_opens_status_and_contact_both_ways(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        app.grant(&inwoner, "SAMENWERKEN").await;
        let answer = ask_all(&app.fatima(), &inwoner).await.expect_ok();
        for place in ["srw/0/status", "srw/0/contact", "buurtteams/0/status", "buurtteams/0/contact", "buurtteams/1/status"] {
            assert!(!answer.data(&format!("/inwoner/{place}")).is_null(), "{place}");
        }
        for place in ["srw/0/inhoud", "srw/0/terugkoppeling", "buurtteams/0/doelen", "buurtteams/1/leefgebieden"] {
            assert!(answer.data(&format!("/inwoner/{place}")).is_null(), "{place}");
        }
        let answer = ask_all(&app.joris(), &inwoner).await.expect_ok();
        assert!(!answer.data("/inwoner/trajecten/0/termijnen").is_null());
        assert!(answer.data("/inwoner/trajecten/0/financieel").is_null());
    }

    async fn a_grant_says_what_was_granted(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let answer = app.tessa().grant(&inwoner, pakket("LAMPJE")).await.expect_ok();
        let grants = answer.data("/toestemmingVerlenen/toestemmingen").as_array().unwrap();
        let receivers: Vec<&Value> = grants.iter().map(|grant| &grant["ontvanger"]["id"]).collect();
        assert_eq!(receivers, ["u-centraal", "incluzio", "lokalis"]);
        for grant in grants {
            assert_eq!(grant["bronhouder"]["id"], GEMEENTE);
            assert_eq!(grant["groepen"], json!(["TRAJECT_LOOPT", "TRAJECT_CONTACT"]));
            assert_eq!((&grant["doel"], &grant["status"]), (&json!("AFSTEMMING_TRAJECT"), &json!("ACTIEF")));
            assert_eq!(grant["geldigVan"], "2026-06-15T10:00:00+00:00");
        }
    }

    async fn a_party_sees_the_grants_that_name_it_and_a_consent_manager_all(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        app.grant(&inwoner, "SAMENWERKEN").await;
        let query = "query($id: ID!) { toestemmingen(inwoner: $id) { bronhouder { id } ontvanger { id } } }";
        let count = async |person: Person<'_>| {
            let answer = person.ask(query, json!({"id": inwoner})).await.expect_ok();
            answer.data("/toestemmingen").as_array().unwrap().len()
        };
        assert_eq!(count(app.tessa()).await, 12);
        assert_eq!(count(app.farid()).await, 12);
        assert_eq!(count(app.ahmed()).await, 6);
        assert_eq!(count(manager_at(&app, "incluzio")).await, 12, "a bundle is one conversation");
        app.grant(&inwoner, deel(GEMEENTE, "lokalis", &["TRAJECT_FASE"])).await;
        assert_eq!((count(app.tessa()).await, count(manager_at(&app, "incluzio")).await), (13, 12));
    }

    async fn what_does_not_fit_is_refused_whole_with_every_field(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let good = || deel(GEMEENTE, "incluzio", &["TRAJECT_LOOPT"]);
        for (grant, expected) in [
            (good().from("2026-06-14T10:00:00Z"), vec!["geldigVan"]),
            (good().from("2070-01-01T00:00:00Z").until("2071-01-01T00:00:00Z"), vec!["geldigVan"]),
            (good().with("bewijs", json!({"soort": "HANDTEKENING", "tekstversie": "1", "taal": "nl"})), vec!["bewijs.plaats"]),
            (good().with("bewijs", json!({"soort": "DIGITAAL", "tekstversie": "1", "taal": "nl", "plaats": " "})), vec!["bewijs.plaats"]),
            (good().until("2026-06-15T09:00:00Z"), vec!["geldigTot"]),
            (good().from("2026-08-01T00:00:00Z").until("2026-07-01T00:00:00Z"), vec!["geldigTot"]),
            (good().until("2036-06-15T00:00:00Z"), vec!["geldigTot"]),
            (good().doel("NAZORG").until("2028-06-15T00:00:00Z"), vec!["geldigTot"]),
            (deel(GEMEENTE, "incluzio", &[]), vec!["delen.0.groepen"]),
            (deel(GEMEENTE, "incluzio", &["SRW_STATUS"]), vec!["delen.0.groepen"]),
            (good().doel("SIGNALERING").and(GEMEENTE, "lokalis", &["TRAJECT_FINANCIEEL"]), vec!["delen.1.groepen"]),
            (deel(GEMEENTE, GEMEENTE, &["TRAJECT_LOOPT"]), vec!["delen.0.ontvanger"]),
            (deel("niemand", "nergens", &["TRAJECT_LOOPT"]), vec!["delen.0.bronhouder", "delen.0.ontvanger"]),
            (pakket("ONBEKEND"), vec!["pakket"]),
            (good().with("pakket", json!("LAMPJE")), vec!["delen"]),
            (good().with("delen", json!([])), vec!["delen"]),
            (good().with("doel", Value::Null), vec!["doel"]),
            (good().with("gegevenDoor", json!("OUDER")), vec!["gegevenDoorKenmerk"]),
            (good().with("bewijs", json!({"soort": "GEMIGREERD", "tekstversie": "", "taal": "nl", "hash": "abc"})),
                vec!["bewijs.hash", "bewijs.soort", "bewijs.tekstversie"]),
            (deel("niemand", "incluzio", &["TRAJECT_LOOPT"]).from("2026-06-01T00:00:00Z").until("2026-05-01T00:00:00Z"),
                vec!["delen.0.bronhouder", "geldigTot", "geldigVan"]),
        ] {
            let answer = app.tessa().grant(&inwoner, grant.clone()).await.expect_code("INVOER_ONGELDIG");
            assert_eq!(fields(&answer), expected, "{grant:?}: {}", answer.text);
        }
        let unknown = deel(GEMEENTE, "incluzio", &["TRAJECT_ALLES"]);
        app.tessa().grant(&inwoner, unknown).await.expect_code("VARIABELE_ONGELDIG");
        assert_eq!(events(&app).await, 0, "nothing was written");
        app.tessa().grant(&inwoner, good()).await.expect_ok();
        assert_eq!(events(&app).await, 1);
    }
}
