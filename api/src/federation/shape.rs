use std::collections::{HashMap, HashSet};

use apollo_compiler::{
    ExecutableDocument, Name, Node,
    ast::Type,
    executable::{Field, Selection, SelectionSet},
    schema::ExtendedType,
};
use async_graphql::PathSegment;
use indexmap::IndexMap;

use super::{
    document::{Coerced, Document},
    error::Path,
    supergraph::ApiSchema,
};

/// What the client asked for, with fragments written out and conditions decided: the fields of each object
/// type in the order of the query.
#[derive(Debug)]
pub(super) struct Shape<'a> {
    /// The fields, by the object's type.
    pub(super) types: HashMap<&'a str, Vec<FieldShape<'a>>>,
    /// The type, where there is only one.
    pub(super) only: Option<&'a str>,
}

/// One field of an answer.
#[derive(Debug)]
pub(super) struct FieldShape<'a> {
    /// Its response key.
    pub(super) key: &'a str,
    /// Its type, with nulls and lists.
    pub(super) ty: &'a Type,
    /// What is in it.
    pub(super) content: Content<'a>,
}

/// What a field holds.
#[derive(Debug)]
pub(super) enum Content<'a> {
    /// The name of the object's type.
    TypeName,
    /// A scalar or enum.
    Leaf(&'a ExtendedType),
    /// An object, or several.
    Object(Shape<'a>),
}

impl<'a> Shape<'a> {
    /// The shape of the answer to an operation.
    pub(super) fn of(api: &'a ApiSchema, document: &'a Document, variables: &Coerced) -> Self {
        let operation = document.operation();
        let builder = Builder {
            api,
            document: document.executable(),
            variables,
        };
        builder.shape(operation.object_type(), &[&operation.selection_set])
    }

    /// The longest part of a path that the client asked for: it never hears of helper fields.
    pub(super) fn known_part(&self, path: &[PathSegment]) -> Path {
        let mut known = Vec::new();
        let mut shapes = vec![self];
        for segment in path {
            if let PathSegment::Field(key) = segment {
                let Some((_, inner)) = step(&shapes, key) else {
                    break;
                };
                shapes = inner;
            }
            known.push(segment.clone());
        }
        known
    }

    /// The rank of a path in the order of the query, to sort errors by.
    pub(super) fn rank(&self, path: &[PathSegment]) -> Vec<usize> {
        let mut rank = Vec::with_capacity(path.len());
        let mut shapes = vec![self];
        for segment in path {
            match segment {
                PathSegment::Index(index) => rank.push(*index),
                PathSegment::Field(key) => {
                    let Some((position, inner)) = step(&shapes, key) else {
                        break;
                    };
                    rank.push(position);
                    shapes = inner;
                }
            }
        }
        rank
    }
}

/// Into a field, of whichever type the object is.
fn step<'s, 'a>(shapes: &[&'s Shape<'a>], key: &str) -> Option<(usize, Vec<&'s Shape<'a>>)> {
    let mut position = None;
    let mut inner = Vec::new();
    for fields in shapes.iter().flat_map(|shape| shape.types.values()) {
        let Some(index) = fields.iter().position(|field| field.key == key) else {
            continue;
        };
        position = Some(position.map_or(index, |known: usize| known.min(index)));
        if let Some(Content::Object(shape)) = fields.get(index).map(|field| &field.content) {
            inner.push(shape);
        }
    }
    position.map(|position| (position, inner))
}

struct Builder<'a, 'v> {
    api: &'a ApiSchema,
    document: &'a ExecutableDocument,
    variables: &'v Coerced,
}

/// Fields under one response key: the first of them, and what all of them select.
struct Merged<'a> {
    field: &'a Node<Field>,
    inner: Vec<&'a SelectionSet>,
}

impl<'a> Builder<'a, '_> {
    fn shape(&self, ty: &'a Name, sets: &[&'a SelectionSet]) -> Shape<'a> {
        let types: HashMap<&str, Vec<FieldShape>> = self
            .api
            .concrete(ty)
            .into_iter()
            .flatten()
            .map(|object| (object.as_str(), self.fields(object, sets)))
            .collect();
        let only = if types.len() == 1 {
            types.keys().next().copied()
        } else {
            None
        };
        Shape { types, only }
    }

    fn fields(&self, object: &'a Name, sets: &[&'a SelectionSet]) -> Vec<FieldShape<'a>> {
        let mut merged: IndexMap<&str, Merged> = IndexMap::new();
        let mut visited = HashSet::new();
        for set in sets {
            self.collect(object, set, &mut visited, &mut merged);
        }
        merged
            .into_iter()
            .filter_map(|(key, merged)| self.field(object, key, &merged))
            .collect()
    }

    fn field(&self, object: &Name, key: &'a str, merged: &Merged<'a>) -> Option<FieldShape<'a>> {
        let schema = self.api.schema();
        let own = schema.type_field(object, &merged.field.name).ok();
        let ty = own.map_or(&merged.field.definition.ty, |definition| &definition.ty);
        let inner = ty.inner_named_type();
        let content = match schema.types.get(inner)? {
            _ if merged.field.name == "__typename" => Content::TypeName,
            leaf @ (ExtendedType::Scalar(_) | ExtendedType::Enum(_)) => Content::Leaf(leaf),
            _ => Content::Object(self.shape(inner, &merged.inner)),
        };
        Some(FieldShape { key, ty, content })
    }

    /// CollectFields of the specification (§6.3.2).
    fn collect(
        &self,
        object: &str,
        set: &'a SelectionSet,
        visited: &mut HashSet<&'a str>,
        merged: &mut IndexMap<&'a str, Merged<'a>>,
    ) {
        for selection in &set.selections {
            match selection {
                Selection::Field(field) if self.variables.includes(&field.directives) => {
                    let entry = merged
                        .entry(field.response_key().as_str())
                        .or_insert_with(|| Merged {
                            field,
                            inner: Vec::new(),
                        });
                    entry.inner.push(&field.selection_set);
                }
                Selection::InlineFragment(fragment) if self.variables.includes(&fragment.directives) => {
                    let applies = fragment
                        .type_condition
                        .as_ref()
                        .is_none_or(|ty| self.applies(ty, object));
                    if applies {
                        self.collect(object, &fragment.selection_set, visited, merged);
                    }
                }
                Selection::FragmentSpread(spread) if self.variables.includes(&spread.directives) => {
                    let fragment = self.document.fragments.get(&spread.fragment_name);
                    if let Some(fragment) = fragment
                        && visited.insert(spread.fragment_name.as_str())
                        && self.applies(fragment.type_condition(), object)
                    {
                        self.collect(object, &fragment.selection_set, visited, merged);
                    }
                }
                _ => {}
            }
        }
    }

    fn applies(&self, condition: &str, object: &str) -> bool {
        self.api
            .concrete(condition)
            .is_some_and(|types| types.contains(object))
    }
}
