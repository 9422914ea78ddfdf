use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::DbErr;
use uuid::Uuid;

use super::{Neighbour, NeighbourError};
use crate::{
    domain::{Gegevensgroep, InwonerId, PartijId},
    federation::SubgraphName,
    publication::DossierStatus,
    request::{
        RequestContext,
        disclose::{Discloser, Findings},
        load::Bron,
        log::DisclosureLog,
    },
    subgraphs::common::Parts,
};

/// An owner's records, of which a list of residents is made.
#[async_trait::async_trait]
pub trait CaseloadBron: Bron + Clone {
    /// The room in which they stand.
    const ROOM: SubgraphName;

    /// How a dossier stands, and the group that tells it; `None` where they have no status.
    const STATUS: Option<(Gegevensgroep, StatusOf<Self::Dossier>)> = None;

    /// The residents of the dossiers that this party owns and has not withdrawn, each with when the hub last took in one
    /// (UTC). In a fixed number of statements.
    async fn own_residents(&self, partij: &PartijId) -> Result<HashMap<InwonerId, DateTime<Utc>>, DbErr>;
}

/// Reads how a dossier stands; `None` where that was not loaded.
pub type StatusOf<D> = fn(&D) -> Option<DossierStatus>;

/// A room whose database is here.
pub struct LocalNeighbour<B: CaseloadBron> {
    bron: B,
    discloser: Discloser<B>,
}

impl<B: CaseloadBron> LocalNeighbour<B> {
    /// The room of these records.
    pub fn new(bron: B, parts: Parts) -> Self {
        let Parts {
            db, register, clock, ..
        } = parts;
        let discloser = Discloser::new(bron.clone(), register, DisclosureLog::new(db), clock);
        Self { bron, discloser }
    }
}

#[async_trait::async_trait]
impl<B: CaseloadBron> Neighbour for LocalNeighbour<B> {
    async fn own_residents(
        &self,
        context: &RequestContext,
    ) -> Result<HashMap<InwonerId, DateTime<Utc>>, NeighbourError> {
        Ok(self.bron.own_residents(context.caller.partij()).await?)
    }

    async fn standing(
        &self,
        context: &RequestContext,
        inwoners: &[InwonerId],
        status: DossierStatus,
    ) -> Result<Findings, NeighbourError> {
        let (groep, status_of) = B::STATUS.ok_or(NeighbourError::NoStatus(B::ROOM))?;
        let groepen = BTreeSet::from([groep]);
        let looking = self
            .discloser
            .disclose(context, Uuid::now_v7(), inwoners, &groepen);
        let verstrekt = looking.await?;
        match verstrekt.cut_off() {
            Some(reden) => Err(NeighbourError::CutOff(reden)),
            None => Ok(verstrekt.findings(inwoners, &groepen, |dossier| status_of(dossier) == Some(status))),
        }
    }
}
