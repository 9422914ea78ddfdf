use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use schakel::{
    domain::{InwonerId, PartijId},
    federation::{
        GraphqlRequest, Hub, Subgraph, SubgraphName, SubgraphRequest, SubgraphResponse, SubgraphStream,
    },
    installation::SUPERGRAPH,
    publication::InwonerInvoer,
    register::{
        Changes, Herspeelvraag, Ingericht, Oordeel, Register, RegisterError, RegisterLastQuestion, Resolved,
        TestNumbers, Trajectmeldingen,
    },
    request::{
        NietGedeeld,
        authenticate::Caller,
        decide::{Aanbodvraag, Uitslag, Vraag},
    },
    subgraphs::{buurtteam, common::Parts, signalen, srw, toestemming, trajectbegeleiding},
};
use serde_json::Value;
use tokio::sync::{Notify, watch};

use super::{Answer, Person, TestApp};

/// Where the owner of the trajecten is held up until the test lets it go on: however slow it is, in no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldUp {
    /// When it has loaded and logged, before it checks once more.
    BeforeItsCheck,
    /// When it has checked, before the hub has its answer.
    AfterItsCheck,
}

/// The program with an owner of trajecten that is held up at one point.
pub struct Paused {
    hub: Hub,
    pause: Arc<Pause>,
}

#[derive(Default)]
struct Pause {
    passed: AtomicUsize,
    arrived: Notify,
    goes_on: watch::Sender<bool>,
}

impl Pause {
    async fn pass(&self) {
        self.passed.fetch_add(1, Ordering::Relaxed);
        self.arrived.notify_one();
        let mut goes_on = self.goes_on.subscribe();
        goes_on
            .wait_for(|goes_on| *goes_on)
            .await
            .expect("the test goes on");
    }
}

impl Paused {
    /// The same databases and register as the program's.
    pub fn of(app: &TestApp, held_up: HeldUp) -> Self {
        let installation = app.installation();
        let held = installation.held.as_ref().expect("the register is here");
        let pause = Arc::new(Pause::default());
        let parts = |name| installation.parts[&name].clone();
        let trajecten = SubgraphName::Trajectbegeleiding;
        let asked = || installation.neighbourhood.asked.clone();
        let window = app.config().caseload.window;
        let owner: Arc<dyn Subgraph> = match held_up {
            HeldUp::BeforeItsCheck => {
                let register = PausedRegister(Arc::clone(&installation.register), Arc::clone(&pause));
                let register = Arc::new(register);
                let parts = Parts {
                    register,
                    ..parts(trajecten)
                };
                Arc::new(trajectbegeleiding::room(parts, asked(), window))
            }
            HeldUp::AfterItsCheck => {
                let room = trajectbegeleiding::room(parts(trajecten), asked(), window);
                Arc::new(PausedSubgraph(Arc::new(room), Arc::clone(&pause)))
            }
        };
        let subgraphs: HashMap<SubgraphName, Arc<dyn Subgraph>> = HashMap::from([
            (trajecten, owner),
            (
                SubgraphName::Toestemming,
                Arc::new(toestemming::room(Arc::clone(&held.register))) as _,
            ),
            (
                SubgraphName::Srw,
                Arc::new(srw::room(parts(SubgraphName::Srw))) as _,
            ),
            (
                SubgraphName::Buurtteam,
                Arc::new(buurtteam::room(parts(SubgraphName::Buurtteam))) as _,
            ),
            (
                SubgraphName::Signalen,
                Arc::new(signalen::room(parts(SubgraphName::Signalen))) as _,
            ),
        ]);
        let last_question = RegisterLastQuestion::new(Arc::clone(&installation.register), app.clock.clone());
        let limits = app.config().hub.limits.clone();
        let hub = Hub::new(SUPERGRAPH, subgraphs, limits, Arc::new(last_question));
        Self {
            hub: hub.expect("the supergraph fits"),
            pause,
        }
    }

    /// How often the owner came there.
    pub fn passed(&self) -> usize {
        self.pause.passed.load(Ordering::Relaxed)
    }

    /// Asks for AFSTEMMING_TRAJECT; what happens meanwhile, happens while the owner is held up.
    pub async fn ask(
        &self,
        person: &Person<'_>,
        query: &str,
        variables: Value,
        meanwhile: impl Future<Output = ()>,
    ) -> Answer {
        let context = Arc::new(person.app().let_in(person).await);
        let request = GraphqlRequest {
            query: query.to_owned(),
            variables: variables.as_object().cloned(),
            ..GraphqlRequest::default()
        };
        let happens = async {
            self.pause.arrived.notified().await;
            meanwhile.await;
            self.pause.goes_on.send_replace(true);
        };
        let (answer, ()) = tokio::join!(self.hub.answer(request, context), happens);
        let answer = answer.into_json(NietGedeeld::Fouten);
        Answer::told(answer.into_json().expect("an answer is json"))
    }
}

struct PausedSubgraph(Arc<dyn Subgraph>, Arc<Pause>);

#[async_trait::async_trait]
impl Subgraph for PausedSubgraph {
    async fn execute(&self, request: SubgraphRequest) -> SubgraphResponse {
        let response = self.0.execute(request).await;
        self.1.pass().await;
        response
    }

    fn subscribe(&self, request: SubgraphRequest) -> SubgraphStream {
        self.0.subscribe(request)
    }
}

struct PausedRegister(Arc<dyn Register>, Arc<Pause>);

#[async_trait::async_trait]
impl Register for PausedRegister {
    async fn evaluate(
        &self,
        caller: &Caller,
        inwoners: &[InwonerId],
        vragen: Vec<Vraag>,
    ) -> Result<Oordeel, RegisterError> {
        self.0.evaluate(caller, inwoners, vragen).await
    }

    async fn changes(&self, since: i64, inwoners: &[InwonerId]) -> Result<Changes, RegisterError> {
        self.1.pass().await;
        self.0.changes(since, inwoners).await
    }

    async fn inrichting(&self) -> Result<Arc<Ingericht>, RegisterError> {
        self.0.inrichting().await
    }

    async fn resolve(
        &self,
        caller: &Caller,
        inwoners: Vec<InwonerInvoer>,
        test: TestNumbers,
    ) -> Result<Vec<Resolved>, RegisterError> {
        self.0.resolve(caller, inwoners, test).await
    }

    async fn risen_above(&self, versie: i64) -> Result<i64, RegisterError> {
        self.0.risen_above(versie).await
    }

    async fn referable(
        &self,
        caller: &Caller,
        inwoner: &InwonerId,
        ontvanger: &PartijId,
    ) -> Result<Option<Resolved>, RegisterError> {
        self.0.referable(caller, inwoner, ontvanger).await
    }

    async fn names(&self, caller: &Caller, inwoner: &InwonerId) -> Result<Vec<InwonerId>, RegisterError> {
        self.0.names(caller, inwoner).await
    }

    async fn gekoppelden(&self, caller: &Caller) -> Result<Vec<InwonerId>, RegisterError> {
        self.0.gekoppelden(caller).await
    }

    async fn replay(
        &self,
        caller: &Caller,
        vragen: Vec<Herspeelvraag>,
    ) -> Result<Vec<Option<Uitslag>>, RegisterError> {
        self.0.replay(caller, vragen).await
    }

    async fn offer(&self, vragen: Vec<Aanbodvraag>) -> Result<Vec<Vec<PartijId>>, RegisterError> {
        self.0.offer(vragen).await
    }

    async fn hear_of_trajecten(&self, told: &Trajectmeldingen) -> Result<(), RegisterError> {
        self.0.hear_of_trajecten(told).await
    }
}
