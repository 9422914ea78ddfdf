use std::{sync::Arc, time::Duration};

use schakel::{
    demo::data::nth_bsn,
    domain::{Doel, PartijId, Rol},
    federation::http_client,
};
use schakel_tests::{Asker, Records};
use serde_json::{Value, json};
use tokio::{sync::watch, task::JoinSet};
use uuid::Uuid;

/// People who read, and consent managers who grant and withdraw, until the process is gone.
pub struct Load {
    people: JoinSet<Told>,
    count: watch::Receiver<usize>,
}

/// What the process told before it was gone.
#[derive(Default)]
pub struct Told {
    pub answers: Vec<Answered>,
    pub grants: Vec<Acknowledged>,
    pub withdrawals: Vec<Acknowledged>,
}

/// An answer that left.
pub struct Answered {
    pub trace_id: String,
    /// What was shown: group and owner.
    pub shown: Vec<(String, String)>,
    /// What was withheld: group and owner, with the decision.
    pub withheld: Vec<(String, String, String)>,
    /// Which owners' parts came back, told or not.
    pub owners: Vec<String>,
}

/// A grant or withdrawal that was acknowledged.
pub struct Acknowledged {
    pub toestemmingen: Vec<String>,
    pub registerversie: i64,
}

const READERS: usize = 6;
const CONSENT_MANAGERS: usize = 3;
/// Residents of the demo who are read of, and those who consent.
const READ: std::ops::Range<usize> = 0..24;
const CONSENTING: std::ops::Range<usize> = 130..130 + CONSENT_MANAGERS;

const OVERZICHT: &str = "query($id: ID!) { inwoner(id: $id) {
    trajecten { partij { id } loopt { loopt } fase { fase } financieel { totaleSchuld } }
    srw { partij { id } status { verwijzingen { status } } inhoud { vraag } }
} }";
/// Per list the fields that are asked, each with its group.
const ASKED: [(&str, &[(&str, &str)]); 2] = [
    (
        "trajecten",
        &[
            ("loopt", "TRAJECT_LOOPT"),
            ("fase", "TRAJECT_FASE"),
            ("financieel", "TRAJECT_FINANCIEEL"),
        ],
    ),
    ("srw", &[("status", "SRW_STATUS"), ("inhoud", "SRW_INHOUD")]),
];
const WIE: &str = "query($bsn: String!) { inwoner(bsn: $bsn) { id } }";
const VERLENEN: &str = "mutation($invoer: ToestemmingInvoer!) { toestemmingVerlenen(invoer: $invoer) {
    gesprek registerversie toestemmingen { id } } }";
const INTREKKEN: &str = "mutation($invoer: IntrekkingInvoer!) { toestemmingIntrekken(invoer: $invoer) {
    registerversie toestemmingen { id } } }";

impl Told {
    /// What was told in another round.
    pub fn add(&mut self, more: Self) {
        self.answers.extend(more.answers);
        self.grants.extend(more.grants);
        self.withdrawals.extend(more.withdrawals);
    }
}

/// The ids of the residents, which stay the same.
pub struct Inwoners {
    read: Vec<String>,
    pub consenting: Vec<String>,
}

impl Inwoners {
    /// Asks for them.
    pub async fn learn(records: &Records, url: &str) -> Self {
        let noted = Arc::new(watch::Sender::new(0));
        let (rol, doel) = (Rol::Trajectbegeleider, Doel::AfstemmingTraject);
        let person = Person::new(records, url, "gemeente-utrecht", rol, doel, noted);
        let ids = async |numbers: std::ops::Range<usize>| {
            let mut ids = Vec::new();
            for number in numbers {
                let bsn = nth_bsn(number).expect("a resident");
                let trace_id = Uuid::new_v4().simple().to_string();
                let found = person.ask(WIE, json!({"bsn": bsn}), &trace_id).await;
                let found = found.expect("the process answers");
                ids.push(found["data"]["inwoner"]["id"].as_str().expect("an id").to_owned());
            }
            ids
        };
        Self {
            read: ids(READ).await,
            consenting: ids(CONSENTING).await,
        }
    }
}

impl Load {
    /// Begins.
    pub fn start(records: &Records, inwoners: &Inwoners, url: &str) -> Self {
        let (noted, count) = watch::channel(0);
        let noted = Arc::new(noted);
        let mut people = JoinSet::new();
        for number in 0..READERS {
            let (partij, rol, doel) = [
                ("incluzio", Rol::Buurtteammedewerker, Doel::AfstemmingTraject),
                (
                    "gemeente-utrecht",
                    Rol::Trajectbegeleider,
                    Doel::AfstemmingTraject,
                ),
                ("lokalis", Rol::Gezinswerker, Doel::AfstemmingTraject),
            ][number % 3];
            let person = Person::new(records, url, partij, rol, doel, Arc::clone(&noted));
            people.spawn(read(person, inwoners.read.clone(), number));
        }
        for inwoner in inwoners.consenting.iter().cloned() {
            let (rol, doel) = (Rol::Toestemmingsbeheerder, Doel::InzageInwoner);
            let person = Person::new(records, url, "toestemmingsbeheer", rol, doel, Arc::clone(&noted));
            people.spawn(grant_and_withdraw(person, inwoner));
        }
        Self { people, count }
    }

