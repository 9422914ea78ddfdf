//! Whatever is sent: a clear error each, nothing of it repeated in answer or log, and the server still serves.

use reqwest::RequestBuilder;
use schakel::federation::SubgraphName;
use schakel_tests::{
    Engine, Logs, TestApp,
    app::{Answer, bsn, traject},
    in_both_cities,
};
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Stands in every bad input; must come back nowhere.
const MARK: &str = "geheimzinnig";

/// Sends it, and checks what every answer to bad input has in common.
async fn send(app: &TestApp, request: RequestBuilder) -> Answer {
    let answer = Answer::of(request).await;
    assert!(answer.status < 500, "{}", answer.shown());
    assert!(!answer.text.contains(MARK), "{}", answer.shown());
    assert!(answer.body.is_object(), "{}", answer.shown());
    let alive = app.ahmed().ask("{ ik { doel } }", json!({})).await.expect_ok();
    assert_eq!(
        alive.data("/ik/doel"),
        "AFSTEMMING_TRAJECT",
        "the server still serves"
    );
    answer
}

async fn send_body(app: &TestApp, body: impl Into<reqwest::Body>) -> Answer {
    let request = app
        .ahmed()
        .post("/graphql")
        .header("content-type", "application/json");
    send(app, request.body(body)).await
}

async fn ask(app: &TestApp, query: &str, variables: Value) -> Answer {
    send(
        app,
        app.ahmed()
            .post("/graphql")
            .json(&json!({"query": query, "variables": variables})),
    )
    .await
}

const BY_ID: &str = "query($id: ID!) { inwoner(id: $id) { id } }";

