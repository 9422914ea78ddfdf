//! What is unusual about a published traject. Nothing is refused for it.

use async_graphql::SimpleObject;

use super::super::store::Overlap;
use crate::{
    domain::{InwonerId, NazorgProduct, words},
    publication::TrajectInvoer,
};

words! {
    /// A kind of warning; named as the signal that tells the others of it, where there is one.
    WaarschuwingSoort {
        /// A phase that doesn't usually follow the one before it.
        OnverwachteFase = "ONVERWACHTE_FASE",
        /// A client has another traject of the same party in the same period.
        OverlappendTraject = "OVERLAPPEND_TRAJECT",
        /// A product of aftercare that can't be had in this municipality today.
        NazorgproductNietBeschikbaar = "NAZORGPRODUCT_NIET_BESCHIKBAAR",
    }
}

/// Something that the source may want to look at again.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Waarschuwing {
    /// What kind.
    pub soort: WaarschuwingSoort,
    /// Where, as a path from the record (`fasen.2`).
    pub veld: String,
    /// What is unusual, in a plain Dutch sentence.
    pub uitleg: String,
}

/// The warnings about a traject, in the order of its fields.
pub(super) fn of(invoer: &TrajectInvoer, unavailable: &[NazorgProduct]) -> Vec<Waarschuwing> {
    let pairs = invoer.fasen.iter().zip(invoer.fasen.iter().skip(1)).enumerate();
    let unexpected = pairs.filter(|(_, (earlier, later))| later.fase.is_unexpected_after(earlier.fase));
    let phases = unexpected.map(|(index, (earlier, later))| Waarschuwing {
        soort: WaarschuwingSoort::OnverwachteFase,
        veld: format!("fasen.{}", index + 1),
        uitleg: format!("{} volgt meestal niet op {}", later.fase, earlier.fase),
    });
    let chosen = invoer.nazorgproducten().iter().enumerate();
    let products = chosen.filter(|(_, product)| unavailable.contains(product));
    let products = products.map(|(index, product)| Waarschuwing {
        soort: WaarschuwingSoort::NazorgproductNietBeschikbaar,
        veld: format!("nazorg.producten.{index}"),
        uitleg: format!("{product} is in deze gemeente nu niet beschikbaar"),
    });
    phases.chain(products).collect()
}

/// The warnings about the other trajecten of its clients, at the same party: it owns them all. Those of other parties are
/// theirs to tell.
pub(super) fn overlapping(bron_id: &str, clienten: &[InwonerId], overlaps: &[Overlap]) -> Vec<Waarschuwing> {
    let mut told = Vec::new();
    for (index, client) in clienten.iter().enumerate() {
        let of_client = overlaps.iter().filter(|one| &one.inwoner == client);
        let with_this = of_client.filter(|one| one.trajecten.iter().any(|id| id == bron_id));
        for overlap in with_this {
            let others = overlap.trajecten.iter().filter(|id| *id != bron_id);
            told.extend(others.map(|other| Waarschuwing {
                soort: WaarschuwingSoort::OverlappendTraject,
                veld: format!("clienten.{index}"),
                uitleg: format!("traject {other} van uw partij loopt voor deze cliënt in dezelfde periode"),
            }));
        }
    }
    told
}
