use std::sync::Arc;

use schakel::{
    domain::{InwonerId, PartijId},
    federation::{
        Gedeelde, LastQuestion, RegisterUnreachable, StillAllowed, Subgraph, SubgraphName, SubgraphRequest,
        SubgraphResponse, SubgraphStream,
    },
    publication::InwonerInvoer,
    register::{
        Changes, Herspeelvraag, Ingericht, Oordeel, Register, RegisterError, RegisterLastQuestion, Resolved,
        TestNumbers, Trajectmeldingen,
    },
    request::{
        RequestContext,
        authenticate::Caller,
        decide::{Aanbodvraag, Uitslag, Vraag},
    },
    subgraphs::toestemming::LocalRegister,
};
use sea_orm::DatabaseConnection;

use super::watch::Watch;
use crate::house::Fittings;

/// A port with a watch at it.
struct Watched<T> {
    inner: T,
    watch: Watch,
    what: String,
}

impl Watch {
    fn at<T>(&self, inner: T, what: String) -> Watched<T> {
        Watched {
            inner,
            watch: self.clone(),
            what,
        }
    }
}

impl Fittings for Watch {
    fn database(&self, db: &mut DatabaseConnection, of: &str) {
        self.statements(db, of);
    }

    fn register(&self, held: Arc<LocalRegister>) -> Arc<dyn Register> {
        Arc::new(self.at(held, "of the register".to_owned()))
    }

    fn room(&self, name: SubgraphName, room: Arc<dyn Subgraph>) -> Arc<dyn Subgraph> {
        Arc::new(self.at(room, format!("hub: subgraph {name}")))
    }

    fn last_question(&self, question: RegisterLastQuestion) -> Arc<dyn LastQuestion> {
        Arc::new(self.at(question, "hub: last question".to_owned()))
    }
}

#[async_trait::async_trait]
impl Subgraph for Watched<Arc<dyn Subgraph>> {
    async fn execute(&self, request: SubgraphRequest) -> SubgraphResponse {
        let asked = self.watch.during(&self.what, self.inner.execute(request));
        self.watch.together("hub: all subgraphs", asked).await
    }

    fn subscribe(&self, request: SubgraphRequest) -> SubgraphStream {
        self.inner.subscribe(request)
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

impl Watched<Arc<LocalRegister>> {
    async fn during<T>(&self, step: &str, work: impl Future<Output = T>) -> T {
        self.watch.during(format!("{}: {step}", self.what), work).await
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
        self.during("decide", self.inner.evaluate(caller, inwoners, vragen))
            .await
    }

    async fn changes(&self, since: i64, inwoners: &[InwonerId]) -> Result<Changes, RegisterError> {
        self.during("changes", self.inner.changes(since, inwoners)).await
    }

    async fn inrichting(&self) -> Result<Arc<Ingericht>, RegisterError> {
        self.during("inrichting", self.inner.inrichting()).await
    }

    async fn resolve(
        &self,
        caller: &Caller,
        inwoners: Vec<InwonerInvoer>,
        test: TestNumbers,
    ) -> Result<Vec<Resolved>, RegisterError> {
        self.inner.resolve(caller, inwoners, test).await
    }

    async fn risen_above(&self, versie: i64) -> Result<i64, RegisterError> {
        self.inner.risen_above(versie).await
    }

    async fn referable(
        &self,
        caller: &Caller,
        inwoner: &InwonerId,
        ontvanger: &PartijId,
    ) -> Result<Option<Resolved>, RegisterError> {
        self.inner.referable(caller, inwoner, ontvanger).await
    }

    async fn names(&self, caller: &Caller, inwoner: &InwonerId) -> Result<Vec<InwonerId>, RegisterError> {
        self.inner.names(caller, inwoner).await
    }

    async fn gekoppelden(&self, caller: &Caller) -> Result<Vec<InwonerId>, RegisterError> {
        self.inner.gekoppelden(caller).await
    }

    async fn replay(
        &self,
        caller: &Caller,
        vragen: Vec<Herspeelvraag>,
    ) -> Result<Vec<Option<Uitslag>>, RegisterError> {
        self.inner.replay(caller, vragen).await
    }

    async fn offer(&self, vragen: Vec<Aanbodvraag>) -> Result<Vec<Vec<PartijId>>, RegisterError> {
        self.inner.offer(vragen).await
    }

    async fn hear_of_trajecten(&self, told: &Trajectmeldingen) -> Result<(), RegisterError> {
        self.inner.hear_of_trajecten(told).await
    }
}
