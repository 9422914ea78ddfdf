use std::{fmt::Write, net::SocketAddr};

use crate::{
    domain::{Doel, PartijId, Rol},
    federation::SubgraphName,
};

/// The demo's identity provider.
pub(super) const ISSUER: &str = "https://uitgever.demo.schakel.example";
/// The demo's own name in tokens.
pub(super) const AUDIENCE: &str = "https://demo.schakel.example";

/// The people of a demo party: whose client may assert which roles, for which purposes.
pub(super) const PARTIJEN: [(&str, &[Rol], &[Doel]); 5] = [
    (
        "gemeente-utrecht",
        &[
            Rol::Trajectbegeleider,
            Rol::Schuldregelaar,
            Rol::PraktischOndersteuner,
            Rol::Bronsysteem,
        ],
        &[Doel::AfstemmingTraject, Doel::UitvoerenVerwijzing, Doel::Nazorg],
    ),
    (
        "u-centraal",
        &[Rol::SociaalRaadslid, Rol::Bronsysteem],
        &[Doel::AfstemmingTraject, Doel::UitvoerenVerwijzing],
    ),
    (
        "incluzio",
        &[Rol::Buurtteammedewerker, Rol::Bronsysteem],
        &[Doel::AfstemmingTraject, Doel::UitvoerenVerwijzing, Doel::Nazorg],
    ),
    (
        "lokalis",
        &[Rol::Gezinswerker, Rol::Buurtteammedewerker, Rol::Bronsysteem],
        &[Doel::AfstemmingTraject, Doel::UitvoerenVerwijzing, Doel::Nazorg],
    ),
    (
        "toestemmingsbeheer",
        &[Rol::Toestemmingsbeheerder, Rol::FunctionarisGegevensbescherming],
        &[Doel::InzageInwoner, Doel::Verantwoording],
    ),
];

/// The client of the demo's console, the parties whose people work with it, and what they can be there.
pub(super) const CONSOLE_CLIENT: &str = "demo-console";
pub(super) const CONSOLE_PARTIJEN: [&str; 3] = ["toestemmingsbeheer", "incluzio", "gemeente-utrecht"];
pub(super) const CONSOLE_ROLLEN: [Rol; 4] = [
    Rol::Toestemmingsbeheerder,
    Rol::FunctionarisGegevensbescherming,
    Rol::Trajectbegeleider,
    Rol::Buurtteammedewerker,
];
pub(super) const CONSOLE_DOELEN: [Doel; 3] =
    [Doel::InzageInwoner, Doel::Verantwoording, Doel::AfstemmingTraject];

/// The client of a demo party.
pub(super) fn client_of(partij: &PartijId) -> String {
    format!("demo-{partij}")
}

/// The configuration of a demo, in TOML.
pub(super) fn text(address: SocketAddr, key_set: &str, id_key: &str, log_key: &str) -> String {
    let mut text = format!(
        r#"# Made by `schakel demo`; made anew at every start.
[http]
adres = "{address}"
graphiql = true

[auth]
audience = "{AUDIENCE}"
max_lifetime_seconds = 43200

[[auth.issuers]]
issuer = "{ISSUER}"
jwks = {{ file = "{key_set}" }}
"#
    );
    let own_clients =
        PARTIJEN.map(|(partij, rollen, doelen)| (format!("demo-{partij}"), vec![partij], rollen, doelen));
    let console = (
        CONSOLE_CLIENT.to_owned(),
        CONSOLE_PARTIJEN.to_vec(),
        &CONSOLE_ROLLEN[..],
        &CONSOLE_DOELEN[..],
    );
    for (azp, partijen, rollen, doelen) in own_clients.into_iter().chain([console]) {
        let words = |words: Vec<&str>| {
            words
                .iter()
                .map(|word| format!("\"{word}\""))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let rollen = words(rollen.iter().map(|rol| rol.word()).collect());
        let doelen = words(doelen.iter().map(|doel| doel.word()).collect());
        let partijen = words(partijen);
        let client = format!(
            "\n[[auth.issuers.clients]]\nazp = \"{azp}\"\npartijen = [{partijen}]\nrollen = [{rollen}]\n\
             doelen = [{doelen}]\n"
        );
        text.push_str(&client);
    }
    let rest = format!(
        "\n[register]\nsleutels = [\"{id_key}\"]\n\n[log]\noorsprong = \"demo.schakel.example\"\nsleutels = [\"{log_key}\"]\n\n\
         [hub.limits.document]\nintrospection = true\n"
    );
    text.push_str(&rest);
    for name in SubgraphName::ALL {
        // Writing to a String cannot fail.
        let _written = write!(text, "\n[subgraphs.{name}]\ndatabase = \"sqlite:{name}.db\"\n");
    }
    text
}
