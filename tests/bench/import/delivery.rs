use std::collections::BTreeMap;

use chrono::NaiveDate;
use schakel::{
    demo::data::{DemoSet, generate},
    domain::Bsn,
};
use serde_json::{Value, json};

/// On this day all of them are made, so that the file is the same in every run.
const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 15).expect("a day");

/// The first of the numbers that are nobody's.
const FIRST: u32 = 990_000_000;

/// A DDAS delivery with so many trajecten: those of the demo over and over, each time drawn from another seed and
/// about other people. Their numbers fail the elfproef, so that no resident can have one; `--sta-test-bsn-toe` takes
/// them in.
pub fn delivery(trajecten: usize) -> Value {
    let mut numbers = nobodys_numbers();
    let mut all = Vec::with_capacity(trajecten);
    let mut seed = 0;
    let mut delivery = Value::Null;
    while all.len() < trajecten {
        let DemoSet { residents, ddas, .. } = generate(seed, TODAY);
        let renamed: BTreeMap<String, String> = residents.into_iter().zip(&mut numbers).collect();
        delivery = ddas;
        let list = delivery.pointer_mut("/leveringen/0/schuldhulptrajecten");
        let Value::Array(drawn) = list.expect("a delivery has trajecten").take() else {
            panic!("a delivery has a list of trajecten");
        };
        all.extend(drawn.into_iter().map(|traject| about_others(traject, &renamed)));
        seed += 1;
    }
    all.truncate(trajecten);
    delivery["leveringen"][0]["schuldhulptrajecten"] = json!(all);
    delivery
}

fn about_others(mut traject: Value, renamed: &BTreeMap<String, String>) -> Value {
    let clients = traject["client"].as_array_mut().expect("a traject has clients");
    for client in clients {
        let number = client["Burgerservicenummer"]
            .as_str()
            .expect("a client has a number");
        client["Burgerservicenummer"] = json!(renamed[number]);
    }
    traject
}

fn nobodys_numbers() -> impl Iterator<Item = String> {
    (FIRST..)
        .map(|number| number.to_string())
        .filter(|number| Bsn::new(number).is_err())
}
