//! What leads to a person is erased in time, and the log is still proven.

use chrono::{DateTime, TimeDelta, Utc};
use schakel::{
    clock::Clock,
    domain::{Doel, Rol},
    logbook::{
        retention::apply,
        verify::{Fault, Keeping},
    },
    request::log::DisclosureLog,
};
use schakel_entity::logboek::verstrekking;
use schakel_tests::{
    TestApp,
    app::{bron_id, bsn},
    on_both_engines,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

use super::{LOG, ask_all, audit, audit_keeping, notary, resident, sign};

async fn erase(app: &TestApp, before: DateTime<Utc>) -> u64 {
    let notary = notary(app);
    let db = notary.tree().database();
    apply(db, &DisclosureLog::new(db.clone()), before, app.now())
        .await
        .unwrap()
}

on_both_engines! {
    async fn what_leads_to_a_person_goes_and_the_proof_stays(app: TestApp) {
        let inwoner = resident(&app).await;
        ask_all(&app.joris(), &inwoner).await;
        let signed = sign(&app).await;
        let held = notary(&app).checkpoints().latest().await.unwrap().unwrap().nota;
        app.clock().advance(TimeDelta::days(400));
        ask_all(&app.joris(), &inwoner).await;
        let before = app.clock().now() - TimeDelta::days(365);
        assert_eq!(erase(&app, before).await, signed.size);
        let db = app.databases().connect(LOG).await;
        let lines = verstrekking::Entity::find().all(&db).await.unwrap();
        let erased: Vec<_> = lines.iter().filter(|line| line.op < before).collect();
        assert_eq!(erased.len() as u64, signed.size);
        for line in erased {
            assert_eq!((line.inwoner.as_str(), line.gebruiker.as_str(), line.trace_id.as_str(), line.uitkomsten.as_str()), ("", "", "", "[]"));
            assert!(line.zout.is_none() && line.operatie.is_nil() && line.gewist_op.is_some());
            assert!(!line.partij.is_empty() && !line.doel.is_empty(), "which party asked, and for what, stays");
        }
        assert!(lines.iter().any(|line| line.inwoner == inwoner), "what is younger stays");
        assert_eq!(erase(&app, before).await, 0, "once is enough");
        sign(&app).await;
        let report = audit(&app, &[held]).await;
        assert_eq!((report.faults, report.erased), (vec![], signed.size));
        let now = app.now();
        let days = |days, now| Keeping::Days { days, now };
        let yesterday = now - TimeDelta::days(1);
        for (keeping, allowed) in [
            (days(365, now), true),
            (days(366, now), false),
            (days(365, yesterday), false),
            (Keeping::Always, false),
        ] {
            let faults = audit_keeping(&app, &[], keeping).await.faults;
            let is_too_soon = |fault: &Fault| matches!(fault, Fault::ErasedTooSoon(_));
            assert_eq!((faults.is_empty(), faults.iter().all(is_too_soon)), (allowed, true), "{keeping:?}: {faults:?}");
        }
    }

    async fn a_log_outlives_the_record_of_which_it_tells(app: TestApp) {
        let inwoner = resident(&app).await;
        let lines = app.log_lines(LOG).await;
        let decided = lines.iter().flat_map(|line| line.uitkomsten.as_array().unwrap());
        let before: Vec<Value> = decided.cloned().collect();
        sign(&app).await;
        let held = notary(&app).checkpoints().latest().await.unwrap().unwrap().nota;
        let mutation = "mutation($id: String!) { srwDossierWissen(bronId: $id, grond: BEZWAAR) { uitkomst } }";
        let erased = app.ucentraal_systeem().ask(mutation, json!({"id": bron_id("S", &bsn(1))})).await.expect_ok();
        assert_eq!(erased.data("/srwDossierWissen/uitkomst"), "GEWIST");
        let officer = app.person(app.city().srw().partij, Rol::FunctionarisGegevensbescherming).doel(Doel::Verantwoording);
        let query = "query($besluit: UUID!) { waarom(besluit: $besluit) { srw { inwoner reden gelijk } } }";
        assert!(!before.is_empty());
        for outcome in before {
            let told = officer.ask(query, json!({"besluit": outcome["besluit"]})).await.expect_ok();
            assert_eq!(told.data("/waarom/srw"), &json!({"inwoner": inwoner, "reden": outcome["reden"], "gelijk": true}));
        }
        sign(&app).await;
        let report = audit(&app, &[held]).await;
        assert_eq!((report.faults, report.erased), (vec![], 0), "no line went with it");
    }

    async fn what_was_erased_without_a_line_about_it_is_found(app: TestApp) {
        let inwoner = resident(&app).await;
        ask_all(&app.joris(), &inwoner).await;
        sign(&app).await;
        app.clock().advance(TimeDelta::days(400));
        erase(&app, app.now() - TimeDelta::days(365)).await;
        ask_all(&app.joris(), &inwoner).await;
        let db = app.databases().connect(LOG).await;
        use verstrekking::Column::{GewistOp, Gebruiker, Inwoner, Operatie, TraceId, Uitkomsten, Volgnummer, Zout};
        let last = audit(&app, &[]).await.lines as i64 - 1;
        verstrekking::Entity::update_many()
            .col_expr(Inwoner, Expr::value(""))
            .col_expr(Gebruiker, Expr::value(""))
            .col_expr(TraceId, Expr::value(""))
            .col_expr(Uitkomsten, Expr::value("[]"))
            .col_expr(Operatie, Expr::value(uuid::Uuid::nil()))
            .col_expr(Zout, Expr::value(sea_orm::Value::Bytes(None)))
            .col_expr(GewistOp, Expr::value(app.now()))
            .filter(Volgnummer.eq(last))
            .exec(&db)
            .await
            .unwrap();
        let faults = audit(&app, &[]).await.faults;
        assert!(matches!(faults.as_slice(), [Fault::Erased(place)] if place.0 == last), "{faults:?}");
    }
}
