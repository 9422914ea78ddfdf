//! One worklist shows a party every open deadline of its own, the most urgent first.

use chrono::TimeDelta;
use schakel::{
    domain::{Doel, RecordSoort, Rol, TermijnCode},
    federation::SubgraphName,
};
use schakel_tests::{
    Logs, Statements, TestApp,
    app::{Answer, Person, Record, bsn, srw_dossier, traject},
    in_both_cities, on_both_engines,
};
use serde_json::{Value, json};

const WERKLIJST: &str = "query($eerste: Int! = 50, $na: String, $filter: WerklijstFilter) {
    werklijst(eerste: $eerste, na: $na, filter: $filter) {
        edges { cursor node { bronId termijn { code start einde toestand herkomst } clienten { id } } }
        pageInfo { endCursor hasNextPage }
    }
}";

const SRW: &str = "{ srwWerklijst {
    edges { node { bronId termijn { code einde toestand } inwoner { id srw { status { verwijzingen { status } } } } } }
} }";

async fn ask(person: &Person<'_>, variables: Value) -> Answer {
    person.ask(WERKLIJST, variables).await
}

/// `bronId CODE einde TOESTAND` of each, in order.
fn listed(answer: &Answer) -> Vec<String> {
    let edges = answer.data("/werklijst/edges").as_array().expect("edges");
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let line = |edge: &Value| {
        let (node, termijn) = (&edge["node"], &edge["node"]["termijn"]);
        let parts = [
            &node["bronId"],
            &termijn["code"],
            &termijn["einde"],
            &termijn["toestand"],
        ];
        parts.map(text).join(" ")
    };
    edges.iter().map(line).collect()
}

/// Somebody who applied on this day, with nothing done yet.
pub(super) fn applied(bron_id: &str, n: u32, day: &str) -> Record {
    let nothing = ["termijnen", "gesprekken", "beschikkingen", "crises", "moratoria"];
    let record = nothing
        .into_iter()
        .fold(traject(bron_id).client_bsn(&bsn(n)), |record, field| {
            record.with(field, json!([]))
        });
    ["planVanAanpakOp", "schuldregeling", "oplossing", "nazorg"]
        .into_iter()
        .fold(record, |record, field| record.with(field, Value::Null))
        .with("aanmelddatum", json!(day))
        .fase("AANMELDING", day)
}

fn referral(status: &str, parts: Value) -> Record {
    let mut verwijzing = json!({
        "bronId": "V-1", "soort": "INKOMENSCHECK", "route": "DIRECT", "status": status, "ingediendOp": "2026-04-20",
        "geaccepteerdOp": "2026-04-24",
    });
    for (name, part) in parts.as_object().expect("an object") {
        verwijzing[name] = part.clone();
    }
    srw_dossier("S-1").with("verwijzingen", json!([verwijzing]))
}

