//! Somebody who has the database, and even the key, changes the log; another party's checkpoint tells.

use schakel::logbook::verify::{Fault, Place, Source};
use schakel_tests::{TestApp, on_both_engines};
use sea_orm::ConnectionTrait;

use super::{LOG, ask_all, audit, notary, resident, sign};

async fn change(app: &TestApp, sql: &str) {
    let db = app.databases().connect(LOG).await;
    db.execute_unprepared(sql).await.unwrap();
}

async fn held(app: &TestApp) -> Vec<String> {
    let latest = notary(app).checkpoints().latest().await.unwrap();
    vec![latest.expect("a checkpoint").nota]
}

on_both_engines! {
    async fn a_sound_log_has_no_faults_and_tells_its_tail(app: TestApp) {
        let inwoner = resident(&app).await;
        let signed = sign(&app).await;
        let held = held(&app).await;
        ask_all(&app.ahmed(), &inwoner).await;
        let report = audit(&app, &held).await;
        assert_eq!(report.faults, []);
        assert_eq!((report.lines, report.uncovered(), report.unwitnessed()), (signed.size + 1, 1, 1));
        sign(&app).await;
        let report = audit(&app, &held).await;
        assert_eq!((report.uncovered(), report.unwitnessed()), (0, 1), "nobody else has the new one");
    }

    async fn a_changed_line_is_found_in_its_place(app: TestApp) {
        let inwoner = resident(&app).await;
        ask_all(&app.ahmed(), &inwoner).await;
        sign(&app).await;
        let held = held(&app).await;
        change(&app, "UPDATE verstrekking SET gebruiker = 'iemand-anders' WHERE volgnummer = 0").await;
        assert_eq!(audit(&app, &held).await.faults, [Fault::Uncommitted(Place(0))]);
        change(&app, "UPDATE verstrekking SET doel = 'NAZORG' WHERE volgnummer = 1").await;
        let faults = audit(&app, &held).await.faults;
        assert!(faults.contains(&Fault::Changed(Place(1))), "{faults:?}");
        assert!(faults.iter().any(|fault| matches!(fault, Fault::Root { source: Source::Held, sound: 0, .. })), "{faults:?}");
    }

    async fn a_log_that_was_cut_off_and_signed_anew_is_found_by_who_holds_a_checkpoint(app: TestApp) {
        let inwoner = resident(&app).await;
        for _ in 0..3 {
            ask_all(&app.ahmed(), &inwoner).await;
        }
        let signed = sign(&app).await;
        let held = held(&app).await;
        let last = signed.size - 1;
        change(&app, &format!("DELETE FROM verstrekking WHERE volgnummer = {last}")).await;
        change(&app, &format!("UPDATE logstand SET grootte = {last}")).await;
        change(&app, "DELETE FROM controlepunt").await;
        sign(&app).await;
        assert_eq!(audit(&app, &[]).await.faults, [], "it agrees with itself");
        let cut = Fault::Cut { source: Source::Held, size: signed.size };
        assert_eq!(audit(&app, &held).await.faults, [cut]);
        ask_all(&app.ahmed(), &inwoner).await;
        sign(&app).await;
        let faults = audit(&app, &held).await.faults;
        assert!(matches!(faults.as_slice(), [Fault::Root { source: Source::Held, .. }]), "{faults:?}");
    }

    async fn a_log_that_was_altered_is_not_signed_for_again(app: TestApp) {
        let inwoner = resident(&app).await;
        sign(&app).await;
        change(&app, "UPDATE verstrekking SET blad = zout WHERE volgnummer = 0").await;
        ask_all(&app.ahmed(), &inwoner).await;
        assert!(notary(&app).sign().await.is_err());
    }
}
