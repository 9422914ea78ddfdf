use std::path::{Path, PathBuf};

use crate::{
    config::{Config, ConfigError},
    federation::SubgraphName,
};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("config/voorbeeld")
}

fn read(name: &str) -> Config {
    Config::read(&folder().join(format!("{name}.toml"))).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_example_is_complete() {
    let hub = read("hub");
    hub.check_hub().unwrap();
    hub.auth.check().unwrap();
    for name in SubgraphName::ALL {
        let own = read(name.word());
        own.check_subgraph(*name).unwrap();
        own.auth.check().unwrap();
        let asked = hub.subgraphs.elsewhere(*name).unwrap();
        assert_eq!(
            asked.audience, own.auth.audience,
            "the hub knows `{name}` by its name"
        );
    }
}

#[test]
fn what_is_missing_is_named_all_at_once() {
    let mut hub = read("hub");
    hub.hub.issuer = None;
    hub.subgraphs.0.remove(&SubgraphName::Srw);
    let ConfigError::Setting(fault) = hub.check_hub().unwrap_err() else {
        panic!("another error")
    };
    assert!(
        fault.contains("`subgraphs.srw` is missing") && fault.contains("`hub.issuer`"),
        "{fault}"
    );
    let mut srw = read("srw");
    srw.subgraphs.0.remove(&SubgraphName::Toestemming);
    let fault = srw.check_subgraph(SubgraphName::Srw).unwrap_err().to_string();
    assert!(
        fault.contains("`subgraphs.toestemming.url` is missing"),
        "{fault}"
    );
    let fault = srw
        .check_subgraph(SubgraphName::Buurtteam)
        .unwrap_err()
        .to_string();
    assert!(
        fault.contains("`subgraphs.buurtteam.database` is missing"),
        "{fault}"
    );
    let mut register = read("toestemming");
    register.register = None;
    let fault = register.check().unwrap_err().to_string();
    assert!(fault.contains("`register` is missing"), "{fault}");
}
