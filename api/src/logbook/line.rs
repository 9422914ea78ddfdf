//! What of a line is hashed.
//!
//! A leaf is the hash over the line without what leads to a person; that part is in it as a commitment
//! (HMAC-SHA-256, keyed by a random salt of the line's own). Whoever has the salt can show what was committed
//! to; once salt and words are erased, nobody can guess them from the hash, and the tree stays as it is.
//!
//! Both are hashed as a heading and then fields in a fixed order, each `name:length in bytes:value` and a new
//! line; a field that is absent is `name:-`. Times are microseconds since 1970 (UTC), which is as fine as both
//! databases keep them; ids are lower case with hyphens, hashes lower case hexadecimal.

use std::fmt::Write;

use aws_lc_rs::{hmac, rand};
use schakel_entity::logboek::verstrekking;

use super::merkle::{Hash, leaf_hash};
use crate::hex::hex;

const PERSON: &str = "schakel/persoon/v1\n";
const LINE: &str = "schakel/logregel/v1\n";

/// What is done with the whole log, beside what [`Handeling`](crate::domain::Handeling) lists: these lines are about
/// no resident. Somebody wrote the log out.
pub(crate) const EXPORT: &str = "LOGBOEK_UITVOEREN";
/// A record was withdrawn. A line about the resident would tell whoever reads the log of others that there was one.
pub(crate) const WITHDRAWING: &str = "DOSSIER_TERUGTREKKEN";
/// A record was erased for good, at somebody's request.
pub(crate) const ERASING_RECORD: &str = "DOSSIER_WISSEN";
/// Records were erased since their time was over.
pub(crate) const EXPIRING: &str = "BEWAARTERMIJN_TOEPASSEN";
/// A record was corrected: who saw what was wrong hears of it.
pub(crate) const CORRECTING: &str = "DOSSIER_RECHTZETTEN";
/// A party read what holds no longer of what it saw.
pub(crate) const READING_RECTIFICATIONS: &str = "RECTIFICATIES_LEZEN";
/// Somebody had a report made of an owner's records: numbers of which nothing about a resident can be derived.
pub(crate) const REPORT: &str = "RAPPORTAGE_OPSTELLEN";
/// Retention was applied: what leads to persons was erased.
pub(crate) const ERASING: &str = "WISSEN";

/// The machine gives no randomness: nothing can be committed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no randomness for a salt")]
pub(crate) struct NoSalt;

/// Gives a line that is whole but for its number a salt, the commitment and the leaf.
pub(crate) fn seal(line: &mut verstrekking::Model) -> Result<(), NoSalt> {
    let mut salt = [0; 32];
    rand::fill(&mut salt).map_err(|_| NoSalt)?;
    let commitment = commit(&salt, &person(line));
    line.zout = Some(salt.to_vec());
    line.blad = Some(leaf(line, &commitment).as_bytes().to_vec());
    line.verbintenis = Some(commitment);
    Ok(())
}

fn commit(salt: &[u8], person: &str) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, salt);
    hmac::sign(&key, person.as_bytes()).as_ref().to_vec()
}

fn leaf(line: &verstrekking::Model, commitment: &[u8]) -> Hash {
    leaf_hash(public(line, commitment).as_bytes())
}

/// What leads to a person.
fn person(line: &verstrekking::Model) -> String {
    let mut fields = Fields::new(PERSON);
    fields.add("trace_id", Some(&line.trace_id));
    fields.add("span_ouder", line.span_ouder.as_deref());
    fields.add("operatie", Some(&line.operatie.to_string()));
    fields.add("inwoner", Some(&line.inwoner));
    fields.add("gebruiker", Some(&line.gebruiker));
    fields.add("team", line.team.as_deref());
    fields.add("uitkomsten", Some(&line.uitkomsten));
    fields.0
}

/// What stays.
fn public(line: &verstrekking::Model, commitment: &[u8]) -> String {
    let number = |number: Option<i64>| number.map(|number| number.to_string());
    let mut fields = Fields::new(LINE);
    fields.add("handeling", Some(&line.handeling));
    fields.add("id", Some(&line.id.to_string()));
    fields.add("op", Some(&line.op.timestamp_micros().to_string()));
    fields.add("bronhouder", Some(&line.bronhouder));
    fields.add("partij", Some(&line.partij));
    fields.add("rollen", Some(&line.rollen));
    fields.add("client", Some(&line.client));
    fields.add("issuer", Some(&line.issuer));
    fields.add("doel", Some(&line.doel));
    fields.add("registerversie", number(line.registerversie).as_deref());
    fields.add("inrichting", number(line.inrichting).as_deref());
    fields.add("toelichting", line.toelichting.as_deref());
    fields.add("verbintenis", Some(&hex(commitment)));
    fields.0
}

struct Fields(String);

impl Fields {
    fn new(heading: &str) -> Self {
        Self(heading.to_owned())
    }

    fn add(&mut self, name: &str, value: Option<&str>) {
        // Writing to a String cannot fail.
        let _written = match value {
            Some(value) => writeln!(self.0, "{name}:{}:{value}", value.len()),
            None => writeln!(self.0, "{name}:-"),
        };
    }
}
