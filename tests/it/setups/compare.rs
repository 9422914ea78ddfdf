use std::collections::BTreeSet;

use serde_json::Value;
use similar::TextDiff;

use super::{
    ask::{Answer, Told},
    corpus::{Ask, Case},
};

const FIRST: &str = "together";
const OTHERS: [&str; 2] = ["apart", "foreign router"];

/// Where the set-ups differ: gathered, so that one run shows all.
#[derive(Debug, Default)]
pub struct Differences {
    asked: usize,
    found: Vec<String>,
}

impl Differences {
    /// Compares the answers of the set-ups to one question, in the order of their list. The foreign router may be
    /// left out.
    pub fn compare(&mut self, case: &Case, ask: &Ask, answers: &[Answer]) {
        self.asked += 1;
        let mut faults = Vec::new();
        if let [together, others @ ..] = answers {
            for (other, setup) in others.iter().zip(OTHERS) {
                faults.extend(differ("data", setup, together.data(), other.data()));
                let (left, right) = (shown(&together.told()), shown(&other.told()));
                faults.extend(differ("errors as sets", setup, &left, &right));
            }
            faults.extend(unexpected(together, &ask.codes));
        }
        if let [together, apart, ..] = answers {
            // Our own hub tells the rest alike too, to the order of the errors.
            faults.extend(differ("answer", OTHERS[0], &together.whole(), &apart.whole()));
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

fn differ(what: &str, setup: &str, together: &Value, other: &Value) -> Option<String> {
    if together == other {
        return None;
    }
    let (left, right) = (format!("{together:#}\n"), format!("{other:#}\n"));
    let difference = TextDiff::from_lines(&left, &right)
        .unified_diff()
        .header(FIRST, setup)
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

fn unexpected(answer: &Answer, expected: &BTreeSet<String>) -> Option<String> {
    let codes: BTreeSet<String> = answer.told().into_iter().map(|told| told.code).collect();
    (codes != *expected)
        .then(|| format!("codes {codes:?}, where the corpus says {expected:?}; the answer is {answer}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::setups::corpus::Case;

    const WITHHELD: &str = "GEEN_TOESTEMMING";

    fn error(groep: &str, besluit: &str, path: &[&str]) -> Value {
        let extensions =
            json!({"code": WITHHELD, "groep": groep, "bronhouder": "b", "inwoner": "i", "besluit": besluit});
        json!({"message": "niet gedeeld", "path": path, "extensions": extensions})
    }

    fn answer(loopt: bool, errors: &[Value]) -> Answer {
        Answer::new(
            200,
            json!({"data": {"loopt": loopt, "fase": null}, "errors": errors}),
        )
    }

    fn found(answers: &[Answer]) -> Option<String> {
        let text =
            format!("# A test.\n# ask: incluzio BUURTTEAMMEDEWERKER NAZORG => {WITHHELD}\n\n{{ ik }}\n");
        let case = Case::parse("test".to_owned(), text);
        let mut differences = Differences::default();
        differences.compare(&case, &case.asks[0], answers);
        differences.found.pop()
    }

    #[test]
    fn what_each_process_draws_and_where_a_router_points_are_no_differences() {
        let own = |besluit| answer(true, &[error("FASE", besluit, &["fase"])]);
        let router = answer(true, &[error("FASE", "3", &[]), error("FASE", "4", &["fase"])]);
        assert_eq!(found(&[own("1"), own("2"), router]), None);
    }

    #[test]
    fn other_data_other_errors_and_other_paths_are_differences() {
        let one = answer(true, &[error("FASE", "1", &["fase"])]);
        let other_data = answer(false, &[error("FASE", "1", &["fase"])]);
        let other_error = answer(true, &[error("LOOPT", "1", &["fase"])]);
        let other_path = answer(true, &[error("FASE", "1", &["elders"])]);
        for (third, expected) in [(&other_data, "data:"), (&other_error, "errors as sets:")] {
            let shown = found(&[one.clone(), one.clone(), third.clone()]).expect("a difference");
            assert!(
                shown.contains(expected) && shown.contains("+++ foreign router"),
                "{shown}"
            );
        }
        let shown = found(&[one, other_path]).expect("a difference");
        assert!(shown.contains("+++ apart") && shown.contains("elders"), "{shown}");
    }

    #[test]
    fn codes_that_the_corpus_does_not_name_are_told() {
        let nothing_withheld = answer(true, &[]);
        let shown = found(&[nothing_withheld.clone(), nothing_withheld]).expect("a difference");
        assert!(shown.contains(WITHHELD), "{shown}");
    }
}
