//! The process is killed (SIGKILL) at random points under load, time after time, on the same databases: every answer
//! that left has its lines in the logs, with all that it showed and withheld, what was acknowledged is in the register, and nothing is there by half.
//!
//! `TESTS_KILLS=200` says how often.

mod evidence;
mod load;

use evidence::Evidence;
use load::{Inwoners, Load, Told};
use rand::RngExt;
use schakel_tests::{Engine, Records, Together, random_numbers};

const IN_CI: usize = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_left_is_logged_and_what_was_acknowledged_is_kept_sqlite() {
    kill_again_and_again(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_left_is_logged_and_what_was_acknowledged_is_kept_postgres() {
    kill_again_and_again(Engine::Postgres).await;
}

async fn kill_again_and_again(engine: Engine) {
    let given = std::env::var_os("TESTS_KILLS").and_then(|text| text.into_string().ok());
    let rounds = given.map_or(IN_CI, |text| text.parse().expect("a number"));
    let records = Records::of_the_demo_on(engine).await;
    let mut house = Together::start(&records).await;
    house.kill();
    let begin = Evidence::read(&house).await.registerversie();
    house.start_again();
    let mut rng = random_numbers();
    let inwoners = Inwoners::learn(&records, &house.graphql()).await;
    let mut told = Told::default();
    for round in 0..rounds {
        if round > 0 {
            house.start_again();
        }
        let load = Load::start(&records, &inwoners, &house.graphql());
        load.heard(rng.random_range(1..60)).await;
        house.kill();
        told.add(load.end().await);
        let evidence = Evidence::read(&house).await;
        evidence.assert_whole(begin, &inwoners.consenting, round);
        evidence.assert_holds(&told, round);
    }
    println!(
        "{rounds} kills: {} answers, {} grants and {} withdrawals were told, and all of them are kept",
        told.answers.len(),
        told.grants.len(),
        told.withdrawals.len(),
    );
    assert!(told.answers.iter().any(|answer| !answer.shown.is_empty()));
    assert!(told.answers.len() >= rounds && !told.grants.is_empty() && !told.withdrawals.is_empty());
}
