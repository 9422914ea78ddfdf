use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// A new seed for every run, printed, so that a failure can be seen again with `SCHAKEL_TEST_SEED`.
pub fn random_numbers() -> ChaCha8Rng {
    let given = std::env::var_os("SCHAKEL_TEST_SEED");
    let seed = given.map_or_else(rand::random, |text| {
        let text = text.to_str().expect("a seed is text");
        text.parse().expect("a seed is a number")
    });
    println!("SCHAKEL_TEST_SEED={seed}");
    ChaCha8Rng::seed_from_u64(seed)
}
