use std::collections::BTreeSet;

use apollo_compiler::{
    ExecutableDocument, Schema,
    executable::{Selection, SelectionSet},
    schema::ExtendedType,
    validation::Valid,
};
use schakel::{federation::ApiSchema, installation::SUPERGRAPH};
use schakel_tests::{app::VOLG_SIGNALEN, shrinking_list};

use super::{MUTATIONS, QUERIES, corpus, streams::LAMPJE};

#[test]
fn the_corpus_reaches_every_field() {
    let api = ApiSchema::of_supergraph(SUPERGRAPH).expect("the supergraph is a schema");
    let mut reached = BTreeSet::new();
    let cases = [QUERIES, MUTATIONS].into_iter().flat_map(corpus::read);
    let documents = cases.map(|case| (case.name, case.text));
    // What is followed has a test of its own, since the corpus asks once.
    let followed = [("lampje", LAMPJE), ("signalen", VOLG_SIGNALEN)];
    let followed = followed.map(|(name, text)| (name.to_owned(), text.to_owned()));
    for (name, text) in documents.chain(followed) {
        let document = ExecutableDocument::parse_and_validate(api.schema(), &text, &name);
        let document = document.unwrap_or_else(|fault| panic!("{name} is not valid: {fault}"));
        note_document(&document, &mut reached);
    }
    shrinking_list(
        "corpus-unreached",
        fields(api.schema()).difference(&reached).cloned(),
    );
}

#[test]
fn the_corpus_is_large_enough() {
    let documents = corpus::read(QUERIES).len();
    assert!(documents >= 70, "{documents} documents with queries");
}

/// Every field of every type that an answer can hold.
fn fields(schema: &Valid<Schema>) -> BTreeSet<String> {
    let objects = schema.types.values().filter_map(|ty| match ty {
        ExtendedType::Object(object) if !object.name.starts_with("__") => Some(object),
        _ => None,
    });
    objects
        .flat_map(|object| {
            object
                .fields
                .keys()
                .map(move |field| format!("{}.{field}", object.name))
        })
        .collect()
}

fn note_document(document: &ExecutableDocument, reached: &mut BTreeSet<String>) {
    let operations = document
        .operations
        .iter()
        .map(|operation| &operation.selection_set);
    let fragments = document
        .fragments
        .values()
        .map(|fragment| &fragment.selection_set);
    for selections in operations.chain(fragments) {
        note(selections, reached);
    }
}

fn note(selections: &SelectionSet, reached: &mut BTreeSet<String>) {
    for selection in &selections.selections {
        match selection {
            Selection::Field(field) => {
                reached.insert(format!("{}.{}", selections.ty, field.name));
                note(&field.selection_set, reached);
            }
            Selection::InlineFragment(fragment) => note(&fragment.selection_set, reached),
            Selection::FragmentSpread(_) => {}
        }
    }
}
