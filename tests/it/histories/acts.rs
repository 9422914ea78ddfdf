use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use rand::{Rng, RngExt, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use schakel_tests::{
    TestApp,
    app::{Answer, Grant, deel},
};
use serde_json::{Value, json};

use super::clerk::{CARRIED, Clerk, GROEPEN, GROND, Sheet, What};

const PARTIJEN: [&str; 4] = ["gemeente-utrecht", "u-centraal", "incluzio", "lokalis"];

/// The groups of a kind of record, since an objection to a ground closes all of its kind.
const SRW_GROEPEN: [&str; 4] = ["SRW_STATUS", "SRW_CONTACT", "SRW_TERUGKOPPELING", "SRW_INHOUD"];

/// A consent manager records something of a resident, and the clerk writes it down.
pub async fn act(app: &TestApp, inwoner: &str, clerk: &mut Clerk, rng: &mut ChaCha8Rng) {
    let standing = clerk.standing(app.now());
    let one = standing.choose(rng).cloned();
    match (rng.random_range(0..20), one) {
        (0..3, Some(grant)) => withdraw(app, inwoner, clerk, rng, &grant).await,
        (3..6, Some(grant)) => replace(app, inwoner, clerk, rng, &grant).await,
        (6..8, Some(grant)) => confirm(app, clerk, rng, &grant).await,
        (8, Some(grant)) => {
            let answer = app.farid().void(&grant.nummer, "NIET_VRIJ_GEGEVEN").await;
            answer.expect_ok();
            clerk.end(app, &grant, grant.groepen.clone());
        }
        (9..11, _) => object(app, inwoner, clerk).await,
        (11..14, _) => refuse(app, inwoner, clerk, rng).await,
        _ => {
            let (grant, sheet) = grant(app, rng);
            let answer = app.tessa().grant(inwoner, grant).await;
            clerk.give(sheet, &answer.expect_ok());
        }
    }
}

impl Clerk {
    fn give(&mut self, sheet: Sheet, answer: &Answer) {
        let told = answer.data("/toestemmingVerlenen");
        let text = |value: &Value| value.as_str().expect("an id").to_owned();
        self.sheets.push(Sheet {
            nummer: text(&told["toestemmingen"][0]["id"]),
            gesprek: text(&told["gesprek"]),
            ..sheet
        });
    }

    fn end(&mut self, app: &TestApp, sheet: &Sheet, groepen: BTreeSet<String>) {
        self.sheets.push(Sheet {
            op: app.now(),
            what: What::Ended,
            groepen,
            ..sheet.clone()
        });
    }
}

/// Something between two parties, under a purpose that carries it.
fn something(app: &TestApp, rng: &mut ChaCha8Rng) -> Sheet {
    let now = app.now();
    loop {
        let (bronhouder, ontvanger) = (one(rng, &PARTIJEN), one(rng, &PARTIJEN));
        let (doel, carried) = CARRIED.choose(rng).expect("there are some");
        let all = GROEPEN
            .iter()
            .filter(|(owner, groep)| *owner == bronhouder && carried.contains(groep));
        let groepen: BTreeSet<String> = all
            .map(|(_, groep)| (*groep).to_owned())
            .filter(|_| rng.random_bool(0.6))
            .collect();
        if bronhouder == ontvanger || groepen.is_empty() {
            continue;
        }
        let van = if rng.random_bool(0.3) {
            now + minutes(rng)
        } else {
            now
        };
        return Sheet {
            op: now,
            what: What::Given,
            nummer: String::new(),
            gesprek: String::new(),
            bronhouder: bronhouder.to_owned(),
            ontvanger: ontvanger.to_owned(),
            groepen,
            doel: (*doel).to_owned(),
            van,
            tot: van + minutes(rng),
        };
    }
}

fn grant(app: &TestApp, rng: &mut ChaCha8Rng) -> (Grant, Sheet) {
    let sheet = something(app, rng);
    (grant_of(app, &sheet), sheet)
}

fn grant_of(app: &TestApp, sheet: &Sheet) -> Grant {
    let groepen: Vec<&str> = sheet.groepen.iter().map(String::as_str).collect();
    let grant = deel(&sheet.bronhouder, &sheet.ontvanger, &groepen)
        .doel(&sheet.doel)
        .until(&sheet.tot.to_rfc3339());
    if sheet.van > app.now() {
        grant.from(&sheet.van.to_rfc3339())
    } else {
        grant
    }
}

/// One grant, some groups of it, a whole conversation, or all of the resident.
async fn withdraw(app: &TestApp, inwoner: &str, clerk: &mut Clerk, rng: &mut ChaCha8Rng, grant: &Sheet) {
    let some: BTreeSet<String> = grant
        .groepen
        .iter()
        .filter(|_| rng.random_bool(0.5))
        .cloned()
        .collect();
    let standing = clerk.standing(app.now());
    let (what, ended): (Value, Vec<(Sheet, BTreeSet<String>)>) = match rng.random_range(0..10) {
        0 => {
            let all = standing.into_iter().map(|one| (one.clone(), one.groepen));
            (json!({"inwoner": inwoner}), all.collect())
        }
        1..4 => (
            json!({"gesprek": grant.gesprek}),
            vec![(grant.clone(), grant.groepen.clone())],
        ),
        4..8 if !some.is_empty() => {
            let deel = json!({"toestemming": grant.nummer, "groepen": some});
            (json!({"deel": deel}), vec![(grant.clone(), some)])
        }
        _ => (
            json!({"toestemming": grant.nummer}),
            vec![(grant.clone(), grant.groepen.clone())],
        ),
    };
    app.tessa().revoke(what).await.expect_ok();
    for (sheet, groepen) in ended {
        clerk.end(app, &sheet, groepen);
    }
}

/// Another grant takes the place of one, with other groups, purpose and period.
async fn replace(app: &TestApp, inwoner: &str, clerk: &mut Clerk, rng: &mut ChaCha8Rng, old: &Sheet) {
    let new = loop {
        let new = something(app, rng);
        if (&new.bronhouder, &new.ontvanger) == (&old.bronhouder, &old.ontvanger) {
            break new;
        }
    };
    let grant = grant_of(app, &new).with("vervangt", json!([old.nummer]));
    let answer = app.tessa().grant(inwoner, grant).await.expect_ok();
    clerk.end(app, old, old.groepen.clone());
    clerk.give(new, &answer);
}

/// The resident confirms what holds, until another end, be it an earlier one.
async fn confirm(app: &TestApp, clerk: &mut Clerk, rng: &mut ChaCha8Rng, grant: &Sheet) {
    let now = app.now();
    let tot = grant.van.max(now) + minutes(rng);
    let answer = app.tessa().reaffirm(&grant.nummer, &tot.to_rfc3339()).await;
    answer.expect_ok();
    clerk.sheets.push(Sheet {
        op: now,
        what: What::Confirmed,
        tot,
        ..grant.clone()
    });
}

/// The resident objects to the ground, or takes it back.
async fn object(app: &TestApp, inwoner: &str, clerk: &mut Clerk) {
    if let Some(objection) = clerk.objections(app.now()).first() {
        let answer = app.tessa().end_objection(&objection.nummer).await;
        answer.expect_ok();
        clerk.end(app, &objection.clone(), objection.groepen.clone());
        return;
    }
    let answer = app.tessa().object(inwoner, GROND).await.expect_ok();
    let op = app.now();
    clerk.sheets.push(Sheet {
        op,
        what: What::Objected,
        nummer: answer.text_at("/bezwaarMaken/id").to_owned(),
        gesprek: String::new(),
        bronhouder: "u-centraal".to_owned(),
        ontvanger: "gemeente-utrecht".to_owned(),
        groepen: SRW_GROEPEN.iter().map(|groep| (*groep).to_owned()).collect(),
        doel: "UITVOEREN_VERWIJZING".to_owned(),
        van: op,
        tot: DateTime::<Utc>::MAX_UTC,
    });
}

/// The resident refuses, which can't be where it is granted: that is withdrawn instead.
async fn refuse(app: &TestApp, inwoner: &str, clerk: &mut Clerk, rng: &mut ChaCha8Rng) {
    let sheet = something(app, rng);
    let is_granted = clerk.standing(app.now()).iter().any(|grant| {
        (&grant.bronhouder, &grant.ontvanger, &grant.doel)
            == (&sheet.bronhouder, &sheet.ontvanger, &sheet.doel)
            && !grant.groepen.is_disjoint(&sheet.groepen)
    });
    let part =
        json!({"bronhouder": sheet.bronhouder, "ontvanger": sheet.ontvanger, "groepen": sheet.groepen});
    let invoer = json!({"inwoner": inwoner, "doel": sheet.doel, "delen": [part]});
    let answer = app.tessa().refuse(invoer).await;
    if is_granted {
        answer.expect_code("TOESTEMMING_GELDT");
    } else {
        answer.expect_ok();
        clerk.sheets.push(Sheet {
            what: What::Refused,
            ..sheet
        });
    }
}

/// From a minute to half a year: over midnights, months and the turns of the clock in Amsterdam.
fn minutes(rng: &mut ChaCha8Rng) -> TimeDelta {
    let most = *[60, 3_000, 260_000].choose(rng).expect("there are some");
    TimeDelta::minutes(rng.random_range(1..=most))
}

fn one<'a>(rng: &mut impl Rng, words: &[&'a str]) -> &'a str {
    words.choose(rng).expect("there are some")
}
