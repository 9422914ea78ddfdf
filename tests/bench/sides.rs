//! The two sides: the hub, and the floor that it is held against.

use std::{sync::Arc, time::Duration};

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use schakel::federation::SubgraphName;
use schakel_tests::{Cluster, Engine};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use serde_json::Value;
use tokio::runtime::Runtime;

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

/// Both sides, and the clients that ask them.
pub struct Sides {
    hub: Side,
    floor: Side,
    clients: Clients,
    floor_database: FloorDatabase,
    /// To ask the server about its processes, where there is one.
    admin: Option<DatabaseConnection>,
    asking: Runtime,
    floor_threads: Runtime,
    rounds: u16,
    turn: Duration,
}

struct Side {
    target: Target,
    threads: Threads,
}

/// A question to which both sides gave the same answers.
pub struct Checked {
    name: String,
    hub: Arc<[Sent]>,
    floor: Arc<[Sent]>,
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
    /// The turns: the hub's and the floor's, one after the other.
    pub rounds: Vec<(Measured, Measured)>,
}

impl Sides {
    /// Opens the floor beside the hub. A connection is driven by the threads that open it, so each side opens its
    /// own.
    pub fn open(scene: &Scene, settings: &Settings) -> Self {
        let (floor_threads, asking) = (threads("floor"), threads("clients"));
        let opened = floor_threads.block_on(async {
            let opened = Floor::open(FloorDatabase::copy_of(scene).await).await;
            if scene.engine == Engine::Postgres {
                analyze(scene, &opened).await;
            }
            opened
        });
        let admin = asking.block_on(connect_admin(scene.engine));
        let names = SubgraphName::ALL.iter().map(|name| {
            let url = scene.app.databases().url(*name);
            database_name(url)
        });
        let hub = Side {
            target: Target {
                url: scene.app.url("/graphql"),
                headers: headers_of(scene),
            },
            threads: Threads {
                serving: "schakel",
                database: "sqlx-sqlite",
                names: names.collect(),
            },
        };
        let floor = Side {
            target: Target {
                url: format!("http://{}/graphql", opened.address),
                headers: hub.target.headers.clone(),
            },
            threads: Threads {
                serving: "floor",
                database: "floor-db",
                names: opened.database.name.iter().cloned().collect(),
            },
        };
        Self {
            hub,
            floor,
            clients: Clients::new(settings.clients),
            floor_database: opened.database,
            admin,
            asking,
            floor_threads,
            rounds: settings.rounds,
            turn: settings.turn(),
        }
    }

    /// Asks both sides everything once; fails unless they give the same data.
    pub fn check_equal(&self, question: &Question) -> Checked {
        let (mut hub, mut floor) = (Vec::new(), Vec::new());
        let client = schakel::federation::http_client(Duration::from_secs(30)).expect("a client");
        for body in &question.bodies {
            let body = body.to_string();
            let (by_hub, by_floor) = self.asking.block_on(async {
                let by_hub = ask(&client, &self.hub.target, body.clone()).await;
                (by_hub, ask(&client, &self.floor.target, body.clone()).await)
            });
            let (data, expected) = (data_in(&by_hub), data_in(&by_floor));
            assert!(
                data == expected,
                "the hub says\n{data}\n\nand the floor\n{expected}\n\nto {body}"
            );
            let expected = by_hub.len();
            hub.push(Sent {
                body: body.clone(),
                expected,
            });
            let expected = by_floor.len();
            floor.push(Sent { body, expected });
        }
        println!(
            "{}: {} answers are equal",
            question.title(),
            question.bodies.len()
        );
        Checked {
            name: question.title(),
            hub: hub.into(),
            floor: floor.into(),
        }
    }

    /// Asks both sides in turn.
    pub fn measure(&self, question: &Checked) -> Measurement {
        let answer_bytes = question.hub.iter().map(|sent| sent.expected).sum::<usize>() / question.hub.len();
        self.asking.block_on(async {
            self.turn(&self.hub, &question.hub, WARM_UP).await;
            self.turn(&self.floor, &question.floor, WARM_UP).await;
            let mut rounds = Vec::new();
            for _ in 0..self.rounds {
                let by_hub = self.turn(&self.hub, &question.hub, self.turn).await;
                let by_floor = self.turn(&self.floor, &question.floor, self.turn).await;
                rounds.push((by_hub, by_floor));
            }
            Measurement {
                name: question.name.clone(),
                answer_bytes,
                rounds,
            }
        })
    }

    /// Throws the floor away.
    pub fn close(self) {
        self.asking.block_on(self.floor_database.clear());
        self.floor_threads.shutdown_background();
    }

    async fn turn(&self, side: &Side, sent: &Arc<[Sent]>, length: Duration) -> Measured {
        let admin = self.admin.as_ref();
        let before = side.threads.used(admin).await;
        let turn = self.clients.ask_for(length, &side.target, sent).await;
        let spent = side.threads.used(admin).await.since(&before);
        Measured { turn, spent }
    }
}

/// A buurtteam worker of Incluzio, with one token for all requests: signing them is the clients' work.
pub fn headers_of(scene: &Scene) -> HeaderMap {
    let text = |value: String| HeaderValue::try_from(value).expect("a header");
    HeaderMap::from_iter([
        (
            HeaderName::from_static("authorization"),
            text(format!("Bearer {}", scene.app.ahmed().token())),
        ),
        (
            HeaderName::from_static("doel"),
            text("AFSTEMMING_TRAJECT".to_owned()),
        ),
        (
            HeaderName::from_static("content-type"),
            text("application/json".to_owned()),
        ),
    ])
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
async fn analyze(scene: &Scene, floor: &Floor) {
    let analyze = async |db: &DatabaseConnection| {
        let done = db.execute_unprepared("VACUUM ANALYZE").await;
        done.expect("a database can be analyzed");
    };
    for name in SubgraphName::ALL {
        analyze(&scene.app.databases().connect(*name).await).await;
    }
    analyze(&floor.database.connection).await;
}

/// What stands between the last `/` and the `?`.
fn database_name(url: &str) -> String {
    let path = url.split('?').next().unwrap_or(url);
    path.rsplit('/').next().unwrap_or(path).to_owned()
}
