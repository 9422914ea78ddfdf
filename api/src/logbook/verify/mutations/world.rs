//! A log as the server keeps it, of any size, with its checkpoints.

use aws_lc_rs::signature::Ed25519KeyPair;
use chrono::{DateTime, TimeDelta, Utc};
use rand::{RngExt, seq::IteratorRandom};
use rand_chacha::ChaCha8Rng;
use schakel_entity::logboek::verstrekking;
use uuid::Uuid;

use super::super::{Audit, Keeping, Line, Report, encode};
use crate::logbook::{
    ERASING, EXPORT,
    merkle::{Hash, Tree},
    note::{Checkpoint, Signer, Verifier},
    seal,
};
use crate::request::log::Uitkomst;

const ORIGIN: &str = "utrecht.example/srw";
/// From line 3 to line 20, a line a day.
const DAYS: u32 = 17;
/// When the log is checked: on a later day than that of any line.
const TODAY: usize = 100_000;

/// Everything that stands in a database or export.
#[derive(Clone, PartialEq)]
pub(super) struct Log {
    pub lines: Vec<Line>,
    pub notes: Vec<String>,
}

/// A sound log, and what another party holds of it.
pub(super) struct World {
    pub key: Ed25519KeyPair,
    pub log: Log,
    /// At which sizes it signed.
    pub signed: Vec<usize>,
    /// Up to which of these another party fetched.
    pub held_size: usize,
    held: String,
}

fn signer(key: &Ed25519KeyPair) -> Signer<'_> {
    Signer::new(ORIGIN, key).unwrap()
}

fn keys(key: &Ed25519KeyPair) -> [Verifier; 1] {
    [signer(key).verifier().clone()]
}

fn moment(number: usize) -> DateTime<Utc> {
    let begin: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
    begin + TimeDelta::days(number as i64) + TimeDelta::microseconds(7)
}

/// A sealed row, as the server stores it.
pub(super) fn row(number: usize) -> verstrekking::Model {
    let mut row = verstrekking::Model {
        id: Uuid::now_v7(),
        op: moment(number),
        trace_id: Uuid::new_v4().simple().to_string(),
        operatie: Uuid::now_v7(),
        inwoner: format!("inwoner-{}", number % 7),
        bronhouder: "u-centraal".to_owned(),
        partij: ["incluzio", "lokalis"][number % 2].to_owned(),
        gebruiker: format!("medewerker-{}", number % 3),
        rollen: "BUURTTEAMMEDEWERKER".to_owned(),
        client: "app".to_owned(),
        issuer: "https://incluzio.example".to_owned(),
        doel: "AFSTEMMING_TRAJECT".to_owned(),
        registerversie: (!number.is_multiple_of(5)).then_some(number as i64),
        inrichting: (!number.is_multiple_of(5)).then_some(1),
        uitkomsten: outcomes(number),
        handeling: "VERSTREKKEN".to_owned(),
        team: number.is_multiple_of(3).then(|| "Overvecht".to_owned()),
        toelichting: None,
        span_ouder: number.is_multiple_of(2).then(|| "b7ad6b7169203331".to_owned()),
        volgnummer: Some(number as i64),
        zout: None,
        verbintenis: None,
        blad: None,
        gewist_op: None,
    };
    if number == 20 {
        row.handeling = ERASING.to_owned();
        row.toelichting = Some(format!("voor {}", moment(3).to_rfc3339()));
    }
    if number % 10 == 5 {
        row.handeling = EXPORT.to_owned();
        row.toelichting = Some("beslislog".to_owned());
    }
    seal_as_it_stands(&mut row);
    // Line 20 says that lines before the fourth are erased.
    if number < 3 {
        erase(&mut row, moment(20));
    }
    row
}

