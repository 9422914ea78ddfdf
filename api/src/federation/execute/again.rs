use std::collections::{BTreeMap, BTreeSet, HashMap};

use async_graphql::{ServerError, Value, Variables, parser::parse_query};
use futures::future::join_all;
use serde_json::json;
use uuid::Uuid;

use super::Executor;
use crate::{
    domain::{Gegevensgroep, InwonerId, RecordSoort},
    federation::{Gedeelde, SubgraphName, SubgraphRequest},
};

/// The decisions of owners who were asked again, by owner, resident and group.
pub(in crate::federation) type Again = HashMap<(String, String, String), Uuid>;

impl Executor<'_> {
    /// Asks the owners again about what the last question withheld, when their logs already said that it was told. They
    /// decide anew, log it, and what they answer is told to nobody: so it stands in the log of the owner, after the line
    /// that came too early, under the decision that is named to the caller.
    ///
    /// An owner who can't be asked keeps nothing from being withheld.
    pub(in crate::federation) async fn ask_again(&self, items: impl Iterator<Item = &Gedeelde>) -> Again {
        let mut asked: BTreeMap<Gegevensgroep, BTreeSet<&InwonerId>> = BTreeMap::new();
        for item in items {
            asked.entry(item.groep).or_default().insert(&item.inwoner);
        }
        let asking = asked
            .into_iter()
            .map(|(groep, inwoners)| self.ask_group_again(groep, inwoners));
        join_all(asking).await.into_iter().flatten().collect()
    }

    /// One call for all residents of whom the group was withheld.
    async fn ask_group_again(&self, groep: Gegevensgroep, inwoners: BTreeSet<&InwonerId>) -> Again {
        let (name, text) = question(groep);
        let (Some(subgraph), Ok(document)) = (self.subgraphs.get(&name), parse_query(&text)) else {
            return Again::new();
        };
        let entity = |inwoner: &InwonerId| json!({"__typename": "Inwoner", "id": inwoner.as_str()});
        let representations: Vec<_> = inwoners.into_iter().map(entity).collect();
        let request = SubgraphRequest {
            text: text.into(),
            document: document.into(),
            operation_name: None,
            variables: Variables::from_json(json!({"representations": representations})),
            context: self.context.clone(),
        };
        match tokio::time::timeout(self.subgraph_time, subgraph.execute(request)).await {
            Ok(response) => response.errors.iter().filter_map(decided).collect(),
            Err(_) => {
                let subgraph = name.word();
                tracing::warn!(subgraph, "what was withheld at last is not in its log");
                Again::new()
            }
        }
    }
}

/// Where a group is asked, and how: one group is one field of its owner's records.
fn question(groep: Gegevensgroep) -> (SubgraphName, String) {
    let (name, root) = match groep.record_soort() {
        RecordSoort::SrwDossier => (SubgraphName::Srw, "srw"),
        RecordSoort::BuurtteamDossier => (SubgraphName::Buurtteam, "buurtteams"),
        _ => (SubgraphName::Trajectbegeleiding, "trajecten"),
    };
    let field = groep
        .word()
        .split_once('_')
        .map_or("", |(_, field)| field)
        .to_lowercase();
    let text = format!(
        "query($representations: [_Any!]!) {{ _entities(representations: $representations) {{ \
         ... on Inwoner {{ {root} {{ {field} {{ __typename }} }} }} }} }}"
    );
    (name, text)
}

fn decided(error: &ServerError) -> Option<((String, String, String), Uuid)> {
    let extensions = error.extensions.as_ref()?;
    let text = |name: &str| match extensions.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        _ => None,
    };
    let besluit = text("besluit")?.parse().ok()?;
    Some(((text("bronhouder")?, text("inwoner")?, text("groep")?), besluit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::installation::sdl;

    #[test]
    fn every_group_has_a_question_that_its_owner_understands() {
        for groep in Gegevensgroep::ALL {
            let (name, text) = question(*groep);
            parse_query(&text).unwrap();
            let sdl = sdl(name);
            let field = groep.word().split_once('_').unwrap().1.to_lowercase();
            let marked = format!("@gegevensgroep(naam: \"{groep}\")");
            let marked_as_word = format!("@gegevensgroep(naam: {groep})");
            let is_field = |line: &str| {
                line.trim_start().starts_with(&format!("{field}:"))
                    && (line.contains(&marked) || line.contains(&marked_as_word))
            };
            assert!(sdl.lines().any(is_field), "{groep}");
        }
    }
}
