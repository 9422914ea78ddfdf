use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Fault, Line, Place, Report, Source,
    encode::{from_hex, leaf, opens},
};
use crate::logbook::{
    merkle::{Frontier, Hash},
    note::{Checkpoint, Verifier},
};

/// The clocks of who writes a log and who checks it may differ by so much.
const CLOCK_SKEW: TimeDelta = TimeDelta::hours(1);

/// How long what leads to a person is kept at the least, as the checker knows it from elsewhere than the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keeping {
    /// Not known: whatever the log says was to be erased is believed.
    #[default]
    Unknown,
    /// So many days, as seen at a moment (UTC): what says of itself that it was written later asks for nothing.
    Days {
        /// The days.
        days: u32,
        /// When is checked.
        now: DateTime<Utc>,
    },
    /// For ever.
    Always,
}

impl Keeping {
    /// As `log.bewaar_dagen` says, checked now.
    pub fn configured(days: Option<u32>, now: DateTime<Utc>) -> Self {
        days.map_or(Self::Always, |days| Self::Days { days, now })
    }

    fn allows(self, line: &Retention) -> bool {
        match self {
            Self::Unknown => true,
            Self::Days { days, now } => {
                let is_over = line.op - line.before >= TimeDelta::days(days.into());
                is_over && line.op <= now + CLOCK_SKEW
            }
            Self::Always => false,
        }
    }
}

/// A check under way: it is told the checkpoints first, then the lines in order of their numbers.
pub struct Audit {
    report: Report,
    tree: Frontier,
    /// Those that are believed and not yet reached, the next one last.
    ahead: Vec<(Source, Checkpoint)>,
    /// Up to where the log is what was signed for.
    sound: u64,
    /// The number that comes next.
    next: i64,
    erased: Vec<Erased>,
    retention: Vec<Retention>,
    keeping: Keeping,
}

/// A line of which what leads to a person is gone.
struct Erased {
    place: Place,
    op: DateTime<Utc>,
    gewist_op: Option<DateTime<Utc>>,
}

/// A line that says: from lines before this moment, what leads to a person was erased now.
struct Retention {
    place: Place,
    before: DateTime<Utc>,
    op: DateTime<Utc>,
}

impl Retention {
    /// It can't ask for the erasure of what came after it.
    fn asks_for(&self, erased: &Erased) -> bool {
        erased.op < self.before.min(self.op) && erased.gewist_op == Some(self.op)
    }
}

impl Audit {
    /// A check of the log of this name, against its own checkpoints and those that others hold, signed with
    /// one of these keys.
    pub fn new(origin: &str, keys: &[Verifier], own: &[String], held: &[String]) -> Self {
        let mut audit = Self {
            report: Report::default(),
            tree: Frontier::default(),
            ahead: Vec::new(),
            sound: 0,
            next: 0,
            erased: Vec::new(),
            retention: Vec::new(),
            keeping: Keeping::Unknown,
        };
        for (source, notes) in [(Source::Own, own), (Source::Held, held)] {
            for (number, note) in notes.iter().enumerate() {
                match Checkpoint::open(note, keys) {
                    Ok(checkpoint) if checkpoint.origin == origin => audit.ahead.push((source, checkpoint)),
                    Ok(_) => audit.found(Fault::Foreign { source, number }),
                    Err(why) => audit.found(Fault::Note { source, number, why }),
                }
            }
        }
        audit
            .ahead
            .sort_by_key(|(_, checkpoint)| std::cmp::Reverse(checkpoint.size));
        audit.reach();
        audit
    }

    /// Holds what was erased against how long it was to be kept: who keeps the log can write any line into it, also one that
    /// says that others were to be erased.
    #[must_use]
    pub fn keeping(mut self, keeping: Keeping) -> Self {
        self.keeping = keeping;
        self
    }

