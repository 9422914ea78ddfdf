//! The harness: a log is damaged in every way that somebody with the database could think of, with or without
//! the key that signs for it, thousands of times at random. No damage up to the last checkpoint that another
//! party holds may go unseen; what comes after it must be reported as such.
//!
//! `TESTS_LOG_MUTATIONS=100000` says how many; the seed is fixed, so that a failure comes back.

use aws_lc_rs::signature::Ed25519KeyPair;
use chrono::{DateTime, TimeDelta, Utc};
use rand::{RngExt, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use schakel_entity::logboek::verstrekking;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Audit, Fault, Line, Report};
use crate::logbook::{
    ERASING, EXPORT,
    merkle::{Hash, Tree, verify_consistency, verify_inclusion},
    note::{Checkpoint, Signer, Verifier},
    seal,
};

const ORIGIN: &str = "utrecht.example/srw";
const LINES: usize = 40;
/// Sizes at which the log signs; at the second one another party fetches.
const SIGNED: [usize; 3] = [12, 25, 33];
const HELD: usize = 25;
const IN_CI: usize = 5_000;

/// Everything that stands in a database or export.
#[derive(Clone, PartialEq)]
struct Log {
    lines: Vec<Line>,
    notes: Vec<String>,
}

struct World {
    key: Ed25519KeyPair,
    log: Log,
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
fn row(number: usize) -> verstrekking::Model {
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
        uitkomsten: r#"[{"groep":"SRW_STATUS","reden":"GEEN_TOESTEMMING"}]"#.to_owned(),
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
    seal(&mut row).unwrap();
    // Line 20 says that lines before the fourth are erased.
    if number < 3 {
        erase(&mut row, moment(20));
    }
    row
}

fn erase(row: &mut verstrekking::Model, op: DateTime<Utc>) {
    row.trace_id.clear();
    row.inwoner.clear();
    row.gebruiker.clear();
    row.uitkomsten = "[]".to_owned();
    row.operatie = Uuid::nil();
    (row.team, row.span_ouder, row.zout, row.gewist_op) = (None, None, None, Some(op));
}

fn tree(lines: &[Line]) -> Tree {
    let leaf = |line: &Line| {
        Hash::from_slice(&super::encode::from_hex(line.blad.as_ref().unwrap()).unwrap()).unwrap()
    };
    lines.iter().map(leaf).collect()
}

fn sign(lines: &[Line], size: usize, key: &Ed25519KeyPair) -> String {
    let checkpoint = Checkpoint {
        origin: ORIGIN.to_owned(),
        size: size as u64,
        root: tree(lines).root(size as u64).unwrap(),
    };
    checkpoint.sign(&signer(key))
}

impl World {
    fn new() -> Self {
        let key = Ed25519KeyPair::generate().unwrap();
        let lines: Vec<Line> = (0..LINES).map(|number| row(number).into()).collect();
        let notes: Vec<_> = SIGNED.iter().map(|size| sign(&lines, *size, &key)).collect();
        let held = notes[1].clone();
        let log = Log { lines, notes };
        Self { key, log, held }
    }

