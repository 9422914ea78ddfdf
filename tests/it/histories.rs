//! The register as a whole, from its operations by its events and its statements in SQL to what each party is answered,
//! held against a clerk who keeps sheets of paper: random histories of residents, and after every act each party asks for every group.
//!
//! `TESTS_HISTORIES=1000` says how many residents, `SCHAKEL_TEST_SEED` which.

mod acts;
mod clerk;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use schakel::domain::Doel;
use schakel_tests::{
    Engine, TestApp,
    app::{Person, bsn},
    on_both_engines, random_numbers,
};
use serde_json::json;

use crate::story::queries::ask_all;
use acts::act;
use clerk::{ALLOWED, Clerk, GROEPEN, Pair};

/// How many acts one resident lives through.
const ACTS: usize = 14;

/// The purposes of the grants. A sociaal raadslid gives no aftercare, and asks for the first two.
const DOELEN: [Doel; 3] = [Doel::AfstemmingTraject, Doel::UitvoerenVerwijzing, Doel::Nazorg];

/// Every outcome that the clerk can give: residents come until each came up, or the histories are not worth asking.
const OUTCOMES: [&str; 8] = [
    ALLOWED,
    "BEZWAAR",
    "DOEL_NIET_GEDEKT",
    "GEEN_TOESTEMMING",
    "GEWEIGERD",
    "INGETROKKEN",
    "NOG_NIET_INGEGAAN",
    "VERLOPEN",
];

fn histories(engine: Engine) -> u32 {
    let given = std::env::var_os("TESTS_HISTORIES").and_then(|text| text.into_string().ok());
    given.map_or(
        match engine {
            Engine::Sqlite => 20,
            Engine::Postgres => 8,
        },
        |text| text.parse().expect("a number"),
    )
}

on_both_engines! {
    async fn the_register_knows_what_a_clerk_knows(app: TestApp) {
        let mut rng = random_numbers();
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let wanted = histories(app.databases().engine());
        let mut residents = 0;
        while residents < wanted || !OUTCOMES.iter().all(|outcome| seen.contains_key(outcome)) {
            residents += 1;
            let inwoner = app.publish_everything(&bsn(residents)).await;
            let mut clerk = Clerk::default();
            for _ in 0..ACTS {
                act(&app, &inwoner, &mut clerk, &mut rng).await;
                let acted = app.now();
                pass(&app, &clerk, &mut rng);
                compare_answers(&app, &inwoner, &clerk, &mut rng, &mut seen).await;
                if rng.random_bool(0.3) {
                    compare_past(&app, &inwoner, &clerk, acted, &mut rng).await;
                }
            }
        }
        println!("{residents} residents, {} decisions: {seen:?}", seen.values().sum::<usize>());
    }
}

/// Time goes on: some minutes, or until just before, at or just after something begins or ends.
fn pass(app: &TestApp, clerk: &Clerk, rng: &mut ChaCha8Rng) {
    let soon = app.now() + TimeDelta::minutes(rng.random_range(1..600));
    let edges = clerk.edges(soon);
    let to = if edges.is_empty() || rng.random_bool(0.88) {
        soon
    } else {
        edges[rng.random_range(0..edges.len())] + TimeDelta::seconds(rng.random_range(-1..=1))
    };
    app.clock().set(to.max(soon));
}

/// The people who ask, each for the groups of the others.
fn askers(app: &TestApp) -> [Person<'_>; 4] {
    [app.fatima(), app.joris(), app.ahmed(), app.sanne()]
}

/// What every party is answered, beside what the clerk would say.
async fn compare_answers(
    app: &TestApp,
    inwoner: &str,
    clerk: &Clerk,
    rng: &mut ChaCha8Rng,
    seen: &mut BTreeMap<&'static str, usize>,
) {
    let now = app.now();
    for asker in askers(app) {
        let partij = asker.partij().to_owned();
        let theirs = if partij == "u-centraal" { 2 } else { DOELEN.len() };
        let doel = DOELEN[rng.random_range(0..theirs)];
        let answer = ask_all(&asker.doel(doel), inwoner).await.expect_ok();
        let told = answer.not_shared();
        let told: HashMap<(&str, &str), &str> = told
            .iter()
            .map(|(code, groep, owner)| ((groep.as_str(), owner.as_str()), code.as_str()))
            .collect();
        for (bronhouder, groep) in GROEPEN.iter().filter(|(owner, _)| *owner != partij) {
            let pair: Pair = (bronhouder, &partij);
            let expected = clerk.decide(pair, groep, doel.word(), now);
            let answered = told.get(&(*groep, *bronhouder)).copied().unwrap_or(ALLOWED);
            assert_eq!(
                answered, expected,
                "{partij} asks {bronhouder} for {groep} under {doel:?} at {now}: {clerk:#?}"
            );
            *seen.entry(expected).or_default() += 1;
        }
    }
}

/// Who could see a group at a moment that is past, beside what the clerk's sheets of then say.
async fn compare_past(
    app: &TestApp,
    inwoner: &str,
    clerk: &Clerk,
    latest: DateTime<Utc>,
    rng: &mut ChaCha8Rng,
) {
    let first = clerk.first().unwrap_or(latest);
    let seconds = (latest - first).num_seconds().max(1);
    let op = first + TimeDelta::seconds(rng.random_range(0..seconds));
    let (_, groep) = GROEPEN[rng.random_range(0..GROEPEN.len())];
    let query = "query($id: ID!, $groep: Gegevensgroep!, $op: DateTime) {
        wieKan(inwoner: $id, groep: $groep, op: $op) { bronhouder { id } partij { id } toegestaan } }";
    let variables = json!({"id": inwoner, "groep": groep, "op": op.to_rfc3339()});
    let answer = app.tessa().ask(query, variables).await.expect_ok();
    for told in answer.data("/wieKan").as_array().expect("a list") {
        let id = |who: &str| told[who]["id"].as_str().expect("an id").to_owned();
        let (bronhouder, partij) = (id("bronhouder"), id("partij"));
        let could = bronhouder == partij || clerk.could_see((&bronhouder, &partij), groep, op);
        assert_eq!(
            told["toegestaan"], could,
            "{partij} and {groep} of {bronhouder} at {op}: {clerk:#?}"
        );
    }
}
