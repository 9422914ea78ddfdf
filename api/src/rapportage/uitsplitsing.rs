use std::collections::BTreeSet;

use async_graphql::SimpleObject;

use super::drempel::{Drempel, Geteld, Telling};

/// A part of a number in a report.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
#[graphql(shareable)]
pub struct Onderdeel {
    /// Which part: a word of the list that the field names.
    pub deel: String,
    /// How many.
    pub telling: Telling,
}

/// A total with its breakdowns, each of which adds up to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uitgesplitst<const N: usize> {
    /// The total.
    pub totaal: Telling,
    /// Its breakdowns.
    pub delen: [Vec<Onderdeel>; N],
}

impl Drempel {
    /// A total and its breakdowns, so that no part which must be withheld can be computed from the others:
    /// - a total that is withheld keeps all its parts back, zeros too: nine parts that aren't zero would be nine ones;
    /// - where a part is small, the zeros are withheld with the small ones, so that what these are together spreads over more;
    /// - where they are together less than the threshold, or nearly all as great as a small one can be, the largest part is withheld
    ///   too, and the next, until what is withheld together leaves room for every small number. The largest and not the next smallest:
    ///   of the next smallest it is known between which others it lies.
    ///
    /// What is withheld under a total that is told looks alike, whatever the reason.
    pub fn uitsplitsing<const N: usize>(
        self,
        totaal: Geteld,
        delen: [Vec<(String, Geteld)>; N],
    ) -> Uitgesplitst<N> {
        let shown = self.telling(totaal);
        let delen = delen.map(|delen| {
            let counts: Vec<Geteld> = delen.iter().map(|(_, geteld)| *geteld).collect();
            let hidden = self.hidden(&counts);
            let tell = |(place, (deel, geteld)): (usize, (String, Geteld))| {
                let telling = match shown.number() {
                    None => Telling::ONDER_DREMPEL,
                    Some(_) if hidden.contains(&place) => Telling::AFGESCHERMD,
                    Some(_) => Telling::told(geteld.aantal),
                };
                Onderdeel { deel, telling }
            };
            delen.into_iter().enumerate().map(tell).collect()
        });
        Uitgesplitst { totaal: shown, delen }
    }

    /// Numbers beside one another of which no total is told: each stands alone.
    pub fn losse(self, delen: Vec<(String, Geteld)>) -> Vec<Onderdeel> {
        let tell = |(deel, geteld)| Onderdeel {
            deel,
            telling: self.telling(geteld),
        };
        delen.into_iter().map(tell).collect()
    }

    /// The places of what is withheld of the parts of a total that is told.
    fn hidden(self, parts: &[Geteld]) -> BTreeSet<usize> {
        if !parts.iter().any(|part| self.is_small(*part)) {
            return BTreeSet::new();
        }
        let is_little = |part: &Geteld| part.aantal == 0 || self.is_small(*part);
        let mut hidden = places(parts, is_little);
        let little = together(parts, &hidden);
        let most = hidden.len() as u64 * (self.0.saturating_sub(1));
        if hidden.len() >= 2 && little.aantal.min(little.personen) >= self.0 && little.aantal + 2 <= most {
            return hidden;
        }
        let largest = |hidden: &BTreeSet<usize>| {
            let shown = parts
                .iter()
                .enumerate()
                .filter(|(place, _)| !hidden.contains(place));
            shown.map(|(_, part)| part.aantal).max()
        };
        while let Some(most) = largest(&hidden) {
            // Parts that are alike can't be told apart by which of them was taken.
            hidden.extend(places(parts, |part| part.aantal == most));
            let withheld = together(parts, &hidden).aantal;
            if largest(&hidden).is_some_and(|next| withheld >= next + 2 * self.0) {
                break;
            }
        }
        hidden
    }
}

fn places(parts: &[Geteld], which: impl Fn(&Geteld) -> bool) -> BTreeSet<usize> {
    let taken = parts.iter().enumerate().filter(|(_, part)| which(part));
    taken.map(|(place, _)| place).collect()
}

