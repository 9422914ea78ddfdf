//! The main job as a new user runs it: one command, then answers.

use std::{
    fs,
    io::Write,
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use schakel::federation::http_client;
use schakel_tests::binary;
use sea_orm::{ConnectionTrait, Database};
use serde_json::{Value, json};
use tempfile::tempdir;

fn client() -> reqwest::Client {
    http_client(Duration::from_secs(30)).unwrap()
}

struct Demo {
    child: Child,
    guide: Value,
}

impl Demo {
    /// Starts the command and waits until it has said where it listens.
    fn start(folder: &Path) -> Self {
        use std::io::{BufRead, BufReader};
        let mut child = Command::new(binary())
            .args(["demo", "--adres", "127.0.0.1:0", "--data"])
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the binary starts");
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut told = lines.map_while(Result::ok);
        assert!(
            told.any(|line| line.starts_with("Ctrl-C stops")),
            "the demo ended before it listened"
        );
        // The rest is read by nobody; the demo minds that as little as it minds `| head`.
        let guide = fs::read_to_string(folder.join("demo.json")).unwrap();
        Self {
            child,
            guide: serde_json::from_str(&guide).unwrap(),
        }
    }

    async fn ask(&self, example: &Value) -> Value {
        let token = self.guide["tokens"]
            .as_array()
            .unwrap()
            .iter()
            .find(|token| token["partij"] == example["partij"])
            .unwrap();
        let body = json!({"query": example["query"], "variables": example["variables"]});
        let request = client().post(self.guide["graphql"].as_str().unwrap());
        let request = request.bearer_auth(token["token"].as_str().unwrap()).json(&body);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        response.json().await.unwrap()
    }

    fn send_interrupt(&self) {
        let sent = Command::new("kill")
            .args(["-INT", &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Ctrl-C.
    fn interrupt(mut self) {
        self.send_interrupt();
        let ended = self.child.wait().unwrap();
        assert!(ended.success(), "Ctrl-C stops cleanly, not with {ended}");
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // Already ended is as good.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[tokio::test]
async fn the_demo_answers_its_own_examples_and_keeps_its_data() {
    let folder = tempdir().unwrap();
    let demo = Demo::start(folder.path());
    let examples = demo.guide["voorbeelden"].as_array().unwrap().clone();
    assert!(examples.len() >= 5);
    assert_eq!(members(&demo.guide), ["graphql", "tokens", "url", "voorbeelden"]);
    assert_eq!(
        members(&demo.guide["tokens"][0]),
        ["doel", "partij", "rol", "token"]
    );
    assert_eq!(members(&examples[0]), ["naam", "partij", "query", "variables"]);
    for example in &examples {
        let answer = demo.ask(example).await;
        assert!(
            answer["data"]["inwoner"]["id"].is_string(),
            "{}: {answer}",
            example["naam"]
        );
    }
    let overview = demo.ask(&examples[0]).await;
    let traject = &overview["data"]["inwoner"]["trajecten"][0];
    assert_eq!(traject["fase"]["fase"], "STABILISATIE");
    assert_eq!(traject["financieel"], Value::Null);
    assert_eq!(overview["errors"][0]["extensions"]["code"], "GEEN_TOESTEMMING");
    for path in ["/health", "/ready"] {
        let url = format!("{}{path}", demo.guide["url"].as_str().unwrap());
        assert_eq!(client().get(url).send().await.unwrap().status(), 200, "{path}");
    }
    demo.interrupt();
    unmigrate(folder.path()).await;

    // A second demo that is pointed at its register fills nothing there.
    let other = tempdir().unwrap();
    let register = format!("sqlite:{}", folder.path().join("toestemming.db").display());
    let refused = Command::new(binary())
        .args(["demo", "--adres", "127.0.0.1:0", "--data"])
        .arg(other.path())
        .env("SCHAKEL_SUBGRAPHS__TOESTEMMING__DATABASE", register)
        .output()
        .unwrap();
    assert!(!refused.status.success());
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("the register holds something already"), "{told}");

    let again = Demo::start(folder.path());
    assert_eq!(again.ask(&examples[0]).await["data"], overview["data"]);
    again.interrupt();
}

/// The names of what an object holds: programs rely on them.
fn members(object: &Value) -> Vec<&str> {
    let mut names: Vec<_> = object.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// As an earlier version of the program left the folder.
async fn unmigrate(folder: &Path) {
    let srw = format!("sqlite:{}", folder.join("srw.db").display());
    let db = Database::connect(srw).await.unwrap();
    for statement in [
        "ALTER TABLE srw_indiening DROP COLUMN afgerond_gemeld",
        "DELETE FROM seaql_migrations WHERE version = 'm0210_gemeld'",
    ] {
        db.execute_unprepared(statement).await.unwrap();
    }
    db.close().await.unwrap();
}

#[tokio::test]
async fn a_second_interruption_waits_for_nobody() {
    let folder = tempdir().unwrap();
    let demo = Demo::start(folder.path());
    let address = demo.guide["url"]
        .as_str()
        .unwrap()
        .strip_prefix("http://")
        .unwrap();
    let mut halfway = TcpStream::connect(address).unwrap();
    halfway
        .write_all(b"POST /graphql HTTP/1.1\r\nhost: hier\r\n")
        .unwrap();
    demo.send_interrupt();
    // It has heard the first one when it takes in nobody any more.
    while TcpStream::connect(address).is_ok() {
        tokio::task::yield_now().await;
    }
    demo.interrupt();
}
