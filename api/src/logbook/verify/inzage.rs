use std::{collections::BTreeSet, fmt};

use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Line,
    encode::{Seen, Told, commitment, leaf},
};
use crate::logbook::{
    merkle::{Hash, ProofError, verify_inclusion},
    note::{Checkpoint, NoteError, Verifier},
};

/// What was found of a resident's file (AVG 15).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InzageReport {
    /// How many lines it has.
    pub lines: usize,
    /// How many of them are proven to stand in their log.
    pub proven: usize,
    /// How many of them no checkpoint covered when the file was made.
    pub unsigned: usize,
    /// Under which other ids of the resident than the file's own there are proven lines. An id changes with the key: whether
    /// all are one resident only the register can say.
    pub other_ids: BTreeSet<String>,
    /// The logs that could not be read whole, as the file says itself.
    pub missing: Vec<String>,
    /// Every fault.
    pub faults: Vec<InzageFault>,
}

/// Something that is wrong with a resident's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InzageFault {
    /// A checkpoint is not believed.
    Note {
        /// Of which log.
        logboek: String,
        /// Why.
        why: NoteError,
    },
    /// A checkpoint is of another log.
    Foreign {
        /// Of which log it should be.
        logboek: String,
    },
    /// No checkpoint that is believed covers the size under which a line is proven.
    Uncovered(Uuid),
    /// What the proof says of a line is not what the file tells: in which role and for what, of whom, which groups, and on
    /// which ground.
    Told(Uuid),
    /// The proof can't be read.
    Malformed(Uuid),
    /// The proof doesn't lead to the root of the checkpoint.
    Proof {
        /// Of which line.
        id: Uuid,
        /// Why.
        why: ProofError,
    },
    /// A line stands there twice, or two lines have one place in a log.
    Twice(Uuid),
}

/// Why a file can't be checked at all.
#[derive(Debug, thiserror::Error)]
pub enum InzageError {
    /// It is no such file.
    #[error("this is no file of who saw what of a resident (`schakel-inzage`, version 3)")]
    NoInzage,
    /// Nobody's signature can be checked.
    #[error("give the keys of the logs with `--sleutel`, as their doors `sleutels` tell them")]
    NoKeys,
}

#[derive(Deserialize)]
struct File {
    soort: String,
    versie: u8,
    inwoner: String,
    ontbreekt: Vec<Ontbreekt>,
    controlepunten: Vec<Controlepunt>,
    regels: Vec<Regel>,
}

#[derive(Deserialize)]
struct Ontbreekt {
    logboek: String,
}

#[derive(Deserialize)]
struct Controlepunt {
    logboek: String,
    nota: String,
}

/// A line as the file tells it, as far as its hash was made of it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Regel {
    logboek: String,
    id: Uuid,
    op: DateTime<Utc>,
    handeling: String,
    bronhouder: Named,
    partij: Named,
    rollen: Vec<String>,
    doel: Option<String>,
    groepen: Vec<Groep>,
    niet_gedeeld: Vec<String>,
    registerversie: Option<i64>,
    bewijs: Option<Bewijs>,
}

