use std::{collections::BTreeSet, sync::Arc};

use async_graphql::{ServerError, Value, Variables, parser::types::ExecutableDocument};
use chrono::{DateTime, Utc};
use futures::stream::BoxStream;
use serde::{Deserialize, Serialize};

use crate::{
    domain::{Gegevensgroep, InwonerId, PartijId, words},
    request::RequestContext,
};

words! {
    /// The five subgraphs, by the name that they have in the supergraph, in configuration and on the command line.
    SubgraphName {
        /// The consent register.
        Toestemming = "toestemming",
        /// Debt trajecten.
        Trajectbegeleiding = "trajectbegeleiding",
        /// Sociaal raadslieden.
        Srw = "srw",
        /// Buurtteams.
        Buurtteam = "buurtteam",
        /// Signals.
        Signalen = "signalen",
    }
}

impl SubgraphName {
    /// Whether owners keep records there.
    pub const fn keeps_records(self) -> bool {
        match self {
            Self::Trajectbegeleiding | Self::Srw | Self::Buurtteam => true,
            Self::Toestemming | Self::Signalen => false,
        }
    }
}

/// One subgraph as the join sees it: in this process or over HTTP.
#[async_trait::async_trait]
pub trait Subgraph: Send + Sync {
    /// Executes one subgraph document. An unreachable subgraph is an answer too: null data and one error
    /// with code `BRON_NIET_BEREIKBAAR`.
    async fn execute(&self, request: SubgraphRequest) -> SubgraphResponse;

    /// Executes a subscription. Each answer is made when it is asked for; an unreachable subgraph is one answer,
    /// as for [`Self::execute`], and the end.
    fn subscribe(&self, request: SubgraphRequest) -> SubgraphStream;
}

/// The answers to a subscription.
pub type SubgraphStream = BoxStream<'static, SubgraphResponse>;

/// A subgraph document with its variables, on behalf of a caller.
#[derive(Clone)]
pub struct SubgraphRequest {
    /// The document as text, for the wire.
    pub text: Arc<str>,
    /// The same document, parsed once per plan.
    pub document: Arc<ExecutableDocument>,
    /// The operation in it.
    pub operation_name: Option<String>,
    /// Its variables, `representations` among them.
    pub variables: Variables,
    /// Who asks.
    pub context: Arc<RequestContext>,
}

/// What a subgraph answers.
#[derive(Clone, Debug, Default)]
pub struct SubgraphResponse {
    /// The data; null when nothing could be answered.
    pub data: Value,
    /// Errors, withheld groups among them.
    pub errors: Vec<ServerError>,
    /// What the hub needs for its last question to the register; absent where nothing was disclosed.
    pub verantwoording: Option<Verantwoording>,
}

/// What a subgraph disclosed, and on which version of the register it last checked that.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verantwoording {
    /// The version on which all of this was last checked.
    pub registerversie: i64,
    /// What was disclosed on another ground than ownership.
    pub gedeeld: Vec<Gedeelde>,
}

/// The other client of a traject, who had to agree to what was told of the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MedeClient {
    /// Who.
    pub inwoner: InwonerId,
    /// The joint groups of which the told group tells a part, as deadlines tell of decisions: neither client may keep one
    /// closed that the other opened.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub groepen: BTreeSet<Gegevensgroep>,
}

/// One disclosed group at one place of the subgraph's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gedeelde {
    /// Whose.
    pub inwoner: InwonerId,
    /// By whom.
    pub bronhouder: PartijId,
    /// Which group.
    pub groep: Gegevensgroep,
    /// Until when the decision holds (UTC); `None` where no end is known.
    pub tot: Option<DateTime<Utc>>,
    /// The other client whose agreement it needs too: known to the hub, never told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mede_client: Option<MedeClient>,
    /// Where it stands: the path in the subgraph's answer. Under `_entities` the index is left out, as
    /// async-graphql leaves it out of error paths too; `inwoner` tells which entity is meant.
    pub pad: Vec<async_graphql::PathSegment>,
    /// How many segments above it stands what is withheld whole while nobody can tell whether it may be shown: a page whose
    /// cursors would lead past what wasn't told.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub geheel: usize,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}
