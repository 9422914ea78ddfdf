//! Every kind of signal is made by something that happens, and somebody hears of it.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use schakel::{domain::SignaalSoort, federation::SubgraphName};
use schakel_tests::{
    TestApp,
    app::{bsn, buurtteamdossier, deel, met_buurtteam, srw_dossier, traject},
    on_both_engines,
};
use serde_json::{Value, json};

use super::werklijst::applied;

const LATER: &str = "2026-06-02T08:00:00Z";
const LATEST: &str = "2026-06-03T08:00:00Z";

fn all() -> BTreeSet<String> {
    SignaalSoort::ALL
        .iter()
        .map(|soort| soort.word().to_owned())
        .collect()
}

/// Consents are given, withdrawn, and one ends soon.
async fn consents(app: &TestApp, inwoner: &str) {
    app.grant(inwoner, "SAMENWERKEN").await;
    app.grant(inwoner, met_buurtteam(app, &["TRAJECT_NAZORG"])).await;
    let granted = app.grant(inwoner, "LAMPJE").await;
    app.revoke(&granted).await;
    let soon = deel(
        app.city().traject.partij,
        app.city().ander_buurtteam.partij,
        &["TRAJECT_LOOPT"],
    )
    .until("2026-07-20T00:00:00Z");
    app.grant(inwoner, soon).await;
}

/// A traject starts, and everything about it changes.
async fn trajecten(app: &TestApp) {
    let begin = traject("T-1").with("nazorg", Value::Null);
    app.publish_traject(begin.clone()).await;
    let changed = begin
        .versie(LATER)
        .with(
            "fasen",
            json!([{"fase": "AANMELDING", "sinds": "2026-03-02"}, {"fase": "NAZORG", "sinds": "2026-06-01"}]),
        )
        .with(
            "regisseurs",
            json!([{"contact": {"naam": "Y. Ander"}, "sinds": "2026-06-01"}]),
        )
        .with("crises", json!([{"start": "2026-06-01"}]))
        .with("uitstroom", json!({"datum": "2026-09-01", "reden": "AFGEROND"}))
        .with(
            "nazorg",
            json!({"start": "2026-06-01", "producten": ["BUDGETCOACHING"]}),
        );
    app.publish_traject(changed).await;
    app.publish_traject(applied("T-2", 2, "2026-06-01")).await;
}

/// A dossier is closed while the traject runs, and opened again.
async fn dossiers(app: &TestApp) {
    let dossier = buurtteamdossier("B-1");
    app.publish_buurtteam(dossier.clone()).await;
    app.publish_buurtteam(dossier.clone().versie(LATER).gesloten("2026-06-02"))
        .await;
    app.settle_signals().await;
    app.publish_buurtteam(dossier.versie(LATEST)).await;
}

/// A referral is received, and ends in silence.
async fn referrals(app: &TestApp, inwoner: &str) {
    let verwijzing = |status: &str, afgerond: Option<&str>| {
        json!([{
            "bronId": "V-1", "soort": "INKOMENSCHECK", "route": "VIA_TRAJECT", "status": status,
            "ingediendOp": "2026-04-02", "afgerondOp": afgerond,
        }])
    };
    let dossier = srw_dossier("S-1").client_id(inwoner);
    app.publish_srw(
        dossier
            .clone()
            .with("verwijzingen", verwijzing("INGEDIEND", None)),
    )
    .await;
    let ended = verwijzing("AFGEROND", Some("2026-06-01"));
    app.publish_srw(dossier.versie(LATER).with("verwijzingen", ended))
        .await;
}

on_both_engines! {
    async fn every_kind_is_made_and_somebody_hears_of_it(app: TestApp) {
        app.change_inrichting(|utrecht| utrecht.nazorgaanbod.retain(|row| row.product.word() != "BUDGETCOACHING")).await;
        let inwoner = app.inwoner(&bsn(1)).await;
        consents(&app, &inwoner).await;
        trajecten(&app).await;
        dossiers(&app).await;
        referrals(&app, &inwoner).await;
        for date in ["2026-06-24T10:00:00Z", "2026-07-01T10:00:00Z"] {
            app.clock().set(date.parse().unwrap());
            app.look_at_the_clock().await;
        }
        app.clock().advance(TimeDelta::days(91));
        app.look_at_the_clock().await;
        let mut made = BTreeSet::new();
        for owner in SubgraphName::ALL.iter().filter(|name| **name != SubgraphName::Signalen) {
            made.extend(app.outbox(*owner).await);
        }
        assert_eq!(made, all());
        let mut heard = BTreeSet::new();
        for partij in ["gemeente-utrecht", "u-centraal", "incluzio", "lokalis"] {
            heard.extend(app.stored_signals(partij).await);
        }
        assert_eq!(heard, all());
    }
}
