//! The lamp, followed with the client libraries that partners use (`tests/peers`).

use std::process::Stdio;

use schakel_tests::{
    TestApp,
    app::{Answer, Person, bsn},
    on_both_engines, root,
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

/// A program that follows a lamp; it ends when this is dropped.
struct Follower {
    lines: Lines<BufReader<ChildStdout>>,
    _child: Child,
}

impl Follower {
    fn start(protocol: &str, person: &Person<'_>, token: &str, inwoner: &str) -> Self {
        let mut command = Command::new("node");
        command
            .arg(root().join("tests/peers/follow.mjs"))
            .args([protocol, &person.url(""), token, inwoner])
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

    async fn they_hear_why_they_are_not_let_in(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let mut follower = Follower::start("ws", &app.ahmed(), "geen.token.dus", &inwoner);
        assert_eq!(follower.next().await, json!({"failure": 4403}));
        let mut follower = Follower::start("sse", &app.ahmed(), "geen.token.dus", &inwoner);
        assert!(follower.next().await["failure"].is_string());
    }
}
