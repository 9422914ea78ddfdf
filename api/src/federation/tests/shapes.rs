use std::sync::Arc;

use async_graphql::Value;
use futures::StreamExt;
use serde_json::json;

use crate::federation::{
    Hub, HubLimits, Subgraph, SubgraphName, SubgraphRequest, SubgraphResponse, SubgraphStream,
    testdata::{Kit, SUPERGRAPH, ToyRegister, id, json as text, toys},
};

/// A subgraph that answers what it likes.
struct Fixed(serde_json::Value);

#[async_trait::async_trait]
impl Subgraph for Fixed {
    fn subscribe(&self, _request: SubgraphRequest) -> SubgraphStream {
        futures::stream::empty().boxed()
    }

    async fn execute(&self, _request: SubgraphRequest) -> SubgraphResponse {
        SubgraphResponse {
            data: Value::from_json(self.0.clone()).unwrap(),
            ..SubgraphResponse::default()
        }
    }
}

/// The answer when one subgraph says this.
async fn when(name: SubgraphName, says: serde_json::Value, query: &str) -> String {
    let mut kit = Kit::new();
    let mut subgraphs = toys(&kit.world);
    subgraphs.insert(name, Arc::new(Fixed(says)));
    let register = Arc::new(ToyRegister(kit.world.clone()));
    kit.hub = Hub::new(SUPERGRAPH, subgraphs, HubLimits::default(), register).unwrap();
    text(kit.ask(query, json!({"id": id('a')})).await)
}

const TRAJECT: SubgraphName = SubgraphName::Trajectbegeleiding;

#[tokio::test]
async fn missing_keys_become_null_and_what_was_not_asked_is_dropped() {
    let says =
        json!({"echo": "x", "geheim": 1, "inwoner": {"id": "q", "geheim": 2, "trajecten": [{"geheim": 3}]}});
    let body = when(
        TRAJECT,
        says,
        "{ inwoner(id: \"q\") { trajecten { loopt } naam id } echo }",
    )
    .await;
    assert_eq!(
        body,
        r#"{"data":{"inwoner":{"trajecten":[{"loopt":null}],"naam":null,"id":"q"},"echo":"x"}}"#
    );
}

#[tokio::test]
async fn a_promise_that_is_broken_goes_up_and_is_told_once() {
    let says =
        json!({"inwoner": {"id": "q", "trajecten": [{"partij": null}, {"partij": null}]}, "echo": "x"});
    let body = when(
        TRAJECT,
        says,
        "{ echo inwoner(id: \"q\") { trajecten { partij { naam } } } }",
    )
    .await;
    let error = r#"{"message":"the source gave no value where the schema promises one","path":["inwoner","trajecten",0,"partij"],"extensions":{"code":"BRON_ONGELDIG"}}"#;
    assert_eq!(
        body,
        format!(r#"{{"data":{{"echo":"x","inwoner":null}},"errors":[{error}]}}"#)
    );
}

#[tokio::test]
async fn values_of_another_type_are_not_passed_on() {
    for (says, query) in [
        (json!({"echo": {"geheim": 1}}), "{ echo }"),
        (json!({"echo": ["geheim"]}), "{ echo }"),
        (json!({"echo": 999990342}), "{ echo }"),
        (json!({"inwoner": "geheim"}), "{ inwoner(id: \"q\") { naam } }"),
        (
            json!({"inwoner": [{"naam": "geheim"}]}),
            "{ inwoner(id: \"q\") { naam } }",
        ),
        (
            json!({"partijen": [{"__typename": "Geheim", "naam": "geheim"}]}),
            "{ partijen { naam } }",
        ),
        (json!({"partijen": [{"naam": "geheim"}]}), "{ partijen { naam } }"),
        (json!({"partijen": {"naam": "geheim"}}), "{ partijen { naam } }"),
    ] {
        let body = when(TRAJECT, says.clone(), query).await;
        assert!(body.contains("BRON_ONGELDIG"), "{says}: {body}");
        assert!(
            !body.contains("geheim") && !body.contains("999990342"),
            "{says}: {body}"
        );
        assert!(body.contains(r#":null"#), "{says}: {body}");
    }
}

#[tokio::test]
async fn entities_that_do_not_fit_the_question_are_not_used() {
    let query = "query($id: ID!) { inwoner(id: $id) { naam wijk } }";
    for says in [
        json!({"_entities": []}),
        json!({"_entities": null}),
        json!({}),
        json!("x"),
        json!(null),
    ] {
        let body = when(SubgraphName::Buurtteam, says.clone(), query).await;
        assert!(
            body.starts_with(r#"{"data":{"inwoner":{"naam":"naam a","wijk":null}},"errors":["#),
            "{says}: {body}"
        );
        assert!(body.contains(r#""path":["inwoner","wijk"]"#), "{says}: {body}");
    }
    // An entity that the subgraph does not know is null, and no failure.
    let body = when(SubgraphName::Buurtteam, json!({"_entities": [null]}), query).await;
    assert_eq!(body, r#"{"data":{"inwoner":{"naam":"naam a","wijk":null}}}"#);
}

#[test]
fn a_supergraph_that_names_a_subgraph_that_is_not_there_is_refused() {
    let kit = Kit::new();
    let mut subgraphs = toys(&kit.world);
    subgraphs.remove(&SubgraphName::Srw);
    let register = Arc::new(ToyRegister(kit.world.clone()));
    let refused = Hub::new(SUPERGRAPH, subgraphs, HubLimits::default(), register)
        .err()
        .unwrap();
    assert_eq!(
        refused.to_string(),
        "the supergraph needs subgraph `srw`, which is not there"
    );
}
