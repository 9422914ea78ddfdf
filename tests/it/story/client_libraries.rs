//! The lamp and the signals, followed with the client libraries that partners use (`tests/peers`).

use std::process::Stdio;

use chrono::TimeDelta;
use schakel_tests::{
    TestApp,
    app::{Answer, Person, VOLG_SIGNALEN, bsn, kinds, traject},
    in_both_cities, on_both_engines, root,
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

use super::LAMPJE;

/// What the library hears of each rule of graphql-transport-ws that it was made to break, and of those that it keeps.
async fn told_of_rules(person: &Person<'_>, inwoner: &str) -> serde_json::Map<String, Value> {
    let output = Command::new("node")
        .arg(root().join("tests/peers/protocol.mjs"))
        .args([
            &person.url(""),
            &person.token(),
            LAMPJE,
            &json!({"id": inwoner}).to_string(),
        ])
        .output()
        .await
        .expect("`node` can be run");
    let lines = String::from_utf8(output.stdout).expect("it speaks utf-8");
    assert!(
        output.status.success(),
        "{lines}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let lines = lines.lines().map(serde_json::from_str);
    let pairs: Result<Vec<(String, Value)>, _> = lines.collect();
    pairs.expect("each line names a rule").into_iter().collect()
}

/// A program that follows a subscription; it ends when this is dropped.
struct Follower {
    lines: Lines<BufReader<ChildStdout>>,
    _child: Child,
}

impl Follower {
    /// Follows a lamp.
    fn start(protocol: &str, person: &Person<'_>, token: &str, inwoner: &str) -> Self {
        Self::of(protocol, person, token, LAMPJE, &json!({"id": inwoner}))
    }

    fn of(protocol: &str, person: &Person<'_>, token: &str, query: &str, variables: &Value) -> Self {
        let mut command = Command::new("node");
        command
            .arg(root().join("tests/peers/follow.mjs"))
            .args([protocol, &person.url(""), token, query, &variables.to_string()])
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        let mut child = command.spawn().expect("`node` can be run");
        let output = child.stdout.take().expect("its output is a pipe");
        let lines = BufReader::new(output).lines();
        Self { lines, _child: child }
    }

    async fn next(&mut self) -> Value {
        let line = self.lines.next_line().await.expect("a line can be read");
        serde_json::from_str(&line.expect("it says something")).expect("json")
    }

    async fn lamp(&mut self) -> Result<Option<bool>, String> {
        let answer = Answer::told(self.next().await);
        match answer.reden("TRAJECT_LOOPT", "gemeente-utrecht") {
            Some(reden) => Err(reden),
            None => Ok(answer.data("/lampje/0/loopt")["loopt"].as_bool()),
        }
    }
}

in_both_cities! {
    async fn they_are_told_of_each_rule_that_they_break(app: TestApp) {
        let mut app = app;
        app.restart_with(|config| config.http.streams.init_milliseconds = 1_000).await;
        let inwoner = app.publish_everything(&bsn(1)).await;
        app.grant(&inwoner, "LAMPJE").await;
        let told = told_of_rules(&app.ahmed(), &inwoner).await;
        let ik = json!({"ik": {"partij": {"id": app.city().buurtteam.partij}}});
        assert_eq!(Value::Object(told), json!({
            "no subprotocol": 4406,
            "no message": 4400,
            "an operation before the greeting is answered": 4401,
            "no greeting": 4408,
            "two greetings": 4429,
            "a name that is taken": 4409,
            "an operation that is none, and then another": {
                "refused": {"errors": ["DOCUMENT_ONGELDIG"]}, "answered": ik, "kept": true,
            },
            "a ping": {"received": true},
            "who stops following goes on to ask": {"lamp": true, "answered": ik},
        }));
    }

    async fn they_hear_that_their_token_ended(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        app.grant(&inwoner, "LAMPJE").await;
        let mut follower = Follower::start("ws", &app.meekijker(), &app.meekijker().token(), &inwoner);
        assert_eq!(follower.lamp().await, Ok(Some(true)));
        app.clock().advance(TimeDelta::minutes(20));
        assert_eq!(follower.next().await, json!({"failure": 4403}));
    }

    async fn they_hear_why_they_are_not_let_in(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let mut follower = Follower::start("ws", &app.ahmed(), "geen.token.dus", &inwoner);
        assert_eq!(follower.next().await, json!({"failure": 4403}));
        let mut follower = Follower::start("sse", &app.ahmed(), "geen.token.dus", &inwoner);
        assert!(follower.next().await["failure"].is_string());
    }
}

// Told of Utrecht only: who is there, and how many, is part of what they tell.
on_both_engines! {
    async fn they_follow_a_lamp_until_its_withdrawal(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        for protocol in ["ws", "sse"] {
            let granted = app.grant(&inwoner, "LAMPJE").await;
            let mut follower = Follower::start(protocol, &app.ahmed(), &app.ahmed().token(), &inwoner);
            assert_eq!(follower.lamp().await, Ok(Some(true)), "{protocol}");
            app.revoke(&granted).await;
            assert_eq!(follower.lamp().await, Err("INGETROKKEN".to_owned()), "{protocol}");
            assert_eq!(follower.next().await, json!("complete"), "{protocol}");
        }
    }

    async fn they_follow_signals_and_go_on_after_the_last_place(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        app.grant(&inwoner, "LAMPJE").await;
        app.settle_signals().await;
        app.publish_traject(traject("T-1")).await;
        let _followed = app.follow_signals();
        for protocol in ["ws", "sse"] {
            let (mut heard, mut last) = (Vec::new(), Value::Null);
            while heard != ["TOESTEMMING_VERLEEND", "TRAJECT_GESTART"] {
                let variables = json!({"na": last});
                let mut follower = Follower::of(protocol, &app.ahmed(), &app.ahmed().token(), VOLG_SIGNALEN, &variables);
                let message = Answer::told(follower.next().await).expect_ok();
                heard.extend(kinds(&message));
                let edges = message.data("/signalen/edges").as_array().unwrap();
                last = edges.last().unwrap()["cursor"].clone();
            }
        }
    }
}
