//! A consumer that doesn't read holds up nobody: it is let go, and goes on after the last place that it saw.

use std::time::Duration;

use schakel_tests::{
    TestApp,
    app::{Answer, Socket, kinds, met_buurtteam, traject},
    in_both_cities,
};
use serde_json::{Value, json};

/// As many streams as one caller may keep open here: together they have far more to say than the machine takes in unread.
const STREAMS: usize = 60;

/// As many changes as stand in one message.
const CHANGES: usize = 50;

/// Signals whose every field has a long name.
fn wordy() -> String {
    let name = "n".repeat(500);
    format!(
        "subscription($na: String) {{ signalen(na: $na) {{ edges {{ node {{ a{name}: id b{name}: soort c{name}: op d{name}: ernst }} }} }} }}"
    )
}

fn subscribe(id: usize, query: &str, variables: Value) -> Value {
    json!({"type": "subscribe", "id": id.to_string(), "payload": {"query": query, "variables": variables}})
}

/// Follows after a place on a WebSocket of its own; `None` where no stream is free.
async fn follow(app: &TestApp, place: &str) -> Option<Socket> {
    let query = "subscription($na: String) { signalen(na: $na) { edges { cursor node { soort } } } }";
    let mut socket = app.ahmed().socket().await;
    socket.say(&subscribe(1, query, json!({"na": place}))).await;
    let message = socket.message().await;
    if message["type"] == "next" {
        let told = kinds(&Answer::told(message["payload"].clone()).expect_ok());
        assert_eq!(told, vec!["FASE_GEWIJZIGD"; CHANGES], "none is missed");
        return Some(socket);
    }
    let code = &message["payload"][0]["extensions"]["code"];
    assert_eq!(code, "TE_VEEL_STROMEN", "{message}");
    None
}

/// Asks now and then until a stream is free, or until none is.
async fn until(app: &TestApp, place: &str, is_free: bool) {
    while follow(app, place).await.is_some() != is_free {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

in_both_cities! {
    async fn who_does_not_read_is_let_go_and_goes_on_from_its_place(app: TestApp) {
        let mut app = app;
        app.restart_with(|config| {
            config.http.streams.write_seconds = 1;
            config.http.streams.per_caller = STREAMS;
        }).await;
        let inwoner = app.publish_traject(traject("T-1").fase("STABILISATIE", "2026-05-11")).await;
        app.grant(&inwoner, met_buurtteam(&app, &["TRAJECT_FASE"])).await;
        app.settle_signals().await;
        let told = app.ahmed().signals(None, 100).await.expect_ok();
        let place = told.text_at("/signalen/pageInfo/endCursor").to_owned();
        for change in 0..CHANGES {
            let fase = if change % 2 == 0 { "DUURZAME_STABILISATIE" } else { "STABILISATIE" };
            let versie = format!("2026-06-02T10:{change:02}:00Z");
            app.publish_traject(traject("T-1").fase(fase, "2026-05-11").versie(&versie)).await;
        }
        app.settle_signals().await;

        let mut slow = app.ahmed().let_in(Socket::narrow(&app).await).await;
        let query = wordy();
        // Some more, for those of which the streams are taken at that moment by who asks below.
        for id in 0..STREAMS + 5 {
            slow.say(&subscribe(id, &query, json!({"na": place}))).await;
        }
        // It has them all, unless it was let go before anybody looked.
        let _taken = tokio::time::timeout(Duration::from_secs(10), until(&app, &place, false)).await;
        // Nothing of it is read. Its streams are free again as soon as it is let go.
        let going_on = tokio::time::timeout(Duration::from_secs(25), until(&app, &place, true)).await;
        going_on.expect("who doesn't read is let go");
        assert!(slow.until_cut("next").await < STREAMS, "it didn't hear everything");
        assert_eq!(app.fatima().signals(None, 1).await.expect_ok().errors().len(), 0, "and nobody else noticed");
    }
}
