use super::*;
use crate::federation::{supergraph::ApiSchema, testdata::SUPERGRAPH};

fn faults(text: &str) -> Vec<ClientError> {
    let mut limits = DocumentLimits {
        list_items: 3,
        input_items: 3,
        ..DocumentLimits::default()
    };
    limits.introspection = text.contains("# introspection");
    let api = ApiSchema::of_supergraph(SUPERGRAPH).unwrap();
    Document::read(&api, text, None, &limits)
        .err()
        .unwrap_or_default()
}

fn codes(text: &str) -> Vec<String> {
    let mut codes: Vec<_> = faults(text)
        .iter()
        .filter_map(|fault| fault.code().map(str::to_owned))
        .collect();
    codes.sort();
    codes
}

#[test]
fn what_is_well_is_well() {
    for text in [
        "{ srwNaam }",
        "query($b: String) { inwoner(bsn: $b) { id } }",
        "query($b: String) { inwoner(filter: {bsn: $b, ids: [\"a\"]}) { id } }",
        "{ inwoner(bsn: null) { id } }",
        "{ __schema { queryType { name } } } # introspection",
    ] {
        assert_eq!(codes(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_bsn_as_a_literal_is_refused_wherever_it_stands() {
    for text in [
        "{ inwoner(bsn: \"999990342\") { id } }",
        "{ inwoner(filter: {bsn: \"999990342\"}) { id } }",
        "query($f: Zoek = {bsn: \"999990342\"}) { inwoner(filter: $f) { id } }",
        "query($b: String = \"999990342\") { inwoner(bsn: $b) { id } }",
        "query($b: String = \"999990342\") { ...F } fragment F on Query { inwoner(filter: {bsn: $b}) { id } }",
        "{ ...F } fragment F on Query { inwoner(bsn: \"999990342\") { id } }",
        "query A { srwNaam } query B { inwoner(bsn: \"999990342\") { id } }",
    ] {
        let found = faults(text);
        assert!(
            found.iter().any(|fault| fault.code() == Some("BSN_ALS_LITERAL")),
            "{text}"
        );
        assert!(
            !serde_json::to_string(&found).unwrap().contains("999990342"),
            "{text}"
        );
        assert!(
            found
                .iter()
                .all(|fault| fault.code() != Some("BSN_ALS_LITERAL") || !fault.locations.is_empty())
        );
    }
    // Even in a document that is not valid, or not even readable.
    assert_eq!(
        codes("{ onbekend(bsn: 999990342) }"),
        ["BSN_ALS_LITERAL", "DOCUMENT_ONGELDIG"]
    );
    assert!(codes("{ inwoner(bsn: \"999990342\") { id } ").contains(&"BSN_ALS_LITERAL".to_owned()));
}

#[test]
fn no_message_repeats_a_value() {
    for text in [
        "{ inwoner(id: {a: \"999990342\"}) { id } }",
        "{ inwoner(id: 999990342 x 999990342) }",
        "{ inwoner(id: \"999990342 }",
        "{ inwoners(ids: \"999990342\", ids: 999990342.5e1) { a999990342 } }",
        "query($a: Soort = x999990342) { inwoner(id: $a) { id } }",
        "{ trajecten { contact(soort: S999990342) } } 999990342",
        "{ inwoner(id: 999990342999990342999990342) @x999990342 { id } }",
    ] {
        let told = serde_json::to_string(&faults(text)).unwrap();
        assert!(told.contains("DOCUMENT_ONGELDIG"), "{text}: {told}");
        assert!(!told.contains("999990342"), "{text}: {told}");
    }
}

#[test]
fn every_fault_is_told_at_once() {
    let text = "query($f: Zoek = {ids: [1,2,3,4]}) { onbekend ook inwoner(bsn: \"1\", filter: $f) { id nergens } __schema { queryType { name } } }";
    assert_eq!(
        codes(text),
        [
            "BSN_ALS_LITERAL",
            "DOCUMENT_ONGELDIG",
            "DOCUMENT_ONGELDIG",
            "DOCUMENT_ONGELDIG",
            "INTROSPECTIE_UIT",
            "LIJST_TE_LANG"
        ]
    );
}

#[test]
fn limits_hold_and_just_within_is_allowed() {
    let repeat = |n: usize, one: &dyn Fn(usize) -> String| (0..n).map(one).collect::<Vec<_>>().join(" ");
    let roots = |n| format!("{{ {} }}", repeat(n, &|i| format!("a{i}: srwNaam")));
    assert_eq!(codes(&roots(20)), Vec::<String>::new());
    assert_eq!(codes(&roots(21)), ["TE_VEEL_WORTELVELDEN"]);
    let aliases = |n| {
        format!(
            "{{ inwoner(id: \"a\") {{ {} }} }}",
            repeat(n, &|i| format!("a{i}: naam"))
        )
    };
    assert_eq!(codes(&aliases(50)), Vec::<String>::new());
    assert_eq!(codes(&aliases(51)), ["TE_VEEL_ALIASSEN"]);
    let deep = |n: usize| {
        format!(
            "{{ inwoner(id: \"a\") {{ {} id {} }} }}",
            "partner {".repeat(n),
            "}".repeat(n)
        )
    };
    assert_eq!(codes(&deep(10)), Vec::<String>::new());
    assert_eq!(codes(&deep(11)), ["TE_DIEP"]);
    let heavy = |n| {
        format!(
            "{{ inwoner(id: \"a\") {{ {} }} }}",
            repeat(n, &|_| "trajecten { loopt }".to_owned())
        )
    };
    assert_eq!(codes(&heavy(166)), Vec::<String>::new());
    assert_eq!(codes(&heavy(167)), ["TE_COMPLEX"]);
    let tokens = format!("{{ srwNaam {} }}", "srwNaam ".repeat(6000));
    assert!(codes(&tokens).contains(&"DOCUMENT_TE_GROOT".to_owned()));
    assert_eq!(codes("{ inwoners(ids: [1, 2, 3]) { id } }"), Vec::<String>::new());
    assert_eq!(codes("{ inwoners(ids: [1, 2, 3, 4]) { id } }"), ["LIJST_TE_LANG"]);
}

#[test]
fn introspection_and_reserved_names() {
    assert_eq!(codes("{ __type(name: \"A\") { name } }"), ["INTROSPECTIE_UIT"]);
    assert_eq!(
        codes("{ ... on Query { ...F } } fragment F on Query { __schema { queryType { name } } }"),
        ["INTROSPECTIE_UIT"]
    );
    assert_eq!(codes("{ __x: srwNaam }"), ["DOCUMENT_ONGELDIG"]);
    // The join reads the key of an entity under its own name.
    for (selection, expected) in [
        (
            "id: trajecten { partij { naam } }",
            ["DOCUMENT_ONGELDIG"].as_slice(),
        ),
        (
            "... on Inwoner { id: trajecten { partij { naam } } }",
            &["DOCUMENT_ONGELDIG"],
        ),
        ("id: id wie: id", &[]),
    ] {
        assert_eq!(
            codes(&format!(
                "query($b: String) {{ inwoner(bsn: $b) {{ {selection} }} }}"
            )),
            expected,
            "{selection}"
        );
    }
    let exploding = "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } } # introspection";
    assert_eq!(codes(exploding), ["TE_DIEP"]);
}
