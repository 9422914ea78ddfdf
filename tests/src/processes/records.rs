use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::TimeDelta;
use schakel::{
    clock::{Clock, SystemClock},
    config::Config,
    demo::DemoFolder,
    domain::{Doel, PartijId, Rol},
    federation::SubgraphName,
    keys::{
        SigningKey,
        demo::{TokenClaims, TokenIssuer},
    },
    request::authenticate::{ClientCap, IssuerConfig, JwksSource},
    subgraphs::toestemming::RegisterStore,
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use secrecy::ExposeSecret;
use tempfile::TempDir;

use super::texts::audience;
use crate::{Databases, Engine, OnEngine, app::UTRECHT_MET_SIGNAALPARTNERS};

/// Who asks: a party, in these roles, for these purposes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asker {
    /// The party.
    pub partij: PartijId,
    /// The roles.
    pub rollen: Vec<Rol>,
    /// The purposes that the token holds; the request names the first.
    pub doelen: Vec<Doel>,
}

/// The records of the demo, filled once as `schakel demo` fills them, and the keys that go with them.
pub struct Records {
    folder: TempDir,
    config: Config,
    /// Where they are on a server; else in files of the folder.
    server: Option<Databases>,
}

/// The name of all of them together in tokens.
pub(super) const HUB: &str = "hub";
/// What connects to the records on a server.
pub const HOUSE: &str = "huis";
const LIFETIME: TimeDelta = TimeDelta::minutes(50);

impl Records {
    /// Makes them, in files.
    pub async fn of_the_demo() -> Self {
        Self::of_the_demo_on(Engine::Sqlite).await
    }

    /// Makes them; on a server there is no copy of them, so that one house lives on them.
    pub async fn of_the_demo_on(engine: Engine) -> Self {
        let server = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Databases::on(engine).await),
        };
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let address = "127.0.0.1:0".parse().expect("this is an address");
        let demo = DemoFolder::make(folder.path().to_owned(), address).expect("a demo can be made");
        let mut config = demo.config().expect("the demo has a configuration");
        if let Some(server) = &server {
            for (name, subgraph) in &mut config.subgraphs.0 {
                subgraph.database = Some(server.url(*name).into());
            }
        }
        let filled = demo.fill(&config, Arc::new(SystemClock)).await;
        filled.unwrap_or_else(|error| panic!("the demo cannot be filled: {error}"));
        let mut records = Self {
            folder,
            config,
            server,
        };
        records.add_signaalpartners().await;
        records
    }

    /// The demo has none: they get their place in the register, and a client of their own.
    async fn add_signaalpartners(&mut self) {
        let register = RegisterStore::new(self.connect(SubgraphName::Toestemming).await);
        let inrichting = UTRECHT_MET_SIGNAALPARTNERS.inrichting();
        let applied = register.apply_inrichting(&inrichting, SystemClock.now()).await;
        applied.expect("the register can be written");
        let partijen = inrichting.samenwerkingen.iter().flat_map(|one| &one.partijen);
        for partner in partijen.filter(|partij| partij.is_signaalpartner()) {
            self.config.auth.issuers[0].clients.push(ClientCap {
                azp: format!("demo-{}", partner.id),
                partijen: [partner.id.clone()].into(),
                rollen: [Rol::Bronsysteem].into(),
                doelen: [Doel::AfstemmingTraject].into(),
                groepen: Default::default(),
            });
        }
    }

    async fn connect(&self, name: SubgraphName) -> DatabaseConnection {
        let url = self.url_in(self.folder.path(), name);
        Database::connect(&url).await.expect("the demo's database opens")
    }

    /// Where the records of a subgraph are, as they stand in this folder or on the server, which knows by a name who connects
    /// to them.
    pub(super) fn url_in(&self, folder: &Path, name: SubgraphName) -> String {
        match &self.server {
            Some(server) => format!("{}&application_name={HOUSE}", server.url(name)),
            None => format!("sqlite:{}", folder.join(format!("{name}.db")).display()),
        }
    }

    /// A token of a person or system, good at the hub and, since a foreign router forwards it, at each subgraph.
    pub fn token(&self, asker: &Asker) -> String {
        let client = self
            .clients()
            .iter()
            .find(|client| client.partijen.contains(&asker.partij))
            .unwrap_or_else(|| panic!("`{}` has no client", asker.partij));
        let issuer = self.token_issuer();
        let mut claims = issuer.claims(&TokenClaims {
            partij: asker.partij.clone(),
            rollen: asker.rollen.iter().copied().collect(),
            team: None,
            gebruiker: format!("{}-corpus", asker.partij),
            client: client.azp.clone(),
            doelen: asker.doelen.iter().copied().collect(),
            lifetime: LIFETIME,
        });
        claims["aud"] = SubgraphName::ALL
            .iter()
            .map(|name| audience(name.word()))
            .chain([audience(HUB)])
            .collect();
        let token = issuer.key.sign(&claims).expect("a token can be signed");
        token.expose_secret().to_owned()
    }

    /// New databases with the same content, in a folder of their own; on a server the same ones, and an empty folder.
    pub(super) async fn copy(&self) -> TempDir {
        let home = tempfile::tempdir().expect("a temporary folder can be made");
        if self.server.is_some() {
            return home;
        }
        for name in SubgraphName::ALL {
            let file = format!("{name}.db");
            let db = self.connect(*name).await;
            let into = format!("VACUUM INTO '{}'", home.path().join(&file).display());
            db.execute_unprepared(&into)
                .await
                .expect("a database can be copied");
            db.close().await.expect("a database can be closed");
        }
        home
    }

    /// Where the key stands that makes ids out of BSNs.
    pub(super) fn id_key(&self) -> PathBuf {
        let register = self.config.register.as_ref().expect("the demo has a register");
        register.sleutels[0].clone()
    }

    /// Who issues the tokens of people.
    pub(super) fn issuer(&self) -> &IssuerConfig {
        &self.config.auth.issuers[0]
    }

    /// Where the keys of that issuer stand.
    pub(super) fn key_set(&self) -> PathBuf {
        match &self.issuer().jwks {
            JwksSource::File(path) => path.clone(),
            JwksSource::Url(url) => panic!("the demo's keys are a file, not at `{url}`"),
        }
    }

    /// What the clients of the parties may assert.
    pub(super) fn clients(&self) -> &[ClientCap] {
        &self.issuer().clients
    }

    fn token_issuer(&self) -> TokenIssuer {
        let key = self.key_set().with_file_name("uitgever.pem");
        TokenIssuer {
            key: SigningKey::load(&key).expect("the demo has a signing key"),
            issuer: self.issuer().issuer.clone(),
            audience: String::new(),
            clock: Arc::new(SystemClock),
        }
    }
}