    fn audit(&self, log: &Log) -> Report {
        let mut audit = Audit::new(
            ORIGIN,
            &keys(&self.key),
            &log.notes,
            std::slice::from_ref(&self.held),
        );
        log.lines.iter().for_each(|line| {
            audit.line(line);
        });
        audit.finish()
    }
}

/// Changes one character of one word somewhere in a value, or a number, or takes a word away.
fn flip(value: &mut Value, rng: &mut ChaCha8Rng) {
    match value {
        Value::Object(members) => {
            let at = rng.random_range(0..members.len());
            flip(members.values_mut().nth(at).unwrap(), rng);
        }
        Value::String(text) if text.is_empty() => *value = json!("x"),
        Value::String(text) => {
            let mut characters: Vec<char> = text.chars().collect();
            let at = rng.random_range(0..characters.len());
            characters[at] = loop {
                let other = char::from(rng.random_range(b'0'..=b'z'));
                if other != characters[at] {
                    break other;
                }
            };
            *text = characters.into_iter().collect();
        }
        Value::Number(number) => *value = json!(number.as_i64().unwrap() + rng.random_range(1..9)),
        Value::Null => *value = json!("2026-01-21T00:00:00.000007Z"),
        other => panic!("{other}"),
    }
}

/// A flip that still reads as a line; what does not is refused before it is checked.
fn flipped(line: &Line, rng: &mut ChaCha8Rng) -> Option<Line> {
    let mut value = serde_json::to_value(line).unwrap();
    flip(&mut value, rng);
    serde_json::from_value(value).ok()
}

/// Makes commitment and leaf fit what a line says now, with a salt of its own, as somebody who knows how would.
fn reseal(line: &mut Line) {
    let mut row = row(4);
    row.handeling.clone_from(&line.handeling);
    row.team.clone_from(&line.team);
    row.id = line.id;
    row.op = line.op;
    row.trace_id.clone_from(&line.trace_id);
    row.span_ouder.clone_from(&line.span_ouder);
    row.operatie = line.operatie;
    row.inwoner.clone_from(&line.inwoner);
    row.bronhouder.clone_from(&line.bronhouder);
    row.partij.clone_from(&line.partij);
    row.gebruiker.clone_from(&line.gebruiker);
    row.rollen.clone_from(&line.rollen);
    row.client.clone_from(&line.client);
    row.issuer.clone_from(&line.issuer);
    row.doel.clone_from(&line.doel);
    (row.registerversie, row.inrichting) = (line.registerversie, line.inrichting);
    row.uitkomsten.clone_from(&line.uitkomsten);
    row.toelichting.clone_from(&line.toelichting);
    row.volgnummer = line.volgnummer;
    seal(&mut row).unwrap();
    *line = row.into();
}

fn renumber(lines: &mut [Line]) {
    for (line, number) in lines.iter_mut().zip(0..) {
        line.volgnummer = Some(number);
    }
}

/// What somebody does to the lines.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Damage {
    Flip,
    FlipAndReseal,
    Drop,
    DropAndRenumber,
    Duplicate,
    DuplicateAndRenumber,
    Reorder,
    ReorderAndRenumber,
    Truncate,
    Insert,
    SwapSalts,
    SwapContent,
    Erase,
}

/// What somebody does to the checkpoints to hide it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cover {
    /// Nothing.
    Nothing,
    /// Takes those away that would show it.
    Withdraw,
    /// Signs anew with a key that nobody knows.
    ResignWithAnotherKey,
    /// Signs anew with the log's own key: a fork.
    Fork,
    /// Touches a note itself.
    FlipNote,
}

const DAMAGES: [Damage; 13] = [
    Damage::Flip,
    Damage::FlipAndReseal,
    Damage::Drop,
    Damage::DropAndRenumber,
    Damage::Duplicate,
    Damage::DuplicateAndRenumber,
    Damage::Reorder,
    Damage::ReorderAndRenumber,
    Damage::Truncate,
    Damage::Insert,
    Damage::SwapSalts,
    Damage::SwapContent,
    Damage::Erase,
];

const COVERS: [Cover; 5] = [
    Cover::Nothing,
    Cover::Withdraw,
    Cover::ResignWithAnotherKey,
    Cover::Fork,
    Cover::FlipNote,
];

