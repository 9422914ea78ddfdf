use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use schakel::{
    domain::{Doel, Rol},
    federation::http_client,
};
use serde_json::{Value, json};
use tokio::sync::watch;

use super::house::{House, Resident};

/// Where records of some residents are published.
pub struct Desk {
    url: String,
    token: String,
    client: reqwest::Client,
    owner: Owner,
    residents: Vec<Resident>,
}

/// Whose records change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A traject gets another phase.
    Traject,
    /// A dossier is closed or opened again.
    Buurtteam,
    /// A referral is received or finished.
    Srw,
}

/// How long to wait before what was not acknowledged is sent again: a process is being started.
const AGAIN: Duration = Duration::from_millis(100);

impl Desk {
    /// One of so many desks of this owner, each with residents of its own.
    pub fn new(house: &House, owner: Owner, number: usize, count: usize) -> Self {
        let own = house.residents().iter().enumerate();
        let own = own.filter(|(place, _)| place % count == number);
        Self {
            url: house.graphql(),
            token: house.token(owner.partij(), Rol::Bronsysteem, Doel::AfstemmingTraject),
            client: http_client(Duration::from_secs(60)).expect("a client can be made"),
            owner,
            residents: own.map(|(_, resident)| resident.clone()).collect(),
        }
    }

    /// What stands there before anything changes.
    pub async fn begin(&self) {
        for resident in &self.residents {
            if let Some(invoer) = self.owner.begin(resident) {
                assert!(
                    self.is_acknowledged(&invoer).await,
                    "the first version is published"
                );
            }
        }
    }

    /// Publishes so many changes, each until it is acknowledged: a version that got in before is not taken twice.
    pub async fn publish(self, changes: usize, told: Arc<watch::Sender<usize>>) {
        for change in 0..changes {
            let resident = &self.residents[change % self.residents.len()];
            let invoer = self.owner.version(resident, change / self.residents.len());
            while !self.is_acknowledged(&invoer).await {
                tokio::time::sleep(AGAIN).await;
            }
            told.send_modify(|told| *told += 1);
        }
    }

    async fn is_acknowledged(&self, invoer: &Value) -> bool {
        let (field, input) = self.owner.mutation();
        let query = format!("mutation($invoer: {input}!) {{ {field}(invoer: $invoer) {{ uitkomst }} }}");
        let request = self
            .client
            .post(&self.url)
            .bearer_auth(&self.token)
            .header("doel", "AFSTEMMING_TRAJECT")
            .json(&json!({"query": query, "variables": {"invoer": invoer}}));
        let Ok(response) = request.send().await else {
            return false;
        };
        let answer: Value = response.json().await.unwrap_or_default();
        answer["data"][field]["uitkomst"].is_string()
    }
}

impl Owner {
    fn partij(self) -> &'static str {
        match self {
            Self::Traject => "gemeente-utrecht",
            Self::Buurtteam => "incluzio",
            Self::Srw => "u-centraal",
        }
    }

    fn mutation(self) -> (&'static str, &'static str) {
        match self {
            Self::Traject => ("trajectPubliceren", "TrajectInvoer"),
            Self::Buurtteam => ("buurtteamdossierPubliceren", "BuurtteamdossierInvoer"),
            Self::Srw => ("srwDossierPubliceren", "SrwDossierInvoer"),
        }
    }

    /// The record before its first change; what is first there by a change has none.
    fn begin(self, resident: &Resident) -> Option<Value> {
        match self {
            Self::Traject => Some(traject(resident, 0, "AANMELDING")),
            Self::Buurtteam => Some(buurtteam(resident, 0, true)),
            Self::Srw => None,
        }
    }

    /// The record of a resident after so many changes: each makes one thing happen.
    fn version(self, resident: &Resident, change: usize) -> Value {
        let is_even = change.is_multiple_of(2);
        let number = change + 1;
        match self {
            Self::Traject => traject(resident, number, if is_even { "INTAKE" } else { "STABILISATIE" }),
            Self::Buurtteam => buurtteam(resident, number, !is_even),
            Self::Srw => srw(resident, number, change / 2, is_even),
        }
    }
}

fn versie(number: usize) -> DateTime<Utc> {
    let begin: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().expect("a time");
    begin + TimeDelta::seconds(i64::try_from(number).expect("a small number"))
}

fn traject(resident: &Resident, number: usize, fase: &str) -> Value {
    json!({
        "bronId": format!("flow-{}", resident.place), "versie": versie(number), "clienten": [{"bsn": resident.bsn}],
        "ingang": "GEMEENTE", "aanmelddatum": "2026-01-01", "hulpvraag": "SCHULDEN",
        "fasen": [{"fase": fase, "sinds": "2026-01-01"}],
    })
}

fn buurtteam(resident: &Resident, number: usize, is_open: bool) -> Value {
    json!({
        "bronId": format!("flow-{}", resident.place), "versie": versie(number), "inwoner": {"bsn": resident.bsn},
        "status": if is_open { "OPEN" } else { "GESLOTEN" }, "geopendOp": "2026-01-01",
        "geslotenOp": (!is_open).then_some("2026-01-02"),
    })
}

fn srw(resident: &Resident, number: usize, verwijzing: usize, is_open: bool) -> Value {
    let terugkoppeling = json!({"uitkomst": "OPGELOST", "datum": "2026-01-02"});
    json!({
        "bronId": format!("flow-{}", resident.place), "versie": versie(number), "inwoner": {"id": resident.id},
        "verwijzingen": [{
            "bronId": format!("V-{verwijzing}"), "soort": "INKOMENSCHECK", "route": "DIRECT", "ingediendOp": "2026-01-01",
            "status": if is_open { "INGEDIEND" } else { "AFGEROND" }, "afgerondOp": (!is_open).then_some("2026-01-02"),
            "terugkoppeling": (!is_open).then_some(terugkoppeling),
        }],
    })
}
