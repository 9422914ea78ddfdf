//! Deliveries of DDAS v1.0, written from the trajecten of one owner: page by page, so that their number costs no memory.
//! The hub has no identities of clients; an owner may lay its own file beside it, which is used and not kept.

mod personen;
mod traject;
mod unmapped;

use std::io::{self, Write};

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use sea_orm::{DatabaseConnection, DbErr};
use serde_json::{Value, json};

pub use personen::{Personen, PersonenError};
pub use unmapped::Unmapped;

use crate::{
    domain::Partij,
    import,
    subgraphs::trajectbegeleiding::{OwnTraject, own_trajecten},
};

/// What stands at the head of a delivery.
#[derive(Clone, Debug)]
pub struct Header {
    /// When it is made (UTC); the version of its records for who reads it.
    pub op: DateTime<Utc>,
    /// The first day of the period that it is about.
    pub van: NaiveDate,
    /// The last day of the period that it is about.
    pub tot: NaiveDate,
    /// The code under which the party delivers (`codeGegevensleverancier`).
    pub leverancier: String,
}

/// What was written.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// So many trajecten.
    pub trajecten: u64,
    /// So many of them without an identity of every client.
    pub without_clients: u64,
    /// What DDAS v1.0 has no place for.
    pub unmapped: Unmapped,
}

/// Why a delivery isn't whole.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The trajecten can't be read.
    #[error("the trajecten cannot be read")]
    Database(#[from] DbErr),
    /// The file can't be written.
    #[error("the delivery cannot be written")]
    File(#[from] io::Error),
}

/// So many trajecten are in memory at once.
const PAGE: u64 = 200;

/// Writes a delivery of every traject of this party that it hasn't withdrawn.
///
/// # Errors
/// [`ExportError`]: then what was written is no whole delivery.
pub async fn write(
    out: &mut (impl Write + Send),
    db: &DatabaseConnection,
    partij: &Partij,
    header: &Header,
    personen: &Personen,
) -> Result<Written, ExportError> {
    let (before, after) = around(partij, header);
    out.write_all(before.as_bytes())?;
    let (mut written, mut last) = (Written::default(), None);
    loop {
        let page = own_trajecten(db, &partij.id, last, PAGE).await?;
        let Some(end) = page.last() else { break };
        last = Some(end.id);
        for own in &page {
            out.write_all(if written.trajecten == 0 { b"\n" } else { b",\n" })?;
            let one = one(own, partij, header, personen, &mut written);
            serde_json::to_writer(&mut *out, &one).map_err(io::Error::from)?;
        }
    }
    out.write_all(after.as_bytes())?;
    out.flush()?;
    Ok(written)
}

fn one(
    own: &OwnTraject,
    partij: &Partij,
    header: &Header,
    personen: &Personen,
    written: &mut Written,
) -> Value {
    let said = traject::with_gemeente(&own.invoer, &partij.gemeente);
    let mut one = Value::Object(traject::to_ddas(&said));
    written.trajecten += 1;
    let again = import::ddas::read_again(&one, header.op, own.clienten.len());
    written.unmapped.note(&said, again.as_ref());
    let clients: Option<Vec<Value>> = own.clienten.iter().map(|id| personen.find(id)).collect();
    match (clients, one.as_object_mut()) {
        (Some(clients), Some(one)) => {
            one.insert("client".to_owned(), Value::Array(clients));
        }
        // One of two would be another traject.
        _ => written.without_clients += 1,
    }
    one
}

/// What stands before and after the trajecten.
fn around(partij: &Partij, header: &Header) -> (String, &'static str) {
    let head = json!({
        "startdatumLevering": header.van,
        "einddatumLevering": header.tot,
        "aanleverdatumEnTijd": header.op.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        "codeGegevensleverancier": header.leverancier,
    });
    let organisatie = json!({"(Statutaire) Naam": partij.naam, "gemeentecode": partij.gemeente});
    let head = head.to_string();
    let head = head.strip_suffix('}').unwrap_or(&head);
    let before = format!(
        "{head},\"leveringen\":[{{\"teller\":1,\"aanleverende_organisatie\":{organisatie},\"schuldhulptrajecten\":["
    );
    (before, "\n]}]}\n")
}
