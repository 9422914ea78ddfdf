//! A slow owner whose consent is withdrawn while it reads discloses nothing.

use schakel::federation::SubgraphName;
use schakel_tests::{
    TestApp,
    app::{HeldUp, Paused, bsn},
    on_both_engines,
};
use serde_json::json;

use super::world::GEMEENTE;

const ALL: &str = "query($id: ID!) { inwoner(id: $id) { trajecten { loopt { loopt sinds } contact { naam } fase { fase } } } }";

const COUPLE: &str = "mutation($invoer: KoppelingInvoer!) { koppelen(invoer: $invoer) { id } }";
const RUNNING: &str = "{ mijnInwoners(filter: {loopt: true}) { edges { node { id } } } }";

on_both_engines! {
    async fn a_slow_owner_discloses_nothing_that_was_withdrawn_meanwhile(app: TestApp) {
        for held_up in [HeldUp::BeforeItsCheck, HeldUp::AfterItsCheck] {
            let inwoner = app.publish_everything(&bsn(1)).await;
            let granted = app.grant(&inwoner, "SAMENWERKEN").await;
            let paused = Paused::of(&app, held_up);
            let mut revoked = None;
            let meanwhile = async { revoked = Some(app.revoke(&granted).await) };
            let answer = paused.ask(&app.ahmed(), ALL, json!({"id": inwoner}), meanwhile).await;
            for (field, groep) in [("loopt", "TRAJECT_LOOPT"), ("contact", "TRAJECT_CONTACT"), ("fase", "TRAJECT_FASE")] {
                assert!(answer.data(&format!("/inwoner/trajecten/0/{field}")).is_null(), "{held_up:?}: {}", answer.shown());
                assert_eq!(answer.reden(groep, GEMEENTE).as_deref(), Some("INGETROKKEN"), "{held_up:?}");
            }
            let versie = revoked.unwrap().data("/toestemmingIntrekken/registerversie").as_i64();
            assert!(answer.registerversie() >= versie, "{held_up:?}: {}", answer.shown());
        }
    }
    async fn what_the_last_question_withholds_stands_in_the_log_of_its_owner(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let granted = app.grant(&inwoner, "SAMENWERKEN").await;
        let paused = Paused::of(&app, HeldUp::AfterItsCheck);
        let meanwhile = async { app.revoke(&granted).await; };
        let answer = paused.ask(&app.ahmed(), ALL, json!({"id": inwoner}), meanwhile).await;
        let logged = app.log_lines(SubgraphName::Trajectbegeleiding).await;
        let of_ahmed: Vec<_> = logged.iter().filter(|line| line.partij == "incluzio" && line.inwoner == inwoner).collect();
        for groep in ["TRAJECT_LOOPT", "TRAJECT_CONTACT", "TRAJECT_FASE"] {
            let redenen: Vec<_> = of_ahmed.iter().filter_map(|line| line.reden(groep)).collect();
            assert_eq!(redenen, ["TOEGESTAAN_TOESTEMMING", "INGETROKKEN"], "{groep}: first too early, then what holds");
            let named = answer.errors().iter().find(|error| error["extensions"]["groep"] == groep).unwrap();
            let decided = of_ahmed
                .iter()
                .flat_map(|line| line.uitkomsten.as_array().unwrap())
                .find(|outcome| outcome["besluit"] == named["extensions"]["besluit"]);
            assert_eq!(decided.map(|outcome| &outcome["reden"]), Some(&json!("INGETROKKEN")), "{groep}");
        }
    }

    async fn a_slow_owner_lists_nobody_by_what_was_withdrawn_meanwhile(app: TestApp) {
        for held_up in [HeldUp::BeforeItsCheck, HeldUp::AfterItsCheck] {
            let inwoner = app.publish_everything(&bsn(1)).await;
            let coupled = json!({"invoer": {"eigenNummer": "K-1", "inwoner": {"id": inwoner}}});
            app.incluzio_systeem().ask(COUPLE, coupled).await.expect_ok();
            let granted = app.grant(&inwoner, "SAMENWERKEN").await;
            let paused = Paused::of(&app, held_up);
            let meanwhile = async { app.revoke(&granted).await; };
            let answer = paused.ask(&app.ahmed(), RUNNING, json!({}), meanwhile).await;
            let told = answer.data("/mijnInwoners");
            match held_up {
                HeldUp::BeforeItsCheck => assert_eq!(told["edges"], json!([]), "{}", answer.shown()),
                HeldUp::AfterItsCheck => {
                    assert!(told.is_null(), "{}", answer.shown());
                    assert_eq!(answer.reden("TRAJECT_LOOPT", GEMEENTE).as_deref(), Some("INGETROKKEN"));
                }
            }
        }
    }
}
