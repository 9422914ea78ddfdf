use async_graphql::SimpleObject;

use crate::domain::words;

/// What was counted, as it is never shown: how many records, and how many residents stand behind them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Geteld {
    /// How many records.
    pub aantal: u64,
    /// How many different residents they are about.
    pub personen: u64,
}

words! {
    /// How a number in a report stands.
    TellingStaat {
        /// It is told.
        Geteld = "GETELD",
        /// It is withheld for being less than the threshold. A part of a total that is less than the threshold itself may be zero.
        OnderDrempel = "ONDER_DREMPEL",
        /// It is withheld since another one could be computed with it; it may be any number.
        Afgeschermd = "AFGESCHERMD",
    }
}

/// A number in a report, of which nothing about a single resident can be derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, SimpleObject)]
#[graphql(shareable)]
pub struct Telling {
    /// The number; null when it is withheld.
    aantal: Option<u64>,
    /// Whether it is told, and why not.
    staat: TellingStaat,
}

impl Telling {
    /// Withheld, whatever it is.
    pub(super) const AFGESCHERMD: Self = Self {
        aantal: None,
        staat: TellingStaat::Afgeschermd,
    };

    pub(super) const ONDER_DREMPEL: Self = Self {
        aantal: None,
        staat: TellingStaat::OnderDrempel,
    };

    pub(super) const fn told(aantal: u64) -> Self {
        Self {
            aantal: Some(aantal),
            staat: TellingStaat::Geteld,
        }
    }

    /// The number, where it is told.
    pub fn number(&self) -> Option<u64> {
        self.aantal
    }
}

/// The value in the middle: half is at most it. Withheld where it is of fewer residents than the threshold.
#[derive(Clone, Copy, Debug, PartialEq, SimpleObject)]
#[graphql(shareable)]
pub struct Mediaan {
    /// In days; null when it is withheld, or of nothing.
    dagen: Option<f64>,
    /// Whether it is told, and why not. How many it is of is not told.
    staat: TellingStaat,
}

/// The least number that is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drempel(pub(super) u64);

impl Drempel {
    /// As configured (`rapportageDrempel`).
    pub fn of(inrichting: &crate::domain::Inrichting) -> Self {
        Self(u64::from(inrichting.rapportage_drempel))
    }

    /// The number itself.
    pub fn least(self) -> u64 {
        self.0
    }

    /// Whether a number must be withheld for itself.
    pub(super) fn is_small(self, geteld: Geteld) -> bool {
        geteld.aantal > 0 && geteld.aantal.min(geteld.personen) < self.0
    }

    /// A number that stands alone: no total is told of which it is a part.
    pub fn telling(self, geteld: Geteld) -> Telling {
        if self.is_small(geteld) {
            Telling::ONDER_DREMPEL
        } else {
            Telling::told(geteld.aantal)
        }
    }

    /// Numbers of which the sum may be known from elsewhere, as two deadlines that begin with the same event come out as
    /// often: where one must be withheld, all are.
    pub fn samen<const N: usize>(self, geteld: [Geteld; N]) -> [Telling; N] {
        let is_any_small = geteld.iter().any(|one| self.is_small(*one));
        geteld.map(|one| match self.telling(one) {
            told if is_any_small && told.number().is_some() => Telling::AFGESCHERMD,
            told => told,
        })
    }

    /// How many there are at a moment, rounded to the nearest multiple of the threshold: two exact numbers, with who came in
    /// and who left between them, would give away a number of these that is withheld.
    pub fn stand(self, geteld: Geteld) -> Telling {
        if self.is_small(geteld) {
            return Telling::ONDER_DREMPEL;
        }
        let step = self.0.max(1);
        Telling::told((geteld.aantal + step / 2) / step * step)
    }

    /// The median of values, each with how often it was met, of so many residents.
    pub fn mediaan(self, mut times: Vec<(i64, u64)>, personen: u64) -> Mediaan {
        let aantal: u64 = times.iter().map(|(_, count)| count).sum();
        if self.is_small(Geteld { aantal, personen }) {
            return Mediaan {
                dagen: None,
                staat: TellingStaat::OnderDrempel,
            };
        }
        times.sort_unstable();
        let at = |place: u64| {
            let mut passed = 0;
            let mut reached = times.iter().filter(|(_, count)| {
                passed += count;
                passed > place
            });
            reached.next().map(|(value, _)| *value)
        };
        let middle = at(aantal.saturating_sub(1) / 2).zip(at(aantal / 2));
        Mediaan {
            dagen: middle.and_then(|(low, high)| Some(f64::from(i32::try_from(low + high).ok()?) / 2.0)),
            staat: TellingStaat::Geteld,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN: Drempel = Drempel(10);

    fn geteld(aantal: u64, personen: u64) -> Geteld {
        Geteld { aantal, personen }
    }

    #[test]
    fn numbers_whose_sum_may_be_known_are_told_together_or_not_at_all() {
        let numbers = |told: [Telling; 2]| told.map(|one| one.number());
        assert_eq!(
            numbers(TEN.samen([geteld(95, 90), geteld(12, 12)])),
            [Some(95), Some(12)]
        );
        assert_eq!(
            numbers(TEN.samen([geteld(95, 90), geteld(0, 0)])),
            [Some(95), Some(0)]
        );
        for small in [geteld(2, 2), geteld(40, 3)] {
            assert_eq!(numbers(TEN.samen([geteld(95, 90), small])), [None, None]);
            assert_eq!(
                numbers(TEN.samen([small, geteld(0, 0)])),
                [None, None],
                "nor beside a zero"
            );
        }
    }

    #[test]
    fn a_small_number_is_withheld_by_records_and_by_residents_and_zero_is_told() {
        assert_eq!(TEN.telling(geteld(0, 0)).number(), Some(0));
        assert_eq!(TEN.telling(geteld(10, 10)).number(), Some(10));
        for small in [
            geteld(1, 1),
            geteld(9, 9),
            geteld(9, 18),
            geteld(12, 1),
            geteld(400, 9),
        ] {
            assert_eq!(TEN.telling(small), Telling::ONDER_DREMPEL, "{small:?}");
            assert_eq!(TEN.stand(small), Telling::ONDER_DREMPEL, "{small:?}");
        }
    }

    #[test]
    fn a_stand_is_rounded_to_the_threshold() {
        let shown = |aantal| TEN.stand(geteld(aantal, aantal)).number();
        assert_eq!(
            [10, 14, 15, 104, 105].map(shown),
            [10, 10, 20, 100, 110].map(Some)
        );
    }

    #[test]
    fn a_median_is_the_middle_and_needs_as_many_residents_as_a_number() {
        let mediaan = |times: &[(i64, u64)], personen| TEN.mediaan(times.to_vec(), personen).dagen;
        assert_eq!(mediaan(&[(7, 1), (3, 5), (5, 5)], 11), Some(5.0));
        assert_eq!(mediaan(&[(3, 6), (8, 6)], 12), Some(5.5));
        assert_eq!(mediaan(&[(3, 6), (8, 6)], 9), None);
        assert_eq!(mediaan(&[(3, 9)], 9), None);
        assert_eq!(TEN.mediaan(Vec::new(), 0).staat, TellingStaat::Geteld);
    }
}
