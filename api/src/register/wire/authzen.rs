use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    domain::{Doel, Gegevensgroep, InwonerId, PartijId, Rol},
    request::{
        authenticate::Subject,
        decide::{Besluit, Vraag, WireBesluit},
    },
};

/// The most decisions that one question can ask for.
pub const MOST_EVALUATIONS: usize = 10_000;

/// Many questions at once (AuthZEN, Access Evaluations API): what stands beside the list holds for every
/// question that doesn't say it itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Evaluations {
    /// Who asks, where a question doesn't say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<WireSubject>,
    /// For what, where a question doesn't say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// What, where a question doesn't say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<Resource>,
    /// Of whom the ids are asked too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<EvaluationsContext>,
    /// How far to go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<EvaluationsOptions>,
    /// The questions; `None` where the one beside it is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evaluations: Option<Vec<Evaluation>>,
}

/// One question (AuthZEN, Access Evaluation API): may this subject do this with this resource?
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Evaluation {
    /// Who asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<WireSubject>,
    /// For what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// What.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<Resource>,
}

/// A caller as AuthZEN writes a subject: a party, and who acts for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireSubject {
    /// What kind of subject.
    #[serde(rename = "type")]
    pub kind: SubjectKind,
    /// The party on whose behalf is asked.
    pub id: PartijId,
    /// Who acts for it.
    pub properties: SubjectProperties,
}

/// The one kind of subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// A party.
    Partij,
}

/// Who acts for a party: a [`Subject`] but for its party and its purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubjectProperties {
    rollen: BTreeSet<Rol>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    team: Option<String>,
    gebruiker: String,
    client: String,
    issuer: String,
    doelen: BTreeSet<Doel>,
}

/// What a subject wants to do: see, for a purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// The purpose.
    pub name: Doel,
}

/// What a subject wants to see: one gegevensgroep of one resident at one owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// What kind of resource.
    #[serde(rename = "type")]
    pub kind: ResourceKind,
    /// The group.
    pub id: Gegevensgroep,
    /// Whose, and where.
    pub properties: ResourceProperties,
}

/// The one kind of resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResourceKind {
    /// A gegevensgroep.
    Gegevensgroep,
}

/// Whose group, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceProperties {
    /// The resident.
    pub inwoner: InwonerId,
    /// The owner.
    pub bronhouder: PartijId,
}

/// What a set of questions says beside them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct EvaluationsContext {
    /// Residents of whom is asked under which id their records are kept.
    #[serde(default)]
    pub inwoners: Vec<InwonerId>,
}

/// How a set of questions is answered.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct EvaluationsOptions {
    /// How far to go.
    #[serde(default)]
    pub evaluations_semantic: Semantic,
}

/// How far to go through a set of questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Semantic {
    /// To the end.
    #[default]
    ExecuteAll,
    /// To the first refusal.
    DenyOnFirstDeny,
    /// To the first that is allowed.
    PermitOnFirstPermit,
}

/// The answer to many questions, in their order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Judgement {
    /// The decisions.
    pub evaluations: Vec<Decision>,
    /// On which version, and of whom records are kept under another id.
    pub context: JudgementContext,
}

/// On what a set of decisions was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct JudgementContext {
    /// The version of the register.
    pub registerversie: i64,
    /// The version of the inrichting.
    pub inrichting: i64,
    /// When it was decided, by the register's clock (UTC).
    pub op: DateTime<Utc>,
    /// The id under which the records of an asked resident are kept, where it is another one.
    #[serde(default, skip_serializing_if = "HashMap::is_empty")]
    pub canonical: HashMap<InwonerId, InwonerId>,
}

/// One decision among many.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Decision {
    /// Whether it may be seen.
    pub decision: bool,
    /// Why.
    pub context: DecisionContext,
}

/// Why it may be seen, or not.
pub type DecisionContext = WireBesluit;

/// One decision alone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Single {
    /// Whether it may be seen.
    pub decision: bool,
    /// Why, and on which version.
    pub context: SingleContext,
}

/// Why, and on which version.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SingleContext {
    /// Why.
    #[serde(flatten)]
    pub besluit: WireBesluit,
    /// On which version.
    #[serde(flatten)]
    pub versies: JudgementContext,
}

impl WireSubject {
    /// A caller on the wire, and its purpose.
    pub fn of(subject: Subject) -> (Self, Action) {
        let Subject {
            partij,
            rollen,
            team,
            gebruiker,
            client,
            issuer,
            doelen,
            doel,
        } = subject;
        let properties = SubjectProperties {
            rollen,
            team,
            gebruiker,
            client,
            issuer,
            doelen,
        };
        let subject = Self {
            kind: SubjectKind::Partij,
            id: partij,
            properties,
        };
        (subject, Action { name: doel })
    }

    /// The caller that it describes, for this purpose.
    pub fn into_subject(self, action: Action) -> Subject {
        let SubjectProperties {
            rollen,
            team,
            gebruiker,
            client,
            issuer,
            doelen,
        } = self.properties;
        Subject {
            partij: self.id,
            rollen,
            team,
            gebruiker,
            client,
            issuer,
            doelen,
            doel: action.name,
        }
    }
}

impl From<Vraag> for Resource {
    fn from(vraag: Vraag) -> Self {
        let Vraag {
            inwoner,
            bronhouder,
            groep,
        } = vraag;
        Self {
            kind: ResourceKind::Gegevensgroep,
            id: groep,
            properties: ResourceProperties { inwoner, bronhouder },
        }
    }
}

impl From<Resource> for Vraag {
    fn from(resource: Resource) -> Self {
        let ResourceProperties { inwoner, bronhouder } = resource.properties;
        Self {
            inwoner,
            bronhouder,
            groep: resource.id,
        }
    }
}

impl From<&Besluit> for Decision {
    fn from(besluit: &Besluit) -> Self {
        Self {
            decision: besluit.is_toegestaan(),
            context: besluit.to_wire(),
        }
    }
}
