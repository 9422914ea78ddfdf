use serde::Deserialize;

use crate::subgraphs::neighbours::MOST_RESIDENTS;

/// How a party's own residents are listed (`caseload`).
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CaseloadConfig {
    /// How many residents one page with a filter looks at, at most: from 1 to 250. Each costs a line in the log of each owner.
    pub window: usize,
}

impl Default for CaseloadConfig {
    fn default() -> Self {
        Self {
            window: MOST_RESIDENTS,
        }
    }
}

impl CaseloadConfig {
    pub(super) fn faults(self) -> Vec<String> {
        let fits = (1..=MOST_RESIDENTS).contains(&self.window);
        let fault = format!("`caseload.window` must be from 1 to {MOST_RESIDENTS}");
        (!fits).then_some(fault).into_iter().collect()
    }
}
