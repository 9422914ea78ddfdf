use std::collections::BTreeMap;

use super::{
    naive::{self, Question},
    random_numbers,
    real::Real,
    world::World,
};

/// Unless `SCHAKEL_TEST_QUESTIONS` asks for more.
const AT_LEAST_QUESTIONS: usize = 100_000;
const QUESTIONS: usize = 40;

/// Every reason that a decision can give must come up so often, or the worlds are not worth asking.
const AT_LEAST: usize = 300;

const REDENEN: [&str; 13] = [
    "BEZWAAR",
    "DOEL_NIET_GEDEKT",
    "GEEN_TOESTEMMING",
    "GEWEIGERD",
    "GROEP_BUITEN_BEREIK",
    "INGETROKKEN",
    "NIET_BETROKKEN",
    "NOG_NIET_INGEGAAN",
    "ROL_NIET_BEVOEGD",
    "TOEGESTAAN_EIGEN",
    "TOEGESTAAN_GROND",
    "TOEGESTAAN_TOESTEMMING",
    "VERLOPEN",
];

#[test]
fn a_naive_decision_agrees_on_every_question() {
    let mut rng = random_numbers();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let wanted = questions();
    for _ in 0..wanted.div_ceil(QUESTIONS) {
        let world = World::random(&mut rng);
        let real = Real::of(&world.lists);
        for _ in 0..QUESTIONS {
            let question = world.question(&mut rng);
            let reden = agreed(&world, &real, &question);
            *seen.entry(reden).or_default() += 1;
        }
    }
    println!("{} questions: {seen:?}", seen.values().sum::<usize>());
    assert!(seen.values().sum::<usize>() >= wanted);
    for reden in REDENEN {
        let count = seen.get(reden).copied().unwrap_or(0);
        assert!(count >= AT_LEAST, "`{reden}` came up only {count} times");
    }
}

fn questions() -> usize {
    #[expect(clippy::disallowed_methods, reason = "a test is told how much to ask")]
    let wanted = std::env::var("SCHAKEL_TEST_QUESTIONS");
    wanted.map_or(AT_LEAST_QUESTIONS, |text| {
        text.parse().expect("a number of questions")
    })
}

fn agreed(world: &World, real: &Real, question: &Question) -> &'static str {
    let (reden, tot) = naive::decide(&world.lists, question);
    let besluit = real.decide(question);
    let decided = (besluit.reden().word(), besluit.tot());
    assert!(
        decided == (reden, tot.map(|tot| real.time(tot))),
        "the rules say {reden} until {tot:?}, the decision says {decided:?}\n{question:?}\n{:?}",
        world.lists
    );
    reden
}
