use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tokio::sync::watch;

use super::house::Desk;

const PUBLICEREN: &str =
    "mutation($invoer: TrajectInvoer!) { trajectPubliceren(invoer: $invoer) { uitkomst } }";

/// How long to wait before what was not acknowledged is sent again: a process is being started.
const AGAIN: Duration = Duration::from_millis(100);

/// Publishes so many changes, each until it is acknowledged: a version that got in before is not taken twice.
pub async fn publish(desk: Desk, changes: usize, told: Arc<watch::Sender<usize>>) {
    for change in 0..changes {
        let (bsn, place) = &desk.residents[change % desk.residents.len()];
        let invoer = version(bsn, *place, change / desk.residents.len());
        while !is_acknowledged(&desk, &invoer).await {
            tokio::time::sleep(AGAIN).await;
        }
        told.send_modify(|told| *told += 1);
    }
}

async fn is_acknowledged(desk: &Desk, invoer: &Value) -> bool {
    let request = desk
        .client
        .post(&desk.url)
        .bearer_auth(&desk.token)
        .header("doel", "AFSTEMMING_TRAJECT")
        .json(&json!({"query": PUBLICEREN, "variables": {"invoer": invoer}}));
    let Ok(response) = request.send().await else {
        return false;
    };
    let answer: Value = response.json().await.unwrap_or_default();
    answer["data"]["trajectPubliceren"]["uitkomst"].is_string()
}

/// The traject of a resident after so many changes: each brings it in the other of two phases.
fn version(bsn: &str, place: usize, change: usize) -> Value {
    let begin: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().expect("a time");
    let seconds = i64::try_from(change).expect("a small number");
    let fase = if change.is_multiple_of(2) {
        "INTAKE"
    } else {
        "STABILISATIE"
    };
    json!({
        "bronId": format!("flow-{place}"),
        "versie": begin + TimeDelta::seconds(seconds),
        "clienten": [{"bsn": bsn}],
        "ingang": "GEMEENTE",
        "aanmelddatum": "2026-01-01",
        "hulpvraag": "SCHULDEN",
        "fasen": [{"fase": fase, "sinds": "2026-01-01"}],
    })
}
