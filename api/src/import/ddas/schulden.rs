use std::collections::HashSet;

use chrono::NaiveDate;

use super::{view::View, words::SCHULDSOORTEN};
use crate::{
    import::finding::Findings,
    publication::{FinancieelInvoer, SchuldInvoer},
};

/// One debt.
struct Schuld {
    kept: SchuldInvoer,
    /// Who is owed: told apart, never kept.
    schuldeiser: Option<String>,
}

/// The burden of debt: the sum of the debts and how many are owed, else the total at the start.
pub(super) fn financieel(traject: &View<'_>, findings: &mut Findings) -> Option<FinancieelInvoer> {
    let at_start = traject.euros("totaalSchuldbedragBijAanvangSchuld", findings);
    let schulden: Vec<Schuld> = traject
        .objects("schulden", findings)
        .iter()
        .map(|item| schuld(item, findings))
        .collect();
    if schulden.is_empty() {
        return at_start.map(|euros| FinancieelInvoer {
            totale_schuld: Some(euros),
            aantal_schuldeisers: None,
            peildatum: None,
            schuld_bij_aanvang: at_start,
            schulden: Vec::new(),
        });
    }
    let sum = sum(&schulden, traject, findings);
    Some(FinancieelInvoer {
        totale_schuld: sum.or(at_start),
        aantal_schuldeisers: count(&schulden, traject, findings),
        // The day belongs to the sum of the debts, not to the total at the start.
        peildatum: sum.and(one_day(&schulden)),
        schuld_bij_aanvang: at_start,
        schulden: schulden.into_iter().map(|schuld| schuld.kept).collect(),
    })
}

fn schuld(item: &View<'_>, findings: &mut Findings) -> Schuld {
    item.warn_unknown(
        &[
            "bedrag",
            "peildatum",
            "schuldsoort",
            "zakelijkeSchuld",
            "schuldeiser",
        ],
        findings,
    );
    Schuld {
        kept: SchuldInvoer {
            bedrag: item.euros("bedrag", findings),
            peildatum: item.date("peildatum", findings),
            soort: item.word("schuldsoort", SCHULDSOORTEN, findings),
            zakelijk: item.boolean("zakelijkeSchuld", findings),
        },
        schuldeiser: item
            .object("schuldeiser", findings)
            .and_then(|schuldeiser| identity(&schuldeiser, findings)),
    }
}

/// A creditor is known by its KvK number, else by its name and postcode.
fn identity(schuldeiser: &View<'_>, findings: &mut Findings) -> Option<String> {
    let known = ["naam", "kvknummer", "Naam", "postcode", "privepersoon"];
    schuldeiser.warn_unknown(&known, findings);
    if let Some(number) = said(schuldeiser.text("kvknummer", findings)) {
        return Some(format!("kvk {number}"));
    }
    let lower = said(schuldeiser.text("naam", findings));
    let name = lower.or_else(|| said(schuldeiser.text("Naam", findings)))?;
    let postcode = said(schuldeiser.text("postcode", findings)).unwrap_or_default();
    Some(format!("naam {name} {postcode}"))
}

/// A text that says something, without its case and outer spaces.
fn said(text: Option<&str>) -> Option<String> {
    let text = text?.trim().to_lowercase();
    (!text.is_empty()).then_some(text)
}

/// A sum of some of the debts would be untrue: all or none.
fn sum(schulden: &[Schuld], traject: &View<'_>, findings: &mut Findings) -> Option<i64> {
    let sum = schulden
        .iter()
        .try_fold(0_i64, |sum, schuld| sum.checked_add(schuld.kept.bedrag?));
    if sum.is_none() {
        findings.warn(
            traject.at("schulden"),
            "niet elke schuld heeft een bedrag: som niet gelezen",
        );
    }
    sum
}

fn count(schulden: &[Schuld], traject: &View<'_>, findings: &mut Findings) -> Option<i32> {
    let known: HashSet<&str> = schulden
        .iter()
        .filter_map(|schuld| schuld.schuldeiser.as_deref())
        .collect();
    if schulden.iter().any(|schuld| schuld.schuldeiser.is_none()) {
        let sentence = "niet elke schuld heeft een schuldeiser: aantal schuldeisers niet gelezen";
        findings.warn(traject.at("schulden"), sentence);
        return None;
    }
    i32::try_from(known.len()).ok()
}

/// The day of the figures, where all have the same.
fn one_day(schulden: &[Schuld]) -> Option<NaiveDate> {
    let first = schulden.first()?.kept.peildatum?;
    schulden
        .iter()
        .all(|schuld| schuld.kept.peildatum == Some(first))
        .then_some(first)
}
