//! The commands on logs, as an operator and another party use them.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    path::Path,
    process::{Command, Output},
    thread::{self, JoinHandle},
};

use schakel::{
    domain::{Doel, PartijId, Rol},
    federation::http_client,
    logbook::render::Form,
};
use schakel_tests::{Asker, Records, Together, binary};
use sea_orm::{ConnectionTrait, Database};
use serde_json::{Value, json};

fn run(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(binary());
    command.arg("log").args(arguments).current_dir(home);
    command.output().expect("the program runs")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn lines(file: &Path) -> Vec<Value> {
    let text = fs::read_to_string(file).expect("an export");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a JSON object"))
        .collect()
}

/// Takes one request, as an OpenTelemetry collector would; its address and what came.
fn collector() -> (String, JoinHandle<Value>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let taking = thread::spawn(move || {
        let (stream, _) = listener.accept().expect("somebody sends");
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).expect("a header");
            let (name, value) = line.trim().split_once(':').unwrap_or_default();
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().expect("a length");
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("a body");
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-type: application/json\r\n\r\n{}";
        reader.get_mut().write_all(answer).expect("an answer");
        serde_json::from_slice(&body).expect("JSON")
    });
    (address, taking)
}

/// Asks something of the demo, so that its logs have lines, and fetches the checkpoint of a log.
async fn used(house: &Together, records: &Records) -> String {
    let asker = Asker {
        partij: PartijId::new("gemeente-utrecht").unwrap(),
        rollen: vec![Rol::Trajectbegeleider],
        doelen: vec![Doel::AfstemmingTraject],
    };
    let client = http_client(std::time::Duration::from_secs(60)).unwrap();
    let token = records.token(&asker);
    let query = "query($bsn: String!) { inwoner(bsn: $bsn) { srw { partij { id } status { verwijzingen { status } } } } }";
    let bsn = schakel::demo::data::nth_bsn(11).unwrap();
    let body = json!({"query": query, "variables": {"bsn": bsn}});
    for _ in 0..5 {
        let request = client
            .post(house.graphql())
            .bearer_auth(&token)
            .header("Doel", "AFSTEMMING_TRAJECT");
        assert_eq!(request.json(&body).send().await.unwrap().status(), 200);
    }
    let url = house.graphql().replace("/graphql", "/log/v1/srw/checkpoint");
    // Whoever keeps the log signs within a second or two; the first look at it is at once.
    for _ in 0..600 {
        let request = client
            .get(&url)
            .bearer_auth(&token)
            .header("Doel", "AFSTEMMING_TRAJECT");
        let response = request.send().await.unwrap();
        if response.status() == 200 {
            return response.text().await.unwrap();
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("nobody signs for the log");
}

#[tokio::test]
async fn a_log_is_exported_and_checked() {
    let records = Records::of_the_demo().await;
    let mut house = Together::start(&records).await;
    let held = used(&house, &records).await;
    let home = house.home().to_owned();
    let srw = ["--subgraph", "srw", "--config", "together.toml"];
    let export = |kind: &str, file: &str| {
        let arguments = ["export", "--soort", kind, "--partij", "u-centraal", "--uit", file];
        let output = run(&home, &[arguments.as_slice(), srw.as_slice()].concat());
        assert_eq!(code(&output), 0, "{}", text(&output));
        lines(&home.join(file))
    };
    for (kind, form) in [
        ("beslislog", Form::Beslislog),
        ("ldv", Form::Dataverwerkingen),
        ("nen7513", Form::Toegangslog),
    ] {
        let lines = export(kind, &format!("{kind}.ndjson"));
        assert!(lines.len() >= 5, "{kind} has {} lines", lines.len());
        assert!(lines.iter().all(|line| form.check(line).is_empty()), "{kind}");
    }
    let readings = lines(&home.join("nen7513.ndjson"));
    let reading = readings
        .iter()
        .find(|line| line["attributes"]["dpl.nen7513.eventTypeCode"] == "LOGBOEK_UITVOEREN");
    let reading = reading.expect("reading the log is logged");
    assert_eq!(
        reading["attributes"]["dpl.nen7513.users"][1]["userID"],
        "u-centraal"
    );
    assert!(
        reading["attributes"]["dpl.nen7513.controles"]
            .as_str()
            .unwrap()
            .starts_with("beslislog")
    );
    let (collector, collected) = collector();
    let arguments = [
        "export",
        "--soort",
        "nen7513",
        "--partij",
        "u-centraal",
        "--otlp",
        &collector,
    ];
    let output = run(&home, &[arguments.as_slice(), srw.as_slice()].concat());
    assert_eq!(code(&output), 0, "{}", text(&output));
    let sent = collected.join().expect("a collector ends");
    let records = sent["resourceLogs"][0]["scopeLogs"][0]["logRecords"]
        .as_array()
        .expect("log records");
    assert!(
        records.len() >= 5 && records[0]["traceId"].as_str().is_some_and(|id| id.len() == 32),
        "{sent}"
    );
    export("bewijs", "bewijs.ndjson");

    fs::write(home.join("held.txt"), &held).unwrap();
    house.kill();
    let check = |arguments: &[&str]| {
        run(
            &home,
            &[&["verify", "--checkpoint", "held.txt"], arguments].concat(),
        )
    };
    for arguments in [
        srw.as_slice(),
        &["--export", "bewijs.ndjson"],
        &["--config", "together.toml"],
    ] {
        let output = check(arguments);
        assert_eq!(code(&output), 0, "{arguments:?}: {}", text(&output));
        assert!(
            text(&output).contains("faults                   0"),
            "{}",
            text(&output)
        );
    }

    let changed =
        fs::read_to_string(home.join("bewijs.ndjson"))
            .unwrap()
            .replacen("AFSTEMMING_TRAJECT", "NAZORG", 1);
    fs::write(home.join("changed.ndjson"), changed).unwrap();
    let output = check(&["--export", "changed.ndjson"]);
    assert_eq!(code(&output), 1, "{}", text(&output));
    assert!(text(&output).contains("line 0 was changed"), "{}", text(&output));
    let output = check(&["--export", "ldv.ndjson"]);
    assert_eq!(code(&output), 2, "{}", text(&output));

    let db = Database::connect(format!("sqlite:{}?mode=rw", home.join("srw.db").display()))
        .await
        .unwrap();
    db.execute_unprepared("DELETE FROM verstrekking WHERE volgnummer = 0")
        .await
        .unwrap();
    db.close().await.unwrap();
    let output = check(&srw);
    assert_eq!(code(&output), 1, "{}", text(&output));
    assert!(text(&output).contains("line 0 is missing"), "{}", text(&output));
}
