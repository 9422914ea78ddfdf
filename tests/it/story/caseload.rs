//! A party's own caseload: who is in it is the party's own knowledge; what others share can narrow it, and what they
//! withhold changes nothing of it: no page, no count, no place.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use schakel::{domain::Betrokkenheid, federation::SubgraphName};
use schakel_tests::{
    Statements, TestApp,
    app::{Answer, Person, bsn, meekijken, traject},
    in_both_cities,
};
use serde_json::{Value, json};

const MIJN_INWONERS: &str =
    "query($eerste: Int! = 50, $na: String, $filter: InwonersFilter, $volgorde: InwonersVolgorde! = VAST) {
    mijnInwoners(eerste: $eerste, na: $na, filter: $filter, volgorde: $volgorde) {
        edges { cursor node { id } }
        pageInfo { endCursor hasNextPage }
        aantal
    }
}";

const GROEPEN: [&str; 3] = ["TRAJECT_LOOPT", "TRAJECT_FASE", "TRAJECT_TERMIJNEN"];

pub(super) async fn ask(person: &Person<'_>, variables: Value) -> Answer {
    person.ask(MIJN_INWONERS, variables).await
}

pub(super) fn listed(answer: &Answer) -> Vec<String> {
    let edges = answer.data("/mijnInwoners/edges").as_array().expect("edges");
    let id = |edge: &Value| edge["node"]["id"].as_str().expect("an id").to_owned();
    edges.iter().map(id).collect()
}

pub(super) async fn found(person: &Person<'_>, filter: Value) -> BTreeSet<String> {
    let answer = ask(person, json!({"filter": filter})).await.expect_ok();
    assert_eq!(
        answer.errors(),
        [] as [Value; 0],
        "what is withheld makes no noise"
    );
    listed(&answer).into_iter().collect()
}

/// Binds a client number of whoever looks along to a resident.
pub(super) async fn couple(app: &TestApp, inwoner: &str, team: Option<&str>) {
    let mutation = "mutation($invoer: KoppelingInvoer!) { koppelen(invoer: $invoer) { id } }";
    let invoer = json!({"eigenNummer": format!("K-{inwoner}"), "inwoner": {"id": inwoner}, "team": team});
    let system = app.system_of(app.city().meekijker);
    system.ask(mutation, json!({"invoer": invoer})).await.expect_ok();
}

pub(super) async fn in_phase(app: &TestApp, n: u32, fase: &str, versie: &str) -> String {
    let record = traject(&format!("T-{n}"))
        .client_bsn(&bsn(n))
        .fase(fase, "2026-06-01")
        .versie(versie);
    app.publish_traject(record).await
}

/// Every question that looks into what another party owns.
fn filters() -> Vec<Value> {
    vec![
        Value::Null,
        json!({"fasen": ["STABILISATIE"]}),
        json!({"fasen": ["INTAKE", "AFGESLOTEN"]}),
        json!({"loopt": true}),
        json!({"loopt": false}),
        json!({"termijnToestanden": ["GEHAALD", "OVERSCHREDEN", "LOPEND", "NADERT"]}),
        json!({"fasen": ["STABILISATIE"], "loopt": true}),
        json!({"dossierGesloten": true}),
        json!({"dossierGesloten": false}),
        json!({"dossierGesloten": true, "fasen": ["STABILISATIE"]}),
        json!({"nietBijgewerktSinds": "2030-01-01T00:00:00Z"}),
    ]
}

/// Every page of every question in every order, byte for byte.
pub(super) async fn everything(person: &Person<'_>) -> Vec<String> {
    let mut told = Vec::new();
    for filter in filters() {
        for volgorde in ["VAST", "LANGST_NIET_BIJGEWERKT", "LAATST_BIJGEWERKT"] {
            let mut na = Value::Null;
            loop {
                let variables = json!({"eerste": 2, "na": na, "filter": filter, "volgorde": volgorde});
                let page = ask(person, variables).await;
                told.push(page.comparable());
                if page.data("/mijnInwoners/pageInfo/hasNextPage") == &json!(false) {
                    break;
                }
                na = page.data("/mijnInwoners/pageInfo/endCursor").clone();
            }
        }
    }
    told
}

