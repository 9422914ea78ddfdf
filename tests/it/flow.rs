//! Signals from the owner's commit to the consumer's hand, each subgraph a process of its own: while records change,
//! consumers break off and go on at random, and every process is killed (SIGKILL) in turn. Nobody misses anything, nobody
//! hears the same twice, and what happened to a resident comes in the order in which it happened.
//!
//! `TESTS_CHANGES=100000` says how many changes.

mod consumer;
mod house;
mod publisher;

use std::{sync::Arc, time::Duration};

use consumer::{Consumer, Heard};
use house::House;
use publisher::publish;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use schakel::federation::SubgraphName;
use tokio::{sync::watch, task::JoinSet};

const IN_CI: usize = 5_000;
/// Of how many residents.
const RESIDENTS: usize = 40;
const PUBLISHERS: usize = 4;
/// Changes after which some process is killed.
const PER_KILL: usize = 500;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn none_is_missed_none_comes_twice_and_each_resident_in_order() {
    let given = std::env::var_os("TESTS_CHANGES").and_then(|text| text.into_string().ok());
    let changes = given.map_or(IN_CI, |text| text.parse().expect("a number"));
    let mut house = House::start(RESIDENTS).await;
    let (told, counting) = watch::channel(0_usize);
    let told = Arc::new(told);
    let (stop, stopped) = watch::channel(None);
    let mut consumers = JoinSet::new();
    for (number, partij) in ["incluzio", "u-centraal", "incluzio"].into_iter().enumerate() {
        let consumer = Consumer::new(&house, partij, u64::try_from(number).expect("a small number"));
        consumers.spawn(consumer.follow(stopped.clone()));
    }
    let mut publishers = JoinSet::new();
    for number in 0..PUBLISHERS {
        publishers.spawn(publish(
            house.desk(number, PUBLISHERS),
            changes / PUBLISHERS,
            Arc::clone(&told),
        ));
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
    assert_eq!(expected.changes(), published(changes), "each change is an event");
    stop.send_replace(Some(expected.total()));
    let heard = tokio::time::timeout(Duration::from_secs(600), consumers.join_all()).await;
    for heard in heard.expect("everybody hears everything in the end") {
        expected.assert_heard(&heard);
    }
    println!(
        "{changes} changes, {} events, {kills} kills: none missed, none twice, each resident in order",
        expected.total()
    );
}

/// What all desks publish together.
fn published(changes: usize) -> usize {
    changes / PUBLISHERS * PUBLISHERS
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_commit_to_delivery() {
    let house = House::start(RESIDENTS).await;
    let (stop, stopped) = watch::channel(None);
    let following = tokio::spawn(Consumer::steady(&house, "incluzio").follow(stopped));
    publish(house.desk(0, 1), 500, Arc::new(watch::channel(0).0)).await;
    let expected = house.events().await;
    assert_eq!(expected.changes(), 500, "each change is an event");
    stop.send_replace(Some(expected.total()));
    let heard: Heard = following.await.expect("the consumer ends");
    expected.assert_heard(&heard);
    let mut latencies = heard.latencies;
    latencies.sort_unstable();
    let at = |percent: usize| latencies[(latencies.len() - 1) * percent / 100];
    println!(
        "from commit to delivery: p50 {} ms, p99 {} ms, of {}",
        at(50),
        at(99),
        latencies.len()
    );
}
