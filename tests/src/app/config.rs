use schakel::{config::Config, federation::SubgraphName, keys::LogKeys};
use serde_json::{Map, Value, json};

use super::Issuers;
use crate::Databases;

/// A key for ids of residents: 32 times the same byte.
pub fn id_key(byte: u8) -> [u8; 32] {
    [byte; 32]
}

/// Read without a file and without the environment: nothing of the machine gets into a test.
pub(super) fn config(databases: &Databases, issuers: &Issuers) -> Config {
    let text = config_text(databases, issuers);
    serde_json::from_value(text).unwrap_or_else(|error| panic!("the configuration does not fit: {error}"))
}

/// The same, before it is read.
pub(crate) fn config_text(databases: &Databases, issuers: &Issuers) -> Value {
    let sleutel = issuers.folder().join("inwoner.sleutel");
    std::fs::write(&sleutel, id_key(1)).expect("a temporary file can be written");
    let log = issuers.folder().join("log.pem");
    LogKeys::load_or_create(&log).expect("a key can be made");
    let subgraphs: Map<String, Value> = SubgraphName::ALL
        .iter()
        .map(|name| {
            let place = json!({"database": address(databases.url(*name))});
            (name.word().to_owned(), place)
        })
        .collect();
    json!({
        // On a machine that is busy no story fails for its slowness.
        "http": {"adres": "127.0.0.1:0", "request_seconds": 120},
        "hub": {"limits": {"subgraph_milliseconds": 100_000}},
        "auth": issuers.config(),
        // A story looks up as often as it likes; that there is a bound has a story of its own.
        "register": {"sleutels": [sleutel], "bsn_lookups_per_minute": 100_000},
        "log": {"oorsprong": "utrecht.example", "sleutels": [log]},
        "subgraphs": subgraphs,
    })
}

/// The program opens SQLite in its own way.
fn address(url: &str) -> String {
    match url.strip_prefix("sqlite://") {
        Some(file) => format!("sqlite:{}", file.split('?').next().unwrap_or(file)),
        None => url.to_owned(),
    }
}
