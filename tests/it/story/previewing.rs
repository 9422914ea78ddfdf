//! Looking what a grant or withdrawal would do, before it is recorded.

use std::collections::BTreeSet;

use schakel::{
    domain::{Betrokkenheid, Doel},
    federation::SubgraphName,
};
use schakel_tests::{
    TestApp,
    app::{Answer, bsn, deel, met_buurtteam, pakket},
    in_both_cities, on_both_engines,
};
use serde_json::{Value, json};

use super::{
    opening::set as work_by,
    queries::{ask_lamp, lamp},
};

const GEMEENTE: &str = "gemeente-utrecht";

/// Receiver, group, and whether it is gained.
fn changes(answer: &Answer) -> BTreeSet<(String, String, bool)> {
    &changes_when(answer, false) | &changes_when(answer, true)
}

/// Those that come at once, or those after a second person's word.
fn changes_when(answer: &Answer, na_tweede: bool) -> BTreeSet<(String, String, bool)> {
    let told = answer
        .data("/toestemmingVoorvertonen/wijzigingen")
        .as_array()
        .unwrap();
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    told.iter()
        .filter(|one| one["naTweede"] == json!(na_tweede))
        .map(|one| {
            (
                word(&one["ontvanger"]["id"]),
                word(&one["groep"]),
                one["komtErbij"].as_bool().unwrap(),
            )
        })
        .collect()
}

fn set<const N: usize>(all: [(&str, &str, bool); N]) -> BTreeSet<(String, String, bool)> {
    all.map(|(partij, groep, gains)| (partij.to_owned(), groep.to_owned(), gains))
        .into()
}

in_both_cities! {
    async fn it_is_shown_alike_however_a_party_works(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        for betrokkenheid in [Betrokkenheid::Team, Betrokkenheid::Medewerker, Betrokkenheid::Partij] {
            work_by(&app, betrokkenheid).await;
            let granted = met_buurtteam(&app, &["TRAJECT_LOOPT"]);
            let shown = app.tessa().preview(json!({"verlenen": granted.invoer(&inwoner)})).await.expect_ok();
            assert_eq!(changes(&shown), set([(app.city().buurtteam.partij, "TRAJECT_LOOPT", true)]), "{betrokkenheid:?}");
        }
    }

    /// What another grant keeps open changes for nobody, and is recorded all the same; what has ended isn't.
    async fn what_has_ended_already_is_told_apart_from_what_stays_open_otherwise(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let lamps = app.grant(&inwoner, "LAMPJE").await;
        app.grant(&inwoner, "LAMPJE").await;
        let code = app.tessa().receipt_code(&lamps.gesprek).await;
        let shown = async || {
            let shown = app.tessa().preview(json!({"intrekken": {"code": code}})).await.expect_ok();
            (changes(&shown).len(), shown.data("/toestemmingVoorvertonen/legtVast").clone())
        };
        assert_eq!(shown().await, (0, json!(true)));
        app.revoke(&lamps).await;
        assert_eq!(shown().await, (0, json!(false)));
    }

    async fn what_waits_for_a_second_person_opens_nothing_until_then(app: TestApp) {
        app.change_inrichting(|utrecht| {
            utrecht.vier_ogen_groepen.insert(schakel::domain::Gegevensgroep::TrajectLoopt);
        }).await;
        let inwoner = app.inwoner(&bsn(1)).await;
        let old = app.grant(&inwoner, met_buurtteam(&app, &["TRAJECT_CONTACT"])).await;
        let grant = met_buurtteam(&app, &["TRAJECT_LOOPT"]).and(app.city().traject.partij, app.city().ander_buurtteam.partij, &["TRAJECT_CONTACT"]).with("vervangt", json!(old.ids));
        let shown = app.tessa().preview(json!({"verlenen": grant.clone().invoer(&inwoner)})).await.expect_ok();
        let lokalis = (app.city().ander_buurtteam.partij, "TRAJECT_CONTACT", true);
        assert_eq!(changes_when(&shown, false), set([lokalis]), "opens at once");
        let after = set([(app.city().buurtteam.partij, "TRAJECT_LOOPT", true), (app.city().buurtteam.partij, "TRAJECT_CONTACT", false)]);
        assert_eq!(changes_when(&shown, true), after, "what it replaces ends only then");
        assert_eq!(shown.data("/toestemmingVoorvertonen/wachtOpTweede"), &json!(true));
        let waiting = app.grant(&inwoner, grant).await;
        let of_tom = app.tom().preview(json!({"bevestigen": waiting.gesprek})).await.expect_ok();
        assert_eq!((changes_when(&of_tom, false), changes_when(&of_tom, true)), (after, set([])), "what the second opens");
        assert_eq!(of_tom.data("/toestemmingVoorvertonen/wachtOpTweede"), &json!(false));
        let before = app.register_events().await;
        app.tessa().preview(json!({"bevestigen": waiting.gesprek})).await.expect_code("TWEEDE_PERSOON_NODIG");
        app.ahmed().preview(json!({"bevestigen": waiting.gesprek})).await.expect_code("ROL_NIET_BEVOEGD");
        assert_eq!(app.register_events().await, before);
        app.tom().confirm(&waiting.ids[0]).await.expect_ok();
        let again = app.tom().preview(json!({"bevestigen": waiting.gesprek})).await.expect_ok();
        assert!(changes(&again).is_empty(), "nothing waits any more");
    }
}