#[derive(Deserialize)]
struct Groep {
    groep: String,
    reden: String,
    toestemming: Option<String>,
    grond: Option<String>,
    besluit: Uuid,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

#[derive(Deserialize)]
struct Bewijs {
    volgnummer: u64,
    omvang: u64,
    rollen: String,
    doel: String,
    client: String,
    issuer: String,
    inrichting: Option<i64>,
    toelichting: Option<String>,
    inwoner: String,
    zout: String,
    overig: String,
    pad: Vec<String>,
}

/// Checks the proofs in a resident's file against the checkpoints in it, and those against the keys of the logs. That a line
/// is not there can't be seen of a file: for that the owners' logs are checked.
///
/// # Errors
/// [`InzageError`] when it is no such file, or there are no keys; what is wrong in it is a fault.
pub fn audit_inzage(file: &str, keys: &[Verifier]) -> Result<InzageReport, InzageError> {
    let file: File = serde_json::from_str(file).map_err(|_| InzageError::NoInzage)?;
    if file.soort != "schakel-inzage" || file.versie != 3 {
        return Err(InzageError::NoInzage);
    }
    if keys.is_empty() {
        return Err(InzageError::NoKeys);
    }
    let mut report = InzageReport {
        lines: file.regels.len(),
        missing: file.ontbreekt.into_iter().map(|one| one.logboek).collect(),
        ..InzageReport::default()
    };
    let signed = believed(file.controlepunten, keys, &mut report.faults);
    let (mut ids, mut places) = (Vec::new(), Vec::new());
    for regel in &file.regels {
        let Some(bewijs) = &regel.bewijs else {
            report.unsigned += 1;
            continue;
        };
        let place = (regel.logboek.as_str(), bewijs.volgnummer);
        if ids.contains(&regel.id) || places.contains(&place) {
            report.faults.push(InzageFault::Twice(regel.id));
            continue;
        }
        ids.push(regel.id);
        places.push(place);
        match prove(regel, bewijs, &signed) {
            Ok(()) => {
                report.proven += 1;
                let other = Some(&bewijs.inwoner).filter(|id| **id != file.inwoner);
                report.other_ids.extend(other.cloned());
            }
            Err(fault) => report.faults.push(fault),
        }
    }
    Ok(report)
}

/// The checkpoints whose signature holds, each with its log.
fn believed(
    notes: Vec<Controlepunt>,
    keys: &[Verifier],
    faults: &mut Vec<InzageFault>,
) -> Vec<(String, Checkpoint)> {
    let mut signed = Vec::new();
    for Controlepunt { logboek, nota } in notes {
        match Checkpoint::open(&nota, keys) {
            Ok(checkpoint) if is_of(&checkpoint, &logboek) => signed.push((logboek, checkpoint)),
            Ok(_) => faults.push(InzageFault::Foreign { logboek }),
            Err(why) => faults.push(InzageFault::Note { logboek, why }),
        }
    }
    signed
}

/// A log is named after its subgraph; the file names it by the field that tells it (`traject`, `trajectbegeleiding`).
fn is_of(checkpoint: &Checkpoint, logboek: &str) -> bool {
    let name = checkpoint.origin.rsplit('/').next().unwrap_or_default();
    !logboek.is_empty() && name.starts_with(logboek)
}

fn prove(regel: &Regel, bewijs: &Bewijs, signed: &[(String, Checkpoint)]) -> Result<(), InzageFault> {
    let covers = |(logboek, checkpoint): &&(String, Checkpoint)| {
        *logboek == regel.logboek && checkpoint.size == bewijs.omvang
    };
    let (_, checkpoint) = signed
        .iter()
        .find(covers)
        .ok_or(InzageFault::Uncovered(regel.id))?;
    let rollen: Vec<&str> = bewijs.rollen.split_whitespace().collect();
    let agrees =
        rollen.iter().eq(regel.rollen.iter()) && regel.doel.as_ref().is_none_or(|doel| *doel == bewijs.doel);
    if !agrees {
        return Err(InzageFault::Told(regel.id));
    }
    let pad: Option<Vec<Hash>> = bewijs
        .pad
        .iter()
        .map(|hash| Hash::from_base64(hash).ok())
        .collect();
    let pad = pad.ok_or(InzageFault::Malformed(regel.id))?;
    let verbintenis = commitment(&told(regel, bewijs), &bewijs.zout, &bewijs.overig);
    let verbintenis = verbintenis.ok_or(InzageFault::Malformed(regel.id))?;
    let leaf = leaf(&line(regel, bewijs), &verbintenis);
    verify_inclusion(&leaf, bewijs.volgnummer, checkpoint.size, &checkpoint.root, &pad)
        .map_err(|why| InzageFault::Proof { id: regel.id, why })
}

/// What the resident is told: the commitment is made of it anew, so that nothing else can stand there.
fn told<'a>(regel: &'a Regel, bewijs: &'a Bewijs) -> Told<'a> {
    let seen = regel.groepen.iter().map(|groep| Seen {
        groep: &groep.groep,
        reden: &groep.reden,
        grond: groep.toestemming.as_deref().or(groep.grond.as_deref()),
        besluit: groep.besluit,
    });
    Told {
        inwoner: &bewijs.inwoner,
        seen: seen.collect(),
        withheld: regel.niet_gedeeld.iter().map(String::as_str).collect(),
    }
}

/// The line as its hash was made: what leads to persons is in the commitment.
fn line(regel: &Regel, bewijs: &Bewijs) -> Line {
    Line {
        volgnummer: None,
        handeling: regel.handeling.clone(),
        id: regel.id,
        op: regel.op,
        trace_id: String::new(),
        span_ouder: None,
        operatie: Uuid::nil(),
        inwoner: String::new(),
        bronhouder: regel.bronhouder.id.clone(),
        partij: regel.partij.id.clone(),
        gebruiker: String::new(),
        rollen: bewijs.rollen.clone(),
        team: None,
        client: bewijs.client.clone(),
        issuer: bewijs.issuer.clone(),
        doel: bewijs.doel.clone(),
        registerversie: regel.registerversie,
        inrichting: bewijs.inrichting,
        uitkomsten: String::new(),
        toelichting: bewijs.toelichting.clone(),
        zout: None,
        verbintenis: None,
        blad: None,
        gewist_op: None,
    }
}

impl fmt::Display for InzageFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Note { logboek, why } => write!(f, "the checkpoint of `{logboek}`: {why}"),
            Self::Foreign { logboek } => write!(f, "the checkpoint of `{logboek}` is of another log"),
            Self::Uncovered(id) => write!(
                f,
                "line `{id}`: no checkpoint that can be believed covers its proof"
            ),
            Self::Told(id) => write!(f, "line `{id}`: what is told is not what is proven"),
            Self::Malformed(id) => write!(f, "line `{id}`: its proof cannot be read"),
            Self::Proof { id, why } => write!(f, "line `{id}`: {why}"),
            Self::Twice(id) => write!(f, "line `{id}` stands there twice, or in the place of another"),
        }
    }
}
