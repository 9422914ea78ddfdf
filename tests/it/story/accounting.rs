//! Who saw what of a resident, and what a party saw: read out of the log of every owner, by who may.

use chrono::TimeDelta;
use schakel::{
    domain::{Doel, Rol},
    federation::SubgraphName,
};
use schakel_tests::{
    Engine, TestApp,
    app::{Answer, Person, bsn, deel, traject},
    in_both_cities, on_both_engines,
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{
    failing::drop_table,
    queries::{ask_all, ask_lamp, lamp, toegang},
    rotation::rotated,
};

const LINES: &str = "fragment Regels on VerstrekkingConnection {
    edges { cursor node {
        id op handeling inwoner bronhouder { id naam } partij { id naam } gebruiker rollen doel
        groepen { groep reden toestemming grond wet besluit } nietGedeeld registerversie
    } }
    pageInfo { endCursor hasNextPage }
}";

pub(super) async fn verstrekkingen(person: &Person<'_>, inwoner: &str) -> Answer {
    let query = format!(
        "query Wie($id: ID!) {{ verstrekkingen(inwoner: $id) {{
            inwoner traject {{ ...Regels }} srw {{ ...Regels }} buurtteam {{ ...Regels }}
            toestemming {{ ...Regels }} signalen {{ ...Regels }}
        }} }} {LINES}"
    );
    person.ask(&query, json!({"id": inwoner})).await
}

async fn inzagen_door(person: &Person<'_>, partij: &str, [van, tot]: [&str; 2], page: Value) -> Answer {
    let query = format!(
        "query Lek($partij: ID!, $van: DateTime!, $tot: DateTime!, $na: String, $eerste: Int! = 100) {{
            inzagenDoor(partij: $partij, van: $van, tot: $tot) {{
                traject(na: $na, eerste: $eerste) {{ ...Regels }} srw {{ ...Regels }} buurtteam {{ ...Regels }}
            }}
        }} {LINES}"
    );
    let mut variables = json!({"partij": partij, "van": van, "tot": tot});
    for (name, value) in page.as_object().expect("an object") {
        variables[name] = value.clone();
    }
    person.ask(&query, variables).await
}

fn officer_at<'a>(app: &'a TestApp, partij: &str) -> Person<'a> {
    app.person(partij, Rol::FunctionarisGegevensbescherming)
        .named("olga")
        .doel(Doel::Verantwoording)
}

/// From now on the log can be read and not written.
async fn close_log(app: &TestApp, subgraph: SubgraphName) {
    let db = app.databases().connect(subgraph).await;
    let sql = match app.databases().engine() {
        Engine::Sqlite => {
            "CREATE TRIGGER dicht BEFORE INSERT ON verstrekking BEGIN SELECT RAISE(ABORT, 'dicht'); END"
        }
        Engine::Postgres => "ALTER TABLE verstrekking ADD CONSTRAINT dicht CHECK (false) NOT VALID",
    };
    db.execute_unprepared(sql).await.unwrap();
}

/// Asks for the overview that a resident gets.
async fn overview(person: &Person<'_>, inwoner: &str, accept: &str) -> Answer {
    let request = person.post("/inzage/v1/overzicht").header("Accept", accept);
    Answer::of(request.json(&json!({"inwoner": inwoner}))).await
}

fn nodes(answer: &Answer, root: &str, subgraph: &str) -> Vec<Value> {
    let edges = answer.data(&format!("/{root}/{subgraph}/edges"));
    let edges = edges
        .as_array()
        .unwrap_or_else(|| panic!("no lines in {}", answer.shown()));
    edges.iter().map(|edge| edge["node"].clone()).collect()
}

/// Who did what, per line.
fn acts(answer: &Answer, subgraph: &str) -> Vec<(String, String)> {
    let word = |value: &Value| value.as_str().expect("a word").to_owned();
    let lines = nodes(answer, "verstrekkingen", subgraph);
    let act = |line: &Value| (word(&line["partij"]["id"]), word(&line["handeling"]));
    lines.iter().map(act).collect()
}

