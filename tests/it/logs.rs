//! The logs as those see them who must be able to stand behind them: checkpoints that another party fetches and
//! keeps, proofs, what a check finds when somebody changed the log, retention, and the commands on logs.

mod commands;
mod door;
mod inzage;
mod numbers;
mod retention;
mod tampering;

use std::sync::Arc;

use schakel::{
    federation::SubgraphName,
    logbook::{
        Notary,
        note::Checkpoint,
        verify::{Keeping, Report, audit_stored},
    },
};
use schakel_tests::{TestApp, app::bsn};

use crate::story::queries::ask_all;

const LOG: SubgraphName = SubgraphName::Srw;

/// Who signs for the log of U Centraal.
fn notary(app: &TestApp) -> Arc<Notary> {
    Arc::clone(app.installation().logs.find(LOG).expect("the log is here"))
}

/// A resident whose dossiers are published and shared, and whom somebody asked about.
async fn resident(app: &TestApp) -> String {
    let inwoner = app.publish_everything(&bsn(1)).await;
    app.grant(&inwoner, "SAMENWERKEN").await;
    ask_all(&app.ahmed(), &inwoner).await;
    inwoner
}

async fn sign(app: &TestApp) -> Checkpoint {
    let signed = notary(app).sign().await.expect("the log can be signed for");
    signed.expect("there is something new")
}

/// Checks the log behind the program's back, with what another party holds.
async fn audit(app: &TestApp, held: &[String]) -> Report {
    audit_keeping(app, held, Keeping::Unknown).await
}

/// The same, by somebody who knows for how long what leads to a person is kept.
async fn audit_keeping(app: &TestApp, held: &[String], keeping: Keeping) -> Report {
    let db = app.databases().connect(LOG).await;
    let notary = notary(app);
    let report = audit_stored(&db, notary.origin(), notary.verifiers(), held, keeping).await;
    report.expect("the log can be read")
}
