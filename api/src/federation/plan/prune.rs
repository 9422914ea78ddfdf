use apollo_compiler::{
    ExecutableDocument, Node,
    executable::{Field, Operation, OperationMap, Selection, SelectionSet},
    name,
};

use crate::federation::{document::Document, supergraph::ApiSchema};

/// The one operation that is asked, as the planner should see it: without `__schema`, `__type` and the root's
/// `__typename`, which no subgraph answers for us, and with a `__typename` wherever a type is abstract, by
/// which the projection tells what it has before it. `None` when nothing is left to plan.
pub(in crate::federation) fn without_meta_fields(api: &ApiSchema, document: &Document) -> Option<String> {
    let executable = document.executable();
    let operation = document.operation();
    let prune = Prune {
        api,
        root: operation.object_type().as_str(),
    };
    let mut fragments = executable.fragments.clone();
    for fragment in fragments.values_mut() {
        let fragment = fragment.make_mut();
        fragment.selection_set = prune.selections(&fragment.selection_set);
    }
    drop_empty(&mut fragments);
    let mut selection_set = prune.selections(&operation.selection_set);
    drop_spreads(&mut selection_set, &fragments);
    let asked = Operation {
        selection_set,
        ..Operation::clone(operation)
    };
    if asked.selection_set.selections.is_empty() {
        return None;
    }
    let pruned = ExecutableDocument {
        operations: OperationMap::from_one(Node::new(asked)),
        fragments,
        ..ExecutableDocument::default()
    };
    Some(pruned.to_string())
}

struct Prune<'a> {
    api: &'a ApiSchema,
    root: &'a str,
}

impl Prune<'_> {
    fn selections(&self, set: &SelectionSet) -> SelectionSet {
        let mut pruned = SelectionSet::new(set.ty.clone());
        pruned.selections = set
            .selections
            .iter()
            .filter_map(|selection| self.selection(set, selection))
            .collect();
        if self.is_abstract(set.ty.as_str()) {
            pruned
                .selections
                .extend(self.typename(&set.ty).map(Selection::Field));
        }
        pruned
    }

    fn selection(&self, parent: &SelectionSet, selection: &Selection) -> Option<Selection> {
        match selection {
            Selection::Field(field) if parent.ty == self.root && field.name.starts_with("__") => None,
            Selection::Field(field) => {
                let mut field = field.clone();
                let pruned = self.selections(&field.selection_set);
                field.make_mut().selection_set = pruned;
                Some(Selection::Field(field))
            }
            Selection::InlineFragment(fragment) => {
                let mut fragment = fragment.clone();
                let pruned = self.selections(&fragment.selection_set);
                fragment.make_mut().selection_set = pruned;
                let is_empty = fragment.selection_set.selections.is_empty();
                (!is_empty).then_some(Selection::InlineFragment(fragment))
            }
            Selection::FragmentSpread(_) => Some(selection.clone()),
        }
    }

    fn is_abstract(&self, ty: &str) -> bool {
        self.api
            .schema()
            .types
            .get(ty)
            .is_some_and(|ty| ty.is_interface() || ty.is_union())
    }

    fn typename(&self, ty: &apollo_compiler::Name) -> Option<Node<Field>> {
        let definition = self.api.schema().type_field(ty, "__typename").ok()?;
        Some(Node::new(Field {
            definition: definition.node.clone(),
            alias: None,
            name: name!("__typename"),
            arguments: Vec::new(),
            directives: Default::default(),
            selection_set: SelectionSet::new(name!("String")),
        }))
    }
}

/// A fragment that held nothing but meta fields is gone, and with it whoever held nothing but that fragment.
fn drop_empty(fragments: &mut apollo_compiler::executable::FragmentMap) {
    loop {
        let before = fragments.len();
        fragments.retain(|_, fragment| !fragment.selection_set.selections.is_empty());
        let left = fragments.clone();
        for fragment in fragments.values_mut() {
            drop_spreads(&mut fragment.make_mut().selection_set, &left);
        }
        if fragments.len() == before && fragments.values().all(|f| !f.selection_set.selections.is_empty()) {
            return;
        }
    }
}

fn drop_spreads(set: &mut SelectionSet, left: &apollo_compiler::executable::FragmentMap) {
    set.selections.retain_mut(|selection| match selection {
        Selection::Field(field) => {
            if !field.selection_set.selections.is_empty() {
                drop_spreads(&mut field.make_mut().selection_set, left);
            }
            true
        }
        Selection::FragmentSpread(spread) => left.contains_key(&spread.fragment_name),
        Selection::InlineFragment(fragment) => {
            drop_spreads(&mut fragment.make_mut().selection_set, left);
            !fragment.selection_set.selections.is_empty()
        }
    });
}