fn act(partij: &str, handeling: &str) -> (String, String) {
    (partij.to_owned(), handeling.to_owned())
}

in_both_cities! {
    async fn nobody_else_reads_any_log(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        let manager = app.person(app.city().buurtteam.partij, Rol::Toestemmingsbeheerder).doel(Doel::InzageInwoner);
        for person in [app.ahmed(), app.fatima(), app.gemeente_systeem(), manager] {
            let answer = verstrekkingen(&person, &inwoner).await;
            assert_eq!(answer.codes(), ["ROL_NIET_BEVOEGD"; 5], "{}", answer.shown());
        }
        let answer = verstrekkingen(&app.farid().doel(Doel::Nazorg), &inwoner).await;
        assert_eq!(answer.codes(), ["DOEL_NIET_GEDEKT"; 5], "{}", answer.shown());
        assert_eq!(app.log_lines(SubgraphName::Trajectbegeleiding).await, []);
        let period = ["2026-06-14T00:00:00Z", "2026-06-15T00:00:00Z"];
        let answer = inzagen_door(&app.tessa(), app.city().buurtteam.partij, period, json!({})).await;
        assert_eq!(answer.codes(), ["ROL_NIET_BEVOEGD"; 3], "a breach is for privacy officers");
    }

    async fn what_is_missing_is_told(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        drop_table(&app, SubgraphName::Srw, "verstrekking").await;
        let answer = verstrekkingen(&app.tessa(), &inwoner).await;
        assert_eq!(answer.codes(), ["INTERNE_FOUT"], "{}", answer.shown());
        assert_eq!(answer.data("/verstrekkingen/srw"), &Value::Null);
        assert!(answer.data("/verstrekkingen/traject").is_object(), "the rest is told");
    }

    async fn reading_waits_for_its_own_line(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        assert_eq!(lamp(&ask_lamp(&app.ahmed(), &inwoner).await), Err("GEEN_TOESTEMMING".to_owned()));
        close_log(&app, SubgraphName::Trajectbegeleiding).await;
        let answer = verstrekkingen(&app.tessa(), &inwoner).await;
        assert_eq!(answer.codes(), ["LOG_NIET_BEREIKBAAR"], "{}", answer.shown());
        assert_eq!(answer.data("/verstrekkingen/traject"), &Value::Null);
    }

    async fn an_overview_says_what_is_missing_and_to_whom_it_is_told(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        overview(&app.ahmed(), &inwoner, "text/html").await.expect_problem(403, "ROL_NIET_BEVOEGD");
        overview(&app.farid().doel(Doel::Nazorg), &inwoner, "text/html").await.expect_problem(403, "DOEL_NIET_GEDEKT");
        overview(&app.farid(), "999990342", "text/html").await.expect_problem(400, "VERZOEK_ONGELDIG");
        drop_table(&app, SubgraphName::Srw, "verstrekking").await;
        let file = overview(&app.tessa(), &inwoner, "*/*").await;
        assert_eq!(file.body["ontbreekt"], json!([{"logboek": "srw", "code": "INTERNE_FOUT"}]));
        let page = overview(&app.tessa(), &inwoner, "text/html").await;
        assert!(page.text.contains("niet volledig"), "{}", page.text);
    }
}

