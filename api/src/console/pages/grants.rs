//! What the register tells of a resident's grants, and of what can be granted.

use std::{collections::BTreeMap, sync::LazyLock};

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::super::{failure::Failure, texts::Texts, visitor::Visitor};
use crate::domain::{Doel, Gegevensgroep, InwonerId, PartijSoort, Reden};

/// A party.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Partij {
    pub(super) id: String,
    pub(super) naam: String,
    pub(super) soort: PartijSoort,
}

/// A grant.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Toestemming {
    pub(super) id: Uuid,
    pub(super) bronhouder: Partij,
    pub(super) ontvanger: Partij,
    pub(super) groepen: Vec<Gegevensgroep>,
    pub(super) doel: Doel,
    pub(super) geldig_van: DateTime<Utc>,
    pub(super) geldig_tot: DateTime<Utc>,
    pub(super) status: String,
    pub(super) pakket: Option<String>,
    pub(super) gesprek: Uuid,
    pub(super) verleend_op: DateTime<Utc>,
    /// What was recorded of it, in order.
    pub(super) verloop: Option<Vec<Voorval>>,
}

/// Something that was recorded of a grant.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Voorval {
    pub(super) soort: String,
    pub(super) groepen: Vec<Gegevensgroep>,
    pub(super) door: Partij,
    pub(super) op: DateTime<Utc>,
}

/// Whether somebody of a party can see one group at one owner, and why.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct WieKan {
    pub(super) bronhouder: PartijNaam,
    pub(super) partij: PartijNaam,
    pub(super) toegestaan: bool,
    pub(super) reden: Reden,
    pub(super) wegen: Vec<Weg>,
}

/// A way by which it can.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Weg {
    pub(super) reden: Reden,
    pub(super) tot: Option<DateTime<Utc>>,
    pub(super) wet: Option<String>,
}

/// Which party.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct PartijNaam {
    pub(super) id: String,
}

/// Who can see each group now; nothing where it can't be told.
pub(super) type Zicht = BTreeMap<Gegevensgroep, Option<Vec<WieKan>>>;

/// One question about every group: the hub decides each as it would for somebody of that party.
static WHO_CAN: LazyLock<String> = LazyLock::new(|| {
    let fields: String = Gegevensgroep::ALL
        .iter()
        .map(|groep| format!("{groep}: wieKan(inwoner: $inwoner, groep: {groep}) {{ ...Kan }} "))
        .collect();
    format!(
        "query ConsoleWieKan($inwoner: ID!) {{ {fields} }} \
         fragment Kan on WieKan {{ bronhouder {{ id }} partij {{ id }} toegestaan reden wegen {{ reden tot wet }} }}"
    )
});

/// Asks the hub who can see what.
pub(super) async fn who_can(visitor: &Visitor, inwoner: &InwonerId) -> Result<Zicht, Failure> {
    Ok(visitor.ask(&WHO_CAN, variables_of(inwoner)).await?)
}

fn variables_of(inwoner: &InwonerId) -> Map<String, Value> {
    Map::from_iter([("inwoner".to_owned(), Value::from(inwoner.as_str()))])
}

/// A refusal.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Weigering {
    pub(super) ontvanger: Partij,
    pub(super) groepen: Vec<Gegevensgroep>,
    pub(super) op: DateTime<Utc>,
}

#[derive(Deserialize)]
struct Refusals {
    weigeringen: Option<Vec<Weigering>>,
}

const REFUSALS: &str = "query ConsoleWeigeringen($inwoner: ID!) {
  weigeringen(inwoner: $inwoner) { ontvanger { id naam soort } groepen op }
}";

/// Asks the hub what a resident refused.
pub(super) async fn refusals(visitor: &Visitor, inwoner: &InwonerId) -> Result<Vec<Weigering>, Failure> {
    let told: Refusals = visitor.ask(REFUSALS, variables_of(inwoner)).await?;
    Ok(told.weigeringen.unwrap_or_default())
}

/// What residents can consent to.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Verleenbaar {
    pub(super) pakketten: Vec<Pakket>,
    pub(super) doelen: Vec<DoelKeuze>,
    pub(super) bronhouders: Vec<Bronhouder>,
}

/// A bundle.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Pakket {
    pub(super) id: String,
    pub(super) naam: String,
    pub(super) doel: Doel,
    pub(super) langste_dagen: u32,
    pub(super) delen: Vec<Deel>,
}

