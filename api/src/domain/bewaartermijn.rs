use std::collections::BTreeSet;

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Duur, Eenheid, Inrichting, Partij, PartijId, RecordSoort};

/// How long owners keep one kind of record here after it ended (AVG art. 5 lid 1 onder e). Without a row its owner decides
/// alone when it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Bewaartermijn {
    /// Of which kind.
    pub soort: RecordSoort,
    /// The parties that own them; of early signals those that receive them.
    pub bronhouders: BTreeSet<PartijId>,
    /// How long after its end: in days, weeks, months or years.
    pub duur: Duur,
    /// On what that rests, in words.
    pub grondslag: String,
}

/// The most of any unit that a length may have.
const MOST: u16 = 1000;

impl Bewaartermijn {
    /// The last day that lies so long ago: what ended on it or before is past its term. `None` out of the calendar.
    pub fn grens(&self, today: NaiveDate) -> Option<NaiveDate> {
        let aantal = self.duur.aantal;
        let back = |months: u32| today.checked_sub_months(Months::new(months));
        match self.duur.eenheid {
            Eenheid::Dagen => today.checked_sub_days(Days::new(aantal.into())),
            Eenheid::Weken => today.checked_sub_days(Days::new(u64::from(aantal) * 7)),
            Eenheid::Maanden => back(aantal.into()),
            Eenheid::Jaren => back(u32::from(aantal) * 12),
            Eenheid::Uren | Eenheid::Werkdagen => None,
        }
    }

    /// The day from which a record that ended on this one is kept no longer. `None` out of the calendar.
    pub fn verstreken_op(&self, einde: NaiveDate) -> Option<NaiveDate> {
        let aantal = self.duur.aantal;
        let on = |months: u32| einde.checked_add_months(Months::new(months));
        match self.duur.eenheid {
            Eenheid::Dagen => einde.checked_add_days(Days::new(aantal.into())),
            Eenheid::Weken => einde.checked_add_days(Days::new(u64::from(aantal) * 7)),
            Eenheid::Maanden => on(aantal.into()),
            Eenheid::Jaren => on(u32::from(aantal) * 12),
            Eenheid::Uren | Eenheid::Werkdagen => None,
        }
    }

    fn faults(&self) -> Vec<&'static str> {
        let is_of_days = !matches!(self.duur.eenheid, Eenheid::Uren | Eenheid::Werkdagen);
        let rules = [
            (
                (1..=MOST).contains(&self.duur.aantal),
                "has a duur that is not between 1 and 1000",
            ),
            (is_of_days, "is not counted in DAGEN, WEKEN, MAANDEN or JAREN"),
            (!self.bronhouders.is_empty(), "names no bronhouder"),
            (!self.grondslag.trim().is_empty(), "names no grondslag"),
        ];
        rules
            .into_iter()
            .filter(|(holds, _)| !holds)
            .map(|(_, fault)| fault)
            .collect()
    }
}

impl Inrichting {
    /// How long a party keeps this kind of record after its end; `None` where nothing says so.
    pub fn bewaartermijn(&self, bronhouder: &PartijId, soort: RecordSoort) -> Option<&Bewaartermijn> {
        self.bewaartermijnen
            .iter()
            .find(|rij| rij.soort == soort && rij.bronhouders.contains(bronhouder))
    }

    /// The parties that keep this kind of record.
    pub fn bewaarders(&self, soort: RecordSoort) -> impl Iterator<Item = &Partij> {
        let partijen = self.samenwerkingen.iter().flat_map(|one| &one.partijen);
        partijen.filter(move |partij| partij.bewaart(soort))
    }

    /// Everything that is wrong with the rows of retention.
    pub(super) fn bewaartermijn_faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut seen = BTreeSet::new();
        for rij in &self.bewaartermijnen {
            let place = format!("bewaartermijn of {}", rij.soort);
            faults.extend(rij.faults().into_iter().map(|fault| format!("{place} {fault}")));
            for bronhouder in &rij.bronhouders {
                match self.find_partij(bronhouder) {
                    None => faults.push(format!("{place} names an unknown partij `{bronhouder}`")),
                    Some(partij) if !partij.bewaart(rij.soort) => {
                        faults.push(format!("{place} names `{bronhouder}`, which keeps none"));
                    }
                    Some(_) => {}
                }
                if !seen.insert((rij.soort, bronhouder)) {
                    faults.push(format!("{place} names `{bronhouder}` twice"));
                }
            }
        }
        faults
    }
}

impl Partij {
    /// Whether it keeps such records: an early signal is its receiver's.
    fn bewaart(&self, soort: RecordSoort) -> bool {
        match soort {
            RecordSoort::Vroegsignaal => self.ontvangt_vroegsignalen(),
            RecordSoort::Traject | RecordSoort::SrwDossier | RecordSoort::BuurtteamDossier => {
                self.houdt(soort)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{UTRECHT, read_inrichting};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn of(aantal: u16, eenheid: Eenheid) -> Bewaartermijn {
        Bewaartermijn {
            soort: RecordSoort::Traject,
            bronhouders: BTreeSet::from([PartijId::new("gemeente-utrecht").unwrap()]),
            duur: Duur { aantal, eenheid },
            grondslag: "AVG art. 5 lid 1 onder e".to_owned(),
        }
    }

    #[test]
    fn five_years_are_over_on_the_same_day_of_the_year() {
        let rij = of(5, Eenheid::Jaren);
        assert_eq!(rij.grens(day("2026-06-15")), Some(day("2021-06-15")));
        assert_eq!(rij.verstreken_op(day("2021-06-15")), Some(day("2026-06-15")));
        assert_eq!(
            of(1, Eenheid::Jaren).grens(day("2025-02-28")),
            Some(day("2024-02-28"))
        );
    }

    /// Where months differ in length the end waits a few days; it never comes early.
    #[test]
    fn what_lies_before_the_bound_is_past_its_term() {
        use Eenheid::{Dagen, Jaren, Maanden, Weken};
        for (aantal, eenheid) in [
            (1, Maanden),
            (6, Maanden),
            (1, Jaren),
            (5, Jaren),
            (30, Dagen),
            (3, Weken),
        ] {
            let rij = of(aantal, eenheid);
            for today in (0..1_500).map(|days| day("2023-01-01") + Days::new(days)) {
                let grens = rij.grens(today).unwrap();
                for einde in (0..5).map(|days| grens - Days::new(2) + Days::new(days)) {
                    let over = rij.verstreken_op(einde).unwrap();
                    assert!(einde > grens || over <= today, "{einde} {today}");
                    assert!(einde <= grens || over + Days::new(3) > today, "{einde} {today}");
                }
            }
        }
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let mut inrichting = read_inrichting(UTRECHT).unwrap();
        let mut wrong = of(0, Eenheid::Uren);
        wrong.grondslag.clear();
        wrong.bronhouders = ["gemeente-utrecht", "u-centraal", "niemand"]
            .map(|id| PartijId::new(id).unwrap())
            .into();
        inrichting.bewaartermijnen.push(wrong);
        let told = inrichting.check().unwrap_err().to_string();
        for fault in [
            "not between 1 and 1000",
            "not counted in DAGEN",
            "no grondslag",
            "`u-centraal`, which keeps none",
            "unknown partij `niemand`",
            "`gemeente-utrecht` twice",
        ] {
            assert!(told.contains(fault), "{fault}: {told}");
        }
    }
}
