use std::{collections::BTreeSet, sync::Arc};

use async_graphql::parser::{
    parse_query,
    types::{DocumentOperations, ExecutableDocument, Selection, SelectionSet},
};
use hive_router_query_planner::{
    ast::{operation::SubgraphFetchOperation, selection_item::SelectionItem},
    planner::plan_nodes::{
        BatchFetchNode, ConditionNode, FetchNode, FetchNodePathSegment, FetchRewrite, FlattenNode,
        FlattenNodePathSegment, PlanNode, QueryPlan,
    },
};

use super::{Call, EntityBatch, EntityFetch, Fetch, PlaceSegment, Plan, PlanError, Require, Rewrite, Step};
use crate::federation::{SubgraphName, supergraph::ApiSchema};

const ENTITIES: &str = "_entities";
const REPRESENTATIONS: &str = "representations";

/// Takes over the library's plan.
pub(super) fn convert(plan: QueryPlan, api: &ApiSchema) -> Result<Plan, PlanError> {
    let convert = Convert { api };
    let (subscription, node) = split_subscription(plan.node);
    Ok(Plan {
        subscription: subscription.map(|node| convert.fetch(node)).transpose()?,
        root: node.map(|node| convert.step(node)).transpose()?,
    })
}

/// What is subscribed to stands first, alone or at the head of a sequence.
fn split_subscription(node: Option<PlanNode>) -> (Option<FetchNode>, Option<PlanNode>) {
    match node {
        Some(PlanNode::Subscription(subscription)) => (Some(subscription.primary), None),
        Some(PlanNode::Sequence(mut sequence))
            if matches!(sequence.nodes.first(), Some(PlanNode::Subscription(_))) =>
        {
            let (first, _) = split_subscription(Some(sequence.nodes.remove(0)));
            (first, Some(PlanNode::Sequence(sequence)))
        }
        other => (None, other),
    }
}

struct Convert<'a> {
    api: &'a ApiSchema,
}

impl Convert<'_> {
    fn step(&self, node: PlanNode) -> Result<Step, PlanError> {
        match node {
            PlanNode::Fetch(node) => self.fetch(node).map(Step::Fetch),
            PlanNode::BatchFetch(node) => self.batch_fetch(node).map(Step::Entities),
            PlanNode::Flatten(node) => self.flatten(node).map(Step::Entities),
            PlanNode::Sequence(node) => self.steps(node.nodes).map(Step::Sequence),
            PlanNode::Parallel(node) => self.steps(node.nodes).map(Step::Parallel),
            PlanNode::Condition(node) => self.condition(node),
            PlanNode::Subscription(_) => {
                Err(PlanError::Unsupported("a subscription that does not stand first"))
            }
            PlanNode::Defer(_) => Err(PlanError::Unsupported("a deferred part")),
        }
    }

    fn steps(&self, nodes: Vec<PlanNode>) -> Result<Vec<Step>, PlanError> {
        nodes.into_iter().map(|node| self.step(node)).collect()
    }

    fn condition(&self, node: ConditionNode) -> Result<Step, PlanError> {
        let branch = |node: Option<Box<PlanNode>>| node.map(|n| self.step(*n).map(Box::new)).transpose();
        Ok(Step::Condition {
            variable: node.condition,
            when_true: branch(node.if_clause)?,
            when_false: branch(node.else_clause)?,
        })
    }

    fn fetch(&self, node: FetchNode) -> Result<Fetch, PlanError> {
        if node.requires.is_some() {
            return Err(PlanError::Unsupported("entities without a place"));
        }
        let call = call(
            &node.service_name,
            &node.operation,
            node.variable_usages.unwrap_or_default(),
        )?;
        let keys = root_keys(&call.document);
        Ok(Fetch {
            keys,
            call,
            output: self.rewrites(node.output_rewrites),
        })
    }

    fn flatten(&self, flatten: FlattenNode) -> Result<EntityFetch, PlanError> {
        let PlanNode::Fetch(node) = *flatten.node else {
            return Err(PlanError::Unsupported("a place without a fetch"));
        };
        let requires = node
            .requires
            .ok_or(PlanError::Unsupported("a place without entities"))?;
        let call = call(
            &node.service_name,
            &node.operation,
            node.variable_usages.unwrap_or_default(),
        )?;
        let batch = EntityBatch {
            answer_key: ENTITIES.to_owned(),
            variable: REPRESENTATIONS.to_owned(),
            places: vec![self.place(flatten.path.as_slice())],
            requires: self.requires(&requires.items),
            keys: entity_keys(&call.document, ENTITIES),
            input: self.rewrites(node.input_rewrites),
            output: self.rewrites(node.output_rewrites),
        };
        Ok(EntityFetch {
            call,
            batches: vec![batch],
        })
    }

    fn batch_fetch(&self, node: BatchFetchNode) -> Result<EntityFetch, PlanError> {
        let call = call(
            &node.service_name,
            &node.operation,
            node.variable_usages.unwrap_or_default(),
        )?;
        let batches = node
            .entity_batch
            .aliases
            .into_iter()
            .map(|alias| EntityBatch {
                keys: entity_keys(&call.document, &alias.alias),
                answer_key: alias.alias,
                variable: alias.representations_variable_name,
                places: alias
                    .merge_paths
                    .iter()
                    .map(|path| self.place(path.as_slice()))
                    .collect(),
                requires: self.requires(&alias.requires.items),
                input: self.rewrites(alias.input_rewrites),
                output: self.rewrites(alias.output_rewrites),
            })
            .collect();
        Ok(EntityFetch { call, batches })
    }

    fn place(&self, path: &[FlattenNodePathSegment]) -> Vec<PlaceSegment> {
        path.iter()
            .map(|segment| match segment {
                FlattenNodePathSegment::Field(key) => PlaceSegment::Key(key.clone()),
                FlattenNodePathSegment::List => PlaceSegment::Items,
                FlattenNodePathSegment::TypeCondition(types) => PlaceSegment::OfType(self.concrete(types)),
            })
            .collect()
    }

    fn rewrites(&self, rewrites: Option<Vec<FetchRewrite>>) -> Vec<Rewrite> {
        let path = |segments: &[FetchNodePathSegment]| {
            segments
                .iter()
                .map(|segment| match segment {
                    FetchNodePathSegment::Key(key) => PlaceSegment::Key(key.clone()),
                    FetchNodePathSegment::TypenameEquals(types) => PlaceSegment::OfType(self.concrete(types)),
                })
                .collect()
        };
        rewrites
            .unwrap_or_default()
            .iter()
            .map(|rewrite| match rewrite {
                FetchRewrite::KeyRenamer(rename) => Rewrite::Rename {
                    path: path(&rename.path),
                    to: rename.rename_key_to.clone(),
                },
                FetchRewrite::ValueSetter(set) => Rewrite::Set {
                    path: path(&set.path),
                    to: set.set_value_to.clone(),
                },
            })
            .collect()
    }

    fn requires(&self, items: &[SelectionItem]) -> Vec<Require> {
        items
            .iter()
            .filter_map(|item| match item {
                SelectionItem::Field(field) => Some(Require::Field {
                    read: field.name.clone(),
                    write: field.selection_identifier().to_owned(),
                    parts: self.requires(&field.selections.items),
                }),
                SelectionItem::InlineFragment(fragment) => Some(Require::OfType {
                    name: fragment.type_condition.clone(),
                    types: self.concrete(&BTreeSet::from([fragment.type_condition.clone()])),
                    parts: self.requires(&fragment.selections.items),
                }),
                SelectionItem::FragmentSpread(_) => None,
            })
            .collect()
    }

    /// The object types behind the names, which may be abstract.
    fn concrete(&self, types: &BTreeSet<String>) -> BTreeSet<String> {
        types
            .iter()
            .flat_map(|name| match self.api.concrete(name) {
                Some(types) => types.iter().map(ToString::to_string).collect(),
                None => vec![name.clone()],
            })
            .collect()
    }
}

