//! No field answers without a ground by accident: every leaf that can be reached from a resident is asked.

use std::collections::{BTreeMap, BTreeSet};

use schakel::domain::Doel;
use schakel_tests::{
    TestApp,
    app::{Person, bron_id, bsn, traject},
    on_both_engines, shrinking_list,
};
use serde_json::{Value, json};

const PARTIJEN: [&str; 5] = [
    "gemeente-utrecht",
    "u-centraal",
    "incluzio",
    "lokalis",
    "toestemmingsbeheer",
];

const TYPES: &str = "{ __schema { types { name kind fields { name type {
    kind name ofType { kind name ofType { kind name ofType { kind name } } }
} } } } }";

/// The object types of the API: their fields, each with the name of its type.
type Types = BTreeMap<String, Vec<(String, String)>>;

async fn types(app: &TestApp) -> Types {
    let answer = app.ahmed().ask(TYPES, json!({})).await.expect_ok();
    let told = answer.data("/__schema/types").as_array().unwrap();
    let objects = told.iter().filter(|ty| ty["kind"] == "OBJECT");
    objects
        .map(|ty| {
            let fields = ty["fields"].as_array().unwrap();
            let fields = fields
                .iter()
                .map(|field| (text(&field["name"]), named(&field["type"])));
            (text(&ty["name"]), fields.collect())
        })
        .collect()
}

fn named(ty: &Value) -> String {
    match &ty["ofType"] {
        Value::Null => text(&ty["name"]),
        inner => named(inner),
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// Selects every leaf of a type, as deep as it goes; a type within itself is not entered again.
fn selection(types: &Types, ty: &str, within: &mut Vec<String>) -> String {
    within.push(ty.to_owned());
    let fields = types[ty].iter().filter_map(|(field, inner)| {
        if !types.contains_key(inner) {
            return Some(field.clone());
        }
        (!within.contains(inner)).then(|| format!("{field} {}", selection(types, inner, within)))
    });
    let fields: Vec<String> = fields.collect();
    within.pop();
    format!("{{ {} }}", fields.join(" "))
}

/// Every leaf below a type, as `trajecten.loopt.sinds`.
fn leaves(types: &Types, ty: &str, place: &str, within: &mut Vec<String>, found: &mut BTreeSet<String>) {
    within.push(ty.to_owned());
    for (field, inner) in &types[ty] {
        let place = join(place, field);
        if !types.contains_key(inner) {
            found.insert(place);
        } else if !within.contains(inner) {
            leaves(types, inner, &place, within, found);
        }
    }
    within.pop();
}

/// Every leaf that holds something, per owner of the record in which it stands.
fn told(value: &Value, place: &str, owner: &str, found: &mut BTreeSet<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| told(item, place, owner, found)),
        Value::Object(fields) => {
            let owner = fields
                .get("partij")
                .and_then(|partij| partij["id"].as_str())
                .unwrap_or(owner);
            for (field, value) in fields {
                told(value, &join(place, field), owner, found);
            }
        }
        _ => {
            found.insert((place.to_owned(), owner.to_owned()));
        }
    }
}

fn join(place: &str, field: &str) -> String {
    if place.is_empty() {
        field.to_owned()
    } else {
        format!("{place}.{field}")
    }
}

async fn ask(person: &Person<'_>, types: &Types, ids: &[String]) -> BTreeSet<(String, String)> {
    let everything = selection(types, "Inwoner", &mut Vec::new());
    let query = format!("query($ids: [ID!]!) {{ inwoners(ids: $ids) {everything} }}");
    let answer = person.ask(&query, json!({"ids": ids})).await.expect_ok();
    let mut found = BTreeSet::new();
    told(answer.data("/inwoners"), "", "", &mut found);
    found
}

/// Between them these residents fill every field that a record has.
async fn residents(app: &TestApp) -> Vec<String> {
    let running = app.publish_everything(&bsn(1)).await;
    let closed = || {
        traject("oud")
            .fase("AFGESLOTEN", "2025-12-01")
            .with("aanmelddatum", json!("2024-01-08"))
    };
    app.publish_traject(closed()).await;
    let ended = app
        .publish_traject(closed().with("bronId", json!("af")).client_bsn(&bsn(2)))
        .await;
    // Who relapsed is linked to what was before.
    let follows = traject(&bron_id("T", &bsn(1))).versie("2026-06-02T08:00:00Z");
    app.publish_traject(follows.with("vorigTraject", json!("oud")))
        .await;
    let b = schakel_tests::app::buurtteamdossier("dicht")
        .client_bsn(&bsn(2))
        .gesloten("2026-06-01");
    app.incluzio_systeem().published(&b).await;
    vec![running, ended]
}

on_both_engines! {
    async fn every_leaf_is_null_without_a_ground(app: TestApp) {
        let mut app = app;
        app.restart_with(|config| config.hub.limits.document.introspection = true).await;
        // A legal ground is one too; who has it has stories of its own.
        app.change_inrichting(|utrecht| utrecht.verwerkingsgronden.clear()).await;
        let types = types(&app).await;
        let ids = residents(&app).await;
        let mut without_ground = BTreeSet::new();
        for partij in PARTIJEN {
            for doel in Doel::ALL {
                let person = app.professional(partij).rollen(schakel::domain::Rol::ALL.iter().copied()).doel(*doel);
                let seen = ask(&person, &types, &ids).await;
                without_ground.extend(seen.into_iter().filter(|(_, owner)| owner != partij).map(|(leaf, _)| leaf));
            }
        }
        shrinking_list("open-velden", without_ground);
    }

    /// A leaf that nobody ever fills would be null for any reason.
    async fn every_leaf_is_filled_for_its_owner(app: TestApp) {
        let mut app = app;
        app.restart_with(|config| config.hub.limits.document.introspection = true).await;
        let types = types(&app).await;
        let ids = residents(&app).await;
        let mut filled = BTreeSet::new();
        for partij in PARTIJEN {
            let seen = ask(&app.professional(partij), &types, &ids).await;
            filled.extend(seen.into_iter().map(|(leaf, _)| leaf));
        }
        let mut all = BTreeSet::new();
        leaves(&types, "Inwoner", "", &mut Vec::new(), &mut all);
        assert!(all.len() > 90, "{}", all.len());
        let empty = all.difference(&filled).filter(|leaf| !leaf.starts_with("toegang."));
        shrinking_list("lege-velden", empty.cloned());
    }
}
