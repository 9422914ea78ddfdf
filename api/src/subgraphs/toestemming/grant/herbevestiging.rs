use super::Standing;
use crate::{
    clock::day_in_amsterdam,
    domain::{Inrichting, TermijnCode},
    termijnen::{Afloop, Telling, Termijn},
};

/// The deadline by which a grant is confirmed again, as the municipality of the owner counts it from the last time that the
/// resident gave or confirmed it. When it passes nothing is withheld: the grant holds to its own end.
///
/// `None` where no row counts it, and of what ends by itself before.
pub fn herbevestiging(grant: &Standing, inrichting: &Inrichting) -> Option<Termijn> {
    let given = day_in_amsterdam(grant.bevestigd_op);
    let telling = Telling::of(inrichting, &grant.bronhouder);
    let termijn = telling.termijn(TermijnCode::ToestemmingHerbevestiging, given, Afloop::default())?;
    let comes_before_end = termijn.looptijd.einde.is_some_and(|einde| einde.op < grant.tot);
    comes_before_end.then_some(termijn)
}
