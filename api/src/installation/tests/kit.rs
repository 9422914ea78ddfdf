use std::{fs, path::Path, sync::Arc};

use axum::Router;
use reqwest::StatusCode;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::super::{HeldRegister, Installation, SubgraphProcess, migrate};
use crate::{
    clock::{Clock, SystemClock},
    config::{Config, UTRECHT, read_inrichting},
    federation::{SubgraphName, http_client},
    http::{Bounds, Running, router, serve, subgraph_router},
    keys::{LogKeys, SigningKey, write_jwks},
};

pub(super) const IDP: &str = "https://idp.example";
pub(super) const HUB: &str = "https://hub.example";
pub(super) const SRW: &str = "https://srw.example";
pub(super) const TRAJECTEN: &str = "https://trajectbegeleiding.example";
pub(super) const BUURTTEAM: &str = "https://buurtteam.example";
pub(super) const SIGNALEN: &str = "https://signalen.example";
pub(super) const REGISTER: &str = "https://register.example";
pub(super) const INWONER: &str = "00000000000000000000000001";

const CAP: &str = r#"
partijen = ["u-centraal", "gemeente-utrecht"]
rollen = ["SOCIAAL_RAADSLID", "TRAJECTBEGELEIDER", "BRONSYSTEEM", "FUNCTIONARIS_GEGEVENSBESCHERMING"]
doelen = ["AFSTEMMING_TRAJECT", "UITVOEREN_VERWIJZING", "VERANTWOORDING"]
"#;

/// Three processes on this machine.
pub(super) struct Processes {
    pub(super) folder: TempDir,
    pub(super) held: Arc<HeldRegister>,
    pub(super) hub: Server,
    pub(super) srw: Server,
    pub(super) register: Server,
}

/// A process that listens.
pub(super) struct Server {
    pub(super) url: String,
    pub(super) config: Config,
    running: Running,
}

impl Processes {
    pub(super) async fn start() -> Self {
        Self::start_with("").await
    }

    /// With more settings for the door of SRW.
    pub(super) async fn start_with(srw_http: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["idp", "hub", "srw"] {
            let key = SigningKey::create(&folder.path().join(format!("{name}.pem"))).unwrap();
            write_jwks(&folder.path().join(format!("{name}.json")), [&key]).unwrap();
        }
        fs::write(folder.path().join("id.sleutel"), [7; 32]).unwrap();
        LogKeys::load_or_create(&folder.path().join("log.pem")).unwrap();

        let config = read(folder.path(), "register", &register_settings());
        migrate(&config).await.unwrap();
        let process = subgraph(&config, SubgraphName::Toestemming).await;
        let held = Arc::clone(process.held.as_ref().unwrap());
        let inrichting = read_inrichting(UTRECHT).unwrap();
        held.register
            .store()
            .apply_inrichting(&inrichting, SystemClock.now())
            .await
            .unwrap();
        let register = Server::start(subgraph_router(process, bounds(&config)), config).await;

        let config = read(folder.path(), "srw", &srw_settings(&register.url, srw_http));
        migrate(&config).await.unwrap();
        let process = subgraph(&config, SubgraphName::Srw).await;
        let srw = Server::start(subgraph_router(process, bounds(&config)), config).await;

        let config = read(folder.path(), "hub", &hub_settings(&register.url, &srw.url));
        migrate(&config).await.unwrap();
        let installation = Installation::open(&config, Arc::new(SystemClock)).await.unwrap();
        let hub = Server::start(router(Arc::new(installation), bounds(&config)), config).await;
        Self {
            folder,
            held,
            hub,
            srw,
            register,
        }
    }

    /// Leaves the hub and SRW, and the folder with their records.
    pub(super) async fn stop_register(self) -> (Server, Server, TempDir) {
        self.register.running.stop().await.unwrap();
        (self.hub, self.srw, self.folder)
    }

    pub(super) fn key(&self, name: &str) -> SigningKey {
        SigningKey::load(&self.folder.path().join(format!("{name}.pem"))).unwrap()
    }

    /// A token of somebody at a party, good at all three.
    pub(super) fn token(&self, partij: &str, rol: &str) -> String {
        let now = SystemClock.now().timestamp();
        let claims = json!({
            "iss": IDP, "aud": [HUB, SRW, REGISTER], "azp": "app", "sub": "medewerker-7", "jti": "1",
            "iat": now, "nbf": now, "exp": now + 300,
            "partij": partij, "rollen": [rol], "doelen": ["UITVOEREN_VERWIJZING"],
        });
        self.key("idp").sign(&claims).unwrap().expose_secret().to_owned()
    }

    /// Has U Centraal publish a dossier of the resident, by the hub.
    pub(super) async fn publish(&self) {
        let token = self.token("u-centraal", "BRONSYSTEEM");
        let query = "mutation($i: SrwDossierInvoer!) { srwDossierPubliceren(invoer: $i) { uitkomst } }";
        let invoer = json!({
            "bronId": "d-1", "inwoner": {"id": INWONER}, "versie": "2026-05-01T10:00:00Z",
            "verwijzingen": [{
                "bronId": "v-1", "soort": "INKOMENSCHECK", "route": "DIRECT", "status": "INGEDIEND",
                "ingediendOp": "2026-04-30", "vraag": "Klopt het inkomen?",
            }],
        });
        let (status, answer) = self.hub.ask(&token, query, json!({"i": invoer}), &[]).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        assert_eq!(
            answer["data"]["srwDossierPubliceren"]["uitkomst"], "NIEUW",
            "{answer}"
        );
    }
}