in_both_cities! {
    async fn the_most_urgent_come_first_page_by_page(app: TestApp) {
        app.publish_traject(applied("later", 1, "2026-06-10")).await;
        let urgent = app.publish_traject(applied("urgent", 2, "2026-05-18")).await;
        app.publish_traject(applied("over", 3, "2026-05-01")).await;
        let all = ask(&app.fatima(), json!({})).await.expect_ok();
        assert_eq!(listed(&all), [
            "over EERSTE_GESPREK 2026-05-29 OVERSCHREDEN",
            "urgent EERSTE_GESPREK 2026-06-15 NADERT",
            "later EERSTE_GESPREK 2026-07-08 LOPEND",
        ]);
        assert_eq!(all.data("/werklijst/edges/1/node/clienten"), &json!([{"id": urgent}]));
        let first = ask(&app.fatima(), json!({"eerste": 2})).await.expect_ok();
        assert_eq!((listed(&first).len(), first.data("/werklijst/pageInfo/hasNextPage")), (2, &json!(true)));
        let na = first.data("/werklijst/pageInfo/endCursor");
        let rest = ask(&app.fatima(), json!({"eerste": 2, "na": na})).await.expect_ok();
        assert_eq!(listed(&rest), ["later EERSTE_GESPREK 2026-07-08 LOPEND"]);
        assert_eq!(rest.data("/werklijst/pageInfo/hasNextPage"), &json!(false));
    }

    async fn the_list_follows_the_clock_and_the_work(app: TestApp) {
        app.publish_traject(applied("A", 1, "2026-06-01")).await;
        assert_eq!(listed(&ask(&app.fatima(), json!({})).await), ["A EERSTE_GESPREK 2026-06-29 LOPEND"]);
        app.clock().advance(TimeDelta::days(15));
        assert_eq!(listed(&ask(&app.fatima(), json!({})).await), ["A EERSTE_GESPREK 2026-06-29 OVERSCHREDEN"]);
        let met = applied("A", 1, "2026-06-01")
            .versie("2026-06-30T08:00:00Z")
            .with("gesprekken", json!([{"soort": "DRIEGESPREK", "datum": "2026-06-26"}]));
        app.publish_traject(met).await;
        assert_eq!(listed(&ask(&app.fatima(), json!({})).await), [
            "A BESCHIKKING 2026-08-21 LOPEND",
            "A PLAN_VAN_AANPAK 2026-08-21 LOPEND",
        ]);
        let filter = json!({"filter": {"codes": ["BESCHIKKING"], "toestanden": ["LOPEND", "OVERSCHREDEN"]}});
        assert_eq!(listed(&ask(&app.fatima(), filter).await).len(), 1);
        app.gemeente_systeem().withdraw("A").await.expect_ok();
        assert_eq!(listed(&ask(&app.fatima(), json!({})).await), [""; 0]);
    }

    async fn another_configuration_counts_anew_without_a_restart(app: TestApp) {
        let inwoner = app.publish_traject(applied("A", 1, "2026-06-01")).await;
        assert_eq!(listed(&ask(&app.fatima(), json!({})).await), ["A EERSTE_GESPREK 2026-06-29 LOPEND"]);
        app.change_inrichting(|inrichting| {
            let first = |regel: &&mut schakel::domain::Termijnregel| regel.code == TermijnCode::EersteGesprek;
            inrichting.termijnen.iter_mut().find(first).expect("a row").duur.aantal = 2;
        })
        .await;
        assert_eq!(listed(&ask(&app.fatima(), json!({})).await), ["A EERSTE_GESPREK 2026-06-15 NADERT"]);
        let query = "query($id: ID!) { inwoner(id: $id) { trajecten { termijnen { code einde toestand } } } }";
        let told = app.fatima().ask(query, json!({"id": inwoner})).await.expect_ok();
        let expected = json!([{"code": "EERSTE_GESPREK", "einde": "2026-06-15", "toestand": "NADERT"}]);
        assert_eq!(told.data("/inwoner/trajecten/0/termijnen"), &expected);
    }

    /// Even with every consent there is, somebody else's worklist stays closed; and it shows in the log that it was read.
    async fn a_list_is_of_one_party_and_its_reading_is_logged(app: TestApp) {
        let inwoner = app.publish_traject(applied("A", 1, "2026-06-01")).await;
        app.grant(&inwoner, "SAMENWERKEN").await;
        ask(&app.meekijker(), json!({})).await.expect_code("PARTIJ_NIET_BEVOEGD");
        ask(&app.tessa(), json!({})).await.expect_code("PARTIJ_NIET_BEVOEGD");
        app.change_inrichting(|inrichting| {
            let partijen = inrichting.samenwerkingen.iter_mut().flat_map(|one| &mut one.partijen);
            partijen.filter(|partij| partij.id.as_str() == app.city().meekijker.partij).for_each(|partij| partij.houdt.push(RecordSoort::Traject));
        })
        .await;
        assert_eq!(listed(&ask(&app.meekijker(), json!({})).await.expect_ok()), [""; 0]);
        assert!(app.log_lines(SubgraphName::Trajectbegeleiding).await.is_empty(), "nothing was told");
        let logs = Logs::capture();
        assert_eq!(listed(&ask(&app.fatima(), json!({})).await.expect_ok()).len(), 1);
        let lines = app.log_lines(SubgraphName::Trajectbegeleiding).await;
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert_eq!((&line.inwoner, line.reden("TRAJECT_TERMIJNEN")), (&inwoner, Some("TOEGESTAAN_EIGEN")));
        assert_eq!(line.redenen.len(), 1);
        logs.assert_without(&[bsn(1).as_str(), "EERSTE_GESPREK"]);
    }

    /// The rows of the inrichting say in which roles people are warned; whose role isn't named finds the deadline in the whole list.
    async fn a_list_can_be_asked_for_what_one_is_warned_of(app: TestApp) {
        app.change_inrichting(|inrichting| {
            let of = |code| move |regel: &&mut schakel::domain::Termijnregel| regel.code == code;
            let rows = inrichting.termijnen.iter_mut();
            rows.filter(of(TermijnCode::Beschikking)).for_each(|regel| regel.waarschuw = [Rol::Schuldregelaar].into());
        })
        .await;
        let talked = applied("A", 1, "2026-06-01").with("gesprekken", json!([{"soort": "DRIEGESPREK", "datum": "2026-06-08"}]));
        app.publish_traject(talked).await;
        let mine = json!({"filter": {"voorMij": true}});
        let codes = |answer: Answer| -> Vec<String> {
            let edges = answer.expect_ok().data("/werklijst/edges").as_array().unwrap().clone();
            edges.iter().map(|edge| edge["node"]["termijn"]["code"].as_str().unwrap().to_owned()).collect()
        };
        let partij = app.fatima().partij().to_owned();
        let regelaar = app.person(&partij, Rol::Schuldregelaar);
        assert_eq!(codes(ask(&regelaar, mine.clone()).await), ["BESCHIKKING"]);
        assert_eq!(codes(ask(&app.fatima(), mine.clone()).await), ["PLAN_VAN_AANPAK"]);
        for everything in [json!({}), json!({"filter": {"voorMij": false}})] {
            assert_eq!(codes(ask(&regelaar, everything).await), ["BESCHIKKING", "PLAN_VAN_AANPAK"]);
        }
        assert_eq!(codes(ask(&app.person(&partij, Rol::Vrijwilliger), mine).await), [""; 0]);
    }

    async fn a_bad_question_is_told_all_its_faults(app: TestApp) {
        let answer = ask(&app.fatima(), json!({"eerste": 101, "na": "hier"})).await.expect_code("INVOER_ONGELDIG");
        assert_eq!(answer.errors()[0]["extensions"]["velden"], json!(["na", "eerste"]));
    }

    async fn a_long_list_costs_no_more_statements(app: TestApp) {
        for n in 0..30 {
            app.publish_traject(applied(&format!("T-{n}"), n, "2026-06-01")).await;
        }
        ask(&app.fatima(), json!({})).await.expect_ok();
        let watched = app.watched().await;
        watched.ask(&app.fatima(), WERKLIJST, json!({"eerste": 1})).await;
        let (_, few) = watched.ask(&app.fatima(), WERKLIJST, json!({"eerste": 1})).await;
        let (_, many) = watched.ask(&app.fatima(), WERKLIJST, json!({"eerste": 30})).await;
        Statements::assert_as_many(&few, &many);
    }

    /// The owner's own dates win; a suspension is told with its reason.
    async fn a_traject_tells_its_deadlines_and_when_they_do_not_run(app: TestApp) {
        let record = applied("A", 1, "2026-05-01")
            .with("gesprekken", json!([{"soort": "DRIEGESPREK", "datum": "2026-05-11"}]))
            .with("termijnen", json!([{"code": "PLAN_VAN_AANPAK", "start": "2026-05-12", "einde": "2026-06-20"}]))
            .with("opschortingen", json!([{"termijn": "BESCHIKKING", "van": "2026-06-01", "reden": "AANVULLING_GEVRAAGD"}]));
        let inwoner = app.publish_traject(record).await;
        app.grant(&inwoner, "SAMENWERKEN").await;
        let query = "query($id: ID!) { inwoner(id: $id) { trajecten { termijnen {
            code herkomst einde eindeOp toestand opschortingen { van tot reden }
        } } } }";
        let told = app.meekijker().ask(query, json!({"id": inwoner})).await.expect_ok();
        assert_eq!(told.data("/inwoner/trajecten/0/termijnen"), &json!([
            {"code": "EERSTE_GESPREK", "herkomst": "AFGELEID", "einde": "2026-05-29", "eindeOp": "2026-05-29T22:00:00+00:00",
             "toestand": "GEHAALD", "opschortingen": []},
            {"code": "BESCHIKKING", "herkomst": "AFGELEID", "einde": null, "eindeOp": null, "toestand": "OPGESCHORT",
             "opschortingen": [{"van": "2026-06-01", "tot": null, "reden": "AANVULLING_GEVRAAGD"}]},
            {"code": "PLAN_VAN_AANPAK", "herkomst": "BRON", "einde": "2026-06-20", "eindeOp": "2026-06-20T22:00:00+00:00",
             "toestand": "NADERT", "opschortingen": []},
        ]));
    }
}

