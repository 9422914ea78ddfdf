use serde_json::json;

use crate::federation::{
    SubgraphName,
    testdata::{Kit, id, json as text, variable},
};

#[tokio::test]
async fn one_resident_over_three_subgraphs_in_the_order_of_the_query() {
    let kit = Kit::new();
    let query = "query($id: ID!) { inwoner(id: $id) { wijk srw { status partij } id trajecten { loopt } } }";
    let answer = kit.ask(query, json!({"id": id('a')})).await;
    assert_eq!(
        text(answer),
        format!(
            r#"{{"data":{{"inwoner":{{"wijk":"wijk","srw":[{{"status":"OPEN","partij":"u-centraal"}}],"id":"{}","trajecten":[{{"loopt":true}}]}}}}}}"#,
            id('a')
        )
    );
}

#[tokio::test]
async fn many_residents_take_one_call_each_and_each_is_asked_once() {
    let kit = Kit::new();
    let query = "query($ids: [ID!]!) { inwoners(ids: $ids) { naam partner { wijk } srw { partij } wijk } }";
    let answer = kit.ask(query, json!({"ids": [id('a'), id('b'), id('a')]})).await;
    let one = |c| {
        format!(
            r#"{{"naam":"naam {c}","partner":{{"wijk":"wijk"}},"srw":[{{"partij":"u-centraal"}}],"wijk":"wijk"}}"#
        )
    };
    let expected = format!(
        r#"{{"data":{{"inwoners":[{},{},{}]}}}}"#,
        one('a'),
        one('b'),
        one('a')
    );
    assert_eq!(text(answer), expected);
    assert_eq!(kit.called(SubgraphName::Srw), 1);
    assert_eq!(kit.called(SubgraphName::Trajectbegeleiding), 1);
    assert_eq!(kit.called(SubgraphName::Buurtteam), 1, "two places, one call");
    let calls = kit.world.calls.lock().unwrap();
    let (_, _, variables) = calls
        .iter()
        .find(|(name, ..)| *name == SubgraphName::Srw)
        .unwrap();
    let sent = serde_json::to_value(variable(variables, "representations").unwrap()).unwrap();
    assert_eq!(
        sent,
        json!([{"__typename": "Inwoner", "id": id('a')}, {"__typename": "Inwoner", "id": id('b')}])
    );
}

#[tokio::test]
async fn aliases_of_everything() {
    let kit = Kit::new();
    let query = "query($id: ID!) { wie: inwoner(id: $id) { naam: id s: srw { st: status } andere: srw { partij } w: wijk } }";
    let answer = kit.ask(query, json!({"id": id('a')})).await;
    assert_eq!(
        text(answer),
        r#"{"data":{"wie":{"naam":"aaaaaaaaaaaaaaaaaaaaaaaaaa","s":[{"st":"OPEN"}],"andere":[{"partij":"u-centraal"}],"w":"wijk"}}}"#
    );
}

#[tokio::test]
async fn one_field_twice_with_other_arguments() {
    let kit = Kit::new();
    let query = "query($id: ID!) { inwoner(id: $id) { trajecten { a: contact { telefoon } b: contact(soort: POST) { telefoon } } } }";
    let answer = kit.ask(query, json!({"id": id('a')})).await;
    assert_eq!(
        text(answer),
        r#"{"data":{"inwoner":{"trajecten":[{"a":{"telefoon":"030"},"b":{"telefoon":null}}]}},"extensions":{"registerversie":12}}"#
    );
}

#[tokio::test]
async fn fragments_nested_and_merged() {
    let kit = Kit::new();
    let query = "query($id: ID!) { inwoner(id: $id) { ...A ... on Inwoner { srw { partij } } } }
        fragment A on Inwoner { srw { status } ...B }
        fragment B on Inwoner { wijk trajecten { ...C } }
        fragment C on Traject { partij { naam } }";
    let answer = kit.ask(query, json!({"id": id('a')})).await;
    assert_eq!(
        text(answer),
        r#"{"data":{"inwoner":{"srw":[{"status":"OPEN","partij":"u-centraal"}],"wijk":"wijk","trajecten":[{"partij":{"naam":"Gemeente"}}]}}}"#
    );
}

