use rand::{RngExt, SeedableRng, seq::IndexedRandom};
use serde_json::json;

use crate::federation::testdata::{Kit, json as text};

const PIECES: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "...",
    "on",
    "fragment",
    "query",
    "mutation",
    "subscription",
    "$",
    "@",
    "!",
    ":",
    "=",
    "|",
    "&",
    "\"",
    "\"\"\"",
    "inwoner",
    "inwoners",
    "srw",
    "Inwoner",
    "id",
    "\"x\"",
    "1",
    "-",
    "1e999",
    "99999999999999999999",
    "null",
    "true",
    "@skip(if: true)",
    "@include(if: $a)",
    "__typename",
    "__schema",
    "#",
    "\n",
    "\u{feff}",
    "é",
    "\0",
    "...F",
    "fragment F on Inwoner { id ...F }",
    "partijen",
    "... on Gemeente { code }",
    "$a: ID",
];

#[tokio::test]
async fn no_document_brings_the_hub_down() {
    let kit = Kit::new();
    let seed = 20_260_301;
    let mut random = rand::rngs::StdRng::seed_from_u64(seed);
    for case in 0..2000 {
        let length = random.random_range(0..25);
        let document: Vec<&str> = (0..length)
            .filter_map(|_| PIECES.choose(&mut random).copied())
            .collect();
        let document = document.join(" ");
        let body = text(kit.ask(&document, json!({"a": true})).await);
        assert!(
            body.contains("\"data\"") || body.contains("\"code\""),
            "seed {seed}, case {case}: {document}"
        );
    }
    assert_eq!(kit.body("{ srwNaam }").await, r#"{"data":{"srwNaam":"srw"}}"#);
}

#[tokio::test]
async fn documents_that_are_known_to_be_nasty() {
    let kit = Kit::new();
    let deep = format!("{}{}", "{ a ".repeat(3000), "}".repeat(3000));
    let nested = format!("{{ echo(tekst: {}{}) }}", "[".repeat(2000), "]".repeat(2000));
    let tower: String = (0..40)
        .map(|i| format!("fragment F{i} on Inwoner {{ ...F{} ...F{} }} ", i + 1, i + 1))
        .collect();
    let tower = format!("{{ inwoner(id: \"a\") {{ ...F0 }} }} {tower} fragment F40 on Inwoner {{ id }}");
    let circle = "{ inwoner(id: \"a\") { ...A } } fragment A on Inwoner { ...B ...B } fragment B on Inwoner { ...A ...A }";
    let documents = [
        "",
        "{",
        "{}",
        "query",
        "\u{0}",
        &deep,
        &nested,
        &tower,
        circle,
        "{ inwoner(id: \"a\") { __typename: id } }",
        "{ inwoner(id: \"a\") { _internal_qp_alias_0: id } }",
        "type Query { a: Int }",
        "subscription { signalen }",
        "{ inwoner(id: 99999999999999999999999999) { id } }",
        "query($a: Inwoner) { inwoner(id: $a) { id } }",
        "query($a: ID = $b) { inwoner(id: $a) { id } }",
        "{ _entities(representations: []) { __typename } _service { sdl } }",
    ];
    for document in documents {
        let answer = kit.ask(document, json!(null)).await;
        assert_eq!(answer.data, None, "{document}");
        assert!(!answer.errors.is_empty() && answer.errors.len() <= 50);
        assert!(answer.errors.iter().all(|error| error.code().is_some()));
    }
}
