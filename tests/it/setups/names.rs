use std::collections::BTreeMap;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use schakel::{
    clock::{Clock, SystemClock},
    demo::data::nth_bsn,
    domain::{Doel, PartijId, Rol},
};
use schakel_tests::{Asker, Records};
use serde_json::{Value, json};

use super::ask::{Door, Question, map_texts};

/// The residents that the corpus names, and the how-manieth of the demo each is.
const INWONERS: [(&str, usize); 22] = [
    ("samira", 0),
    ("zonder", 1),
    ("ingetrokken", 2),
    ("alles", 3),
    ("moratorium", 7),
    ("lampje", 9),
    ("dossiers", 11),
    ("nazorg-toestemming", 20),
    ("signaal", 24),
    ("verwijzing", 29),
    ("deels", 36),
    ("nazorg", 46),
    ("paar-a", 52),
    ("paar-b", 53),
    ("half-a", 54),
    ("half-b", 55),
    ("srw", 60),
    ("afgesloten", 64),
    ("gezin", 76),
    ("later", 112),
    ("geen-traject", 221),
    // The demo has 240 residents: of this one nobody holds anything.
    ("onbekend", 250),
];

/// What the names in the variables of the corpus stand for: the same in every set-up.
#[derive(Clone, Debug)]
pub struct Names {
    now: DateTime<Utc>,
    words: BTreeMap<String, String>,
}

impl Names {
    /// Asks for the ids, which the key of these records makes.
    pub async fn learn(records: &Records, door: &Door) -> Self {
        let mut words = BTreeMap::new();
        for (name, index) in INWONERS {
            let bsn = nth_bsn(index).expect("there are so many numbers");
            let answer = door.ask(&by_bsn(records, &bsn)).await;
            let id = answer
                .kept("/inwoner/id")
                .unwrap_or_else(|| panic!("no id of `{name}`: {answer}"));
            words.insert(name.to_owned(), id);
            words.insert(format!("bsn:{name}"), bsn);
        }
        let now = SystemClock.now().trunc_subsecs(0);
        Self { now, words }
    }

    /// Keeps something under a name.
    pub fn keep(&mut self, name: &str, value: String) {
        self.words.insert(name.to_owned(), value);
    }

    /// The value with every name in its texts filled in.
    pub fn fill(&self, value: &Value) -> Value {
        map_texts(value, &mut |text| self.fill_text(text))
    }

    fn fill_text(&self, text: &str) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}').expect("a name ends with `}`");
            filled.push_str(before);
            filled.push_str(&self.meaning(name));
            rest = after;
        }
        filled + rest
    }

    fn meaning(&self, name: &str) -> String {
        let from_now = |count: &str, unit: fn(i64) -> TimeDelta| {
            self.now + unit(count.parse().unwrap_or_else(|_| panic!("`{name}` has no number")))
        };
        match name.split_once(':') {
            Some(("dag", days)) => from_now(days, TimeDelta::days).date_naive().to_string(),
            Some(("moment", hours)) => from_now(hours, TimeDelta::hours).to_rfc3339(),
            _ => {
                let word = self.words.get(name);
                word.unwrap_or_else(|| panic!("the corpus names `{name}`, which nothing stands for"))
                    .clone()
            }
        }
    }
}

fn by_bsn(records: &Records, bsn: &str) -> Question {
    let manager = Asker {
        partij: PartijId::new("toestemmingsbeheer").expect("this is an id"),
        rollen: vec![Rol::Toestemmingsbeheerder],
        doelen: vec![Doel::InzageInwoner],
    };
    Question {
        token: records.token(&manager),
        headers: Vec::new(),
        query: "query($bsn: String!) { inwoner(bsn: $bsn) { id } }".to_owned(),
        operation_name: None,
        variables: json!({"bsn": bsn}),
    }
}
