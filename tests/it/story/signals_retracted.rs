//! A signal holds no longer than the record that it tells of: what is withdrawn, erased or turns out to be about somebody
//! else is told by no list, to nobody, whether it was told before or not.

use schakel::federation::SubgraphName;
use schakel_entity::{outbox::signaalgebeurtenis, signalen::signaal};
use schakel_tests::{
    TestApp,
    app::{Answer, bsn, buurtteamdossier, kinds, met_buurtteam, traject},
    in_both_cities,
};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

const NEWER: &str = "2026-06-02T08:00:00Z";
const TRAJECTEN: SubgraphName = SubgraphName::Trajectbegeleiding;

/// Anybody at Incluzio may know that a traject runs, and in which phase.
async fn may_know(app: &TestApp, inwoner: &str) {
    let all = met_buurtteam(app, &["TRAJECT_LOOPT", "TRAJECT_FASE"]);
    app.grant(inwoner, all).await;
}

async fn withdraw(app: &TestApp, bron_id: &str) {
    let mutation = "mutation($id: String!) { trajectTerugtrekken(bronId: $id, reden: \"verkeerd nummer\") { uitkomst } }";
    let answer = app
        .gemeente_systeem()
        .ask(mutation, json!({"id": bron_id}))
        .await
        .expect_ok();
    assert_eq!(answer.data("/trajectTerugtrekken/uitkomst"), "TERUGGETROKKEN");
}

/// The signals to Incluzio about what isn't a consent, with whom each is about.
async fn heard(app: &TestApp) -> Vec<(String, String)> {
    let page = app.ahmed().signals(None, 50).await.expect_ok();
    let edges = page.data("/signalen/edges").as_array().expect("a page").clone();
    let of_records = edges
        .iter()
        .map(|edge| &edge["node"])
        .filter(|node| !is_of_consent(node));
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    of_records
        .map(|node| (text(&node["soort"]), text(&node["inwoner"]["id"])))
        .collect()
}

fn is_of_consent(node: &Value) -> bool {
    node["soort"]
        .as_str()
        .is_some_and(|kind| kind.starts_with("TOESTEMMING"))
}

/// How often a resident is named by a signal that is stored, whoever it is for.
async fn named(app: &TestApp, inwoner: &str) -> usize {
    let db = app.databases().connect(SubgraphName::Signalen).await;
    let rows = signaal::Entity::find()
        .all(&db)
        .await
        .expect("the signals can be read");
    let of_records = rows.iter().filter(|row| !row.soort.starts_with("TOESTEMMING"));
    of_records.filter(|row| row.inwoner == inwoner).count()
}

/// Whom the events of an owner that aren't followed yet name.
async fn events(app: &TestApp) -> Vec<String> {
    let db = app.databases().connect(TRAJECTEN).await;
    let rows = signaalgebeurtenis::Entity::find()
        .all(&db)
        .await
        .expect("the outbox can be read");
    rows.into_iter()
        .map(|row| row.inwoner)
        .filter(|inwoner| !inwoner.is_empty())
        .collect()
}

/// What Incluzio is told to throw away, by id, after a place.
async fn thrown_away(app: &TestApp, na: Option<&str>, eerste: i32) -> (Vec<String>, Value) {
    let query = "query($na: String, $eerste: Int! = 50) { vervallenSignalen(na: $na, eerste: $eerste) {
        edges { cursor node { id op } } pageInfo { endCursor hasNextPage }
    } }";
    let answer = app
        .ahmed()
        .ask(query, json!({"na": na, "eerste": eerste}))
        .await
        .expect_ok();
    let edges = answer
        .data("/vervallenSignalen/edges")
        .as_array()
        .expect("a list");
    let ids = edges
        .iter()
        .map(|edge| edge["node"]["id"].as_str().expect("an id").to_owned());
    (ids.collect(), answer.data("/vervallenSignalen/pageInfo").clone())
}

/// The ids of the signals of records that Incluzio is told now.
async fn told_ids(app: &TestApp) -> Vec<String> {
    let page = app.ahmed().signals(None, 100).await.expect_ok();
    let edges = page.data("/signalen/edges").as_array().expect("a page");
    let nodes = edges
        .iter()
        .map(|edge| &edge["node"])
        .filter(|node| !is_of_consent(node));
    nodes
        .map(|node| node["id"].as_str().expect("an id").to_owned())
        .collect()
}

fn end_of(page: &Answer) -> String {
    page.text_at("/signalen/pageInfo/endCursor").to_owned()
}

