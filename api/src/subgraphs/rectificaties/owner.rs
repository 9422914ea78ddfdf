//! What an owner does to take something back: who may, what is logged, and what is answered.

use std::collections::BTreeSet;

use async_graphql::SimpleObject;

use super::{Gezien, GezienDoor};
use crate::{
    domain::{Gegevensgroep, Inrichting},
    logbook::{CORRECTING, ERASING_RECORD, WITHDRAWING},
    publication::{Fault, Faults, SUBMITTED, check_withdrawal},
    request::RequestContext,
    subgraphs::{
        common::{ClientError, publish::Publisher},
        inzage::LogPartij,
        publishing::{self, Moment, Publication, RechtzetUitkomst, TerugtrekUitkomst, WisUitkomst, Wisgrond},
    },
};

/// The answer to a withdrawal of a record.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(shareable)]
pub struct Terugtrekking {
    /// What became of it.
    pub uitkomst: TerugtrekUitkomst,
    /// Who was allowed to see it until now, as far as the log still tells.
    pub gezien_door: Vec<GezienDoor>,
}

/// The answer to an erasure of a record.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(shareable)]
pub struct Wissing {
    /// What became of it.
    pub uitkomst: WisUitkomst,
    /// Who was allowed to see it until now, as far as the log still tells; nobody where it was withdrawn before.
    pub gezien_door: Vec<GezienDoor>,
}

/// The answer to a correction of a record.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(shareable)]
pub struct Rechtzetting {
    /// What became of it.
    pub uitkomst: RechtzetUitkomst,
    /// Who was allowed to see what was wrong and hadn't heard so, as far as the log still tells.
    pub gezien_door: Vec<GezienDoor>,
}

impl Publisher {
    /// Withdraws a record of the caller's party.
    ///
    /// # Errors
    /// `ROL_NIET_BEVOEGD`, `PARTIJ_NIET_BEVOEGD`, `INVOER_ONGELDIG` with every fault; the register or the log out of reach.
    pub(in crate::subgraphs) async fn withdraw<P: Publication>(
        &self,
        context: &RequestContext,
        bron_id: &str,
        reden: &str,
    ) -> Result<Terugtrekking, ClientError> {
        let moment = self
            .prepare::<P>(context, bron_id, check_withdrawal(bron_id, reden), WITHDRAWING)
            .await?;
        let partij = context.caller.partij();
        let (uitkomst, seen) = publishing::withdraw::<P>(self.db(), partij, bron_id, reden, moment).await?;
        Ok(Terugtrekking {
            uitkomst,
            gezien_door: self.tell(seen).await?,
        })
    }

    /// Erases a record of the caller's party for good.
    ///
    /// # Errors
    /// As [`Self::withdraw`].
    pub(in crate::subgraphs) async fn erase<P: Publication>(
        &self,
        context: &RequestContext,
        bron_id: &str,
        grond: Wisgrond,
    ) -> Result<Wissing, ClientError> {
        let moment = self
            .prepare::<P>(context, bron_id, check_bron_id(bron_id), ERASING_RECORD)
            .await?;
        let partij = context.caller.partij();
        let (uitkomst, seen) = publishing::erase::<P>(self.db(), partij, bron_id, grond, moment).await?;
        Ok(Wissing {
            uitkomst,
            gezien_door: self.tell(seen).await?,
        })
    }

    /// Says that what was told of a record of the caller's party before its present version was wrong in these groups.
    ///
    /// # Errors
    /// As [`Self::withdraw`].
    pub(in crate::subgraphs) async fn rectify<P: Publication>(
        &self,
        context: &RequestContext,
        bron_id: &str,
        groepen: Vec<Gegevensgroep>,
    ) -> Result<Rechtzetting, ClientError> {
        let groepen: BTreeSet<Gegevensgroep> = groepen.into_iter().collect();
        let mut faults = Faults::default();
        faults.check_key("bronId", bron_id, LONGEST_BRON_ID);
        faults.require(!groepen.is_empty(), "groepen", "noemt geen enkele groep");
        let is_own = groepen.iter().all(|groep| groep.record_soort() == P::SOORT);
        faults.require(is_own, "groepen", "noemt een groep van een ander soort dossier");
        let moment = self
            .prepare::<P>(context, bron_id, faults.into_result(), CORRECTING)
            .await?;
        let partij = context.caller.partij();
        let (uitkomst, seen) = publishing::rectify::<P>(self.db(), partij, bron_id, groepen, moment).await?;
        Ok(Rechtzetting {
            uitkomst,
            gezien_door: self.tell(seen).await?,
        })
    }

    /// Looks who asks and what is wrong, finds by which ids the record may have been asked for, and logs what is about to
    /// be done: too often, when it then isn't; never too seldom.
    async fn prepare<P: Publication>(
        &self,
        context: &RequestContext,
        bron_id: &str,
        checked: Result<(), Vec<Fault>>,
        handeling: &str,
    ) -> Result<Moment, ClientError> {
        self.require_houder(context).await?;
        checked.map_err(ClientError::Input)?;
        // What was submitted through the hub is no record of a source.
        if bron_id.starts_with(SUBMITTED) {
            return Err(ClientError::input("bronId", "is geen dossier van een bron"));
        }
        let inwoners = publishing::residents::<P>(self.db(), context.caller.partij(), bron_id).await?;
        let moment = self.moment(context, inwoners).await?;
        let (_, log) = self.parts();
        log.note_act(context, handeling, moment.op, P::SOORT.word())
            .await?;
        Ok(moment)
    }

    async fn tell(&self, seen: Vec<Gezien>) -> Result<Vec<GezienDoor>, ClientError> {
        if seen.is_empty() {
            return Ok(Vec::new());
        }
        let ingericht = self.inrichting().await?;
        Ok(seen
            .into_iter()
            .map(|one| one.tell(&ingericht.inrichting))
            .collect())
    }
}

impl Gezien {
    fn tell(self, inrichting: &Inrichting) -> GezienDoor {
        GezienDoor {
            partij: LogPartij::of(&self.partij, inrichting),
            inwoner: self.inwoner,
            groepen: self.groepen.into_iter().collect(),
        }
    }
}

/// The longest id of a record at its source, in characters.
const LONGEST_BRON_ID: usize = 200;

fn check_bron_id(bron_id: &str) -> Result<(), Vec<Fault>> {
    let mut faults = Faults::default();
    faults.check_key("bronId", bron_id, LONGEST_BRON_ID);
    faults.into_result()
}
