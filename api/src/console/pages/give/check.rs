use chrono::{DateTime, Utc};

use super::{
    super::{
        super::{form::Faults, texts::Texts},
        grants::{Deel, DoelKeuze, Partij, Register},
    },
    Subject,
    draft::{Draft, group_value},
};
use crate::domain::{Doel, Gegevensgroep};

/// What can be asked of the register, which has the last word.
pub(super) struct Checked {
    /// The bundle, if it is one.
    pub(super) pakket: Option<String>,
    /// What it opens.
    pub(super) delen: Vec<Deel>,
    /// For which purpose.
    pub(super) doel: Doel,
    /// Until when (exclusive).
    pub(super) tot: DateTime<Utc>,
}

/// Looks at all fields at once, so that nobody is sent back twice.
pub(super) fn check(subject: &Subject<'_>, draft: &Draft) -> Result<Checked, Faults> {
    let (t, register) = (subject.t(), &subject.register);
    let mut faults = Faults::default();
    let (pakket, delen, doel, longest) = match subject.pakket() {
        Some(pakket) => (
            Some(pakket.id.clone()),
            pakket.delen.clone(),
            Some(pakket.doel),
            Some(pakket.langste_dagen),
        ),
        None => {
            let delen = check_parts(t, register, draft, &mut faults);
            check_reach(subject, &delen, &mut faults);
            let doel = check_purpose(t, register, draft, &delen, &mut faults);
            (
                None,
                delen,
                doel.map(|doel| doel.doel),
                doel.map(|doel| doel.langste_dagen),
            )
        }
    };
    let tot = draft
        .how
        .check_period(t, longest, subject.visitor.now(), &mut faults);
    draft.how.check_speaker(t, &mut faults);
    draft.how.check_evidence(t, &mut faults);
    match (doel, tot) {
        (Some(doel), Some(tot)) if faults.is_empty() => Ok(Checked {
            pakket,
            delen,
            doel,
            tot,
        }),
        _ => Err(faults),
    }
}

fn check_parts(t: &Texts, register: &Register, draft: &Draft, faults: &mut Faults) -> Vec<Deel> {
    let ontvanger = register.ontvangers().find(|partij| partij.id == draft.ontvanger);
    if ontvanger.is_none() {
        faults.add("ontvanger", t.say("verlenen.ontvanger_leeg"));
    }
    let delen = ontvanger.map_or_else(Vec::new, |ontvanger| parts_for(ontvanger, register, draft));
    if delen.is_empty() && (ontvanger.is_some() || draft.groepen.is_empty()) {
        faults.add("groepen", t.say("verlenen.groepen_leeg"));
    }
    delen
}

/// What was chosen for this receiver, per owner. What is a party's own it sees anyway.
fn parts_for(ontvanger: &Partij, register: &Register, draft: &Draft) -> Vec<Deel> {
    let bronnen = register.verleenbaar.bronhouders.iter();
    bronnen
        .filter(|bron| bron.bronhouder.id != ontvanger.id)
        .map(|bron| {
            let is_chosen =
                |groep: &&Gegevensgroep| draft.groepen.contains(&group_value(&bron.bronhouder.id, **groep));
            Deel {
                bronhouder: bron.bronhouder.clone(),
                ontvanger: ontvanger.clone(),
                groepen: bron.groepen.iter().filter(is_chosen).copied().collect(),
            }
        })
        .filter(|deel| !deel.groepen.is_empty())
        .collect()
}

/// At a party only what that party shares or receives is recorded.
fn check_reach(subject: &Subject<'_>, delen: &[Deel], faults: &mut Faults) {
    let visitor = subject.visitor;
    let is_ours =
        |deel: &Deel| [&deel.bronhouder.id, &deel.ontvanger.id].contains(&&visitor.partij().to_owned());
    if !visitor.is_central() && !delen.iter().all(is_ours) {
        let text = subject
            .t()
            .say_with("verlenen.buiten_bereik", visitor.partij_naam());
        faults.add("groepen", text);
    }
}

fn check_purpose<'a>(
    t: &Texts,
    register: &'a Register,
    draft: &Draft,
    delen: &[Deel],
    faults: &mut Faults,
) -> Option<&'a DoelKeuze> {
    let mut doelen = register.verleenbaar.doelen.iter();
    let Some(doel) = doelen.find(|doel| doel.doel.word() == draft.doel) else {
        faults.add("doel", t.say("verlenen.doel_leeg"));
        return None;
    };
    let unfit: Vec<&str> = delen
        .iter()
        .flat_map(|deel| &deel.groepen)
        .filter(|groep| !doel.groepen.contains(groep))
        .map(|groep| t.say_of("groep", groep.word()))
        .collect();
    if !unfit.is_empty() {
        faults.add("doel", t.say_with("verlenen.doel_past_niet", unfit.join(", ")));
    }
    Some(doel)
}
