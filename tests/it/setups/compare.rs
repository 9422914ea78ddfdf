use std::collections::BTreeSet;

use serde_json::Value;
use similar::TextDiff;

use super::{
    ask::{Answer, Told},
    corpus::{Ask, Case},
};

const SETUPS: [&str; 3] = ["together", "apart", "foreign router"];

/// Where the set-ups differ: gathered, so that one run shows all.
#[derive(Debug, Default)]
pub struct Differences {
    asked: usize,
    found: Vec<String>,
}

impl Differences {
    /// Compares the answers of the three set-ups to one question.
    pub fn compare(&mut self, case: &Case, ask: &Ask, answers: &[Answer; 3]) {
        self.asked += 1;
        let [together, apart, router] = answers;
        let mut faults = Vec::new();
        for (index, other) in [(1, apart), (2, router)] {
            faults.extend(differ("data", index, together.data(), other.data()));
            faults.extend(differ(
                "errors as sets",
                index,
                &shown(&together.told()),
                &shown(&other.told()),
            ));
        }
        // Our own hub tells all of it alike, to the order of the errors.
        faults.extend(differ(
            "extensions",
            1,
            &together.extensions(),
            &apart.extensions(),
        ));
        faults.extend(differ("errors", 1, &together.errors(), &apart.errors()));
        if together.status() != apart.status() {
            faults.push(format!("status {} against {}", together.status(), apart.status()));
        }
        let codes: BTreeSet<String> = together.told().into_iter().map(|told| told.code).collect();
        if codes != ask.codes {
            faults.push(format!(
                "codes {codes:?}, where the corpus says {:?}; the answer is {together}",
                ask.codes
            ));
        }
        if !faults.is_empty() {
            let who = &ask.who;
            let asker = format!("{} {:?} {:?}", who.partij, who.rollen, who.doelen);
            self.found
                .push(format!("## {} by {asker}\n{}", case.name, faults.join("\n")));
        }
    }

    /// Fails when there are any.
    pub fn none(&self) {
        assert!(
            self.found.is_empty(),
            "{} of {} questions are not answered alike\n\n{}",
            self.found.len(),
            self.asked,
            self.found.join("\n\n"),
        );
    }
}

fn differ(what: &str, setup: usize, together: &Value, other: &Value) -> Option<String> {
    if together == other {
        return None;
    }
    let (left, right) = (format!("{together:#}\n"), format!("{other:#}\n"));
    let difference = TextDiff::from_lines(&left, &right)
        .unified_diff()
        .header(SETUPS[0], SETUPS[setup])
        .to_string();
    Some(format!("{what}:\n{difference}"))
}

fn shown(told: &BTreeSet<Told>) -> Value {
    let line = |told: &Told| {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        [
            told.code.clone(),
            part(&told.groep),
            part(&told.bronhouder),
            part(&told.inwoner),
        ]
        .join(" ")
    };
    told.iter().map(line).collect()
}
