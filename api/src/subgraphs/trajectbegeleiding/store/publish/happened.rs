//! What happens by a published traject.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use schakel_entity::trajectbegeleiding::{crisis, fase, nazorgproduct, regisseur, traject};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::ReadyTraject;
use crate::{
    clock::day_in_amsterdam,
    domain::{Fase, InwonerId, NazorgProduct, PartijId, SignaalSoort},
    publication::{RegisseurInvoer, TrajectInvoer},
    subgraphs::{common::words::word, outbox::Gebeurd, publishing::Stored},
};

/// A traject as far as a change of it is news.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Beeld {
    /// The phases in order; never empty.
    fasen: Vec<Fase>,
    /// Who is the contact person now.
    regisseur: Option<String>,
    /// When each crisis began that isn't over.
    crises: BTreeSet<NaiveDate>,
    /// Whether an end is announced or there.
    heeft_uitstroom: bool,
    /// Since when aftercare runs, where it had begun when the source made this version.
    nazorg: Option<NaiveDate>,
    /// The chosen products of aftercare; of what is published now those that can't be had.
    producten: BTreeSet<NazorgProduct>,
}

/// What differs from the version before; for a client who wasn't in it, from nothing.
pub(super) async fn derive(
    tx: &DatabaseTransaction,
    id: Uuid,
    ready: &ReadyTraject,
    stored: Option<&Stored>,
) -> Result<Vec<Gebeurd>, DbErr> {
    let before = match stored {
        Some(stored) => read(tx, stored).await?,
        None => None,
    };
    let now = Beeld::of(&ready.invoer, &ready.niet_beschikbaar);
    let was_client = |inwoner: &InwonerId| {
        stored.is_some_and(|stored| stored.inwoners.iter().any(|known| known == inwoner.as_str()))
    };
    let gebeurd = ready.clienten.iter().flat_map(|inwoner| {
        let before = before.as_ref().filter(|_| was_client(inwoner));
        let soorten = now.news_since(before).into_iter();
        soorten.map(|soort| match (soort, now.nazorg) {
            (SignaalSoort::NazorgGestart, Some(start)) => {
                nazorg_gestart(id, (&ready.bronhouder, &ready.invoer.bron_id), inwoner, start)
            }
            _ => Gebeurd::to_record(id, soort, inwoner.clone(), ready.bronhouder.clone()),
        })
    });
    Ok(gebeurd.collect())
}

/// Aftercare that begins on a day of a traject of a source: told by a version of it or by the clock, whichever comes first.
pub(in crate::subgraphs::trajectbegeleiding) fn nazorg_gestart(
    id: Uuid,
    (bronhouder, bron_id): (&PartijId, &str),
    inwoner: &InwonerId,
    start: NaiveDate,
) -> Gebeurd {
    let soort = SignaalSoort::NazorgGestart;
    let key = format!("{soort} {bronhouder} {bron_id} {} {start}", inwoner.as_str());
    Gebeurd::to_record(id, soort, inwoner.clone(), bronhouder.clone()).known_by(key)
}

impl Beeld {
    fn of(invoer: &TrajectInvoer, niet_beschikbaar: &[NazorgProduct]) -> Self {
        let present = invoer.regisseurs.iter().rev().find(|one| one.tot.is_none());
        let naam = |regisseur: &RegisseurInvoer| regisseur.contact.naam.clone();
        let fasen: Vec<(Fase, NaiveDate)> = invoer.fasen.iter().map(|one| (one.fase, one.sinds)).collect();
        let planned = invoer.nazorg.as_ref().map(|nazorg| nazorg.start);
        let crises = invoer.crises.iter().filter(|crisis| crisis.einde.is_none());
        Self {
            nazorg: aftercare(planned, fasen.last().copied(), invoer.versie),
            fasen: fasen.into_iter().map(|(fase, _)| fase).collect(),
            regisseur: present.map(naam),
            crises: crises.map(|crisis| crisis.start).collect(),
            heeft_uitstroom: invoer.uitstroom.is_some(),
            producten: niet_beschikbaar.iter().copied().collect(),
        }
    }

    fn fase(&self) -> Option<Fase> {
        self.fasen.last().copied()
    }

    fn runs(&self) -> bool {
        self.fase() != Some(Fase::Afgesloten)
    }

