//! DDAS v1.0 has no record id: these are ours.

use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use chrono::NaiveDate;

use super::DdasTraject;
use crate::domain::{Bsn, InwonerId, PartijId};

/// The id of a traject: the same for the same party, municipality, clients (in any order) and day, so
/// that a second delivery of it is found again.
pub(super) fn bron_id(partij: &PartijId, gemeentecode: &str, ids: &[InwonerId], anchor: NaiveDate) -> String {
    let mut ids: Vec<&str> = ids.iter().map(InwonerId::as_str).collect();
    ids.sort_unstable();
    // No part can hold a line break or comma, so no two trajecten write the same text.
    let text = format!("{partij}\n{gemeentecode}\n{}\n{anchor}", ids.join(","));
    let hash = digest(&SHA256, text.as_bytes());
    let mut id = String::with_capacity(5 + 64);
    id.push_str("ddas:");
    for byte in hash.as_ref() {
        // Writing to a string can't fail.
        let _ = write!(id, "{byte:02x}");
    }
    id
}

/// Tells the trajecten of one file apart, in memory only: what has the same one is the same traject.
pub(super) fn fingerprint(traject: &DdasTraject) -> [u8; 16] {
    let mut bsns: Vec<&str> = traject.bsns().iter().map(Bsn::expose).collect();
    bsns.sort_unstable();
    let text = format!(
        "{}\n{}\n{}",
        traject.gemeentecode(),
        bsns.join(","),
        traject.anchor_date()
    );
    let hash = digest(&SHA256, text.as_bytes());
    let mut short = [0; 16];
    for (to, from) in short.iter_mut().zip(hash.as_ref()) {
        *to = *from;
    }
    short
}
