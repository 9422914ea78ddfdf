//! The decision: a pure function over one snapshot of the register.

mod beeld;
mod besluit;
mod betrokkenheid;
mod binding;
mod grants;
mod offer;
#[cfg(test)]
pub(in crate::request) mod oracle;
mod vrager;

use chrono::{DateTime, Utc};

pub use beeld::{Gebeurtenis, GebeurtenisSoort, Registerbeeld};
pub use besluit::{Besluit, Grondslag, Uitslag, Vraag, WireBesluit};
use betrokkenheid::betrokken;
pub use betrokkenheid::{Betrokkene, BetrokkenheidSoort, Betrokkenheidswijziging};
use binding::heard_until;
pub use binding::{Bijgewerkt, Binding, Lopend, Trajectberichten, may_hear_of};
use grants::Grants;
pub use offer::Aanbodvraag;
pub use vrager::Vrager;

use super::authenticate::Caller;
use crate::domain::{Partij, Reden};

/// Decides one question on behalf of a caller, as [`judge`] says: only this makes a decision that opens anything.
///
/// `op` is the register's clock (UTC).
pub fn decide(caller: &Caller, vraag: Vraag, beeld: &Registerbeeld, op: DateTime<Utc>) -> Besluit {
    let uitslag = judge(&Vrager::from(caller), &vraag, beeld, op);
    Besluit::of(vraag, uitslag)
}

/// What would be decided, in the order of domain.md: ownership, reach, role, purpose, involvement, legal ground,
/// grant; else the reason from the latest event that names this party, so that nobody learns of a history with
/// others.
///
/// `op` is the register's clock (UTC).
pub fn judge(vrager: &Vrager, vraag: &Vraag, beeld: &Registerbeeld, op: DateTime<Utc>) -> Uitslag {
    if vrager.partij == vraag.bronhouder {
        return Uitslag::own();
    }
    if let Some(reden) = bar(vrager, vraag, beeld) {
        return Uitslag::withheld(reden);
    }
    let Some(betrokken) = betrokken(vrager, vraag, beeld, op) else {
        return Uitslag::withheld(Reden::NietBetrokken);
    };
    ruling(vrager, vraag, beeld, op).ending_by(betrokken.tot())
}

/// What grounds and grants say, whoever of the party it is.
fn ruling(vrager: &Vrager, vraag: &Vraag, beeld: &Registerbeeld, op: DateTime<Utc>) -> Uitslag {
    let events: Vec<&Gebeurtenis> = beeld
        .events(&vraag.inwoner, &vrager.partij, &vraag.bronhouder, vraag.groep)
        .into_iter()
        .filter(|event| is_heard(event, vrager, vraag, beeld, op))
        .collect();
    if let Some((grond, tot)) = ground_in_force(vrager, vraag, beeld, &events, op) {
        let grondslag = Grondslag::Verwerkingsgrond(grond);
        return Uitslag::allowed(Reden::ToegestaanGrond, grondslag, tot);
    }
    let grants = Grants::fold(&events, vraag.groep);
    let runs_until = |binding: &Binding| {
        let fresh = beeld
            .trajectberichten
            .fresh_until(beeld.versie, &vraag.inwoner, binding)?;
        Some(fresh.min(heard_until(vrager, vraag, beeld, binding, op)?))
    };
    match grants.in_force(vrager.doel, op, runs_until) {
        Some((toestemming, tot)) => {
            let grondslag = Grondslag::Toestemming(toestemming);
            Uitslag::allowed(Reden::ToegestaanToestemming, grondslag, Some(tot))
        }
        None => Uitslag::withheld(grants.reason(&events, vrager.doel, op)),
    }
}

/// What happened to a grant that is bound to a traject counts for nothing where its receiver may not see whether that
/// traject runs: else the grant would tell of it.
fn is_heard(
    event: &Gebeurtenis,
    vrager: &Vrager,
    vraag: &Vraag,
    beeld: &Registerbeeld,
    op: DateTime<Utc>,
) -> bool {
    let heard = |binding| heard_until(vrager, vraag, beeld, binding, op).is_some();
    event.binding.as_ref().is_none_or(heard)
}

/// Decides what needs no register: a party always sees its own records.
pub fn decide_own(caller: &Caller, vraag: &Vraag) -> Option<Besluit> {
    (caller.partij() == &vraag.bronhouder).then(|| Besluit::of(vraag.clone(), Uitslag::own()))
}

fn bar(vrager: &Vrager, vraag: &Vraag, beeld: &Registerbeeld) -> Option<Reden> {
    let inrichting = &beeld.inrichting;
    let reach = inrichting
        .samenwerking_of(&vrager.partij)
        .and_then(|samenwerking| samenwerking.find_partij(&vraag.bronhouder))
        .is_some_and(|bronhouder| bronhouder.houdt(vraag.groep.record_soort()));
    // Whatever was granted or configured by mistake: who only tells reads nothing.
    let leest = inrichting.find_partij(&vrager.partij).is_some_and(Partij::leest);
    if !reach || !leest {
        return Some(Reden::GroepBuitenBereik);
    }
    if !inrichting.rol_mag(&vrager.rollen, vrager.doel) {
        return Some(Reden::RolNietBevoegd);
    }
    (!inrichting.doel_draagt(vrager.doel, vraag.groep)).then_some(Reden::DoelNietGedekt)
}

/// The first configured ground in force for this question against which no objection stands.
fn ground_in_force(
    vrager: &Vrager,
    vraag: &Vraag,
    beeld: &Registerbeeld,
    events: &[&Gebeurtenis],
    op: DateTime<Utc>,
) -> Option<(String, Option<DateTime<Utc>>)> {
    beeld
        .inrichting
        .verwerkingsgronden
        .iter()
        .filter(|grond| grond.bronhouder == vraag.bronhouder && grond.ontvanger == vrager.partij)
        .filter(|grond| grond.doel == vrager.doel && grond.groepen.contains(&vraag.groep))
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
