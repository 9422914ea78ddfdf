use async_graphql::{ServerError, Value};

use super::{Disclosed, Known, SubgraphResponse, entities::Entities, paths::Asked, tree};
use crate::federation::{
    ClientError, Foutcode, SubgraphName, Verantwoording,
    error::{Path, code_of, extension},
    plan::{EntityBatch, EntityFetch, Fetch},
};

impl Known {
    /// Takes in the answer to root fields.
    pub(super) fn absorb_root(&mut self, fetch: &Fetch, asked: &Asked<'_>, response: SubgraphResponse) {
        let SubgraphResponse {
            mut data,
            errors,
            verantwoording,
        } = response;
        self.absorb_errors(fetch.call.subgraph, asked, &data, &errors);
        self.absorb_verantwoording(asked, verantwoording);
        tree::rewrite(&mut data, &fetch.output);
        if let Value::Object(_) = data {
            tree::merge(&mut self.data, data);
        }
    }

    /// Takes in the answer about entities, at every place where each of them stands.
    pub(super) fn absorb_entities(
        &mut self,
        fetch: &EntityFetch,
        asked: &Asked<'_>,
        response: SubgraphResponse,
    ) {
        let SubgraphResponse {
            data,
            errors,
            verantwoording,
        } = response;
        self.absorb_errors(fetch.call.subgraph, asked, &data, &errors);
        self.absorb_verantwoording(asked, verantwoording);
        let (Value::Object(mut data), Asked::Entities { entities, .. }) = (data, asked) else {
            return;
        };
        for (batch, found) in fetch.batches.iter().zip(entities) {
            match data.swap_remove(batch.answer_key.as_str()) {
                Some(Value::List(answers)) if answers.len() == found.representations.len() => {
                    self.merge_entities(batch, found, answers);
                }
                Some(Value::List(_)) => self
                    .errors
                    .push(malformed(fetch.call.subgraph, asked.all_paths())),
                _ if errors.is_empty() => self
                    .errors
                    .push(malformed(fetch.call.subgraph, asked.all_paths())),
                _ => {}
            }
        }
    }

    fn merge_entities(&mut self, batch: &EntityBatch, found: &Entities, answers: Vec<Value>) {
        for (mut answer, places) in answers.into_iter().zip(&found.places) {
            if answer == Value::Null {
                continue;
            }
            tree::rewrite(&mut answer, &batch.output);
            for place in places {
                if let Some(object) = tree::find_mut(&mut self.data, place) {
                    tree::merge(object, answer.clone());
                }
            }
        }
    }

    /// Errors with a place go to the client's places; what is said of the call as a whole becomes one error.
    fn absorb_errors(
        &mut self,
        subgraph: SubgraphName,
        asked: &Asked<'_>,
        data: &Value,
        errors: &[ServerError],
    ) {
        let mut placeless: Vec<&ServerError> = Vec::new();
        for error in errors {
            let paths = asked.client_paths(&error.path, inwoner_of(error));
            if paths.is_empty() {
                placeless.push(error);
            }
            if code_of(error).is_none() {
                tracing::warn!(
                    subgraph = subgraph.word(),
                    "subgraph gave an error without a code"
                );
            }
            let told = ClientError::from_subgraph(subgraph, error);
            self.errors
                .extend(paths.into_iter().map(|path| told.clone().at(path)));
        }
        let is_silent = errors.is_empty() && !matches!(data, Value::Object(_));
        if is_silent || !placeless.is_empty() {
            self.errors.push(failure(subgraph, &placeless, asked.all_paths()));
        }
    }

    fn absorb_verantwoording(&mut self, asked: &Asked<'_>, verantwoording: Option<Verantwoording>) {
        let Some(Verantwoording {
            registerversie,
            gedeeld,
        }) = verantwoording
        else {
            return;
        };
        if registerversie == 0 && gedeeld.is_empty() {
            return;
        }
        self.since = Some(
            self.since
                .map_or(registerversie, |since| since.min(registerversie)),
        );
        for item in gedeeld {
            let mut paths = asked.client_paths(&item.pad, Some(item.inwoner.as_str()));
            if paths.is_empty() {
                // Where it stands cannot be told: then all of this fetch, so that withholding never misses it.
                paths = asked.all_paths();
            }
            self.disclosed.push(Disclosed { item, paths });
        }
    }
}

fn inwoner_of(error: &ServerError) -> Option<&str> {
    match extension(error, "inwoner")? {
        Value::String(id) => Some(id),
        _ => None,
    }
}

/// One error for a whole call, by the first that has a code.
fn failure(subgraph: SubgraphName, errors: &[&ServerError], paths: Vec<Path>) -> ClientError {
    let told = errors
        .iter()
        .find(|error| code_of(error).is_some())
        .or(errors.first());
    let error = match told {
        Some(error) => ClientError::from_subgraph(subgraph, error),
        None => ClientError::new(
            Foutcode::BronNietBereikbaar,
            format!("`{subgraph}` cannot be reached"),
        ),
    };
    everywhere(error.with("subgraph", subgraph.word()), paths)
}

fn malformed(subgraph: SubgraphName, paths: Vec<Path>) -> ClientError {
    let message = format!("`{subgraph}` answered in another shape than asked");
    everywhere(
        ClientError::new(Foutcode::BronOngeldig, message).with("subgraph", subgraph.word()),
        paths,
    )
}

fn everywhere(mut error: ClientError, paths: Vec<Path>) -> ClientError {
    let mut paths = paths.into_iter();
    error.path = paths.next().unwrap_or_default();
    error.also_at = paths.collect();
    error.is_failure = true;
    error
}
