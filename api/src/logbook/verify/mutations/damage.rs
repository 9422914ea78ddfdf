//! What somebody with the database could do to a log, and to its checkpoints to hide it.

use aws_lc_rs::signature::Ed25519KeyPair;
use chrono::{DateTime, Utc};
use rand::{RngExt, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    super::{Line, encode},
    world::{Log, World, row, row_that_erases, seal_as_it_stands, sign},
};

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
    seal_as_it_stands(&mut row);
    *line = row.into();
}

/// Takes away what leads to a person.
fn blank(line: &mut Line, op: Option<DateTime<Utc>>) {
    for text in [&mut line.trace_id, &mut line.inwoner, &mut line.gebruiker] {
        text.clear();
    }
    line.uitkomsten = "[]".to_owned();
    (line.operatie, line.zout, line.gewist_op) = (Uuid::nil(), None, op);
    (line.team, line.span_ouder) = (None, None);
}

fn renumber(lines: &mut [Line]) {
    for (line, number) in lines.iter_mut().zip(0..) {
        line.volgnummer = Some(number);
    }
}

/// What somebody does to the lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Damage {
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
    /// Erases, with a line of its own that asks for it.
    EraseByOrder,
}

/// What somebody does to the checkpoints to hide it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cover {
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

pub(super) const DAMAGES: [Damage; 14] = [
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
    Damage::EraseByOrder,
];

pub(super) const COVERS: [Cover; 5] = [
    Cover::Nothing,
    Cover::Withdraw,
    Cover::ResignWithAnotherKey,
    Cover::Fork,
    Cover::FlipNote,
];

/// Damages the lines; the first place that is not as it was. `None` when nothing came of it.
pub(super) fn damage(lines: &mut Vec<Line>, damage: Damage, rng: &mut ChaCha8Rng) -> Option<usize> {
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
            let op = lines[0].gewist_op;
            blank(&mut lines[at], op);
        }
        Damage::EraseByOrder => {
            lines[at].zout.as_ref()?;
            let order = Line::from(row_that_erases(lines.len(), rng.random()));
            blank(&mut lines[at], Some(order.op));
            lines.push(order);
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

pub(super) fn cover(
    world: &World,
    log: &mut Log,
    cover: Cover,
    first: usize,
    rng: &mut ChaCha8Rng,
) -> Option<()> {
    match cover {
        Cover::Nothing => {}
        Cover::Withdraw => {
            let stay = world.signed.iter().filter(|size| **size <= first).count();
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
                    .is_some_and(|hash| encode::from_hex(hash).is_some_and(|hash| hash.len() == 32))
            };
            if !log.lines.iter().all(can) {
                return None;
            }
            log.notes = world
                .signed
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
