use std::ops::ControlFlow;

use super::{FileError, Finding, Place, Rejection};

/// What came of one record of a file.
#[derive(Debug)]
pub enum Outcome<T> {
    /// It can be published.
    Record(T),
    /// It can't.
    Rejected(Rejection),
    /// There was no record here, only something to warn about.
    Nothing,
}

/// One step through a file: at most one record, so that memory stays bounded.
#[derive(Debug)]
pub struct Step<T> {
    /// Where the record stands.
    pub place: Place,
    /// What was read leniently.
    pub warnings: Vec<Finding>,
    /// The record, or why there is none.
    pub outcome: Outcome<T>,
    /// How many bytes of the file are behind us.
    pub bytes: u64,
}

/// Takes the steps of a reader, and says when it has had enough.
pub type Sink<'a, T> = dyn FnMut(Step<T>) -> ControlFlow<()> + 'a;

/// A kind of file that can be imported, read from front to end on a thread that may block.
pub trait RecordReader: Send + 'static {
    /// What it reads.
    type Record: Send + 'static;

    /// Reads the file and hands over each step, until its end or until the sink breaks off.
    ///
    /// # Errors
    /// [`FileError`] when the file can't be read any further; the steps before it are whole.
    fn read(self, sink: &mut Sink<'_, Self::Record>) -> Result<(), FileError>;
}

/// Why a walk through a file ends before the file does.
pub(in crate::import) enum Halt {
    /// The file is broken.
    File(FileError),
    /// The sink has had enough.
    Stopped,
}

impl From<FileError> for Halt {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

/// A walk that was stopped by its sink went well.
pub(in crate::import) fn ended(walk: Result<(), Halt>) -> Result<(), FileError> {
    match walk {
        Ok(()) | Err(Halt::Stopped) => Ok(()),
        Err(Halt::File(error)) => Err(error),
    }
}

/// Hands over a step, and stops the walk when the sink wants no more.
pub(in crate::import) fn hand_over<T>(sink: &mut Sink<'_, T>, step: Step<T>) -> Result<(), Halt> {
    match sink(step) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Halt::Stopped),
    }
}
