mod speakers;

use std::sync::Arc;

use super::{InstallationError, hub_tokens, open_database};
use crate::{
    clock::Clock,
    config::{Config, ConfigError},
    federation::{SubgraphName, http_client},
    keys::SigningKey,
    register::{RegisterLimits, RegisterTokens, RemoteRegister},
    request::authenticate::SubgraphTokens,
    subgraphs::toestemming::{LocalRegister, LookupLimit, RegisterStore},
};

/// The register in the process that holds its database, and how often others may ask it.
pub struct HeldRegister {
    /// The register.
    pub register: Arc<LocalRegister>,
    /// The bound on the BSNs that other processes name.
    pub resolves: LookupLimit,
}

/// In whose name a process asks a register elsewhere.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asks {
    /// The hub's.
    AsHub,
    /// A subgraph's.
    AsSubgraph(SubgraphName),
}

/// Opens the register whose database is here.
///
/// # Errors
/// [`InstallationError`] with a sentence that names the setting.
pub async fn open_held(
    config: &Config,
    clock: Arc<dyn Clock>,
) -> Result<Arc<HeldRegister>, InstallationError> {
    let missing = || ConfigError::Setting("`register` is missing: its keys make the ids".to_owned());
    let settings = config.register.as_ref().ok_or_else(missing)?;
    let store = RegisterStore::new(open_database(config, SubgraphName::Toestemming).await?);
    let (sleutels, lookups) = (settings.read_sleutels()?, settings.lookup_limit());
    let register = Arc::new(LocalRegister::open(store, sleutels, lookups, clock).await?);
    speakers::check(&config.auth.issuers, &register).await?;
    Ok(Arc::new(HeldRegister {
        register,
        resolves: settings.resolve_limit(),
    }))
}

/// Prepares to ask the register elsewhere.
pub(super) fn open_remote(
    config: &Config,
    asks: Asks,
    clock: Arc<dyn Clock>,
) -> Result<RemoteRegister, InstallationError> {
    let place = config.subgraphs.elsewhere(SubgraphName::Toestemming)?;
    let tokens = tokens(config, asks, clock)?;
    let limits = RegisterLimits::default();
    let client = http_client(limits.time)?;
    Ok(RemoteRegister::new(
        place.address,
        place.audience,
        client,
        tokens,
        limits,
    ))
}

/// By which tokens this process asks others in its own name.
pub(super) fn tokens(
    config: &Config,
    asks: Asks,
    clock: Arc<dyn Clock>,
) -> Result<RegisterTokens, InstallationError> {
    Ok(match asks {
        Asks::AsHub => RegisterTokens::Hub(hub_tokens(config, clock)?),
        Asks::AsSubgraph(name) => RegisterTokens::Subgraph(subgraph_tokens(config, name, clock)?),
    })
}

fn subgraph_tokens(
    config: &Config,
    name: SubgraphName,
    clock: Arc<dyn Clock>,
) -> Result<SubgraphTokens, InstallationError> {
    let subgraph = config.subgraphs.get(name)?;
    let missing = |field: &str| ConfigError::Setting(format!("`subgraphs.{name}.{field}` is missing"));
    let issuer = subgraph.issuer.as_deref().ok_or_else(|| missing("issuer"))?;
    let path = subgraph.sleutel.as_deref().ok_or_else(|| missing("sleutel"))?;
    Ok(SubgraphTokens::new(SigningKey::load(path)?, issuer, name, clock))
}
