//! Signals from the owner's commit to the consumer's hand, each subgraph a process of its own: while records change,
//! consumers break off and go on at random, and every process is killed (SIGKILL) in turn. Nobody misses anything, nobody
//! hears the same twice, and what happened to a resident comes in the order in which it happened.
//!
//! `TESTS_CHANGES=100000` says how many changes.

mod consumer;
mod house;
mod publisher;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use consumer::{Consumer, Heard};
use house::House;
use publisher::{Desk, Owner};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use schakel::federation::SubgraphName;
use tokio::{sync::watch, task::JoinSet};

const IN_CI: usize = 5_000;
/// Of how many residents.
const RESIDENTS: usize = 40;
/// The desks: of an owner, and which of how many that divide the residents.
const DESKS: [(Owner, usize, usize); 4] = [
    (Owner::Traject, 0, 2),
    (Owner::Traject, 1, 2),
    (Owner::Buurtteam, 0, 1),
    (Owner::Srw, 0, 1),
];
const CONSUMERS: [&str; 3] = ["incluzio", "u-centraal", "gemeente-utrecht"];
/// Changes after which some process is killed.
const PER_KILL: usize = 500;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn none_is_missed_none_comes_twice_and_each_resident_in_order() {
    let given = std::env::var_os("TESTS_CHANGES").and_then(|text| text.into_string().ok());
    let changes = given.map_or(IN_CI, |text| text.parse().expect("a number"));
    let mut house = House::start(RESIDENTS).await;
    let begin = Instant::now();
    let (told, counting) = watch::channel(0_usize);
    let told = Arc::new(told);
    let (stop, stopped) = watch::channel(None);
    let mut consumers = JoinSet::new();
    for (number, partij) in (0..).zip(CONSUMERS.into_iter().chain(["incluzio"])) {
        consumers.spawn(Consumer::new(&house, partij, number).follow(stopped.clone()));
    }
    let mut publishers = JoinSet::new();
    for (owner, number, count) in DESKS {
        let desk = Desk::new(&house, owner, number, count);
        publishers.spawn(desk.publish(changes / DESKS.len(), Arc::clone(&told)));
    }
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    let mut kills = 0;
    let turns = SubgraphName::ALL.iter().copied().map(Some).chain([None]).cycle();
    for (turn, victim) in turns.enumerate() {
        let at = (turn + 1) * PER_KILL + rng.random_range(0..PER_KILL / 2);
        if at >= changes {
            break;
        }
        let mut counting = counting.clone();
        let reached = counting.wait_for(|told| *told >= at);
        reached.await.expect("somebody publishes");
        house.kill_and_start_again(victim);
        kills += 1;
    }
    publishers.join_all().await;
    let expected = house.events().await;
    assert_eq!(
        expected.count(),
        changes / DESKS.len() * DESKS.len(),
        "each change is an event"
    );
    stop.send_replace(Some(expected.totals(CONSUMERS)));
    let heard = tokio::time::timeout(Duration::from_secs(600), consumers.join_all()).await;
    println!(
        "{} changes, as many events, {kills} kills, in {:?}; from commit to delivery, breaks and kills included:",
        expected.count(),
        begin.elapsed()
    );
    for heard in heard.expect("everybody hears everything in the end") {
        expected.assert_heard(&heard);
        println!("  {}", heard.told());
    }
    println!("none missed, none twice, each resident in order");
}

/// Nobody is killed and nobody breaks off: a phase that the others hear of, and a closed dossier that the owner of the traject
/// hears of (the report: within a second). Printed, since a machine that is busy makes no promise.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_commit_to_delivery() {
    let house = House::start(RESIDENTS).await;
    for (owner, partij) in [
        (Owner::Traject, "incluzio"),
        (Owner::Buurtteam, "gemeente-utrecht"),
    ] {
        let before = house.events().await.totals([partij]);
        let (stop, stopped) = watch::channel(None);
        let following = tokio::spawn(Consumer::steady(&house, partij).follow(stopped));
        let desk = Desk::new(&house, owner, 0, 1);
        desk.publish(500, Arc::new(watch::channel(0).0)).await;
        let expected = house.events().await;
        let total = expected.totals([partij]);
        assert_eq!(total[partij] - before[partij], 500, "each change is an event");
        stop.send_replace(Some(total));
        let heard: Heard = following.await.expect("the consumer ends");
        expected.assert_heard(&heard);
        println!("from commit to delivery, {owner:?} to {}", heard.told());
    }
}
