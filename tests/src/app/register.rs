use schakel::{domain::Inrichting, federation::SubgraphName, subgraphs::toestemming::RegisterStore};
use serde_json::json;

use super::TestApp;

impl TestApp {
    /// The id of a resident by BSN, as the owner of the trajecten asks it.
    pub async fn inwoner(&self, bsn: &str) -> String {
        let query = "query Zoek($bsn: String!) { inwoner(bsn: $bsn) { id } }";
        let answer = self.gemeente_systeem().ask(query, json!({"bsn": bsn})).await;
        answer.expect_ok().text_at("/inwoner/id").to_owned()
    }

    /// Applies the city with a change, as `schakel inrichten` would.
    pub async fn change_inrichting(&self, change: impl FnOnce(&mut Inrichting)) -> i64 {
        let mut inrichting = self.city().inrichting();
        change(&mut inrichting);
        inrichting.check().expect("an inrichting in order");
        self.register_store()
            .await
            .apply_inrichting(&inrichting, self.now())
            .await
            .expect("the register can be written")
    }

    /// The register's records, behind the program's back.
    pub async fn register_store(&self) -> RegisterStore {
        RegisterStore::new(self.databases().connect(SubgraphName::Toestemming).await)
    }
}