in_both_cities! {
    async fn the_owner_sees_its_own_residents_page_by_page(app: TestApp) {
        let mut published = Vec::new();
        for n in 1..6 {
            published.push(in_phase(&app, n, "STABILISATIE", "2026-06-01T08:00:00Z").await);
            app.clock().advance(TimeDelta::minutes(1));
        }
        let latest = ask(&app.fatima(), json!({"volgorde": "LAATST_BIJGEWERKT"})).await.expect_ok();
        let expected: Vec<String> = published.iter().rev().cloned().collect();
        assert_eq!((listed(&latest), latest.data("/mijnInwoners/aantal")), (expected, &json!(5)));
        let stalest = ask(&app.fatima(), json!({"volgorde": "LANGST_NIET_BIJGEWERKT", "eerste": 3})).await.expect_ok();
        assert_eq!(listed(&stalest), published[..3]);
        let na = stalest.data("/mijnInwoners/pageInfo/endCursor");
        let rest = json!({"volgorde": "LANGST_NIET_BIJGEWERKT", "na": na});
        assert_eq!(listed(&ask(&app.fatima(), rest).await), published[3..]);
        let stale = json!({"nietBijgewerktSinds": "2026-06-15T10:02:00Z"});
        assert_eq!(found(&app.fatima(), stale).await, published[..2].iter().cloned().collect());
        app.gemeente_systeem().withdraw("T-1").await.expect_ok();
        assert_eq!(ask(&app.fatima(), json!({})).await.data("/mijnInwoners/aantal"), &json!(4));
        assert_eq!(found(&app.fatima(), json!({"fasen": ["STABILISATIE"]})).await.len(), 4, "own facts fit a filter too");
    }

    async fn a_filter_finds_what_is_shared_and_takes_the_rest_for_absent(app: TestApp) {
        let mut granted = BTreeSet::new();
        for n in 0..12 {
            let fase = ["STABILISATIE", "INTAKE", "AFGESLOTEN"][n as usize % 3];
            let inwoner = in_phase(&app, n, fase, "2026-06-01T08:00:00Z").await;
            couple(&app, &inwoner, None).await;
            if n % 2 == 0 {
                app.grant(&inwoner, meekijken(&app, &GROEPEN)).await;
                granted.insert((fase, inwoner));
            }
        }
        let of = |fasen: &[&str]| -> BTreeSet<String> {
            granted.iter().filter(|(fase, _)| fasen.contains(fase)).map(|(_, inwoner)| inwoner.clone()).collect()
        };
        let who = app.meekijker();
        assert_eq!(found(&who, Value::Null).await.len(), 12);
        assert_eq!(found(&who, json!({"fasen": ["STABILISATIE"]})).await, of(&["STABILISATIE"]));
        assert_eq!(found(&who, json!({"loopt": true})).await, of(&["STABILISATIE", "INTAKE"]));
        assert_eq!(found(&who, json!({"loopt": false})).await, of(&["AFGESLOTEN"]), "withheld is not `does not run`");
        assert_eq!(found(&who, json!({"loopt": true, "fasen": ["AFGESLOTEN"]})).await, of(&[]));
        let lines = app.log_lines(SubgraphName::Trajectbegeleiding).await;
        let looked_at = lines.iter().filter(|line| line.partij == who.partij() && line.bronhouder == app.city().traject.partij);
        assert_eq!(looked_at.count(), 4 * 12, "each look is a disclosure, found or not");
    }

    /// Two worlds that differ only in what is withheld look alike in every page of every question.
    async fn what_is_withheld_changes_no_page_no_count_and_no_place(app: TestApp) {
        let mut hidden = Vec::new();
        for n in 0..9 {
            let inwoner = if n % 3 == 0 { app.inwoner(&bsn(n)).await } else {
                in_phase(&app, n, "STABILISATIE", "2026-06-01T08:00:00Z").await
            };
            couple(&app, &inwoner, None).await;
            match n % 3 {
                1 => { app.grant(&inwoner, meekijken(&app, &GROEPEN)).await; }
                // One group of the three: a filter on the others finds nothing.
                2 => { app.grant(&inwoner, meekijken(&app, &GROEPEN[..1])).await; hidden.push(n); }
                _ => hidden.push(n),
            }
        }
        let before = everything(&app.meekijker()).await;
        // All phases in which a traject runs: that much is told of every third.
        for (versie, fase) in [("2026-06-02T08:00:00Z", "INTAKE"), ("2026-06-03T08:00:00Z", "AANBOD")] {
            for n in &hidden {
                in_phase(&app, *n, fase, versie).await;
            }
            let after = everything(&app.meekijker()).await;
            assert_eq!(before, after, "{fase}");
        }
    }

    async fn a_withdrawal_holds_for_the_next_page(app: TestApp) {
        let inwoner = in_phase(&app, 1, "STABILISATIE", "2026-06-01T08:00:00Z").await;
        couple(&app, &inwoner, None).await;
        let granted = app.grant(&inwoner, meekijken(&app, &GROEPEN)).await;
        let filter = json!({"fasen": ["STABILISATIE"]});
        assert_eq!(found(&app.meekijker(), filter.clone()).await, BTreeSet::from([inwoner.clone()]));
        app.revoke(&granted).await;
        assert_eq!(found(&app.meekijker(), filter).await, BTreeSet::new());
        assert_eq!(found(&app.meekijker(), Value::Null).await, BTreeSet::from([inwoner]), "it stays one's own resident");
    }

    async fn a_place_is_of_one_caller_and_a_list_of_one_party(app: TestApp) {
        for n in 1..4 {
            let inwoner = in_phase(&app, n, "STABILISATIE", "2026-06-01T08:00:00Z").await;
            couple(&app, &inwoner, (n == 1).then_some("Noord")).await;
        }
        let page = ask(&app.meekijker(), json!({"eerste": 1})).await.expect_ok();
        let na = page.data("/mijnInwoners/pageInfo/endCursor");
        ask(&app.meekijker(), json!({"na": na})).await.expect_ok();
        for other in [app.fatima(), app.sanne(), app.meekijker().named("iemand-anders")] {
            ask(&other, json!({"na": na})).await.expect_code("INVOER_ONGELDIG");
        }
        ask(&app.meekijker(), json!({"na": na, "volgorde": "LAATST_BIJGEWERKT"})).await.expect_code("INVOER_ONGELDIG");
        let bad = ask(&app.meekijker(), json!({"eerste": 0, "na": "hier"})).await.expect_code("INVOER_ONGELDIG");
        assert_eq!(bad.errors()[0]["extensions"]["velden"], json!(["na", "eerste"]));
        assert_eq!(listed(&ask(&app.sanne(), json!({})).await.expect_ok()), [""; 0]);
        let partij = app.city().meekijker.partij;
        app.change_inrichting(|inrichting| {
            let partijen = &mut inrichting.samenwerkingen[0].partijen;
            partijen.iter_mut().find(|other| other.id.as_str() == partij).unwrap().betrokkenheid = Betrokkenheid::Team;
        }).await;
        let of_team = ask(&app.meekijker().team("Noord"), json!({})).await.expect_ok();
        assert_eq!(of_team.data("/mijnInwoners/aantal"), &json!(1));
    }

    async fn a_long_list_costs_no_more_statements(app: TestApp) {
        for n in 0..20 {
            let inwoner = in_phase(&app, n, "STABILISATIE", "2026-06-01T08:00:00Z").await;
            couple(&app, &inwoner, None).await;
            app.grant(&inwoner, meekijken(&app, &GROEPEN)).await;
        }
        let watched = app.watched().await;
        let filter = json!({"fasen": ["STABILISATIE"]});
        for (person, filter) in [(app.meekijker(), &filter), (app.fatima(), &Value::Null)] {
            let asked = |eerste: i64| json!({"eerste": eerste, "filter": filter});
            watched.ask(&person, MIJN_INWONERS, asked(1)).await;
            let (_, few) = watched.ask(&person, MIJN_INWONERS, asked(1)).await;
            let (_, many) = watched.ask(&person, MIJN_INWONERS, asked(20)).await;
            Statements::assert_as_many(&few, &many);
        }
    }
}
