use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Inrichting, Partij, PartijId, PartijSoort, RecordSoort, words};

words! {
    /// What isn't paid: the arrears of which early signals are given (Besluit gemeentelijke schuldhulpverlening, paragraaf 2).
    VroegsignaalSoort {
        /// Rent of a home.
        Huur = "HUUR",
        /// Drinking water.
        Drinkwater = "DRINKWATER",
        /// Electricity.
        Elektriciteit = "ELEKTRICITEIT",
        /// Gas.
        Gas = "GAS",
        /// Heat.
        Warmte = "WARMTE",
        /// Health insurance.
        Zorgverzekering = "ZORGVERZEKERING",
    }
}

/// Which early signals a party gives, to whom, from what on, and on which legal ground, for those of a period. Without a
/// row none is taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Vroegsignaalregel {
    /// Who gives it: a party of soort `SIGNAALPARTNER` that `houdt` `VROEGSIGNAAL`.
    pub signaalpartner: PartijId,
    /// What isn't paid.
    pub soort: VroegsignaalSoort,
    /// Who may receive it, and do something with it: parties that own trajecten. With several the signal names one.
    pub ontvangers: BTreeSet<PartijId>,
    /// From how many months of arrears on.
    pub vanaf_maanden: u16,
    /// Up to how many months of arrears, these included; absent where there is no such bound.
    #[serde(default)]
    pub tot_en_met_maanden: Option<u16>,
    /// Where these numbers are laid down, in words.
    pub drempel_volgens: String,
    /// The law and article on which the signal is given.
    pub grondslag: String,
    /// The first day of which signals are taken in.
    pub geldig_van: NaiveDate,
    /// The first day of which they aren't any more; absent while no end is known.
    #[serde(default)]
    pub geldig_tot: Option<NaiveDate>,
}

impl Vroegsignaalregel {
    /// Whether it speaks of signals of this day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.geldig_van <= day && self.geldig_tot.is_none_or(|end| day < end)
    }

    fn place(&self) -> String {
        format!(
            "vroegsignaal {} of `{}` from {}",
            self.soort, self.signaalpartner, self.geldig_van
        )
    }

    fn faults(&self) -> Vec<&'static str> {
        let is_in_order = self
            .tot_en_met_maanden
            .is_none_or(|most| self.vanaf_maanden <= most);
        let rules = [
            (self.vanaf_maanden >= 1, "begins below one month"),
            (is_in_order, "ends below where it begins"),
            (!self.ontvangers.is_empty(), "names no ontvanger"),
            (!self.grondslag.trim().is_empty(), "names no grondslag"),
            (
                !self.drempel_volgens.trim().is_empty(),
                "does not say where its numbers are laid down",
            ),
            (
                self.geldig_tot.is_none_or(|end| self.geldig_van < end),
                "ends before it starts",
            ),
        ];
        rules
            .into_iter()
            .filter(|(holds, _)| !holds)
            .map(|(_, fault)| fault)
            .collect()
    }

    fn overlaps(&self, other: &Self) -> bool {
        let begins_before_end_of =
            |one: &Self, other: &Self| other.geldig_tot.is_none_or(|end| one.geldig_van < end);
        (&self.signaalpartner, self.soort) == (&other.signaalpartner, other.soort)
            && begins_before_end_of(self, other)
            && begins_before_end_of(other, self)
    }
}

impl Partij {
    /// Whether it may give early signals, where a row says which.
    pub fn is_signaalpartner(&self) -> bool {
        self.soort == PartijSoort::Signaalpartner && self.houdt(RecordSoort::Vroegsignaal)
    }

    /// Whether early signals can go to it: what it receives, it owns, beside its trajecten.
    pub fn ontvangt_vroegsignalen(&self) -> bool {
        self.leest() && self.houdt(RecordSoort::Traject)
    }
}

impl Inrichting {
    /// The rows of one kind of signal of a party.
    pub fn vroegsignaalregels(
        &self,
        signaalpartner: &PartijId,
        soort: VroegsignaalSoort,
    ) -> impl Iterator<Item = &Vroegsignaalregel> {
        self.vroegsignalen
            .iter()
            .filter(move |regel| &regel.signaalpartner == signaalpartner && regel.soort == soort)
    }

