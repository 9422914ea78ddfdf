use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use schakel::{
    domain::{InwonerId, PartijId},
    federation::SubgraphName,
    http::{Bounds, Running, router, serve},
    publication::InwonerInvoer,
    register::{
        Changed, Changes, Herspeelvraag, Ingericht, Oordeel, Register, RegisterError, Resolved, TestNumbers,
        Trajectmeldingen,
    },
    request::{
        authenticate::Caller,
        decide::{Aanbodvraag, Besluit, Uitslag, Vraag},
    },
    subgraphs::toestemming::LocalRegister,
};
use schakel_tests::Engine;
use sea_orm::ConnectionTrait;
use tokio::sync::OnceCell;

use crate::{
    house::{self, Fittings},
    scene::Scene,
};

/// The same hub on the same records, but that nothing is decided for a request and no log is kept: what decisions and
/// logs cost is what it does more. It lives here alone; in the product neither can be switched off.
pub struct Unguarded {
    /// Its records.
    pub scene: Scene,
    server: Running,
}

/// Whose databases have a log.
const LOGGING: [SubgraphName; 3] = [
    SubgraphName::Trajectbegeleiding,
    SubgraphName::Srw,
    SubgraphName::Buurtteam,
];

impl Unguarded {
    /// Serves from databases of its own.
    pub async fn open(engine: Engine, residents: u32) -> Self {
        let scene = Scene::set(engine, residents).await;
        for name in LOGGING {
            let db = scene.app.databases().connect(name).await;
            let dropped = db.execute_unprepared(drop_logs(engine)).await;
            dropped.expect("a log can be dropped");
        }
        let app = &scene.app;
        let mut installation = app.installation().clone();
        installation.hub = Arc::new(house::hub(app, &Trust).await);
        let config = &app.config().http;
        let doors = router(Arc::new(installation), Bounds::from(config));
        let server = serve(doors, config.adres).await.expect("a free port");
        Self { scene, server }
    }

    /// Where it is asked.
    pub fn url(&self) -> String {
        format!("http://{}/graphql", self.server.address())
    }

    /// Stops it and throws its databases away.
    pub async fn clear(self) {
        self.server.stop().await.expect("a server can be stopped");
        self.scene.clear().await;
    }
}

/// The statement that would write the log still reaches the database, which forgets it: nothing is written or flushed.
fn drop_logs(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "CREATE TRIGGER no_log BEFORE INSERT ON verstrekking BEGIN SELECT RAISE(IGNORE); END"
        }
        Engine::Postgres => "CREATE RULE no_log AS ON INSERT TO verstrekking DO INSTEAD NOTHING",
    }
}

struct Trust;

impl Fittings for Trust {
    fn register(&self, held: Arc<LocalRegister>) -> Arc<dyn Register> {
        Arc::new(Remembering {
            held,
            ingericht: OnceCell::new(),
            decided: RwLock::default(),
        })
    }
}

/// Decides everything once and never asks again whether it still holds: what the product must not do.
struct Remembering {
    held: Arc<LocalRegister>,
    ingericht: OnceCell<Arc<Ingericht>>,
    /// For the one caller that there is.
    decided: RwLock<HashMap<Vraag, Besluit>>,
}

/// A version that any register has, since nothing is ever compared with it.
const SOME_VERSION: i64 = 1;

impl Remembering {
    fn remembered(&self, vragen: &[Vraag]) -> Option<Vec<Besluit>> {
        let decided = self.decided.read().unwrap_or_else(PoisonError::into_inner);
        vragen.iter().map(|vraag| decided.get(vraag).cloned()).collect()
    }
}

#[async_trait::async_trait]
impl Register for Remembering {
    async fn evaluate(
        &self,
        caller: &Caller,
        inwoners: &[InwonerId],
        vragen: Vec<Vraag>,
    ) -> Result<Oordeel, RegisterError> {
        let besluiten = match self.remembered(&vragen) {
            Some(besluiten) => besluiten,
            None => {
                let oordeel = self.held.evaluate(caller, inwoners, vragen).await?;
                let mut decided = self.decided.write().unwrap_or_else(PoisonError::into_inner);
                let new = oordeel.besluiten.iter();
                decided.extend(new.map(|besluit| (besluit.vraag().clone(), besluit.clone())));
                oordeel.besluiten
            }
        };
        Ok(Oordeel {
            registerversie: SOME_VERSION,
            inrichting_versie: self.inrichting().await?.versie,
            op: self.held.clock().now(),
            besluiten,
            canonical: inwoners.iter().map(|id| (id.clone(), id.clone())).collect(),
        })
    }

    async fn changes(&self, _since: i64, _inwoners: &[InwonerId]) -> Result<Changes, RegisterError> {
        Ok(Changes {
            registerversie: SOME_VERSION,
            changed: Changed::Inwoners(Default::default()),
        })
    }

    async fn inrichting(&self) -> Result<Arc<Ingericht>, RegisterError> {
        let read = self.ingericht.get_or_try_init(|| self.held.inrichting()).await?;
        Ok(Arc::clone(read))
    }

    async fn resolve(
        &self,
        caller: &Caller,
        inwoners: Vec<InwonerInvoer>,
        test: TestNumbers,
    ) -> Result<Vec<Resolved>, RegisterError> {
        self.held.resolve(caller, inwoners, test).await
    }

    async fn risen_above(&self, versie: i64) -> Result<i64, RegisterError> {
        self.held.risen_above(versie).await
    }

    async fn referable(
        &self,
        caller: &Caller,
        inwoner: &InwonerId,
        ontvanger: &PartijId,
    ) -> Result<Option<Resolved>, RegisterError> {
        self.held.referable(caller, inwoner, ontvanger).await
    }

    async fn names(&self, caller: &Caller, inwoner: &InwonerId) -> Result<Vec<InwonerId>, RegisterError> {
        self.held.names(caller, inwoner).await
    }

    async fn gekoppelden(&self, caller: &Caller) -> Result<Vec<InwonerId>, RegisterError> {
        self.held.gekoppelden(caller).await
    }

    async fn replay(
        &self,
        caller: &Caller,
        vragen: Vec<Herspeelvraag>,
    ) -> Result<Vec<Option<Uitslag>>, RegisterError> {
        self.held.replay(caller, vragen).await
    }

    async fn offer(&self, vragen: Vec<Aanbodvraag>) -> Result<Vec<Vec<PartijId>>, RegisterError> {
        self.held.offer(vragen).await
    }

    async fn hear_of_trajecten(&self, told: &Trajectmeldingen) -> Result<(), RegisterError> {
        self.held.hear_of_trajecten(told).await
    }
}
