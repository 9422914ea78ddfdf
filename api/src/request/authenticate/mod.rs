//! JWT → [`Caller`]: the only place where a caller is made.
//!
//! `credentials` takes the token and the purpose out of a request, `token` takes the token apart, `jwks`
//! finds the issuer's key, `claims` checks audience and times, `identity` reads who it is, within the cap of
//! issuer and client, and `doel` settles the one purpose. `sign_in` does the same for a person whom an identity
//! provider signed in for the console. `mint` makes the tokens that our own processes show
//! each other.

mod authenticator;
mod caller;
mod claims;
mod config;
mod config_check;
mod credentials;
mod doel;
mod identity;
mod jwks;
mod mint;
mod operator;
mod refusal;
mod sign_in;
mod subject;
#[cfg(test)]
mod tests;
mod token;

pub use authenticator::{Authenticated, Authenticator, Session};
pub use caller::Caller;
pub use config::{AuthConfig, ClaimMapping, ClientCap, IssuerConfig, IssuerKind, JwksSource};
pub use config_check::AuthConfigError;
pub use credentials::{Credentials, DOEL_HEADER};
pub use mint::{HubTokens, RemoteTokens, SubgraphTokens};
pub use sign_in::{IdTokenTerms, SignedIn};
pub use subject::{OutsideCap, PepProof, SubgraphProof, Subject, SubjectError};
