//! What publishing has in common: who may, of whom, and what is answered.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::DatabaseConnection;

use super::{ClientError, Parts, internal, require_rol};
use crate::{
    domain::{InwonerId, RecordSoort, Rol},
    publication::{Fault, InwonerInvoer},
    register::{Ingericht, InwonerFault, Register, RegisterError, Resolved, TestNumbers},
    request::{RequestContext, log::DisclosureLog},
    subgraphs::{publishing::Moment, rectificaties::Names},
};

/// Where the owners of one kind of record publish it.
pub struct Publisher {
    parts: Parts,
    soort: RecordSoort,
    log: DisclosureLog,
}

impl Publisher {
    /// The publisher of this kind of record in a room of these parts.
    pub fn new(parts: Parts, soort: RecordSoort) -> Self {
        let log = DisclosureLog::new(parts.db.clone());
        Self { parts, soort, log }
    }

    /// What it is built of, and its log.
    pub(in crate::subgraphs) fn parts(&self) -> (&Parts, &DisclosureLog) {
        (&self.parts, &self.log)
    }

    /// The moment at which a record of the caller's is published that won't be about these residents any more: with every
    /// id by which somebody may have asked about them.
    ///
    /// # Errors
    /// The register out of reach.
    pub async fn moment(
        &self,
        context: &RequestContext,
        leaving: Vec<InwonerId>,
    ) -> Result<Moment, ClientError> {
        let names = Names::ask(self.parts.register.as_ref(), &context.caller, leaving).await?;
        Ok(Moment {
            op: self.now(),
            names,
        })
    }

    /// Where the records are kept.
    pub fn db(&self) -> &DatabaseConnection {
        &self.parts.db
    }

    /// Says that records were published or withdrawn in this process: after the commit.
    pub fn published(&self) {
        self.parts.bell.ring();
    }

    /// The present moment.
    pub fn now(&self) -> DateTime<Utc> {
        self.parts.clock.now()
    }

    /// The present inrichting.
    ///
    /// # Errors
    /// The register out of reach.
    pub async fn inrichting(&self) -> Result<Arc<Ingericht>, ClientError> {
        Ok(self.parts.register.inrichting().await?)
    }

    /// Finds the residents of a record that the caller may publish; its own faults and theirs are told at once.
    ///
    /// # Errors
    /// `ROL_NIET_BEVOEGD`, `PARTIJ_NIET_BEVOEGD`, `INVOER_ONGELDIG` with every fault; the register out of reach.
    pub async fn resolve(
        &self,
        context: &RequestContext,
        inwoners: Vec<InwonerInvoer>,
        field: impl Fn(usize) -> String,
        checked: Result<(), Vec<Fault>>,
    ) -> Result<Vec<Resolved>, ClientError> {
        self.require_houder(context).await?;
        resolve(self.parts.register.as_ref(), context, inwoners, field, checked).await
    }

    /// Finds the one resident, in the field `inwoner`, of a record that the caller may publish.
    ///
    /// # Errors
    /// As [`Self::resolve`].
    pub async fn resolve_one(
        &self,
        context: &RequestContext,
        inwoner: InwonerInvoer,
        checked: Result<(), Vec<Fault>>,
    ) -> Result<Resolved, ClientError> {
        let resolved = self
            .resolve(context, vec![inwoner], |_| "inwoner".to_owned(), checked)
            .await?;
        resolved
            .into_iter()
            .next()
            .ok_or_else(|| internal("the register told nothing of a resident"))
    }

    /// Lets only a source system of a party that owns such records publish them.
    pub(in crate::subgraphs) async fn require_houder(
        &self,
        context: &RequestContext,
    ) -> Result<(), ClientError> {
        require_rol(context, &[Rol::Bronsysteem])?;
        let ingericht = self.parts.register.inrichting().await?;
        let partij = ingericht.inrichting.find_partij(context.caller.partij());
        if partij.is_some_and(|partij| partij.houdt(self.soort)) {
            Ok(())
        } else {
            Err(ClientError::PartijNietBevoegd)
        }
    }
}

/// Finds residents, telling what is wrong with whom at the field that names them, beside what was found wrong before.
///
/// # Errors
/// `INVOER_ONGELDIG` with every fault; `BSN_NIET_GERECHTIGD`, `TE_VEEL_ZOEKVRAGEN`; the register out of reach.
pub async fn resolve(
    register: &dyn Register,
    context: &RequestContext,
    inwoners: Vec<InwonerInvoer>,
    field: impl Fn(usize) -> String,
    checked: Result<(), Vec<Fault>>,
) -> Result<Vec<Resolved>, ClientError> {
    let resolved = register
        .resolve(&context.caller, inwoners, TestNumbers::Known)
        .await;
    let place = |(index, fault): (usize, InwonerFault)| {
        let (part, reason) = fault.words();
        Fault {
            field: format!("{}.{part}", field(index)),
            reason: reason.to_owned(),
        }
    };
    match (checked, resolved) {
        (Ok(()), Ok(resolved)) => Ok(resolved),
        (Ok(()), Err(RegisterError::Inwoners(faults))) => {
            Err(ClientError::Input(faults.into_iter().map(place).collect()))
        }
        (Ok(()), Err(error)) => Err(error.into()),
        (Err(mut faults), Err(RegisterError::Inwoners(others))) => {
            faults.extend(others.into_iter().map(place));
            Err(ClientError::Input(faults))
        }
        (Err(faults), _) => Err(ClientError::Input(faults)),
    }
}
