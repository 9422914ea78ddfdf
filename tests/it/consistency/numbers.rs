//! Versions: fifty writers, and readers that follow them. None is missing, none comes before an earlier one.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use futures::future::join_all;
use schakel::{federation::SubgraphName, register::Register};
use schakel_entity::toestemming::{betrokkenheid, gebeurtenis, inrichting};
use schakel_tests::{
    TestApp,
    app::{bsn, deel},
    on_both_engines,
};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, QuerySelect};

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
        assert_eq!(acknowledged.len(), WRITERS * EACH, "no version was given twice");
    }
}

/// Gives and withdraws; the versions as they were acknowledged.
async fn write(app: &TestApp, inwoner: &str) -> Vec<i64> {
    let mut versions = Vec::new();
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

/// An event, an inrichting or a change of who works with a resident made each version.
async fn versions_after(db: &DatabaseConnection, seen: i64) -> Vec<i64> {
    let events = gebeurtenis::Entity::find()
        .select_only()
        .column(gebeurtenis::Column::Versie)
        .filter(gebeurtenis::Column::Versie.gt(seen))
        .into_tuple::<i64>();
    let inrichtingen = inrichting::Entity::find()
        .select_only()
        .column(inrichting::Column::Versie)
        .filter(inrichting::Column::Versie.gt(seen))
        .into_tuple::<i64>();
    let betrokkenheid = betrokkenheid::Entity::find()
        .select_only()
        .column(betrokkenheid::Column::Versie)
        .filter(betrokkenheid::Column::Versie.gt(seen))
        .into_tuple::<i64>();
    let mut versions = betrokkenheid.all(db).await.expect("versions can be read");
    versions.extend(inrichtingen.all(db).await.expect("versions can be read"));
    // Last: of what is written meanwhile, nothing but these.
    versions.extend(events.all(db).await.expect("versions can be read"));
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
