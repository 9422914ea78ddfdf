use chrono::{DateTime, Days, Utc};

use super::{
    super::{
        super::{dates, form::Faults, texts::Texts},
        grants::{Deel, DoelKeuze, Register},
    },
    draft::{BEWIJZEN, Draft, GEGEVEN_DOOR, group_value},
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
pub(super) fn check(
    t: &Texts,
    register: &Register,
    wat: &str,
    draft: &Draft,
    now: DateTime<Utc>,
) -> Result<Checked, Faults> {
    let mut faults = Faults::default();
    let (pakket, delen, doel, longest) = match register.find_pakket(wat) {
        Some(pakket) => (
            Some(pakket.id.clone()),
            pakket.delen.clone(),
            Some(pakket.doel),
            Some(pakket.langste_dagen),
        ),
        None => {
            let delen = check_parts(t, register, draft, &mut faults);
            let doel = check_purpose(t, register, draft, &delen, &mut faults);
            (
                None,
                delen,
                doel.map(|doel| doel.doel),
                doel.map(|doel| doel.langste_dagen),
            )
        }
    };
    let tot = check_period(t, draft, longest, now, &mut faults);
    if !GEGEVEN_DOOR.contains(&draft.gegeven_door.as_str()) {
        faults.add("gegeven_door", t.say("verlenen.gegeven_door_leeg"));
    } else if draft.gegeven_door != "INWONER" && draft.kenmerk.is_empty() {
        faults.add("kenmerk", t.say("verlenen.kenmerk_leeg"));
    }
    if !BEWIJZEN.contains(&draft.bewijs.as_str()) {
        faults.add("bewijs", t.say("verlenen.bewijs_leeg"));
    }
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
    let mut delen = Vec::new();
    for bron in &register.verleenbaar.bronhouders {
        let is_chosen =
            |groep: &&Gegevensgroep| draft.groepen.contains(&group_value(&bron.bronhouder.id, **groep));
        let groepen: Vec<Gegevensgroep> = bron.groepen.iter().filter(is_chosen).copied().collect();
        // What is a party's own it sees anyway.
        let other = ontvanger.filter(|ontvanger| ontvanger.id != bron.bronhouder.id);
        if let Some(ontvanger) = other.filter(|_| !groepen.is_empty()) {
            delen.push(Deel {
                bronhouder: bron.bronhouder.clone(),
                ontvanger: ontvanger.clone(),
                groepen,
            });
        }
    }
    if delen.is_empty() && (ontvanger.is_some() || draft.groepen.is_empty()) {
        faults.add("groepen", t.say("verlenen.groepen_leeg"));
    }
    delen
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

fn check_period(
    t: &Texts,
    draft: &Draft,
    longest: Option<u32>,
    now: DateTime<Utc>,
    faults: &mut Faults,
) -> Option<DateTime<Utc>> {
    if draft.tot.is_empty() {
        faults.add("tot", t.say("verlenen.tot_leeg"));
        return None;
    }
    let today = dates::today(now);
    let Some(day) = dates::read(&draft.tot) else {
        faults.add("tot", t.say_with("verlenen.tot_onleesbaar", dates::typed(today)));
        return None;
    };
    if day < today {
        faults.add("tot", t.say("verlenen.tot_voorbij"));
        return None;
    }
    let last = longest.and_then(|days| today.checked_add_days(Days::new(u64::from(days.saturating_sub(1)))));
    if let Some(last) = last.filter(|last| day > *last) {
        faults.add("tot", t.say_with("verlenen.tot_te_lang", dates::typed(last)));
        return None;
    }
    dates::end_of(day)
}