    /// Waits until so many answers came.
    pub async fn heard(&self, answers: usize) {
        let mut count = self.count.clone();
        let enough = count.wait_for(|count| *count >= answers);
        let waited = tokio::time::timeout(Duration::from_secs(120), enough).await;
        waited.expect("answers come in time").expect("somebody asks");
    }

    /// What everybody heard, now that nobody answers any more.
    pub async fn end(self) -> Told {
        let mut told = Told::default();
        self.people
            .join_all()
            .await
            .into_iter()
            .for_each(|heard| told.add(heard));
        told
    }
}

async fn read(person: Person, inwoners: Vec<String>, number: usize) -> Told {
    let mut told = Told::default();
    for id in inwoners.iter().cycle().skip(number * 5) {
        let trace_id = Uuid::new_v4().simple().to_string();
        let Some(answer) = person.ask(OVERZICHT, json!({"id": id}), &trace_id).await else {
            break;
        };
        told.answers.push(Answered::read(trace_id, &answer));
    }
    told
}

async fn grant_and_withdraw(person: Person, inwoner: String) -> Told {
    let mut told = Told::default();
    let trace_id = Uuid::new_v4().simple().to_string();
    loop {
        let invoer = json!({
            "inwoner": inwoner, "pakket": "LAMPJE", "gegevenDoor": "INWONER", "geldigTot": in_half_a_year(),
            "bewijs": {"soort": "GESPREK", "tekstversie": "1", "taal": "nl"},
        });
        let Some(answer) = person.ask(VERLENEN, json!({"invoer": invoer}), &trace_id).await else {
            return told;
        };
        let granted = &answer["data"]["toestemmingVerlenen"];
        told.grants.push(Acknowledged::read(granted));
        let invoer = json!({"gesprek": granted["gesprek"]});
        let Some(answer) = person.ask(INTREKKEN, json!({"invoer": invoer}), &trace_id).await else {
            return told;
        };
        told.withdrawals
            .push(Acknowledged::read(&answer["data"]["toestemmingIntrekken"]));
    }
}

fn in_half_a_year() -> String {
    use schakel::clock::{Clock, SystemClock};
    (SystemClock.now() + chrono::TimeDelta::days(180)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// Somebody with a token.
struct Person {
    url: String,
    token: String,
    doel: Doel,
    client: reqwest::Client,
    noted: Arc<watch::Sender<usize>>,
}

impl Person {
    fn new(
        records: &Records,
        url: &str,
        partij: &str,
        rol: Rol,
        doel: Doel,
        noted: Arc<watch::Sender<usize>>,
    ) -> Self {
        let asker = Asker {
            partij: PartijId::new(partij).expect("a party"),
            rollen: vec![rol],
            doelen: vec![doel],
        };
        Self {
            url: url.to_owned(),
            token: records.token(&asker),
            doel,
            client: http_client(Duration::from_secs(60)).expect("a client can be made"),
            noted,
        }
    }

    /// The answer, when it came whole; `None` when the process is gone.
    async fn ask(&self, query: &str, variables: Value, trace_id: &str) -> Option<Value> {
        let request = self
            .client
            .post(&self.url)
            .bearer_auth(&self.token)
            .header("doel", self.doel.word())
            .header("traceparent", format!("00-{trace_id}-00f067aa0ba902b7-01"))
            .json(&json!({"query": query, "variables": variables}));
        let answer: Value = request.send().await.ok()?.json().await.ok()?;
        assert!(answer["data"].is_object(), "{answer}");
        self.noted.send_modify(|count| *count += 1);
        Some(answer)
    }
}

impl Answered {
    fn read(trace_id: String, answer: &Value) -> Self {
        let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let errors = answer["errors"].as_array().into_iter().flatten();
        let withheld = errors.map(|error| {
            let told = &error["extensions"];
            (
                text(told, "groep"),
                text(told, "bronhouder"),
                text(told, "besluit"),
            )
        });
        let inwoner = &answer["data"]["inwoner"];
        let (mut shown, mut owners) = (Vec::new(), Vec::new());
        for (list, groepen) in ASKED {
            for item in inwoner[list].as_array().into_iter().flatten() {
                let owner = text(&item["partij"], "id");
                let told = groepen.iter().filter(|(field, _)| !item[field].is_null());
                shown.extend(told.map(|(_, groep)| ((*groep).to_owned(), owner.clone())));
                owners.push(owner);
            }
        }
        Self {
            withheld: withheld.collect(),
            shown,
            owners,
            trace_id,
        }
    }
}

impl Acknowledged {
    fn read(told: &Value) -> Self {
        let ids = told["toestemmingen"].as_array().expect("grants");
        Self {
            toestemmingen: ids
                .iter()
                .map(|one| one["id"].as_str().expect("an id").to_owned())
                .collect(),
            registerversie: told["registerversie"].as_i64().expect("a version"),
        }
    }
}
