use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    super::{
        LocalRegister,
        codes::sha256,
        grant::{Standing, standing},
        store::{Aanvraag, Additions, History, Recorded},
        types::Toestemming,
    },
    query::told,
};
use crate::{
    domain::{Inrichting, InwonerId, Rol},
    register::Register,
    request::{RequestContext, authenticate::Caller},
    subgraphs::common::{ClientError, require_rol},
};

/// Somebody who records something, under the inrichting and at the moment at which it is checked.
pub(super) struct Recording<'a> {
    pub(super) register: &'a LocalRegister,
    pub(super) caller: &'a Caller,
    pub(super) inrichting: Arc<Inrichting>,
    pub(super) now: DateTime<Utc>,
}

/// What a client sent, to know a double submit by.
pub(super) struct Sent<'a> {
    /// The client's key.
    pub(super) sleutel: Option<&'a str>,
    /// What was sent: the resident by id, never by BSN.
    pub(super) inhoud: String,
}

impl Sent<'_> {
    /// Something whose repetition changes nothing by itself.
    pub(super) fn harmless_twice() -> Self {
        Self {
            sleutel: None,
            inhoud: String::new(),
        }
    }
}

/// What came of it: the id of what was recorded (now or before), the register's version, and what was added now.
pub(super) struct Done {
    pub(super) id: Uuid,
    pub(super) registerversie: i64,
    pub(super) added: Additions,
}

impl<'a> Recording<'a> {
    /// Lets one of these roles record something.
    pub(super) async fn by(
        register: &'a LocalRegister,
        context: &'a RequestContext,
        rollen: &[Rol],
    ) -> Result<Self, ClientError> {
        require_rol(context, rollen)?;
        Self::by_anybody(register, context).await
    }

    /// Lets anybody record something; the rules of what is recorded say who may.
    pub(super) async fn by_anybody(
        register: &'a LocalRegister,
        context: &'a RequestContext,
    ) -> Result<Self, ClientError> {
        Ok(Self {
            register,
            caller: &context.caller,
            inrichting: Arc::clone(&register.inrichting().await?.inrichting),
            now: register.clock().now(),
        })
    }

    /// Records something of a resident, after a check on what stands by then. `id` is the id of what is recorded.
    pub(super) async fn append(
        &self,
        kept: &InwonerId,
        sent: Sent<'_>,
        id: Uuid,
        decide: impl FnOnce(&History) -> Result<Additions, ClientError> + Send,
    ) -> Result<Done, ClientError> {
        let aanvraag = sent.sleutel.map(|sleutel| Aanvraag {
            door: (self.caller.partij().clone(), self.caller.gebruiker().to_owned()),
            sleutel: sleutel.to_owned(),
            inhoud_hash: sha256(&sent.inhoud),
            resultaat: id,
            op: self.now,
        });
        let fingerprint = self.register.fingerprint();
        let recorded = self
            .register
            .store()
            .append(kept, &fingerprint, aanvraag.as_ref(), decide)
            .await?;
        match recorded {
            Recorded::Now(registerversie, added) => Ok(Done {
                id,
                registerversie,
                added,
            }),
            Recorded::Before(registerversie, id) => Ok(Done {
                id,
                registerversie,
                added: Additions::default(),
            }),
            Recorded::Conflict => Err(ClientError::AanvraagConflict),
        }
    }

    /// The grants of a resident as they stand now, as far as the caller may know of them.
    pub(super) async fn grants(
        &self,
        kept: &InwonerId,
        which: impl Fn(&Standing) -> bool,
    ) -> Result<Vec<Toestemming>, ClientError> {
        let events = self.register.store().events_of(kept, None).await?;
        let all = standing(&events);
        Ok(all
            .iter()
            .filter(|grant| which(grant))
            .filter_map(|grant| told(self.caller, &self.inrichting, (grant, &all), self.now))
            .collect())
    }

    /// Whose this grant, conversation, refusal or objection is.
    pub(super) async fn whose(&self, id: Uuid, name: &'static str) -> Result<InwonerId, ClientError> {
        let found = self.register.store().find_inwoner_of(id).await?;
        found.ok_or(ClientError::Unknown(name))
    }
}

/// Tells of residents by their ids under the present key, where the register holds those by which their records are kept.
pub(super) async fn present_all<'a>(
    register: &LocalRegister,
    inwoners: impl Iterator<Item = &'a mut InwonerId>,
) -> Result<(), ClientError> {
    let inwoners: Vec<&mut InwonerId> = inwoners.collect();
    let kept: Vec<InwonerId> = inwoners.iter().map(|id| (**id).clone()).collect();
    let present = register.store().present(&kept, &register.fingerprint()).await?;
    for (inwoner, kept) in inwoners.into_iter().zip(kept) {
        if let Some(id) = present.get(&kept) {
            *inwoner = id.clone();
        }
    }
    Ok(())
}

/// The id under which the records of a resident are kept.
pub(super) async fn kept_under(
    register: &LocalRegister,
    asked: &InwonerId,
) -> Result<InwonerId, ClientError> {
    let canonical = register.store().canonical(std::slice::from_ref(asked)).await?;
    Ok(canonical.get(asked).unwrap_or(asked).clone())
}