/// A row at this place that says that all before it is to be erased, as whoever can write to the log may add.
pub(super) fn row_that_erases(number: usize, is_of_the_future: bool) -> verstrekking::Model {
    let op = if is_of_the_future { TODAY + 1_000 } else { number };
    let mut row = verstrekking::Model {
        op: moment(op),
        handeling: ERASING.to_owned(),
        toelichting: Some(format!("voor {}", moment(number).to_rfc3339())),
        ..row(number)
    };
    seal_as_it_stands(&mut row);
    row
}

/// Seen, withheld, and withheld for a reason that is told to nobody.
fn outcomes(number: usize) -> String {
    let outcome = |groep: &str, reden: &str, grond: Option<&str>| {
        let besluit = Uuid::from_u128(number as u128);
        serde_json::json!({"groep": groep, "reden": reden, "besluit": besluit, "grond": grond})
    };
    let consent = "01a20436-af7d-734a-9373-e4fdfb9c845d";
    let all = [
        outcome("SRW_STATUS", "TOEGESTAAN_TOESTEMMING", Some(consent)),
        outcome("SRW_CONTACT", "GEEN_TOESTEMMING", None),
        outcome("SRW_INHOUD", "TWEEDE_CLIENT_NIET_AKKOORD", Some("wams")),
    ];
    serde_json::json!(all[..=number % 3]).to_string()
}

/// With the outcomes that it says; with none where they can't be read.
pub(super) fn seal_as_it_stands(row: &mut verstrekking::Model) {
    let outcomes: Vec<Uitkomst> = serde_json::from_str(&row.uitkomsten).unwrap_or_default();
    seal(row, &outcomes).unwrap();
}

fn erase(row: &mut verstrekking::Model, op: DateTime<Utc>) {
    row.trace_id.clear();
    row.inwoner.clear();
    row.gebruiker.clear();
    row.uitkomsten = "[]".to_owned();
    row.operatie = Uuid::nil();
    (row.team, row.span_ouder, row.zout, row.gewist_op) = (None, None, None, Some(op));
}

pub(super) fn tree(lines: &[Line]) -> Tree {
    let leaf =
        |line: &Line| Hash::from_slice(&encode::from_hex(line.blad.as_ref().unwrap()).unwrap()).unwrap();
    lines.iter().map(leaf).collect()
}

pub(super) fn sign(lines: &[Line], size: usize, key: &Ed25519KeyPair) -> String {
    let checkpoint = Checkpoint {
        origin: ORIGIN.to_owned(),
        size: size as u64,
        root: tree(lines).root(size as u64).unwrap(),
    };
    checkpoint.sign(&signer(key))
}

impl World {
    /// A log of this many lines, signed at three sizes; at the one of `held` another party fetched.
    pub fn new(lines: usize, signed: [usize; 3], held: usize) -> Self {
        let key = Ed25519KeyPair::generate().unwrap();
        let lines: Vec<Line> = (0..lines).map(|number| row(number).into()).collect();
        let notes: Vec<_> = signed.iter().map(|size| sign(&lines, *size, &key)).collect();
        Self {
            held: notes[held].clone(),
            held_size: signed[held],
            log: Log { lines, notes },
            signed: signed.to_vec(),
            key,
        }
    }

    /// A log of any size, held up to any of its checkpoints but the first.
    pub fn random(rng: &mut ChaCha8Rng) -> Self {
        let lines = rng.random_range(24..=90);
        let mut signed = (8..=lines).sample(rng, 3);
        signed.sort_unstable();
        Self::new(lines, [signed[0], signed[1], signed[2]], rng.random_range(1..3))
    }

    pub fn leaf(&self, index: u64) -> Hash {
        let line = &self.log.lines[index as usize];
        encode::leaf(line, line.verbintenis.as_ref().unwrap())
    }

    pub fn audit(&self, log: &Log) -> Report {
        let mut audit = Audit::new(
            ORIGIN,
            &keys(&self.key),
            &log.notes,
            std::slice::from_ref(&self.held),
        )
        .keeping(Keeping::Days {
            days: DAYS,
            now: moment(TODAY),
        });
        log.lines.iter().for_each(|line| {
            audit.line(line);
        });
        audit.finish()
    }
}
