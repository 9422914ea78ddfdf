use aws_lc_rs::{digest, hmac};
use serde::Deserialize;
use uuid::Uuid;

use super::Line;
use crate::logbook::merkle::{Hash, leaf_hash};

const TOLD: &str = "schakel/inzage/v2";
const REST: &str = "schakel/overig/v2";

/// Whether the salt (hexadecimal) opens the commitment to what leads to a person in this line.
pub(super) fn opens(salt: &str, line: &Line, commitment: &str) -> bool {
    let (Some(salt), Some(commitment)) = (
        from_hex(salt).filter(|salt| salt.len() == 32),
        from_hex(commitment),
    ) else {
        return false;
    };
    // Before version 2 a line had one commitment.
    let is_first = hmac::verify(
        &hmac::Key::new(hmac::HMAC_SHA256, &salt),
        &person(line),
        &commitment,
    )
    .is_ok();
    is_first || told_of(line).is_some_and(|told| of_both(&salt, &told, line) == commitment)
}

/// The commitment that follows of what a resident is told, with the key to it and the commitment to the rest (hexadecimal).
pub(super) fn commitment(told: &Told<'_>, key: &str, rest: &str) -> Option<String> {
    let told = commit(&from_hex(key)?, &told.joined());
    Some(to_hex(&joined_both(&to_hex(&told), rest)))
}

/// What a resident is told of a line.
pub(super) struct Told<'a> {
    /// Under which id the line was written.
    pub inwoner: &'a str,
    /// What was seen.
    pub seen: Vec<Seen<'a>>,
    /// The groups that weren't.
    pub withheld: Vec<&'a str>,
}

/// A group that was seen, and why.
pub(super) struct Seen<'a> {
    pub groep: &'a str,
    pub reden: &'a str,
    pub grond: Option<&'a str>,
    pub besluit: Uuid,
}

impl Told<'_> {
    fn joined(&self) -> Vec<u8> {
        let besluiten: Vec<String> = self.seen.iter().map(|seen| seen.besluit.to_string()).collect();
        let mut fields = vec![("inwoner", Some(self.inwoner))];
        for (seen, besluit) in self.seen.iter().zip(&besluiten) {
            fields.extend([
                ("groep", Some(seen.groep)),
                ("reden", Some(seen.reden)),
                ("grond", seen.grond),
                ("besluit", Some(besluit.as_str())),
            ]);
        }
        fields.extend(self.withheld.iter().map(|groep| ("niet_gedeeld", Some(*groep))));
        joined(TOLD, &fields)
    }
}

/// An outcome as a line holds it.
#[derive(Deserialize)]
struct Outcome {
    groep: String,
    reden: String,
    besluit: Uuid,
    grond: Option<String>,
}

impl Outcome {
    /// That a second client didn't agree is told to nobody: it reads as if this one's word had been enough.
    fn reden(&self) -> &str {
        let is_grant = |grond: &String| grond.parse::<Uuid>().is_ok();
        match (self.reden.as_str(), &self.grond) {
            ("TWEEDE_CLIENT_NIET_AKKOORD", None) => "GEEN_TOESTEMMING",
            ("TWEEDE_CLIENT_NIET_AKKOORD", Some(grond)) if is_grant(grond) => "TOEGESTAAN_TOESTEMMING",
            ("TWEEDE_CLIENT_NIET_AKKOORD", Some(_)) => "TOEGESTAAN_GROND",
            (reden, _) => reden,
        }
    }

    fn is_seen(&self) -> bool {
        self.reden().starts_with("TOEGESTAAN")
    }
}

/// As hashed; `None` where the outcomes can't be read.
fn told_of(line: &Line) -> Option<Vec<u8>> {
    let outcomes: Vec<Outcome> = serde_json::from_str(&line.uitkomsten).ok()?;
    let seen = outcomes
        .iter()
        .filter(|outcome| outcome.is_seen())
        .map(|outcome| Seen {
            groep: &outcome.groep,
            reden: outcome.reden(),
            grond: outcome.grond.as_deref(),
            besluit: outcome.besluit,
        });
    let withheld = outcomes.iter().filter(|outcome| !outcome.is_seen());
    let told = Told {
        inwoner: &line.inwoner,
        seen: seen.collect(),
        withheld: withheld.map(|outcome| outcome.groep.as_str()).collect(),
    };
    Some(told.joined())
}

