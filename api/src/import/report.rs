use super::{FileError, ImportFailure};
use crate::publication::Fault;

/// What came of publishing one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordOutcome {
    /// It was not known yet.
    Nieuw,
    /// A newer version of a known record.
    Bijgewerkt,
    /// The same version is in already.
    Ongewijzigd,
    /// A newer version is in already.
    Verouderd,
    /// It can't be stored; why, without values.
    Afgewezen(Vec<Fault>),
}

/// The counts of an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Records in the file as far as it was read.
    pub gelezen: u64,
    /// Records that were not known yet.
    pub nieuw: u64,
    /// Newer versions of known records.
    pub bijgewerkt: u64,
    /// Records that were in already.
    pub ongewijzigd: u64,
    /// Records of which a newer version was in already.
    pub verouderd: u64,
    /// Records that did not get in.
    pub afgewezen: u64,
    /// Records that are in now whose source doesn't say what is asked (`ONGESPECIFICEERD`).
    pub ongespecificeerd: u64,
    /// Things that were read leniently.
    pub waarschuwingen: u64,
}

impl ImportReport {
    /// How many records are in now, whoever brought them.
    pub fn binnen(&self) -> u64 {
        self.nieuw + self.bijgewerkt + self.ongewijzigd + self.verouderd
    }
}

/// How an import ended.
#[derive(Debug)]
pub enum Ended {
    /// At the end of the file.
    Complete,
    /// The file broke off.
    FileBroken(FileError),
    /// The target took no more.
    TargetFailed(ImportFailure),
}

/// The counts of an import and how it ended.
#[derive(Debug)]
pub struct ImportResult {
    /// The counts.
    pub report: ImportReport,
    /// How it ended.
    pub ended: Ended,
}

impl ImportResult {
    /// The exit code of the command: 0 all in, 1 some rejected or not reached, 2 nothing could be read.
    pub fn exit_code(&self) -> u8 {
        match self.ended {
            Ended::Complete => u8::from(self.report.afgewezen > 0),
            Ended::FileBroken(_) if self.report.gelezen == 0 => 2,
            Ended::TargetFailed(_) if self.report.binnen() == 0 => 2,
            Ended::FileBroken(_) | Ended::TargetFailed(_) => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(gelezen: u64, nieuw: u64, afgewezen: u64, ended: Ended) -> u8 {
        let report = ImportReport {
            gelezen,
            nieuw,
            afgewezen,
            ..ImportReport::default()
        };
        ImportResult { report, ended }.exit_code()
    }

    #[test]
    fn exit_codes() {
        assert_eq!(code(3, 3, 0, Ended::Complete), 0);
        assert_eq!(code(3, 2, 1, Ended::Complete), 1);
        assert_eq!(code(3, 0, 3, Ended::Complete), 1);
        assert_eq!(code(0, 0, 0, Ended::FileBroken(FileError::Empty)), 2);
        assert_eq!(code(3, 3, 0, Ended::FileBroken(FileError::Died)), 1);
        let failed = || Ended::TargetFailed(ImportFailure::new("down"));
        assert_eq!(code(200, 0, 0, failed()), 2);
        assert_eq!(code(400, 200, 0, failed()), 1);
    }
}
