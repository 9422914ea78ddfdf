//! How long early signals are kept, and that the giver never sees by it what became of one.

use chrono::TimeDelta;
use serde_json::json;

use super::{give, huurder, in_both_cities, of_inwoner, signaal, step, take_back, uitkomst};

in_both_cities! {
    async fn a_handled_signal_goes_after_a_year_and_its_giver_sees_nothing_of_it(app: TestApp) {
        let (number, inwoner) = huurder(&app, 1).await;
        let corporation = app.corporatie_systeem();
        for name in ["V-handled", "V-open"] {
            give(&corporation, &signaal(&app, name, &number)).await.expect_ok();
        }
        let own = of_inwoner(&app.fatima(), &inwoner).await;
        assert_eq!(own.len(), 2);
        let handled = own[0]["id"].as_str().unwrap();
        step(&app.fatima(), &[handled], "AFSLUITEN", json!({"resultaat": "NIET_BEREIKT"})).await.expect_ok();
        app.clock().advance(TimeDelta::days(364));
        assert_eq!(app.expire().await, 0);
        // Given again meanwhile: its receipt is of then.
        for name in ["V-handled", "V-open"] {
            let again = signaal(&app, name, &number);
            assert_eq!(uitkomst(give(&corporation, &again).await), "ONGEWIJZIGD");
        }
        app.clock().advance(TimeDelta::days(1));
        assert_eq!(app.expire().await, 3, "the handled one, and both receipts");
        let left = of_inwoner(&app.fatima(), &inwoner).await;
        assert_eq!(left.len(), 1, "what nobody handled is kept");
        assert_ne!(left[0]["id"], handled);
        // Of both the giver is told the same.
        for name in ["V-handled", "V-open"] {
            take_back(&corporation, name).await.expect_code("ONBEKEND");
            let newer = signaal(&app, name, &number).versie("2026-06-15T08:00:00Z");
            assert_eq!(uitkomst(give(&corporation, &newer).await), "NIEUW");
        }
        assert_eq!(of_inwoner(&app.fatima(), &inwoner).await.len(), 2);
    }
}
