use async_graphql::{PathSegment, ServerError, Value};
use indexmap::IndexMap;
use serde::Serialize;

use super::SubgraphName;
use crate::domain::words;

/// Where something stands in an answer: response keys and list indexes.
pub type Path = Vec<PathSegment>;

words! {
    /// What went wrong with a question, as far as the join itself can tell: a stable code in `extensions.code`.
    Foutcode {
        /// The document is no valid GraphQL for this schema.
        DocumentOngeldig = "DOCUMENT_ONGELDIG",
        /// The document has too many bytes or tokens.
        DocumentTeGroot = "DOCUMENT_TE_GROOT",
        /// The document is nested too deeply.
        TeDiep = "TE_DIEP",
        /// The document names too many aliases.
        TeVeelAliassen = "TE_VEEL_ALIASSEN",
        /// The document asks too many root fields.
        TeVeelWortelvelden = "TE_VEEL_WORTELVELDEN",
        /// The fields together weigh too much.
        TeComplex = "TE_COMPLEX",
        /// A list in an argument or variable is too long.
        LijstTeLang = "LIJST_TE_LANG",
        /// A BSN stands in the document, which is cached; it must come as a variable.
        BsnAlsLiteral = "BSN_ALS_LITERAL",
        /// The document holds no such operation, or several and none was named.
        OperatieOnbekend = "OPERATIE_ONBEKEND",
        /// A variable is missing or has another type than declared.
        VariabeleOngeldig = "VARIABELE_ONGELDIG",
        /// Introspection is switched off.
        IntrospectieUit = "INTROSPECTIE_UIT",
        /// A subscription is asked where one answer is expected.
        SubscriptieNietHier = "SUBSCRIPTIE_NIET_HIER",
        /// No plan could be made for a valid document.
        PlanMislukt = "PLAN_MISLUKT",
        /// A subgraph did not answer, or not in time.
        BronNietBereikbaar = "BRON_NIET_BEREIKBAAR",
        /// A subgraph failed without saying why.
        BronFout = "BRON_FOUT",
        /// A subgraph answered in another shape than the schema promises.
        BronOngeldig = "BRON_ONGELDIG",
        /// The consent register cannot be reached.
        RegisterNietBereikbaar = "REGISTER_NIET_BEREIKBAAR",
        /// The register is older than the caller accepts.
        RegisterversieTeOud = "REGISTERVERSIE_TE_OUD",
        /// The token that opened a stream has expired.
        TokenVerlopen = "TOKEN_VERLOPEN",
        /// The caller, or everybody together, keeps too many streams open.
        TeVeelStromen = "TE_VEEL_STROMEN",
    }
}

/// A line and column of the document, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// One error as the client gets it. Its keys are written in the order message, locations, path, extensions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClientError {
    /// What happened, without any personal data.
    pub message: String,
    /// Where in the document; only for faults of the document.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<Location>,
    /// Where in the answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub path: Path,
    /// `code` first, then what belongs to it.
    pub extensions: IndexMap<String, Value>,
    /// The other places of the answer that this one error explains.
    #[serde(skip)]
    pub(super) also_at: Vec<Path>,
    /// Whether the join itself tells of a source that failed: a failure, even where its code is a reason too.
    #[serde(skip)]
    pub(super) is_failure: bool,
    /// The rank of the path in the order of the query.
    #[serde(skip)]
    pub(super) rank: Vec<usize>,
}

impl ClientError {
    /// An error of the join itself.
    pub fn new(code: Foutcode, message: impl Into<String>) -> Self {
        Self::coded(code.word(), message)
    }

    pub(super) fn coded(code: &str, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            locations: Vec::new(),
            path: Vec::new(),
            extensions: IndexMap::from([("code".to_owned(), Value::String(code.to_owned()))]),
            also_at: Vec::new(),
            is_failure: false,
            rank: Vec::new(),
        }
    }

    /// What a subgraph told, for one place of the answer. A message without a code was not written for
    /// clients (it may echo a value), so that only the fact remains.
    pub(super) fn from_subgraph(subgraph: SubgraphName, error: &ServerError) -> Self {
        let Some(code) = code_of(error) else {
            return Self::new(Foutcode::BronFout, format!("`{subgraph}` could not answer"))
                .with("subgraph", subgraph.word());
        };
        let mut told = Self::coded(&code, error.message.clone());
        for name in ["groep", "bronhouder", "inwoner"] {
            if let Some(value) = extension(error, name) {
                told.extensions.insert(name.to_owned(), value.clone());
            }
        }
        for (name, value) in all_extensions(error) {
            told.extensions.entry(name).or_insert(value);
        }
        told
    }

    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extensions.insert(name.to_owned(), value.into());
        self
    }

    pub(super) fn at(mut self, path: Path) -> Self {
        self.path = path;
        self
    }

    pub(super) fn located(mut self, location: Option<Location>) -> Self {
        self.locations.extend(location);
        self
    }

    /// The stable code.
    pub fn code(&self) -> Option<&str> {
        match self.extensions.get("code") {
            Some(Value::String(code)) => Some(code),
            Some(Value::Enum(code)) => Some(code.as_str()),
            _ => None,
        }
    }

    /// Every place of the answer that this error explains.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        std::iter::once(&self.path).chain(&self.also_at)
    }
}

/// The code that a subgraph gave its error.
pub(super) fn code_of(error: &ServerError) -> Option<String> {
    match extension(error, "code")? {
        Value::String(code) => Some(code.clone()),
        Value::Enum(code) => Some(code.to_string()),
        _ => None,
    }
}

/// One extension of a subgraph's error.
pub(super) fn extension<'a>(error: &'a ServerError, name: &str) -> Option<&'a Value> {
    error.extensions.as_ref()?.get(name)
}

fn all_extensions(error: &ServerError) -> IndexMap<String, Value> {
    let written = error
        .extensions
        .as_ref()
        .and_then(|extensions| serde_json::to_value(extensions).ok());
    written
        .and_then(|extensions| serde_json::from_value(extensions).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_in_the_promised_order() {
        let mut error = ServerError::new("niet gedeeld", None);
        let mut extensions = async_graphql::ErrorExtensionValues::default();
        for name in ["bronhouder", "besluit", "groep", "code"] {
            extensions.set(name, name.to_uppercase());
        }
        error.extensions = Some(extensions);
        let told = ClientError::from_subgraph(SubgraphName::Srw, &error)
            .at(vec![PathSegment::Field("a".to_owned()), PathSegment::Index(0)]);
        assert_eq!(
            serde_json::to_string(&told).unwrap(),
            r#"{"message":"niet gedeeld","path":["a",0],"extensions":{"code":"CODE","groep":"GROEP","bronhouder":"BRONHOUDER","besluit":"BESLUIT"}}"#
        );
    }

    #[test]
    fn a_message_without_code_is_not_passed_on() {
        let told = ClientError::from_subgraph(SubgraphName::Srw, &ServerError::new("found 999990342", None));
        assert_eq!(told.message, "`srw` could not answer");
        assert_eq!(told.code(), Some("BRON_FOUT"));
    }
}
