use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Bewaartermijn, Doel, Gegevensgroep, Nazorgaanbod, Partij, PartijId, RecordSoort, Rol, Termijnregel,
    Vroegsignaalregel,
};

mod termijnen;

/// How the parties work together: who they are, on which grounds and in which bundles they share, and
/// what each role and purpose can carry. A versioned event of the register, applied from a file, so
/// that every process agrees and an old decision can be replayed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Inrichting {
    /// The sets of parties that work around the same residents.
    pub samenwerkingen: Vec<Samenwerking>,
    /// Legal grounds on which groups are shared without consent.
    #[serde(default)]
    pub verwerkingsgronden: Vec<Verwerkingsgrond>,
    /// Bundles of grants that are given in one conversation.
    #[serde(default)]
    pub pakketten: Vec<Pakket>,
    /// Groups of a traject with two clients that need the grant of both.
    pub gezamenlijke_groepen: BTreeSet<Gegevensgroep>,
    /// Which roles may act for which purposes.
    pub rol_doelen: BTreeMap<Rol, BTreeSet<Doel>>,
    /// Which groups a purpose can carry.
    pub doel_groepen: BTreeMap<Doel, BTreeSet<Gegevensgroep>>,
    /// The longest period of a grant per purpose, in days.
    pub langste_toestemming_dagen: BTreeMap<Doel, u32>,
    /// How the municipalities count deadlines.
    #[serde(default)]
    pub termijnen: Vec<Termijnregel>,
    /// Which products of aftercare the municipalities offer, and when.
    #[serde(default)]
    pub nazorgaanbod: Vec<Nazorgaanbod>,
    /// Which early signals are taken in, of whom and for whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vroegsignalen: Vec<Vroegsignaalregel>,
    /// How long records are kept here after their end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bewaartermijnen: Vec<Bewaartermijn>,
    /// The days that a royal decree puts on a par with a public holiday (Algemene termijnenwet art. 3 lid 3).
    #[serde(default)]
    pub gelijkgestelde_dagen: BTreeSet<NaiveDate>,
    /// The most sensitive groups: a grant with one of these holds nothing until a second consent manager confirms it.
    #[serde(default)]
    pub vier_ogen_groepen: BTreeSet<Gegevensgroep>,
    /// How many days a party doesn't ask again for what the resident refused it.
    #[serde(default = "default_rust_dagen")]
    pub rust_na_weigering_dagen: u32,
    /// How long somebody who isn't involved with a resident can open one, in hours.
    #[serde(default = "one_day")]
    pub opening_uren: u32,
    /// For which purposes signals go: something is offered to a party where a ground or grant for one of these opens the
    /// groups that it tells of. Whoever reads it is decided on by their own purpose.
    #[serde(default = "default_signaal_doelen")]
    pub signaal_doelen: BTreeSet<Doel>,
    /// How many days before the end of a grant its receiver hears of that.
    #[serde(default = "default_verloopt_dagen")]
    pub toestemming_verloopt_dagen: u32,
    /// After how many days without news of a running traject its source is taken for outdated.
    #[serde(default = "default_verouderd_dagen")]
    pub bron_verouderd_dagen: u32,
    /// How long what an owner told of its trajecten may be relied on, in minutes: a grant that is bound to a traject of
    /// an owner who is silent for longer opens nothing.
    #[serde(default = "one_hour")]
    pub trajectmelding_minuten: u32,
    /// The least number that a report tells: smaller ones are withheld, so that nothing of a single resident can be derived.
    #[serde(default = "default_rapportage_drempel")]
    pub rapportage_drempel: u32,
}

/// Those for which professionals work together.
fn default_signaal_doelen() -> BTreeSet<Doel> {
    BTreeSet::from([
        Doel::AfstemmingTraject,
        Doel::UitvoerenVerwijzing,
        Doel::Nazorg,
        Doel::Signalering,
    ])
}

/// A month.
const fn default_verloopt_dagen() -> u32 {
    30
}

/// A quarter of a year.
const fn default_verouderd_dagen() -> u32 {
    90
}

/// A quarter of a year.
const fn default_rust_dagen() -> u32 {
    90
}

/// What holds in an inrichting of before this could be set.
fn one_day() -> u32 {
    24
}

/// What holds in an inrichting of before this could be set.
fn one_hour() -> u32 {
    60
}

/// What statistics on persons use.
const fn default_rapportage_drempel() -> u32 {
    10
}

/// Below five a withheld number is as good as told; above a thousand there is nothing left to report.
const RAPPORTAGE_DREMPELS: std::ops::RangeInclusive<u32> = 5..=1_000;