// Told of Utrecht only: they turn on the sociaal raadslieden.
on_both_engines! {
    async fn the_residents_are_joined_as_far_as_the_party_may(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        app.publish_traject(applied("A", 1, "2026-06-01")).await;
        let query = "{ werklijst(eerste: 1) { edges { node {
            clienten { id trajecten { loopt { loopt } } srw { status { verwijzingen { status } } contact { contact { naam } } } }
        } } } }";
        let answer = app.fatima().doel(Doel::UitvoerenVerwijzing).ask(query, json!({})).await.expect_ok();
        let client = answer.data("/werklijst/edges/0/node/clienten/0");
        assert_eq!((&client["id"], &client["trajecten"][0]["loopt"]["loopt"]), (&json!(inwoner), &json!(true)));
        assert_eq!(client["srw"][0]["status"]["verwijzingen"][0]["status"], "AFGEROND");
        assert!(client["srw"][0]["contact"].is_null());
        assert_eq!(answer.reden("SRW_CONTACT", "u-centraal").as_deref(), Some("GEEN_TOESTEMMING"));
    }

    /// Counted from the day on which it was accepted; until then, or where nobody wrote that down, from its submission.
    async fn one_worklist_shows_every_open_referral_against_the_8_weeks(app: TestApp) {
        let inwoner = app.publish_traject(applied("A", 1, "2026-05-01")).await;
        let one = |name: &str, status: &str, ingediend: &str, geaccepteerd: Option<&str>, afgerond: Option<&str>| json!({
            "bronId": name, "soort": "INKOMENSCHECK", "route": "DIRECT", "status": status, "ingediendOp": ingediend,
            "geaccepteerdOp": geaccepteerd, "afgerondOp": afgerond,
        });
        let verwijzingen = json!([
            one("new", "INGEDIEND", "2026-05-25", None, None),
            one("received", "ONTVANGEN", "2026-04-10", None, None),
            one("accepted", "GEACCEPTEERD", "2026-04-20", Some("2026-05-11"), None),
            one("undated", "IN_BEHANDELING", "2026-04-27", None, None),
            one("waits", "WACHT_OP_INWONER", "2026-04-01", Some("2026-05-04"), None),
            one("refused", "GEWEIGERD", "2026-04-01", None, Some("2026-04-02")),
            one("done", "AFGEROND", "2026-04-01", Some("2026-04-02"), Some("2026-04-03")),
        ]);
        app.publish_srw(srw_dossier("S-1").client_id(&inwoner).with("verwijzingen", verwijzingen)).await;
        let query = "{ srwWerklijst { edges { node { bronId termijn { start einde toestand } } } } }";
        let told = app.joris().ask(query, json!({})).await.expect_ok();
        let edges = told.data("/srwWerklijst/edges").as_array().unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let lines: Vec<String> = edges.iter().map(|edge| {
            let (node, termijn) = (&edge["node"], &edge["node"]["termijn"]);
            [&node["bronId"], &termijn["start"], &termijn["einde"], &termijn["toestand"]].map(text).join(" ")
        }).collect();
        assert_eq!(lines, [
            "received 2026-04-10 2026-06-05 OVERSCHREDEN",
            "undated 2026-04-27 2026-06-22 NADERT",
            "waits 2026-05-04 2026-06-29 NADERT",
            "accepted 2026-05-11 2026-07-06 LOPEND",
            "new 2026-05-25 2026-07-20 LOPEND",
        ]);
    }

    async fn an_answered_referral_leaves_the_list(app: TestApp) {
        let inwoner = app.publish_traject(applied("A", 1, "2026-05-01")).await;
        app.publish_srw(referral("IN_BEHANDELING", json!({})).client_id(&inwoner)).await;
        let told = app.joris().ask(SRW, json!({})).await.expect_ok();
        assert_eq!(told.data("/srwWerklijst/edges/0/node"), &json!({
            "bronId": "V-1",
            "termijn": {"code": "TERUGKOPPELING_SRW", "einde": "2026-06-19", "toestand": "NADERT"},
            "inwoner": {"id": inwoner, "srw": [{"status": {"verwijzingen": [{"status": "IN_BEHANDELING"}]}}]},
        }));
        app.fatima().ask(SRW, json!({})).await.expect_code("PARTIJ_NIET_BEVOEGD");
        let answered = json!({"afgerondOp": "2026-06-12", "terugkoppeling": {"uitkomst": "OPGELOST", "datum": "2026-06-12"}});
        let record = referral("AFGEROND", answered).client_id(&inwoner).versie("2026-06-12T08:00:00Z");
        app.publish_srw(record).await;
        assert_eq!(app.joris().ask(SRW, json!({})).await.expect_ok().data("/srwWerklijst/edges"), &json!([]));
    }
}
