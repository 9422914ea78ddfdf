//! Many residents cost no more statements than one.

use schakel_tests::{
    Statements, TestApp,
    app::{Watched, bsn},
    on_both_engines,
};
use serde_json::{Value, json};

use super::queries::ALL_GROUPS;

async fn ask(app: &TestApp, watched: &Watched, ids: &[String]) -> (Value, Vec<String>) {
    let query = format!(
        "query($ids: [ID!]!) {{ inwoners(ids: $ids) {{ ...AlleGroepen toegang {{ groep reden }} }} }} {ALL_GROUPS}"
    );
    watched.ask(&app.ahmed(), &query, json!({"ids": ids})).await
}

on_both_engines! {
    async fn fifty_residents_cost_as_many_statements_as_one(app: TestApp) {
        let mut ids = Vec::new();
        for n in 0..50 {
            let inwoner = app.publish_everything(&bsn(n)).await;
            app.grant(&inwoner, "SAMENWERKEN").await;
            ids.push(inwoner);
        }
        let watched = app.watched().await;
        ask(&app, &watched, &ids[..1]).await;
        let (one, few) = ask(&app, &watched, &ids[..1]).await;
        let (fifty, many) = ask(&app, &watched, &ids).await;
        Statements::assert_as_many(&few, &many);
        assert!(few.len() < 60, "{} statements:\n{}", few.len(), few.join("\n"));
        let told = fifty["data"]["inwoners"].as_array().expect("fifty residents");
        assert_eq!(told.len(), 50);
        assert_eq!(told[0], one["data"]["inwoners"][0]);
        for (id, told) in ids.iter().zip(told) {
            assert_eq!(told["id"], json!(id));
            assert_eq!(told["trajecten"][0]["loopt"]["loopt"], true);
            assert_eq!(told["srw"][0]["status"]["verwijzingen"][0]["soort"], "INKOMENSCHECK");
            assert_eq!(told["buurtteams"][1]["status"]["betrokken"], true);
        }
    }
}
