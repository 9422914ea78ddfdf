//! What somebody has no ground for leaves no trace in the answer: random records, consents, callers and questions;
//! then one record changes, and every byte of every answer of who may not see it stays as it was.

mod ask;
mod change;
mod content;
mod ground;
mod same;
mod world;

use std::collections::BTreeMap;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use schakel_tests::{
    Engine, TestApp,
    app::{bsn, buurtteamdossier, deel, traject},
    on_both_engines, random_numbers,
};
use serde_json::json;

use ask::Question;
use change::Plan;
use same::Trace;
use world::World;

/// How many answers are compared on an engine before and after the change of a record; those around a change of a grant come on
/// top.
fn cases(engine: Engine) -> usize {
    match engine {
        Engine::Sqlite => 2_000,
        Engine::Postgres => 400,
    }
}

/// So many ask before and after one change.
const ASKERS: usize = 5;

on_both_engines! {
    async fn what_nobody_may_tell_leaves_no_trace(app: TestApp) {
        let mut app = app;
        // Everything of three residents, and the lists of the party besides.
        app.restart_with(|config| config.hub.limits.document.complexity = 5_000).await;
        let mut rng = random_numbers();
        let mut world = World::random(&app, &mut rng).await;
        let mut count = Count::default();
        while count.of_records < cases(app.databases().engine()) {
            world.catch_up().await;
            let plan = world.plan(&mut rng);
            let questions = questions(&world, &plan, &mut rng, |world, question, plan| {
                !question.has_ground(world, plan)
            });
            let owner = Question::of_owner(&world, &plan);
            let (before, shown) = (world.ask_all(&questions, &plan).await, world.ask_all(std::slice::from_ref(&owner), &plan).await);
            world.carry_out(&plan).await;
            let (after, shows) = (world.ask_all(&questions, &plan).await, world.ask_all(std::slice::from_ref(&owner), &plan).await);
            for ((question, before), after) in questions.iter().zip(&before).zip(&after) {
                assert!(before == after, "{} shows itself to {question:?}\nbefore: {before:?}\nafter: {after:?}", plan.kind);
                count.add(&plan, before);
            }
            if !plan.changes_register() {
                count.records += 1;
                count.seen_by_owner += usize::from(shown != shows);
            }
        }
        world.catch_up().await;
        println!("{count:#?}\n{} signals were told meanwhile", world.told);
        assert!(world.told * 2 >= count.records, "few signals are told: {}", world.told);
        count.expect_worthwhile();
    }

    /// The same comparison, of answers of who may see what changed: it must find differences, or it finds none at all.
    async fn what_may_be_told_shows(app: TestApp) {
        let mut rng = random_numbers();
        let mut world = World::random(&app, &mut rng).await;
        let (mut asked, mut differ) = (0, 0);
        for _ in 0..40 {
            let plan = world.plan(&mut rng);
            let questions = questions(&world, &plan, &mut rng, |world, question, plan| {
                question.asks_what_it_may(world, plan)
            });
            let before = world.ask_all(&questions, &plan).await;
            world.carry_out(&plan).await;
            let after = world.ask_all(&questions, &plan).await;
            asked += questions.len();
            differ += before.iter().zip(&after).filter(|(before, after)| before != after).count();
        }
        println!("{differ} of {asked} answers differ");
        assert!(differ >= 20, "{differ} of {asked} answers differ");
    }

    /// Of two records that began on one day it is always the same one that is shown, whatever is said anew in either.
    async fn what_is_new_in_one_record_never_moves_another_forward(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let led_by = |naam: &str| json!([{"contact": {"naam": naam}, "sinds": "2026-03-02"}]);
        let trajecten = ["A", "B"].map(|name| traject(name).with("regisseurs", led_by(name)));
        let dossiers = ["A", "B"].map(|name| buurtteamdossier(name).with("medewerker", json!({"naam": name})));
        for (traject, dossier) in trajecten.iter().zip(&dossiers) {
            app.publish_traject(traject.clone()).await;
            app.publish_buurtteam(dossier.clone()).await;
        }
        app.grant(&inwoner, deel("gemeente-utrecht", "lokalis", &["TRAJECT_CONTACT"])).await;
        app.grant(&inwoner, deel("incluzio", "lokalis", &["BUURTTEAM_CONTACT"])).await;
        let query = "query($id: ID!) { inwoner(id: $id) {
            trajecten { contact { naam } } buurtteams { contact { medewerker { naam } } } } }";
        let ask = async || Trace::of(&app.sanne().ask(query, json!({"id": inwoner})).await);
        let before = ask().await;
        for (traject, dossier) in trajecten.into_iter().zip(dossiers) {
            let minute = app.now().to_rfc3339();
            app.publish_traject(traject.versie(&minute).with("financieel", json!(null))).await;
            app.publish_buurtteam(dossier.versie(&minute).with("doelen", json!([]))).await;
            assert_eq!(before, ask().await);
            app.clock().advance(chrono::TimeDelta::minutes(1));
        }
    }
}

/// Random questions of one sort, about the residents whom the change touches, most of them.
fn questions(
    world: &World<'_>,
    plan: &Plan,
    rng: &mut ChaCha8Rng,
    fits: impl Fn(&World<'_>, &Question, &Plan) -> bool,
) -> Vec<Question> {
    let drawn = (0..20 * ASKERS).map(|_| Question::random(world, plan, rng));
    let fitting = drawn.filter(|question| fits(world, question, plan));
    fitting.take(ASKERS).collect()
}

/// What was compared: enough of every kind, or the test says less than it seems to.
#[derive(Debug, Default)]
struct Count {
    compared: usize,
    /// Those around the change of a record.
    of_records: usize,
    /// Changes of records.
    records: usize,
    seen_by_owner: usize,
    /// Answers that withheld something.
    withheld: usize,
    /// Answers that told something of another party.
    told: usize,
    kinds: BTreeMap<&'static str, usize>,
}

impl Count {
    fn add(&mut self, plan: &Plan, trace: &Trace) {
        self.compared += 1;
        self.of_records += usize::from(!plan.changes_register());
        self.withheld += usize::from(trace.withholds());
        self.told += usize::from(trace.tells());
        *self.kinds.entry(plan.kind).or_default() += 1;
    }

    /// The bounds lie far below what random worlds come to, so that no seed fails for its luck.
    fn expect_worthwhile(&self) {
        assert!(
            self.seen_by_owner * 4 >= self.records,
            "the owner sees few changes"
        );
        assert!(self.withheld * 2 >= self.compared, "little is withheld");
        assert!(self.told * 8 >= self.compared, "little is told");
        for kind in change::KINDS {
            let count = self.kinds.get(kind).copied().unwrap_or(0);
            assert!(
                count * 100 >= self.compared,
                "`{kind}` came up only {count} times"
            );
        }
    }
}

fn chance(rng: &mut ChaCha8Rng, percent: u32) -> bool {
    rng.random_range(0..100) < percent
}
