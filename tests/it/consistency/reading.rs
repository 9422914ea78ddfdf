//! Revoke-to-deny: many readers over several processes, while consent is given and withdrawn.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use futures::future::join_all;
use schakel::domain::Doel;
use schakel_tests::{Engine, Replicas};
use serde_json::json;

use super::world::{Event, GEMEENTE, World, print_delays, setting};

const READERS: usize = 200;
const RESIDENTS: usize = 8;
const FLIPS: usize = 4;
/// How many answers come between two events of a resident.
const SEEN: usize = 12;

const LAMP: &str = "query($id: ID!) { inwoner(id: $id) { trajecten { loopt { loopt } } } }";

/// One answer, and what was known before it was asked.
struct Read {
    resident: usize,
    before: Option<Event>,
    registerversie: Option<i64>,
    shown: bool,
    at: Instant,
}

#[tokio::test]
async fn a_withdrawal_is_obeyed_by_three_processes_on_one_postgresql() {
    revoke_to_deny(Engine::Postgres, 3).await;
}

#[tokio::test]
async fn a_withdrawal_is_obeyed_by_one_process_on_sqlite() {
    revoke_to_deny(Engine::Sqlite, 1).await;
}

/// Several processes may share files, too: there no bell rings from one to the other.
#[tokio::test]
async fn a_withdrawal_is_obeyed_by_two_processes_on_one_sqlite() {
    revoke_to_deny(Engine::Sqlite, 2).await;
}

async fn revoke_to_deny(engine: Engine, processes: usize) {
    let world = Arc::new(World::with(Replicas::start(engine, processes).await, RESIDENTS).await);
    let (done, reads) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
    let readers: Vec<_> = (0..READERS)
        .map(|number| {
            tokio::spawn(read(
                number,
                Arc::clone(&world),
                Arc::clone(&done),
                Arc::clone(&reads),
            ))
        })
        .collect();
    join_all((0..RESIDENTS).map(|number| flip(number, &world))).await;
    done.store(true, Ordering::SeqCst);
    for reader in readers {
        reader.await.expect("no reader fails");
    }
    let reads = std::mem::take(&mut *reads.lock().unwrap());
    judge(&world, &reads);
}

async fn flip(number: usize, world: &World) {
    let resident = &world.residents[number];
    for flip in 0..setting("TESTS_OMKEREN", FLIPS) {
        world.grant(number + flip, resident).await;
        resident.until_read(SEEN).await;
        world.revoke(number + flip + 1, resident).await;
        resident.until_read(SEEN).await;
    }
}

async fn read(number: usize, world: Arc<World>, done: Arc<AtomicBool>, reads: Arc<Mutex<Vec<Read>>>) {
    let mut round = number;
    while !done.load(Ordering::SeqCst) {
        let resident = round % RESIDENTS;
        round += 1;
        let before = world.residents[resident].last();
        let variables = json!({"id": world.residents[resident].id});
        let answer = world
            .replicas
            .ask(
                round / RESIDENTS + number,
                &world.reader,
                Doel::AfstemmingTraject,
                LAMP,
                variables,
            )
            .await;
        let lamp = answer.data("/inwoner/trajecten/0/loopt");
        let withheld = answer.reden("TRAJECT_LOOPT", GEMEENTE);
        world.residents[resident].note_read();
        assert_eq!(
            lamp.is_null(),
            withheld.is_some(),
            "shown, or withheld with a reason: {}",
            answer.shown()
        );
        reads.lock().unwrap().push(Read {
            resident,
            before,
            registerversie: answer.registerversie(),
            shown: withheld.is_none(),
            at: Instant::now(),
        });
    }
}

fn judge(world: &World, reads: &[Read]) {
    let (mut stale, mut late) = (Vec::new(), Vec::new());
    for read in reads {
        let resident = &world.residents[read.resident];
        let versie = read
            .registerversie
            .expect("every answer says on which version it is proven");
        if read.before.is_some_and(|before| versie < before.versie) {
            stale.push(format!("proven on {versie}, asked after {:?}", read.before));
        }
        if read.shown && !resident.is_granted_on(versie) {
            stale.push(format!("shown on {versie}, on which nothing was granted"));
        }
        if read.shown {
            // It was proven before the withdrawal, and came after it was acknowledged.
            let next = resident
                .events()
                .into_iter()
                .find(|event| !event.granted && event.versie > versie);
            late.extend(next.and_then(|revoked| read.at.checked_duration_since(revoked.at)));
        }
    }
    let shown = reads.iter().filter(|read| read.shown).count();
    println!(
        "{} answers, {shown} with a lamp, {} stale",
        reads.len(),
        stale.len()
    );
    print_delays(
        "answers on their way when a withdrawal was acknowledged, after it",
        late.iter().map(|late| late.as_secs_f64() * 1000.0).collect(),
    );
    assert!(stale.is_empty(), "{stale:#?}");
    assert!(
        shown > 0 && shown < reads.len(),
        "readers saw both: {shown} of {}",
        reads.len()
    );
}
