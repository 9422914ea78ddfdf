use super::Inrichting;
use crate::domain::{Duur, Eenheid, TermijnCode, TermijnSoort, Termijnregel};

/// The most of any unit that a length may have.
const MOST: u16 = 1000;

impl Inrichting {
    /// How one municipality counts deadlines.
    pub fn termijnen_of(&self, gemeente: &str) -> impl Iterator<Item = &Termijnregel> {
        self.termijnen
            .iter()
            .filter(move |regel| regel.gemeente == gemeente)
    }

    /// Everything that is wrong with the rows of deadlines.
    pub(super) fn termijn_faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (index, regel) in self.termijnen.iter().enumerate() {
            let place = regel.place();
            faults.extend(regel.faults().into_iter().map(|fault| format!("{place} {fault}")));
            if !self.is_gemeente(&regel.gemeente) {
                faults.push(format!("{place} is of a municipality without a partij"));
            }
            let overlaps = |earlier: &&Termijnregel| regel.overlaps(earlier);
            if let Some(earlier) = self.termijnen.iter().take(index).find(overlaps) {
                faults.push(format!("{place} overlaps the one from {} on", earlier.geldig_van));
            }
        }
        faults
    }

    fn is_gemeente(&self, gemeente: &str) -> bool {
        let mut partijen = self.samenwerkingen.iter().flat_map(|one| &one.partijen);
        partijen.any(|partij| partij.gemeente == gemeente)
    }
}

impl Termijnregel {
    fn place(&self) -> String {
        format!(
            "termijn {} of `{}` from {}",
            self.code, self.gemeente, self.geldig_van
        )
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.code.record_soort() != self.start.record_soort() {
            faults.push(format!("cannot start at {}", self.start));
        }
        for (field, duur) in [("duur", self.duur), ("waarschuwVooraf", self.waarschuw_vooraf)] {
            if !(1..=MOST).contains(&duur.aantal) {
                faults.push(format!("has a {field} that is not between 1 and {MOST}"));
            }
        }
        let longest = longest_by_law(self.code);
        let is_longer = longest.is_some_and(|longest| self.duur.least_days() > longest.least_days());
        if self.soort == TermijnSoort::Wet && is_longer {
            faults.push("is longer than the law allows".to_owned());
        }
        if self.grondslag.trim().is_empty() {
            faults.push("names no grondslag".to_owned());
        }
        if self.waarschuw.is_empty() {
            faults.push("warns nobody".to_owned());
        }
        if self.geldig_tot.is_some_and(|end| end <= self.geldig_van) {
            faults.push("ends before it starts".to_owned());
        }
        faults
    }

    fn overlaps(&self, other: &Self) -> bool {
        let begins_before_end_of =
            |one: &Self, other: &Self| other.geldig_tot.is_none_or(|end| one.geldig_van < end);
        self.code == other.code
            && self.gemeente == other.gemeente
            && begins_before_end_of(self, other)
            && begins_before_end_of(other, self)
    }
}

/// The longest that a law lets a municipality set: eight weeks for the decision (Wgs art. 4a), six months for a moratorium
/// (Wgs art. 5, Fw art. 287b).
fn longest_by_law(code: TermijnCode) -> Option<Duur> {
    match code {
        TermijnCode::Beschikking | TermijnCode::PlanVanAanpak => Some(Duur {
            aantal: 8,
            eenheid: Eenheid::Weken,
        }),
        TermijnCode::Moratorium => Some(Duur {
            aantal: 6,
            eenheid: Eenheid::Maanden,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::{UTRECHT, read_inrichting},
        domain::Startgebeurtenis,
    };

    fn utrecht() -> Inrichting {
        read_inrichting(UTRECHT).unwrap()
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let mut inrichting = utrecht();
        let regel = inrichting.termijnen.first_mut().unwrap();
        regel.gemeente = "GM9999".to_owned();
        regel.start = Startgebeurtenis::VerwijzingGeaccepteerd;
        regel.duur.aantal = 0;
        regel.waarschuw.clear();
        regel.grondslag.clear();
        regel.geldig_tot = Some(regel.geldig_van);
        let faults = inrichting.check().unwrap_err().0;
        for fault in [
            "cannot start at VERWIJZING_GEACCEPTEERD",
            "a duur that is not between 1 and 1000",
            "names no grondslag",
            "warns nobody",
            "ends before it starts",
            "without a partij",
        ] {
            assert!(
                faults.iter().any(|told| told.contains(fault)),
                "{fault}: {faults:?}"
            );
        }
    }

    #[test]
    fn two_rows_for_one_day_are_a_fault() {
        let mut inrichting = utrecht();
        let mut again = inrichting.termijnen.first().unwrap().clone();
        inrichting.termijnen.push(again.clone());
        assert!(inrichting.check().unwrap_err().to_string().contains("overlaps"));
        inrichting.termijnen.pop();
        let first = inrichting.termijnen.first_mut().unwrap();
        first.geldig_tot = "2026-01-01".parse().ok();
        again.geldig_van = first.geldig_tot.unwrap();
        inrichting.termijnen.push(again);
        assert_eq!(inrichting.check(), Ok(()));
    }

    #[test]
    fn a_municipality_may_be_faster_than_the_law_but_not_slower() {
        let mut inrichting = utrecht();
        let beschikking = |regel: &&mut Termijnregel| regel.code == TermijnCode::Beschikking;
        let mut set = |aantal, eenheid| {
            let regel = inrichting.termijnen.iter_mut().find(beschikking).unwrap();
            regel.duur = Duur { aantal, eenheid };
            inrichting.check()
        };
        assert_eq!(set(6, Eenheid::Weken), Ok(()));
        assert_eq!(set(56, Eenheid::Dagen), Ok(()));
        assert!(set(9, Eenheid::Weken).is_err());
        assert!(set(3, Eenheid::Maanden).is_err());
    }
}
