use std::collections::BTreeMap;

use super::{
    super::super::{ask::NotShared, texts::Texts},
    asked::Beeld,
};
use crate::domain::Reden;

/// What isn't on the sheet, and why: nobody should take it for all there is.
#[derive(Default)]
pub(super) struct Missing {
    /// What parties don't share, each with its reason.
    pub(super) niet_gedeeld: Vec<NotTold>,
    /// Who couldn't be asked now.
    pub(super) buiten_bereik: Vec<String>,
}

/// What one party doesn't share, for one reason.
pub(super) struct NotTold {
    /// The party.
    pub(super) wie: String,
    /// The groups.
    pub(super) wat: String,
    /// The reason.
    pub(super) waarom: String,
}

impl Missing {
    pub(super) fn of(
        t: &Texts,
        beeld: &Beeld,
        not_shared: &[NotShared],
        failed: &[(String, String)],
    ) -> Self {
        let mut by_reason: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        let mut unreachable: Vec<String> = failed.iter().map(|(path, _)| whom(t, path)).collect();
        for one in not_shared {
            let wie = beeld.naam_of(&one.bronhouder);
            if is_out_of_reach(one.code) {
                unreachable.push(wie.to_owned());
                continue;
            }
            let groepen = by_reason
                .entry((wie, t.say_of("reden", one.code.word())))
                .or_default();
            groepen.push(t.say_of("groep", one.groep.word()));
        }
        unreachable.sort();
        unreachable.dedup();
        let told = by_reason.into_iter().map(|((wie, waarom), wat)| NotTold {
            wie: wie.to_owned(),
            wat: wat.join("; "),
            waarom: waarom.to_owned(),
        });
        Self {
            niet_gedeeld: told.collect(),
            buiten_bereik: unreachable,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.niet_gedeeld.is_empty() && self.buiten_bereik.is_empty()
    }
}

fn is_out_of_reach(reden: Reden) -> bool {
    matches!(
        reden,
        Reden::BronNietBereikbaar | Reden::RegisterNietBereikbaar | Reden::LogNietBereikbaar
    )
}

/// Which kind of help a place in the answer is about.
fn whom(t: &Texts, path: &str) -> String {
    let known = [
        ("\"trajecten\"", "traject.bron_traject"),
        ("\"srw\"", "traject.bron_srw"),
        ("\"buurtteams\"", "traject.bron_buurtteam"),
    ];
    let found = known.iter().find(|(place, _)| path.contains(place));
    t.say(found.map_or("traject.bron_alle", |(_, key)| key))
        .to_owned()
}
