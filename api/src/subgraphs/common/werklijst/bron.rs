use std::collections::{BTreeSet, HashMap};

use async_graphql::InputObject;
use chrono::{DateTime, Utc};
use sea_orm::DbErr;
use uuid::Uuid;

use super::Plaats;
use crate::{
    domain::{Gegevensgroep, InwonerId, PartijId, Rol, TermijnCode},
    register::Ingericht,
    request::load::{Bron, Dossier},
    termijnen::{Termijn, TermijnToestand},
};

/// Which deadlines of a worklist; without a filter all that something must still be done for.
#[derive(Clone, Debug, Default, InputObject)]
pub struct WerklijstFilter {
    /// Only those with these codes.
    pub codes: Option<Vec<TermijnCode>>,
    /// Only those that stand so now. What is done, in time or not, and what lapsed is in no worklist.
    pub toestanden: Option<Vec<TermijnToestand>>,
    /// Only those of which somebody in one of the caller's roles is warned.
    pub voor_mij: Option<bool>,
}

impl WerklijstFilter {
    /// Whether an open deadline has one of the codes and stands so.
    pub fn fits(&self, termijn: &Termijn, now: DateTime<Utc>) -> bool {
        let has_code = |codes: &Vec<TermijnCode>| codes.contains(&termijn.code);
        let stands_so = |such: &Vec<TermijnToestand>| such.contains(&termijn.toestand(now));
        self.codes.as_ref().is_none_or(has_code) && self.toestanden.as_ref().is_none_or(stands_so)
    }
}

/// Which deadlines of a worklist are asked.
pub struct Vraag<'a> {
    /// The owner.
    pub partij: &'a PartijId,
    /// As they stand at this moment.
    pub now: DateTime<Utc>,
    /// Those after this place.
    pub after: Option<Plaats>,
    /// So many at most.
    pub count: usize,
    /// Only these.
    pub filter: WerklijstFilter,
    /// In which roles is asked.
    pub rollen: &'a BTreeSet<Rol>,
}

impl<'a> Vraag<'a> {
    /// Whether an open deadline is asked.
    pub fn fits(&self, termijn: &Termijn) -> bool {
        let is_warned = |rollen: &BTreeSet<Rol>| !rollen.is_disjoint(&termijn.waarschuw);
        self.filter.fits(termijn, self.now) && self.warned().is_none_or(is_warned)
    }

    /// Of whom one must be warned; `None` where that isn't asked.
    pub fn warned(&self) -> Option<&'a BTreeSet<Rol>> {
        Some(self.rollen).filter(|_| self.filter.voor_mij == Some(true))
    }
}

/// A page of a worklist: where its deadlines are found, nothing of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// In order.
    pub plekken: Vec<Plek>,
    /// Whether more follows.
    pub has_next: bool,
}

/// Where a deadline is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plek {
    /// Its place in the list.
    pub plaats: Plaats,
    /// The source's own id of what it is about.
    pub bron_id: String,
    /// Whom it is about, at least one.
    pub clienten: Vec<InwonerId>,
}

/// An owner's records, of which a worklist is made.
#[async_trait::async_trait]
pub trait Werkbron: Bron<Dossier = WerkDossier> {
    /// The group that tells of deadlines.
    const GROEP: Gegevensgroep;

    /// A page of the owner's worklist, counted by this inrichting.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn page(&self, vraag: Vraag<'_>, ingericht: &Ingericht) -> Result<Page, DbErr>;
}

/// What is told of one resident in a worklist: their deadlines by record and number.
#[derive(Clone, Debug, Default)]
pub struct WerkDossier {
    /// The deadlines.
    pub termijnen: HashMap<(Uuid, i32), Termijn>,
}

impl WerkDossier {
    /// The deadline at a place; `None` when a new version took it away meanwhile.
    pub fn find(&self, plaats: Plaats) -> Option<&Termijn> {
        self.termijnen.get(&(plaats.record, plaats.volgnummer))
    }
}

impl Dossier for WerkDossier {
    /// Of one's own records nobody else is asked.
    fn mede_client(&self) -> Option<&InwonerId> {
        None
    }

    /// There is one group in it.
    fn clear(&mut self, _: Gegevensgroep) {
        self.termijnen.clear();
    }
}
