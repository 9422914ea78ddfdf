use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Verstrekt;
use crate::{
    domain::{Gegevensgroep, InwonerId},
    federation::MedeClient,
    request::{
        decide::{Besluit, Vraag, WireBesluit},
        load::Dossier,
        withhold::Steun,
    },
};

/// Of which residents a look in another room said yes, with every decision that allowed the look, whatever it found. The
/// room that decided, loaded, logged and checked makes it; it travels to the room whose answer rests on it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Findings {
    registerversie: Option<i64>,
    inwoners: BTreeSet<InwonerId>,
    rests_on: Vec<WireSteun>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct WireSteun {
    vraag: Vraag,
    besluit: WireBesluit,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mede_client: Option<MedeClient>,
}

impl Findings {
    /// The register's version that proves it; `None` when the register couldn't be reached.
    pub fn registerversie(&self) -> Option<i64> {
        self.registerversie
    }

    pub(super) fn contains(&self, inwoner: &InwonerId) -> bool {
        self.inwoners.contains(inwoner)
    }

    pub(super) fn steunen(&self) -> impl Iterator<Item = Steun> {
        self.rests_on.iter().cloned().map(|wire| Steun {
            besluit: Besluit::from_wire(wire.vraag, wire.besluit),
            mede_client: wire.mede_client,
        })
    }
}

impl<D: Dossier> Verstrekt<D> {
    /// Of which of these residents a record of some owner says so, for a room that asked.
    pub fn findings(
        &self,
        inwoners: &[InwonerId],
        groepen: &BTreeSet<Gegevensgroep>,
        say_so: impl Fn(&D) -> bool,
    ) -> Findings {
        let looks = self.looks(None);
        let found = inwoners.iter().filter(|inwoner| {
            let mut owners = self.partijen.iter();
            owners.any(|partij| looks.say_so(inwoner, &partij.id, groepen, &say_so))
        });
        let wire = |Steun { besluit, mede_client }: Steun| WireSteun {
            vraag: besluit.vraag().clone(),
            besluit: besluit.to_wire(),
            mede_client,
        };
        Findings {
            registerversie: self.registerversie,
            inwoners: found.cloned().collect(),
            rests_on: self.steunen().map(wire).collect(),
        }
    }
}
