//! Consents that were recorded elsewhere before the hub was there (docs/import.md).

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{
    ImportFailure, ImportTarget, RecordOutcome,
    ndjson::{Dossier, DossierInvoer},
    target::{refused, resolve_all},
};
use crate::{
    domain::{Doel, Gegevensgroep, InwonerId},
    publication::{Fault, Faults, InwonerInvoer},
    register::TestNumbers,
    request::authenticate::Caller,
    subgraphs::{
        common::ClientError,
        toestemming::{
            BewijsInvoer, BewijsSoort, GegevenDoor, LocalRegister, TakenOver, ToestemmingDeelInvoer,
            ToestemmingInvoer,
        },
    },
};

/// A consent as an earlier system has it: one conversation, a line of the file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ToestemmingRecord {
    /// The earlier system's own id: the same again changes nothing.
    pub bron_id: String,
    /// Who consented.
    pub inwoner: InwonerInvoer,
    /// A bundle; or else `delen` with `doel`.
    #[serde(default)]
    pub pakket: Option<String>,
    /// Single grants.
    #[serde(default)]
    pub delen: Vec<DeelRecord>,
    /// The purpose of single grants; a bundle has its own.
    #[serde(default)]
    pub doel: Option<Doel>,
    /// When it was given, with a zone: evidence. It holds from its import on.
    pub verleend_op: DateTime<Utc>,
    /// Until when it holds, with a zone (exclusive).
    pub geldig_tot: DateTime<Utc>,
    /// Who gave it.
    pub gegeven_door: GegevenDoor,
    /// A reference to the representative or parent; required for them.
    #[serde(default)]
    pub gegeven_door_kenmerk: Option<String>,
    /// The evidence.
    pub bewijs: BewijsRecord,
}

/// One owner, one receiver, some groups.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct DeelRecord {
    /// The owning party.
    pub bronhouder: String,
    /// The receiving party.
    pub ontvanger: String,
    /// The groups.
    pub groepen: Vec<Gegevensgroep>,
}

/// What shows that it was given, and of which text; its kind is `GEMIGREERD`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct BewijsRecord {
    /// The version of the text that was shown.
    pub tekstversie: String,
    /// The language of that text (BCP 47).
    pub taal: String,
    /// SHA-256 of the evidence, hexadecimal.
    #[serde(default)]
    pub hash: Option<String>,
    /// Where the evidence is kept.
    #[serde(default)]
    pub plaats: Option<String>,
}

impl DossierInvoer for ToestemmingRecord {
    /// What needs no inrichting; the register checks the rest.
    fn check(&self) -> Result<(), Vec<Fault>> {
        let mut faults = Faults::default();
        faults.check_bron_id("bronId", &self.bron_id, [&self.inwoner]);
        faults.into_result()
    }

    fn inwoner(&self) -> &InwonerInvoer {
        &self.inwoner
    }
}

impl ToestemmingRecord {
    fn into_invoer(self, inwoner: InwonerId) -> ToestemmingInvoer {
        let deel = |deel: DeelRecord| ToestemmingDeelInvoer {
            bronhouder: deel.bronhouder.into(),
            ontvanger: deel.ontvanger.into(),
            groepen: deel.groepen,
        };
        ToestemmingInvoer {
            inwoner,
            pakket: self.pakket.map(Into::into),
            delen: self.delen.into_iter().map(deel).collect(),
            doel: self.doel,
            geldig_van: None,
            geldig_tot: self.geldig_tot,
            gegeven_door: self.gegeven_door,
            gegeven_door_kenmerk: self.gegeven_door_kenmerk,
            bewijs: BewijsInvoer {
                soort: BewijsSoort::Gemigreerd,
                tekstversie: self.bewijs.tekstversie,
                taal: self.bewijs.taal,
                hash: self.bewijs.hash,
                plaats: self.bewijs.plaats,
            },
            vervangt: Vec::new(),
            verzoek: None,
            traject: None,
            aanvraag_id: None,
        }
    }
}

/// Where consents go: into the register, each conversation whole or not at all.
pub struct ToestemmingenTarget {
    /// The operator, on behalf of a party that the consents concern.
    pub caller: Caller,
    /// The register.
    pub register: Arc<LocalRegister>,
    /// What to do with numbers that fail the elfproef.
    pub test: TestNumbers,
}

#[async_trait]
impl ImportTarget for ToestemmingenTarget {
    type Record = Dossier<ToestemmingRecord>;

    async fn publish_chunk(&self, chunk: Vec<Self::Record>) -> Result<Vec<RecordOutcome>, ImportFailure> {
        let named = chunk
            .iter()
            .map(|record| vec![record.invoer.inwoner.clone()])
            .collect();
        let resolved = resolve_all(&*self.register, &self.caller, self.test, named).await?;
        let mut outcomes = Vec::with_capacity(chunk.len());
        for (record, inwoners) in chunk.into_iter().zip(resolved) {
            outcomes.push(match inwoners {
                Err(faults) => RecordOutcome::Afgewezen(faults),
                Ok(inwoners) => match inwoners.into_iter().next() {
                    Some(inwoner) => self.take_over(record.invoer, inwoner.kept).await?,
                    None => refused("inwoner", "past niet bij het record"),
                },
            });
        }
        Ok(outcomes)
    }
}

impl ToestemmingenTarget {
    async fn take_over(
        &self,
        record: ToestemmingRecord,
        inwoner: InwonerId,
    ) -> Result<RecordOutcome, ImportFailure> {
        let (bron_id, verleend_op) = (record.bron_id.clone(), record.verleend_op);
        let invoer = record.into_invoer(inwoner);
        let taken = self
            .register
            .take_over(&self.caller, &bron_id, invoer, verleend_op)
            .await;
        match taken {
            Ok(TakenOver::Nieuw) => Ok(RecordOutcome::Nieuw),
            Ok(TakenOver::Ongewijzigd) => Ok(RecordOutcome::Ongewijzigd),
            Err(ClientError::Input(faults)) => Ok(RecordOutcome::Afgewezen(faults)),
            Err(ClientError::AanvraagConflict) => {
                Ok(refused("bronId", "is al ingelezen met een andere inhoud"))
            }
            Err(ClientError::PartijNietBevoegd) => Ok(refused("delen", "gaat niet over deze partij")),
            Err(error) => Err(ImportFailure::new(error)),
        }
    }
}
