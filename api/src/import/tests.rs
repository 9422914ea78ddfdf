//! Whole imports: from a file, through the driver, into a register and a store that live in memory.

mod kit;

use std::{io::BufReader, sync::atomic::Ordering};

use self::kit::{Generated, Lines, Store, delivery_of, valid_bsn};
use super::{
    AHEAD, CHUNK, Ended, FileError, ImportFailure, ImportOptions, ImportReport, RecordOutcome,
    ddas::DdasReader, ndjson::NdjsonReader, run,
};
use crate::{
    domain::Bsn,
    publication::{BuurtteamdossierInvoer, Fault},
};

const MANY: u32 = 25_000;

fn open(file: &tempfile::NamedTempFile) -> DdasReader<std::fs::File> {
    DdasReader::open(file.reopen().unwrap(), ImportOptions::default()).unwrap()
}

#[tokio::test]
async fn a_second_import_changes_nothing_and_an_older_one_is_told() {
    let store = Store::default();
    let file = delivery_of(450, "2024-12-31T23:59:59Z", |_| true);
    let result = run(open(&file), &store, &mut Lines::default()).await;
    assert_eq!(result.exit_code(), 0);
    let all = ImportReport {
        gelezen: 450,
        ..ImportReport::default()
    };
    assert_eq!(result.report, ImportReport { nieuw: 450, ..all });

    let again = run(open(&file), &store, &mut Lines::default()).await;
    assert_eq!(
        again.report,
        ImportReport {
            ongewijzigd: 450,
            ..all
        }
    );
    let newer = delivery_of(450, "2025-01-31T00:00:00+01:00", |_| true);
    let updated = run(open(&newer), &store, &mut Lines::default()).await;
    assert_eq!(
        updated.report,
        ImportReport {
            bijgewerkt: 450,
            ..all
        }
    );
    let older = run(open(&file), &store, &mut Lines::default()).await;
    assert_eq!(
        older.report,
        ImportReport {
            verouderd: 450,
            ..all
        }
    );
    assert_eq!(older.exit_code(), 0);
    assert_eq!(store.len(), 450);
}

#[tokio::test]
async fn many_trajecten_go_through_in_chunks() {
    let store = Store::default();
    let file = delivery_of(MANY, "2024-12-31T23:59:59Z", |index| index % 1_000 != 0);
    let mut lines = Lines::default();
    let result = run(open(&file), &store, &mut lines).await;
    assert!(matches!(result.ended, Ended::Complete), "{:?}", result.ended);
    assert_eq!(result.report.gelezen, u64::from(MANY));
    assert_eq!(result.report.afgewezen, 25);
    assert_eq!(result.report.nieuw, u64::from(MANY) - 25);
    assert_eq!(store.largest_chunk.load(Ordering::SeqCst), CHUNK);
    assert_eq!(result.exit_code(), 1);
    assert_eq!(
        lines.rejections[1].place.to_string(),
        "/leveringen/0/schuldhulptrajecten/1000"
    );
    let length = file.as_file().metadata().unwrap().len();
    assert!((length - 2_048..=length).contains(&lines.bytes));
}

#[tokio::test]
async fn a_reader_is_never_far_ahead() {
    let store = Generated::store();
    let reader = Generated::reader(10_000, &store);
    let result = run(reader, &store, &mut Lines::default()).await;
    assert_eq!(result.report.nieuw, 10_000);
    let ahead = store.most_ahead.load(Ordering::SeqCst);
    // A chunk in hand, a full channel, and the step that waits for room.
    assert!(ahead <= CHUNK + AHEAD + 2, "{ahead}");
    assert!(ahead >= CHUNK, "{ahead}");
}

