use schakel::{config::read_inrichting, domain::Inrichting, subgraphs::toestemming::RegisterStore};
use serde_json::json;

use super::TestApp;

impl TestApp {
    /// The register's records, behind the doors.
    pub fn register(&self) -> &RegisterStore {
        let held = self.installation().held.as_ref().expect("the register is here");
        held.register.store()
    }

    /// The id of a resident by BSN, as the municipality asks it.
    pub async fn inwoner(&self, bsn: &str) -> String {
        let query = "query Zoek($bsn: String!) { inwoner(bsn: $bsn) { id } }";
        let answer = self.gemeente_systeem().ask(query, json!({"bsn": bsn})).await;
        answer.expect_ok().text_at("/inwoner/id").to_owned()
    }

    /// Applies Utrecht with a change, as `schakel inrichten` would.
    pub async fn change_inrichting(&self, change: impl FnOnce(&mut Inrichting)) {
        let mut inrichting = read_inrichting(schakel::config::UTRECHT).expect("Utrecht fits");
        change(&mut inrichting);
        inrichting.check().expect("an inrichting in order");
        self.register()
            .apply_inrichting(&inrichting, self.now())
            .await
            .expect("the register can be written");
    }
}
