use std::{collections::HashMap, sync::Arc};

use schakel::{
    clock::FixedClock,
    domain::InwonerId,
    federation::{
        Gedeelde, Hub, LastQuestion, RegisterUnreachable, StillAllowed, Subgraph, SubgraphName,
        SubgraphRequest, SubgraphResponse,
    },
    installation::{SUPERGRAPH, open_database},
    publication::InwonerInvoer,
    register::{
        Changes, Ingericht, Oordeel, Register, RegisterError, RegisterLastQuestion, Resolved, TestNumbers,
    },
    request::{RequestContext, authenticate::Caller, decide::Vraag},
    subgraphs::{
        buurtteam,
        common::Parts,
        signalen, srw,
        toestemming::{self, LocalRegister, RegisterStore},
        trajectbegeleiding,
    },
};

use super::watch::Watch;
use crate::scene::Scene;

/// The hub as an installation puts it together, on the same databases, with a watch at every port.
pub async fn hub(scene: &Scene, watch: &Watch) -> Hub {
    let config = scene.app.config();
    let clock: Arc<FixedClock> = Arc::new(FixedClock::at(scene.app.now()));
    let open = async |name: SubgraphName, of: &str| {
        let mut db = open_database(config, name).await.expect("a database opens");
        watch.statements(&mut db, of);
        db
    };
    let settings = config.register.as_ref().expect("a register is configured");
    let register = LocalRegister::open(
        RegisterStore::new(open(SubgraphName::Toestemming, "register").await),
        settings.read_sleutels().expect("the keys can be read"),
        settings.lookup_limit(),
        clock.clone(),
    );
    let register = Arc::new(register.await.expect("the register opens"));
    let port: Arc<dyn Register> = Arc::new(Watched {
        inner: Arc::clone(&register),
        watch: watch.clone(),
        what: String::new(),
    });
    let mut rooms: HashMap<SubgraphName, Arc<dyn Subgraph>> = HashMap::new();
    for &name in SubgraphName::ALL {
        let parts = Parts {
            db: open(name, name.word()).await,
            register: Arc::clone(&port),
            clock: clock.clone(),
        };
        let room: Arc<dyn Subgraph> = match name {
            SubgraphName::Toestemming => Arc::new(toestemming::room(Arc::clone(&register))),
            SubgraphName::Trajectbegeleiding => Arc::new(trajectbegeleiding::room(parts)),
            SubgraphName::Srw => Arc::new(srw::room(parts)),
            SubgraphName::Buurtteam => Arc::new(buurtteam::room(parts)),
            SubgraphName::Signalen => Arc::new(signalen::room(parts)),
        };
        let watched = Watched {
            inner: room,
            watch: watch.clone(),
            what: format!("hub: subgraph {name}"),
        };
        rooms.insert(name, Arc::new(watched));
    }
    let last_question = Watched {
        inner: RegisterLastQuestion::new(register, clock),
        watch: watch.clone(),
        what: "hub: last question".to_owned(),
    };
    let limits = config.hub.limits.clone();
    Hub::new(SUPERGRAPH, rooms, limits, Arc::new(last_question)).expect("the hub opens")
}

/// A port with a watch at it.
struct Watched<T> {
    inner: T,
    watch: Watch,
    what: String,
}

#[async_trait::async_trait]
impl Subgraph for Watched<Arc<dyn Subgraph>> {
    async fn execute(&self, request: SubgraphRequest) -> SubgraphResponse {
        self.watch.during(&self.what, self.inner.execute(request)).await
    }
}

#[async_trait::async_trait]
impl LastQuestion for Watched<RegisterLastQuestion> {
    async fn still_allowed(
        &self,
        context: &RequestContext,
        since: i64,
        disclosed: &[Gedeelde],
    ) -> Result<StillAllowed, RegisterUnreachable> {
        let asked = self.inner.still_allowed(context, since, disclosed);
        self.watch.during(&self.what, asked).await
    }
}

/// What the rooms of records ask of the register.
#[async_trait::async_trait]
impl Register for Watched<Arc<LocalRegister>> {
    async fn evaluate(
        &self,
        caller: &Caller,
        inwoners: &[InwonerId],
        vragen: Vec<Vraag>,
    ) -> Result<Oordeel, RegisterError> {
        let asked = self.inner.evaluate(caller, inwoners, vragen);
        self.watch.during("in subgraphs: register, decide", asked).await
    }

    async fn changes(&self, since: i64, inwoners: &[InwonerId]) -> Result<Changes, RegisterError> {
        let asked = self.inner.changes(since, inwoners);
        self.watch.during("in subgraphs: register, changes", asked).await
    }

    async fn inrichting(&self) -> Result<Arc<Ingericht>, RegisterError> {
        let asked = self.inner.inrichting();
        self.watch
            .during("in subgraphs: register, inrichting", asked)
            .await
    }

    async fn resolve(
        &self,
        caller: &Caller,
        inwoners: Vec<InwonerInvoer>,
        test: TestNumbers,
    ) -> Result<Vec<Resolved>, RegisterError> {
        self.inner.resolve(caller, inwoners, test).await
    }
}
