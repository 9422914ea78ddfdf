use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Amsterdam;
use uuid::Uuid;

use super::naive::{Event, Grond, Lists, Moment, Question, Wie, Word};
use crate::{
    domain::{
        Betrokkenheid, Doel, Gegevensgroep, Inrichting, InwonerId, Partij, PartijId, PartijSoort,
        RecordSoort, Rol, Samenwerking, Verwerkingsgrond,
    },
    request::{
        authenticate::Caller,
        decide::{
            Besluit, Betrokkene, BetrokkenheidSoort, Betrokkenheidswijziging, Gebeurtenis, GebeurtenisSoort,
            Registerbeeld, Vraag, decide,
        },
    },
};

/// The same world as the real decision reads it.
pub(super) struct Real {
    beeld: Registerbeeld,
    begin: Moment,
}

impl Real {
    pub(super) fn of(lists: &Lists) -> Self {
        let mut gebeurtenissen: HashMap<_, Vec<_>> = HashMap::new();
        for event in &lists.events {
            gebeurtenissen
                .entry(inwoner(event.inwoner))
                .or_default()
                .push(gebeurtenis(event, lists.begin));
        }
        let mut betrokkenheid: HashMap<_, Vec<_>> = HashMap::new();
        for wie in &lists.betrokkenheid {
            betrokkenheid
                .entry(inwoner(wie.inwoner))
                .or_default()
                .push(wijziging(wie, lists.begin));
        }
        let beeld = Registerbeeld {
            versie: lists.versie,
            inrichting_versie: 1,
            inrichting: Arc::new(inrichting(lists)),
            gebeurtenissen,
            betrokkenheid,
        };
        Self {
            beeld,
            begin: lists.begin,
        }
    }

    pub(super) fn decide(&self, q: &Question) -> Besluit {
        let rollen = q.rollen.iter().map(|rol| Rol::from_word(rol).expect("a role"));
        let caller = Caller::for_test(q.partij, rollen, doel(q.doel)).in_person(q.gebruiker, q.team);
        let vraag = Vraag {
            inwoner: inwoner(q.inwoner),
            bronhouder: partij(q.bronhouder),
            groep: Gegevensgroep::from_word(q.groep).expect("a group"),
        };
        decide(&caller, vraag, &self.beeld, self.time(q.op))
    }

    /// A moment of this world.
    pub(super) fn time(&self, moment: Moment) -> DateTime<Utc> {
        time(self.begin, moment)
    }
}

/// As a client in Utrecht writes it, by the clock on its wall, which jumps in the middle of some worlds.
fn time(begin: Moment, moment: Moment) -> DateTime<Utc> {
    let utc = DateTime::from_timestamp(begin + moment, 0).expect("a moment");
    let written = utc.with_timezone(&Amsterdam).to_rfc3339();
    written.parse().expect("a moment with its zone")
}

fn inrichting(lists: &Lists) -> Inrichting {
    let mut samenwerkingen: BTreeMap<Word, Vec<Partij>> = BTreeMap::new();
    for (samenwerking, id, betrokkenheid) in &lists.partijen {
        samenwerkingen
            .entry(samenwerking)
            .or_default()
            .push(party(lists, id, betrokkenheid));
    }
    let mut rol_doelen: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (rol, naar) in &lists.rol_doelen {
        let rol = Rol::from_word(rol).expect("a role");
        rol_doelen.entry(rol).or_default().insert(doel(naar));
    }
    let mut doel_groepen: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (van, groep) in &lists.doel_groepen {
        doel_groepen
            .entry(doel(van))
            .or_default()
            .extend(groepen(&[groep]));
    }
    Inrichting {
        signaal_doelen: Doel::ALL.iter().copied().collect(),
        toestemming_verloopt_dagen: 30,
        bron_verouderd_dagen: 90,
        samenwerkingen: samenwerkingen
            .into_iter()
            .map(|(id, partijen)| Samenwerking {
                id: id.to_owned(),
                naam: id.to_owned(),
                partijen,
            })
            .collect(),
        verwerkingsgronden: lists
            .gronden
            .iter()
            .map(|grond| verwerkingsgrond(grond, lists.begin))
            .collect(),
        pakketten: Vec::new(),
        gezamenlijke_groepen: BTreeSet::new(),
        rol_doelen,
        doel_groepen,
        langste_toestemming_dagen: BTreeMap::new(),
        termijnen: Vec::new(),
        gelijkgestelde_dagen: BTreeSet::new(),
        vier_ogen_groepen: BTreeSet::new(),
        rust_na_weigering_dagen: 90,
        opening_uren: 24,
    }
}

fn party(lists: &Lists, id: Word, betrokkenheid: Word) -> Partij {
    let held = lists.houdt.iter().filter(|(partij, _)| *partij == id);
    Partij {
        id: partij(id),
        naam: id.to_owned(),
        soort: PartijSoort::Uitvoerder,
        houdt: held
            .map(|(_, kind)| RecordSoort::from_word(kind).expect("a kind"))
            .collect(),
        teams: Vec::new(),
        gemeente: "GM0344".to_owned(),
        bsn_gerechtigd: None,
        betrokkenheid: Betrokkenheid::from_word(betrokkenheid).expect("a betrokkenheid"),
        oin: None,
    }
}

fn verwerkingsgrond(grond: &Grond, begin: Moment) -> Verwerkingsgrond {
    Verwerkingsgrond {
        id: grond.id.to_owned(),
        wet: "een wet".to_owned(),
        bronhouder: partij(grond.bronhouder),
        ontvanger: partij(grond.ontvanger),
        groepen: groepen(&grond.groepen),
        doel: doel(grond.doel),
        geldig_van: time(begin, grond.van),
        geldig_tot: grond.tot.map(|tot| time(begin, tot)),
    }
}

fn gebeurtenis(event: &Event, begin: Moment) -> Gebeurtenis {
    Gebeurtenis {
        versie: event.versie,
        soort: GebeurtenisSoort::from_word(event.soort).expect("a kind of event"),
        toestemming: Uuid::from_u128(event.nummer),
        bronhouder: partij(event.bronhouder),
        ontvanger: partij(event.ontvanger),
        groepen: groepen(&event.groepen),
        doel: doel(event.doel),
        geldig_van: event.van.map(|van| time(begin, van)),
        geldig_tot: event.tot.map(|tot| time(begin, tot)),
        grond: event.grond.map(str::to_owned),
    }
}

fn wijziging(wie: &Wie, begin: Moment) -> Betrokkenheidswijziging {
    Betrokkenheidswijziging {
        versie: wie.versie,
        soort: BetrokkenheidSoort::from_word(wie.soort).expect("a kind of event"),
        onderwerp: Uuid::from_u128(wie.nummer),
        partij: partij(wie.partij),
        wie: Betrokkene {
            team: wie.team.map(str::to_owned),
            medewerker: wie.medewerker.map(str::to_owned),
        },
        geldig_tot: wie.tot.map(|tot| time(begin, tot)),
    }
}

fn groepen(words: &[Word]) -> BTreeSet<Gegevensgroep> {
    words
        .iter()
        .map(|word| Gegevensgroep::from_word(word).expect("a group"))
        .collect()
}

fn doel(word: Word) -> Doel {
    Doel::from_word(word).expect("a purpose")
}

fn partij(word: Word) -> PartijId {
    PartijId::new(word).expect("a party id")
}

fn inwoner(word: Word) -> InwonerId {
    InwonerId::new(word).expect("an inwoner id")
}
