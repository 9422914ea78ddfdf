use super::super::{
    super::{dates, texts::Texts},
    grants::{Bronhouder, Partij, Register, Toestemming, WieKan, Zicht},
};
use crate::domain::{Gegevensgroep, Reden};

/// Who may see what now: parties across, groups down.
pub(super) struct Matrix {
    /// The parties across.
    pub(super) ontvangers: Vec<String>,
    /// The owners down, each with its groups.
    pub(super) bronnen: Vec<Bron>,
}

/// One owner.
pub(super) struct Bron {
    /// Its name.
    pub(super) naam: String,
    /// Its groups.
    pub(super) rows: Vec<Row>,
}

/// One group of one owner.
pub(super) struct Row {
    /// What it is called.
    pub(super) naam: String,
    /// One for each party across.
    pub(super) cells: Vec<Cell>,
}

/// Whether one party may see one group of one owner.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// How it looks: `own`, `on`, `soon`, `off`, `none`, `outside`.
    pub(super) kind: &'static str,
    /// Whether, and until when.
    pub(super) text: String,
    /// The reason.
    pub(super) note: String,
}

impl Matrix {
    /// What the hub decides for each of them.
    pub(super) fn of(t: &Texts, register: &Register, zicht: &Zicht) -> Self {
        let ontvangers: Vec<&Partij> = register.ontvangers().collect();
        let bron = |shared: &Bronhouder| Bron {
            naam: shared.bronhouder.naam.clone(),
            rows: shared
                .groepen
                .iter()
                .map(|groep| Row {
                    naam: t.say_of("groep", groep.word()).to_owned(),
                    cells: ontvangers
                        .iter()
                        .map(|ontvanger| {
                            cell(
                                t,
                                zicht,
                                &register.toestemmingen,
                                (&shared.bronhouder, ontvanger),
                                *groep,
                            )
                        })
                        .collect(),
                })
                .collect(),
        };
        Self {
            bronnen: register.verleenbaar.bronhouders.iter().map(bron).collect(),
            ontvangers: ontvangers.iter().map(|partij| partij.naam.clone()).collect(),
        }
    }

    /// How many columns there are.
    pub(super) fn width(&self) -> usize {
        self.ontvangers.len() + 1
    }

    /// Whether nobody sees anything of another, for sure.
    pub(super) fn is_empty(&self) -> bool {
        let mut cells = self
            .bronnen
            .iter()
            .flat_map(|bron| &bron.rows)
            .flat_map(|row| &row.cells);
        !cells.any(|cell| matches!(cell.kind, "on" | "unknown"))
    }
}

fn cell(
    t: &Texts,
    zicht: &Zicht,
    grants: &[Toestemming],
    (bronhouder, ontvanger): (&Partij, &Partij),
    groep: Gegevensgroep,
) -> Cell {
    let answered = zicht.get(&groep).and_then(Option::as_ref);
    let told = answered.and_then(|all| {
        all.iter()
            .find(|kan| kan.bronhouder.id == bronhouder.id && kan.partij.id == ontvanger.id)
    });
    let reason = |reden: Reden| t.say_of("reden", reden.word()).to_owned();
    match told {
        // A consent manager of a party isn't told what others share among themselves.
        None if answered.is_some() => Cell {
            kind: "outside",
            text: t.say("cel.buiten").to_owned(),
            note: String::new(),
        },
        // Nobody says that it is open: then it is shown as closed.
        None => Cell {
            kind: "unknown",
            text: t.say("cel.onbekend").to_owned(),
            note: String::new(),
        },
        Some(_) if bronhouder.id == ontvanger.id => Cell {
            kind: "own",
            text: t.say("cel.eigen").to_owned(),
            note: String::new(),
        },
        Some(kan) if kan.toegestaan => open_cell(t, kan),
        Some(kan) if kan.reden == Reden::NogNietIngegaan => Cell {
            kind: "soon",
            text: starts(t, grants, (bronhouder, ontvanger), groep),
            note: reason(kan.reden),
        },
        Some(kan) => Cell {
            kind: if kan.reden == Reden::GeenToestemming {
                "none"
            } else {
                "off"
            },
            text: t.say("cel.nee").to_owned(),
            // That nobody consented is what `no` says.
            note: if kan.reden == Reden::GeenToestemming {
                String::new()
            } else {
                reason(kan.reden)
            },
        },
    }
}

/// Open by at least one way: a legal ground is told with its law, since nobody can withdraw that.
fn open_cell(t: &Texts, kan: &WieKan) -> Cell {
    let until = match kan.wegen.iter().any(|weg| weg.tot.is_none()) {
        true => None,
        false => kan.wegen.iter().filter_map(|weg| weg.tot).max(),
    };
    // Consent and law are never mixed: each is told by itself.
    let mut by_consent = kan
        .wegen
        .iter()
        .filter(|weg| weg.reden == Reden::ToegestaanToestemming)
        .peekable();
    let consent = by_consent.peek().is_some().then(|| {
        let word = t.say_of("reden", Reden::ToegestaanToestemming.word());
        match by_consent.filter_map(|weg| weg.tot).max() {
            // Where the law goes on, the consent still ends.
            Some(tot) if until.is_none() => {
                let tot = t.say_with("cel.toestemming_tot", dates::last_day_short(tot));
                format!("{word} {tot}")
            }
            _ => word.to_owned(),
        }
    });
    let law = kan.wegen.iter().find_map(|weg| weg.wet.as_deref());
    let law = law.map(|wet| format!("{} ({wet})", t.say_of("reden", Reden::ToegestaanGrond.word())));
    let reasons: Vec<String> = law.into_iter().chain(consent).collect();
    Cell {
        kind: "on",
        text: match until {
            Some(until) => t.say_with("cel.tot", dates::last_day_short(until)),
            None => t.say("cel.ja").to_owned(),
        },
        note: reasons.join("; "),
    }
}

fn starts(
    t: &Texts,
    grants: &[Toestemming],
    (bronhouder, ontvanger): (&Partij, &Partij),
    groep: Gegevensgroep,
) -> String {
    let names = |grant: &&Toestemming| {
        grant.bronhouder.id == bronhouder.id
            && grant.ontvanger.id == ontvanger.id
            && grant.groepen.contains(&groep)
            && grant.status == "NOG_NIET_INGEGAAN"
    };
    let from = grants.iter().filter(names).map(|grant| grant.geldig_van).min();
    from.map_or_else(
        || t.say("cel.nee").to_owned(),
        |from| t.say_with("cel.vanaf", dates::day(t, from)),
    )
}

#[cfg(test)]
mod tests;
