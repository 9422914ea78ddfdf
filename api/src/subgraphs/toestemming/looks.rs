//! Every look at what the register itself knows of a resident is logged, in the register's own log, before the answer
//! leaves.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{LocalRegister, store::Stand};
use crate::{
    domain::{Handeling, InwonerId},
    register::Register,
    request::{
        RequestContext,
        log::{DisclosureLog, LogRecord},
    },
    subgraphs::{common::ClientError, inzage::keeper},
};

/// The register's own log.
pub(super) struct RegisterLog(DisclosureLog);

/// A look: what was done, on which version.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blik {
    handeling: Handeling,
    stand: Option<Stand>,
}

impl Blik {
    /// A look at what the register held on a version.
    pub(super) fn now(handeling: Handeling, stand: Stand) -> Self {
        Self {
            handeling,
            stand: Some(stand),
        }
    }

    /// An act that rests on no version.
    pub(super) fn act(handeling: Handeling) -> Self {
        Self {
            handeling,
            stand: None,
        }
    }
}

impl RegisterLog {
    /// The log in the register's database.
    pub(super) fn of(register: &LocalRegister) -> Self {
        Self(DisclosureLog::new(register.store().db().clone()))
    }

    /// Notes a look at these residents, one record each, and returns when they are durable.
    ///
    /// # Errors
    /// `LOG_NIET_BEREIKBAAR`: then nothing may be told.
    pub(super) async fn note(
        &self,
        register: &LocalRegister,
        context: &RequestContext,
        operatie: Uuid,
        blik: Blik,
        inwoners: &[InwonerId],
    ) -> Result<(), ClientError> {
        let ingericht = register.inrichting().await?;
        let keeper = keeper(&ingericht.inrichting, context.caller.partij());
        let op = register.clock().now();
        let inwoners: BTreeSet<&InwonerId> = inwoners.iter().collect();
        let records: Vec<LogRecord> = inwoners
            .into_iter()
            .map(|inwoner| LogRecord {
                operatie,
                op,
                inwoner: inwoner.clone(),
                bronhouder: keeper.clone(),
                registerversie: blik.stand.map(|stand| stand.versie),
                inrichting: blik.stand.map(|stand| stand.inrichting),
                handeling: blik.handeling,
                uitkomsten: Vec::new(),
            })
            .collect();
        Ok(self.0.write(context, &records).await?)
    }
}
