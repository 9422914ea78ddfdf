//! Many who write at once, and who follow what they write.

use futures::future::join_all;
use schakel_entity::logboek::verstrekking;
use schakel_tests::{TestApp, on_both_engines};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use tokio::sync::watch;

use super::{LOG, ask_all, audit, resident, sign};

const WRITERS: usize = 50;

/// Follows the log until everybody has written; every number in its turn.
async fn follow(db: DatabaseConnection, all_written: watch::Receiver<bool>) -> i64 {
    use verstrekking::Column::Volgnummer;
    let mut next = 0;
    loop {
        let is_last = *all_written.borrow();
        let rows: Vec<i64> = verstrekking::Entity::find()
            .select_only()
            .column(Volgnummer)
            .filter(Volgnummer.gte(next))
            .order_by_asc(Volgnummer)
            .into_tuple()
            .all(&db)
            .await
            .expect("the log can be read");
        for number in rows {
            assert_eq!(number, next, "no gap and no disorder");
            next += 1;
        }
        if is_last {
            return next;
        }
        tokio::task::yield_now().await;
    }
}

on_both_engines! {
    async fn who_follows_the_log_sees_every_number_in_its_turn(app: TestApp) {
        let inwoner = resident(&app).await;
        let before = audit(&app, &[]).await.lines;
        let (tell, all_written) = watch::channel(false);
        let mut followers = Vec::new();
        for _ in 0..3 {
            let db = app.databases().connect(LOG).await;
            followers.push(tokio::spawn(follow(db, all_written.clone())));
        }
        let person = app.ahmed();
        let answers = join_all((0..WRITERS).map(|_| ask_all(&person, &inwoner))).await;
        assert!(answers.iter().all(|answer| answer.status == 200 && !answer.text.contains("LOG_NIET_BEREIKBAAR")));
        tell.send_replace(true);
        for follower in followers {
            let seen = follower.await.expect("a follower ends");
            assert_eq!(seen.unsigned_abs(), before + WRITERS as u64);
        }
        sign(&app).await;
        assert_eq!(audit(&app, &[]).await.faults, []);
    }
}
