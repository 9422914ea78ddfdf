//! Versions: fifty writers, and readers that follow them. None is missing, none comes before an earlier one.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use futures::future::join_all;
use schakel::{federation::SubgraphName, register::Register};
use schakel_entity::toestemming::{
    betrokkenheid, gebeurtenis, inrichting, trajectbericht, verzoekgebeurtenis,
};
use schakel_tests::{
    TestApp,
    app::{bsn, deel},
    on_both_engines,
};
use sea_orm::{
    ColumnTrait, DatabaseConnection, DbBackend, EntityTrait, IsolationLevel, QueryFilter, QuerySelect,
    TransactionTrait,
};

const WRITERS: usize = 50;
const EACH: usize = 4;
const READERS: usize = 4;

on_both_engines! {
    async fn versions_come_without_gap_and_in_order(app: TestApp) {
        let ids = join_all((1..=WRITERS as u32).map(async |number| app.inwoner(&bsn(number)).await)).await;
        let done = Arc::new(AtomicBool::new(false));
        let mut readers = Vec::new();
        for _ in 0..READERS {
            let db = app.databases().connect(SubgraphName::Toestemming).await;
            readers.push(tokio::spawn(read(db, Arc::clone(&done))));
        }
        let follower = tokio::spawn(follow(Arc::clone(&app.installation().register), Arc::clone(&done)));
        let written = join_all(ids.iter().map(|id| write(&app, id))).await;
        done.store(true, Ordering::SeqCst);
        // Whoever follows hears of a last event.
        app.grant(&ids[0], "LAMPJE").await;
        for reader in readers {
            assert!(reader.await.unwrap() > 1, "readers looked while versions were written");
        }
        let heard = follower.await.unwrap();
        assert!(heard.len() > 2 && heard.is_sorted_by(|one, next| one < next), "{heard:?}");
        let mut acknowledged: Vec<i64> = written.into_iter().flatten().collect();
        acknowledged.sort_unstable();
        acknowledged.dedup();
        assert_eq!(acknowledged.len(), WRITERS * (EACH + 1), "no version was given twice");
    }
}

/// Asks, gives and withdraws; the versions as they were acknowledged.
async fn write(app: &TestApp, inwoner: &str) -> Vec<i64> {
    let asked = app
        .ahmed()
        .request(inwoner, "gemeente-utrecht", &["TRAJECT_FASE"])
        .await
        .expect_ok();
    let mut versions: Vec<i64> = asked
        .data("/toestemmingVragen/registerversie")
        .as_i64()
        .into_iter()
        .collect();
    for _ in 0..EACH / 2 {
        let grant = deel("gemeente-utrecht", "incluzio", &["TRAJECT_LOOPT"]).and(
            "gemeente-utrecht",
            "lokalis",
            &["TRAJECT_LOOPT"],
        );
        let granted = app.grant(inwoner, grant).await;
        versions.push(granted.registerversie);
        let revoked = app.revoke(&granted).await;
        versions.push(
            revoked
                .data("/toestemmingIntrekken/registerversie")
                .as_i64()
                .unwrap(),
        );
    }
    assert!(versions.is_sorted_by(|one, next| one < next), "{versions:?}");
    versions
}

/// Reads on from the last version that it saw, behind the program's back; how often there was something new.
async fn read(db: DatabaseConnection, done: Arc<AtomicBool>) -> usize {
    let (mut seen, mut rounds) = (0, 0);
    loop {
        let is_last = done.load(Ordering::SeqCst);
        let new = versions_after(&db, seen).await;
        if let Some(last) = new.last().copied() {
            let expected: Vec<i64> = (seen + 1..=last).collect();
            assert_eq!(new, expected, "no gap, and nothing that comes later between");
            seen = last;
            rounds += 1;
        }
        if is_last {
            return rounds;
        }
        tokio::task::yield_now().await;
    }
}

/// The versions of one table, as `$table::Column::Versie`.
macro_rules! versions_in {
    ($snapshot:expr, $seen:expr, $($table:ident),+ $(,)?) => {{
        let mut versions: Vec<i64> = Vec::new();
        $(versions.extend(
            $table::Entity::find()
                .select_only()
                .column($table::Column::Versie)
                .filter($table::Column::Versie.gt($seen))
                .into_tuple::<i64>()
                .all($snapshot)
                .await
                .expect("versions can be read"),
        );)+
        versions
    }};
}

/// What made each version, in all tables as they stood at one moment.
async fn versions_after(db: &DatabaseConnection, seen: i64) -> Vec<i64> {
    let isolation =
        (db.get_database_backend() == DbBackend::Postgres).then_some(IsolationLevel::RepeatableRead);
    let snapshot = db.begin_with_config(isolation, None).await.expect("a snapshot");
    let mut versions = versions_in!(
        &snapshot,
        seen,
        gebeurtenis,
        verzoekgebeurtenis,
        trajectbericht,
        betrokkenheid,
        inrichting
    );
    snapshot.commit().await.expect("a snapshot ends");
    versions.sort_unstable();
    versions
}

/// Follows the change feed.
async fn follow(register: Arc<dyn Register>, done: Arc<AtomicBool>) -> Vec<i64> {
    let mut heard = vec![0];
    while !done.load(Ordering::SeqCst) {
        let last = *heard.last().expect("it begins with one");
        let risen = register.risen_above(last).await.expect("the register answers");
        if risen > last {
            heard.push(risen);
        }
    }
    heard
}
