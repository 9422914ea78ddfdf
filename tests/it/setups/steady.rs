use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use schakel::clock::{Clock, SystemClock};
use uuid::Uuid;

/// Replaces what a set-up draws by itself by what it stands for: the same thing gets the same name, every time.
#[derive(Debug, Default)]
pub struct Steady {
    named: HashMap<String, String>,
}

impl Steady {
    /// Gives a drawn text a name.
    pub fn call(&mut self, drawn: &str, name: &str) {
        self.named.insert(drawn.to_owned(), format!("<{name}>"));
    }

    /// The text, or what it stands for.
    pub fn replace(&mut self, text: &str) -> String {
        if let Some(name) = self.named.get(text) {
            return name.clone();
        }
        if Uuid::parse_str(text).is_ok() {
            let name = format!("uuid {}", self.named.len());
            self.call(text, &name);
            return format!("<{name}>");
        }
        if is_about_now(text) {
            "<about now>".to_owned()
        } else {
            text.to_owned()
        }
    }
}

/// Within the hour. The corpus itself names no such moment.
fn is_about_now(text: &str) -> bool {
    let moment = DateTime::parse_from_rfc3339(text).map(|moment| moment.with_timezone(&Utc));
    moment.is_ok_and(|moment| (moment - SystemClock.now()).abs() < TimeDelta::hours(1))
}

#[test]
fn the_same_draw_has_the_same_name_and_the_rest_stays() {
    let mut steady = Steady::default();
    steady.call("k7", "koppelcode");
    let (one, two) = (Uuid::new_v4().to_string(), Uuid::new_v4().to_string());
    let now = SystemClock.now().to_rfc3339();
    let texts = [
        &*one,
        &*two,
        &*one,
        "k7",
        &*now,
        "2024-01-01T00:00:00Z",
        "Overvecht",
    ];
    let replaced = texts.map(|text| steady.replace(text));
    let expected = [
        "<uuid 1>",
        "<uuid 2>",
        "<uuid 1>",
        "<koppelcode>",
        "<about now>",
        "2024-01-01T00:00:00Z",
        "Overvecht",
    ];
    assert_eq!(replaced, expected);
}
