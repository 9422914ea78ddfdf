//! Revoke-to-deny on open streams: each is told, on whichever process it is.

use std::{sync::Arc, time::Instant};

use futures::future::join_all;
use schakel_tests::{
    Engine, Replicas,
    app::{Answer, Socket},
};
use serde_json::{Value, json};

use super::world::{GEMEENTE, World, print_delays, setting};
use crate::story::LAMPJE;

const STREAMS: usize = 200;
const RESIDENTS: usize = 10;
/// Operations per WebSocket.
const PER_SOCKET: usize = 20;

/// What one stream told, and when.
struct Told {
    resident: usize,
    answer: Answer,
    at: Instant,
}

#[tokio::test]
async fn open_streams_obey_on_three_processes_on_one_postgresql() {
    revoke_to_deny(Engine::Postgres, 3).await;
}

#[tokio::test]
async fn open_streams_obey_on_one_process_on_sqlite() {
    revoke_to_deny(Engine::Sqlite, 1).await;
}

async fn revoke_to_deny(engine: Engine, processes: usize) {
    let streams = setting("TESTS_STROMEN", STREAMS);
    let world = Arc::new(World::with(Replicas::start(engine, processes).await, RESIDENTS).await);
    for (number, resident) in world.residents.iter().enumerate() {
        world.grant(number, resident).await;
    }
    let before = world.replicas.memory();
    let sockets = join_all((0..streams.div_ceil(PER_SOCKET)).map(|number| open(number, &world))).await;
    let opened = streams.div_ceil(PER_SOCKET) * PER_SOCKET;
    let each = world.replicas.memory().saturating_sub(before) / opened as u64;
    println!(
        "{opened} open streams on {processes} processes: {:.1} kB each",
        each as f64 / 1e3
    );
    let listening: Vec<_> = sockets
        .into_iter()
        .map(|socket| tokio::spawn(until_complete(socket)))
        .collect();
    for (number, resident) in world.residents.iter().enumerate() {
        world.revoke(number, resident).await;
    }
    let mut delays = Vec::new();
    for told in join_all(listening)
        .await
        .into_iter()
        .flat_map(|told| told.expect("no listener fails"))
    {
        let resident = &world.residents[told.resident];
        let revoked = resident.last().expect("it was withdrawn");
        let reden = told.answer.reden("TRAJECT_LOOPT", GEMEENTE);
        let versie = told
            .answer
            .registerversie()
            .expect("every message says on which version it is proven");
        assert_eq!(reden.as_deref(), Some("INGETROKKEN"), "{}", told.answer.shown());
        assert!(told.answer.data("/lampje/0/loopt").is_null() && versie >= revoked.versie);
        delays.push(told.at.saturating_duration_since(revoked.at).as_secs_f64() * 1000.0);
    }
    assert_eq!(
        delays.len(),
        streams.div_ceil(PER_SOCKET) * PER_SOCKET,
        "every stream was told once"
    );
    print_delays(
        "from the acknowledged withdrawal to the message on an open stream",
        delays,
    );
}

/// Opens a WebSocket with its operations, and waits until each lamp burns.
async fn open(number: usize, world: &World) -> Socket {
    let url = format!("{}/graphql/ws", world.replicas.url(number));
    let mut socket = Socket::to(&url, "graphql-transport-ws").await;
    let payload = json!({"Authorization": format!("Bearer {}", world.reader), "Doel": "AFSTEMMING_TRAJECT"});
    socket
        .say(&json!({"type": "connection_init", "payload": payload}))
        .await;
    socket.message().await;
    for operation in 0..PER_SOCKET {
        let resident = operation % RESIDENTS;
        let variables = json!({"id": world.residents[resident].id});
        let payload = json!({"query": LAMPJE, "variables": variables});
        let id = format!("{resident}.{operation}");
        socket
            .say(&json!({"type": "subscribe", "id": id, "payload": payload}))
            .await;
    }
    for _ in 0..PER_SOCKET {
        let message = socket.message().await;
        assert_eq!(
            message["payload"]["data"]["lampje"][0]["loopt"]["loopt"], true,
            "{message}"
        );
    }
    socket
}

/// What is told from now on, until every operation is complete.
async fn until_complete(mut socket: Socket) -> Vec<Told> {
    let (mut told, mut complete) = (Vec::new(), 0);
    while complete < PER_SOCKET {
        let mut message = socket.message().await;
        let at = Instant::now();
        match message["type"].as_str() {
            Some("next") => told.push(Told {
                resident: resident_of(&message),
                answer: Answer::told(message["payload"].take()),
                at,
            }),
            Some("complete") => complete += 1,
            _ => panic!("{message}"),
        }
    }
    told
}

fn resident_of(message: &Value) -> usize {
    let id = message["id"].as_str().expect("a name");
    let (resident, _) = id.split_once('.').expect("a name of ours");
    resident.parse().expect("a number")
}
