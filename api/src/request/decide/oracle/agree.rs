use std::collections::BTreeMap;

use super::{
    naive::{self, Question},
    questions, random_numbers,
    real::Real,
    world::World,
};

const QUESTIONS: usize = 40;

/// Every reason that a decision can give must come up so often, or the worlds are not worth asking.
const AT_LEAST: usize = 100;

const REDENEN: [&str; 14] = [
    "BEZWAAR",
    "BRON_NIET_BEREIKBAAR",
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
