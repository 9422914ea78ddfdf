use std::{
    path::Path,
    sync::{Arc, OnceLock},
};

use chrono::TimeDelta;
use schakel::{
    clock::Clock,
    domain::{Doel, Inrichting, PartijId, Rol},
    keys::{
        SigningKey,
        demo::{TokenClaims, TokenIssuer},
    },
};
use serde_json::{Value, json};

/// Ourselves, as tokens name us.
const AUDIENCE: &str = "https://schakel.example";

/// Two issuers of tokens: `common`, which vouches for every party, each through a client of its own; and
/// `of_incluzio`, which vouches for Incluzio only.
pub struct Issuers {
    /// The one whose tokens people of every party hold.
    pub common: TokenIssuer,
    /// Incluzio's own: capped to that party, one role and one purpose.
    pub of_incluzio: TokenIssuer,
    partijen: Vec<PartijId>,
    folder: tempfile::TempDir,
}

impl Issuers {
    pub(crate) fn new(clock: Arc<dyn Clock>, inrichting: &Inrichting) -> Self {
        // Making keys takes time, and no story is about keys of its own.
        static KEYS: OnceLock<[SigningKey; 2]> = OnceLock::new();
        let [common, incluzio] =
            KEYS.get_or_init(|| [0, 1].map(|_| SigningKey::generate().expect("there is randomness")));
        let issuer = |key: &SigningKey, name: &str| TokenIssuer {
            key: key.clone(),
            issuer: format!("https://{name}.example"),
            audience: AUDIENCE.to_owned(),
            clock: clock.clone(),
        };
        let partijen = inrichting.samenwerkingen.iter().flat_map(|one| &one.partijen);
        let issuers = Self {
            common: issuer(common, "uitgever"),
            of_incluzio: issuer(incluzio, "uitgever-incluzio"),
            partijen: partijen.map(|partij| partij.id.clone()).collect(),
            folder: tempfile::tempdir().expect("a temporary folder can be made"),
        };
        for (issuer, file) in [(&issuers.common, COMMON), (&issuers.of_incluzio, OF_INCLUZIO)] {
            issuer
                .write_jwks(&issuers.folder().join(file))
                .expect("a temporary file can be written");
        }
        issuers
    }

    /// Where their key sets are.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What a token of somebody says, before anything is changed in it.
    pub fn claims_of(partij: &str, rol: Rol) -> TokenClaims {
        TokenClaims {
            partij: PartijId::new(partij).expect("a party"),
            rollen: [rol].into(),
            team: None,
            gebruiker: format!("{partij}-medewerker"),
            client: client_of(partij),
            doelen: Doel::ALL.iter().copied().collect(),
            lifetime: TimeDelta::minutes(10),
        }
    }

    pub(super) fn config(&self) -> Value {
        let clients: Vec<Value> = self
            .partijen
            .iter()
            .map(|partij| client(partij.as_str()))
            .collect();
        json!({
            "audience": AUDIENCE,
            "issuers": [
                {
                    "issuer": self.common.issuer,
                    "jwks": {"file": self.folder().join(COMMON)},
                    "clients": clients,
                },
                {
                    "issuer": self.of_incluzio.issuer,
                    "jwks": {"file": self.folder().join(OF_INCLUZIO)},
                    "clients": [{
                        "azp": client_of("incluzio"),
                        "partijen": ["incluzio"],
                        "rollen": [Rol::Buurtteammedewerker],
                        "doelen": [Doel::AfstemmingTraject],
                    }],
                },
            ],
        })
    }
}

const COMMON: &str = "uitgever.jwks.json";
const OF_INCLUZIO: &str = "incluzio.jwks.json";

/// Capped to its party; which role may act for which purpose is for the register to say.
fn client(partij: &str) -> Value {
    json!({
        "azp": client_of(partij),
        "partijen": [partij],
        "rollen": Rol::ALL,
        "doelen": Doel::ALL,
    })
}

fn client_of(partij: &str) -> String {
    format!("{partij}-app")
}
