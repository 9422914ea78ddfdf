use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::federation::HubLimits;

/// How the hub joins.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HubConfig {
    /// Its bounds.
    pub limits: HubLimits,
    /// The name under which it signs tokens for remote subgraphs (`iss`); required with a remote one.
    pub issuer: Option<String>,
    /// The file with the key that it signs them with (PEM, PKCS#8); required with a remote one.
    pub sleutel: Option<PathBuf>,
}

impl HubConfig {
    pub(super) fn resolve_paths(&mut self, folder: &Path) {
        if let Some(path) = &mut self.sleutel {
            *path = folder.join(&path);
        }
    }
}