/// Damages the lines; the first place that is not as it was. `None` when nothing came of it.
fn damage(lines: &mut Vec<Line>, damage: Damage, rng: &mut ChaCha8Rng) -> Option<usize> {
    let at = rng.random_range(0..lines.len());
    let other = rng.random_range(0..lines.len());
    let (low, high) = (at.min(other), at.max(other));
    let before = lines.clone();
    match damage {
        Damage::Flip => lines[at] = flipped(&lines[at], rng)?,
        Damage::FlipAndReseal => {
            lines[at] = flipped(&lines[at], rng)?;
            reseal(&mut lines[at]);
        }
        Damage::Drop | Damage::DropAndRenumber => {
            lines.remove(at);
        }
        Damage::Duplicate | Damage::DuplicateAndRenumber => {
            let again = lines[at].clone();
            lines.insert(other, again);
        }
        Damage::Reorder => lines.swap(low, high),
        Damage::ReorderAndRenumber => lines[low..=high].shuffle(rng),
        Damage::Truncate => lines.truncate(at),
        Damage::Insert => {
            let mut new = lines[other].clone();
            new.id = Uuid::now_v7();
            reseal(&mut new);
            lines.insert(at, new);
        }
        Damage::SwapSalts => {
            let salt = lines[low].zout.clone();
            lines[low].zout = std::mem::replace(&mut lines[high].zout, salt);
        }
        Damage::SwapContent => {
            let inwoner = lines[low].inwoner.clone();
            lines[low].inwoner = std::mem::replace(&mut lines[high].inwoner, inwoner);
        }
        Damage::Erase => {
            lines[at].zout.as_ref()?;
            let blank = &lines[0];
            let (op, nil) = (blank.gewist_op, blank.operatie);
            let line = &mut lines[at];
            for text in [&mut line.trace_id, &mut line.inwoner, &mut line.gebruiker] {
                text.clear();
            }
            line.uitkomsten = "[]".to_owned();
            (line.operatie, line.zout, line.gewist_op) = (nil, None, op);
            (line.team, line.span_ouder) = (None, None);
        }
    }
    if matches!(
        damage,
        Damage::DropAndRenumber | Damage::DuplicateAndRenumber | Damage::ReorderAndRenumber | Damage::Insert
    ) {
        renumber(lines);
    }
    let same = before
        .iter()
        .zip(lines.iter())
        .take_while(|(was, is)| was == is)
        .count();
    (same < before.len() || before.len() != lines.len()).then_some(same)
}

fn cover(world: &World, log: &mut Log, cover: Cover, first: usize, rng: &mut ChaCha8Rng) -> Option<()> {
    match cover {
        Cover::Nothing => {}
        Cover::Withdraw => {
            let stay = SIGNED.iter().filter(|size| **size <= first).count();
            log.notes.truncate(stay);
        }
        Cover::ResignWithAnotherKey | Cover::Fork => {
            let stranger = Ed25519KeyPair::generate().unwrap();
            let key = if cover == Cover::Fork {
                &world.key
            } else {
                &stranger
            };
            let can = |line: &Line| {
                line.blad
                    .as_ref()
                    .is_some_and(|hash| super::encode::from_hex(hash).is_some_and(|hash| hash.len() == 32))
            };
            if !log.lines.iter().all(can) {
                return None;
            }
            log.notes = SIGNED
                .iter()
                .filter(|size| **size <= log.lines.len())
                .map(|size| sign(&log.lines, *size, key))
                .collect();
        }
        Cover::FlipNote => {
            let at = rng.random_range(0..log.notes.len());
            let mut note = Value::String(log.notes[at].clone());
            flip(&mut note, rng);
            log.notes[at] = note.as_str().unwrap().to_owned();
        }
    }
    Some(())
}

/// Whether it must be seen: up to the checkpoint that another party holds always; up to the log's own last one
/// unless it was signed anew with the log's own key.
fn must_be_seen(report: &Report, log: &Log, first: usize, hidden: Cover) -> bool {
    let own = report.own.as_ref().filter(|_| hidden != Cover::Fork);
    first < HELD || log.lines.len() < HELD || own.is_some_and(|own| first < own.size as usize)
}

