//! Early signals: a creditor tells that bills aren't paid and hears nothing back; who received it offers help.

mod giving;
mod handling;
mod hiding;
mod keeping;

use schakel_tests::{
    Engine, TestApp,
    app::{Answer, Person, UTRECHT_MET_SIGNAALPARTNERS},
};
use serde_json::{Value, json};

/// An early signal to give: two months of rent of the tenant with this number, unless it says otherwise.
#[derive(Clone, Debug)]
struct Signaal(Value);

fn signaal(app: &TestApp, bron_id: &str, huurder: &str) -> Signaal {
    Signaal(json!({
        "bronId": bron_id, "versie": "2026-06-14T08:00:00Z", "inwoner": {"eigenNummer": huurder}, "soort": "HUUR",
        "maanden": 2, "bedrag": 1480, "peildatum": "2026-06-01", "inspanningVerricht": true,
        "ontvanger": app.city().traject.partij,
    }))
}

impl Signaal {
    fn with(mut self, field: &str, value: Value) -> Self {
        self.0[field] = value;
        self
    }

    fn versie(self, versie: &str) -> Self {
        self.with("versie", json!(versie))
    }
}

/// Three months of health insurance of the resident with this number.
fn premie(app: &TestApp, bron_id: &str, bsn: &str) -> Signaal {
    signaal(app, bron_id, "")
        .with("inwoner", json!({"bsn": bsn}))
        .with("soort", json!("ZORGVERZEKERING"))
        .with("maanden", json!(3))
}

async fn give(person: &Person<'_>, signaal: &Signaal) -> Answer {
    let mutation = "mutation Indienen($invoer: VroegsignaalInvoer!) {
        vroegsignaalIndienen(invoer: $invoer) { ontvangstnummer op uitkomst } }";
    person.ask(mutation, json!({"invoer": signaal.0})).await
}

async fn take_back(person: &Person<'_>, bron_id: &str) -> Answer {
    let mutation = "mutation Intrekken($bronId: String!) {
        vroegsignaalIntrekken(bronId: $bronId, reden: \"verkeerde huurder\") { ontvangstnummer op uitkomst } }";
    person.ask(mutation, json!({"bronId": bron_id})).await
}

/// What became of it.
fn uitkomst(answer: Answer) -> String {
    let answer = answer.expect_ok();
    let told = answer.body["data"].as_object().unwrap().values().next().unwrap();
    told["uitkomst"].as_str().unwrap().to_owned()
}

const SIGNAAL: &str = "fragment Signaal on Vroegsignaal {
    id signaalpartner { id naam soort } soort maanden bedrag peildatum grondslag status resultaat traject
    ontvangenOp bijgewerktOp afgehandeldOp }";

/// The owner's worklist.
async fn list(person: &Person<'_>, variables: Value) -> Answer {
    let query = format!(
        "query Signalen($na: String, $eerste: Int! = 50, $filter: VroegsignalenFilter) {{
            vroegsignalen(na: $na, eerste: $eerste, filter: $filter) {{
                edges {{ cursor node {{ inwoner {{ id }} vroegsignalen {{ ...Signaal }} }} }}
                pageInfo {{ endCursor hasNextPage }} }} }} {SIGNAAL}"
    );
    person.ask(&query, variables).await
}

/// The ids of the residents on a page.
fn listed(answer: Answer) -> Vec<String> {
    let answer = answer.expect_ok();
    let edges = answer.data("/vroegsignalen/edges").as_array().unwrap();
    let id = |edge: &Value| edge["node"]["inwoner"]["id"].as_str().unwrap().to_owned();
    edges.iter().map(id).collect()
}

/// All that the owner has of one resident.
async fn of_inwoner(person: &Person<'_>, inwoner: &str) -> Vec<Value> {
    let all = ["ONTVANGEN", "IN_ONDERZOEK", "TRAJECT", "AFGESLOTEN"];
    let filter = json!({"filter": {"inwoner": inwoner, "statussen": all}});
    let answer = list(person, filter).await.expect_ok();
    let edges = answer.data("/vroegsignalen/edges").as_array().unwrap();
    let signals = edges
        .iter()
        .map(|edge| edge["node"]["vroegsignalen"].as_array().unwrap().clone());
    signals.flatten().collect()
}