/// A silence of more than a day is no news any more.
const LONGEST_SILENCE_MINUTES: u32 = 1_440;

/// An opening is for what can't wait: a week at most.
const LONGEST_OPENING_HOURS: u32 = 168;

/// A set of parties that work around the same residents, in the fixed order in which they are listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Samenwerking {
    /// Its id (`utrecht`).
    pub id: String,
    /// Its name.
    pub naam: String,
    /// Its parties.
    pub partijen: Vec<Partij>,
}

/// A legal ground, dated: the owner's groups that a receiver may see for one purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Verwerkingsgrond {
    /// Its id, which decisions and objections name.
    pub id: String,
    /// The law and article.
    pub wet: String,
    /// The owning party.
    pub bronhouder: PartijId,
    /// The receiving party.
    pub ontvanger: PartijId,
    /// The groups.
    pub groepen: BTreeSet<Gegevensgroep>,
    /// The purpose.
    pub doel: Doel,
    /// From when it holds (UTC, inclusive).
    pub geldig_van: DateTime<Utc>,
    /// Until when it holds (UTC, exclusive); `None` while no end is known.
    #[serde(default)]
    pub geldig_tot: Option<DateTime<Utc>>,
}

/// A bundle: one conversation, one evidence, one receipt, several grants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Pakket {
    /// Its id (`LAMPJE`).
    pub id: String,
    /// What a consent manager says of it.
    pub naam: String,
    /// The samenwerking that it belongs to.
    pub samenwerking: String,
    /// The purpose of its grants.
    pub doel: Doel,
    /// Its grants.
    pub delen: Vec<PakketDeel>,
}

/// One grant of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PakketDeel {
    /// The owning party.
    pub bronhouder: PartijId,
    /// The receiving party.
    pub ontvanger: PartijId,
    /// The groups.
    pub groepen: BTreeSet<Gegevensgroep>,
}

/// Everything that is wrong with an inrichting, all at once.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("; "))]
pub struct InrichtingError(pub Vec<String>);

impl Inrichting {
    /// The samenwerking of a party; `None` for a party that is not configured.
    pub fn samenwerking_of(&self, partij: &PartijId) -> Option<&Samenwerking> {
        self.samenwerkingen
            .iter()
            .find(|samenwerking| samenwerking.find_partij(partij).is_some())
    }

    /// A party by its id.
    pub fn find_partij(&self, partij: &PartijId) -> Option<&Partij> {
        self.samenwerkingen
            .iter()
            .find_map(|samenwerking| samenwerking.find_partij(partij))
    }

    /// The parties of the caller's samenwerking that own this kind of record, in the fixed order; none
    /// for a party that is not configured.
    pub fn houders(&self, caller: &PartijId, soort: RecordSoort) -> impl Iterator<Item = &Partij> {
        self.samenwerking_of(caller)
            .into_iter()
            .flat_map(|samenwerking| &samenwerking.partijen)
            .filter(move |partij| partij.houdt(soort))
    }

    /// Whether one of these roles may act for the purpose.
    pub fn rol_mag(&self, rollen: &BTreeSet<Rol>, doel: Doel) -> bool {
        rollen.iter().any(|rol| {
            self.rol_doelen
                .get(rol)
                .is_some_and(|doelen| doelen.contains(&doel))
        })
    }

    /// Whether a grant of these groups takes two consent managers.
    pub fn vraagt_vier_ogen(&self, groepen: &BTreeSet<Gegevensgroep>) -> bool {
        !self.vier_ogen_groepen.is_disjoint(groepen)
    }

    /// A legal ground by its id.
    pub fn find_grond(&self, id: &str) -> Option<&Verwerkingsgrond> {
        self.verwerkingsgronden.iter().find(|grond| grond.id == id)
    }

    /// Whether the purpose can carry the group.
    pub fn doel_draagt(&self, doel: Doel, groep: Gegevensgroep) -> bool {
        self.doel_groepen
            .get(&doel)
            .is_some_and(|groepen| groepen.contains(&groep))
    }

    /// A bundle of the samenwerking by its id.
    pub fn find_pakket(&self, samenwerking: &str, id: &str) -> Option<&Pakket> {
        self.pakketten
            .iter()
            .find(|pakket| pakket.samenwerking == samenwerking && pakket.id == id)
    }

