use serde_json::{Value, json};

use super::{Answer, Person, TestApp, bsn};

/// A record to publish, with sensible defaults: every group has something to tell.
#[derive(Clone, Debug)]
pub struct Record {
    soort: Soort,
    invoer: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Soort {
    Traject,
    SrwDossier,
    Buurtteamdossier,
}

/// The id at its source of the record of this kind of a resident: another one for each, and no BSN.
pub fn bron_id(kind: &str, bsn: &str) -> String {
    format!("{kind}-{}", &bsn[..8])
}

/// A running traject of the resident with BSN `bsn(1)`, unless it says otherwise.
pub fn traject(bron_id: &str) -> Record {
    Record::new(Soort::Traject, bron_id, include_str!("records/traject.json"))
}

/// A dossier of the sociaal raadslieden of the resident with BSN `bsn(1)`. U Centraal may not use it: name the
/// resident by id.
pub fn srw_dossier(bron_id: &str) -> Record {
    Record::new(Soort::SrwDossier, bron_id, include_str!("records/srw.json"))
}

/// An open buurtteamdossier of the resident with BSN `bsn(1)`, unless it says otherwise.
pub fn buurtteamdossier(bron_id: &str) -> Record {
    Record::new(
        Soort::Buurtteamdossier,
        bron_id,
        include_str!("records/buurtteam.json"),
    )
}

impl Record {
    fn new(soort: Soort, bron_id: &str, defaults: &str) -> Self {
        let mut invoer: Value = serde_json::from_str(defaults).expect("the defaults are json");
        invoer["bronId"] = json!(bron_id);
        Self { soort, invoer }.client_bsn(&bsn(1))
    }

    /// About the resident with this BSN.
    pub fn client_bsn(self, bsn: &str) -> Self {
        self.client(json!({"bsn": bsn}))
    }

    /// About the resident with this id.
    pub fn client_id(self, id: &str) -> Self {
        self.client(json!({"id": id}))
    }

    /// About the resident with this client number of the publishing party.
    pub fn client_nummer(self, nummer: &str) -> Self {
        self.client(json!({"eigenNummer": nummer}))
    }

    /// With a second client in the same traject, by BSN.
    pub fn and_bsn(mut self, bsn: &str) -> Self {
        let clients = self.invoer["clienten"]
            .as_array_mut()
            .expect("a traject has clients");
        clients.push(json!({"bsn": bsn}));
        self
    }

    /// In this phase since a date; earlier phases are forgotten. `AFGESLOTEN` comes with an uitstroom.
    pub fn fase(self, fase: &str, sinds: &str) -> Self {
        let uitstroom = (fase == "AFGESLOTEN").then(|| json!({"datum": sinds, "reden": "AFGEROND"}));
        self.with("fasen", json!([{"fase": fase, "sinds": sinds}]))
            .with("uitstroom", json!(uitstroom))
    }

    /// A buurtteamdossier that was closed.
    pub fn gesloten(self, op: &str) -> Self {
        self.with("status", json!("GESLOTEN"))
            .with("geslotenOp", json!(op))
    }

    /// Of this version.
    pub fn versie(self, moment: &str) -> Self {
        self.with("versie", json!(moment))
    }

    /// With any field of the input otherwise.
    pub fn with(mut self, field: &str, value: Value) -> Self {
        self.invoer[field] = value;
        self
    }

    /// The input as it is sent.
    pub fn invoer(&self) -> &Value {
        &self.invoer
    }

    fn client(self, client: Value) -> Self {
        match self.soort {
            Soort::Traject => self.with("clienten", json!([client])),
            Soort::SrwDossier | Soort::Buurtteamdossier => self.with("inwoner", client),
        }
    }

    fn field(&self) -> &'static str {
        match self.soort {
            Soort::Traject => "trajectPubliceren",
            Soort::SrwDossier => "srwDossierPubliceren",
            Soort::Buurtteamdossier => "buurtteamdossierPubliceren",
        }
    }

