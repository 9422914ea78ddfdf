use std::{collections::BTreeMap, path::Path};

use chrono::{DateTime, Utc};
use schakel::{
    clock::{Clock, SystemClock},
    demo::data::nth_bsn,
    domain::{Doel, PartijId, Rol},
    federation::{SubgraphName, http_client},
};
use schakel_entity::outbox::signaalgebeurtenis;
use schakel_tests::{Apart, Asker, Records};
use sea_orm::{Database, EntityTrait, QueryOrder};
use serde_json::{Value, json};

use super::consumer::Heard;

/// Six processes, and residents who consented to what is told of them.
pub struct House {
    records: Records,
    apart: Apart,
    residents: Vec<(String, String)>,
    /// What had happened before.
    before: i64,
    begin: DateTime<Utc>,
}

/// Where records of some residents are published.
#[derive(Clone)]
pub struct Desk {
    pub url: String,
    pub token: String,
    pub client: reqwest::Client,
    /// BSN and number of each.
    pub residents: Vec<(String, usize)>,
}

/// What happened to each resident, in order.
pub struct Expected(BTreeMap<String, Vec<String>>);

const WIE: &str = "query($bsn: String!) { inwoner(bsn: $bsn) { id } }";
const VERLENEN: &str =
    "mutation($invoer: ToestemmingInvoer!) { toestemmingVerlenen(invoer: $invoer) { gesprek } }";

fn asker(partij: &str, rol: Rol, doel: Doel) -> Asker {
    Asker {
        partij: PartijId::new(partij).expect("a party"),
        rollen: vec![rol],
        doelen: vec![doel],
    }
}

impl House {
    pub async fn start(count: usize) -> Self {
        let records = Records::of_the_demo().await;
        let apart = Apart::start_following(&records).await;
        let mut house = Self {
            records,
            apart,
            residents: Vec::new(),
            before: 0,
            begin: SystemClock.now(),
        };
        let gemeente = house.token(
            "gemeente-utrecht",
            Rol::Trajectbegeleider,
            Doel::AfstemmingTraject,
        );
        let tessa = house.token(
            "toestemmingsbeheer",
            Rol::Toestemmingsbeheerder,
            Doel::InzageInwoner,
        );
        let client = http_client(std::time::Duration::from_secs(60)).expect("a client can be made");
        // What the demo told of them before is not counted.
        for number in 150..150 + count {
            let bsn = nth_bsn(number).expect("a resident").to_string();
            let found = ask(
                &client,
                &house.apart.graphql(),
                &gemeente,
                Doel::AfstemmingTraject,
                WIE,
                json!({"bsn": bsn}),
            )
            .await;
            let id = found["data"]["inwoner"]["id"].as_str().expect("an id").to_owned();
            let invoer = json!({
                "inwoner": id, "pakket": "SAMENWERKEN", "gegevenDoor": "INWONER", "geldigTot": in_half_a_year(),
                "bewijs": {"soort": "GESPREK", "tekstversie": "1", "taal": "nl"},
            });
            let given = ask(
                &client,
                &house.apart.graphql(),
                &tessa,
                Doel::InzageInwoner,
                VERLENEN,
                json!({"invoer": invoer}),
            )
            .await;
            assert!(given["data"]["toestemmingVerlenen"].is_object(), "{given}");
            house.residents.push((id, bsn));
        }
        house.before = house.outbox().await.last().map_or(0, |row| row.volgnummer);
        house.begin = SystemClock.now();
        house
    }

    /// From when what happens is counted.
    pub fn begin(&self) -> DateTime<Utc> {
        self.begin
    }

    pub fn token(&self, partij: &str, rol: Rol, doel: Doel) -> String {
        self.records.token(&asker(partij, rol, doel))
    }

    pub fn graphql(&self) -> String {
        self.apart.graphql()
    }

    pub fn is_resident(&self) -> impl Fn(&str) -> bool + use<> {
        let ids: std::collections::HashSet<String> =
            self.residents.iter().map(|(id, _)| id.clone()).collect();
        move |id| ids.contains(id)
    }

    /// One of so many desks, each with residents of its own.
    pub fn desk(&self, number: usize, count: usize) -> Desk {
        let numbered = self.residents.iter().map(|(_, bsn)| bsn.clone()).zip(0..);
        Desk {
            url: self.graphql(),
            token: self.token("gemeente-utrecht", Rol::Bronsysteem, Doel::AfstemmingTraject),
            client: http_client(std::time::Duration::from_secs(60)).expect("a client can be made"),
            residents: numbered.filter(|(_, place)| place % count == number).collect(),
        }
    }

    /// Kills a subgraph's process, or the hub, and starts it again where it was.
    pub fn kill_and_start_again(&mut self, victim: Option<SubgraphName>) {
        self.apart.kill_and_start_again(victim);
    }

    /// What happened since to the residents that others hear of, behind the program's back. A deadline is its owner's alone.
    pub async fn events(&self) -> Expected {
        let mut events = BTreeMap::<String, Vec<String>>::new();
        for row in self.outbox().await {
            if row.volgnummer > self.before && !row.soort.starts_with("TERMIJN_") {
                events.entry(row.inwoner).or_default().push(row.soort);
            }
        }
        Expected(events)
    }

    async fn outbox(&self) -> Vec<signaalgebeurtenis::Model> {
        read_outbox(self.apart.home()).await
    }
}

async fn read_outbox(home: &Path) -> Vec<signaalgebeurtenis::Model> {
    let file = home.join("trajectbegeleiding.db");
    let db = Database::connect(format!("sqlite:{}?mode=rw", file.display())).await;
    let db = db.expect("the database can be opened");
    let rows = signaalgebeurtenis::Entity::find()
        .order_by_asc(signaalgebeurtenis::Column::Volgnummer)
        .all(&db)
        .await;
    db.close().await.expect("a database can be closed");
    rows.expect("the outbox can be read")
}

async fn ask(
    client: &reqwest::Client,
    url: &str,
    token: &str,
    doel: Doel,
    query: &str,
    variables: Value,
) -> Value {
    let request = client.post(url).bearer_auth(token).header("doel", doel.word());
    let sent = request
        .json(&json!({"query": query, "variables": variables}))
        .send()
        .await;
    sent.expect("the process answers").json().await.expect("json")
}

fn in_half_a_year() -> String {
    (SystemClock.now() + chrono::TimeDelta::days(180)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

impl Expected {
    pub fn total(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// How many of them came of a change: each starts a traject or brings it in another phase.
    pub fn changes(&self) -> usize {
        let of_change = |kind: &&String| ["TRAJECT_GESTART", "FASE_GEWIJZIGD"].contains(&kind.as_str());
        self.0.values().flatten().filter(of_change).count()
    }

    /// Each resident's events, all of them, in order.
    pub fn assert_heard(&self, heard: &Heard) {
        for (inwoner, expected) in &self.0 {
            let told = heard.per_inwoner.get(inwoner).map_or(&[][..], Vec::as_slice);
            assert_eq!(told, expected.as_slice(), "of one resident");
        }
    }
}
