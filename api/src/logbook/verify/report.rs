use std::fmt;

use crate::logbook::note::{Checkpoint, NoteError};

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many lines were read.
    pub lines: u64,
    /// Of how many of them what leads to a person was erased.
    pub erased: u64,
    /// The last of the log's own checkpoints that is true.
    pub own: Option<Checkpoint>,
    /// The last checkpoint in others' hands that is true.
    pub held: Option<Checkpoint>,
    /// Every fault, with its place.
    pub faults: Vec<Fault>,
}

impl Report {
    /// How many lines came after the last checkpoint: nothing shows yet whether they were changed.
    pub fn uncovered(&self) -> u64 {
        self.after(self.own.as_ref().max_by_size(self.held.as_ref()))
    }

    /// How many lines came after the last checkpoint that another party holds: only who keeps the log vouches
    /// for them.
    pub fn unwitnessed(&self) -> u64 {
        self.after(self.held.as_ref())
    }

    fn after(&self, checkpoint: Option<&Checkpoint>) -> u64 {
        self.lines
            .saturating_sub(checkpoint.map_or(0, |checkpoint| checkpoint.size))
    }
}

trait MaxBySize {
    fn max_by_size(self, other: Self) -> Self;
}

impl MaxBySize for Option<&Checkpoint> {
    fn max_by_size(self, other: Self) -> Self {
        self.into_iter()
            .chain(other)
            .max_by_key(|checkpoint| checkpoint.size)
    }
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A number is not there.
    Missing(Place),
    /// A number stands there again, or comes after a higher one.
    OutOfOrder(Place),
    /// A line has no number, and so stands outside the tree.
    Unnumbered {
        /// Its id.
        id: String,
    },
    /// A line lacks a commitment or leaf, or they are none.
    Unreadable(Place),
    /// What a line says is not what its hash was made of.
    Changed(Place),
    /// What a line says of a person is not what was committed to.
    Uncommitted(Place),
    /// What leads to a person was erased, and no line says that it was to be.
    Erased(Place),
    /// A line says that what leads to a person was to be erased, sooner than it was to be kept.
    ErasedTooSoon(Place),
    /// A node of the tree that is kept is not what the lines make of it.
    Node {
        /// Its height.
        level: u32,
        /// Its number on that height.
        place: u64,
    },
    /// The counter of the log is not the number of its lines.
    Counter {
        /// What it says.
        says: u64,
    },
    /// A checkpoint is not believed.
    Note {
        /// Whose.
        source: Source,
        /// Which of them, from 0.
        number: usize,
        /// Why.
        why: NoteError,
    },
    /// A checkpoint is of another log.
    Foreign {
        /// Whose.
        source: Source,
        /// Which of them, from 0.
        number: usize,
    },
    /// A checkpoint covers more lines than there are: the log was cut off.
    Cut {
        /// Whose.
        source: Source,
        /// How many lines it covers.
        size: u64,
    },
    /// The lines make another root than was signed for.
    Root {
        /// Whose checkpoint.
        source: Source,
        /// How many lines it covers.
        size: u64,
        /// Up to which size the log is what was signed for: what is wrong comes after it.
        sound: u64,
    },
    /// A line of an export can't be read.
    Malformed {
        /// Its number in the file, from 1.
        row: u64,
    },
}

/// The number of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place(pub i64);

/// In whose hands a checkpoint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The log's own.
    Own,
    /// Another party's.
    Held,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.0)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Own => "the log's own checkpoint",
            Self::Held => "the checkpoint that another party holds",
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(place) => write!(f, "{place} is missing"),
            Self::OutOfOrder(place) => write!(f, "{place} stands there twice or out of order"),
            Self::Unnumbered { id } => write!(f, "the line with id `{id}` has no number"),
            Self::Unreadable(place) => write!(f, "{place} has no commitment or leaf that can be read"),
            Self::Changed(place) => write!(f, "{place} was changed"),
            Self::Uncommitted(place) => write!(f, "{place} was changed in what leads to a person"),
            Self::Erased(place) => write!(f, "{place} was erased though no retention asked for it"),
            Self::ErasedTooSoon(place) => {
                write!(
                    f,
                    "{place} asks for erasing sooner than the time for which is kept"
                )
            }
            Self::Node { level, place } => {
                write!(
                    f,
                    "the kept node {place} on level {level} is not that of the lines"
                )
            }
            Self::Counter { says } => write!(f, "the log's counter says {says} lines"),
            Self::Note { source, number, why } => write!(f, "{source}, number {number}: {why}"),
            Self::Foreign { source, number } => write!(f, "{source}, number {number}, is of another log"),
            Self::Cut { source, size } => write!(f, "{source} covers {size} lines, which are not there"),
            Self::Root { source, size, sound } => {
                write!(
                    f,
                    "{source} over {size} lines has another root; lines before {sound} are sound"
                )
            }
            Self::Malformed { row } => write!(f, "row {row} of the file cannot be read"),
        }
    }
}
