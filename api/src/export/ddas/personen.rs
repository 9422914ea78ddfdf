use std::{
    collections::HashMap,
    io::{self, BufRead},
};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    domain::InwonerId,
    import::{ImportFailure, ImportOptions, resolve_all},
    publication::InwonerInvoer,
    register::{Register, TestNumbers},
    request::authenticate::Caller,
};

/// Who the clients are, by the ids under which their records are kept: in memory only, for one delivery. It has no `Debug`.
#[derive(Default)]
pub struct Personen {
    known: HashMap<InwonerId, Value>,
    /// The lines whose client number is bound to nobody.
    unbound: Vec<u64>,
}

/// Why the owner's own file can't be used.
#[derive(Debug, thiserror::Error)]
pub enum PersonenError {
    /// It can't be read.
    #[error("the file of persons cannot be read")]
    File(#[from] io::Error),
    /// A line isn't a person as docs/import.md says. Nothing of it is told.
    #[error("line {0} of the file of persons is not one person")]
    Line(u64),
    /// The client number and the BSN of a line are of two residents: one would be delivered as the other.
    #[error(
        "line {0} of the file of persons names two residents: its client number is bound to another than its bsn"
    )]
    Two(u64),
    /// Two lines are about one resident.
    #[error("line {0} of the file of persons is about a resident of an earlier line")]
    Again(u64),
    /// The register doesn't answer.
    #[error("the register does not answer")]
    Register(#[source] ImportFailure),
}

/// A line: the owner's client number or the BSN names the resident, the rest is delivered as it stands here.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Line {
    #[serde(default)]
    eigen_nummer: Option<String>,
    burgerservicenummer: String,
    #[serde(default)]
    geboortedatum: Option<String>,
    #[serde(default)]
    geslachtsaanduiding: Option<String>,
    #[serde(default)]
    postcode: Option<String>,
    #[serde(default)]
    huisnummer: Option<String>,
    #[serde(default)]
    huisnummertoevoeging: Option<String>,
}

/// A client in the words of DDAS v1.0.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Client {
    burgerservicenummer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    geboortedatum: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    geslachtsaanduiding: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postcode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    huisnummer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    huisnummertoevoeging: Option<String>,
}

/// So many persons are asked about at once.
const CHUNK: usize = 500;

impl Personen {
    /// Reads the owner's own file, one JSON object a line.
    ///
    /// # Errors
    /// [`PersonenError`]: then nothing is delivered.
    pub async fn read(
        file: impl BufRead,
        register: &dyn Register,
        caller: &Caller,
        options: ImportOptions,
    ) -> Result<Self, PersonenError> {
        let ingericht = register.inrichting().await;
        let ingericht = ingericht.map_err(|error| PersonenError::Register(ImportFailure::new(error)))?;
        let partij = ingericht.inrichting.find_partij(caller.partij());
        // Who may not look up a BSN can't hold it against the client number either.
        let may_compare = partij.is_some_and(|partij| partij.bsn_gerechtigd.is_some());
        let (mut personen, mut chunk) = (Self::default(), Vec::with_capacity(CHUNK));
        for (number, line) in (1..).zip(file.lines()) {
            let line = line?;
            if line.trim().is_empty() {
                continue;
            }
            let person: Line = serde_json::from_str(&line).map_err(|_| PersonenError::Line(number))?;
            if options.read_bsn(&person.burgerservicenummer).is_err() {
                return Err(PersonenError::Line(number));
            }
            let names = person.names(may_compare);
            chunk.push((number, names, person));
            if chunk.len() == CHUNK {
                personen
                    .take(std::mem::take(&mut chunk), register, caller, options)
                    .await?;
            }
        }
        personen.take(chunk, register, caller, options).await?;
        Ok(personen)
    }

    /// The lines whose client number is bound to nobody: they are of no use.
    pub fn unbound(&self) -> &[u64] {
        &self.unbound
    }

    /// A resident as a delivery names them; `None` where the owner's file doesn't.
    pub(super) fn find(&self, inwoner: &InwonerId) -> Option<Value> {
        self.known.get(inwoner).cloned()
    }

    async fn take(
        &mut self,
        chunk: Vec<(u64, Vec<InwonerInvoer>, Line)>,
        register: &dyn Register,
        caller: &Caller,
        options: ImportOptions,
    ) -> Result<(), PersonenError> {
        let named = chunk.iter().map(|(_, names, _)| names.clone()).collect();
        let test = if options.sta_test_bsn_toe {
            TestNumbers::Accept
        } else {
            TestNumbers::Known
        };
        let resolved = resolve_all(register, caller, test, named).await;
        let resolved = resolved.map_err(PersonenError::Register)?;
        for ((number, _, line), found) in chunk.into_iter().zip(resolved) {
            let Some((first, others)) = found.as_deref().ok().and_then(<[_]>::split_first) else {
                self.unbound.push(number);
                continue;
            };
            if others.iter().any(|other| other.kept != first.kept) {
                return Err(PersonenError::Two(number));
            }
            let client = serde_json::to_value(line.into_client()).map_err(io::Error::from)?;
            if self.known.insert(first.kept.clone(), client).is_some() {
                return Err(PersonenError::Again(number));
            }
        }
        Ok(())
    }
}

impl Line {
    /// By which the resident is looked up: all of them must lead to the same one.
    fn names(&self, may_compare: bool) -> Vec<InwonerInvoer> {
        let own = self.eigen_nummer.clone().map(InwonerInvoer::EigenNummer);
        let needs_bsn = may_compare || own.is_none();
        let bsn = needs_bsn.then(|| InwonerInvoer::Bsn(self.burgerservicenummer.clone()));
        own.into_iter().chain(bsn).collect()
    }

    fn into_client(self) -> Client {
        Client {
            burgerservicenummer: self.burgerservicenummer,
            geboortedatum: self.geboortedatum,
            geslachtsaanduiding: self.geslachtsaanduiding,
            postcode: self.postcode,
            huisnummer: self.huisnummer,
            huisnummertoevoeging: self.huisnummertoevoeging,
        }
    }
}
