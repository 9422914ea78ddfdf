use super::{Config, ConfigError};
use crate::{
    federation::SubgraphName,
    request::authenticate::{IssuerConfig, IssuerKind},
};

impl Config {
    /// Checks what every process needs.
    ///
    /// # Errors
    /// [`ConfigError::Setting`] with every fault, all at once.
    pub fn check(&self) -> Result<(), ConfigError> {
        tell(self.faults())
    }

    /// Checks what a process that joins the five subgraphs needs.
    ///
    /// # Errors
    /// [`ConfigError::Setting`] with every fault, all at once.
    pub fn check_hub(&self) -> Result<(), ConfigError> {
        let mut faults = self.faults();
        for name in SubgraphName::ALL {
            if !self.subgraphs.0.contains_key(name) {
                faults.push(format!("`subgraphs.{name}` is missing"));
            }
        }
        let has_remote = self.subgraphs.here().count() < SubgraphName::ALL.len();
        if has_remote && (self.hub.issuer.is_none() || self.hub.sleutel.is_none()) {
            let why = "a subgraph elsewhere is shown tokens of the hub";
            faults.push(format!("`hub.issuer` and `hub.sleutel` are needed: {why}"));
        }
        tell(faults)
    }

    /// Checks what the process of one subgraph needs.
    ///
    /// # Errors
    /// [`ConfigError::Setting`] with every fault, all at once.
    pub fn check_subgraph(&self, name: SubgraphName) -> Result<(), ConfigError> {
        let mut faults = self.faults();
        if !self.subgraphs.is_here(name) {
            faults.push(format!("`subgraphs.{name}.database` is missing"));
        }
        if name != SubgraphName::Toestemming {
            faults.extend(self.register_faults(name));
        }
        tell(faults)
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = self.subgraphs.faults();
        faults.extend(self.caseload.faults());
        if let Some(console) = &self.console {
            faults.extend(console.faults(&self.auth));
        }
        faults.extend(self.speaker_faults());
        if self.subgraphs.is_here(SubgraphName::Toestemming) && self.register.is_none() {
            faults.push("`register` is missing: its keys make the ids".to_owned());
        }
        if self.subgraphs.here().next().is_some() && self.log.is_none() {
            faults.push("`log` is missing: its keys sign for the logs".to_owned());
        }
        faults
    }

    /// At the register each process of a subgraph is bound to the parties for which it speaks; nobody else binds them.
    fn speaker_faults(&self) -> Vec<String> {
        let is_register = self.subgraphs.is_here(SubgraphName::Toestemming);
        let fault = |issuer: &IssuerConfig| {
            let IssuerKind::Subgraph(name) = issuer.kind else {
                return None;
            };
            let issuer_name = &issuer.issuer;
            if is_register && issuer.partijen.is_empty() {
                return Some(format!(
                    "issuer `{issuer_name}` of subgraph `{name}` needs `partijen`: the parties whose records its process keeps"
                ));
            }
            let is_bound = !issuer.partijen.is_empty() || !issuer.caseloads.is_empty();
            (!is_register && is_bound).then(|| {
                format!(
                    "issuer `{issuer_name}` names `partijen` or `caseloads`, which only the register looks at"
                )
            })
        };
        self.auth.issuers.iter().filter_map(fault).collect()
    }

    /// What is missing to ask the register elsewhere in this subgraph's name.
    fn register_faults(&self, name: SubgraphName) -> Vec<String> {
        let mut faults = Vec::new();
        let register = self.subgraphs.0.get(&SubgraphName::Toestemming);
        if register.is_none_or(|register| register.url.is_none()) {
            faults.push("`subgraphs.toestemming.url` is missing: there is the register".to_owned());
        }
        let own = self.subgraphs.0.get(&name);
        if own.is_none_or(|own| own.issuer.is_none() || own.sleutel.is_none()) {
            let why = "the register is shown tokens of this subgraph";
            faults.push(format!(
                "`subgraphs.{name}.issuer` and `subgraphs.{name}.sleutel` are needed: {why}"
            ));
        }
        faults
    }
}

fn tell(faults: Vec<String>) -> Result<(), ConfigError> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ConfigError::Setting(faults.join("; ")))
    }
}