impl Pakket {
    /// What it is called: in the catalogue, or before the colon of its name in the configuration.
    pub(super) fn titel(&self, t: &Texts) -> String {
        let (begin, _) = self.naam.split_once(": ").unwrap_or((&self.naam, ""));
        t.find("pakket", &self.id).unwrap_or(begin).to_owned()
    }
}

/// One grant of a bundle.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Deel {
    pub(super) bronhouder: Partij,
    pub(super) ontvanger: Partij,
    pub(super) groepen: Vec<Gegevensgroep>,
}

/// A purpose and what it can carry.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DoelKeuze {
    pub(super) doel: Doel,
    pub(super) langste_dagen: u32,
    pub(super) groepen: Vec<Gegevensgroep>,
}

/// A party and its groups.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Bronhouder {
    pub(super) bronhouder: Partij,
    pub(super) groepen: Vec<Gegevensgroep>,
}

/// Everything that the pages about one resident need.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Register {
    pub(super) partijen: Vec<Partij>,
    pub(super) verleenbaar: Verleenbaar,
    pub(super) toestemmingen: Vec<Toestemming>,
}

const REGISTER: &str = "query ConsoleInwoner($inwoner: ID!) {
  partijen { id naam soort }
  verleenbaar {
    pakketten { id naam doel langsteDagen delen { bronhouder { id naam soort } ontvanger { id naam soort } groepen } }
    doelen { doel langsteDagen groepen }
    bronhouders { bronhouder { id naam soort } groepen }
  }
  toestemmingen(inwoner: $inwoner) {
    id bronhouder { id naam soort } ontvanger { id naam soort } groepen doel geldigVan geldigTot status pakket gesprek
    verleendOp verloop { soort groepen door { id naam soort } op }
  }
}";

impl Register {
    /// Asks the hub.
    pub(super) async fn of(visitor: &Visitor, inwoner: &InwonerId) -> Result<Self, Failure> {
        Ok(visitor.ask(REGISTER, variables_of(inwoner)).await?)
    }

    /// The parties that can receive something.
    pub(super) fn ontvangers(&self) -> impl Iterator<Item = &Partij> {
        let reads = |partij: &&Partij| {
            !matches!(
                partij.soort,
                PartijSoort::Toestemmingsbeheer | PartijSoort::Signaalpartner
            )
        };
        self.partijen.iter().filter(reads)
    }

    /// The bundle with this id.
    pub(super) fn find_pakket(&self, id: &str) -> Option<&Pakket> {
        self.verleenbaar.pakketten.iter().find(|pakket| pakket.id == id)
    }

    /// How many days a grant for this purpose can last.
    pub(super) fn longest(&self, doel: Doel) -> Option<u32> {
        let mut doelen = self.verleenbaar.doelen.iter();
        doelen.find(|one| one.doel == doel).map(|one| one.langste_dagen)
    }

    /// The grants of one conversation.
    pub(super) fn of_gesprek(&self, gesprek: Uuid) -> Vec<&Toestemming> {
        let is_of = |grant: &&Toestemming| grant.gesprek == gesprek;
        self.toestemmingen.iter().filter(is_of).collect()
    }
}

impl Toestemming {
    /// Whether something is open by it now.
    pub(super) fn is_active(&self) -> bool {
        self.status == "ACTIEF"
    }

    /// What was recorded of it, as far as that is told.
    pub(super) fn voorvallen(&self) -> impl Iterator<Item = &Voorval> {
        self.verloop.iter().flatten()
    }

    /// Whether it holds, or will.
    pub(super) fn holds(&self) -> bool {
        !self.groepen.is_empty() && matches!(self.status.as_str(), "ACTIEF" | "NOG_NIET_INGEGAAN")
    }

    /// Whether it holds nothing until a second consent manager confirms it.
    pub(super) fn waits(&self) -> bool {
        self.status == "WACHT_OP_TWEEDE"
    }

    /// Whether there is something left to withdraw.
    pub(super) fn can_end(&self) -> bool {
        !self.groepen.is_empty()
            && matches!(
                self.status.as_str(),
                "ACTIEF" | "NOG_NIET_INGEGAAN" | "WACHT_OP_TWEEDE"
            )
    }
}
