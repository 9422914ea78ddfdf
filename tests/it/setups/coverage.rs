use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::{
    ExecutableDocument, Node, Schema,
    executable::{Field, Selection, SelectionSet},
    schema::ExtendedType,
    validation::Valid,
};
use schakel::{federation::ApiSchema, installation::SUPERGRAPH};
use schakel_tests::{app::VOLG_SIGNALEN, shrinking_list};

use super::{MUTATIONS, QUERIES, corpus, streams::LAMPJE};

/// What each party keeps of a resident.
const RECORDS: [&str; 3] = ["buurtteams", "srw", "trajecten"];

#[test]
fn the_corpus_reaches_every_field() {
    let api = ApiSchema::of_supergraph(SUPERGRAPH).expect("the supergraph is a schema");
    let mut reached = BTreeSet::new();
    for document in documents(api.schema()) {
        note_document(&document, &mut reached);
    }
    shrinking_list(
        "corpus-unreached",
        fields(api.schema()).difference(&reached).cloned(),
    );
}

#[test]
fn the_corpus_goes_on_to_the_records_from_every_place_where_a_resident_stands() {
    let api = ApiSchema::of_supergraph(SUPERGRAPH).expect("the supergraph is a schema");
    let mut gone = BTreeMap::<String, BTreeSet<String>>::new();
    for document in documents(api.schema()) {
        for operation in document.operations.iter() {
            go_on(&document, &operation.selection_set, &mut gone);
        }
    }
    let complete = |way: &str| {
        gone.get(way)
            .is_some_and(|records| RECORDS.iter().all(|record| records.contains(*record)))
    };
    let missed: Vec<_> = ways(api.schema())
        .into_iter()
        .filter(|way| !complete(way))
        .collect();
    assert!(
        missed.is_empty(),
        "no document goes on to {RECORDS:?} from {missed:?}"
    );
}

#[test]
fn the_corpus_is_large_enough() {
    let documents = corpus::read(QUERIES).len();
    assert!(documents >= 70, "{documents} documents with queries");
}

/// Every document of the corpus, and what is followed: that has a test of its own, since the corpus asks once.
fn documents(schema: &Valid<Schema>) -> Vec<Valid<ExecutableDocument>> {
    let cases = [QUERIES, MUTATIONS].into_iter().flat_map(corpus::read);
    let followed = [("lampje", LAMPJE), ("signalen", VOLG_SIGNALEN)];
    let followed = followed.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let named = cases.map(|case| (case.name, case.text)).chain(followed);
    let parsed = named.map(|(name, text)| {
        ExecutableDocument::parse_and_validate(schema, &text, &name)
            .unwrap_or_else(|fault| panic!("{name} is not valid: {fault}"))
    });
    parsed.collect()
}

/// Every field that leads to a resident; a resident can be asked for by each argument of `inwoner`.
fn ways(schema: &Valid<Schema>) -> BTreeSet<String> {
    let mut ways = BTreeSet::new();
    for (name, ty) in &schema.types {
        let ExtendedType::Object(object) = ty else {
            continue;
        };
        for (field, definition) in &object.fields {
            if definition.ty.inner_named_type() != "Inwoner" {
                continue;
            }
            let way = format!("{name}.{field}");
            if way == "Query.inwoner" {
                ways.extend(
                    definition
                        .arguments
                        .iter()
                        .map(|argument| format!("{way}({})", argument.name)),
                );
            } else {
                ways.insert(way);
            }
        }
    }
    ways
}

/// Notes which records of a resident are asked for below each way there.
fn go_on(
    document: &ExecutableDocument,
    selections: &SelectionSet,
    gone: &mut BTreeMap<String, BTreeSet<String>>,
) {
    for field in all_fields(document, selections) {
        let below = &field.selection_set;
        if below.ty == "Inwoner" {
            let way = format!("{}.{}", selections.ty, field.name);
            let records = all_fields(document, below)
                .into_iter()
                .map(|one| one.name.to_string());
            let records: BTreeSet<_> = records.collect();
            let ways = match way.as_str() {
                "Query.inwoner" => field
                    .arguments
                    .iter()
                    .map(|argument| format!("{way}({})", argument.name))
                    .collect(),
                _ => vec![way],
            };
            for way in ways {
                gone.entry(way).or_default().extend(records.clone());
            }
        }
        go_on(document, below, gone);
    }
}

/// The fields of a selection, those of its fragments too.
fn all_fields<'a>(document: &'a ExecutableDocument, selections: &'a SelectionSet) -> Vec<&'a Node<Field>> {
    let mut fields = Vec::new();
    for selection in &selections.selections {
        match selection {
            Selection::Field(field) => fields.push(field),
            Selection::InlineFragment(fragment) => {
                fields.extend(all_fields(document, &fragment.selection_set))
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.fragment_name) {
                    fields.extend(all_fields(document, &fragment.selection_set));
                }
            }
        }
    }
    fields
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
