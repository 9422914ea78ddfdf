//! Which steps a referral can take, and who may take them: one table, and nothing outside it ever happens.

use crate::{
    domain::words,
    publication::{
        VerwijzingStap::{self, *},
        VerwijzingStatus::{self, *},
    },
};

words! {
    /// The two sides of a referral.
    Kant {
        /// Who submitted it.
        Indiener = "INDIENER",
        /// Who is asked.
        Ontvanger = "ONTVANGER",
    }
}

/// One row of the table.
struct Regel {
    van: VerwijzingStatus,
    stap: VerwijzingStap,
    wie: Kant,
    naar: VerwijzingStatus,
}

/// The table; docs/verwijzing.md shows the same one, and a test compares the two.
#[rustfmt::skip]
const REGELS: &[Regel] = &[
    regel(Ingediend, VerwijzingStap::Ontvangen, Kant::Ontvanger, VerwijzingStatus::Ontvangen),
    regel(VerwijzingStatus::Ontvangen, Accepteren, Kant::Ontvanger, Geaccepteerd),
    regel(VerwijzingStatus::Ontvangen, Weigeren, Kant::Ontvanger, Geweigerd),
    regel(Geaccepteerd, Starten, Kant::Ontvanger, InBehandeling),
    regel(InBehandeling, Wachten, Kant::Ontvanger, WachtOpInwoner),
    regel(WachtOpInwoner, Hervatten, Kant::Ontvanger, InBehandeling),
    regel(InBehandeling, Afronden, Kant::Ontvanger, Afgerond),
    regel(WachtOpInwoner, Afronden, Kant::Ontvanger, Afgerond),
    regel(Afgerond, Terugkoppelen, Kant::Ontvanger, Afgerond),
    regel(Ingediend, Intrekken, Kant::Indiener, Ingetrokken),
    regel(VerwijzingStatus::Ontvangen, Intrekken, Kant::Indiener, Ingetrokken),
    regel(Geaccepteerd, Intrekken, Kant::Indiener, Ingetrokken),
    regel(InBehandeling, Intrekken, Kant::Indiener, Ingetrokken),
    regel(WachtOpInwoner, Intrekken, Kant::Indiener, Ingetrokken),
];

const fn regel(van: VerwijzingStatus, stap: VerwijzingStap, wie: Kant, naar: VerwijzingStatus) -> Regel {
    Regel { van, stap, wie, naar }
}

/// Where a referral stands after this step of this side; `None` where the table has no such row.
pub(super) fn next(van: VerwijzingStatus, stap: VerwijzingStap, wie: Kant) -> Option<VerwijzingStatus> {
    REGELS
        .iter()
        .find(|regel| (regel.van, regel.stap, regel.wie) == (van, stap, wie))
        .map(|regel| regel.naar)
}

/// The steps that this side can take from here.
pub(super) fn possible(van: VerwijzingStatus, wie: Kant) -> Vec<VerwijzingStap> {
    REGELS
        .iter()
        .filter(|regel| (regel.van, regel.wie) == (van, wie))
        .map(|regel| regel.stap)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_table_is_the_one_that_is_used() {
        let mut table = String::from("| status | stap | wie | wordt |\n|---|---|---|---|\n");
        for Regel { van, stap, wie, naar } in REGELS {
            table.push_str(&format!(
                "| `{van}` | `{stap}` | {} | `{naar}` |\n",
                wie.word().to_lowercase()
            ));
        }
        let documented = include_str!("../../../../docs/verwijzing.md");
        assert!(
            documented.contains(&table),
            "docs/verwijzing.md should have:\n{table}"
        );
    }

    #[test]
    fn a_step_leads_to_one_place_only() {
        for (place, regel) in REGELS.iter().enumerate() {
            let same =
                |other: &Regel| (other.van, other.stap, other.wie) == (regel.van, regel.stap, regel.wie);
            assert!(
                !REGELS.iter().take(place).any(same),
                "{} {}",
                regel.van,
                regel.stap
            );
        }
    }

    #[test]
    fn what_was_refused_or_withdrawn_stays_so() {
        for van in [Geweigerd, Ingetrokken] {
            for wie in Kant::ALL {
                assert!(possible(van, *wie).is_empty());
            }
        }
        assert_eq!(possible(Afgerond, Kant::Ontvanger), [Terugkoppelen]);
        assert!(possible(Afgerond, Kant::Indiener).is_empty());
    }

    #[test]
    fn every_status_can_be_reached_and_every_step_taken() {
        for status in VerwijzingStatus::ALL
            .iter()
            .filter(|status| **status != Ingediend)
        {
            assert!(REGELS.iter().any(|regel| regel.naar == *status), "{status}");
        }
        for stap in VerwijzingStap::ALL {
            assert!(REGELS.iter().any(|regel| regel.stap == *stap), "{stap}");
        }
    }
}
