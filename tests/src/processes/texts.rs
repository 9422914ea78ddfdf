use std::{
    collections::BTreeMap,
    fmt::Write,
    path::{Path, PathBuf},
};

use schakel::{
    domain::{Doel, Partij, RecordSoort, Rol},
    federation::SubgraphName,
    keys::{LogKeys, SigningKey, write_jwks},
    request::authenticate::ClientCap,
};

use super::records::{HUB, Records};
use crate::app::UTRECHT_MET_SIGNAALPARTNERS;

/// The configuration files of processes over one copy of the records, with the keys that they name.
pub(super) struct Texts<'a> {
    records: &'a Records,
    home: &'a Path,
    /// Whether the signals follow the outboxes.
    follows: bool,
}

/// The key that signs for the logs.
const LOG: &str = "log";

/// What is compared must not depend on how far somebody followed an outbox: the signals are those that were there.
const UNFOLLOWED: &str = "\n[signalen]\nvolgen = false\n";

/// The name of a process in tokens (`aud`).
pub(super) fn audience(process: &str) -> String {
    format!("https://{process}.corpus.example")
}

/// The name under which a process signs tokens of its own (`iss`).
fn own_issuer(process: &str) -> String {
    format!("https://{process}.corpus.example/eigen")
}

impl<'a> Texts<'a> {
    /// For processes whose databases stand in this folder.
    pub(super) fn new(records: &'a Records, home: &'a Path) -> Self {
        let processes = SubgraphName::ALL.iter().map(|name| name.word()).chain([HUB]);
        let texts = Self {
            records,
            home,
            follows: false,
        };
        LogKeys::load_or_create(&texts.key(LOG)).expect("a key can be made");
        for process in processes {
            let key = SigningKey::load_or_create(&texts.key(process)).expect("a key can be made");
            write_jwks(&texts.own_key_set(process), [&key]).expect("a key set can be written");
        }
        texts
    }

    /// The same, where the signals follow the outboxes.
    pub(super) fn following(self) -> Self {
        Self {
            follows: true,
            ..self
        }
    }