    /// Looks at the next line. Its leaf, as its content makes it, where it stands in its place.
    pub fn line(&mut self, line: &Line) -> Option<Hash> {
        self.report.lines += 1;
        let Some(number) = line.volgnummer else {
            let id = line.id.to_string();
            self.found(Fault::Unnumbered { id });
            return None;
        };
        let place = Place(number);
        if number < self.next {
            self.found(Fault::OutOfOrder(place));
            return None;
        }
        // A gap is told once, by its first number.
        if number > self.next {
            self.found(Fault::Missing(Place(self.next)));
        }
        self.next = number.saturating_add(1);
        let leaf = self.leaf(place, line)?;
        self.tree.push(leaf);
        self.note_erasure(place, line);
        self.reach();
        Some(leaf)
    }

    /// Notes a fault that was found outside.
    pub fn found(&mut self, fault: Fault) {
        self.report.faults.push(fault);
    }

    /// What was found, when there are no more lines.
    pub fn finish(mut self) -> Report {
        for (source, checkpoint) in std::mem::take(&mut self.ahead) {
            let size = checkpoint.size;
            self.found(Fault::Cut { source, size });
        }
        let too_soon = self.retention.iter().filter(|line| !self.keeping.allows(line));
        let too_soon: Vec<_> = too_soon.map(|line| Fault::ErasedTooSoon(line.place)).collect();
        self.report.faults.extend(too_soon);
        let asked = |erased: &&Erased| self.retention.iter().any(|line| line.asks_for(erased));
        let unasked = self.erased.iter().filter(|erased| !asked(erased));
        let faults: Vec<_> = unasked.map(|erased| Fault::Erased(erased.place)).collect();
        self.report.faults.extend(faults);
        self.report
    }

    /// The leaf that the line's content makes.
    fn leaf(&mut self, place: Place, line: &Line) -> Option<Hash> {
        let is_hash = |text: &&String| from_hex(text).is_some_and(|bytes| bytes.len() == 32);
        let (Some(commitment), Some(kept)) = (
            line.verbintenis.as_ref().filter(is_hash),
            line.blad.as_ref().filter(is_hash),
        ) else {
            self.found(Fault::Unreadable(place));
            return None;
        };
        let made = leaf(line, commitment);
        if from_hex(kept).is_none_or(|kept| kept != made.as_bytes()) {
            self.found(Fault::Changed(place));
        }
        let is_true = match &line.zout {
            Some(salt) => line.gewist_op.is_none() && opens(salt, line, commitment),
            None => is_empty(line),
        };
        if !is_true {
            self.found(Fault::Uncommitted(place));
        }
        Some(made)
    }

    fn note_erasure(&mut self, place: Place, line: &Line) {
        if line.zout.is_none() {
            self.report.erased += 1;
            self.erased.push(Erased {
                place,
                op: line.op,
                gewist_op: line.gewist_op,
            });
        }
        if line.handeling == "WISSEN" {
            let text = line
                .toelichting
                .as_deref()
                .and_then(|text| text.strip_prefix("voor "));
            if let Some(before) = text.and_then(|moment| moment.parse().ok()) {
                let op = line.op;
                self.retention.push(Retention { place, before, op });
            }
        }
    }

    /// Holds the tree against the checkpoints of its present size.
    fn reach(&mut self) {
        let size = self.tree.size();
        while let Some((source, checkpoint)) = self.ahead.pop_if(|(_, next)| next.size <= size) {
            if checkpoint.root == self.tree.root() {
                self.sound = size;
                let last = match source {
                    Source::Own => &mut self.report.own,
                    Source::Held => &mut self.report.held,
                };
                *last = Some(checkpoint);
            } else {
                let (size, sound) = (checkpoint.size, self.sound);
                self.found(Fault::Root { source, size, sound });
            }
        }
    }
}

/// Whether all that leads to a person was erased.
fn is_empty(line: &Line) -> bool {
    line.operatie.is_nil()
        && line.span_ouder.is_none()
        && line.team.is_none()
        && line.uitkomsten == "[]"
        && [&line.trace_id, &line.inwoner, &line.gebruiker]
            .into_iter()
            .all(String::is_empty)
}