/// How many they are together, and at most of how many residents.
fn together(parts: &[Geteld], places: &BTreeSet<usize>) -> Geteld {
    let parts = places.iter().filter_map(|place| parts.get(*place));
    parts.fold(Geteld::default(), |sum, part| Geteld {
        aantal: sum.aantal + part.aantal,
        personen: sum.personen + part.personen,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// What is shown of a table: the total, and each part.
    type Shown = (Telling, Vec<Telling>);

    fn show(drempel: Drempel, parts: &[u64]) -> Shown {
        let geteld = |aantal| Geteld {
            aantal,
            personen: aantal,
        };
        let named = parts
            .iter()
            .map(|aantal| (String::new(), geteld(*aantal)))
            .collect();
        let Uitgesplitst {
            totaal,
            delen: [delen],
        } = drempel.uitsplitsing(geteld(parts.iter().sum()), [named]);
        (totaal, delen.into_iter().map(|deel| deel.telling).collect())
    }

    /// Every table of so many parts with at most this total.
    fn tables(parts: usize, most: u64) -> Vec<Vec<u64>> {
        (0..parts).fold(vec![Vec::new()], |tables, _| {
            tables
                .into_iter()
                .flat_map(|table: Vec<u64>| {
                    let left = most - table.iter().sum::<u64>();
                    (0..=left).map(move |next| table.iter().copied().chain([next]).collect())
                })
                .collect()
        })
    }

    /// Somebody who knows these rules and sees a table knows which tables it can be: all that look so. No small number may be
    /// the same in all of them, and what is withheld is never together a small number.
    #[test]
    fn no_small_number_can_be_derived_by_who_knows_the_rules() {
        for (least, parts, most) in [
            (3, 2, 20),
            (3, 3, 18),
            (3, 4, 18),
            (3, 5, 16),
            (4, 3, 24),
            (4, 4, 24),
            (5, 3, 32),
            (5, 4, 28),
        ] {
            let drempel = Drempel(least);
            let mut alike: HashMap<Shown, Vec<Vec<u64>>> = HashMap::new();
            for table in tables(parts, most) {
                alike.entry(show(drempel, &table)).or_default().push(table);
            }
            for (shown, tables) in alike {
                let small = 1..least;
                for place in 0..parts {
                    let values: BTreeSet<u64> = tables.iter().map(|table| table[place]).collect();
                    let derived = values.len() == 1 && small.contains(values.first().unwrap());
                    assert!(!derived, "threshold {least}: {shown:?} can only be {tables:?}");
                }
                if let Some(total) = shown.0.number() {
                    let told: u64 = shown.1.iter().filter_map(Telling::number).sum();
                    assert!(!small.contains(&(total - told)), "threshold {least}: {shown:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_large_enough_stays_and_zeros_go_with_what_is_small() {
        let (totaal, delen) = show(Drempel(10), &[40, 0, 3, 8, 25]);
        let delen: Vec<_> = delen.iter().map(Telling::number).collect();
        assert_eq!(
            (totaal.number(), delen),
            (Some(76), vec![Some(40), None, None, None, Some(25)])
        );
        let (totaal, delen) = show(Drempel(10), &[3, 0, 2]);
        assert_eq!(totaal, Telling::ONDER_DREMPEL);
        assert_eq!(delen, [Telling::ONDER_DREMPEL; 3]);
        assert_eq!(
            show(Drempel(10), &[12, 0]).1,
            [Telling::told(12), Telling::told(0)]
        );
        assert_eq!(
            show(Drempel(10), &[0, 0]),
            (Telling::told(0), vec![Telling::told(0); 2])
        );
    }

    #[test]
    fn a_single_small_part_takes_the_largest_with_it() {
        let (_, delen) = show(Drempel(10), &[80, 0, 3, 25]);
        assert_eq!(
            delen.iter().map(Telling::number).collect::<Vec<_>>(),
            [None, None, None, Some(25)]
        );
    }
}
