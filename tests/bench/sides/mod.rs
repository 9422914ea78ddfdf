//! The sides: the hub, the floor that it is held against, and the same hub without decisions and logs.

mod unguarded;

use std::{sync::Arc, time::Duration};

use schakel::federation::{SubgraphName, http_client};
use schakel_tests::{Cluster, Engine};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use serde_json::Value;
use tokio::runtime::Runtime;

use self::unguarded::Unguarded;
use crate::{
    cpu::{Spent, Threads},
    floor::{Floor, FloorDatabase},
    load::{Clients, Sent, Target, Turn, ask},
    scene::{Question, Scene},
    settings::Settings,
    threads,
};

/// How long each side is asked before anything counts.
const WARM_UP: Duration = Duration::from_secs(1);

/// How long to wait for an answer that is checked.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the sides are called, in their order; the first is held against each of the others.
pub const NAMES: [&str; 3] = ["hub", "floor", "unguarded"];

/// All sides, and the clients that ask them.
pub struct Sides {
    /// As [`NAMES`].
    sides: [Side; 3],
    clients: Clients,
    floor: FloorDatabase,
    floor_threads: Runtime,
    unguarded: Unguarded,
    unguarded_threads: Runtime,
    /// To ask the server about its processes, where there is one.
    admin: Option<DatabaseConnection>,
    asking: Runtime,
    rounds: u16,
    turn: Duration,
}

struct Side {
    target: Target,
    threads: Threads,
}

/// A question to which all sides gave the same answers.
pub struct Checked {
    name: String,
    /// What to send to each side.
    sent: [Arc<[Sent]>; 3],
}

/// A turn of one side, with what it cost.
pub struct Measured {
    /// The answers.
    pub turn: Turn,
    /// The processor time.
    pub spent: Spent,
}

/// All turns about one question.
pub struct Measurement {
    /// The engine and the question.
    pub name: String,
    /// How long an answer of the hub is, on average, in bytes.
    pub answer_bytes: usize,
    /// The turns, in each round one of every side.
    pub rounds: Vec<[Measured; 3]>,
}

impl Sides {
    /// Opens the other sides beside the hub. A connection is driven by the threads that open it, so each side opens
    /// its own.
    pub fn open(scene: &Scene, settings: &Settings) -> Self {
        let (floor_threads, unguarded_threads, asking) =
            (threads("floor"), threads("unguarded"), threads("clients"));
        let floor = floor_threads.block_on(async { Floor::open(FloorDatabase::copy_of(scene).await).await });
        let unguarded = unguarded_threads.block_on(Unguarded::open(scene.engine, settings.residents));
        let admin = asking.block_on(async {
            if scene.engine == Engine::Postgres {
                analyze([scene, &unguarded.scene], &floor).await;
            }
            connect_admin(scene.engine).await
        });
        let sides = [
            Side::hub("schakel", scene, scene.app.url("/graphql")),
            Side::floor(scene, &floor),
            Side::hub("unguarded", &unguarded.scene, unguarded.url()),
        ];
        Self {
            sides,
            clients: Clients::new(settings.clients),
            floor: floor.database,
            floor_threads,
            unguarded,
            unguarded_threads,
            admin,
            asking,
            rounds: settings.rounds,
            turn: settings.turn(),
        }
    }

    /// Asks all sides everything once; fails unless they give the same data.
    pub fn check_equal(&self, question: &Question) -> Checked {
        let mut sent = [const { Vec::new() }; 3];
        let client = http_client(PATIENCE).expect("a client");
        for body in &question.bodies {
            let body = body.to_string();
            let mut told: Option<Value> = None;
            for ((side, sent), name) in self.sides.iter().zip(&mut sent).zip(NAMES) {
                let answer = self.asking.block_on(ask(&client, &side.target, body.clone()));
                let data = data_in(&answer);
                let first = told.get_or_insert_with(|| data.clone());
                assert!(
                    data == *first,
                    "the hub says\n{first}\n\nand the {name} side\n{data}\n\nto {body}"
                );
                sent.push(Sent {
                    body: body.clone(),
                    expected: answer.len(),
                });
            }
        }
        println!(
            "{}: {} answers are equal",
            question.title(),
            question.bodies.len()
        );
        Checked {
            name: question.title(),
            sent: sent.map(Into::into),
        }
    }

