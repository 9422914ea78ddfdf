use std::{collections::HashMap, sync::Arc};

use axum::http::{HeaderMap, HeaderValue, Uri};
use schakel::{
    clock::Clock,
    federation::{GraphqlRequest, Hub, Subgraph, SubgraphName},
    installation::{SUPERGRAPH, open_database},
    register::{Register, RegisterLastQuestion},
    request::{NietGedeeld, RequestContext, TraceId, authenticate::Authenticated},
    subgraphs::{
        Bell, buurtteam,
        common::Parts,
        neighbours::Neighbours,
        signalen, srw,
        toestemming::{self, LocalRegister, RegisterStore},
        trajectbegeleiding,
    },
};
use serde_json::Value;

use super::{Person, TestApp};
use crate::Statements;

/// The same house without its server, on databases of which every statement is counted.
pub struct Watched {
    hub: Hub,
    statements: Statements,
}

impl TestApp {
    /// Puts the house together once more, on watched connections to the same databases.
    pub async fn watched(&self) -> Watched {
        let statements = Statements::default();
        let mut databases = HashMap::new();
        for name in SubgraphName::ALL {
            let mut db = open_database(self.config(), *name)
                .await
                .expect("a database opens");
            statements.watch(&mut db);
            databases.insert(*name, db);
        }
        let clock: Arc<dyn Clock> = self.clock.clone();
        let settings = self.config().register.as_ref().expect("the register is here");
        let register = LocalRegister::open(
            RegisterStore::new(databases[&SubgraphName::Toestemming].clone()),
            settings.read_sleutels().expect("the keys are there"),
            settings.lookup_limit(),
            clock.clone(),
        );
        let register = Arc::new(register.await.expect("the register opens"));
        let port: Arc<dyn Register> = register.clone();
        let parts = |name| Parts {
            db: databases[&name].clone(),
            register: port.clone(),
            clock: clock.clone(),
            bell: Bell::of_records(),
        };
        let rooms: HashMap<SubgraphName, Arc<dyn Subgraph>> = SubgraphName::ALL
            .iter()
            .map(|name| {
                let room: Arc<dyn Subgraph> = match name {
                    SubgraphName::Toestemming => Arc::new(toestemming::room(register.clone())),
                    SubgraphName::Trajectbegeleiding => {
                        let mut asked = Neighbours::default();
                        asked.insert(SubgraphName::Srw, srw::neighbour(parts(SubgraphName::Srw)));
                        asked.insert(
                            SubgraphName::Buurtteam,
                            buurtteam::neighbour(parts(SubgraphName::Buurtteam)),
                        );
                        let window = self.config().caseload.window;
                        Arc::new(trajectbegeleiding::room(parts(*name), asked, window))
                    }
                    SubgraphName::Srw => Arc::new(srw::room(parts(*name))),
                    SubgraphName::Buurtteam => Arc::new(buurtteam::room(parts(*name))),
                    SubgraphName::Signalen => Arc::new(signalen::room(parts(*name))),
                };
                (*name, room)
            })
            .collect();
        let last_question = Arc::new(RegisterLastQuestion::new(port.clone(), clock.clone()));
        let limits = self.config().hub.limits.clone();
        let hub = Hub::new(SUPERGRAPH, rooms, limits, last_question).expect("the supergraph fits");
        Watched { hub, statements }
    }

    pub(super) async fn let_in(&self, person: &Person<'_>) -> RequestContext {
        let mut headers = HeaderMap::new();
        let text = |text: String| HeaderValue::from_str(&text).expect("a header");
        headers.insert("authorization", text(format!("Bearer {}", person.token())));
        headers.insert("doel", text("AFSTEMMING_TRAJECT".to_owned()));
        let authenticator = &self.installation().authenticator;
        let who = authenticator
            .authenticate(&headers, &Uri::from_static("/graphql"))
            .await;
        let Ok(Authenticated::Caller(caller)) = who else {
            panic!("somebody with a good token is let in");
        };
        RequestContext {
            caller,
            trace_id: TraceId::begin(),
            minimale_registerversie: None,
            niet_gedeeld: NietGedeeld::Fouten,
        }
    }
}

impl Watched {
    /// Asks a question for AFSTEMMING_TRAJECT; the answer, and the statements that it took.
    pub async fn ask(&self, person: &Person<'_>, query: &str, variables: Value) -> (Value, Vec<String>) {
        let context = Arc::new(person.app().let_in(person).await);
        let Value::Object(variables) = variables else {
            panic!("variables are an object");
        };
        let request = GraphqlRequest {
            query: query.to_owned(),
            variables: Some(variables),
            ..GraphqlRequest::default()
        };
        let (answer, statements) = self.statements.during(self.hub.answer(request, context)).await;
        let answer = answer.into_json(NietGedeeld::Fouten);
        (answer.into_json().expect("an answer is json"), statements)
    }
}
