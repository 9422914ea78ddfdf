use uuid::Uuid;

use super::{
    super::{
        LocalRegister, Present,
        codes::sha256,
        grant::{Standing, standing},
        store::{Aanvraag, Additions, Recorded},
        types::Toestemming,
    },
    query::told,
};
use crate::{
    domain::{InwonerId, Rol},
    register::Register,
    request::{RequestContext, authenticate::Caller},
    subgraphs::common::{ClientError, require_rol},
};

/// Somebody who records something.
pub(super) struct Recording<'a> {
    pub(super) register: &'a LocalRegister,
    pub(super) caller: &'a Caller,
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
    pub(super) fn by(
        register: &'a LocalRegister,
        context: &'a RequestContext,
        rollen: &[Rol],
    ) -> Result<Self, ClientError> {
        require_rol(context, rollen)?;
        Ok(Self::by_anybody(register, context))
    }

    /// Lets anybody record something; the rules of what is recorded say who may.
    pub(super) fn by_anybody(register: &'a LocalRegister, context: &'a RequestContext) -> Self {
        Self {
            register,
            caller: &context.caller,
        }
    }

    /// Records something of a resident, after a check on what stands by then. `id` is the id of what is recorded.
    pub(super) async fn append(
        &self,
        kept: &InwonerId,
        sent: Sent<'_>,
        id: Uuid,
        decide: impl Fn(Present<'_>) -> Result<Additions, ClientError> + Send + Sync,
    ) -> Result<Done, ClientError> {
        let aanvraag = sent.sleutel.map(|sleutel| Aanvraag {
            door: (self.caller.partij().clone(), self.caller.gebruiker().to_owned()),
            sleutel: sleutel.to_owned(),
            inhoud_hash: sha256(&sent.inhoud),
            resultaat: id,
            op: self.register.clock().now(),
        });
        match self.register.record(kept, aanvraag.as_ref(), decide).await? {
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
        let ingericht = self.register.inrichting().await?;
        let now = self.register.clock().now();
        Ok(all
            .iter()
            .filter(|grant| which(grant))
            .filter_map(|grant| told(self.caller, &ingericht.inrichting, (grant, &all), now))
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
