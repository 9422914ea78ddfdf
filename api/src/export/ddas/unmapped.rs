use std::collections::BTreeMap;

use crate::{
    domain::Fase,
    publication::{BeschikkingSoort, Hulpvraag, Ingang, OplossingSoort, TrajectInvoer},
};

/// What DDAS v1.0 has no place for, and in how many of the trajecten it stands. docs/import.md has the same list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unmapped(BTreeMap<&'static str, u64>);

/// A field of ours, and whether a traject says something there that isn't delivered.
type Field = (&'static str, fn(&TrajectInvoer) -> bool);

/// Every such field.
#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    ("ingang", |it| it.ingang != Ingang::Onbekend),
    ("hulpvraag", |it| it.hulpvraag != Hulpvraag::Ongespecificeerd),
    ("fasen (SIGNAAL, AANBOD, WSNP, en wat voor de tweede keer begint)", loses_a_phase),
    ("regisseurs", |it| !it.regisseurs.is_empty()),
    ("betrokkenen", |it| !it.betrokkenen.is_empty()),
    ("gesprekken", |it| !it.gesprekken.is_empty()),
    ("acties", |it| !it.acties.is_empty()),
    ("termijnen", |it| !it.termijnen.is_empty()),
    ("opschortingen", |it| !it.opschortingen.is_empty()),
    ("crises.bekendOp", |it| it.crises.iter().any(|one| one.bekend_op.is_some())),
    ("beschikkingen (na de eerste van de intake en die van de beëindiging)", |it| decides_again(it, true) || decides_again(it, false)),
    ("oplossing.soort WSNP", |it| it.oplossing.as_ref().and_then(|one| one.soort) == Some(OplossingSoort::Wsnp)),
    ("financieel.aantalSchuldeisers", |it| it.financieel.as_ref().is_some_and(|one| one.aantal_schuldeisers.is_some())),
    ("financieel.totaleSchuld (zonder schulden)", tells_only_a_sum),
    ("nazorg.producten", |it| !it.nazorgproducten().is_empty()),
    ("vorigTraject", |it| it.vorig_traject.is_some()),
];

impl Unmapped {
    pub(super) fn note(&mut self, invoer: &TrajectInvoer) {
        for (name, _) in FIELDS.iter().filter(|(_, is_lost)| is_lost(invoer)) {
            *self.0.entry(name).or_default() += 1;
        }
    }

    /// The fields with how many trajecten say something there.
    pub fn counts(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.0.iter().map(|(name, count)| (*name, *count))
    }
}

fn loses_a_phase(invoer: &TrajectInvoer) -> bool {
    let has_place = |fase| !matches!(fase, Fase::Signaal | Fase::Aanbod | Fase::Wsnp);
    invoer.fasen.iter().enumerate().any(|(index, one)| {
        let is_again = invoer
            .fasen
            .iter()
            .take(index)
            .any(|other| other.fase == one.fase);
        is_again || !has_place(one.fase)
    })
}

fn decides_again(invoer: &TrajectInvoer, ends: bool) -> bool {
    let ended = |soort| (soort == BeschikkingSoort::Beeindiging) == ends;
    invoer.beschikkingen.iter().filter(|one| ended(one.soort)).count() > 1
}

fn tells_only_a_sum(invoer: &TrajectInvoer) -> bool {
    invoer.financieel.as_ref().is_some_and(|one| {
        one.schulden.is_empty() && one.totale_schuld.is_some() && one.totale_schuld != one.schuld_bij_aanvang
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_list_is_the_one_that_is_used() {
        let documented = include_str!("../../../../docs/import.md");
        let list: Vec<String> = FIELDS.iter().map(|(name, _)| format!("- {name}\n")).collect();
        let list = list.concat();
        assert!(documented.contains(&list), "docs/import.md should have:\n{list}");
    }
}
