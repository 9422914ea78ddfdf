//! What would change, told before it is recorded: by the register's own decision, and by the owners of what runs.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    super::{ask::AskError, dates, texts::Texts, visitor::Visitor, work::Work},
    grants::Partij,
    opened::{Opened, Part, opened},
};
use crate::domain::{Gegevensgroep, InwonerId};

/// What a grant, withdrawal or confirmation would do; of a grant also what follows when a second person agrees.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Preview {
    pub(super) wijzigingen: Vec<Wijziging>,
    pub(super) wacht_op_tweede: bool,
    /// Whether anything would be recorded.
    pub(super) legt_vast: bool,
}

/// A party would see a group more or less.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wijziging {
    pub(super) ontvanger: Partij,
    pub(super) bronhouder: Partij,
    pub(super) groep: Gegevensgroep,
    pub(super) komt_erbij: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    toestemming_voorvertonen: Option<Preview>,
}

const PREVIEW: &str = "query ConsoleVoorvertonen($invoer: VoorvertoningInvoer!) {
  toestemmingVoorvertonen(invoer: $invoer) {
    wijzigingen { ontvanger { id naam soort } bronhouder { id naam soort } groep komtErbij } wachtOpTweede legtVast
  }
}";

impl Preview {
    /// What a grant would do.
    pub(super) async fn of_grant(visitor: &Visitor, invoer: &Value) -> Result<Self, AskError> {
        Self::ask(visitor, json!({"verlenen": invoer})).await
    }

    /// What a withdrawal would do.
    pub(super) async fn of_withdrawal(visitor: &Visitor, invoer: &Value) -> Result<Self, AskError> {
        Self::ask(visitor, json!({"intrekken": invoer})).await
    }

    /// What the confirmation of all that waits of a conversation would do.
    pub(super) async fn of_confirmation(visitor: &Visitor, gesprek: Uuid) -> Result<Self, AskError> {
        Self::ask(visitor, json!({"bevestigen": gesprek})).await
    }

    async fn ask(visitor: &Visitor, invoer: Value) -> Result<Self, AskError> {
        let variables = Map::from_iter([("invoer".to_owned(), invoer)]);
        let told: Told = visitor.ask(PREVIEW, variables).await?;
        told.toestemming_voorvertonen.ok_or(AskError::Failed)
    }

    /// What of these parts would change, and what would stay as it is, each in words.
    pub(super) fn told(
        &self,
        t: &Texts,
        parts: &[Part<'_>],
        is_chosen: impl Fn(&str) -> bool,
    ) -> [Vec<Opened>; 2] {
        let divided: Vec<_> = parts.iter().map(|part| self.divide(part)).collect();
        [0, 1].map(|which: usize| {
            let groepen = divided.iter().filter_map(|both| both.get(which));
            let some = parts.iter().zip(groepen);
            opened(
                t,
                some.map(|(part, groepen)| Part { groepen, ..*part }),
                &is_chosen,
            )
        })
    }

    /// The groups of a part that would change, and those that would stay as they are.
    fn divide(&self, part: &Part<'_>) -> [Vec<Gegevensgroep>; 2] {
        let changes = |groep: &Gegevensgroep| {
            self.wijzigingen.iter().any(|one| {
                one.groep == *groep
                    && one.ontvanger.id == part.ontvanger.id
                    && one.bronhouder.id == part.bronhouder.id
            })
        };
        let (changing, staying) = part.groepen.iter().partition(|groep| changes(groep));
        [changing, staying]
    }
}

/// What runs and is touched by it, as far as the visitor may know, in a sentence each. That nobody answers is no reason
/// not to record what a resident says: then it is said that something may run.
pub(super) async fn touched(visitor: &Visitor, inwoner: &InwonerId, parts: &[Part<'_>]) -> Vec<String> {
    let variables = Map::from_iter([("inwoner".to_owned(), Value::from(inwoner.as_str()))]);
    let t = visitor.texts();
    let answer = visitor.ask_partly::<Runs>(Work::Consent, RUNS, variables).await;
    let (runs, is_partial) = match answer {
        Ok(answer) => (answer.told.inwoner.unwrap_or_default(), !answer.failed.is_empty()),
        Err(_) => (Running::default(), true),
    };
    let is_touched = |partij: &Eigenaar| parts.iter().any(|part| part.bronhouder.id == partij.id);
    let mut told = Vec::new();
    for dossier in runs
        .srw
        .iter()
        .flatten()
        .filter(|dossier| is_touched(&dossier.partij))
    {
        let all = dossier.status.iter().flat_map(|status| &status.verwijzingen);
        told.extend(all.filter(|one| one.is_open()).map(|one| one.sentence(t)));
    }
    for traject in runs
        .trajecten
        .iter()
        .flatten()
        .filter(|traject| is_touched(&traject.partij))
    {
        let all = traject.termijnen.iter().flatten();
        told.extend(all.filter(|one| one.is_open()).map(|one| one.sentence(t)));
    }
    told.extend(is_partial.then(|| t.say("voorvertoning.onbekend").to_owned()));
    told
}

const RUNS: &str = "query ConsoleGeraakt($inwoner: ID!) {
  inwoner(id: $inwoner) {
    srw { partij { id } status { verwijzingen { soort status } } }
    trajecten { partij { id } termijnen { code einde toestand } }
  }
}";

#[derive(Deserialize)]
struct Runs {
    inwoner: Option<Running>,
}

#[derive(Default, Deserialize)]
struct Running {
    srw: Option<Vec<Dossier>>,
    trajecten: Option<Vec<Traject>>,
}

#[derive(Deserialize)]
struct Eigenaar {
    id: String,
}

#[derive(Deserialize)]
struct Dossier {
    partij: Eigenaar,
    status: Option<DossierStatus>,
}

#[derive(Deserialize)]
struct DossierStatus {
    verwijzingen: Vec<Verwijzing>,
}

#[derive(Deserialize)]
struct Verwijzing {
    soort: String,
    status: String,
}

#[derive(Deserialize)]
struct Traject {
    partij: Eigenaar,
    termijnen: Option<Vec<Termijn>>,
}

#[derive(Deserialize)]
struct Termijn {
    code: String,
    einde: Option<NaiveDate>,
    toestand: String,
}

impl Verwijzing {
    fn is_open(&self) -> bool {
        !matches!(self.status.as_str(), "AFGEROND" | "GEWEIGERD" | "INGETROKKEN")
    }

    fn sentence(&self, t: &Texts) -> String {
        let soort = t.say_of("verwijzing", &self.soort);
        t.say_with("voorvertoning.verwijzing", soort)
    }
}

impl Termijn {
    fn is_open(&self) -> bool {
        !matches!(self.toestand.as_str(), "GEHAALD" | "VERVALLEN")
    }

    fn sentence(&self, t: &Texts) -> String {
        let code = t.say_of("termijn", &self.code);
        match self.einde {
            Some(day) => format!(
                "{}: {}",
                t.say_with("voorvertoning.termijn", code),
                dates::written(t, day)
            ),
            None => t.say_with("voorvertoning.termijn", code),
        }
    }
}
