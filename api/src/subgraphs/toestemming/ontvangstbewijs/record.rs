use serde::Serialize;

use super::{Deel, Ontvangstbewijs, Teksten};
use crate::domain::Partij;

/// The record of a consent in the shape of ISO/IEC TS 27560:2023 (clause 6.3): header, processing, parties and events in
/// its field names, one `pii_processing` and one `event` per grant. Times are UTC.
///
/// The text of the standard isn't public. The names, and which of them must be there, are those of the mapping by the W3C
/// Data Privacy Vocabularies group (guide `consent-27560`, DPV 2.3). Of our own are `processing_id`, which ties an event to
/// its processing, and `pii_description`.
#[derive(Debug, Serialize)]
struct Record<'a> {
    schema_version: &'static str,
    record_id: String,
    pii_principal_id: &'a str,
    pii_processing: Vec<Processing<'a>>,
    party_identification: Vec<Party<'a>>,
    event: Vec<Event>,
}

#[derive(Debug, Serialize)]
struct Processing<'a> {
    processing_id: String,
    privacy_notice: Option<&'a str>,
    language: Option<&'a str>,
    purposes: Vec<Purpose<'a>>,
}

#[derive(Debug, Serialize)]
struct Purpose<'a> {
    purpose: &'a str,
    purpose_type: &'static str,
    lawful_basis: &'static str,
    pii_information: Vec<Information<'a>>,
    pii_controllers: Vec<&'a str>,
    recipient_third_parties: Vec<&'a str>,
    collection_method: &'static str,
    storage_locations: [&'static str; 1],
    retention_period: &'static str,
    jurisdiction: &'static str,
    withdrawal_method: &'a str,
}

#[derive(Debug, Serialize)]
struct Information<'a> {
    pii_type: &'static str,
    pii_description: &'a str,
    pii_optional: bool,
    sensitive_pii_category: bool,
    special_pii_category: bool,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Party<'a> {
    party_id: &'a str,
    party_name: &'a str,
    party_role: &'static str,
    party_type: &'static str,
}

#[derive(Debug, Serialize)]
struct Event {
    processing_id: String,
    event_time: String,
    event_type: &'static str,
    event_state: &'static str,
    /// An interval of ISO 8601.
    validity_duration: String,
    entity_id: String,
}

/// The hub keeps no copy of what is shared.
const RETENTION: &str = "bij de bronhouder, volgens de bewaartermijn van diens dossier";

const SCHEMA: &str = "ISO/IEC TS 27560:2023";

impl Ontvangstbewijs {
    /// The receipt for machines, as JSON.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn to_json(&self, teksten: &Teksten) -> Result<String, serde_json::Error> {
        let parties = self
            .delen
            .iter()
            .flat_map(|deel| [&deel.bronhouder, &deel.ontvanger]);
        let mut party_identification: Vec<Party<'_>> = parties.map(party).collect();
        party_identification.sort();
        party_identification.dedup();
        let record = Record {
            schema_version: SCHEMA,
            record_id: self.gesprek.to_string(),
            pii_principal_id: self.inwoner.as_str(),
            pii_processing: self
                .delen
                .iter()
                .map(|deel| self.processing(deel, teksten))
                .collect(),
            party_identification,
            event: self.delen.iter().map(|deel| self.event(deel)).collect(),
        };
        serde_json::to_string_pretty(&record)
    }

    fn processing<'a>(&'a self, deel: &'a Deel, teksten: &'a Teksten) -> Processing<'a> {
        let information = |groep: &crate::domain::Gegevensgroep| Information {
            pii_type: groep.word(),
            pii_description: teksten.groep(groep),
            // Special categories of data are in no group at all (AVG 9, 10).
            special_pii_category: false,
            // Debts are sensitive, and each group can be refused or withdrawn by itself.
            sensitive_pii_category: true,
            pii_optional: true,
        };
        Processing {
            processing_id: deel.toestemming.to_string(),
            privacy_notice: self.tekstversie.as_deref(),
            language: self.taal.as_deref(),
            purposes: vec![Purpose {
                purpose: teksten.doel(&deel.doel),
                purpose_type: deel.doel.word(),
                lawful_basis: "consent (AVG art. 6 lid 1 onder a)",
                pii_information: deel.groepen.iter().map(information).collect(),
                pii_controllers: vec![deel.bronhouder.id.as_str()],
                recipient_third_parties: vec![deel.ontvanger.id.as_str()],
                collection_method: "conversation",
                storage_locations: ["NL"],
                retention_period: RETENTION,
                jurisdiction: "NL",
                withdrawal_method: &teksten.intrekken_voor_machine,
            }],
        }
    }

    fn event(&self, deel: &Deel) -> Event {
        let written =
            |moment: chrono::DateTime<chrono::Utc>| moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        Event {
            processing_id: deel.toestemming.to_string(),
            event_time: written(self.op),
            event_type: "explicit",
            event_state: deel.status.word(),
            validity_duration: format!("{}/{}", written(deel.van), written(deel.tot)),
            entity_id: self.inwoner.to_string(),
        }
    }
}

fn party(partij: &Partij) -> Party<'_> {
    Party {
        party_id: partij.id.as_str(),
        party_name: &partij.naam,
        // Each is the controller of what it keeps; who receives is named by its place in the processing.
        party_role: "PII controller",
        party_type: partij.soort.word(),
    }
}