fn call(
    service: &str,
    operation: &SubgraphFetchOperation,
    variables: BTreeSet<String>,
) -> Result<Call, PlanError> {
    let subgraph =
        SubgraphName::from_word(service).ok_or_else(|| PlanError::SubgraphUnknown(service.to_owned()))?;
    let document = parse_query(&operation.document_str).map_err(|_| PlanError::Document)?;
    Ok(Call {
        subgraph,
        text: operation.document_str.as_str().into(),
        document: Arc::new(document),
        variables,
    })
}

fn root_keys(document: &ExecutableDocument) -> Vec<String> {
    let mut keys = Vec::new();
    if let Some(root) = root_selections(document) {
        collect_keys(document, root, &mut keys);
    }
    keys
}

fn entity_keys(document: &ExecutableDocument, answer_key: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let fields = root_selections(document).into_iter().flat_map(|root| &root.items);
    for selection in fields {
        if let Selection::Field(field) = &selection.node
            && field.node.response_key().node == answer_key
        {
            collect_keys(document, &field.node.selection_set.node, &mut keys);
        }
    }
    keys
}

fn root_selections(document: &ExecutableDocument) -> Option<&SelectionSet> {
    match &document.operations {
        DocumentOperations::Single(operation) => Some(&operation.node.selection_set.node),
        DocumentOperations::Multiple(operations) => operations
            .values()
            .next()
            .map(|operation| &operation.node.selection_set.node),
    }
}

/// The response keys of a selection, fragments written out; helper keys of the join are not told to clients.
fn collect_keys(document: &ExecutableDocument, selections: &SelectionSet, keys: &mut Vec<String>) {
    for selection in &selections.items {
        match &selection.node {
            Selection::Field(field) => {
                let key = field.node.response_key().node.to_string();
                if key != "__typename" && !keys.contains(&key) {
                    keys.push(key);
                }
            }
            Selection::InlineFragment(fragment) => {
                collect_keys(document, &fragment.node.selection_set.node, keys);
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    collect_keys(document, &fragment.node.selection_set.node, keys);
                }
            }
        }
    }
}
