use secrecy::SecretString;

use crate::{
    keys::KeyError,
    request::authenticate::{Caller, HubTokens, SubgraphTokens},
};

/// By which tokens this process asks the register.
#[derive(Clone, Debug)]
pub enum RegisterTokens {
    /// As a subgraph, which vouches for its callers.
    Subgraph(SubgraphTokens),
    /// As a hub, whose token names the caller.
    Hub(HubTokens),
}

impl RegisterTokens {
    /// A token for a question on behalf of a caller.
    pub(crate) fn for_caller(&self, caller: &Caller, audience: &str) -> Result<SecretString, KeyError> {
        match self {
            Self::Subgraph(tokens) => tokens.mint(audience),
            Self::Hub(tokens) => tokens.mint_for(caller, audience),
        }
    }

    /// A token for a question on nobody's behalf.
    pub(crate) fn own(&self, audience: &str) -> Result<SecretString, KeyError> {
        match self {
            Self::Subgraph(tokens) => tokens.mint(audience),
            Self::Hub(tokens) => tokens.mint_own(audience),
        }
    }
}