    /// In the order of [`SignaalSoort::ALL`].
    fn news_since(&self, before: Option<&Self>) -> Vec<SignaalSoort> {
        let Some(before) = before else {
            return self.news_of_the_first();
        };
        let new_crisis = !self.crises.is_subset(&before.crises);
        let announced = self.heeft_uitstroom && !before.heeft_uitstroom && self.runs();
        // A history that was put right from the start on is looked at whole.
        let known = if self.fasen.starts_with(&before.fasen) {
            before.fasen.len()
        } else {
            1
        };
        let news = [
            (SignaalSoort::TrajectGestart, !before.runs() && self.runs()),
            (SignaalSoort::FaseGewijzigd, before.fase() != self.fase()),
            (
                SignaalSoort::RegisseurGewijzigd,
                before.regisseur != self.regisseur,
            ),
            (SignaalSoort::CrisisGemeld, new_crisis),
            (SignaalSoort::UitstroomNadert, announced),
            (
                SignaalSoort::NazorgGestart,
                self.nazorg.is_some() && before.nazorg.is_none(),
            ),
            (
                SignaalSoort::NazorgproductNietBeschikbaar,
                self.runs() && !self.producten.is_subset(&before.producten),
            ),
            (SignaalSoort::OnverwachteFase, self.is_unusual_from(known)),
        ];
        let news = news.into_iter().filter(|(_, is_news)| *is_news);
        news.map(|(soort, _)| soort).collect()
    }

    /// Of a traject that was never published before only what stands now is news, and of one that has ended nothing.
    fn news_of_the_first(&self) -> Vec<SignaalSoort> {
        if !self.runs() {
            return Vec::new();
        }
        let news = [
            (SignaalSoort::TrajectGestart, true),
            (SignaalSoort::CrisisGemeld, !self.crises.is_empty()),
            (SignaalSoort::UitstroomNadert, self.heeft_uitstroom),
            (SignaalSoort::NazorgGestart, self.nazorg.is_some()),
            (
                SignaalSoort::NazorgproductNietBeschikbaar,
                !self.producten.is_empty(),
            ),
            (SignaalSoort::OnverwachteFase, self.is_unusual_from(1)),
        ];
        let news = news.into_iter().filter(|(_, is_news)| *is_news);
        news.map(|(soort, _)| soort).collect()
    }

    /// Whether a phase at this place or later doesn't usually follow the one before it.
    fn is_unusual_from(&self, place: usize) -> bool {
        let steps = self.fasen.iter().zip(self.fasen.iter().skip(1));
        steps
            .skip(place.saturating_sub(1))
            .any(|(earlier, later)| earlier != later && !later.usually_follows(*earlier))
    }
}

/// Since when aftercare runs that had begun when the source made a version: by its own start, or by the present phase.
fn aftercare(
    start: Option<NaiveDate>,
    present: Option<(Fase, NaiveDate)>,
    versie: DateTime<Utc>,
) -> Option<NaiveDate> {
    let begun = start.filter(|start| *start <= day_in_amsterdam(versie));
    let by_phase = present.filter(|(fase, _)| *fase == Fase::Nazorg);
    begun.or(by_phase.map(|(_, sinds)| sinds))
}

