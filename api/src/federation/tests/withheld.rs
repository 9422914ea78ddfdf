use serde_json::json;

use crate::{
    federation::{
        GraphqlRequest,
        testdata::{Kit, context, id, json as text},
    },
    request::NietGedeeld,
};

fn withheld(kit: &Kit, letters: &[char]) {
    kit.world
        .withheld
        .lock()
        .unwrap()
        .extend(letters.iter().map(|letter| id(*letter)));
}

/// The paths of what was withheld.
fn paths(answer: &crate::federation::HubAnswer) -> Vec<String> {
    answer
        .not_shared
        .iter()
        .map(|error| serde_json::to_string(&error.path).unwrap())
        .collect()
}

#[tokio::test]
async fn under_a_root_field_the_path_is_the_subgraphs_own() {
    let kit = Kit::new();
    withheld(&kit, &['b']);
    let query = "query($ids: [ID!]!) { wie: inwoners(ids: $ids) { t: trajecten { c: contact { naam } } } }";
    let answer = kit.ask(query, json!({"ids": [id('a'), id('b')]})).await;
    assert_eq!(
        text(answer),
        format!(
            r#"{{"data":{{"wie":[{{"t":[{{"c":{{"naam":"R. Egisseur"}}}}]}},{{"t":[{{"c":null}}]}}]}},"errors":[{{"message":"niet gedeeld","path":["wie",1,"t",0,"c"],"extensions":{{"code":"GEEN_TOESTEMMING","groep":"TRAJECT_CONTACT","bronhouder":"gemeente-utrecht","inwoner":"{}"}}}}],"extensions":{{"registerversie":12}}}}"#,
            id('b')
        )
    );
}

#[tokio::test]
async fn under_entities_the_resident_tells_the_place_and_every_place_is_told() {
    let kit = Kit::new();
    withheld(&kit, &['b']);
    let query = "query($ids: [ID!]!) { inwoners(ids: $ids) { srw { v: vraag } } }";
    let answer = kit.ask(query, json!({"ids": [id('b'), id('a'), id('b')]})).await;
    assert_eq!(
        paths(&answer),
        [r#"["inwoners",0,"srw",0,"v"]"#, r#"["inwoners",2,"srw",0,"v"]"#]
    );
    assert!(text(answer).starts_with(
        r#"{"data":{"inwoners":[{"srw":[{"v":null}]},{"srw":[{"v":"vraag"}]},{"srw":[{"v":null}]}]},"#
    ));
}

#[tokio::test]
async fn a_partner_is_another_resident_at_another_place() {
    let kit = Kit::new();
    withheld(&kit, &['p']);
    let query = "query($id: ID!) { inwoner(id: $id) { srw { vraag } partner { srw { vraag } } } }";
    let answer = kit.ask(query, json!({"id": id('a')})).await;
    assert_eq!(paths(&answer), [r#"["inwoner","partner","srw",0,"vraag"]"#]);
    // And where the same resident is asked along both ways:
    let query = "query($id: ID!, $p: ID!) { a: inwoner(id: $id) { partner { srw { vraag } } } b: inwoner(id: $p) { srw { vraag } } }";
    let answer = kit.ask(query, json!({"id": id('a'), "p": id('p')})).await;
    assert_eq!(
        paths(&answer),
        [r#"["a","partner","srw",0,"vraag"]"#, r#"["b","srw",0,"vraag"]"#]
    );
}

#[tokio::test]
async fn foreign_servers_give_the_index() {
    let kit = Kit::new();
    withheld(&kit, &['b']);
    *kit.world.foreign_paths.lock().unwrap() = true;
    let query = "query($ids: [ID!]!) { inwoners(ids: $ids) { srw { vraag } } }";
    let answer = kit.ask(query, json!({"ids": [id('b'), id('b')]})).await;
    assert_eq!(
        paths(&answer),
        [
            r#"["inwoners",0,"srw",0,"vraag"]"#,
            r#"["inwoners",1,"srw",0,"vraag"]"#
        ]
    );
}

#[tokio::test]
async fn withheld_can_be_told_in_extensions() {
    let kit = Kit::new();
    withheld(&kit, &['a']);
    let query = "query($id: ID!) { inwoner(id: $id) { trajecten { contact { naam } } } }".to_owned();
    let variables = json!({"id": id('a')}).as_object().cloned();
    let request = GraphqlRequest {
        query,
        operation_name: None,
        variables,
    };
    let answer = kit
        .hub
        .answer(request, std::sync::Arc::new(context("incluzio")))
        .await;
    let body = serde_json::to_string(&answer.into_json(NietGedeeld::Extensies)).unwrap();
    assert!(body.starts_with(r#"{"data":{"inwoner":{"trajecten":[{"contact":null}]}},"extensions":{"nietGedeeld":[{"message":"niet gedeeld","path":"#), "{body}");
    assert!(!body.contains("errors"));
}

#[tokio::test]
async fn errors_stand_in_the_order_of_the_query() {
    let kit = Kit::new();
    withheld(&kit, &['a']);
    let query = "query($id: ID!) { inwoner(id: $id) { srw { vraag } trajecten { contact { naam } } nog: srw { vraag } } }";
    let answer = kit.ask(query, json!({"id": id('a')})).await;
    let expected = [
        r#"["inwoner","srw",0,"vraag"]"#,
        r#"["inwoner","trajecten",0,"contact"]"#,
        r#"["inwoner","nog",0,"vraag"]"#,
    ];
    assert_eq!(paths(&answer), expected);
}
