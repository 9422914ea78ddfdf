use std::collections::BTreeSet;

use super::refusal::Refusal;
use crate::domain::Doel;

/// Settles the one purpose of a request: the one that it names, or the only one that its caller has.
pub(super) fn choose(named: Option<&str>, allowed: &BTreeSet<Doel>) -> Result<Doel, Refusal> {
    let Some(word) = named else {
        return only(allowed).ok_or(Refusal::DoelMissing);
    };
    let doel = Doel::from_word(word.trim()).ok_or(Refusal::DoelUnknown)?;
    if allowed.contains(&doel) {
        Ok(doel)
    } else {
        Err(Refusal::DoelNotAllowed)
    }
}

fn only(allowed: &BTreeSet<Doel>) -> Option<Doel> {
    let mut doelen = allowed.iter().copied();
    doelen.next().filter(|_| doelen.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_purpose_is_settled_or_the_request_is_refused() {
        let one = BTreeSet::from([Doel::Nazorg]);
        let two = BTreeSet::from([Doel::Nazorg, Doel::Signalering]);
        for (named, allowed, expected) in [
            (None, &one, Ok(Doel::Nazorg)),
            (Some("NAZORG"), &one, Ok(Doel::Nazorg)),
            (Some(" NAZORG "), &two, Ok(Doel::Nazorg)),
            (None, &two, Err(Refusal::DoelMissing)),
            (None, &BTreeSet::new(), Err(Refusal::DoelMissing)),
            (Some(""), &one, Err(Refusal::DoelUnknown)),
            (Some("nazorg"), &one, Err(Refusal::DoelUnknown)),
            (Some("NAZORG, SIGNALERING"), &two, Err(Refusal::DoelUnknown)),
            (Some("SIGNALERING"), &one, Err(Refusal::DoelNotAllowed)),
        ] {
            assert_eq!(choose(named, allowed), expected, "{named:?} of {allowed:?}");
        }
    }
}