async fn read(tx: &DatabaseTransaction, stored: &Stored) -> Result<Option<Beeld>, DbErr> {
    let Some(row) = traject::Entity::find_by_id(stored.id).one(tx).await? else {
        return Ok(None);
    };
    let fasen: Vec<String> = fase::Entity::find()
        .select_only()
        .column(fase::Column::Fase)
        .filter(fase::Column::Traject.eq(stored.id))
        .order_by_asc(fase::Column::Volgnummer)
        .into_tuple()
        .all(tx)
        .await?;
    let regisseur: Option<String> = regisseur::Entity::find()
        .select_only()
        .column(regisseur::Column::Naam)
        .filter(regisseur::Column::Traject.eq(stored.id))
        .filter(regisseur::Column::Tot.is_null())
        .order_by_desc(regisseur::Column::Volgnummer)
        .into_tuple()
        .one(tx)
        .await?;
    let crises: Vec<NaiveDate> = crisis::Entity::find()
        .select_only()
        .column(crisis::Column::Start)
        .filter(crisis::Column::Traject.eq(stored.id))
        .filter(crisis::Column::Einde.is_null())
        .into_tuple()
        .all(tx)
        .await?;
    let producten: Vec<String> = nazorgproduct::Entity::find()
        .select_only()
        .column(nazorgproduct::Column::Product)
        .filter(nazorgproduct::Column::Traject.eq(stored.id))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(Some(Beeld {
        fasen: fasen.iter().map(|fase| word(fase)).collect::<Result<_, _>>()?,
        regisseur,
        crises: crises.into_iter().collect(),
        heeft_uitstroom: row.uitstroom_datum.is_some(),
        nazorg: aftercare(
            row.nazorg_start,
            Some((word(&row.fase)?, row.fase_sinds)),
            row.versie,
        ),
        producten: producten
            .iter()
            .map(|product| word(product))
            .collect::<Result<_, _>>()?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beeld(fasen: &[Fase]) -> Beeld {
        Beeld {
            fasen: fasen.to_vec(),
            regisseur: Some("Fatima".to_owned()),
            crises: BTreeSet::new(),
            heeft_uitstroom: false,
            nazorg: None,
            producten: BTreeSet::new(),
        }
    }

    #[test]
    fn the_same_is_no_news() {
        let one = beeld(&[Fase::Aanmelding]);
        assert_eq!(one.news_since(Some(&one)), []);
    }

    #[test]
    fn a_first_version_tells_that_it_runs() {
        assert_eq!(
            beeld(&[Fase::Aanmelding]).news_since(None),
            [SignaalSoort::TrajectGestart]
        );
        let ended = beeld(&[Fase::Aanmelding, Fase::Afgesloten]);
        assert_eq!(ended.news_since(None), []);
    }

    #[test]
    fn each_change_is_told_in_a_fixed_order() {
        let before = beeld(&[Fase::Aanmelding]);
        let after = Beeld {
            regisseur: Some("Youssef".to_owned()),
            crises: BTreeSet::from(["2026-06-01".parse().unwrap()]),
            heeft_uitstroom: true,
            nazorg: Some("2026-06-01".parse().unwrap()),
            producten: BTreeSet::from([NazorgProduct::Huishoudboekje]),
            ..beeld(&[Fase::Aanmelding, Fase::Nazorg])
        };
        let told = after.news_since(Some(&before));
        assert_eq!(
            told,
            [
                SignaalSoort::FaseGewijzigd,
                SignaalSoort::RegisseurGewijzigd,
                SignaalSoort::CrisisGemeld,
                SignaalSoort::UitstroomNadert,
                SignaalSoort::NazorgGestart,
                SignaalSoort::NazorgproductNietBeschikbaar,
                SignaalSoort::OnverwachteFase,
            ]
        );
        assert!(told.is_sorted());
    }

    #[test]
    fn an_unusual_phase_is_told_once_and_not_with_each_version() {
        let before = beeld(&[Fase::Aanmelding, Fase::Nazorg]);
        assert_eq!(before.news_since(Some(&before)), []);
        let after = beeld(&[Fase::Aanmelding, Fase::Nazorg, Fase::Afgesloten]);
        assert_eq!(after.news_since(Some(&before)), [SignaalSoort::FaseGewijzigd]);
    }

    #[test]
    fn aftercare_runs_by_its_own_start_or_by_the_phase_and_a_plan_is_none() {
        let day = |text: &str| Some(text.parse::<NaiveDate>().unwrap());
        let versie = "2026-06-30T22:30:00Z".parse().unwrap();
        let present = |fase| Some((fase, "2026-06-01".parse().unwrap()));
        let stable = present(Fase::Stabilisatie);
        assert_eq!(
            aftercare(day("2026-07-01"), stable, versie),
            day("2026-07-01"),
            "it is July in Utrecht"
        );
        assert_eq!(
            aftercare(day("2026-07-02"), stable, versie),
            None,
            "the clock tells of it"
        );
        assert_eq!(aftercare(None, present(Fase::Nazorg), versie), day("2026-06-01"));
        assert_eq!(
            aftercare(day("2026-07-02"), present(Fase::Nazorg), versie),
            day("2026-06-01")
        );
        assert_eq!(aftercare(None, stable, versie), None);
    }

    #[test]
    fn a_product_that_was_chosen_before_is_no_news() {
        let chosen = |producten: &[NazorgProduct]| Beeld {
            producten: producten.iter().copied().collect(),
            ..beeld(&[Fase::Aanmelding])
        };
        let before = chosen(&[NazorgProduct::Huishoudboekje, NazorgProduct::Basisbudgetbeheer]);
        let same = chosen(&[NazorgProduct::Huishoudboekje]);
        assert_eq!(same.news_since(Some(&before)), []);
        let other = chosen(&[NazorgProduct::Budgetcoaching]);
        let told = [SignaalSoort::NazorgproductNietBeschikbaar];
        assert_eq!(other.news_since(Some(&before)), told);
    }

    #[test]
    fn a_traject_that_runs_again_has_started() {
        let ended = beeld(&[Fase::Aanmelding, Fase::Afgesloten]);
        let again = beeld(&[Fase::Aanmelding, Fase::Afgesloten, Fase::Intake]);
        assert_eq!(
            again.news_since(Some(&ended)),
            [
                SignaalSoort::TrajectGestart,
                SignaalSoort::FaseGewijzigd,
                SignaalSoort::OnverwachteFase
            ]
        );
    }
}