impl Server {
    async fn start(router: Router, config: Config) -> Self {
        let running = serve(router, config.http.adres).await.unwrap();
        Self {
            url: format!("http://{}/", running.address()),
            config,
            running,
        }
    }

    pub(super) async fn ask(
        &self,
        token: &str,
        query: &str,
        variables: Value,
        headers: &[(&str, &str)],
    ) -> (StatusCode, Value) {
        let body = json!({"query": query, "variables": variables});
        self.post("graphql", token, &body, headers).await
    }

    /// Fetches something; the status and what came, as JSON or as a text.
    pub(super) async fn get(&self, path: &str, token: &str) -> (StatusCode, Value) {
        let client = http_client(std::time::Duration::from_secs(10)).unwrap();
        let request = client.get(format!("{}{path}", self.url)).bearer_auth(token);
        let response = request
            .header("Doel", "UITVOEREN_VERWIJZING")
            .send()
            .await
            .unwrap();
        let (status, text) = (response.status(), response.text().await.unwrap());
        (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    pub(super) async fn post(
        &self,
        path: &str,
        token: &str,
        body: &Value,
        headers: &[(&str, &str)],
    ) -> (StatusCode, Value) {
        let client = http_client(std::time::Duration::from_secs(10)).unwrap();
        let mut request = client
            .post(format!("{}{path}", self.url))
            .bearer_auth(token)
            .json(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        (response.status(), response.json().await.unwrap())
    }
}

async fn subgraph(config: &Config, name: SubgraphName) -> Arc<SubgraphProcess> {
    let process = SubgraphProcess::open(config, name, Arc::new(SystemClock)).await;
    Arc::new(process.unwrap())
}

fn bounds(config: &Config) -> Bounds {
    Bounds::from(&config.http)
}

fn read(folder: &Path, name: &str, text: &str) -> Config {
    let file = folder.join(format!("{name}.toml"));
    fs::write(&file, text).unwrap();
    Config::read(&file).unwrap()
}

fn idp_and_hub() -> String {
    format!(
        r#"
[[auth.issuers]]
issuer = "{IDP}"
jwks = {{ file = "idp.json" }}
[[auth.issuers.clients]]
azp = "app"
{CAP}
[[auth.issuers]]
issuer = "{HUB}"
kind = "hub"
jwks = {{ file = "hub.json" }}
[[auth.issuers.clients]]
azp = "*"
{CAP}"#
    )
}

fn register_settings() -> String {
    format!(
        r#"
http.adres = "127.0.0.1:0"
register.sleutels = ["id.sleutel"]
log = {{ oorsprong = "utrecht.example", sleutels = ["log.pem"] }}
auth.audience = "{REGISTER}"
{}
[[auth.issuers]]
issuer = "{SRW}"
kind = {{ subgraph = "srw" }}
jwks = {{ file = "srw.json" }}
partijen = ["u-centraal"]
[[auth.issuers]]
issuer = "{TRAJECTEN}"
kind = {{ subgraph = "trajectbegeleiding" }}
jwks = {{ file = "srw.json" }}
partijen = ["gemeente-utrecht"]
caseloads = ["u-centraal"]
[[auth.issuers]]
issuer = "{BUURTTEAM}"
kind = {{ subgraph = "buurtteam" }}
jwks = {{ file = "srw.json" }}
partijen = ["incluzio"]
[[auth.issuers]]
issuer = "{SIGNALEN}"
kind = {{ subgraph = "signalen" }}
jwks = {{ file = "srw.json" }}
partijen = ["incluzio"]
[subgraphs.toestemming]
database = "sqlite:toestemming.db"
"#,
        idp_and_hub()
    )
}

fn srw_settings(register: &str, http: &str) -> String {
    format!(
        r#"
auth.audience = "{SRW}"
log = {{ oorsprong = "utrecht.example", sleutels = ["log.pem"] }}
[http]
adres = "127.0.0.1:0"
{http}
{}
[[auth.issuers]]
issuer = "https://trajectbegeleiding.example"
kind = {{ subgraph = "trajectbegeleiding" }}
jwks = {{ file = "srw.json" }}
[[auth.issuers]]
issuer = "https://signalen.example"
kind = {{ subgraph = "signalen" }}
jwks = {{ file = "srw.json" }}
[subgraphs.srw]
database = "sqlite:srw.db"
issuer = "{SRW}"
sleutel = "srw.pem"
[subgraphs.toestemming]
url = "{register}"
audience = "{REGISTER}"
"#,
        idp_and_hub()
    )
}

fn hub_settings(register: &str, srw: &str) -> String {
    format!(
        r#"
http.adres = "127.0.0.1:0"
hub.issuer = "{HUB}"
hub.sleutel = "hub.pem"
log = {{ oorsprong = "utrecht.example", sleutels = ["log.pem"] }}
auth.audience = "{HUB}"
{}
[subgraphs.toestemming]
url = "{register}"
audience = "{REGISTER}"
[subgraphs.srw]
url = "{srw}"
audience = "{SRW}"
[subgraphs.trajectbegeleiding]
database = "sqlite:trajectbegeleiding.db"
[subgraphs.buurtteam]
database = "sqlite:buurtteam.db"
[subgraphs.signalen]
database = "sqlite:signalen.db"
"#,
        idp_and_hub()
    )
}
