use uuid::Uuid;

use super::{
    super::{
        codes::{hash_of_code, random_code},
        grant::{Standing, manages, of_one_bundle, oversees, standing},
        looks::{Blik, RegisterLog},
        ontvangstbewijs::{CODE_CHARACTERS, Ontvangstbewijs},
        store::Ontvangstcode,
    },
    LocalRegister,
};
use crate::{
    domain::{Handeling, Inrichting, Rol},
    register::Register,
    request::RequestContext,
    subgraphs::common::{ClientError, internal},
};

impl LocalRegister {
    /// The receipt of a conversation as things stand now, for consent managers and privacy officers.
    ///
    /// # Errors
    /// `ROL_NIET_BEVOEGD`; `ONBEKEND` for one that the caller doesn't know: unknown and another's look alike.
    pub async fn ontvangstbewijs(
        &self,
        context: &RequestContext,
        operatie: Uuid,
        gesprek: Uuid,
    ) -> Result<Ontvangstbewijs, ClientError> {
        let caller = &context.caller;
        let watches = caller.is(Rol::FunctionarisGegevensbescherming);
        if !watches && !caller.is(Rol::Toestemmingsbeheerder) {
            return Err(ClientError::RolNietBevoegd);
        }
        let may = |inrichting: &Inrichting, grant: &Standing| {
            oversees(caller, inrichting, [&grant.bronhouder, &grant.ontvanger])
        };
        let bewijs = self.receipt(gesprek, may).await?;
        self.note_receipt(context, operatie, &bewijs).await?;
        Ok(bewijs)
    }

    /// Hands out the receipt of a conversation with a new code, of which only the hash is kept.
    ///
    /// # Errors
    /// `ROL_NIET_BEVOEGD`; `ONBEKEND` for one that the caller doesn't manage.
    pub async fn ontvangstbewijs_uitgeven(
        &self,
        context: &RequestContext,
        operatie: Uuid,
        gesprek: Uuid,
    ) -> Result<(Ontvangstbewijs, String), ClientError> {
        let caller = &context.caller;
        if !caller.is(Rol::Toestemmingsbeheerder) {
            return Err(ClientError::RolNietBevoegd);
        }
        let may = |inrichting: &Inrichting, grant: &Standing| {
            manages(caller, inrichting, [&grant.bronhouder, &grant.ontvanger])
        };
        let bewijs = self.receipt(gesprek, may).await?;
        self.note_receipt(context, operatie, &bewijs).await?;
        let code = random_code(CODE_CHARACTERS).ok_or_else(|| internal("no random bytes"))?;
        let kept = Ontvangstcode {
            hash: hash_of_code(&code),
            gesprek,
            inwoner: bewijs.inwoner.clone(),
            door: (caller.partij().clone(), caller.gebruiker().to_owned()),
            op: self.clock.now(),
        };
        self.store.keep_ontvangstcode(&kept).await?;
        Ok((bewijs, code))
    }

    /// Every look is logged before it is told.
    async fn note_receipt(
        &self,
        context: &RequestContext,
        operatie: Uuid,
        bewijs: &Ontvangstbewijs,
    ) -> Result<(), ClientError> {
        let blik = Blik::now(Handeling::OntvangstbewijsBekijken, self.store.stand().await?);
        let whom = std::slice::from_ref(&bewijs.inwoner);
        RegisterLog::of(self)
            .note(self, context, operatie, blik, whom)
            .await
    }

    /// A bundle is one conversation: who may see a part of it may hand out the whole.
    async fn receipt(
        &self,
        gesprek: Uuid,
        may: impl Fn(&Inrichting, &Standing) -> bool,
    ) -> Result<Ontvangstbewijs, ClientError> {
        let unknown = || ClientError::Unknown("dit gesprek");
        let ingericht = self.inrichting().await?;
        let inrichting = &ingericht.inrichting;
        let found = self.store.find_inwoner_of(gesprek).await?;
        let inwoner = found.ok_or_else(unknown)?;
        let events = self.store.events_of(&inwoner, None).await?;
        let mut grants = standing(&events);
        grants.retain(|grant| grant.vastlegging.gesprek == gesprek);
        let known = |grant: &&Standing| of_one_bundle(grant, &grants, |one| may(inrichting, one));
        let known: Vec<Standing> = grants.iter().filter(known).cloned().collect();
        Ontvangstbewijs::of(&known, inrichting, self.clock.now()).ok_or_else(unknown)
    }
}
