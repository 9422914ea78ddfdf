use std::ops::ControlFlow;

use async_trait::async_trait;
use tokio::{sync::mpsc, task};

use super::{
    Ended, FileError, Finding, ImportFailure, ImportReport, ImportResult, Outcome, Place, RecordOutcome,
    RecordReader, Rejection, Step,
};

/// How many records are published at once: one transaction each.
pub const CHUNK: usize = 200;

/// How many steps a reader may be ahead of the publisher.
pub const AHEAD: usize = 64;

/// Where records go.
#[async_trait]
pub trait ImportTarget: Send + Sync {
    /// What it takes.
    type Record: Send + 'static;

    /// Publishes a chunk, whole or not at all, and says what came of each record, in their order.
    ///
    /// # Errors
    /// [`ImportFailure`] when nothing of the chunk is in and going on makes no sense.
    async fn publish_chunk(&self, chunk: Vec<Self::Record>) -> Result<Vec<RecordOutcome>, ImportFailure>;

    /// Whether a record's source doesn't say what is asked: counted, and never guessed.
    fn is_ongespecificeerd(&self, _: &Self::Record) -> bool {
        false
    }
}

/// Hears what happens during an import, as it happens: nothing is kept for later.
pub trait ImportObserver: Send {
    /// How many bytes of the file are behind us.
    fn progressed(&mut self, bytes: u64);

    /// A record did not get in.
    fn rejected(&mut self, rejection: &Rejection);

    /// Something was read leniently.
    fn warned(&mut self, warning: &Finding);
}

/// Imports a file: reads it on a thread of its own, at most [`AHEAD`] steps ahead, and publishes its
/// records in chunks of [`CHUNK`].
pub async fn run<R, T, O>(reader: R, target: &T, observer: &mut O) -> ImportResult
where
    R: RecordReader,
    T: ImportTarget<Record = R::Record> + ?Sized,
    O: ImportObserver + ?Sized,
{
    let (sender, mut steps) = mpsc::channel(AHEAD);
    let reading = task::spawn_blocking(move || {
        reader.read(&mut |step| match sender.blocking_send(step) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        })
    });
    let mut import = Import {
        target,
        observer,
        chunk: Vec::with_capacity(CHUNK),
        places: Vec::with_capacity(CHUNK),
        report: ImportReport::default(),
    };
    let published = import.publish_all(&mut steps).await;
    // A reader that waits for room hears that nobody takes its steps any more.
    drop(steps);
    let read = reading.await.unwrap_or(Err(FileError::Died));
    let ended = match (published, read) {
        (Err(failure), _) => Ended::TargetFailed(failure),
        (Ok(()), Err(error)) => Ended::FileBroken(error),
        (Ok(()), Ok(())) => Ended::Complete,
    };
    ImportResult {
        report: import.report,
        ended,
    }
}

/// One import under way.
struct Import<'a, T: ImportTarget + ?Sized, O: ?Sized> {
    target: &'a T,
    observer: &'a mut O,
    chunk: Vec<T::Record>,
    /// Where the records of the chunk stand.
    places: Vec<Place>,
    report: ImportReport,
}

impl<T: ImportTarget + ?Sized, O: ImportObserver + ?Sized> Import<'_, T, O> {
    async fn publish_all(
        &mut self,
        steps: &mut mpsc::Receiver<Step<T::Record>>,
    ) -> Result<(), ImportFailure> {
        while let Some(step) = steps.recv().await {
            self.take(step);
            if self.chunk.len() >= CHUNK {
                self.publish().await?;
            }
        }
        self.publish().await
    }

    fn take(&mut self, step: Step<T::Record>) {
        for warning in &step.warnings {
            self.report.waarschuwingen += 1;
            self.observer.warned(warning);
        }
        match step.outcome {
            Outcome::Record(record) => {
                self.report.gelezen += 1;
                self.chunk.push(record);
                self.places.push(step.place);
            }
            Outcome::Rejected(rejection) => {
                self.report.gelezen += 1;
                self.reject(&rejection);
            }
            Outcome::Nothing => {}
        }
        self.observer.progressed(step.bytes);
    }

    async fn publish(&mut self) -> Result<(), ImportFailure> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        let chunk = std::mem::replace(&mut self.chunk, Vec::with_capacity(CHUNK));
        let places = std::mem::take(&mut self.places);
        let unspecified: Vec<bool> = chunk
            .iter()
            .map(|one| self.target.is_ongespecificeerd(one))
            .collect();
        let outcomes = self.target.publish_chunk(chunk).await?;
        if outcomes.len() != places.len() {
            return Err(ImportFailure::new(
                "the target answered for another number of records",
            ));
        }
        for ((place, outcome), is_ongespecificeerd) in places.into_iter().zip(outcomes).zip(unspecified) {
            let is_in = !matches!(outcome, RecordOutcome::Afgewezen(_));
            self.report.ongespecificeerd += u64::from(is_in && is_ongespecificeerd);
            self.count(place, outcome);
        }
        Ok(())
    }

    fn count(&mut self, place: Place, outcome: RecordOutcome) {
        match outcome {
            RecordOutcome::Nieuw => self.report.nieuw += 1,
            RecordOutcome::Bijgewerkt => self.report.bijgewerkt += 1,
            RecordOutcome::Ongewijzigd => self.report.ongewijzigd += 1,
            RecordOutcome::Verouderd => self.report.verouderd += 1,
            RecordOutcome::Afgewezen(faults) => {
                let reasons = faults
                    .into_iter()
                    .map(|fault| Finding {
                        sentence: format!("`{}` {}", fault.field, fault.reason),
                        place: place.clone(),
                    })
                    .collect();
                self.reject(&Rejection { place, reasons });
            }
        }
    }

    fn reject(&mut self, rejection: &Rejection) {
        self.report.afgewezen += 1;
        self.observer.rejected(rejection);
    }
}
