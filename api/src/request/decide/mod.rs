//! The decision: a pure function over one snapshot of the register.

mod beeld;
mod besluit;
mod grants;
#[cfg(test)]
mod oracle;
mod supposed;

use chrono::{DateTime, Utc};

pub use beeld::{Betrokkene, Gebeurtenis, GebeurtenisSoort, Registerbeeld};
pub use besluit::{Besluit, Grondslag, Vraag, WireBesluit};
use grants::Grants;
pub use supposed::{Supposed, decide_for_party};

use super::authenticate::Caller;
use crate::domain::{Betrokkenheid, Reden};

/// Decides one question on behalf of a caller, in the order of domain.md: ownership, reach, role,
/// purpose, involvement, legal ground, grant; else the reason from the latest event that names this
/// caller, so that nobody learns of a history with others.
///
/// `op` is the register's clock (UTC).
pub fn decide(caller: &Caller, vraag: Vraag, beeld: &Registerbeeld, op: DateTime<Utc>) -> Besluit {
    if let Some(besluit) = decide_own(caller, &vraag) {
        return besluit;
    }
    if let Some(reden) = bar(caller, &vraag, beeld) {
        return Besluit::withheld(vraag, reden);
    }
    let events = beeld.events(&vraag.inwoner, caller.partij(), &vraag.bronhouder, vraag.groep);
    if let Some((grond, tot)) = ground_in_force(caller, &vraag, beeld, &events, op) {
        return Besluit::allowed(
            vraag,
            Reden::ToegestaanGrond,
            Grondslag::Verwerkingsgrond(grond),
            tot,
        );
    }
    let grants = Grants::fold(&events, vraag.groep);
    match grants.in_force(caller.doel(), op) {
        Some((toestemming, tot)) => {
            let grondslag = Grondslag::Toestemming(toestemming);
            Besluit::allowed(vraag, Reden::ToegestaanToestemming, grondslag, Some(tot))
        }
        None => Besluit::withheld(vraag, grants.reason(&events, caller.doel(), op)),
    }
}

/// Decides what needs no register: a party always sees its own records.
pub fn decide_own(caller: &Caller, vraag: &Vraag) -> Option<Besluit> {
    (caller.partij() == &vraag.bronhouder)
        .then(|| Besluit::allowed(vraag.clone(), Reden::ToegestaanEigen, Grondslag::Eigen, None))
}

fn bar(caller: &Caller, vraag: &Vraag, beeld: &Registerbeeld) -> Option<Reden> {
    let inrichting = &beeld.inrichting;
    let reach = inrichting
        .samenwerking_of(caller.partij())
        .and_then(|samenwerking| samenwerking.find_partij(&vraag.bronhouder))
        .is_some_and(|bronhouder| bronhouder.houdt(vraag.groep.record_soort()));
    if !reach {
        return Some(Reden::GroepBuitenBereik);
    }
    if !inrichting.rol_mag(caller.rollen(), caller.doel()) {
        return Some(Reden::RolNietBevoegd);
    }
    if !inrichting.doel_draagt(caller.doel(), vraag.groep) {
        return Some(Reden::DoelNietGedekt);
    }
    (!is_betrokken(caller, vraag, beeld)).then_some(Reden::NietBetrokken)
}

fn is_betrokken(caller: &Caller, vraag: &Vraag, beeld: &Registerbeeld) -> bool {
    let Some(partij) = beeld.inrichting.find_partij(caller.partij()) else {
        return false;
    };
    let mut betrokkenen = beeld.betrokkenen(&vraag.inwoner, caller.partij());
    match partij.betrokkenheid {
        Betrokkenheid::Partij => true,
        Betrokkenheid::Team => caller
            .team()
            .is_some_and(|team| betrokkenen.any(|one| one.team.as_deref() == Some(team))),
        Betrokkenheid::Medewerker => {
            betrokkenen.any(|one| one.medewerker.as_deref() == Some(caller.gebruiker()))
        }
    }
}

/// The first configured ground in force for this question against which no objection stands.
fn ground_in_force(
    caller: &Caller,
    vraag: &Vraag,
    beeld: &Registerbeeld,
    events: &[&Gebeurtenis],
    op: DateTime<Utc>,
) -> Option<(String, Option<DateTime<Utc>>)> {
    beeld
        .inrichting
        .verwerkingsgronden
        .iter()
        .filter(|grond| grond.bronhouder == vraag.bronhouder && &grond.ontvanger == caller.partij())
        .filter(|grond| grond.doel == caller.doel() && grond.groepen.contains(&vraag.groep))
        .filter(|grond| grond.geldig_van <= op && grond.geldig_tot.is_none_or(|end| op < end))
        .find(|grond| !is_objected(&grond.id, events))
        .map(|grond| (grond.id.clone(), grond.geldig_tot))
}

/// Whether an objection stands: to this ground, or to all where it names none.
fn is_objected(grond: &str, events: &[&Gebeurtenis]) -> bool {
    let objects = |event: &Gebeurtenis| {
        event.soort == GebeurtenisSoort::Bezwaar && event.grond.as_deref().is_none_or(|named| named == grond)
    };
    events.iter().enumerate().any(|(place, event)| {
        let takes_away = |later: &&Gebeurtenis| later.soort.ends() && later.toestemming == event.toestemming;
        objects(event) && !events.iter().skip(place + 1).any(takes_away)
    })
}
