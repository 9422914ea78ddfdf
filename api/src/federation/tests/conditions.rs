use serde_json::json;

use crate::federation::{
    SubgraphName,
    testdata::{Kit, id, json as text},
};

const QUERY: &str = "query($id: ID!, $met: Boolean!, $zonder: Boolean = false) { inwoner(id: $id) {
    id @skip(if: $met) wijk @include(if: $met) ...S @include(if: $met)
    ... on Inwoner @skip(if: $zonder) { naam groet @include(if: $met) } } }
    fragment S on Inwoner { srw @skip(if: $zonder) { status } }";

#[tokio::test]
async fn included_fields_are_there() {
    let kit = Kit::new();
    let answer = kit.ask(QUERY, json!({"id": id('a'), "met": true})).await;
    assert_eq!(
        text(answer),
        r#"{"data":{"inwoner":{"wijk":"wijk","srw":[{"status":"OPEN"}],"naam":"naam a","groet":"dag naam a"}}}"#
    );
}

#[tokio::test]
async fn left_out_fields_are_neither_shown_nor_asked() {
    let kit = Kit::new();
    let answer = kit.ask(QUERY, json!({"id": id('a'), "met": false})).await;
    assert_eq!(
        text(answer),
        format!(
            r#"{{"data":{{"inwoner":{{"id":"{}","naam":"naam a"}}}}}}"#,
            id('a')
        )
    );
    assert_eq!(kit.called(SubgraphName::Buurtteam), 0);
    assert_eq!(
        kit.called(SubgraphName::Srw),
        0,
        "{:?}",
        kit.world.calls.lock().unwrap()
    );
    let answer = kit
        .ask(QUERY, json!({"id": id('a'), "met": true, "zonder": true}))
        .await;
    assert_eq!(text(answer), r#"{"data":{"inwoner":{"wijk":"wijk"}}}"#);
}

#[tokio::test]
async fn literal_conditions_and_whole_roots() {
    let kit = Kit::new();
    let query = "query($m: Boolean!) { srwNaam @skip(if: true) buurtNaam @include(if: $m) __typename @include(if: $m) ... @skip(if: $m) { b: buurtNaam } }";
    assert_eq!(
        text(kit.ask(query, json!({"m": false})).await),
        r#"{"data":{"b":"buurt"}}"#
    );
    assert_eq!(
        text(kit.ask(query, json!({"m": true})).await),
        r#"{"data":{"buurtNaam":"buurt","__typename":"Query"}}"#
    );
    assert_eq!(kit.body("{ srwNaam @skip(if: true) }").await, r#"{"data":{}}"#);
    assert_eq!(
        kit.body("{ inwoner(id: \"q\") { naam @skip(if: true) } }").await,
        r#"{"data":{"inwoner":{}}}"#
    );
}

#[tokio::test]
async fn a_variable_used_only_in_a_skipped_or_withheld_field() {
    let kit = Kit::new();
    kit.world.withheld.lock().unwrap().insert(id('a'));
    let query =
        "query($id: ID!, $s: Soort!) { inwoner(id: $id) { wijk trajecten { contact(soort: $s) { naam } } } }";
    let body = text(kit.ask(query, json!({"id": id('a'), "s": "POST"})).await);
    assert!(body.starts_with(r#"{"data":{"inwoner":{"wijk":"wijk","trajecten":[{"contact":null}]}},"errors":[{"message":"niet gedeeld""#), "{body}");
}