in_both_cities! {
    async fn what_is_no_request(app: TestApp) {
        let logs = Logs::capture();
        let bodies: [(Vec<u8>, u16, &str); 9] = [
            (b"".to_vec(), 400, "JSON_ONGELDIG"),
            (format!("{{\"query\": \"{MARK}").into_bytes(), 400, "JSON_ONGELDIG"),
            (MARK.to_string().into_bytes(), 400, "JSON_ONGELDIG"),
            ([b"{\"query\":\"", MARK.as_bytes(), b"\xff\xfe\"}"].concat(), 400, "TEKENSET_ONJUIST"),
            ("[".repeat(100_000).into_bytes(), 400, "JSON_ONGELDIG"),
            (format!("\"{MARK}\"").into_bytes(), 400, "VERZOEK_ONGELDIG"),
            (format!("{{\"vraag\": \"{MARK}\"}}").into_bytes(), 400, "VERZOEK_ONGELDIG"),
            (format!("{{\"query\": \"{{ ik {{ doel }} }}\", \"variables\": \"{MARK}\"}}").into_bytes(), 400, "VERZOEK_ONGELDIG"),
            (format!("[{{\"query\": \"{{ {MARK} }}\"}}]").into_bytes(), 400, "BATCH_NIET_TOEGESTAAN"),
        ];
        for (body, status, code) in bodies {
            send_body(&app, body).await.expect_problem(status, code);
        }
        logs.assert_without(&[MARK]);
    }

    async fn what_is_too_large(app: TestApp) {
        let body = format!("{{\"query\": \"# {}\"}}", MARK.repeat(10_000_000 / MARK.len()));
        let request = app.ahmed().post("/graphql").header("content-type", "application/json").body(body);
        let response = request.send().await.expect("who still writes sees the answer, and isn't hung up on");
        assert_eq!(response.status(), 413);
        app.ahmed().ask("{ ik { doel } }", json!({})).await.expect_ok();
        let just_too_large = format!("{{\"query\": \"{}\"}}", " ".repeat(1_048_576));
        send_body(&app, just_too_large).await.expect_problem(413, "VERZOEK_TE_GROOT");
        let padded = format!("{{ ik {{ doel }} }} # {}", MARK.repeat(20_000));
        ask(&app, &padded, json!({})).await.expect_code("DOCUMENT_TE_GROOT");
    }

    async fn what_does_not_come_in_in_time(app: TestApp) {
        let mut app = app;
        app.restart_with(|config| config.http.request_seconds = 1).await;
        let host = app.url("").strip_prefix("http://").unwrap().to_owned();
        let mut slow = TcpStream::connect(&host).await.unwrap();
        let token = app.ahmed().token();
        let half = format!("POST /graphql HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\ndoel: AFSTEMMING_TRAJECT\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{MARK}");
        slow.write_all(half.as_bytes()).await.unwrap();
        let mut told = String::new();
        slow.read_to_string(&mut told).await.unwrap();
        assert!(told.starts_with("HTTP/1.1 408 ") && told.contains("VERZOEK_TE_TRAAG") && !told.contains(MARK), "{told}");
        let asks_first = format!("POST /graphql HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\ndoel: AFSTEMMING_TRAJECT\r\ncontent-type: application/json\r\ncontent-length: 10000000\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n");
        let mut polite = TcpStream::connect(&host).await.unwrap();
        polite.write_all(asks_first.as_bytes()).await.unwrap();
        let mut told = String::new();
        polite.read_to_string(&mut told).await.unwrap();
        assert!(told.starts_with("HTTP/1.1 413 ") && told.contains("VERZOEK_TE_GROOT"), "{told}");
        app.ahmed().ask("{ ik { doel } }", json!({})).await.expect_ok();
    }

    async fn what_cannot_be_answered_in_time(app: TestApp) {
        let mut app = app;
        app.restart_with(|config| config.http.request_seconds = 1).await;
        app.publish_traject(traject("T-1")).await;
        let db = app.databases().connect(SubgraphName::Trajectbegeleiding).await;
        let writing = db.begin().await.unwrap();
        // Nobody else can write, so what is told can't be logged.
        let sql = match app.databases().engine() {
            Engine::Sqlite => "UPDATE signaalstand SET volgnummer = volgnummer",
            Engine::Postgres => "LOCK TABLE verstrekking IN EXCLUSIVE MODE",
        };
        writing.execute_unprepared(sql).await.unwrap();
        let overview = "query($bsn: String!) { inwoner(bsn: $bsn) { trajecten { loopt { loopt } } } }";
        let answer = app.fatima().ask(overview, json!({"bsn": bsn(1)})).await;
        answer.expect_problem(504, "DUURDE_TE_LANG");
        writing.rollback().await.unwrap();
        let answer = app.fatima().ask(overview, json!({"bsn": bsn(1)})).await;
        assert_eq!(answer.expect_ok().data("/inwoner/trajecten/0/loopt/loopt"), true);
    }

    async fn another_method_path_or_media_type(app: TestApp) {
        let url = app.url("/graphql");
        let token = app.ahmed().token();
        let by_get = app.http().get(format!("{url}?query={{{MARK}}}")).bearer_auth(&token);
        send(&app, by_get).await.expect_problem(405, "METHODE_NIET_TOEGESTAAN");
        let put = app.http().put(&url).bearer_auth(&token).body(MARK);
        send(&app, put).await.expect_problem(405, "METHODE_NIET_TOEGESTAAN");
        let nowhere = app.http().post(app.url(&format!("/{MARK}"))).bearer_auth(&token);
        send(&app, nowhere).await.expect_problem(404, "PAD_ONBEKEND");
        for media in ["text/plain", "application/graphql", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
            let request = app.ahmed().post("/graphql").header("content-type", media).body(format!("{{ {MARK} }}"));
            send(&app, request).await.expect_problem(415, "MEDIATYPE_ONJUIST");
        }
    }

    /// Names of fields and types are told, or nobody could mend a document; values never.
    async fn what_is_no_document_of_this_schema(app: TestApp) {
        let logs = Logs::capture();
        for document in [
            "",
            "{",
            "{ nietBestaand }",
            "{ ik { nietBestaand } }",
            "{ ik }",
            "query($x: NietBestaand) { ik { doel } }",
            "{ ...nietBestaand }",
            "fragment A on Query { ...A } { ...A }",
            "{ inwoner(nietBestaand: \"geheimzinnig\") { id } }",
            "{ inwoner(id: {a: \"geheimzinnig\"}) { id } }",
            "query($id: ID!) { ik { doel } }",
            "{ ik { doel @nietBestaand(a: \"geheimzinnig\") } }",
            "{ a: ik { doel } a: partijen { id } }",
            "\u{0}{ ik { doel } }",
        ] {
            let answer = ask(&app, document, json!({})).await;
            assert_eq!(answer.codes().first(), Some(&"DOCUMENT_ONGELDIG"), "{document}: {}", answer.shown());
            assert!(answer.body.get("data").is_none(), "{document}: {}", answer.shown());
        }
        ask(&app, "subscription { nietBestaand }", json!({})).await;
        logs.assert_without(&[MARK, "nietBestaand", "NietBestaand"]);
    }

    async fn literals_of_another_form(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        for (id, moment) in [(inwoner.as_str(), MARK), (&inwoner, "2026-02-30T00:00:00Z"), (&inwoner, "5"), (MARK, "2027-01-01T00:00:00Z")] {
            let document = format!("mutation {{ toestemmingVerlenen(invoer: {{inwoner: \"{id}\", pakket: \"LAMPJE\", geldigTot: \"{moment}\",
                gegevenDoor: INWONER, bewijs: {{soort: GESPREK, tekstversie: \"1\", taal: \"nl\"}}}}) {{ registerversie }} }}");
            let request = app.tessa().post("/graphql").json(&json!({"query": document}));
            send(&app, request).await.expect_code("INVOER_ONGELDIG");
        }
    }

    async fn variables_of_another_type(app: TestApp) {
        for id in [Value::Null, json!({"a": MARK}), json!([MARK]), json!(true), json!(1.5)] {
            ask(&app, BY_ID, json!({"id": id})).await.expect_code("VARIABELE_ONGELDIG");
        }
        ask(&app, BY_ID, json!({})).await.expect_code("VARIABELE_ONGELDIG");
        let publish = "mutation($invoer: TrajectInvoer!) { trajectPubliceren(invoer: $invoer) { uitkomst } }";
        let system = app.gemeente_systeem();
        for (field, value) in [
            ("ingang", json!(MARK)),
            ("clienten", json!([{"bsn": bsn(1), "id": MARK}])),
            ("clienten", json!([{"naam": MARK}])),
            ("onbekendVeld", json!(MARK)),
            ("financieel", json!({"totaleSchuld": MARK})),
        ] {
            let record = traject("T-1").with(field, value);
            let request = system.post("/graphql").json(&json!({"query": publish, "variables": {"invoer": record.invoer()}}));
            send(&app, request).await.expect_code("VARIABELE_ONGELDIG");
        }
    }

    async fn values_of_another_form(app: TestApp) {
        let publish = "mutation($invoer: TrajectInvoer!) { trajectPubliceren(invoer: $invoer) { uitkomst } }";
        for (field, value, named) in [
            ("aanmelddatum", json!(MARK), "invoer"),
            ("aanmelddatum", json!("2026-02-30"), "invoer"),
            ("aanmelddatum", json!(5), "invoer"),
            ("versie", json!(MARK), "invoer"),
            ("clienten", json!([{"id": MARK}]), "ID"),
            ("financieel", json!({"totaleSchuld": 30_000_000_000_u64}), "invoer"),
        ] {
            let record = traject("T-1").with(field, value.clone());
            let body = json!({"query": publish, "variables": {"invoer": record.invoer()}});
            let answer = send(&app, app.gemeente_systeem().post("/graphql").json(&body)).await;
            let codes = answer.codes();
            let is_clear = codes == ["INVOER_ONGELDIG"] || codes == ["VARIABELE_ONGELDIG"];
            assert!(is_clear && answer.text.contains(named), "{field} {value}: {}", answer.shown());
        }
        let by_literal = format!("{{ inwoner(id: \"{MARK}\") {{ id }} }}");
        ask(&app, &by_literal, json!({})).await.expect_code("INVOER_ONGELDIG");
        let good = "z6qknw94zshb4z4pcxxtn65qf1";
        for id in ["", MARK, &good[1..], &good.to_uppercase(), &good.replace('q', "i"), "' OR 1=1 --"] {
            let answer = ask(&app, BY_ID, json!({"id": id})).await.expect_code("INVOER_ONGELDIG");
            assert!(id.is_empty() || !answer.text.contains(id), "{}", answer.shown());
        }
    }

    async fn a_bsn_that_stands_in_the_document(app: TestApp) {
        let logs = Logs::capture();
        for document in [
            format!("{{ inwoner(bsn: \"{}\") {{ id }} }}", bsn(1)),
            format!("query($b: String = \"{}\") {{ inwoner(bsn: $b) {{ id }} }}", bsn(1)),
            format!("{{ inwoner(eigenNummer: \"{}.{}\") {{ id }} }}", &bsn(1)[..4], &bsn(1)[4..]),
            format!("{{ inwoner(eigenNummer: {}) {{ id }} }}", bsn(1)),
            format!("query($n: String = \"{}\") {{ inwoner(eigenNummer: $n) {{ id }} }}", bsn(1)),
            format!("mutation {{ koppelen(invoer: {{eigenNummer: \"K\", inwoner: {{bsn: \"{}\"}}}}) {{ id }} }}", bsn(1)),
        ] {
            let answer = ask(&app, &document, json!({})).await;
            assert!(answer.codes().contains(&"BSN_ALS_LITERAL"), "{}", answer.shown());
            assert!(!answer.text.contains(&bsn(1)), "{}", answer.shown());
        }
        logs.assert_without(&[&bsn(1)]);
    }

    async fn what_asks_too_much(app: TestApp) {
        let aliases: String = (0..60).map(|n| format!("a{n}: ik {{ doel }} ")).collect();
        let wide: String = (0..40).map(|n| format!("a{n}: partijen {{ id naam soort }} ")).collect();
        for (document, code) in [
            (format!("{{ {aliases} }}"), "TE_VEEL_ALIASSEN"),
            (format!("{{ {wide} }}"), "TE_VEEL_WORTELVELDEN"),
            (format!("{{ {} }}", "ik ".repeat(6000)), "DOCUMENT_TE_GROOT"),
            (format!("{{ {} }}", "(".repeat(50_000)), "DOCUMENT_ONGELDIG"),
            (format!("{{ {} {} }}", "ik { ".repeat(1000), "} ".repeat(1000)), "TE_DIEP"),
        ] {
            let answer = ask(&app, &document, json!({})).await;
            assert!(answer.codes().contains(&code), "{code}: {}", answer.shown());
            assert!(answer.text.len() < 20_000, "{} bytes say that it is {code}", answer.text.len());
        }
        let ids = vec!["z6qknw94zshb4z4pcxxtn65qf1"; 101];
        let several = "query($ids: [ID!]!) { inwoners(ids: $ids) { id } }";
        ask(&app, several, json!({"ids": ids})).await.expect_code("LIJST_TE_LANG");
    }

    async fn what_is_deeper_or_heavier_than_this_hub_allows(app: TestApp) {
        let mut app = app;
        let deep = "{ inwoner(id: \"z6qknw94zshb4z4pcxxtn65qf1\") { trajecten { fase { geschiedenis { fase } } } } }";
        ask(&app, deep, json!({})).await.expect_ok();
        app.restart_with(|config| config.hub.limits.document.depth = 4).await;
        ask(&app, deep, json!({})).await.expect_code("TE_DIEP");
        app.restart_with(|config| {
            config.hub.limits.document.depth = 5;
            config.hub.limits.document.complexity = 10;
        }).await;
        ask(&app, deep, json!({})).await.expect_code("TE_COMPLEX");
    }

    async fn headers_that_say_nothing(app: TestApp) {
        for (name, value) in [("Minimale-Registerversie", "-1"), ("Minimale-Registerversie", MARK), ("Niet-Gedeeld", MARK)] {
            let request = app.ahmed().header(name, value).post("/graphql").json(&json!({"query": "{ ik { doel } }"}));
            send(&app, request).await.expect_problem(400, "HEADER_ONGELDIG");
        }
        let strange = app.ahmed().header("traceparent", MARK).post("/graphql").json(&json!({"query": "{ ik { doel } }"}));
        send(&app, strange).await.expect_ok();
    }

    async fn nothing_of_it_is_logged_or_kept(app: TestApp) {
        let logs = Logs::capture();
        ask(&app, &format!("{{ inwoner(id: \"{MARK}\") {{ id }} }}"), json!({})).await;
        ask(&app, BY_ID, json!({"id": MARK})).await;
        let request = app.gemeente_systeem().post("/graphql").json(&json!({
            "query": "mutation($invoer: TrajectInvoer!) { trajectPubliceren(invoer: $invoer) { uitkomst } }",
            "variables": {"invoer": traject(&format!("{MARK}\u{7}")).client_bsn("123456789").invoer()},
        }));
        send(&app, request).await.expect_code("INVOER_ONGELDIG");
        logs.assert_without(&[MARK, "123456789"]);
        for subgraph in SubgraphName::ALL {
            assert_eq!(app.log_lines(*subgraph).await, [], "{subgraph}");
        }
    }
}
