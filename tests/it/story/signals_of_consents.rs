//! That a resident consented tells that they are being helped: of that hears who could see something by it, and nobody else of
//! their party.

use schakel::domain::{Betrokkenheid, Doel, Rol};
use schakel_tests::{
    TestApp,
    app::{bsn, met_buurtteam},
    in_both_cities,
};

use super::opening::{open, set};

const NOTHING: [&str; 0] = [];

/// A resident who consented that Incluzio sees the lamp.
async fn consented(app: &TestApp) -> String {
    let inwoner = app.inwoner(&bsn(1)).await;
    let given = met_buurtteam(app, &["TRAJECT_LOOPT"]);
    app.grant(&inwoner, given).await;
    app.settle_signals().await;
    inwoner
}

in_both_cities! {
    async fn whose_role_or_purpose_keeps_them_out_hears_of_no_consent(app: TestApp) {
        consented(&app).await;
        assert_eq!(app.ahmed().signal_kinds().await, ["TOESTEMMING_VERLEEND"]);
        assert_eq!(app.person(app.city().buurtteam.partij, Rol::Vrijwilliger).signal_kinds().await, NOTHING);
        let officer = app.person(app.city().buurtteam.partij, Rol::FunctionarisGegevensbescherming).doel(Doel::Verantwoording);
        assert_eq!(officer.signal_kinds().await, NOTHING);
        assert_eq!(app.ahmed().doel(Doel::Nazorg).signal_kinds().await, NOTHING, "which does not carry the lamp");
    }

    async fn who_is_not_involved_hears_of_no_consent(app: TestApp) {
        set(&app, Betrokkenheid::Medewerker).await;
        let inwoner = consented(&app).await;
        let ahmed = app.ahmed();
        assert_eq!(ahmed.signal_kinds().await, NOTHING);
        open(&ahmed, &inwoner).await.expect_ok();
        assert_eq!(ahmed.signal_kinds().await, ["TOESTEMMING_VERLEEND"]);
        assert_eq!(app.ahmed().named("bo").signal_kinds().await, NOTHING, "a colleague");
    }
}