// Told of Utrecht only: Zaanstad has no sociaal raadslieden.
on_both_engines! {
    async fn a_grant_shows_who_gains_what_and_records_nothing(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        app.grant(&inwoner, deel(GEMEENTE, "incluzio", &["TRAJECT_LOOPT"])).await;
        let (events, version) = (app.register_events().await, app.register_version().await);
        let shown = app.tessa().preview(json!({"verlenen": pakket("LAMPJE").invoer(&inwoner)})).await.expect_ok();
        assert_eq!(changes(&shown), set([
            ("incluzio", "TRAJECT_CONTACT", true),
            ("lokalis", "TRAJECT_CONTACT", true), ("lokalis", "TRAJECT_LOOPT", true),
            ("u-centraal", "TRAJECT_CONTACT", true), ("u-centraal", "TRAJECT_LOOPT", true),
        ]), "incluzio sees the lamp already");
        assert_eq!(shown.data("/toestemmingVoorvertonen/inwoner/id"), &json!(inwoner));
        assert_eq!((app.register_events().await, app.register_version().await), (events, version));
        assert_eq!(lamp(&ask_lamp(&app.sanne(), &inwoner).await), Err("GEEN_TOESTEMMING".to_owned()));
    }

    async fn a_withdrawal_shows_who_loses_what_and_not_what_another_grant_keeps_open(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let lamps = app.grant(&inwoner, "LAMPJE").await;
        app.grant(&inwoner, deel(GEMEENTE, "incluzio", &["TRAJECT_LOOPT"])).await;
        let shown = app.tessa().preview(json!({"intrekken": {"gesprek": lamps.gesprek}})).await.expect_ok();
        assert_eq!(changes(&shown), set([
            ("incluzio", "TRAJECT_CONTACT", false),
            ("lokalis", "TRAJECT_CONTACT", false), ("lokalis", "TRAJECT_LOOPT", false),
            ("u-centraal", "TRAJECT_CONTACT", false), ("u-centraal", "TRAJECT_LOOPT", false),
        ]));
        let of_sanne = app.sanne().preview(json!({"intrekken": {"gesprek": lamps.gesprek}})).await.expect_ok();
        assert_eq!(changes(&of_sanne).len(), 2, "what she could withdraw");
        app.revoke(&lamps).await;
        assert_eq!(lamp(&ask_lamp(&app.ahmed(), &inwoner).await), Ok(Some(true)), "as it was shown");
    }

    async fn it_is_refused_exactly_as_the_thing_itself(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let granted = app.grant(&inwoner, deel(GEMEENTE, "incluzio", &["TRAJECT_LOOPT"])).await;
        let grant = || deel(GEMEENTE, "incluzio", &["TRAJECT_LOOPT"]);
        for (person, invoer, code) in [
            (app.ahmed(), json!({"verlenen": grant().invoer(&inwoner)}), "ROL_NIET_BEVOEGD"),
            (app.tessa(), json!({"verlenen": grant().until("2026-01-01T00:00:00Z").invoer(&inwoner)}), "INVOER_ONGELDIG"),
            (app.joris(), json!({"intrekken": {"toestemming": granted.ids[0]}}), "ONBEKEND"),
            (app.joris(), json!({"intrekken": {"code": "verzonnen"}}), "ONBEKEND"),
        ] {
            person.preview(invoer).await.expect_code(code);
        }
    }

    /// A party may configure a legal ground for the consent desk: then its consent managers see what they are about to touch.
    async fn a_desk_with_a_ground_sees_what_it_touches_and_nothing_more(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let granted = app.grant(&inwoner, "LAMPJE").await;
        let query = "query($invoer: VoorvertoningInvoer!) { toestemmingVoorvertonen(invoer: $invoer) { inwoner {
            trajecten { termijnen { code } loopt { loopt } } srw { status { verwijzingen { status } } terugkoppeling { __typename } } } } }";
        let invoer = json!({"invoer": {"intrekken": {"gesprek": granted.gesprek}}});
        let ask = async |doel| {
            let answer = app.tessa().doel(doel).ask(query, invoer.clone()).await.expect_ok();
            let told = |place: &str| !answer.data(&format!("/toestemmingVoorvertonen/inwoner/{place}")).is_null();
            ["trajecten/0/termijnen", "srw/0/status", "trajecten/0/loopt", "srw/0/terugkoppeling"].map(told)
        };
        assert_eq!(ask(Doel::InzageInwoner).await, [false; 4], "no ground, nothing");
        app.change_inrichting(|utrecht| {
            for (bronhouder, groep) in [(GEMEENTE, "TRAJECT_TERMIJNEN"), ("u-centraal", "SRW_STATUS")] {
                let grond = json!({
                    "id": format!("toestemmingsbeheer-{bronhouder}"), "wet": "AVG art. 7 lid 3", "bronhouder": bronhouder,
                    "ontvanger": "toestemmingsbeheer", "groepen": [groep], "doel": "INZAGE_INWONER",
                    "geldigVan": "2021-01-01T00:00:00Z",
                });
                utrecht.verwerkingsgronden.push(serde_json::from_value(grond).expect("a ground"));
            }
        })
        .await;
        assert_eq!(ask(Doel::InzageInwoner).await, [true, true, false, false], "the least that a preview touches");
        assert_eq!(ask(Doel::AfstemmingTraject).await, [false; 4], "for no other purpose");
        let lines = app.log_lines(SubgraphName::Srw).await;
        let last = lines.iter().rfind(|line| line.partij == "toestemmingsbeheer" && line.doel == "INZAGE_INWONER").unwrap();
        assert_eq!(last.reden("SRW_STATUS"), Some("TOEGESTAAN_GROND"));
    }

    /// The open verwijzingen and termijnen behind it are those that the caller may see.
    async fn the_answer_reads_on_as_far_as_the_caller_may_see(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let granted = app.grant(&inwoner, "LAMPJE").await;
        let query = "query($invoer: VoorvertoningInvoer!) { toestemmingVoorvertonen(invoer: $invoer) { inwoner {
            trajecten { termijnen { code } } srw { status { verwijzingen { status } } } } } }";
        let invoer = json!({"invoer": {"intrekken": {"gesprek": granted.gesprek}}});
        let of_tessa = app.tessa().ask(query, invoer.clone()).await.expect_ok();
        assert!(of_tessa.data("/toestemmingVoorvertonen/inwoner/trajecten/0/termijnen").is_null());
        assert!(of_tessa.data("/toestemmingVoorvertonen/inwoner/srw/0/status").is_null());
        let of_joris = app.joris().ask(query, invoer).await.expect_ok();
        assert!(of_joris.data("/toestemmingVoorvertonen/inwoner/srw/0/status/verwijzingen").is_array());
        assert!(of_joris.data("/toestemmingVoorvertonen/inwoner/trajecten/0/termijnen").is_null());
    }
}
