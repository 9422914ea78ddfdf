use schakel::federation::SubgraphName;
use schakel_entity::toestemming::{gebeurtenis, verzoekgebeurtenis};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

use super::{Answer, Person, TestApp};

/// How a resident spoke in person, and on what evidence.
pub fn in_person(mut invoer: Value) -> Value {
    invoer["gegevenDoor"] = json!("INWONER");
    invoer
}

impl Person<'_> {
    /// Confirms a grant as the second consent manager.
    pub async fn confirm(&self, toestemming: &str) -> Answer {
        let mutation = "mutation($id: UUID!) { toestemmingBevestigen(toestemming: $id) {
            registerversie toestemmingen { id status geldigVan } } }";
        self.ask(mutation, json!({"id": toestemming})).await
    }

    /// Records that a grant is confirmed again until another end.
    pub async fn reaffirm(&self, toestemming: &str, until: &str) -> Answer {
        let mutation =
            "mutation($invoer: HerbevestigingInvoer!) { toestemmingHerbevestigen(invoer: $invoer) {
            registerversie toestemmingen { id status geldigTot } } }";
        let invoer = in_person(json!({
            "toestemming": toestemming, "geldigTot": until,
            "bewijs": {"soort": "GESPREK", "tekstversie": "2", "taal": "nl"},
        }));
        self.ask(mutation, json!({"invoer": invoer})).await
    }

    /// Declares something void.
    pub async fn void(&self, id: &str, reden: &str) -> Answer {
        let mutation = "mutation($invoer: OngeldigInvoer!) { ongeldigVerklaren(invoer: $invoer) {
            registerversie toestemmingen { id status } } }";
        self.ask(mutation, json!({"invoer": {"id": id, "reden": reden}}))
            .await
    }

    /// Records a refusal.
    pub async fn refuse(&self, invoer: Value) -> Answer {
        let mutation = "mutation($invoer: WeigeringInvoer!) { weigeringVastleggen(invoer: $invoer) { id registerversie } }";
        self.ask(mutation, json!({"invoer": in_person(invoer)})).await
    }

    /// Records an objection to a legal ground.
    pub async fn object(&self, inwoner: &str, grond: &str) -> Answer {
        let mutation =
            "mutation($invoer: BezwaarInvoer!) { bezwaarMaken(invoer: $invoer) { id registerversie } }";
        let invoer = in_person(json!({"inwoner": inwoner, "grond": grond}));
        self.ask(mutation, json!({"invoer": invoer})).await
    }

    /// Takes an objection back.
    pub async fn end_objection(&self, bezwaar: &str) -> Answer {
        let mutation = "mutation($id: UUID!) { bezwaarIntrekken(bezwaar: $id) { id registerversie } }";
        self.ask(mutation, json!({"id": bezwaar})).await
    }

    /// Asks a resident's consent to groups of one owner.
    pub async fn request(&self, inwoner: &str, bronhouder: &str, groepen: &[&str]) -> Answer {
        self.request_as(json!({
            "inwoner": inwoner, "doel": "AFSTEMMING_TRAJECT", "waarom": "om afspraken af te stemmen",
            "delen": [{"bronhouder": bronhouder, "groepen": groepen}],
        }))
        .await
    }

    /// Asks a resident's consent in so many words.
    pub async fn request_as(&self, invoer: Value) -> Answer {
        let mutation =
            "mutation($invoer: VerzoekInvoer!) { toestemmingVragen(invoer: $invoer) { id registerversie } }";
        self.ask(mutation, json!({"invoer": invoer})).await
    }

    /// Takes a request back.
    pub async fn end_request(&self, verzoek: &str) -> Answer {
        let mutation =
            "mutation($id: UUID!) { toestemmingsverzoekIntrekken(verzoek: $id) { id registerversie } }";
        self.ask(mutation, json!({"id": verzoek})).await
    }

    /// The requests of this person's party.
    pub async fn my_requests(&self) -> Answer {
        let query = "{ mijnToestemmingsverzoeken { edges { node { id inwoner { id } status beantwoordOp
            delen { bronhouder { id } groepen } doel gevraagdOp } } pageInfo { hasNextPage endCursor } } }";
        self.ask(query, json!({})).await
    }

    /// A page of the queue.
    pub async fn queue(&self, eerste: i64, na: Option<&str>) -> Answer {
        let query = "query($eerste: Int!, $na: String) { toestemmingsverzoeken(eerste: $eerste, na: $na) {
            edges { cursor node { id inwoner { id } vrager { id } delen { bronhouder { id } groepen } waarom dagenOpen } }
            pageInfo { hasNextPage endCursor } } }";
        self.ask(query, json!({"eerste": eerste, "na": na})).await
    }

    /// Looks what a grant or withdrawal would do.
    pub async fn preview(&self, invoer: Value) -> Answer {
        let query = "query($invoer: VoorvertoningInvoer!) { toestemmingVoorvertonen(invoer: $invoer) {
            wachtOpTweede legtVast inwoner { id }
            wijzigingen { ontvanger { id } bronhouder { id } groep doel komtErbij reden vanaf naTweede } } }";
        self.ask(query, json!({"invoer": invoer})).await
    }

    /// Hands out the receipt of a conversation; its code.
    pub async fn receipt_code(&self, gesprek: &str) -> String {
        let mutation = "mutation($gesprek: UUID!) { ontvangstbewijsUitgeven(gesprek: $gesprek) {
            code ontvangstbewijs { gesprek record } } }";
        let answer = self.ask(mutation, json!({"gesprek": gesprek})).await.expect_ok();
        answer.text_at("/ontvangstbewijsUitgeven/code").to_owned()
    }
}

impl TestApp {
    /// How many events the register holds, requests among them.
    pub async fn register_events(&self) -> u64 {
        let db = self.databases().connect(SubgraphName::Toestemming).await;
        let events = gebeurtenis::Entity::find().count(&db).await;
        let requests = verzoekgebeurtenis::Entity::find().count(&db).await;
        events.expect("events can be counted") + requests.expect("requests can be counted")
    }

    /// The register's present version.
    pub async fn register_version(&self) -> i64 {
        let stand = self.register_store().await.stand().await;
        stand.expect("the register can be read").versie
    }
}