    /// Everything that is wrong with the rows of early signals.
    pub(super) fn vroegsignaal_faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (index, regel) in self.vroegsignalen.iter().enumerate() {
            let place = regel.place();
            faults.extend(regel.faults().into_iter().map(|fault| format!("{place} {fault}")));
            let partner = self.find_partij(&regel.signaalpartner);
            if !partner.is_some_and(Partij::is_signaalpartner) {
                faults.push(format!("{place} is of no signaalpartner that houdt VROEGSIGNAAL"));
            }
            let together = self.samenwerking_of(&regel.signaalpartner);
            for ontvanger in &regel.ontvangers {
                let found = together.and_then(|together| together.find_partij(ontvanger));
                if !found.is_some_and(Partij::ontvangt_vroegsignalen) {
                    faults.push(format!(
                        "{place} goes to `{ontvanger}`, which owns no trajecten in that samenwerking"
                    ));
                }
            }
            let overlaps = |earlier: &&Vroegsignaalregel| regel.overlaps(earlier);
            if let Some(earlier) = self.vroegsignalen.iter().take(index).find(overlaps) {
                faults.push(format!("{place} overlaps the one from {} on", earlier.geldig_van));
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::read_inrichting;

    fn zaanstad() -> Inrichting {
        read_inrichting(include_str!("../../config/zaanstad.toml")).unwrap()
    }

    #[test]
    fn zaanstad_takes_in_signals_of_rent() {
        let zaanstad = zaanstad();
        let corporation = PartijId::new("woningcorporatie-zaan").unwrap();
        let mut rules = zaanstad.vroegsignaalregels(&corporation, VroegsignaalSoort::Huur);
        assert_eq!(rules.next().unwrap().vanaf_maanden, 2);
        assert!(rules.next().is_none());
        let mut others = zaanstad.vroegsignaalregels(&corporation, VroegsignaalSoort::Gas);
        assert!(others.next().is_none());
    }

    #[test]
    fn a_row_holds_from_its_first_day_to_its_last() {
        let regel = Vroegsignaalregel {
            geldig_van: "2026-01-01".parse().unwrap(),
            geldig_tot: Some("2026-07-01".parse().unwrap()),
            ..zaanstad().vroegsignalen[0].clone()
        };
        let holds = |day: &str| regel.holds_on(day.parse().unwrap());
        assert!(!holds("2025-12-31") && holds("2026-01-01"));
        assert!(holds("2026-06-30") && !holds("2026-07-01"));
    }

    #[test]
    fn all_that_is_wrong_with_the_rows_is_told_at_once() {
        let right = zaanstad().vroegsignalen[0].clone();
        let wrong = |change: fn(&mut Vroegsignaalregel)| {
            let mut zaanstad = zaanstad();
            change(&mut zaanstad.vroegsignalen[0]);
            zaanstad.check().map_or_else(|error| error.0.len(), |()| 0)
        };
        assert_eq!(wrong(|_| {}), 0);
        let changes: [fn(&mut Vroegsignaalregel); 8] = [
            |regel| regel.vanaf_maanden = 0,
            |regel| regel.tot_en_met_maanden = Some(1),
            |regel| regel.ontvangers.clear(),
            |regel| regel.grondslag = " ".to_owned(),
            |regel| regel.drempel_volgens.clear(),
            |regel| regel.geldig_tot = Some(regel.geldig_van),
            |regel| regel.signaalpartner = PartijId::new("wijkteams-west").unwrap(),
            |regel| regel.ontvangers = [PartijId::new("zaanstad-services").unwrap()].into(),
        ];
        for (place, change) in changes.into_iter().enumerate() {
            assert_eq!(wrong(change), 1, "{place}");
        }
        let mut twice = zaanstad();
        twice.vroegsignalen.push(right);
        assert_eq!(twice.check().unwrap_err().0.len(), 1);
    }
}
