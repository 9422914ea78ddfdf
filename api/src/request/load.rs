//! Loading: a store reads what was allowed, and is never told of anything else.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sea_orm::DbErr;

use super::decide::{Besluit, Vraag};
use crate::domain::{Doel, Gegevensgroep, Inrichting, InwonerId, PartijId, RecordSoort};

/// The allowed part of a set of decisions, by the ids under which records are kept. A store's reading
/// methods cost one.
#[derive(Debug, Default)]
pub struct Toegestaan {
    groepen: HashMap<(PartijId, InwonerId), BTreeSet<Gegevensgroep>>,
}

impl Toegestaan {
    pub(super) fn of(besluiten: &HashMap<Vraag, Besluit>, canonical: &HashMap<InwonerId, InwonerId>) -> Self {
        let mut groepen: HashMap<_, BTreeSet<_>> = HashMap::new();
        for besluit in besluiten.values().filter(|besluit| besluit.is_toegestaan()) {
            let vraag = besluit.vraag();
            let kept = canonical.get(&vraag.inwoner).unwrap_or(&vraag.inwoner);
            groepen
                .entry((vraag.bronhouder.clone(), kept.clone()))
                .or_default()
                .insert(vraag.groep);
        }
        Self { groepen }
    }

    /// What may be read in a unit test of a store; everywhere else the decision says.
    #[cfg(test)]
    pub(crate) fn for_test(groepen: impl IntoIterator<Item = (PartijId, InwonerId, Gegevensgroep)>) -> Self {
        let mut toegestaan = Self::default();
        for (bronhouder, inwoner, groep) in groepen {
            toegestaan
                .groepen
                .entry((bronhouder, inwoner))
                .or_default()
                .insert(groep);
        }
        toegestaan
    }

    /// Whether nothing may be read.
    pub fn is_empty(&self) -> bool {
        self.groepen.is_empty()
    }

    /// Whether this group of this resident at this owner may be read.
    pub fn contains(&self, bronhouder: &PartijId, inwoner: &InwonerId, groep: Gegevensgroep) -> bool {
        self.groepen
            .get(&(bronhouder.clone(), inwoner.clone()))
            .is_some_and(|groepen| groepen.contains(&groep))
    }

    /// The residents of whom something may be read, per owner: records are reached per bronhouder.
    pub fn per_bronhouder(&self) -> BTreeMap<&PartijId, BTreeSet<&InwonerId>> {
        let mut residents: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for (bronhouder, inwoner) in self.groepen.keys() {
            residents.entry(bronhouder).or_default().insert(inwoner);
        }
        residents
    }
}

/// An owner's records, reached per decision.
#[async_trait::async_trait]
pub trait Bron: Send + Sync + 'static {
    /// What is told of one resident at one owner.
    type Dossier: Dossier;

    /// The kind of record.
    const SOORT: RecordSoort;

    /// Reads the allowed groups, batched: the number of statements doesn't grow with the residents. The inrichting is
    /// the one by which it was decided.
    /// Keyed by owner and the id under which the record is kept; absent where there is no record.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn load(
        &self,
        toegestaan: &Toegestaan,
        inrichting: &Inrichting,
    ) -> Result<HashMap<(PartijId, InwonerId), Self::Dossier>, DbErr>;

    /// Leaves out what isn't told for this purpose, whatever was allowed.
    fn narrow(&self, _: &mut Self::Dossier, _: Doel) {}
}

/// What is told of one resident at one owner: one field per group, empty where nothing was loaded.
pub trait Dossier: Clone + Default + Send + Sync + 'static {
    /// The other client in the same traject, whose agreement the joint groups need too.
    fn mede_client(&self) -> Option<&InwonerId>;

    /// Forgets a group, as if nothing were recorded.
    fn clear(&mut self, groep: Gegevensgroep);

    /// Of which other groups a group tells a part. A store that loads a record with two clients leaves out what belongs
    /// to the joint ones among them; [`Self::open`] adds it.
    fn draws_on(_: Gegevensgroep) -> &'static [Gegevensgroep] {
        &[]
    }

    /// Tells a group with what it draws on these joint groups, which both clients opened.
    fn open(&mut self, _: Gegevensgroep, _: &BTreeSet<Gegevensgroep>) {}
}
