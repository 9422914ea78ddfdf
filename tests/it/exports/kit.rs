use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Cursor,
    path::PathBuf,
    process::Command,
};

use schakel::{
    domain::{Partij, PartijId},
    export::ddas::{Header, Personen, Written, write},
    federation::SubgraphName,
    import::ImportOptions,
    request::authenticate::Caller,
    subgraphs::trajectbegeleiding::own_trajecten,
};
use schakel_tests::{TestApp, root};
use serde_json::{Map, Value, json};

use crate::imports::import_ddas;

const TEST: ImportOptions = ImportOptions {
    sta_test_bsn_toe: true,
};

/// What the municipality holds, by its clients: as it was published, but for the ids and versions of its source.
pub(super) type Held = BTreeMap<String, Map<String, Value>>;

/// What came of an import, an export and another import.
pub(super) struct There {
    /// What was heard of the first import.
    pub(super) heard: Vec<String>,
    /// The delivery.
    pub(super) exported: String,
    /// What the export said of it.
    pub(super) written: Written,
}

impl There {
    /// The fields that the export lists as not delivered, and in how many trajecten.
    pub(super) fn lost(&self) -> BTreeMap<String, u64> {
        counts(&self.written)
    }
}

/// The fields that an export lists as not delivered, and in how many trajecten.
pub(super) fn counts(written: &Written) -> BTreeMap<String, u64> {
    let counts = written.unmapped.counts();
    counts.map(|(field, count)| (field.to_owned(), count)).collect()
}

/// The folder of the published examples and schema, where it stands beside this repository.
pub(crate) fn published() -> Option<PathBuf> {
    let beside = root()
        .ancestors()
        .map(|folder| folder.join("shared/data/ddas"))
        .find(|folder| folder.is_dir());
    if beside.is_none() {
        println!("skipped: what is published of DDAS is not beside this repository");
    }
    beside
}

async fn gemeente(app: &TestApp) -> Partij {
    let parts = &app.installation().parts[&SubgraphName::Trajectbegeleiding];
    let ingericht = parts.register.inrichting().await.unwrap();
    let id = PartijId::new("gemeente-utrecht").unwrap();
    ingericht.inrichting.find_partij(&id).unwrap().clone()
}

pub(super) async fn held(app: &TestApp) -> Held {
    let parts = &app.installation().parts[&SubgraphName::Trajectbegeleiding];
    let (partij, mut all, mut last) = (gemeente(app).await, Held::new(), None);
    loop {
        let page = own_trajecten(&parts.db, &partij.id, last, 50).await.unwrap();
        let Some(end) = page.last() else { return all };
        last = Some(end.id);
        for own in page {
            let mut told = serde_json::to_value(&own.invoer).unwrap();
            let clients = format!("{} {}", told["clienten"], told["aanmelddatum"]);
            // Where the source names no municipality, that of the party answers for it.
            if told["administratie"]["gemeentecode"].is_null() {
                told["administratie"]["gemeentecode"] = json!(partij.gemeente);
            }
            let told = told.as_object_mut().unwrap();
            told.retain(|name, _| !["bronId", "versie", "clienten"].contains(&name.as_str()));
            let list = told["beschikkingen"].as_array_mut().unwrap();
            list.sort_by_key(Value::to_string);
            assert!(
                all.insert(clients, told.clone()).is_none(),
                "two trajecten of one day"
            );
        }
    }
}

/// The fields that don't say the same: `part.field` of a part, the whole list of a list.
fn differing(before: &Map<String, Value>, after: &Map<String, Value>) -> BTreeSet<String> {
    let mut fields = BTreeSet::new();
    for (name, said) in before {
        let again = &after[name];
        let parts: BTreeSet<&String> = [said, again]
            .into_iter()
            .filter_map(Value::as_object)
            .flat_map(Map::keys)
            .collect();
        let is_said = |value: &Value| !value.is_null() && *value != json!([]);
        if parts.is_empty() && said != again {
            fields.insert(name.clone());
        }
        for part in parts {
            let (said, again) = (&said[part], &again[part]);
            if said != again && (is_said(said) || is_said(again)) {
                fields.insert(format!("{name}.{part}"));
            }
        }
    }
    fields
}

/// In how many of these trajecten each field says another thing afterwards.
pub(super) fn differences(before: &Held, after: &Held) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for (clients, said) in before {
        let fields = match after.get(clients) {
            Some(again) => differing(said, again),
            None => BTreeSet::from(["het hele traject (wordt bij inlezen geweigerd)".to_owned()]),
        };
        for field in fields {
            *counts.entry(field).or_default() += 1;
        }
    }
    counts
}

/// The delivery of the municipality, with these residents in its own file.
pub(super) async fn export(app: &TestApp, bsns: &[String]) -> (String, Written) {
    let parts = &app.installation().parts[&SubgraphName::Trajectbegeleiding];
    let lines: Vec<String> = bsns
        .iter()
        .map(|bsn| json!({"burgerservicenummer": bsn, "postcode": "3562AA"}).to_string())
        .collect();
    let partij = gemeente(app).await;
    let caller = Caller::operator(partij.id.clone());
    let file = Cursor::new(lines.join("\n"));
    let personen = Personen::read(file, &*parts.register, &caller, TEST)
        .await
        .unwrap();
    let header = Header {
        op: app.now(),
        van: "2026-01-01".parse().unwrap(),
        tot: "2026-06-15".parse().unwrap(),
        leverancier: "GL000344".to_owned(),
    };
    let mut out = Vec::new();
    let written = write(&mut out, &parts.db, &partij, &header, &personen)
        .await
        .unwrap();
    (String::from_utf8(out).unwrap(), written)
}

/// Holds a delivery against the published schema. Where that isn't beside this repository, or the validator isn't
/// installed, it says so; in the whole check (`./test`) the validator must be there.
pub(super) fn validate(text: &str) {
    let Some(folder) = published() else { return };
    let validator = root().join("tests/peers/node_modules/ajv");
    if !validator.is_dir() {
        let whole_check = std::env::var_os("TESTS_WHOLE").is_some();
        assert!(!whole_check, "the validator is not installed");
        println!("not validated: its validator (`npm ci --prefix tests/peers`) isn't here");
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let file = scratch.path().join("levering.json");
    fs::write(&file, text).unwrap();
    let output = Command::new("node")
        .arg(root().join("tests/peers/ddas.mjs"))
        .args([folder.join("json_schema_Uitwisselmodel.json"), file])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Imports, exports and imports again: nothing is rejected on the way, and what isn't the same is what the export lists.
pub(super) async fn there_and_back(app: &TestApp, text: &str, bsns: &[String]) -> There {
    let (first, heard) = import_ddas(app, text, true).await;
    assert_eq!(first.report.afgewezen, 0, "{heard:?}");
    let before = held(app).await;
    assert_eq!(first.report.ongespecificeerd, before.len() as u64);
    let (exported, written) = export(app, bsns).await;
    assert_eq!(
        (written.trajecten, written.without_clients),
        (before.len() as u64, 0)
    );
    validate(&exported);
    let (second, again) = import_ddas(app, &exported, true).await;
    assert_eq!(
        (second.report.afgewezen, second.report.nieuw),
        (0, 0),
        "{again:?}"
    );
    let there = There {
        heard,
        exported,
        written,
    };
    assert_eq!(differences(&before, &held(app).await), there.lost());
    there
}
