use serde_json::Value;

use super::sets;

/// Parts of words that tell of health, addiction or crime; none may stand in a text that people wrote.
const FORBIDDEN: &[&str] = &[
    "verslaaf",
    "verslav",
    "drank",
    "alcohol",
    "drugs",
    "gok",
    "ziek",
    "zorg",
    "psych",
    "depress",
    "medisch",
    "medicat",
    "medicijn",
    "huisarts",
    "therap",
    "diagnos",
    "handicap",
    "beperking",
    "gezond",
    "zwanger",
    "straf",
    "politie",
    "delict",
    "detentie",
    "gevangen",
    "misdrijf",
    "fraude",
    "reclassering",
    "geweld",
    "afkick",
    "rehab",
    "schizo",
    "autis",
    "adhd",
    "diefstal",
];

/// The fields that people fill with their own words.
const WRITTEN: &[&str] = &["onderwerp", "taak", "vraag", "toelichting", "omschrijving"];

fn written(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if WRITTEN.contains(&name.as_str()) => {
                        texts.push(text.to_lowercase())
                    }
                    _ => written(member, texts),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| written(item, texts)),
        _ => {}
    }
}

#[test]
fn nobody_writes_of_health_addiction_or_crime() {
    for (_, set) in sets() {
        let all: Value = serde_json::from_str(&super::published(&set)).unwrap();
        let mut texts = Vec::new();
        written(&all, &mut texts);
        assert!(texts.len() > 200, "{}", texts.len());
        for text in texts {
            let found = FORBIDDEN.iter().find(|part| text.contains(*part));
            assert_eq!(found, None, "{text}");
        }
    }
}

#[test]
fn no_record_names_a_resident() {
    for (_, set) in sets() {
        assert!(!super::published(&set).to_lowercase().contains("samira"));
    }
}
