use serde_json::json;

use crate::federation::{
    HubLimits, SubgraphName,
    testdata::{Failing, Kit, codes, id, json as text},
};

const QUERY: &str = "query($ids: [ID!]!) { inwoners(ids: $ids) { naam srw { status } wijk } }";

#[tokio::test]
async fn one_that_is_away_leaves_the_others_and_one_clear_error() {
    for failing in [Failing::Away, Failing::Panics] {
        let kit = Kit::new();
        kit.fail(SubgraphName::Buurtteam, failing);
        let answer = kit.ask(QUERY, json!({"ids": [id('a'), id('b')]})).await;
        assert_eq!(
            text(answer),
            r#"{"data":{"inwoners":[{"naam":"naam a","srw":[{"status":"OPEN"}],"wijk":null},{"naam":"naam b","srw":[{"status":"OPEN"}],"wijk":null}]},"errors":[{"message":"`buurtteam` cannot be reached","path":["inwoners",0,"wijk"],"extensions":{"code":"BRON_NIET_BEREIKBAAR","subgraph":"buurtteam","paden":[["inwoners",0,"wijk"],["inwoners",1,"wijk"]]}}]}"#
        );
    }
}

#[tokio::test]
async fn a_failure_is_a_failure_and_not_withheld() {
    let kit = Kit::new();
    kit.fail(SubgraphName::Buurtteam, Failing::Away);
    let answer = kit
        .ask(
            "query($i: ID!) { inwoner(id: $i) { wijk } }",
            json!({"i": id('a')}),
        )
        .await;
    assert_eq!((answer.errors.len(), answer.not_shared.len()), (1, 0));
}

#[tokio::test]
async fn one_that_is_slow_is_not_waited_for() {
    let kit = Kit::with(HubLimits {
        subgraph_milliseconds: 50,
        ..HubLimits::default()
    });
    kit.fail(SubgraphName::Srw, Failing::Slow);
    let answer = kit.ask(QUERY, json!({"ids": [id('a')]})).await;
    assert_eq!(codes(&answer), ["BRON_NIET_BEREIKBAAR"]);
    // Null goes up by the specification: `srw` may not be null, nor may an item of `inwoners`.
    assert!(text(answer).starts_with(r#"{"data":null,"errors":[{"#));
}

#[tokio::test]
async fn a_null_goes_up_to_the_nearest_that_may_be_null() {
    let kit = Kit::new();
    kit.fail(SubgraphName::Buurtteam, Failing::Away);
    let query = "query($id: ID!) { srwNaam inwoner(id: $id) { naam buurt { team } } }";
    let answer = kit.ask(query, json!({"id": id('a')})).await;
    assert_eq!(
        text(answer),
        r#"{"data":{"srwNaam":"srw","inwoner":null},"errors":[{"message":"`buurtteam` cannot be reached","path":["inwoner","buurt"],"extensions":{"code":"BRON_NIET_BEREIKBAAR","subgraph":"buurtteam"}}]}"#
    );
}

#[tokio::test]
async fn a_message_without_code_is_not_passed_on() {
    let kit = Kit::new();
    kit.fail(SubgraphName::Srw, Failing::Uncoded);
    let body = kit.body("{ srwNaam buurtNaam }").await;
    assert_eq!(
        body,
        r#"{"data":null,"errors":[{"message":"`srw` could not answer","path":["srwNaam"],"extensions":{"code":"BRON_FOUT","subgraph":"srw"}}]}"#
    );
}

#[tokio::test]
async fn when_the_root_fails_nobody_else_is_asked() {
    let kit = Kit::new();
    kit.fail(SubgraphName::Trajectbegeleiding, Failing::Away);
    let answer = kit
        .ask(
            "query($i: ID!) { inwoner(id: $i) { wijk srw { status } } }",
            json!({"i": id('a')}),
        )
        .await;
    assert_eq!(codes(&answer), ["BRON_NIET_BEREIKBAAR"]);
    assert_eq!(answer.errors[0].path.len(), 1);
    assert!(text(answer).starts_with(r#"{"data":{"inwoner":null},"#));
    assert_eq!(
        kit.called(SubgraphName::Srw) + kit.called(SubgraphName::Buurtteam),
        0
    );
}

#[tokio::test]
async fn a_helper_field_that_fails_is_told_at_the_clients_own_field() {
    let kit = Kit::new();
    kit.fail(SubgraphName::Srw, Failing::Away);
    let answer = kit
        .ask(
            "query($i: ID!) { inwoner(id: $i) { hallo: groet } }",
            json!({"i": id('a')}),
        )
        .await;
    assert_eq!(
        serde_json::to_string(&answer.errors[0].path).unwrap(),
        r#"["inwoner","hallo"]"#
    );
}

#[tokio::test]
async fn mutations_after_a_failed_one_are_still_carried_out() {
    let kit = Kit::new();
    kit.fail(SubgraphName::Srw, Failing::Away);
    let answer = kit
        .ask("mutation { tel(bij: 1) zet(waarde: 2) }", json!(null))
        .await;
    assert_eq!(codes(&answer), ["BRON_NIET_BEREIKBAAR"]);
    assert_eq!(*kit.world.mutations.lock().unwrap(), ["zet 2"]);
}
