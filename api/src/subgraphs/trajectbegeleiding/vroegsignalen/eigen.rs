use std::{collections::HashMap, sync::Arc};

use uuid::Uuid;

use super::{Gevraagd, Ontvanger, Plaats};
use crate::{
    domain::{Handeling, Inrichting, InwonerId, Rol},
    publication::VroegsignaalBijwerkenInvoer,
    register::Ingericht,
    request::{RequestContext, log::DisclosureLog},
    subgraphs::{
        common::{ClientError, Parts, internal, require_rol},
        trajectbegeleiding::store::{self, HandleError, Look, Ontvangen},
    },
};

/// Where the owner of early signals sees what it received, and does something with it.
pub struct Eigen {
    parts: Parts,
    log: DisclosureLog,
}

/// A page of the worklist that may be told.
pub struct Pagina {
    /// The residents with all early signals that the party has of them, the latest first.
    pub inwoners: Vec<(Plaats, InwonerId, Vec<Ontvangen>)>,
    /// Whether more residents follow.
    pub has_next: bool,
    /// The parties by which it is told.
    pub inrichting: Arc<Inrichting>,
}

/// Who does something with early signals: who offers residents help, and their party's system.
const HANDLERS: [Rol; 5] = [
    Rol::Trajectbegeleider,
    Rol::PraktischOndersteuner,
    Rol::Buurtteammedewerker,
    Rol::Gezinswerker,
    Rol::Bronsysteem,
];

impl Eigen {
    /// The owner's side in a room of these parts.
    pub fn new(parts: Parts, log: DisclosureLog) -> Self {
        Self { parts, log }
    }

    /// A page of the residents of whom the caller's party has early signals that stand as asked, who waits longest first.
    ///
    /// # Errors
    /// `PARTIJ_NIET_BEVOEGD` for a party that receives none; the register, the records or the log out of reach.
    pub async fn page(
        &self,
        context: &RequestContext,
        operatie: Uuid,
        asked: Gevraagd,
    ) -> Result<Pagina, ClientError> {
        let ingericht = self.parts.register.inrichting().await?;
        let ontvanger = Ontvanger::of(&context.caller, &ingericht.inrichting)?;
        let kept = match &asked.inwoner {
            Some(inwoner) => Some(self.kept_under(context, inwoner).await),
            None => None,
        };
        let (places, has_next) = store::places(&self.parts.db, &ontvanger, &asked, kept.as_ref()).await?;
        let residents: Vec<InwonerId> = match &kept {
            // A look at one resident is logged, found or not.
            Some(kept) => vec![kept.clone()],
            None => places.iter().map(|place| place.inwoner.clone()).collect(),
        };
        let found = store::of_inwoners(&self.parts.db, &ontvanger, &residents).await?;
        let look = self.look(context, operatie, Handeling::VroegsignalenBekijken);
        let mut told: HashMap<InwonerId, Vec<Ontvangen>> = HashMap::new();
        for one in found.log(&self.log, &look, &residents).await? {
            told.entry(one.inwoner.clone()).or_default().push(one);
        }
        let inwoners = places.into_iter().map(|place| {
            let signals = told.remove(&place.inwoner).unwrap_or_default();
            // An answer names a resident as they were asked for.
            let named = asked.inwoner.clone().unwrap_or_else(|| place.inwoner.clone());
            (place, named, signals)
        });
        Ok(Pagina {
            inwoners: inwoners.collect(),
            has_next,
            inrichting: Arc::clone(&ingericht.inrichting),
        })
    }

    /// Takes a step with early signals of the caller's party.
    ///
    /// # Errors
    /// `ROL_NIET_BEVOEGD`, `PARTIJ_NIET_BEVOEGD`, `INVOER_ONGELDIG` with every fault, `ONBEKEND`, `STAP_NIET_MOGELIJK`; the
    /// register, the records or the log out of reach.
    pub async fn advance(
        &self,
        context: &RequestContext,
        operatie: Uuid,
        invoer: VroegsignaalBijwerkenInvoer,
    ) -> Result<(Vec<Ontvangen>, Arc<Ingericht>), ClientError> {
        require_rol(context, &HANDLERS)?;
        let ingericht = self.parts.register.inrichting().await?;
        let ontvanger = Ontvanger::of(&context.caller, &ingericht.inrichting)?;
        invoer.check().map_err(ClientError::Input)?;
        let (db, now) = (&self.parts.db, self.parts.clock.now());
        // Written down before it is done: a step that isn't taken after all is told once too often, and none is missed.
        let step = self.look(context, operatie, Handeling::VroegsignaalBijwerken);
        let before = store::of_ids(db, &ontvanger, &invoer.vroegsignalen).await?;
        before.log(&self.log, &step, &[]).await?;
        store::handle(db, &ontvanger, &invoer, now)
            .await
            .map_err(refused)?;
        let found = store::of_ids(db, &ontvanger, &invoer.vroegsignalen).await?;
        let look = self.look(context, operatie, Handeling::VroegsignalenBekijken);
        let told = found.log(&self.log, &look, &[]).await?;
        Ok((told, ingericht))
    }

    /// The id under which a resident's records are kept. One's own records need no register: without it they are looked
    /// for under the id that was asked.
    async fn kept_under(&self, context: &RequestContext, inwoner: &InwonerId) -> InwonerId {
        let asked = std::slice::from_ref(inwoner);
        let asking = self.parts.register.evaluate(&context.caller, asked, Vec::new());
        let oordeel = context.trace_id.carry(asking).await;
        let kept = oordeel
            .ok()
            .and_then(|mut oordeel| oordeel.canonical.remove(inwoner));
        kept.unwrap_or_else(|| inwoner.clone())
    }

    fn look<'a>(&self, context: &'a RequestContext, operatie: Uuid, handeling: Handeling) -> Look<'a> {
        Look {
            context,
            operatie,
            handeling,
            op: self.parts.clock.now(),
        }
    }
}

fn refused(error: HandleError) -> ClientError {
    match error {
        HandleError::Unknown => ClientError::Unknown("een van deze vroegsignalen"),
        HandleError::Further => ClientError::VroegsignaalVerder,
        HandleError::Traject(reason) => ClientError::input("traject", reason),
        HandleError::Database(error) => internal(error),
    }
}
