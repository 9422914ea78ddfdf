use async_graphql::PathSegment;

use super::entities::Entities;
use crate::federation::{
    error::Path,
    plan::{EntityBatch, EntityFetch, PlaceSegment, Rewrite},
};

/// A fetch with the places that it was asked for: tells which places of the client's answer a path in the
/// subgraph's answer means.
pub(super) enum Asked<'a> {
    /// Root fields: the paths are the client's own.
    Root {
        /// The changes to the answer, which change paths too.
        output: &'a [Rewrite],
        /// The keys that were asked.
        keys: &'a [String],
    },
    /// Entities: the path starts at the batch, and perhaps names the index.
    Entities {
        /// The plan's step.
        fetch: &'a EntityFetch,
        /// The entities of each batch.
        entities: Vec<Entities>,
    },
}

impl Asked<'_> {
    /// The client's paths for a path in the subgraph's answer; none where it cannot be told.
    ///
    /// async-graphql leaves the index out under `_entities`, so that our subgraphs name the resident; other
    /// servers give the index.
    pub(super) fn client_paths(&self, path: &[PathSegment], inwoner: Option<&str>) -> Vec<Path> {
        match self {
            Self::Root { output, .. } if !path.is_empty() => vec![renamed(path, output)],
            Self::Root { .. } => Vec::new(),
            Self::Entities { fetch, entities } => {
                let Some((PathSegment::Field(key), rest)) = path.split_first() else {
                    return Vec::new();
                };
                let found = fetch
                    .batches
                    .iter()
                    .zip(entities)
                    .find(|(batch, _)| &batch.answer_key == key);
                found
                    .map(|(batch, entities)| entity_paths(batch, entities, rest, inwoner))
                    .unwrap_or_default()
            }
        }
    }

    /// Every place that the fetch should have filled.
    pub(super) fn all_paths(&self) -> Vec<Path> {
        match self {
            Self::Root { keys, .. } => keys.iter().map(|key| under_key(&Path::new(), key)).collect(),
            Self::Entities { fetch, entities } => fetch
                .batches
                .iter()
                .zip(entities)
                .flat_map(|(batch, entities)| {
                    entities
                        .all_places()
                        .flat_map(|place| batch.keys.iter().map(|key| under_key(place, key)))
                })
                .collect(),
        }
    }
}

fn entity_paths(
    batch: &EntityBatch,
    entities: &Entities,
    rest: &[PathSegment],
    inwoner: Option<&str>,
) -> Vec<Path> {
    let tail = |rest: &[PathSegment]| renamed(rest, &batch.output);
    let join = |places: &[&Path], tail: &Path| {
        places
            .iter()
            .map(|place| [place.as_slice(), tail].concat())
            .collect()
    };
    match rest.split_first() {
        None => Vec::new(),
        Some((PathSegment::Index(index), rest)) => {
            let places: Vec<&Path> = entities.places.get(*index).into_iter().flatten().collect();
            join(&places, &tail(rest))
        }
        Some((PathSegment::Field(_), _)) => {
            let meant = inwoner.map(|id| entities.places_of(id)).unwrap_or_default();
            // Who is meant cannot be told: then everyone of this batch, which tells too much rather than too little.
            let places = if meant.is_empty() {
                entities.all_places().collect()
            } else {
                meant
            };
            join(&places, &tail(rest))
        }
    }
}

fn under_key(place: &Path, key: &str) -> Path {
    let mut path = place.clone();
    path.push(PathSegment::Field(key.to_owned()));
    path
}

/// A path with the plan's helper names replaced by the client's.
fn renamed(path: &[PathSegment], rewrites: &[Rewrite]) -> Path {
    let mut renamed = path.to_vec();
    for rewrite in rewrites {
        let Rewrite::Rename { path: way, to } = rewrite else {
            continue;
        };
        let keys: Vec<&str> = way
            .iter()
            .filter_map(|segment| match segment {
                PlaceSegment::Key(key) => Some(key.as_str()),
                _ => None,
            })
            .collect();
        if let Some(last) = field_at(&mut renamed, &keys) {
            last.clone_from(to);
        }
    }
    renamed
}

/// The last of these fields, where the path begins with them; list indexes do not count.
fn field_at<'a>(path: &'a mut [PathSegment], keys: &[&str]) -> Option<&'a mut String> {
    let fields = path.iter_mut().filter_map(|segment| match segment {
        PathSegment::Field(name) => Some(name),
        PathSegment::Index(_) => None,
    });
    let matching: Vec<&mut String> = fields.take(keys.len()).collect();
    let begins =
        matching.len() == keys.len() && matching.iter().zip(keys).all(|(name, key)| name.as_str() == *key);
    begins.then(|| matching.into_iter().last()).flatten()
}
