//! The hub put together as an installation does it, on the same databases, while each port can be replaced on the way.

use std::{collections::HashMap, sync::Arc};

use schakel::{
    clock::FixedClock,
    federation::{Hub, LastQuestion, Subgraph, SubgraphName},
    installation::{SUPERGRAPH, open_database},
    register::{Register, RegisterLastQuestion},
    subgraphs::{
        Bell, buurtteam,
        common::Parts,
        signalen, srw,
        toestemming::{self, LocalRegister, RegisterStore},
        trajectbegeleiding,
    },
};
use schakel_tests::TestApp;
use sea_orm::DatabaseConnection;

/// What stands at the ports of a house.
pub trait Fittings {
    /// A database on its way to who reads and writes it.
    fn database(&self, _db: &mut DatabaseConnection, _of: &str) {}

    /// What the rooms of records, and the last question, ask.
    fn register(&self, held: Arc<LocalRegister>) -> Arc<dyn Register>;

    /// What the hub asks.
    fn room(&self, _name: SubgraphName, room: Arc<dyn Subgraph>) -> Arc<dyn Subgraph> {
        room
    }

    /// What the hub asks last.
    fn last_question(&self, question: RegisterLastQuestion) -> Arc<dyn LastQuestion> {
        Arc::new(question)
    }
}

/// A hub beside the one of the program, on connections of its own.
pub async fn hub(app: &TestApp, fittings: &impl Fittings) -> Hub {
    let config = app.config();
    let clock: Arc<FixedClock> = Arc::new(FixedClock::at(app.now()));
    let open = async |name: SubgraphName, of: &str| {
        let mut db = open_database(config, name).await.expect("a database opens");
        fittings.database(&mut db, of);
        db
    };
    let settings = config.register.as_ref().expect("a register is configured");
    let held = LocalRegister::open(
        RegisterStore::new(open(SubgraphName::Toestemming, "register").await),
        settings.read_sleutels().expect("the keys can be read"),
        settings.lookup_limit(),
        clock.clone(),
    );
    let held = Arc::new(held.await.expect("the register opens"));
    let register = fittings.register(Arc::clone(&held));
    let mut rooms: HashMap<SubgraphName, Arc<dyn Subgraph>> = HashMap::new();
    for &name in SubgraphName::ALL {
        let parts = Parts {
            db: open(name, name.word()).await,
            register: Arc::clone(&register),
            clock: clock.clone(),
            bell: Bell::of_records(),
        };
        let room: Arc<dyn Subgraph> = match name {
            SubgraphName::Toestemming => Arc::new(toestemming::room(Arc::clone(&held))),
            SubgraphName::Trajectbegeleiding => {
                let asked = app.installation().neighbourhood.asked.clone();
                Arc::new(trajectbegeleiding::room(parts, asked, config.caseload.window))
            }
            SubgraphName::Srw => Arc::new(srw::room(parts)),
            SubgraphName::Buurtteam => Arc::new(buurtteam::room(parts)),
            SubgraphName::Signalen => Arc::new(signalen::room(parts)),
        };
        rooms.insert(name, fittings.room(name, room));
    }
    let last_question = fittings.last_question(RegisterLastQuestion::new(register, clock));
    let limits = config.hub.limits.clone();
    Hub::new(SUPERGRAPH, rooms, limits, last_question).expect("the hub opens")
}