#[tokio::test]
async fn a_required_field_is_fetched_first_and_not_shown() {
    let kit = Kit::new();
    let answer = kit
        .ask(
            "query($id: ID!) { inwoner(id: $id) { groet } }",
            json!({"id": id('a')}),
        )
        .await;
    assert_eq!(text(answer), r#"{"data":{"inwoner":{"groet":"dag naam a"}}}"#);
}

#[tokio::test]
async fn type_names_at_the_root_nested_and_abstract() {
    let kit = Kit::new();
    let query =
        "{ __typename partijen { soort: __typename naam ... on Gemeente { code } ... on Stichting { leden } }
        zaken { __typename ... on Stichting { leden } } }";
    assert_eq!(
        kit.body(query).await,
        r#"{"data":{"__typename":"Query","partijen":[{"soort":"Gemeente","naam":"Gemeente","code":"GM0344"},{"soort":"Stichting","naam":"Stichting","leden":3}],"zaken":[{"__typename":"Stichting","leden":3},{"__typename":"Gemeente"}]}}"#
    );
    assert_eq!(
        kit.body("{ __typename }").await,
        r#"{"data":{"__typename":"Query"}}"#
    );
    assert_eq!(
        kit.body("query { zaken { ... on Partij { naam } } }")
            .await
            .matches("naam")
            .count(),
        2
    );
}

#[tokio::test]
async fn the_named_operation_of_several() {
    let kit = Kit::new();
    let query = "query A { srwNaam } query B { buurtNaam }";
    let context = || crate::federation::testdata::context("incluzio");
    let b = kit.ask_as(query, Some("B"), json!(null), context()).await;
    assert_eq!(text(b), r#"{"data":{"buurtNaam":"buurt"}}"#);
    let a = kit.ask_as(query, Some("A"), json!(null), context()).await;
    assert_eq!(text(a), r#"{"data":{"srwNaam":"srw"}}"#);
    for name in [None, Some("C")] {
        let refused = kit.ask_as(query, name, json!(null), context()).await;
        assert_eq!(
            crate::federation::testdata::codes(&refused),
            ["OPERATIE_ONBEKEND"]
        );
        assert_eq!(refused.data, None);
    }
}

#[tokio::test]
async fn mutations_go_one_after_the_other() {
    let kit = Kit::new();
    let query =
        "mutation { a: tel(bij: 1) b: zet(waarde: 2) c: tel(bij: 3) d: zet(waarde: 4) e: zet(waarde: 5) }";
    assert_eq!(
        kit.body(query).await,
        r#"{"data":{"a":1,"b":2,"c":3,"d":4,"e":5}}"#
    );
    assert_eq!(
        *kit.world.mutations.lock().unwrap(),
        ["tel 1", "zet 2", "tel 3", "zet 4", "zet 5"]
    );
}

#[tokio::test]
async fn texts_with_quotes_reach_the_subgraph_unchanged() {
    let kit = Kit::new();
    let query = r#"{ a: echo(tekst: "q\" } { x \\ \n é") b: echo(tekst: """block "text" """) }"#;
    assert_eq!(
        kit.body(query).await,
        r#"{"data":{"a":"q\" } { x \\ \n é","b":"block \"text\" "}}"#
    );
}

#[tokio::test]
async fn input_objects_and_defaults_travel() {
    let kit = Kit::new();
    let query = "query($f: Zoek = {ids: [\"z\"]}, $s: Soort = POST) { inwoner(filter: $f) { id trajecten { contact(soort: $s) { telefoon } } } }";
    let answer = kit.ask(query, json!({})).await;
    assert!(text(answer).contains(r#"{"id":"z","trajecten":[{"contact":{"telefoon":null}}]}"#));
    let answer = kit
        .ask(query, json!({"f": {"bsn": "999990342"}, "s": "TELEFOON"}))
        .await;
    let body = text(answer);
    assert!(
        body.contains(r#"{"id":"999990342","trajecten":[{"contact":{"telefoon":"030"}}]}"#),
        "{body}"
    );
}

#[tokio::test]
async fn introspection_where_it_is_allowed_beside_other_fields() {
    let mut limits = crate::federation::HubLimits::default();
    limits.document.introspection = true;
    let kit = Kit::with(limits);
    let query =
        "{ __schema { queryType { name } } ...F t: __type(name: \"Zaak\") { possibleTypes { name } } }
        fragment F on Query { srwNaam __type(name: \"Inwoner\") { kind fields { name } } }";
    let body = kit.body(query).await;
    assert!(body.starts_with(r#"{"data":{"__schema":{"queryType":{"name":"Query"}},"srwNaam":"srw","__type":{"kind":"OBJECT","fields":[{"name":"id"}"#), "{body}");
    assert!(
        body.ends_with(r#""t":{"possibleTypes":[{"name":"Gemeente"},{"name":"Stichting"}]}}}"#),
        "{body}"
    );
    assert!(!body.contains("join__"));
    assert_eq!(kit.called(SubgraphName::Srw), 1);
    let whole = kit.body(include_str!("../testdata/introspection.graphql")).await;
    assert!(
        !whole.contains("errors") && whole.contains("trajecten"),
        "{whole}"
    );
}