#[tokio::test]
async fn a_failing_target_stops_the_import_with_what_was_whole() {
    let mut store = Store::default();
    store.fails_after = Some(2 * CHUNK);
    let file = delivery_of(2_000, "2024-12-31T23:59:59Z", |_| true);
    let result = run(open(&file), &store, &mut Lines::default()).await;
    assert!(matches!(result.ended, Ended::TargetFailed(_)));
    assert_eq!(result.report.binnen(), 2 * CHUNK as u64);
    assert_eq!(result.exit_code(), 1);
    assert_eq!(store.len(), 2 * CHUNK);

    store.fails_after = Some(2 * CHUNK);
    let result = run(
        open(&delivery_of(10, "2025-12-31T23:59:59Z", |_| true)),
        &store,
        &mut Lines::default(),
    )
    .await;
    assert_eq!((result.report.binnen(), result.exit_code()), (0, 2));
}

#[tokio::test]
async fn a_file_that_breaks_off_leaves_what_was_whole() {
    let file = delivery_of(300, "2024-12-31T23:59:59Z", |_| true);
    let length = file.as_file().metadata().unwrap().len();
    file.as_file().set_len(length - 120).unwrap();
    let store = Store::default();
    let result = run(open(&file), &store, &mut Lines::default()).await;
    assert!(
        matches!(result.ended, Ended::FileBroken(FileError::Truncated(_))),
        "{:?}",
        result.ended
    );
    assert_eq!(result.report.binnen(), 299);
    assert_eq!(result.exit_code(), 1);
}

#[tokio::test]
async fn what_the_target_refuses_is_told_at_its_place() {
    let mut store = Store::default();
    store.refuses = Some(7);
    let file = delivery_of(10, "2024-12-31T23:59:59Z", |_| true);
    let mut lines = Lines::default();
    let result = run(open(&file), &store, &mut lines).await;
    assert_eq!((result.report.nieuw, result.report.afgewezen), (9, 1));
    assert_eq!(
        lines.rejections[0].reasons[0].to_string(),
        "/leveringen/0/schuldhulptrajecten/7: `clienten` is niet toegestaan"
    );
}

#[tokio::test]
async fn a_target_that_answers_for_fewer_records_has_failed() {
    let mut store = Store::default();
    store.forgets = true;
    let file = delivery_of(10, "2024-12-31T23:59:59Z", |_| true);
    let result = run(open(&file), &store, &mut Lines::default()).await;
    assert!(matches!(result.ended, Ended::TargetFailed(_)));
    assert_eq!(result.report.binnen(), 0);
}

#[tokio::test]
async fn dossiers_come_in_by_the_line() {
    let line = |id: u32| {
        let bsn = valid_bsn(id);
        format!(
            r#"{{"bronId":"D{id}","versie":"2024-12-31T23:59:59Z","inwoner":{{"bsn":"{bsn}"}},"status":"OPEN","geopendOp":"2024-05-01"}}"#
        )
    };
    let text: String = (1..=500).map(|id| line(id) + "\n").collect();
    let reader = NdjsonReader::<_, BuurtteamdossierInvoer>::new(
        BufReader::new(std::io::Cursor::new(text)),
        ImportOptions::default(),
    );
    let store = kit::Dossiers;
    let result = run(reader, &store, &mut Lines::default()).await;
    assert_eq!(
        (result.report.gelezen, result.report.nieuw, result.exit_code()),
        (500, 500, 0)
    );
    assert!(Bsn::new(&valid_bsn(1)).is_ok());
}

#[tokio::test]
async fn a_file_without_a_line_is_no_import() {
    let reader = NdjsonReader::<_, BuurtteamdossierInvoer>::new(
        BufReader::new(std::io::Cursor::new("\n  \n")),
        ImportOptions::default(),
    );
    let result = run(reader, &kit::Dossiers, &mut Lines::default()).await;
    assert!(matches!(result.ended, Ended::FileBroken(FileError::Empty)));
    assert_eq!(result.exit_code(), 2);
}

fn refusal() -> RecordOutcome {
    RecordOutcome::Afgewezen(vec![Fault {
        field: "clienten".to_owned(),
        reason: "is niet toegestaan".to_owned(),
    }])
}

fn down() -> ImportFailure {
    ImportFailure::new("the database is down")
}