    fn mutation(&self) -> String {
        let (input, clients) = match self.soort {
            Soort::Traject => ("TrajectInvoer", "clienten"),
            Soort::SrwDossier => ("SrwDossierInvoer", "inwoner"),
            Soort::Buurtteamdossier => ("BuurtteamdossierInvoer", "inwoner"),
        };
        let field = self.field();
        format!(
            "mutation Publiceer($invoer: {input}!) {{ {field}(invoer: $invoer) {{ uitkomst {clients} {{ id }} }} }}"
        )
    }
}

/// What became of a published record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// `NIEUW`, `BIJGEWERKT`, …
    pub uitkomst: String,
    /// The ids of the residents whom it is about.
    pub clienten: Vec<String>,
}

impl Person<'_> {
    /// Publishes a record, whatever comes of it.
    pub async fn publish(&self, record: &Record) -> Answer {
        self.ask(&record.mutation(), json!({"invoer": record.invoer}))
            .await
    }

    /// Publishes a record, which must be taken.
    pub async fn published(&self, record: &Record) -> Published {
        let answer = self.publish(record).await.expect_ok();
        let told = answer.data(&format!("/{}", record.field()));
        let clients = match &told["clienten"] {
            Value::Array(clients) => clients.clone(),
            _ => vec![told["inwoner"].clone()],
        };
        let id = |client: &Value| client["id"].as_str().expect("an id").to_owned();
        Published {
            uitkomst: told["uitkomst"].as_str().expect("an outcome").to_owned(),
            clienten: clients.iter().map(id).collect(),
        }
    }

    /// Withdraws a record of the kind that the party owns.
    pub async fn withdraw(&self, bron_id: &str) -> Answer {
        let city = self.app().city();
        let field = if self.partij() == city.traject.partij {
            "trajectTerugtrekken"
        } else if city.srw.is_some_and(|srw| self.partij() == srw.partij) {
            "srwDossierTerugtrekken"
        } else {
            "buurtteamdossierTerugtrekken"
        };
        let mutation = format!(
            "mutation Terug($bronId: String!) {{ {field}(bronId: $bronId, reden: \"verkeerde inwoner\") {{ uitkomst }} }}"
        );
        self.ask(&mutation, json!({"bronId": bron_id})).await
    }
}

impl TestApp {
    /// The municipality publishes a traject; the id of the (first) client.
    pub async fn publish_traject(&self, record: Record) -> String {
        self.publish_as(&self.gemeente_systeem(), &record).await
    }

    /// U Centraal publishes a dossier of the resident with this id.
    pub async fn publish_srw(&self, record: Record) -> String {
        self.publish_as(&self.ucentraal_systeem(), &record).await
    }

    /// Incluzio publishes a dossier; the id of the resident.
    pub async fn publish_buurtteam(&self, record: Record) -> String {
        self.publish_as(&self.incluzio_systeem(), &record).await
    }

    /// Publishes one record of every kind of the resident with this BSN, one per owner that the stories know; the id of the resident.
    pub async fn publish_everything(&self, bsn: &str) -> String {
        let name = |kind: &str| bron_id(kind, bsn);
        let inwoner = self.publish_traject(traject(&name("T")).client_bsn(bsn)).await;
        if self.city().srw.is_some() {
            let srw = srw_dossier(&name("S")).client_id(&inwoner);
            self.publish_srw(srw).await;
        }
        self.publish_buurtteam(buurtteamdossier(&name("B")).client_bsn(bsn))
            .await;
        let lokalis = buurtteamdossier(&name("L")).client_bsn(bsn);
        self.publish_as(&self.lokalis_systeem(), &lokalis).await;
        inwoner
    }

    async fn publish_as(&self, system: &Person<'_>, record: &Record) -> String {
        system.published(record).await.clienten.swap_remove(0)
    }
}
