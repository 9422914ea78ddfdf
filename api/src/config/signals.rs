use serde::Deserialize;

/// What a process does for signals (`signalen`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignalsConfig {
    /// Whether this process follows the outboxes of the owners into the signals, where their database is here, and looks
    /// what the clock makes happen at the owners here. Of several replicas one is enough; more do no harm.
    pub volgen: bool,
}

impl Default for SignalsConfig {
    fn default() -> Self {
        Self { volgen: true }
    }
}
