use std::{collections::BTreeMap, path::Path};

use chrono::{DateTime, Utc};
use schakel::{
    clock::{Clock, SystemClock},
    demo::data::nth_bsn,
    domain::{Doel, Geadresseerden, PartijId, Rol, SignaalSoort},
    federation::{SubgraphName, http_client},
};
use schakel_entity::outbox::signaalgebeurtenis;
use schakel_tests::{Apart, Asker, Records};
use sea_orm::{Database, EntityTrait, QueryOrder};
use serde_json::{Value, json};

use super::{
    consumer::Heard,
    publisher::{Desk, Owner},
};

/// Six processes, and residents who consented to what is told of them.
pub struct House {
    records: Records,
    apart: Apart,
    residents: Vec<Resident>,
    /// What had happened before, by outbox.
    before: BTreeMap<&'static str, i64>,
    begin: DateTime<Utc>,
}

/// Somebody whose records change.
#[derive(Clone)]
pub struct Resident {
    pub id: String,
    pub bsn: String,
    /// Their number among them.
    pub place: usize,
}

/// How much each party hears of in the end.
pub type Totals = BTreeMap<&'static str, usize>;

/// The owners whose outboxes fill, by their databases.
const OUTBOXES: [&str; 3] = ["trajectbegeleiding", "buurtteam", "srw"];

/// What happened to each resident at each owner, in order.
pub struct Expected(BTreeMap<(String, String), Vec<String>>);

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
            before: BTreeMap::new(),
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
            let place = house.residents.len();
            house.residents.push(Resident { id, bsn, place });
        }
        for owner in [Owner::Traject, Owner::Buurtteam] {
            Desk::new(&house, owner, 0, 1).begin().await;
        }
        for name in OUTBOXES {
            let last = house.outbox(name).await.last().map_or(0, |row| row.volgnummer);
            house.before.insert(name, last);
        }
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

    pub fn residents(&self) -> &[Resident] {
        &self.residents
    }

    pub fn is_resident(&self) -> impl Fn(&str) -> bool + use<> {
        let ids: std::collections::HashSet<String> = self
            .residents
            .iter()
            .map(|resident| resident.id.clone())
            .collect();
        move |id| ids.contains(id)
    }

    /// Kills a subgraph's process, or the hub, and starts it again where it was.
    pub fn kill_and_start_again(&mut self, victim: Option<SubgraphName>) {
        self.apart.kill_and_start_again(victim);
    }

    /// What happened since to the residents that somebody else hears of, behind the program's back.
    pub async fn events(&self) -> Expected {
        let is_resident = self.is_resident();
        let mut events = BTreeMap::<_, Vec<String>>::new();
        for name in OUTBOXES {
            for row in self.outbox(name).await {
                if row.volgnummer > self.before[name] && is_resident(&row.inwoner) && is_counted(&row.soort) {
                    events
                        .entry((row.bronhouder, row.inwoner))
                        .or_default()
                        .push(row.soort);
                }
            }
        }
        Expected(events)
    }

    async fn outbox(&self, name: &str) -> Vec<signaalgebeurtenis::Model> {
        read_outbox(&self.apart.home().join(format!("{name}.db"))).await
    }
}

/// What happens by a change, and not by a consent or by the clock.
pub fn is_counted(kind: &str) -> bool {
    !kind.starts_with("TOESTEMMING_") && !kind.starts_with("TERMIJN_")
}

async fn read_outbox(file: &Path) -> Vec<signaalgebeurtenis::Model> {
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
    /// How many events there are, which is as many as there were changes.
    pub fn count(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// How much each of these parties hears of.
    pub fn totals<const N: usize>(&self, partijen: [&'static str; N]) -> Totals {
        let total = |partij| self.heard_by(partij).map(|(_, kinds)| kinds.len()).sum();
        partijen.map(|partij| (partij, total(partij))).into()
    }

    /// Each resident's events of each owner, all of them, in order.
    pub fn assert_heard(&self, heard: &Heard) {
        for (of, expected) in self.heard_by(heard.partij) {
            let told = heard.kinds.get(of).map_or(&[][..], Vec::as_slice);
            assert_eq!(told, expected, "of one resident, by {}", heard.partij);
        }
    }

    fn heard_by(&self, partij: &str) -> impl Iterator<Item = (&(String, String), Vec<String>)> {
        self.0.iter().map(move |(of, kinds)| {
            let heard = kinds.iter().filter(|kind| hears(partij, &of.0, kind));
            (of, heard.cloned().collect())
        })
    }
}

/// Whether the rule of a kind has this party hear of what happened at an owner.
fn hears(partij: &str, bronhouder: &str, kind: &str) -> bool {
    let soort = SignaalSoort::from_word(kind).expect("a kind");
    match soort.regel().geadresseerden {
        Geadresseerden::Anderen | Geadresseerden::IndienerEnAnderen => partij != bronhouder,
        Geadresseerden::BronEnAnderen | Geadresseerden::BronIndienerEnAnderen => true,
        Geadresseerden::Trajecthouders => partij == "gemeente-utrecht",
        Geadresseerden::GenoemdeOntvanger => false,
    }
}