async fn step(person: &Person<'_>, ids: &[&str], stap: &str, with: Value) -> Answer {
    let mut invoer = json!({"vroegsignalen": ids, "stap": stap});
    for (name, value) in with.as_object().unwrap() {
        invoer[name] = value.clone();
    }
    let mutation = format!(
        "mutation Bijwerken($invoer: VroegsignaalBijwerkenInvoer!) {{
            vroegsignaalBijwerken(invoer: $invoer) {{ ...Signaal }} }} {SIGNAAL}"
    );
    person.ask(&mutation, json!({"invoer": invoer})).await
}

/// The corporation binds its number of a tenant, by a code that the tenant got.
async fn bind(app: &TestApp, huurder: &str, inwoner: &str) {
    let mutation = "mutation($id: ID!) { koppelcodeUitgeven(inwoner: $id) { code } }";
    let issued = app
        .fatima()
        .ask(mutation, json!({"id": inwoner}))
        .await
        .expect_ok();
    let invoer = json!({"eigenNummer": huurder, "koppelcode": issued.text_at("/koppelcodeUitgeven/code")});
    let mutation = "mutation($invoer: KoppelingInvoer!) { koppelen(invoer: $invoer) { id } }";
    let bound = app
        .corporatie_systeem()
        .ask(mutation, json!({"invoer": invoer}))
        .await;
    bound.expect_ok();
}

/// A tenant whose number the corporation has bound.
async fn huurder(app: &TestApp, n: u32) -> (String, String) {
    let inwoner = app.inwoner(&schakel_tests::app::bsn(n)).await;
    let number = format!("HUUR-{n}");
    bind(app, &number, &inwoner).await;
    (number, inwoner)
}

/// The faults that were told: field and reason.
fn faults(answer: Answer) -> Vec<(String, String)> {
    let answer = answer.expect_code("INVOER_ONGELDIG");
    let told = |name: &str| -> Vec<String> {
        let values = answer.errors()[0]["extensions"][name].as_array().unwrap();
        values
            .iter()
            .map(|value| value.as_str().unwrap().to_owned())
            .collect()
    };
    told("velden").into_iter().zip(told("redenen")).collect()
}

fn fields(answer: Answer) -> Vec<String> {
    faults(answer).into_iter().map(|(field, _)| field).collect()
}

async fn tell_of_utrecht(engine: Engine, story: impl AsyncFnOnce(TestApp)) {
    story(TestApp::in_city(engine, &UTRECHT_MET_SIGNAALPARTNERS).await).await;
}

/// Tells each story of Utrecht with two signaalpartners on both engines, and of Zaanstad.
macro_rules! in_both_cities {
    ($($(#[$attribute:meta])* async fn $story:ident($given:ident: TestApp) $body:block)+) => {
        $(
            $(#[$attribute])*
            async fn $story($given: schakel_tests::TestApp) $body

            mod $story {
                #[tokio::test]
                async fn sqlite() {
                    super::super::tell_of_utrecht(schakel_tests::Engine::Sqlite, super::$story).await;
                }

                #[tokio::test]
                async fn postgres() {
                    super::super::tell_of_utrecht(schakel_tests::Engine::Postgres, super::$story).await;
                }

                #[tokio::test]
                async fn zaanstad() {
                    schakel_tests::app::tell_of_zaanstad(super::$story).await;
                }
            }
        )+
    };
}
use in_both_cities;

/// Tells each story of Utrecht with two signaalpartners on both engines.
macro_rules! in_utrecht {
    ($($(#[$attribute:meta])* async fn $story:ident($given:ident: TestApp) $body:block)+) => {
        $(
            $(#[$attribute])*
            async fn $story($given: schakel_tests::TestApp) $body

            mod $story {
                #[tokio::test]
                async fn sqlite() {
                    super::super::tell_of_utrecht(schakel_tests::Engine::Sqlite, super::$story).await;
                }

                #[tokio::test]
                async fn postgres() {
                    super::super::tell_of_utrecht(schakel_tests::Engine::Postgres, super::$story).await;
                }
            }
        )+
    };
}
use in_utrecht;
