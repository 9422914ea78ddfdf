use apollo_compiler::{
    ExecutableDocument, Name, Node,
    executable::{
        DirectiveList, Field, FragmentMap, InlineFragment, Operation, OperationMap, Selection, SelectionSet,
    },
    name,
};

use crate::federation::{
    document::{Coerced, Document},
    supergraph::ApiSchema,
};

/// The one operation that is asked, as the planner should see it; `None` when nothing is left to plan.
///
/// Fragments are written out, and `@skip` and `@include` are decided here: the planner loses some conditions
/// when they are nested, so that a subgraph would be asked what the client left out. `__schema`, `__type` and
/// the root's `__typename` are gone, since no subgraph answers them for us. Where a type is abstract a
/// `__typename` is added, by which the projection tells what it has before it.
pub(in crate::federation) fn operation_to_plan(
    api: &ApiSchema,
    document: &Document,
    variables: &Coerced,
) -> Option<String> {
    let executable = document.executable();
    let operation = document.operation();
    let prune = Prune {
        api,
        root: operation.object_type(),
        fragments: &executable.fragments,
        variables,
    };
    let selection_set = prune.selections(&operation.selection_set);
    if selection_set.selections.is_empty() {
        return None;
    }
    let asked = Operation {
        selection_set,
        ..Operation::clone(operation)
    };
    let pruned = ExecutableDocument {
        operations: OperationMap::from_one(Node::new(asked)),
        ..ExecutableDocument::default()
    };
    Some(pruned.to_string())
}

struct Prune<'a> {
    api: &'a ApiSchema,
    root: &'a Name,
    fragments: &'a FragmentMap,
    variables: &'a Coerced,
}

impl Prune<'_> {
    fn selections(&self, set: &SelectionSet) -> SelectionSet {
        let mut pruned = SelectionSet::new(set.ty.clone());
        pruned.selections = set
            .selections
            .iter()
            .filter_map(|selection| self.selection(set, selection))
            .collect();
        if self.is_abstract(&set.ty) {
            pruned.selections.extend(self.typename(&set.ty));
        }
        pruned
    }

    fn selection(&self, parent: &SelectionSet, selection: &Selection) -> Option<Selection> {
        if !self.variables.includes(selection.directives()) {
            return None;
        }
        match selection {
            Selection::Field(field) if parent.ty == *self.root && field.name.starts_with("__") => None,
            Selection::Field(field) => Some(Selection::Field(self.field(field))),
            Selection::InlineFragment(fragment) => self.inlined(&fragment.selection_set),
            Selection::FragmentSpread(spread) => {
                self.inlined(&self.fragments.get(&spread.fragment_name)?.selection_set)
            }
        }
    }

    fn field(&self, field: &Node<Field>) -> Node<Field> {
        let mut selection_set = self.selections(&field.selection_set);
        let is_composite = !field.selection_set.selections.is_empty();
        if is_composite && selection_set.selections.is_empty() {
            selection_set
                .selections
                .extend(self.typename(&field.selection_set.ty));
        }
        Node::new(Field {
            selection_set,
            directives: DirectiveList::default(),
            ..Field::clone(field)
        })
    }

    fn inlined(&self, set: &SelectionSet) -> Option<Selection> {
        let selection_set = self.selections(set);
        let type_condition = Some(set.ty.clone());
        let fragment = InlineFragment {
            type_condition,
            directives: DirectiveList::default(),
            selection_set,
        };
        (!fragment.selection_set.selections.is_empty())
            .then(|| Selection::InlineFragment(Node::new(fragment)))
    }

    fn is_abstract(&self, ty: &str) -> bool {
        self.api
            .schema()
            .types
            .get(ty)
            .is_some_and(|ty| ty.is_interface() || ty.is_union())
    }

    fn typename(&self, ty: &Name) -> Option<Selection> {
        let definition = self.api.schema().type_field(ty, "__typename").ok()?;
        Some(Selection::Field(Node::new(Field {
            definition: definition.node.clone(),
            alias: None,
            name: name!("__typename"),
            arguments: Vec::new(),
            directives: DirectiveList::default(),
            selection_set: SelectionSet::new(name!("String")),
        })))
    }
}
