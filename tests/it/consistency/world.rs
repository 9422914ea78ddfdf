//! Residents whose consent is given and withdrawn all the time, and what happened when.

use std::{
    sync::{Arc, Mutex},
    time::Instant,
};

use chrono::{SecondsFormat, TimeDelta};
use schakel::{
    clock::{Clock, SystemClock},
    domain::{Doel, Rol},
};
use schakel_tests::{
    Replicas,
    app::{Answer, bsn, deel, traject},
};
use serde_json::{Value, json};
use tokio::sync::watch;

pub(super) const GEMEENTE: &str = "gemeente-utrecht";

/// Something that the register acknowledged about one resident.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    /// The version that it made.
    pub(super) versie: i64,
    /// Whether it gave consent, or took it away.
    pub(super) granted: bool,
    /// When it was acknowledged.
    pub(super) at: Instant,
}

/// A resident with a running traject.
pub(super) struct Resident {
    pub(super) id: String,
    events: Mutex<Vec<Event>>,
    reads: watch::Sender<usize>,
}

pub(super) struct World {
    pub(super) replicas: Replicas,
    pub(super) residents: Vec<Arc<Resident>>,
    desk: String,
    pub(super) reader: String,
}

impl Resident {
    pub(super) fn events(&self) -> Vec<Event> {
        self.events.lock().unwrap().clone()
    }

    /// What was acknowledged last.
    pub(super) fn last(&self) -> Option<Event> {
        self.events.lock().unwrap().last().copied()
    }

    /// Whether consent stood on this version of the register.
    pub(super) fn is_granted_on(&self, versie: i64) -> bool {
        let events = self.events.lock().unwrap();
        let standing = events.iter().rev().find(|event| event.versie <= versie);
        standing.is_some_and(|event| event.granted)
    }

    /// Counts an answer about this resident.
    pub(super) fn note_read(&self) {
        self.reads.send_modify(|reads| *reads += 1);
    }

    /// Waits until so many more answers came.
    pub(super) async fn until_read(&self, times: usize) {
        let mut reads = self.reads.subscribe();
        let enough = *reads.borrow_and_update() + times;
        reads
            .wait_for(|reads| *reads >= enough)
            .await
            .expect("there are readers");
    }

    fn note(&self, versie: i64, granted: bool) -> Event {
        let at = Instant::now();
        let event = Event { versie, granted, at };
        self.events.lock().unwrap().push(event);
        event
    }
}

impl World {
    pub(super) async fn with(replicas: Replicas, residents: usize) -> Self {
        let system = replicas.token(GEMEENTE, Rol::Bronsysteem);
        let desk = replicas.token("toestemmingsbeheer", Rol::Toestemmingsbeheerder);
        let reader = replicas.token("incluzio", Rol::Buurtteammedewerker);
        let mut world = Self {
            replicas,
            residents: Vec::new(),
            desk,
            reader,
        };
        for number in 0..residents {
            let id = world.publish(&system, number).await;
            world.residents.push(Arc::new(Resident {
                id,
                events: Mutex::default(),
                reads: watch::Sender::new(0),
            }));
        }
        world
    }

    async fn publish(&self, system: &str, number: usize) -> String {
        let record = traject(&format!("T-{number}")).client_bsn(&bsn(number as u32 + 1));
        let mutation =
            "mutation($invoer: TrajectInvoer!) { trajectPubliceren(invoer: $invoer) { clienten { id } } }";
        let variables = json!({"invoer": record.invoer()});
        let doel = Doel::AfstemmingTraject;
        let answer = self
            .replicas
            .ask(number, system, doel, mutation, variables)
            .await
            .expect_ok();
        answer.text_at("/trajectPubliceren/clienten/0/id").to_owned()
    }

    /// Consent is given at one of the processes, and acknowledged.
    pub(super) async fn grant(&self, at: usize, resident: &Resident) -> Event {
        let mutation = "mutation($invoer: ToestemmingInvoer!) { toestemmingVerlenen(invoer: $invoer) { registerversie } }";
        let grant = deel(GEMEENTE, "incluzio", &["TRAJECT_LOOPT"])
            .until(&(SystemClock.now() + TimeDelta::days(90)).to_rfc3339_opts(SecondsFormat::Secs, true));
        let answer = self.say(at, mutation, &grant.invoer(&resident.id)).await;
        resident.note(versie(&answer, "toestemmingVerlenen"), true)
    }

    /// Consent is withdrawn at one of the processes, and acknowledged.
    pub(super) async fn revoke(&self, at: usize, resident: &Resident) -> Event {
        let mutation = "mutation($invoer: IntrekkingInvoer!) { toestemmingIntrekken(invoer: $invoer) { registerversie } }";
        let answer = self.say(at, mutation, &json!({"inwoner": resident.id})).await;
        resident.note(versie(&answer, "toestemmingIntrekken"), false)
    }

    async fn say(&self, at: usize, mutation: &str, invoer: &Value) -> Answer {
        let variables = json!({"invoer": invoer});
        let doel = Doel::InzageInwoner;
        self.replicas
            .ask(at, &self.desk, doel, mutation, variables)
            .await
            .expect_ok()
    }
}

fn versie(answer: &Answer, mutation: &str) -> i64 {
    let told = answer.data(&format!("/{mutation}/registerversie"));
    told.as_i64().expect("a version")
}

/// Prints how long something took: in milliseconds, by share.
pub(super) fn print_delays(what: &str, mut milliseconds: Vec<f64>) {
    milliseconds.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let last = milliseconds.len().saturating_sub(1);
        milliseconds
            .get((last as f64 * share).round() as usize)
            .copied()
            .unwrap_or_default()
    };
    println!(
        "{what}: {} measured, p50 {:.1} ms, p90 {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
        milliseconds.len(),
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0),
    );
}

/// A number that a command may set, for a longer run than the one that CI can afford.
pub(super) fn setting(name: &str, otherwise: usize) -> usize {
    let set = std::env::var_os(name).map(|text| text.into_string().expect("a text"));
    set.map_or(otherwise, |text| text.parse().expect("a number"))
}