    /// Asks the sides in turn.
    pub fn measure(&self, question: &Checked) -> Measurement {
        let by_hub = &question.sent[0];
        let answer_bytes = by_hub.iter().map(|sent| sent.expected).sum::<usize>() / by_hub.len();
        self.asking.block_on(async {
            self.round(question, WARM_UP).await;
            let mut rounds = Vec::new();
            for _ in 0..self.rounds {
                rounds.push(self.round(question, self.turn).await);
            }
            Measurement {
                name: question.name.clone(),
                answer_bytes,
                rounds,
            }
        })
    }

    /// Throws the other sides away.
    pub fn close(self) {
        self.asking.block_on(self.floor.clear());
        self.floor_threads.shutdown_background();
        self.unguarded_threads.block_on(self.unguarded.clear());
    }

    async fn round(&self, question: &Checked, length: Duration) -> [Measured; 3] {
        let turn = async |side: usize| self.turn(&self.sides[side], &question.sent[side], length).await;
        [turn(0).await, turn(1).await, turn(2).await]
    }

    async fn turn(&self, side: &Side, sent: &Arc<[Sent]>, length: Duration) -> Measured {
        let admin = self.admin.as_ref();
        let before = side.threads.used(admin).await;
        let turn = self.clients.ask_for(length, &side.target, sent).await;
        let spent = side.threads.used(admin).await.since(&before);
        Measured { turn, spent }
    }
}

impl Side {
    fn hub(serving: &'static str, scene: &Scene, url: String) -> Self {
        let names = SubgraphName::ALL
            .iter()
            .map(|name| database_name(scene.app.databases().url(*name)));
        Self {
            target: Target {
                url,
                headers: scene.headers(),
            },
            threads: Threads {
                serving,
                // Those of both hubs: only one is asked at a time.
                database: "sqlx-sqlite",
                names: names.collect(),
            },
        }
    }

    fn floor(scene: &Scene, floor: &Floor) -> Self {
        Self {
            target: Target {
                url: format!("http://{}/graphql", floor.address),
                headers: scene.headers(),
            },
            threads: Threads {
                serving: "floor",
                database: "floor-db",
                names: floor.database.name.iter().cloned().collect(),
            },
        }
    }
}

fn data_in(answer: &[u8]) -> Value {
    let mut answer: Value = serde_json::from_slice(answer).expect("an answer is json");
    let data = answer["data"].take();
    assert!(data.is_object(), "an answer without data: {answer}");
    data
}

async fn connect_admin(engine: Engine) -> Option<DatabaseConnection> {
    match engine {
        Engine::Sqlite => None,
        Engine::Postgres => {
            let admin = Database::connect(Cluster::shared().url("postgres")).await;
            Some(admin.expect("the cluster answers"))
        }
    }
}

/// The tests' server has no autovacuum, which would do this.
async fn analyze(scenes: [&Scene; 2], floor: &Floor) {
    let url = floor
        .database
        .name
        .as_deref()
        .map(|name| Cluster::shared().url(name));
    let databases = scenes.map(|scene| scene.app.databases());
    let of_hubs = databases.iter().flat_map(|databases| {
        SubgraphName::ALL
            .iter()
            .map(|name| databases.url(*name).to_owned())
    });
    for url in of_hubs.chain(url) {
        let db = Database::connect(url).await.expect("a database connects");
        let done = db.execute_unprepared("VACUUM ANALYZE").await;
        done.expect("a database can be analyzed");
        db.close().await.expect("a connection can be closed");
    }
}

/// What stands between the last `/` and the `?`.
fn database_name(url: &str) -> String {
    let path = url.split('?').next().unwrap_or(url);
    path.rsplit('/').next().unwrap_or(path).to_owned()
}
