//! The decision a second time, written from the text of the rules and not from the code: over plain lists, without
//! a line in common with the real one. They must agree on a hundred thousand questions in random worlds, on as many as
//! `SCHAKEL_TEST_QUESTIONS` says.

mod agree;
pub(in crate::request) mod naive;
mod offering;
mod properties;
pub(in crate::request) mod real;
pub(in crate::request) mod world;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// A new seed for every run, printed, so that a failure can be seen again with `SCHAKEL_TEST_SEED`.
pub(in crate::request) fn random_numbers() -> ChaCha8Rng {
    #[expect(clippy::disallowed_methods, reason = "a test is told its seed")]
    let given = std::env::var("SCHAKEL_TEST_SEED");
    let seed = given.map_or_else(
        |_| rand::random(),
        |text| text.parse().expect("a seed is a number"),
    );
    println!("SCHAKEL_TEST_SEED={seed}");
    ChaCha8Rng::seed_from_u64(seed)
}

/// Unless `SCHAKEL_TEST_QUESTIONS` asks for more.
const AT_LEAST_QUESTIONS: usize = 100_000;

/// How many questions are asked.
pub(in crate::request) fn questions() -> usize {
    #[expect(clippy::disallowed_methods, reason = "a test is told how much to ask")]
    let wanted = std::env::var("SCHAKEL_TEST_QUESTIONS");
    wanted.map_or(AT_LEAST_QUESTIONS, |text| {
        text.parse().expect("a number of questions")
    })
}
