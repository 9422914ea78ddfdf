//! The harness: logs of any size are damaged in every way that somebody with the database could think of, with or without
//! the key that signs for them, thousands of times at random. No damage up to the last checkpoint that another
//! party holds may go unseen; what comes after it must be reported as such.
//!
//! `TESTS_LOG_MUTATIONS=100000` says how many, `SCHAKEL_TEST_SEED` which.

mod damage;
mod world;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{super::tests::from_environment, Fault, Report};
use crate::logbook::merkle::{Hash, verify_consistency, verify_inclusion};
use damage::{COVERS, Cover, DAMAGES, cover, damage};
use world::{Log, World, tree};

const IN_CI: usize = 5_000;

/// So often a log is damaged before there is another.
const PER_WORLD: usize = 250;

fn random_numbers() -> ChaCha8Rng {
    let seed = from_environment("SCHAKEL_TEST_SEED").map_or_else(rand::random, |given| given as u64);
    println!("SCHAKEL_TEST_SEED={seed}");
    ChaCha8Rng::seed_from_u64(seed)
}

/// Whether it must be seen: up to the checkpoint that another party holds always; up to the log's own last one
/// unless it was signed anew with the log's own key.
fn must_be_seen(world: &World, report: &Report, log: &Log, first: usize, hidden: Cover) -> bool {
    let own = report.own.as_ref().filter(|_| hidden != Cover::Fork);
    first < world.held_size
        || log.lines.len() < world.held_size
        || own.is_some_and(|own| first < own.size as usize)
}

#[test]
fn no_damage_goes_unseen_up_to_the_checkpoint_that_another_party_holds() {
    let rounds = from_environment("TESTS_LOG_MUTATIONS").unwrap_or(IN_CI);
    let mut rng = random_numbers();
    let mut world = World::random(&mut rng);
    let (mut seen, mut in_tail) = (0, 0);
    while seen + in_tail < rounds {
        if (seen + in_tail) % PER_WORLD == 0 {
            world = World::random(&mut rng);
            assert_eq!(world.audit(&world.log).faults, []);
        }
        let (how, hidden) = (
            DAMAGES[rng.random_range(0..DAMAGES.len())],
            COVERS[rng.random_range(0..COVERS.len())],
        );
        let mut log = world.log.clone();
        let Some(first) = damage(&mut log.lines, how, &mut rng) else {
            continue;
        };
        if cover(&world, &mut log, hidden, first, &mut rng).is_none() {
            continue;
        }
        let report = world.audit(&log);
        if !report.faults.is_empty() {
            seen += 1;
            continue;
        }
        assert!(
            !must_be_seen(&world, &report, &log, first, hidden),
            "{how:?} at {first}, hidden by {hidden:?}, went unseen: {report:?}",
        );
        let tail = (log.lines.len() - world.held_size) as u64;
        assert_eq!(report.unwitnessed(), tail, "the tail is reported as such");
        in_tail += 1;
    }
    println!(
        "{seen} damages seen, {in_tail} after the last checkpoint that another party holds, 0 unseen before it"
    );
    assert!(seen > rounds / 2);
}

#[test]
fn a_sound_log_says_how_far_it_is_covered() {
    let world = World::new(40, [12, 25, 33], 1);
    let sound = world.audit(&world.log);
    assert_eq!(sound.faults, []);
    assert_eq!(
        (sound.lines, sound.erased, sound.uncovered(), sound.unwitnessed()),
        (40, 3, 7, 15)
    );
}

#[test]
fn no_forged_proof_is_believed() {
    let rounds = from_environment("TESTS_LOG_MUTATIONS").unwrap_or(IN_CI);
    let mut rng = random_numbers();
    let world = World::random(&mut rng);
    let tree = tree(&world.log.lines);
    let random = |rng: &mut ChaCha8Rng| Hash::new(rng.random());
    for _ in 0..rounds {
        let size = rng.random_range(2..=world.log.lines.len() as u64);
        let (index, old) = (rng.random_range(0..size), rng.random_range(1..size));
        let (root, old_root) = (tree.root(size).unwrap(), tree.root(old).unwrap());
        let leaf = world.leaf(index);
        for (mut proof, is_inclusion) in [
            (tree.inclusion(index, size).unwrap(), true),
            (tree.consistency(old, size).unwrap(), false),
        ] {
            let at = rng.random_range(0..proof.len());
            match rng.random_range(0..5) {
                0 => proof[at] = random(&mut rng),
                1 => {
                    proof.remove(at);
                }
                2 => proof.insert(at, random(&mut rng)),
                3 if at > 0 && proof[at] != proof[0] => proof.swap(0, at),
                _ => proof.push(root),
            }
            let believed = if is_inclusion {
                verify_inclusion(&leaf, index, size, &root, &proof)
            } else {
                verify_consistency((old, &old_root), (size, &root), &proof)
            };
            assert!(believed.is_err(), "{proof:?}");
        }
    }
}

#[test]
fn a_fault_is_told_with_its_place() {
    let world = World::new(40, [12, 25, 33], 1);
    let told = |change: fn(&mut Log)| {
        let mut log = world.log.clone();
        change(&mut log);
        world
            .audit(&log)
            .faults
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    let flipped = told(|log| log.lines[7].doel.push('S'));
    assert_eq!(flipped[0], "line 7 was changed");
    assert!(
        flipped[1].contains("over 12 lines has another root; lines before 0 are sound"),
        "{flipped:?}"
    );
    let person = told(|log| log.lines[14].gebruiker.push('x'));
    assert_eq!(person, ["line 14 was changed in what leads to a person"]);
    let erased = told(|log| log.lines[2].gewist_op = None);
    assert_eq!(erased, ["line 2 was erased though no retention asked for it"]);
    let cut = told(|log| log.lines.truncate(20));
    assert!(
        cut.contains(
            &"the checkpoint that another party holds covers 25 lines, which are not there".to_owned()
        ),
        "{cut:?}"
    );
    let mut log = world.log.clone();
    log.lines.remove(30);
    assert!(
        world
            .audit(&log)
            .faults
            .contains(&Fault::Missing(super::Place(30)))
    );
}