    /// Whether outboxes are followed.
    fn signals(&self) -> &'static str {
        if self.follows { "" } else { UNFOLLOWED }
    }

    /// Of a process that holds all five subgraphs.
    pub(super) fn together(&self) -> String {
        let databases: String = SubgraphName::ALL
            .iter()
            .map(|name| self.database(*name))
            .collect();
        format!(
            "{}{}{}{}{}{databases}",
            self.door(HUB),
            self.hub_limits(""),
            self.signals(),
            self.id_key(),
            self.log(),
        )
    }

    /// Of the process of the register.
    pub(super) fn register(&self) -> String {
        let name = SubgraphName::Toestemming;
        let rooms = SubgraphName::ALL.iter().filter(|room| **room != name);
        let issuers: String = rooms.map(|room| self.speaker(*room)).collect();
        format!(
            "{}{}{issuers}{}{}{}",
            self.door(name.word()),
            self.hub_issuer(),
            self.id_key(),
            self.log(),
            self.database(name),
        )
    }

    /// Of the process of another subgraph, which asks the register among these. The lists of residents of the trajecten ask
    /// the rooms next door; the signals follow them all.
    pub(super) fn room(&self, name: SubgraphName, others: &BTreeMap<SubgraphName, String>) -> String {
        let is_asked = |other: &SubgraphName| match name {
            SubgraphName::Signalen | SubgraphName::Trajectbegeleiding => true,
            _ => *other == SubgraphName::Toestemming,
        };
        let others = others.iter().filter(|(other, _)| is_asked(other));
        let others: String = others.map(|(other, url)| elsewhere(*other, url)).collect();
        let askers: &[SubgraphName] = match name {
            SubgraphName::Signalen => &[],
            SubgraphName::Srw | SubgraphName::Buurtteam => {
                &[SubgraphName::Signalen, SubgraphName::Trajectbegeleiding]
            }
            _ => &[SubgraphName::Signalen],
        };
        let askers: String = askers.iter().map(|asker| self.subgraph_issuer(*asker)).collect();
        format!(
            "{}{}{askers}{}{}{}issuer = \"{}\"\nsleutel = \"{}\"\n{others}",
            self.door(name.word()),
            self.hub_issuer(),
            self.signals(),
            self.log(),
            self.database(name),
            own_issuer(name.word()),
            self.key(name.word()).display(),
        )
    }

    /// Of a hub that joins the subgraphs there.
    pub(super) fn hub(&self, urls: &BTreeMap<SubgraphName, String>) -> String {
        let own = format!(
            "issuer = \"{}\"\nsleutel = \"{}\"\n",
            own_issuer(HUB),
            self.key(HUB).display()
        );
        let subgraphs: String = urls.iter().map(|(name, url)| elsewhere(*name, url)).collect();
        format!("{}{}{subgraphs}", self.door(HUB), self.hub_limits(&own))
    }

    /// Where it listens, and the issuer of people's tokens, which a foreign router forwards.
    fn door(&self, process: &str) -> String {
        let is_subgraph = process != HUB;
        let issuer = self.records.issuer();
        let mut text = format!(
            "[http]\nadres = \"127.0.0.1:0\"\nforeign_router = {is_subgraph}\n\n\
             [auth]\naudience = \"{}\"\n\n\
             [[auth.issuers]]\nissuer = \"{}\"\njwks = {{ file = \"{}\" }}\n",
            audience(process),
            issuer.issuer,
            self.records.key_set().display(),
        );
        for client in self.records.clients() {
            text.push_str(&client_text(&client.azp, client));
        }
        text
    }

    /// The hub as an issuer, which may vouch for all that people's own issuer may.
    fn hub_issuer(&self) -> String {
        let clients = self.records.clients();
        let all = ClientCap {
            azp: ClientCap::ANY_CLIENT.to_owned(),
            partijen: clients
                .iter()
                .flat_map(|client| client.partijen.clone())
                .collect(),
            rollen: clients.iter().flat_map(|client| client.rollen.clone()).collect(),
            doelen: clients.iter().flat_map(|client| client.doelen.clone()).collect(),
            groepen: Default::default(),
        };
        format!(
            "{}kind = \"hub\"\n{}",
            self.own_issuer_text(HUB),
            client_text(&all.azp, &all)
        )
    }

    fn subgraph_issuer(&self, name: SubgraphName) -> String {
        format!(
            "{}kind = {{ subgraph = \"{name}\" }}\n",
            self.own_issuer_text(name.word())
        )
    }

    /// The same at the register, with the parties for which its process speaks.
    fn speaker(&self, name: SubgraphName) -> String {
        let inrichting = UTRECHT_MET_SIGNAALPARTNERS.inrichting();
        let such = |is_such: &dyn Fn(&Partij) -> bool| -> Vec<String> {
            let partijen = inrichting.samenwerkingen.iter().flat_map(|one| &one.partijen);
            let such = partijen.filter(|partij| is_such(partij));
            such.map(|partij| partij.id.to_string()).collect()
        };
        let partijen = match name {
            SubgraphName::Trajectbegeleiding => {
                such(&|partij| partij.houdt(RecordSoort::Traject) || partij.is_signaalpartner())
            }
            SubgraphName::Srw => such(&|partij| partij.houdt(RecordSoort::SrwDossier)),
            SubgraphName::Buurtteam => such(&|partij| partij.houdt(RecordSoort::BuurtteamDossier)),
            SubgraphName::Signalen | SubgraphName::Toestemming => such(&Partij::leest),
        };
        let mut text = format!("{}partijen = {partijen:?}\n", self.subgraph_issuer(name));
        if name == SubgraphName::Trajectbegeleiding {
            let readers = such(&Partij::leest);
            text.push_str(&format!("caseloads = {readers:?}\n"));
        }
        text
    }

    fn own_issuer_text(&self, process: &str) -> String {
        format!(
            "\n[[auth.issuers]]\nissuer = \"{}\"\njwks = {{ file = \"{}\" }}\n",
            own_issuer(process),
            self.own_key_set(process).display(),
        )
    }

    fn hub_limits(&self, own: &str) -> String {
        format!("\n[hub]\n{own}\n[hub.limits.document]\nintrospection = true\n")
    }

    /// The corpus looks up more by BSN than people do.
    fn id_key(&self) -> String {
        format!(
            "\n[register]\nsleutels = [\"{}\"]\nbsn_lookups_per_minute = 10000\n",
            self.records.id_key().display(),
        )
    }

    /// What signs for the logs.
    fn log(&self) -> String {
        format!(
            "\n[log]\noorsprong = \"corpus.example\"\nsleutels = [\"{}\"]\n",
            self.key(LOG).display(),
        )
    }

    fn database(&self, name: SubgraphName) -> String {
        let url = self.records.url_in(self.home, name);
        format!("\n[subgraphs.{name}]\ndatabase = \"{url}\"\n")
    }

    fn key(&self, process: &str) -> PathBuf {
        self.home.join(format!("{process}.pem"))
    }

    fn own_key_set(&self, process: &str) -> PathBuf {
        self.home.join(format!("{process}.jwks.json"))
    }
}

fn elsewhere(name: SubgraphName, url: &str) -> String {
    format!(
        "\n[subgraphs.{name}]\nurl = \"{url}\"\naudience = \"{}\"\n",
        audience(name.word())
    )
}

fn client_text(azp: &str, client: &ClientCap) -> String {
    let partijen = list(client.partijen.iter().map(|partij| partij.as_str()));
    let rollen = list(client.rollen.iter().copied().map(Rol::word));
    let doelen = list(client.doelen.iter().copied().map(Doel::word));
    format!(
        "\n[[auth.issuers.clients]]\nazp = \"{azp}\"\npartijen = {partijen}\nrollen = {rollen}\ndoelen = {doelen}\n"
    )
}

fn list<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let mut text = String::from("[");
    for word in words {
        write!(text, "\"{word}\", ").expect("a text can be written");
    }
    text + "]"
}
