//! A slow owner whose consent is withdrawn while it reads discloses nothing.

use schakel::federation::SubgraphName;
use schakel_tests::{
    TestApp,
    app::{HeldUp, Paused, bsn, meekijken, traject},
    on_both_engines,
};
use serde_json::json;

use super::world::GEMEENTE;

const ALL: &str = "query($id: ID!) { inwoner(id: $id) { trajecten { loopt { loopt sinds } contact { naam } fase { fase } } } }";

const DEADLINES: &str = "query($id: ID!) { inwoner(id: $id) { trajecten { termijnen { code toestand } besluiten { beschikkingen { soort } } } } }";

const OWN: &str = "{ mijnInwoners { edges { node { trajecten { loopt { loopt } fase { fase } } } } } }";

const COUPLE: &str = "mutation($invoer: KoppelingInvoer!) { koppelen(invoer: $invoer) { id } }";
const RUNNING: &str = "{ mijnInwoners(filter: {loopt: true}) { edges { node { id } } } }";

on_both_engines! {
    async fn a_slow_owner_discloses_nothing_that_was_withdrawn_meanwhile(app: TestApp) {
        for held_up in [HeldUp::BeforeItsCheck, HeldUp::AfterItsCheck] {
          for is_known in [true, false] {
            let inwoner = if is_known { app.publish_everything(&bsn(1)).await } else { app.inwoner(&bsn(2)).await };
            let granted = app.grant(&inwoner, "SAMENWERKEN").await;
            let paused = Paused::of(&app, held_up);
            let mut revoked = None;
            let meanwhile = async { revoked = Some(app.revoke(&granted).await) };
            let answer = paused.ask(&app.ahmed(), ALL, json!({"id": inwoner}), meanwhile).await;
            for (field, groep) in [("loopt", "TRAJECT_LOOPT"), ("contact", "TRAJECT_CONTACT"), ("fase", "TRAJECT_FASE")] {
                let place = format!("/inwoner/trajecten/0/{field}");
                assert!(answer.data(&place).is_null(), "{held_up:?}, {is_known}: {}", answer.shown());
                let reden = answer.reden(groep, GEMEENTE);
                assert_eq!(reden.as_deref(), Some("INGETROKKEN"), "{held_up:?}, {is_known}: that nothing is there is withheld too");
            }
            let versie = revoked.unwrap().data("/toestemmingIntrekken/registerversie").as_i64();
            assert!(answer.registerversie() >= versie, "{held_up:?}: {}", answer.shown());
          }
        }
    }
    async fn what_may_be_seen_is_not_told_by_an_earlier_version_than_the_answers(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let granted = app.grant(&inwoner, "SAMENWERKEN").await;
        let paused = Paused::of(&app, HeldUp::AfterItsCheck);
        let mut revoked = None;
        let meanwhile = async { revoked = Some(app.revoke(&granted).await) };
        let query = "query($id: ID!) { inwoner(id: $id) { toegang { groep toegestaan } trajecten { loopt { loopt } } } }";
        let answer = paused.ask(&app.ahmed(), query, json!({"id": inwoner}), meanwhile).await;
        assert!(answer.registerversie() >= revoked.unwrap().data("/toestemmingIntrekken/registerversie").as_i64());
        let told = answer.data("/inwoner/toegang");
        assert!(told.is_null(), "what was true of an earlier version isn't told: {}", answer.shown());
        assert!(answer.codes().iter().all(|code| *code == "INGETROKKEN"), "{}", answer.shown());
        let again = app.ahmed().ask(query, json!({"id": inwoner})).await;
        let open = again.data("/inwoner/toegang").as_array().unwrap().iter().filter(|one| one["groep"] == "TRAJECT_FASE" && one["toegestaan"] == true);
        assert_eq!(open.count(), 0, "{}", again.shown());
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

    async fn owners_are_asked_again_once_per_group_however_many_residents(app: TestApp) {
        let mut asked = Vec::new();
        for count in [1, 3] {
            let ids: Vec<String> = (1..=count).map(|number| format!("K-{number}")).collect();
            let mut granted = Vec::new();
            for (number, own) in (1..).zip(&ids) {
                let inwoner = app.inwoner(&bsn(number)).await;
                let coupled = json!({"invoer": {"eigenNummer": own, "inwoner": {"id": inwoner}}});
                app.incluzio_systeem().ask(COUPLE, coupled).await.expect_ok();
                granted.push(app.grant(&inwoner, "SAMENWERKEN").await);
            }
            let paused = Paused::of(&app, HeldUp::AfterItsCheck);
            let meanwhile = async { for granted in &granted { app.revoke(granted).await; } };
            let answer = paused.ask(&app.ahmed(), OWN, json!({}), meanwhile).await;
            let withheld = answer.errors().iter().filter(|error| error["extensions"]["groep"] == "TRAJECT_FASE");
            assert_eq!(withheld.count(), count as usize, "{}", answer.shown());
            asked.push(paused.passed());
        }
        assert_eq!(asked[0], asked[1], "for three residents as many calls as for one");
    }

    async fn deadlines_tell_nothing_of_decisions_that_the_second_client_closed_meanwhile(app: TestApp) {
        for (held_up, numbers) in [(HeldUp::BeforeItsCheck, [1, 2]), (HeldUp::AfterItsCheck, [3, 4])] {
            let [one, other] = numbers.map(bsn);
            let record = traject(&format!("T-{}", numbers[0])).client_bsn(&one).and_bsn(&other);
            let published = app.gemeente_systeem().published(&record).await;
            let [first, second]: [String; 2] = published.clienten.try_into().expect("two clients");
            app.grant(&first, meekijken(&app, &["TRAJECT_TERMIJNEN", "TRAJECT_BESLUITEN"])).await;
            app.grant(&second, meekijken(&app, &["TRAJECT_TERMIJNEN"])).await;
            let granted = app.grant(&second, meekijken(&app, &["TRAJECT_BESLUITEN"])).await;
            let open = app.ahmed().ask(DEADLINES, json!({"id": first})).await;
            assert!(open.text.contains("GEHAALD"), "{}", open.shown());
            let paused = Paused::of(&app, held_up);
            let meanwhile = async { app.revoke(&granted).await; };
            let answer = paused.ask(&app.ahmed(), DEADLINES, json!({"id": first}), meanwhile).await;
            assert!(answer.data("/inwoner/trajecten/0/besluiten").is_null(), "{held_up:?}: {}", answer.shown());
            let beschikking = answer.data("/inwoner/trajecten/0/termijnen");
            let toestanden = beschikking.as_array().into_iter().flatten().filter(|one| one["code"] == "BESCHIKKING");
            for termijn in toestanden {
                assert_ne!(termijn["toestand"], "GEHAALD", "{held_up:?}: met, with nothing shown that met it, tells of another");
            }
            assert!(answer.errors().is_empty(), "{held_up:?}: it looks like nothing there: {}", answer.shown());
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
