use std::{fmt, io};

/// A place in the bytes of a file, as editors count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, counted from one.
    pub line: u64,
    /// The character in that line, counted from one.
    pub column: u64,
    /// The byte, counted from zero.
    pub byte: u64,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}, column {} (byte {})",
            self.line, self.column, self.byte
        )
    }
}

/// Why a file can't be read any further. What was read before it is whole.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The disk or the network failed.
    #[error("the file can't be read")]
    Io(#[from] io::Error),
    /// There is nothing in it.
    #[error("the file holds no record")]
    Empty,
    /// It stops in the middle.
    #[error("the file ends too early, at {0}")]
    Truncated(Position),
    /// Not UTF-8.
    #[error("the file is not utf-8, near {0}")]
    Encoding(Position),
    /// Not JSON.
    #[error("the file is not valid json ({rule}), at {position}")]
    Syntax {
        /// The rule of JSON that is broken.
        rule: String,
        /// Where.
        position: Position,
    },
    /// Nested deeper than any delivery.
    #[error("the file nests deeper than a delivery can, at {0}")]
    TooDeep(Position),
    /// One name or number that never ends.
    #[error("the file has a name or number of more than a megabyte, at {0}")]
    Oversized(Position),
    /// More records than are kept apart in bounded memory.
    #[error("the file has more than {most} schuldhulptrajecten")]
    TooMany {
        /// The limit.
        most: usize,
    },
    /// JSON, but not a delivery of DDAS v1.0.
    #[error("the file is no ddas delivery: `{pointer}` {rule}, at {position}")]
    NotDdas {
        /// The JSON pointer.
        pointer: String,
        /// The rule of DDAS that is broken.
        rule: &'static str,
        /// Where.
        position: Position,
    },
    /// The reader died; a bug of ours.
    #[error("reading stopped by itself")]
    Died,
}

/// Why the target took no more records; the chunk at hand is not in.
#[derive(Debug, thiserror::Error)]
#[error("the records can't be stored")]
pub struct ImportFailure(#[source] Box<dyn std::error::Error + Send + Sync>);

impl ImportFailure {
    /// Wraps what went wrong.
    pub fn new(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(source.into())
    }
}
