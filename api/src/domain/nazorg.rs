use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Inrichting, PartijId, words};

words! {
    /// A product of aftercare.
    NazorgProduct {
        /// Basic budget management.
        Basisbudgetbeheer = "BASISBUDGETBEHEER",
        /// Budget coaching.
        Budgetcoaching = "BUDGETCOACHING",
        /// Protective administration.
        Beschermingsbewind = "BESCHERMINGSBEWIND",
        /// The household book.
        Huishoudboekje = "HUISHOUDBOEKJE",
    }
}

/// A row of a municipality's catalogue of aftercare: a product that can be chosen there, for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Nazorgaanbod {
    /// CBS code of the municipality (`GM0344`).
    pub gemeente: String,
    /// The product.
    pub product: NazorgProduct,
    /// The first day on which it can be chosen.
    pub beschikbaar_van: NaiveDate,
    /// The first day on which it can't any more; absent while no end is known.
    #[serde(default)]
    pub beschikbaar_tot: Option<NaiveDate>,
}

impl Nazorgaanbod {
    /// Whether the product can be chosen on this day.
    pub fn is_available(&self, day: NaiveDate) -> bool {
        self.beschikbaar_van <= day && self.beschikbaar_tot.is_none_or(|end| day < end)
    }
}

impl Inrichting {
    /// The catalogue of a party's municipality; empty where it keeps none.
    pub fn nazorgaanbod_of(&self, partij: &PartijId) -> impl Iterator<Item = &Nazorgaanbod> {
        let gemeente = self.find_partij(partij).map(|partij| partij.gemeente.as_str());
        self.nazorgaanbod
            .iter()
            .filter(move |row| Some(row.gemeente.as_str()) == gemeente)
    }

    /// Those of the products that can't be chosen on this day in the municipality of this party. Where it keeps no
    /// catalogue, nothing is known of any of them, and none is told.
    pub fn not_available(
        &self,
        partij: &PartijId,
        producten: &[NazorgProduct],
        day: NaiveDate,
    ) -> Vec<NazorgProduct> {
        let rows: Vec<_> = self.nazorgaanbod_of(partij).collect();
        if rows.is_empty() {
            return Vec::new();
        }
        let can_be_chosen = |product: NazorgProduct| {
            rows.iter()
                .any(|row| row.product == product && row.is_available(day))
        };
        producten
            .iter()
            .copied()
            .filter(|product| !can_be_chosen(*product))
            .collect()
    }

    /// Everything that is wrong with the catalogues.
    pub(super) fn nazorg_faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for row in &self.nazorgaanbod {
            let place = format!("nazorgaanbod {} of `{}`", row.product, row.gemeente);
            let mut partijen = self.samenwerkingen.iter().flat_map(|one| &one.partijen);
            if !partijen.any(|partij| partij.gemeente == row.gemeente) {
                faults.push(format!("{place} is of a municipality without a partij"));
            }
            if row.beschikbaar_tot.is_some_and(|end| end <= row.beschikbaar_van) {
                faults.push(format!("{place} ends before it starts"));
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{UTRECHT, read_inrichting};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_not_on_offer_that_day_is_told() {
        use NazorgProduct::{Budgetcoaching, Huishoudboekje};
        let mut utrecht = read_inrichting(UTRECHT).unwrap();
        utrecht.nazorgaanbod = vec![Nazorgaanbod {
            gemeente: "GM0344".to_owned(),
            product: Budgetcoaching,
            beschikbaar_van: day("2026-01-01"),
            beschikbaar_tot: Some(day("2026-07-01")),
        }];
        let gemeente = PartijId::new("gemeente-utrecht").unwrap();
        let chosen = [Budgetcoaching, Huishoudboekje];
        let on = |date| utrecht.not_available(&gemeente, &chosen, day(date));
        assert_eq!(on("2025-12-31"), chosen);
        assert_eq!(on("2026-01-01"), [Huishoudboekje]);
        assert_eq!(on("2026-06-30"), [Huishoudboekje]);
        assert_eq!(on("2026-07-01"), chosen);
        utrecht.nazorgaanbod.clear();
        assert_eq!(utrecht.not_available(&gemeente, &chosen, day("2026-01-01")), []);
    }

    #[test]
    fn a_wrong_row_is_told() {
        let mut utrecht = read_inrichting(UTRECHT).unwrap();
        utrecht.nazorgaanbod = vec![Nazorgaanbod {
            gemeente: "GM9999".to_owned(),
            product: NazorgProduct::Budgetcoaching,
            beschikbaar_van: day("2026-01-01"),
            beschikbaar_tot: Some(day("2026-01-01")),
        }];
        assert_eq!(utrecht.check().unwrap_err().0.len(), 2);
    }
}