fn of_both(salt: &[u8], told: &[u8], line: &Line) -> Vec<u8> {
    let key = |which: &str| commit(salt, format!("{which}\n").as_bytes());
    let told = commit(&key(TOLD), told);
    let rest = commit(&key(REST), &rest(line));
    joined_both(&to_hex(&told), &to_hex(&rest))
}

fn joined_both(told: &str, rest: &str) -> Vec<u8> {
    let both = joined(
        "schakel/verbintenis/v2",
        &[("inzage", Some(told)), ("overig", Some(rest))],
    );
    digest::digest(&digest::SHA256, &both).as_ref().to_vec()
}

fn commit(key: &[u8], text: &[u8]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text)
        .as_ref()
        .to_vec()
}

/// What leads to a person and is told to no resident.
fn rest(line: &Line) -> Vec<u8> {
    let operatie = line.operatie.to_string();
    joined(
        REST,
        &[
            ("trace_id", Some(&line.trace_id)),
            ("span_ouder", line.span_ouder.as_deref()),
            ("operatie", Some(&operatie)),
            ("gebruiker", Some(&line.gebruiker)),
            ("team", line.team.as_deref()),
            ("uitkomsten", Some(&line.uitkomsten)),
        ],
    )
}

/// All of it, as lines committed to it before version 2.
fn person(line: &Line) -> Vec<u8> {
    let operatie = line.operatie.to_string();
    joined(
        "schakel/persoon/v1",
        &[
            ("trace_id", Some(&line.trace_id)),
            ("span_ouder", line.span_ouder.as_deref()),
            ("operatie", Some(&operatie)),
            ("inwoner", Some(&line.inwoner)),
            ("gebruiker", Some(&line.gebruiker)),
            ("team", line.team.as_deref()),
            ("uitkomsten", Some(&line.uitkomsten)),
        ],
    )
}

/// The leaf of a line with this commitment (hexadecimal).
pub(super) fn leaf(line: &Line, commitment: &str) -> Hash {
    let (id, op) = (line.id.to_string(), line.op.timestamp_micros().to_string());
    let registerversie = line.registerversie.map(|number| number.to_string());
    let inrichting = line.inrichting.map(|number| number.to_string());
    leaf_hash(&joined(
        "schakel/logregel/v1",
        &[
            ("handeling", Some(&line.handeling)),
            ("id", Some(&id)),
            ("op", Some(&op)),
            ("bronhouder", Some(&line.bronhouder)),
            ("partij", Some(&line.partij)),
            ("rollen", Some(&line.rollen)),
            ("client", Some(&line.client)),
            ("issuer", Some(&line.issuer)),
            ("doel", Some(&line.doel)),
            ("registerversie", registerversie.as_deref()),
            ("inrichting", inrichting.as_deref()),
            ("toelichting", line.toelichting.as_deref()),
            ("verbintenis", Some(commitment)),
        ],
    ))
}

fn joined(heading: &str, fields: &[(&str, Option<&str>)]) -> Vec<u8> {
    let mut text = heading.as_bytes().to_vec();
    text.push(b'\n');
    for (name, value) in fields {
        text.extend_from_slice(name.as_bytes());
        text.push(b':');
        match value {
            Some(value) => {
                text.extend_from_slice(value.len().to_string().as_bytes());
                text.push(b':');
                text.extend_from_slice(value.as_bytes());
            }
            None => text.push(b'-'),
        }
        text.push(b'\n');
    }
    text
}

/// Lower case hexadecimal.
pub(super) fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied();
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .flatten()
        .collect()
}

/// Bytes of lower case hexadecimal, and of nothing else: two texts never stand for the same bytes.
pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let nibble = |digit: &u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    text.as_bytes()
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(nibble(high)? << 4 | nibble(low)?),
            _ => None,
        })
        .collect()
}
