use std::sync::Arc;

use figment::{
    Figment,
    providers::{Format, Toml},
};

use super::kit::*;
use crate::{
    clock::SystemClock,
    federation::SubgraphName,
    request::authenticate::{AuthConfig, Authenticator, ClaimMapping, IssuerKind, JwksSource},
};

/// What a case does to a sound configuration.
type Change = Box<dyn FnOnce(&mut AuthConfig)>;

fn faults(change: impl FnOnce(&mut AuthConfig)) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("jwks.json");
    write_jwks(&path, &[rsa_jwk()]);
    let mut config = config(path);
    change(&mut config);
    let door = Authenticator::new(config, Arc::new(SystemClock));
    door.map(|_| String::new())
        .unwrap_or_else(|error| error.to_string())
}

#[test]
fn what_would_leave_the_door_open_or_shut_stops_the_start() {
    assert_eq!(faults(|_| ()), "");
    let cases: Vec<(Change, &str)> = vec![
        (Box::new(|c| c.issuers.clear()), "no issuer is configured"),
        (Box::new(|c| c.audience = " ".to_owned()), "`audience` is empty"),
        (Box::new(|c| c.leeway_seconds = 301), "`leeway_seconds`"),
        (Box::new(|c| c.max_token_bytes = 0), "`max_token_bytes`"),
        (Box::new(|c| c.max_lifetime_seconds = 0), "`max_lifetime_seconds`"),
        (Box::new(|c| c.jwks_pause_seconds = 0), "`jwks_pause_seconds`"),
        (Box::new(|c| c.jwks_age_seconds = 1), "`jwks_age_seconds`"),
        (Box::new(|c| c.jwks_keep_seconds = 600), "`jwks_keep_seconds`"),
        (
            Box::new(|c| c.issuers.push(c.issuers[0].clone())),
            "stands there twice",
        ),
        (Box::new(|c| c.issuers[0].issuer.clear()), "has no name"),
        (Box::new(|c| c.issuers[0].clients.clear()), "has no clients"),
        (
            Box::new(|c| c.issuers[0].clients.push(cap(CLIENT))),
            "more than once",
        ),
        (
            Box::new(|c| c.issuers[0].clients[0].azp.clear()),
            "without an `azp`",
        ),
        (
            Box::new(|c| c.issuers[0].clients[0].azp = "*".to_owned()),
            "only an issuer of kind `hub`",
        ),
        (
            Box::new(|c| c.issuers[0].clients[0].partijen.clear()),
            "empty cap on partijen",
        ),
        (
            Box::new(|c| c.issuers[0].clients[0].rollen.clear()),
            "empty cap on rollen",
        ),
        (
            Box::new(|c| c.issuers[0].clients[0].doelen.clear()),
            "empty cap on doelen",
        ),
        (
            Box::new(|c| c.issuers[0].claims.partij.clear()),
            "a claim without a name",
        ),
        (
            Box::new(|c| c.issuers[0].kind = IssuerKind::Subgraph(SubgraphName::Srw)),
            "it has no clients",
        ),
        (
            Box::new(|c| {
                c.issuers[0].kind = IssuerKind::Hub;
                c.issuers[0].claims.partij = "organisatie".to_owned();
            }),
            "renames claims",
        ),
        (
            Box::new(|c| c.issuers[0].jwks = JwksSource::File("/is/er/niet".into())),
            "cannot be read",
        ),
        (
            Box::new(|c| c.issuers[0].jwks = JwksSource::Url("http://idp.example/".to_owned())),
            "not `https`",
        ),
    ];
    for (change, sentence) in cases {
        let told = faults(change);
        assert!(told.contains(sentence), "`{told}` does not say `{sentence}`");
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let told = faults(|config| {
        config.audience.clear();
        config.issuers.clear();
    });
    assert!(
        told.contains("`audience`") && told.contains("no issuer"),
        "{told}"
    );
}

#[test]
fn a_key_file_without_a_usable_key_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("jwks.json");
    for text in [
        "",
        "{}",
        r#"{"keys":[]}"#,
        r#"{"keys":[{"kty":"oct","kid":"a","k":"AAAA"}]}"#,
    ] {
        std::fs::write(&path, text).unwrap();
        let told = faults(|config| config.issuers[0].jwks = JwksSource::File(path.clone()));
        assert!(
            told.starts_with(&format!("issuer `{ISSUER}` has a key file")),
            "{told}"
        );
    }
}

const TOML: &str = r#"
    audience = "https://hub.example"

    [[issuers]]
    issuer = "https://idp.incluzio.example"
    jwks = { url = "https://idp.incluzio.example/jwks" }
    claims = { rollen = "/realm_access/roles" }
    [[issuers.clients]]
    azp = "incluzio-app"
    partijen = ["incluzio"]
    rollen = ["BUURTTEAMMEDEWERKER"]
    doelen = ["AFSTEMMING_TRAJECT"]

    [[issuers]]
    issuer = "https://hub.example"
    kind = "hub"
    jwks = { file = "hub.json" }
    [[issuers.clients]]
    azp = "*"
    partijen = ["incluzio"]
    rollen = ["BUURTTEAMMEDEWERKER"]
    doelen = ["AFSTEMMING_TRAJECT"]

    [[issuers]]
    issuer = "https://srw.example"
    kind = { subgraph = "srw" }
    jwks = { file = "srw.json" }
"#;

fn read(toml: &str) -> Result<AuthConfig, Box<figment::Error>> {
    Ok(Figment::from(Toml::string(toml)).extract()?)
}

#[test]
fn an_operator_writes_it_as_toml() {
    let config = read(TOML).unwrap();
    config.check().unwrap();
    let kinds: Vec<IssuerKind> = config.issuers.iter().map(|issuer| issuer.kind).collect();
    assert_eq!(
        kinds,
        [
            IssuerKind::Caller,
            IssuerKind::Hub,
            IssuerKind::Subgraph(SubgraphName::Srw)
        ]
    );
    assert_eq!(
        (
            config.leeway_seconds,
            config.max_token_bytes,
            config.max_lifetime_seconds
        ),
        (30, 8192, 3600)
    );
    let expected = ClaimMapping {
        rollen: "/realm_access/roles".to_owned(),
        ..ClaimMapping::default()
    };
    assert_eq!(config.issuers[0].claims, expected);
}

#[test]
fn a_misspelled_or_missing_setting_stops_the_start() {
    for (from, to) in [
        ("audience", "audiance"),
        ("jwks = { file = \"srw.json\" }", ""),
        ("azp = \"incluzio-app\"", ""),
        ("doelen = [\"AFSTEMMING_TRAJECT\"]", ""),
        ("BUURTTEAMMEDEWERKER", "BAAS"),
        ("kind = \"hub\"", "kind = \"iedereen\""),
        ("claims = {", "claims = { rol = \"x\","),
    ] {
        assert!(read(&TOML.replacen(from, to, 1)).is_err(), "{from} → {to}");
    }
}
