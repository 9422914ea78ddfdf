use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        Betrokkenheid, Doel, Gegevensgroep, Inrichting, InwonerId, Partij, PartijId, Reden, Rol, Samenwerking,
    },
    request::decide::{Betrokkene, Registerbeeld, Uitslag, Vraag, Vrager, judge},
    subgraphs::common::Reach,
};

/// Who can see a group of a resident: one party, at one owner.
#[derive(Clone, Debug)]
pub(in crate::subgraphs::toestemming) struct WieKan {
    pub bronhouder: Partij,
    pub partij: Partij,
    /// Every way by which it may be seen; none when it may not, or is its own.
    pub wegen: Vec<Weg>,
    /// Why it may be seen, or not.
    pub reden: Reden,
}

/// A way by which a party may see a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::subgraphs::toestemming) struct Weg {
    pub doel: Doel,
    /// In one of these roles.
    pub rollen: BTreeSet<Rol>,
    pub uitslag: Uitslag,
    pub kring: Kring,
}

/// Who of the party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::subgraphs::toestemming) enum Kring {
    /// Everybody.
    Partij,
    /// These teams.
    Teams(BTreeSet<String>),
    /// So many workers, whose user ids are their party's own.
    Medewerkers(usize),
}

/// Somebody of a party, as far as the decision tells people apart.
struct Somebody {
    wie: Betrokkene,
    kring: Kring,
}

/// Puts to the decision itself what every party of the samenwerking could ask: for each doel, in all roles that may
/// act for it, by everybody whom it tells apart.
pub(in crate::subgraphs::toestemming) fn wie_kan(
    beeld: &Registerbeeld,
    samenwerking: &Samenwerking,
    reach: &Reach,
    (inwoner, groep): (&InwonerId, Gegevensgroep),
    op: DateTime<Utc>,
) -> Vec<WieKan> {
    let owners = samenwerking
        .partijen
        .iter()
        .filter(|partij| partij.houdt(groep.record_soort()));
    let mut found = Vec::new();
    for bronhouder in owners {
        let vraag = Vraag {
            inwoner: inwoner.clone(),
            bronhouder: bronhouder.id.clone(),
            groep,
        };
        let receivers = samenwerking.partijen.iter();
        for partij in receivers.filter(|partij| reach.covers([&bronhouder.id, &partij.id])) {
            let (wegen, reden) = ways(beeld, partij, &vraag, op);
            found.push(WieKan {
                bronhouder: bronhouder.clone(),
                partij: partij.clone(),
                wegen,
                reden,
            });
        }
    }
    found
}

/// A party sees its own records whoever asks, and for whatever.
fn ways(beeld: &Registerbeeld, partij: &Partij, vraag: &Vraag, op: DateTime<Utc>) -> (Vec<Weg>, Reden) {
    if partij.id == vraag.bronhouder {
        return (Vec::new(), Reden::ToegestaanEigen);
    }
    let mut wegen: Vec<Weg> = Vec::new();
    let mut refusals = BTreeSet::new();
    for doel in Doel::ALL {
        let rollen = rollen_for(&beeld.inrichting, *doel);
        for somebody in people(beeld, partij, &vraag.inwoner) {
            let vrager = Vrager {
                partij: partij.id.clone(),
                rollen: rollen.clone(),
                team: somebody.wie.team,
                gebruiker: somebody.wie.medewerker.unwrap_or_default(),
                doel: *doel,
                anybody: false,
            };
            let uitslag = judge(&vrager, vraag, beeld, op);
            if !uitslag.reden.is_toegestaan() {
                refusals.insert((telling(uitslag.reden), uitslag.reden));
                continue;
            }
            let weg = Weg {
                doel: *doel,
                rollen: rollen.clone(),
                uitslag,
                kring: somebody.kring,
            };
            join(&mut wegen, weg);
        }
    }
    let reden = match (wegen.first(), refusals.first()) {
        (Some(weg), _) => weg.uitslag.reden,
        (None, Some((_, reden))) => *reden,
        (None, None) => Reden::GeenToestemming,
    };
    (wegen, reden)
}

/// All roles that may act for the doel; with none the decision says what it says.
fn rollen_for(inrichting: &Inrichting, doel: Doel) -> BTreeSet<Rol> {
    let may = |rol: &Rol| inrichting.rol_mag(&BTreeSet::from([*rol]), doel);
    Rol::ALL.iter().copied().filter(may).collect()
}

/// Everybody whom the decision tells apart; at least one, of whom nothing is known.
fn people(beeld: &Registerbeeld, partij: &Partij, inwoner: &InwonerId) -> Vec<Somebody> {
    let anybody = |kring| Somebody {
        wie: Betrokkene::default(),
        kring,
    };
    if partij.betrokkenheid == Betrokkenheid::Partij {
        return vec![anybody(Kring::Partij)];
    }
    let known: Vec<&Betrokkene> = known(beeld, inwoner, &partij.id);
    let teams: BTreeSet<&String> = known
        .iter()
        .filter(|_| partij.betrokkenheid == Betrokkenheid::Team)
        .filter_map(|wie| wie.team.as_ref())
        .collect();
    let workers: BTreeSet<&String> = known.iter().filter_map(|wie| wie.medewerker.as_ref()).collect();
    let of_team = |team: &String| Somebody {
        wie: Betrokkene {
            team: Some(team.clone()),
            medewerker: None,
        },
        kring: Kring::Teams(BTreeSet::from([team.clone()])),
    };
    let worker = |medewerker: &String| Somebody {
        wie: Betrokkene {
            team: None,
            medewerker: Some(medewerker.clone()),
        },
        kring: Kring::Medewerkers(1),
    };
    let mut people = vec![anybody(Kring::Partij)];
    people.extend(teams.into_iter().map(of_team));
    people.extend(workers.into_iter().map(worker));
    people
}

fn known<'a>(beeld: &'a Registerbeeld, inwoner: &InwonerId, partij: &PartijId) -> Vec<&'a Betrokkene> {
    let events = beeld.betrokkenheid.get(inwoner).into_iter().flatten();
    let here = events.filter(|event| &event.partij == partij && event.versie <= beeld.versie);
    here.map(|event| &event.wie).collect()
}

/// Ways that differ only in who are told as one.
fn join(wegen: &mut Vec<Weg>, weg: Weg) {
    let alike = wegen
        .iter_mut()
        .filter(|known| known.doel == weg.doel && known.uitslag == weg.uitslag);
    for known in alike {
        match (&mut known.kring, &weg.kring) {
            (Kring::Teams(teams), Kring::Teams(more)) => return teams.extend(more.iter().cloned()),
            (Kring::Medewerkers(count), Kring::Medewerkers(more)) => return *count += more,
            _ => {}
        }
    }
    wegen.push(weg);
}

/// How much a refusal tells, the least number first: what is nearest to being allowed.
fn telling(reden: Reden) -> u8 {
    match reden {
        Reden::NogNietIngegaan => 0,
        Reden::Verlopen => 1,
        Reden::Ingetrokken => 2,
        Reden::Bezwaar => 3,
        Reden::Geweigerd => 4,
        Reden::NietBetrokken => 5,
        Reden::GeenToestemming => 6,
        Reden::DoelNietGedekt => 7,
        _ => 8,
    }
}
