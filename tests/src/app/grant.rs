use serde_json::{Value, json};

use super::{Answer, Person, TestApp};

/// What a resident consents to, with defaults for how it was recorded.
#[derive(Clone, Debug)]
pub struct Grant(Value);

/// A bundle.
pub fn pakket(id: &str) -> Grant {
    Grant::new(json!({"pakket": id}))
}

/// One owner, one receiver, some groups, for AFSTEMMING_TRAJECT.
pub fn deel(bronhouder: &str, ontvanger: &str, groepen: &[&str]) -> Grant {
    Grant::new(json!({"delen": [], "doel": "AFSTEMMING_TRAJECT"})).and(bronhouder, ontvanger, groepen)
}

/// Of the owner of the trajecten to whoever looks along, some groups.
pub fn meekijken(app: &TestApp, groepen: &[&str]) -> Grant {
    deel(app.city().traject.partij, app.city().meekijker.partij, groepen)
}

/// Of the owner of the trajecten to the buurtteam with a dossier of its own, some groups.
pub fn met_buurtteam(app: &TestApp, groepen: &[&str]) -> Grant {
    deel(app.city().traject.partij, app.city().buurtteam.partij, groepen)
}

impl From<&str> for Grant {
    fn from(id: &str) -> Self {
        pakket(id)
    }
}

impl Grant {
    fn new(what: Value) -> Self {
        let mut invoer = json!({
            "gegevenDoor": "INWONER",
            "geldigTot": "2027-06-15T00:00:00Z",
            "bewijs": {"soort": "GESPREK", "tekstversie": "1", "taal": "nl"},
        });
        for (name, value) in what.as_object().expect("an object") {
            invoer[name] = value.clone();
        }
        Self(invoer)
    }

    /// One more owner, receiver and groups.
    pub fn and(mut self, bronhouder: &str, ontvanger: &str, groepen: &[&str]) -> Self {
        let deel = json!({"bronhouder": bronhouder, "ontvanger": ontvanger, "groepen": groepen});
        self.0["delen"].as_array_mut().expect("single grants").push(deel);
        self
    }

    /// For another purpose.
    pub fn doel(self, doel: &str) -> Self {
        self.with("doel", json!(doel))
    }

    /// From this moment instead of now.
    pub fn from(self, moment: &str) -> Self {
        self.with("geldigVan", json!(moment))
    }

    /// Until this moment instead of a year.
    pub fn until(self, moment: &str) -> Self {
        self.with("geldigTot", json!(moment))
    }

    /// The input as it is sent, of this resident.
    pub fn invoer(self, inwoner: &str) -> Value {
        self.with("inwoner", json!(inwoner)).0
    }

    /// With any field of the input otherwise.
    pub fn with(mut self, field: &str, value: Value) -> Self {
        self.0[field] = value;
        self
    }
}

/// What was granted.
#[derive(Clone, Debug)]
pub struct Granted {
    /// The conversation, by which all of it can be withdrawn.
    pub gesprek: String,
    /// The grants.
    pub ids: Vec<String>,
    /// The version of the register from which they hold.
    pub registerversie: i64,
}

const VERLENEN: &str = "mutation Verlenen($invoer: ToestemmingInvoer!) {
    toestemmingVerlenen(invoer: $invoer) {
        gesprek registerversie
        toestemmingen { id bronhouder { id } ontvanger { id } groepen doel status geldigVan geldigTot pakket }
    }
}";

const INTREKKEN: &str = "mutation Intrekken($invoer: IntrekkingInvoer!) {
    toestemmingIntrekken(invoer: $invoer) { registerversie toestemmingen { id groepen status } }
}";

impl Person<'_> {
    /// Records a grant.
    pub async fn grant(&self, inwoner: &str, grant: impl Into<Grant>) -> Answer {
        let invoer = grant.into().with("inwoner", json!(inwoner)).0;
        self.ask(VERLENEN, json!({"invoer": invoer})).await
    }

    /// Records a grant, which must be in order.
    pub async fn granted(&self, inwoner: &str, grant: impl Into<Grant>) -> Granted {
        let answer = self.grant(inwoner, grant).await.expect_ok();
        let told = answer.data("/toestemmingVerlenen");
        let grants = told["toestemmingen"].as_array().expect("a list");
        Granted {
            gesprek: answer.text_at("/toestemmingVerlenen/gesprek").to_owned(),
            ids: grants
                .iter()
                .map(|grant| grant["id"].as_str().expect("an id").to_owned())
                .collect(),
            registerversie: told["registerversie"].as_i64().expect("a version"),
        }
    }

    /// Records a withdrawal: `{"gesprek": …}`, `{"toestemming": …}`, `{"inwoner": …}` or `{"deel": …}`.
    pub async fn revoke(&self, what: Value) -> Answer {
        self.ask(INTREKKEN, json!({"invoer": what})).await
    }
}

impl TestApp {
    /// Tessa records a grant, which must be in order.
    pub async fn grant(&self, inwoner: &str, grant: impl Into<Grant>) -> Granted {
        self.tessa().granted(inwoner, grant).await
    }

    /// Tessa records the withdrawal of a whole conversation.
    pub async fn revoke(&self, granted: &Granted) -> Answer {
        let what = json!({"gesprek": granted.gesprek});
        self.tessa().revoke(what).await.expect_ok()
    }
}