in_both_cities! {
    async fn what_is_withdrawn_was_never_told_to_who_asks_later(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        may_know(&app, &inwoner).await;
        app.settle_signals().await;
        assert!(heard(&app).await.contains(&("TRAJECT_GESTART".to_owned(), inwoner.clone())));
        let read = end_of(&app.ahmed().signals(None, 50).await);
        withdraw(&app, "T-1").await;
        app.settle_signals().await;
        assert_eq!(heard(&app).await, [], "from the start on");
        assert_eq!((named(&app, &inwoner).await, events(&app).await.len()), (0, 0), "nobody's list names them");
        app.publish_traject(traject("T-1").versie(NEWER)).await;
        app.settle_signals().await;
        let after = app.ahmed().signals(Some(&read), 50).await.expect_ok();
        assert!(kinds(&after).contains(&"TRAJECT_GESTART".to_owned()), "who reads on hears that it is there again: {after:?}");
    }

    async fn who_was_told_hears_that_it_holds_no_longer_and_nobody_else(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        may_know(&app, &inwoner).await;
        app.settle_signals().await;
        let told = told_ids(&app).await;
        assert!(!told.is_empty());
        let other = app.publish_traject(traject("T-2").client_bsn(&bsn(3))).await;
        may_know(&app, &other).await;
        app.settle_signals().await;
        assert_eq!(thrown_away(&app, None, 50).await.0, Vec::<String>::new());
        withdraw(&app, "T-1").await;
        // Of this one nobody was told yet.
        withdraw(&app, "T-2").await;
        app.settle_signals().await;
        let (gone, page) = thrown_away(&app, None, 50).await;
        assert_eq!((&gone, &page["hasNextPage"]), (&told, &json!(false)));
        let (first, page) = thrown_away(&app, None, 1).await;
        assert_eq!((&first[..], &page["hasNextPage"]), (&told[..1], &json!(told.len() > 1)));
        let (rest, _) = thrown_away(&app, page["endCursor"].as_str(), 50).await;
        assert_eq!(rest, told[1..]);
        let fatima = app.fatima().ask("{ vervallenSignalen { edges { node { id } } } }", json!({})).await.expect_ok();
        assert_eq!(fatima.data("/vervallenSignalen/edges"), &json!([]), "each party its own");
    }

    async fn what_is_withdrawn_before_it_was_followed_never_leaves_its_owner(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        may_know(&app, &inwoner).await;
        withdraw(&app, "T-1").await;
        app.settle_signals().await;
        assert_eq!((heard(&app).await, named(&app, &inwoner).await), (Vec::new(), 0));
    }

    async fn a_wrong_number_takes_its_signals_along_and_nobody_elses(app: TestApp) {
        let wrong = app.publish_traject(traject("T-1")).await;
        let right = app.inwoner(&bsn(2)).await;
        let other = app.publish_traject(traject("T-2").client_bsn(&bsn(3))).await;
        for inwoner in [&wrong, &right, &other] {
            may_know(&app, inwoner).await;
        }
        app.settle_signals().await;
        app.publish_traject(traject("T-1").client_bsn(&bsn(2)).versie(NEWER)).await;
        app.settle_signals().await;
        let about: Vec<String> = heard(&app).await.into_iter().map(|(_, inwoner)| inwoner).collect();
        assert!(!about.contains(&wrong), "{about:?}");
        assert!(about.contains(&right) && about.contains(&other), "{about:?}");
    }

    async fn another_record_of_the_same_resident_goes_on(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        app.publish_traject(traject("T-2").client_id(&inwoner)).await;
        may_know(&app, &inwoner).await;
        app.settle_signals().await;
        let both = heard(&app).await.len();
        withdraw(&app, "T-2").await;
        app.settle_signals().await;
        assert_eq!(heard(&app).await.len() * 2, both);
    }

    async fn an_erased_record_leaves_no_event_and_no_signal(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-merel").with("nazorg", json!({"start": "2026-06-01"}))).await;
        may_know(&app, &inwoner).await;
        app.publish_buurtteam(buurtteamdossier("B-1").client_id(&inwoner)).await;
        app.settle_signals().await;
        assert!(!heard(&app).await.is_empty());
        app.gemeente_systeem().erase_traject("T-merel").await.expect_ok();
        app.settle_signals().await;
        assert_eq!((heard(&app).await, events(&app).await.len()), (Vec::new(), 0));
        assert_eq!(app.tables_with("merel").await, Default::default());
        let voided = app.stored_signals(app.city().buurtteam.partij).await;
        assert!(voided.contains(&"VERVALLEN".to_owned()), "a place stays, and says nothing: {voided:?}");
        let confirm = "mutation($id: ID!) { signaalBevestigen(id: $id) { uitkomst } }";
        let db = app.databases().connect(SubgraphName::Signalen).await;
        let rows = signaal::Entity::find().all(&db).await.unwrap();
        let place = rows.iter().find(|row| row.soort == "VERVALLEN" && row.ontvanger == app.city().buurtteam.partij).unwrap();
        let answer = app.ahmed().ask(confirm, json!({"id": place.id})).await.expect_ok();
        assert_eq!(answer.data("/signaalBevestigen/uitkomst"), "ONBEKEND");
    }
}
