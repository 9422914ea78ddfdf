use std::collections::HashMap;

use crate::{
    domain::InwonerId,
    register::{Register, RegisterError},
    request::authenticate::Caller,
};

/// By which ids somebody may have asked about each of these residents: before changes of key too.
#[derive(Clone, Debug, Default)]
pub struct Names(HashMap<InwonerId, Vec<InwonerId>>);

impl Names {
    /// Asks the register.
    ///
    /// # Errors
    /// The register out of reach.
    pub async fn ask(
        register: &dyn Register,
        caller: &Caller,
        inwoners: impl IntoIterator<Item = InwonerId>,
    ) -> Result<Self, RegisterError> {
        let mut names = HashMap::new();
        for inwoner in inwoners {
            let known = register.names(caller, &inwoner).await?;
            names.insert(inwoner, known);
        }
        Ok(Self(names))
    }

    /// Those of this resident; the id under which records are kept is always one.
    pub fn of(&self, inwoner: &InwonerId) -> Vec<InwonerId> {
        let mut names = self.0.get(inwoner).cloned().unwrap_or_default();
        if !names.contains(inwoner) {
            names.push(inwoner.clone());
        }
        names
    }
}
