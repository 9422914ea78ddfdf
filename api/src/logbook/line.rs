//! What of a line is hashed.
//!
//! A leaf is the hash over the line without what leads to a person; that part is in it as a commitment: a hash of
//! two commitments (HMAC-SHA-256), one to what a resident is told (whom it is about, which groups, on which ground),
//! one to the rest (who asked, under which trace, every outcome as it was decided). Their keys come of a random salt
//! of the line's own, so that one can be opened and the other stays closed: a resident's file proves which groups
//! were seen, and names no employee. Once salt and words are erased, nobody can guess them from the hash, and the
//! tree stays as it is.
//!
//! Both are hashed as a heading and then fields in a fixed order, each `name:length in bytes:value` and a new
//! line; a field that is absent is `name:-`. Times are microseconds since 1970 (UTC), which is as fine as both
//! databases keep them; ids are lower case with hyphens, hashes lower case hexadecimal.

use std::fmt::Write;

use aws_lc_rs::{digest, hmac, rand};
use schakel_entity::logboek::verstrekking;

use super::merkle::{Hash, leaf_hash};
use crate::{hex::hex, request::log::Uitkomst};

const TOLD: &str = "schakel/inzage/v2\n";
const REST: &str = "schakel/overig/v2\n";
const BOTH: &str = "schakel/verbintenis/v2\n";
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

/// What opens a line's commitment to what a resident is told, and to nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Opening {
    /// The key of that commitment.
    pub zout: Vec<u8>,
    /// The commitment to the rest.
    pub overig: Vec<u8>,
}

/// Gives a line that is whole but for its number, with these outcomes, a salt, the commitment and the leaf.
pub(crate) fn seal(line: &mut verstrekking::Model, uitkomsten: &[Uitkomst]) -> Result<(), NoSalt> {
    let mut salt = [0; 32];
    rand::fill(&mut salt).map_err(|_| NoSalt)?;
    let commitment = committed(&salt, line, uitkomsten);
    line.zout = Some(salt.to_vec());
    line.blad = Some(leaf(line, &commitment).as_bytes().to_vec());
    line.verbintenis = Some(commitment);
    Ok(())
}

/// Opens what a resident is told of a line; `None` where the line was sealed in another way or is erased.
pub(crate) fn open(line: &verstrekking::Model, uitkomsten: &[Uitkomst]) -> Option<Opening> {
    let salt = line.zout.as_deref()?;
    let is_so = line.verbintenis.as_deref() == Some(committed(salt, line, uitkomsten).as_slice());
    is_so.then(|| Opening {
        zout: key(salt, TOLD),
        overig: commit(&key(salt, REST), &rest(line)),
    })
}

fn committed(salt: &[u8], line: &verstrekking::Model, uitkomsten: &[Uitkomst]) -> Vec<u8> {
    let told = commit(&key(salt, TOLD), &told(line, uitkomsten));
    let rest = commit(&key(salt, REST), &rest(line));
    let mut fields = Fields::new(BOTH);
    fields.add("inzage", Some(&hex(&told)));
    fields.add("overig", Some(&hex(&rest)));
    digest::digest(&digest::SHA256, fields.0.as_bytes())
        .as_ref()
        .to_vec()
}

/// The key of one of the two commitments.
fn key(salt: &[u8], which: &str) -> Vec<u8> {
    commit(salt, which)
}

fn commit(salt: &[u8], text: &str) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, salt);
    hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
}

fn leaf(line: &verstrekking::Model, commitment: &[u8]) -> Hash {
    leaf_hash(public(line, commitment).as_bytes())
}

/// What a resident is told: what was seen with its ground, then what wasn't, each in the order of the line.
fn told(line: &verstrekking::Model, uitkomsten: &[Uitkomst]) -> String {
    let mut fields = Fields::new(TOLD);
    fields.add("inwoner", Some(&line.inwoner));
    let is_seen = |uitkomst: &&Uitkomst| uitkomst.reden_as_told().is_toegestaan();
    for uitkomst in uitkomsten.iter().filter(is_seen) {
        fields.add("groep", Some(uitkomst.groep.word()));
        fields.add("reden", Some(uitkomst.reden_as_told().word()));
        fields.add("grond", uitkomst.grond.as_deref());
        fields.add("besluit", Some(&uitkomst.besluit.to_string()));
    }
    for uitkomst in uitkomsten.iter().filter(|uitkomst| !is_seen(uitkomst)) {
        fields.add("niet_gedeeld", Some(uitkomst.groep.word()));
    }
    fields.0
}

/// What leads to a person and is told to no resident.
fn rest(line: &verstrekking::Model) -> String {
    let mut fields = Fields::new(REST);
    fields.add("trace_id", Some(&line.trace_id));
    fields.add("span_ouder", line.span_ouder.as_deref());
    fields.add("operatie", Some(&line.operatie.to_string()));
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
