use std::{
    collections::HashMap,
    io::Write as _,
    ops::ControlFlow,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::{down, refusal};
use crate::{
    domain::{Bsn, InwonerId, PartijId},
    import::{
        FileError, Finding, ImportFailure, ImportObserver, ImportTarget, Outcome, Place, RecordOutcome,
        RecordReader, Rejection, Sink, Step, ddas::DdasTraject, ndjson::Dossier,
    },
    publication::BuurtteamdossierInvoer,
};

/// The `index`th number that passes the elfproef.
pub(super) fn valid_bsn(index: u32) -> String {
    // Of eleven numbers with the same first eight digits at most one passes; skip those with none.
    let mut base = 10_000_000 + index * 2;
    loop {
        let found = (0..10)
            .map(|last| format!("{base:08}{last}"))
            .find(|text| Bsn::new(text).is_ok());
        if let Some(bsn) = found {
            return bsn;
        }
        base += 1;
    }
}

/// A delivery on disk of that many trajecten, of which some have a BSN that can't be.
pub(super) fn delivery_of(
    count: u32,
    version: &str,
    is_good: impl Fn(u32) -> bool,
) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    {
        let mut out = std::io::BufWriter::new(file.as_file_mut());
        write!(
            out,
            r#"{{"aanleverdatumEnTijd":"{version}","leveringen":[{{"teller":1,"aanleverende_organisatie":{{}},"schuldhulptrajecten":["#
        )
        .unwrap();
        for index in 0..count {
            let comma = if index == 0 { "" } else { "," };
            let bsn = if is_good(index) {
                valid_bsn(index)
            } else {
                "123456789".to_owned()
            };
            let year = 2000 + index % 20;
            write!(
                out,
                r#"{comma}{{"gemeentecode":"GM0344","aanmelding":{{"startdatum":"{year}-02-01"}},"intake":{{"startdatum":"{year}-03-01"}},"client":[{{"Burgerservicenummer":"{bsn}"}}]}}"#
            )
            .unwrap();
        }
        write!(
            out,
            r#"]}}],"startdatumLevering":"2024-01-01","einddatumLevering":"2024-12-31","#
        )
        .unwrap();
        write!(out, r#""codeGegevensleverancier":"GL1"}}"#).unwrap();
        out.flush().unwrap();
    }
    file
}

/// Keeps what an observer hears.
#[derive(Default)]
pub(super) struct Lines {
    pub(super) rejections: Vec<Rejection>,
    pub(super) bytes: u64,
}

impl ImportObserver for Lines {
    fn progressed(&mut self, bytes: u64) {
        assert!(bytes >= self.bytes);
        self.bytes = bytes;
    }

    fn rejected(&mut self, rejection: &Rejection) {
        self.rejections.push(rejection.clone());
    }

    fn warned(&mut self, _: &Finding) {}
}

/// A store of trajecten by id and version, with faults to order.
#[derive(Default)]
pub(super) struct Store {
    records: Mutex<HashMap<String, DateTime<Utc>>>,
    pub(super) largest_chunk: AtomicUsize,
    pub(super) fails_after: Option<usize>,
    pub(super) refuses: Option<usize>,
    pub(super) forgets: bool,
}

impl Store {
    pub(super) fn len(&self) -> usize {
        self.records.lock().unwrap().len()
    }

    fn publish(&self, index: usize, traject: DdasTraject) -> RecordOutcome {
        if self.refuses == Some(index) {
            return refusal();
        }
        let ids: Vec<InwonerId> = traject.bsns().iter().map(id_of).collect();
        let partij = PartijId::new("gemeente-utrecht").unwrap();
        let invoer = traject.into_invoer(&partij, &ids).unwrap();
        let mut records = self.records.lock().unwrap();
        match records.insert(invoer.bron_id.clone(), invoer.versie) {
            None => RecordOutcome::Nieuw,
            Some(known) if known < invoer.versie => RecordOutcome::Bijgewerkt,
            Some(known) if known == invoer.versie => RecordOutcome::Ongewijzigd,
            Some(known) => {
                records.insert(invoer.bron_id, known);
                RecordOutcome::Verouderd
            }
        }
    }
}

/// Stands for the register: one id a number.
fn id_of(bsn: &Bsn) -> InwonerId {
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bsn.expose().as_bytes());
    InwonerId::from_hash(hash.as_ref().try_into().unwrap())
}

#[async_trait]
impl ImportTarget for Store {
    type Record = DdasTraject;

    async fn publish_chunk(&self, chunk: Vec<DdasTraject>) -> Result<Vec<RecordOutcome>, ImportFailure> {
        self.largest_chunk.fetch_max(chunk.len(), Ordering::SeqCst);
        if self.fails_after.is_some_and(|most| self.len() >= most) {
            return Err(down());
        }
        if self.forgets {
            return Ok(Vec::new());
        }
        let outcomes = chunk.into_iter().enumerate();
        Ok(outcomes
            .map(|(index, traject)| self.publish(index, traject))
            .collect())
    }
}

/// A store of dossiers, for which everything is new.
pub(super) struct Dossiers;

#[async_trait]
impl ImportTarget for Dossiers {
    type Record = Dossier<BuurtteamdossierInvoer>;

    async fn publish_chunk(&self, chunk: Vec<Self::Record>) -> Result<Vec<RecordOutcome>, ImportFailure> {
        assert!(chunk.iter().all(|dossier| !dossier.is_test));
        Ok(chunk.iter().map(|_| RecordOutcome::Nieuw).collect())
    }
}

/// A slow store that watches how far its reader is ahead.
pub(super) struct Watching {
    read: Arc<AtomicUsize>,
    published: AtomicUsize,
    pub(super) most_ahead: AtomicUsize,
}

/// A reader of numbers that counts what it hands over.
pub(super) struct Generated {
    count: usize,
    read: Arc<AtomicUsize>,
}

impl Generated {
    pub(super) fn store() -> Watching {
        Watching {
            read: Arc::default(),
            published: AtomicUsize::default(),
            most_ahead: AtomicUsize::default(),
        }
    }

    pub(super) fn reader(count: usize, store: &Watching) -> Self {
        Self {
            count,
            read: Arc::clone(&store.read),
        }
    }
}

impl RecordReader for Generated {
    type Record = usize;

    fn read(self, sink: &mut Sink<'_, usize>) -> Result<(), FileError> {
        for index in 0..self.count {
            self.read.fetch_add(1, Ordering::SeqCst);
            let step = Step {
                place: Place::Pointer(format!("/{index}")),
                warnings: Vec::new(),
                outcome: Outcome::Record(index),
                bytes: index as u64,
            };
            if sink(step) == ControlFlow::Break(()) {
                break;
            }
        }
        Ok(())
    }
}

#[async_trait]
impl ImportTarget for Watching {
    type Record = usize;

    async fn publish_chunk(&self, chunk: Vec<usize>) -> Result<Vec<RecordOutcome>, ImportFailure> {
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        let ahead = self.read.load(Ordering::SeqCst) - self.published.load(Ordering::SeqCst);
        self.most_ahead.fetch_max(ahead, Ordering::SeqCst);
        self.published.fetch_add(chunk.len(), Ordering::SeqCst);
        Ok(chunk.iter().map(|_| RecordOutcome::Nieuw).collect())
    }
}