// Told of Utrecht only: who is there, and how many, is part of what they tell.
on_both_engines! {
    async fn a_resident_can_be_told_who_saw_what(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let granted = app.grant(&inwoner, deel("gemeente-utrecht", "incluzio", &["TRAJECT_LOOPT"])).await;
        ask_all(&app.ahmed(), &inwoner).await;
        let answer = verstrekkingen(&app.tessa(), &inwoner).await.expect_ok();
        let lines = nodes(&answer, "verstrekkingen", "traject");
        assert_eq!(lines.len(), 1, "{lines:?}");
        let line = &lines[0];
        assert_eq!(line["partij"], json!({"id": "incluzio", "naam": "Incluzio, buurtteam Sociaal"}));
        assert_eq!(line["bronhouder"]["id"], "gemeente-utrecht");
        assert_eq!((&line["rollen"], &line["doel"]), (&json!(["BUURTTEAMMEDEWERKER"]), &json!("AFSTEMMING_TRAJECT")));
        assert_eq!((&line["handeling"], &line["inwoner"]), (&json!("VERSTREKKEN"), &json!(inwoner)));
        assert_eq!(line["op"], json!(app.now().to_rfc3339()));
        let seen = line["groepen"].as_array().unwrap();
        assert_eq!(seen.len(), 1, "{seen:?}");
        assert_eq!((&seen[0]["groep"], &seen[0]["reden"], &seen[0]["toestemming"]), (&json!("TRAJECT_LOOPT"), &json!("TOEGESTAAN_TOESTEMMING"), &json!(granted.ids[0])));
        assert_eq!(line["nietGedeeld"].as_array().unwrap().len(), 8, "all other groups were asked");
        assert_eq!(line["gebruiker"], Value::Null, "who it was is its party's own");
        assert_eq!(acts(&answer, "srw"), [act("incluzio", "VERSTREKKEN")]);
        assert_eq!(acts(&answer, "buurtteam").len(), 2, "two owners, its own among them");
        assert_eq!(acts(&answer, "signalen"), []);
    }

    async fn a_law_is_told_with_its_article(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        ask_all(&app.fatima().doel(Doel::UitvoerenVerwijzing), &inwoner).await;
        let answer = verstrekkingen(&app.farid(), &inwoner).await.expect_ok();
        let seen = &nodes(&answer, "verstrekkingen", "srw")[0]["groepen"][0];
        assert_eq!((&seen["groep"], &seen["grond"], &seen["toestemming"]), (&json!("SRW_STATUS"), &json!("wgs-verwijzing-srw"), &Value::Null));
        assert!(seen["wet"].as_str().unwrap().starts_with("Wgs"), "{seen}");
    }

    async fn looks_at_the_register_and_at_the_log_itself_are_told_too(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        toegang(&app.ahmed(), &inwoner, "TRAJECT_LOOPT", "gemeente-utrecht").await;
        verstrekkingen(&app.tessa(), &inwoner).await.expect_ok();
        let answer = verstrekkingen(&app.tessa(), &inwoner).await.expect_ok();
        let read = act("toestemmingsbeheer", "VERSTREKKINGEN_BEKIJKEN");
        assert_eq!(acts(&answer, "toestemming"), [act("incluzio", "TOEGANG_BEKIJKEN"), read.clone()]);
        for subgraph in ["traject", "srw", "signalen"] {
            assert_eq!(acts(&answer, subgraph), std::slice::from_ref(&read), "{subgraph}");
        }
        assert_eq!(acts(&answer, "buurtteam"), [read.clone(), read], "once per owner");
    }

    async fn an_officer_reads_about_the_own_party_only(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        for person in [app.ahmed(), app.sanne()] {
            ask_lamp(&person, &inwoner).await;
        }
        let askers = |answer: &Answer| -> Vec<Value> {
            nodes(answer, "verstrekkingen", "traject").iter().map(|line| line["partij"]["id"].clone()).collect()
        };
        let owner = verstrekkingen(&officer_at(&app, "gemeente-utrecht"), &inwoner).await.expect_ok();
        assert_eq!(askers(&owner), ["incluzio", "lokalis"]);
        let receiver = verstrekkingen(&officer_at(&app, "incluzio"), &inwoner).await.expect_ok();
        assert_eq!(askers(&receiver), ["incluzio"]);
        assert_eq!(nodes(&receiver, "verstrekkingen", "traject")[0]["gebruiker"], "ahmed", "an own worker is told");
        let other = verstrekkingen(&officer_at(&app, "u-centraal"), &inwoner).await.expect_ok();
        assert_eq!(askers(&other), [""; 0]);
    }

    async fn lines_of_before_a_change_of_key_are_found(app: TestApp) {
        let mut app = app;
        let old = app.publish_traject(traject("T-1")).await;
        ask_lamp(&app.ahmed(), &old).await;
        rotated(&mut app).await;
        let new = app.inwoner(&bsn(1)).await;
        assert_ne!(old, new);
        ask_lamp(&app.ahmed(), &new).await;
        for inwoner in [&old, &new] {
            let answer = verstrekkingen(&app.tessa(), inwoner).await.expect_ok();
            let seen = nodes(&answer, "verstrekkingen", "traject");
            let by_ahmed: Vec<_> = seen.iter().filter(|line| line["partij"]["id"] == "incluzio").collect();
            assert_eq!(by_ahmed.len(), 2, "{}", answer.shown());
            assert!(seen.iter().all(|line| line["inwoner"] == json!(inwoner)), "by the id that was asked");
        }
    }

    async fn that_there_is_another_client_is_told_to_nobody(app: TestApp) {
        let two = app.gemeente_systeem().published(&traject("T-1").client_bsn(&bsn(1)).and_bsn(&bsn(2))).await.clienten;
        let nothing_there = traject("T-2").client_bsn(&bsn(3)).with("financieel", Value::Null);
        let alone = app.publish_traject(nothing_there).await;
        for inwoner in [&two[0], &alone] {
            app.grant(inwoner, deel("gemeente-utrecht", "incluzio", &["TRAJECT_LOOPT", "TRAJECT_FINANCIEEL"])).await;
            ask_all(&app.ahmed(), inwoner).await;
        }
        let logged = app.log_lines(SubgraphName::Trajectbegeleiding).await;
        assert_eq!(logged[0].reden("TRAJECT_FINANCIEEL"), Some("TWEEDE_CLIENT_NIET_AKKOORD"));
        for person in [app.tessa(), app.farid(), officer_at(&app, "gemeente-utrecht"), officer_at(&app, "incluzio")] {
            let (one, other) = (verstrekkingen(&person, &two[0]).await.expect_ok(), verstrekkingen(&person, &alone).await.expect_ok());
            assert!(!one.text.contains("TWEEDE") && !one.text.contains(&two[1]), "{}", one.shown());
            let told = |answer: &Answer| -> Vec<(Value, Value)> {
                let lines = nodes(answer, "verstrekkingen", "traject");
                let groups = |line: &Value| line["groepen"].as_array().unwrap().iter().map(|one| one["groep"].clone()).collect::<Vec<_>>();
                lines.iter().filter(|line| line["handeling"] == "VERSTREKKEN").map(|line| (json!(groups(line)), line["nietGedeeld"].clone())).collect()
            };
            assert_eq!(told(&one), told(&other), "{}", person.partij());
        }
    }

    async fn what_a_party_saw_is_told_for_a_time(app: TestApp) {
        let residents = [app.publish_traject(traject("T-1")).await, app.publish_traject(traject("T-2").client_bsn(&bsn(2))).await];
        ask_lamp(&app.ahmed(), &residents[0]).await;
        app.clock().advance(TimeDelta::hours(1));
        ask_lamp(&app.ahmed(), &residents[1]).await;
        ask_lamp(&app.sanne(), &residents[1]).await;
        app.clock().advance(TimeDelta::hours(1));
        let period = ["2026-06-15T10:00:00Z", "2026-06-15T11:00:00Z"];
        let whom = |answer: &Answer| -> Vec<Value> {
            nodes(answer, "inzagenDoor", "traject").iter().map(|line| line["inwoner"].clone()).collect()
        };
        for person in [app.farid(), officer_at(&app, "gemeente-utrecht"), officer_at(&app, "incluzio")] {
            let answer = inzagen_door(&person, "incluzio", period, json!({})).await.expect_ok();
            assert_eq!(whom(&answer), [json!(residents[0])], "until is exclusive: {}", person.partij());
        }
        let all = ["2026-06-15T10:00:00Z", "2026-06-15T12:00:00Z"];
        let answer = inzagen_door(&app.farid(), "incluzio", all, json!({})).await.expect_ok();
        assert_eq!(whom(&answer), residents.each_ref().map(|id| json!(id)));
        let lokalis = inzagen_door(&officer_at(&app, "lokalis"), "incluzio", all, json!({})).await.expect_ok();
        assert_eq!(whom(&lokalis), [""; 0], "not about Lokalis");
        let read = app.log_lines(SubgraphName::Trajectbegeleiding).await;
        let read = read.iter().filter(|line| line.handeling == "INZAGEN_BEKIJKEN");
        assert_eq!(read.count(), 6, "one line per resident that was told, and one where nobody was");
        for (partij, period) in [("incluzio", [all[1], all[0]]), ("incluzio", [all[0], "2026-06-15T13:00:00Z"]), ("In Cluzio", all)] {
            inzagen_door(&app.farid(), partij, period, json!({})).await.expect_code("INVOER_ONGELDIG");
        }
    }

    async fn what_a_party_saw_is_told_by_pages(app: TestApp) {
        let mut asked = Vec::new();
        for n in 1..=5 {
            let inwoner = app.publish_traject(traject(&format!("T-{n}")).client_bsn(&bsn(n))).await;
            ask_lamp(&app.ahmed(), &inwoner).await;
            asked.push(inwoner);
        }
        app.clock().advance(TimeDelta::hours(1));
        let period = ["2026-06-15T10:00:00Z", "2026-06-15T11:00:00Z"];
        let (mut told, mut page) = (Vec::new(), json!({"eerste": 2}));
        for more in [true, true, false] {
            let answer = inzagen_door(&app.farid(), "incluzio", period, page).await.expect_ok();
            let lines = nodes(&answer, "inzagenDoor", "traject");
            told.extend(lines.iter().map(|line| line["inwoner"].as_str().unwrap().to_owned()));
            assert_eq!(answer.data("/inzagenDoor/traject/pageInfo/hasNextPage"), more);
            page = json!({"eerste": 2, "na": answer.data("/inzagenDoor/traject/pageInfo/endCursor")});
        }
        assert_eq!(told, asked);
        let forged = inzagen_door(&app.farid(), "incluzio", period, json!({"na": "zomaar"})).await;
        assert_eq!(forged.codes(), ["INVOER_ONGELDIG"]);
    }

    async fn a_resident_gets_it_as_a_page_and_as_a_file(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        app.grant(&inwoner, "LAMPJE").await;
        ask_lamp(&app.ahmed(), &inwoner).await;
        let page = overview(&app.tessa(), &inwoner, "text/html").await;
        assert_eq!((page.status, page.headers["content-type"].to_str().unwrap()), (200, "text/html; charset=utf-8"));
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
        assert!(page.text.contains("Incluzio, buurtteam Sociaal") && page.text.contains("of er een traject voor uw schulden loopt"), "{}", page.text);
        assert!(!page.text.contains("niet volledig"), "{}", page.text);
        for n in 0..120 {
            app.clock().advance(TimeDelta::seconds(1));
            ask_lamp(&app.ahmed().named(&format!("m-{n}")), &inwoner).await;
        }
        let file = overview(&app.farid(), &inwoner, "application/json").await;
        let lines = file.body["regels"].as_array().unwrap();
        let seen: Vec<_> = lines.iter().filter(|line| line["handeling"] == "VERSTREKKEN").collect();
        assert_eq!(seen.len(), 121, "more than a page");
        assert!(lines.is_sorted_by_key(|line| line["op"].as_str().unwrap().to_owned()));
        assert_eq!((&file.body["ontbreekt"], &seen[0]["logboek"]), (&json!([]), &json!("traject")));
        assert!(!file.text.contains("ahmed"), "no employee");
    }
}