#[test]
fn no_damage_goes_unseen_up_to_the_checkpoint_that_another_party_holds() {
    let rounds = super::super::tests::from_environment("TESTS_LOG_MUTATIONS").unwrap_or(IN_CI);
    let world = World::new();
    let sound = world.audit(&world.log);
    assert_eq!(sound.faults, []);
    assert_eq!(
        (sound.lines, sound.erased, sound.uncovered(), sound.unwitnessed()),
        (40, 3, 7, 15)
    );
    let mut rng = ChaCha8Rng::seed_from_u64(20_260_701);
    let (mut seen, mut in_tail) = (0, 0);
    while seen + in_tail < rounds {
        let (how, hidden) = (DAMAGES[rng.random_range(0..13)], COVERS[rng.random_range(0..5)]);
        let mut log = world.log.clone();
        let Some(first) = damage(&mut log.lines, how, &mut rng) else {
            continue;
        };
        if cover(&world, &mut log, hidden, first, &mut rng).is_none() {
            continue;
        }
        let report = world.audit(&log);
        if !report.faults.is_empty() {
            seen += 1;
            continue;
        }
        assert!(
            !must_be_seen(&report, &log, first, hidden),
            "{how:?} at {first}, hidden by {hidden:?}, went unseen: {report:?}",
        );
        let uncovered = report.lines - report.unwitnessed();
        assert!(first as u64 >= uncovered, "the tail is reported as such");
        in_tail += 1;
    }
    println!(
        "{seen} damages seen, {in_tail} after the last checkpoint that another party holds, 0 unseen before it"
    );
    assert!(seen > rounds / 2);
}

#[test]
fn no_forged_proof_is_believed() {
    let rounds = super::super::tests::from_environment("TESTS_LOG_MUTATIONS").unwrap_or(IN_CI);
    let world = World::new();
    let tree = tree(&world.log.lines);
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let random = |rng: &mut ChaCha8Rng| Hash::new(rng.random());
    for _ in 0..rounds {
        let size = rng.random_range(2..=LINES as u64);
        let (index, old) = (rng.random_range(0..size), rng.random_range(1..size));
        let (root, old_root) = (tree.root(size).unwrap(), tree.root(old).unwrap());
        let leaf = tree
            .inclusion(index, size)
            .map(|_| tree_leaf(&world, index))
            .unwrap();
        for (mut proof, is_inclusion) in [
            (tree.inclusion(index, size).unwrap(), true),
            (tree.consistency(old, size).unwrap(), false),
        ] {
            let at = rng.random_range(0..proof.len());
            match rng.random_range(0..5) {
                0 => proof[at] = random(&mut rng),
                1 => {
                    proof.remove(at);
                }
                2 => proof.insert(at, random(&mut rng)),
                3 if at > 0 && proof[at] != proof[0] => proof.swap(0, at),
                _ => proof.push(root),
            }
            let believed = if is_inclusion {
                verify_inclusion(&leaf, index, size, &root, &proof)
            } else {
                verify_consistency((old, &old_root), (size, &root), &proof)
            };
            assert!(believed.is_err(), "{proof:?}");
        }
    }
}

fn tree_leaf(world: &World, index: u64) -> Hash {
    let line = &world.log.lines[index as usize];
    super::encode::leaf(line, line.verbintenis.as_ref().unwrap())
}

#[test]
fn a_fault_is_told_with_its_place() {
    let world = World::new();
    let told = |change: fn(&mut Log)| {
        let mut log = world.log.clone();
        change(&mut log);
        world
            .audit(&log)
            .faults
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    let flipped = told(|log| log.lines[7].doel.push('S'));
    assert_eq!(flipped[0], "line 7 was changed");
    assert!(
        flipped[1].contains("over 12 lines has another root; lines before 0 are sound"),
        "{flipped:?}"
    );
    let person = told(|log| log.lines[14].gebruiker.push('x'));
    assert_eq!(person, ["line 14 was changed in what leads to a person"]);
    let erased = told(|log| log.lines[2].gewist_op = None);
    assert_eq!(erased, ["line 2 was erased though no retention asked for it"]);
    let cut = told(|log| log.lines.truncate(20));
    assert!(
        cut.contains(
            &"the checkpoint that another party holds covers 25 lines, which are not there".to_owned()
        ),
        "{cut:?}"
    );
    let mut log = world.log.clone();
    log.lines.remove(30);
    assert!(
        world
            .audit(&log)
            .faults
            .contains(&Fault::Missing(super::Place(30)))
    );
}
