//! Somebody else's enforcement point asks the register by AuthZEN what its people may see: within its cap, by the same
//! decision, and never without a line in the register's log.

use reqwest::StatusCode;
use schakel::{
    clock::Clock,
    federation::SubgraphName,
    request::authenticate::{IssuerConfig, IssuerKind},
};
use schakel_tests::{
    TestApp,
    app::{bsn, traject},
    in_both_cities, on_both_engines, root,
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

const CLIENT: &str = "zaaksysteem-incluzio";
/// The issuer that docs/besluitpunt.md names.
const DOCUMENTED_ISSUER: &str = "https://login.incluzio.example";
const REFUSED: StatusCode = StatusCode::FORBIDDEN;

/// The program, where Incluzio's case system may ask for its own workers about two groups.
async fn with_pep(app: &mut TestApp) {
    let issuer = app.issuers().of_incluzio.issuer.clone();
    app.restart_with(|config| {
        let issuers = &mut config.auth.issuers;
        let of_incluzio: &mut IssuerConfig = issuers
            .iter_mut()
            .find(|known| known.issuer == issuer)
            .expect("it is configured");
        of_incluzio.kind = IssuerKind::Pep;
        let client = &mut of_incluzio.clients[0];
        client.azp = CLIENT.to_owned();
        client.groepen = ["TRAJECT_LOOPT", "TRAJECT_CONTACT"]
            .map(|groep| serde_json::from_value(json!(groep)).expect("a group"))
            .into();
    })
    .await;
}

fn token(app: &TestApp, client: &str) -> String {
    let now = app.clock().now().timestamp();
    let issuer = &app.issuers().of_incluzio;
    let claims = json!({
        "iss": issuer.issuer, "aud": issuer.audience, "azp": client, "sub": client, "jti": "1",
        "iat": now, "nbf": now, "exp": now + 300,
    });
    issuer
        .key
        .sign(&claims)
        .expect("it can be signed")
        .expose_secret()
        .to_owned()
}

fn question(app: &TestApp, partij: &str, groepen: &[&str], inwoner: &str) -> Value {
    let resource = |groep: &&str| {
        json!({"resource": {"type": "gegevensgroep", "id": groep, "properties": {
            "inwoner": inwoner, "bronhouder": "gemeente-utrecht",
        }}})
    };
    json!({
        "subject": {"type": "partij", "id": partij, "properties": {
            "rollen": ["BUURTTEAMMEDEWERKER"], "gebruiker": "ahmed", "client": CLIENT,
            "issuer": app.issuers().of_incluzio.issuer, "doelen": ["AFSTEMMING_TRAJECT"],
        }},
        "action": {"name": "AFSTEMMING_TRAJECT"},
        "evaluations": groepen.iter().map(resource).collect::<Vec<_>>(),
    })
}

/// The command in docs/besluitpunt.md, as it stands there.
fn documented_command() -> String {
    let page = std::fs::read_to_string(root().join("docs/besluitpunt.md")).expect("the page can be read");
    let (_, from) = page.split_once("```sh\n").expect("it shows a command");
    let (command, _) = from.split_once("```").expect("the command ends");
    command.to_owned()
}

async fn post(app: &TestApp, path: &str, token: &str, body: &Value) -> (StatusCode, Value) {
    let request = app
        .http()
        .post(app.url(&format!("/{path}")))
        .bearer_auth(token)
        .json(body);
    let response = request.send().await.expect("it answers");
    (response.status(), response.json().await.expect("json"))
}

async fn ask(app: &TestApp, body: &Value) -> (StatusCode, Value) {
    post(app, "access/v1/evaluations", &token(app, CLIENT), body).await
}

fn redenen(answer: &Value) -> Vec<&str> {
    let told = answer["evaluations"].as_array().expect("a list");
    let reden = |one: &'_ Value| one["context"]["reden"].as_str().map(str::to_owned);
    assert!(
        told.iter()
            .all(|one| one["decision"] == reden(one).is_some_and(|word| word.starts_with("TOEGESTAAN_")))
    );
    told.iter()
        .filter_map(|one| one["context"]["reden"].as_str())
        .collect()
}

in_both_cities! {
    async fn what_lies_outside_its_cap_is_refused_and_nothing_is_told(app: TestApp) {
        let mut app = app;
        with_pep(&mut app).await;
        let inwoner = app.publish_traject(traject("T-1").client_bsn(&bsn(1))).await;
        app.grant(&inwoner, "SAMENWERKEN").await;
        let good = question(&app, "incluzio", &["TRAJECT_LOOPT"], &inwoner);
        let with = |place: &str, value: Value| {
            let mut changed = good.clone();
            *changed.pointer_mut(place).expect("a place") = value;
            changed
        };
        let properties = "/subject/properties";
        for (body, code) in [
            (with("/subject/id", json!("lokalis")), "NAMENS_ONJUIST"),
            (with(&format!("{properties}/rollen"), json!(["TOESTEMMINGSBEHEERDER"])), "NAMENS_ONJUIST"),
            (with(&format!("{properties}/doelen"), json!(["AFSTEMMING_TRAJECT", "NAZORG"])), "NAMENS_ONJUIST"),
            (with(&format!("{properties}/client"), json!("incluzio-app")), "NAMENS_ONJUIST"),
            (with(&format!("{properties}/issuer"), json!("https://uitgever.example")), "NAMENS_ONJUIST"),
            (question(&app, "incluzio", &["TRAJECT_FASE"], &inwoner), "GROEP_NIET_EIGEN"),
            (with(&format!("{properties}/gebruiker"), json!("")), "VERZOEK_ONGELDIG"),
            (with(&format!("{properties}/gebruiker"), json!("een\ntwee")), "VERZOEK_ONGELDIG"),
        ] {
            let (_, answer) = ask(&app, &body).await;
            let one = &answer["evaluations"][0];
            assert_eq!((&one["decision"], &one["context"]["error"]["code"]), (&json!(false), &json!(code)), "{answer}");
            let mut alone = body.clone();
            alone["resource"] = body["evaluations"][0]["resource"].clone();
            alone.as_object_mut().unwrap().remove("evaluations");
            let (status, answer) = post(&app, "access/v1/evaluation", &token(&app, CLIENT), &alone).await;
            let refused = if code == "VERZOEK_ONGELDIG" { StatusCode::BAD_REQUEST } else { REFUSED };
            assert_eq!((status, &answer["code"]), (refused, &json!(code)), "{answer}");
        }
        let lines = app.log_lines(SubgraphName::Toestemming).await;
        assert!(lines.iter().all(|line| line.gebruiker != "ahmed"), "nothing was decided");
    }

    async fn it_comes_in_at_no_other_door(app: TestApp) {
        let mut app = app;
        with_pep(&mut app).await;
        let inwoner = app.inwoner(&bsn(1)).await;
        for (path, body) in [
            ("register/v1/wijzigingen", json!({"sinds": 0, "inwoners": [inwoner]})),
            ("register/v1/namen", json!({})),
            ("register/v1/aanbod", json!({"vragen": []})),
            ("register/v1/gekoppelden", json!({})),
            ("graphql", json!({"query": "{ __typename }"})),
        ] {
            let (status, answer) = post(&app, path, &token(&app, CLIENT), &body).await;
            assert_eq!((status, &answer["code"]), (REFUSED, &json!("TOKENSOORT_ONJUIST")), "{path}: {answer}");
        }
        let body = question(&app, "incluzio", &["TRAJECT_LOOPT"], &inwoner);
        let (status, _) = post(&app, "access/v1/evaluations", &token(&app, "een-ander"), &body).await;
        assert!(status.is_client_error(), "a client that isn't configured: {status}");
    }

    async fn without_a_log_it_is_told_nothing(app: TestApp) {
        let mut app = app;
        with_pep(&mut app).await;
        let inwoner = app.publish_traject(traject("T-1").client_bsn(&bsn(1))).await;
        app.grant(&inwoner, "LAMPJE").await;
        super::failing::drop_table(&app, SubgraphName::Toestemming, "verstrekking").await;
        let (status, answer) = ask(&app, &question(&app, "incluzio", &["TRAJECT_LOOPT"], &inwoner)).await;
        assert_eq!((status, &answer["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("LOG_NIET_BEREIKBAAR")), "{answer}");
    }
}

// Told of Utrecht only: who is there, and how many, is part of what they tell.
on_both_engines! {
    async fn a_third_party_is_told_the_same_decision_and_it_is_written_down_first(app: TestApp) {
        let mut app = app;
        with_pep(&mut app).await;
        let inwoner = app.publish_traject(traject("T-1").client_bsn(&bsn(1))).await;
        let both = question(&app, "incluzio", &["TRAJECT_LOOPT", "TRAJECT_CONTACT"], &inwoner);
        assert_eq!(redenen(&ask(&app, &both).await.1), ["GEEN_TOESTEMMING"; 2]);
        let granted = app.grant(&inwoner, "LAMPJE").await;
        let (_, told) = ask(&app, &both).await;
        assert_eq!(redenen(&told), ["TOEGESTAAN_TOESTEMMING"; 2]);
        assert_eq!(told["context"]["registerversie"], granted.registerversie);
        app.revoke(&granted).await;
        assert_eq!(redenen(&ask(&app, &both).await.1), ["INGETROKKEN"; 2]);
        let lines = app.log_lines(SubgraphName::Toestemming).await;
        let lines: Vec<_> = lines.iter().filter(|line| line.gebruiker == "ahmed").collect();
        let logged: Vec<_> = lines.iter().map(|line| line.reden("TRAJECT_LOOPT").unwrap()).collect();
        assert_eq!(logged, ["GEEN_TOESTEMMING", "TOEGESTAAN_TOESTEMMING", "INGETROKKEN"]);
        assert!(lines.iter().all(|line| line.inwoner == inwoner && line.bronhouder == "gemeente-utrecht"));
        assert!(lines.iter().all(|line| (line.partij.as_str(), line.handeling.as_str()) == ("incluzio", "TOEGANG_BEKIJKEN")));
        let named = &told["evaluations"][0]["context"]["id"];
        assert_eq!(&lines[1].uitkomsten[0]["besluit"], named, "under the decision that it was told");
    }

    async fn the_command_of_its_page_is_answered(app: TestApp) {
        let mut app = app;
        with_pep(&mut app).await;
        let inwoner = app.publish_traject(traject("T-1").client_bsn(&bsn(1))).await;
        app.grant(&inwoner, "LAMPJE").await;
        let mut shell = tokio::process::Command::new("sh");
        shell.args(["-c", &documented_command().replace(DOCUMENTED_ISSUER, &app.issuers().of_incluzio.issuer)]);
        shell.env("REGISTER", app.url("")).env("TOKEN", token(&app, CLIENT)).env("INWONER", &inwoner);
        let told = shell.output().await.expect("there is a shell").stdout;
        let told: Value = serde_json::from_slice(&told).expect("json");
        assert_eq!((&told["decision"], &told["context"]["reden"]), (&json!(true), &json!("TOEGESTAAN_TOESTEMMING")), "{told}");
        let named: Vec<&str> = ["grondslag", "id", "reden", "registerversie", "tot"].into();
        let missing: Vec<_> = named.into_iter().filter(|name| told["context"][name].is_null()).collect();
        assert!(missing.is_empty(), "the page names them: {missing:?} in {told}");
    }
}
