use serde_json::json;

use crate::federation::{
    HubLimits,
    testdata::{Kit, codes, id, json as text},
};

#[tokio::test]
async fn only_valid_documents_are_kept_and_not_too_many() {
    let kit = Kit::with(HubLimits {
        plan_cache_bytes: 3000,
        ..HubLimits::default()
    });
    kit.body("{ nietBestaand }").await;
    assert_eq!(kit.hub.plans_kept().await, (0, 0));
    for i in 0..20 {
        kit.body(&format!("{{ a{i}: srwNaam }}")).await;
    }
    let kept = kit.hub.plans_kept().await;
    assert!((1..=3).contains(&kept.0) && (1..=3).contains(&kept.1), "{kept:?}");
}

#[tokio::test]
async fn one_plan_serves_all_variables() {
    let kit = Kit::new();
    for letter in ['a', 'b', 'c'] {
        let answer = kit
            .ask(
                "query($id: ID!) { inwoner(id: $id) { naam } }",
                json!({"id": id(letter)}),
            )
            .await;
        assert!(text(answer).contains(&format!("naam {letter}")));
    }
    assert_eq!(kit.hub.plans_kept().await, (1, 1));
}

#[tokio::test]
async fn a_fault_of_a_variable_names_it_and_never_its_value() {
    let kit = Kit::new();
    let query = "query($bsn: String, $s: Soort, $n: [ID!]!) { inwoner(bsn: $bsn) { trajecten { contact(soort: $s) { naam } } } inwoners(ids: $n) { id } }";
    let answer = kit.ask(query, json!({"bsn": 999990342, "s": "x999990342"})).await;
    assert_eq!(codes(&answer), ["VARIABELE_ONGELDIG"; 3]);
    let body = text(answer);
    assert!(!body.contains("999990342") && !body.contains("data"), "{body}");
    assert!(
        body.contains("variable `$bsn` must be of type `String`"),
        "{body}"
    );
    assert!(kit.world.calls.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_list_in_a_variable_is_bounded() {
    let kit = Kit::new();
    let ids = vec![id('a'); 101];
    let query = "query($ids: [ID!]!, $f: Zoek) { inwoners(ids: $ids) { id } inwoner(filter: $f) { id } }";
    let answer = kit.ask(query, json!({"ids": ids, "f": {"ids": vec![id('a'); 1001]}})).await;
    assert_eq!(codes(&answer), ["LIJST_TE_LANG"; 2]);
    let answer = kit.ask(query, json!({"ids": &ids[..100], "f": {"ids": ids}})).await;
    assert_eq!(codes(&answer), Vec::<&str>::new());
}

#[tokio::test]
async fn a_large_document_is_not_even_looked_at() {
    let kit = Kit::new();
    let answer = kit
        .ask(&format!("{{ srwNaam }} #{}", "x".repeat(200_000)), json!(null))
        .await;
    assert_eq!(codes(&answer), ["DOCUMENT_TE_GROOT"]);
}

#[tokio::test]
async fn of_the_variables_only_conditions_make_another_plan() {
    let kit = Kit::new();
    let query = "query($a: Boolean!, $t: String) { echo(tekst: $t) srwNaam @include(if: $a) }";
    for (a, t) in [(true, "x"), (true, "y"), (false, "x"), (false, "z")] {
        kit.ask(query, json!({"a": a, "t": t})).await;
    }
    assert_eq!(kit.hub.plans_kept().await, (1, 2));
}