    /// Checks that every name refers to something and every group to an owner of its kind.
    ///
    /// # Errors
    /// [`InrichtingError`] with every fault, all at once.
    pub fn check(&self) -> Result<(), InrichtingError> {
        let mut faults = self.double_names();
        for grond in &self.verwerkingsgronden {
            let place = format!("verwerkingsgrond `{}`", grond.id);
            self.check_share(
                &place,
                &grond.bronhouder,
                &grond.ontvanger,
                &grond.groepen,
                &mut faults,
            );
            if grond.geldig_tot.is_some_and(|end| end <= grond.geldig_van) {
                faults.push(format!("{place} ends before it starts"));
            }
        }
        for pakket in &self.pakketten {
            let place = format!("pakket `{}`", pakket.id);
            if !self
                .samenwerkingen
                .iter()
                .any(|samenwerking| samenwerking.id == pakket.samenwerking)
            {
                faults.push(format!(
                    "{place} names an unknown samenwerking `{}`",
                    pakket.samenwerking
                ));
            }
            for deel in &pakket.delen {
                self.check_share(
                    &place,
                    &deel.bronhouder,
                    &deel.ontvanger,
                    &deel.groepen,
                    &mut faults,
                );
                for groep in deel
                    .groepen
                    .iter()
                    .filter(|groep| !self.doel_draagt(pakket.doel, **groep))
                {
                    faults.push(format!(
                        "{place} has doel {} that cannot carry {groep}",
                        pakket.doel
                    ));
                }
            }
        }
        if !(1..=LONGEST_OPENING_HOURS).contains(&self.opening_uren) {
            faults.push(format!(
                "openingUren lies not between 1 and {LONGEST_OPENING_HOURS}"
            ));
        }
        if !(1..=LONGEST_SILENCE_MINUTES).contains(&self.trajectmelding_minuten) {
            faults.push(format!(
                "trajectmeldingMinuten lies not between 1 and {LONGEST_SILENCE_MINUTES}"
            ));
        }
        if !RAPPORTAGE_DREMPELS.contains(&self.rapportage_drempel) {
            faults.push(format!(
                "rapportageDrempel lies not between {} and {}",
                RAPPORTAGE_DREMPELS.start(),
                RAPPORTAGE_DREMPELS.end()
            ));
        }
        for doel in Doel::ALL
            .iter()
            .filter(|doel| !self.langste_toestemming_dagen.contains_key(doel))
        {
            faults.push(format!("langsteToestemmingDagen misses {doel}"));
        }
        faults.extend(self.termijn_faults());
        faults.extend(self.nazorg_faults());
        faults.extend(self.vroegsignaal_faults());
        faults.extend(self.bewaartermijn_faults());
        if faults.is_empty() {
            Ok(())
        } else {
            Err(InrichtingError(faults))
        }
    }

    fn check_share(
        &self,
        place: &str,
        bronhouder: &PartijId,
        ontvanger: &PartijId,
        groepen: &BTreeSet<Gegevensgroep>,
        faults: &mut Vec<String>,
    ) {
        for partij in [bronhouder, ontvanger] {
            if self.find_partij(partij).is_none() {
                faults.push(format!("{place} names an unknown partij `{partij}`"));
            }
        }
        if self.find_partij(ontvanger).is_some_and(|partij| !partij.leest()) {
            faults.push(format!(
                "{place} names `{ontvanger}`, a signaalpartner, which reads nothing"
            ));
        }
        if bronhouder == ontvanger {
            faults.push(format!("{place} has `{bronhouder}` share with itself"));
        }
        if let Some(bron) = self.find_partij(bronhouder) {
            for groep in groepen.iter().filter(|groep| !bron.houdt(groep.record_soort())) {
                faults.push(format!(
                    "{place} has `{bronhouder}` share {groep}, of which it holds no records"
                ));
            }
        }
        if groepen.is_empty() {
            faults.push(format!("{place} names no gegevensgroep"));
        }
    }

    fn double_names(&self) -> Vec<String> {
        let partijen = self
            .samenwerkingen
            .iter()
            .flat_map(|s| &s.partijen)
            .map(|p| format!("partij `{}`", p.id));
        let samenwerkingen = self
            .samenwerkingen
            .iter()
            .map(|s| format!("samenwerking `{}`", s.id));
        let gronden = self
            .verwerkingsgronden
            .iter()
            .map(|g| format!("verwerkingsgrond `{}`", g.id));
        let pakketten = self
            .pakketten
            .iter()
            .map(|p| format!("pakket `{}` of `{}`", p.id, p.samenwerking));
        let mut seen = BTreeSet::new();
        partijen
            .chain(samenwerkingen)
            .chain(gronden)
            .chain(pakketten)
            .filter(|name| !seen.insert(name.clone()))
            .map(|name| format!("{name} stands there twice"))
            .collect()
    }
}

impl Samenwerking {
    /// A party of this samenwerking by its id.
    pub fn find_partij(&self, partij: &PartijId) -> Option<&Partij> {
        self.partijen.iter().find(|candidate| &candidate.id == partij)
    }
}
