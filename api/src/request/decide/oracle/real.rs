use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};
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
pub(super) struct Real(Registerbeeld);

impl Real {
    pub(super) fn of(lists: &Lists) -> Self {
        let mut gebeurtenissen: HashMap<_, Vec<_>> = HashMap::new();
        for event in &lists.events {
            gebeurtenissen
                .entry(inwoner(event.inwoner))
                .or_default()
                .push(gebeurtenis(event));
        }
        let mut betrokkenheid: HashMap<_, Vec<_>> = HashMap::new();
        for wie in &lists.betrokkenheid {
            betrokkenheid
                .entry(inwoner(wie.inwoner))
                .or_default()
                .push(wijziging(wie));
        }
        Self(Registerbeeld {
            versie: lists.versie,
            inrichting_versie: 1,
            inrichting: Arc::new(inrichting(lists)),
            gebeurtenissen,
            betrokkenheid,
        })
    }

    pub(super) fn decide(&self, q: &Question) -> Besluit {
        let rollen = q.rollen.iter().map(|rol| Rol::from_word(rol).expect("a role"));
        let caller = Caller::for_test(q.partij, rollen, doel(q.doel)).in_person(q.gebruiker, q.team);
        let vraag = Vraag {
            inwoner: inwoner(q.inwoner),
            bronhouder: partij(q.bronhouder),
            groep: Gegevensgroep::from_word(q.groep).expect("a group"),
        };
        decide(&caller, vraag, &self.0, time(q.op))
    }
}

pub(super) fn time(moment: Moment) -> DateTime<Utc> {
    DateTime::from_timestamp(moment, 0).expect("a moment")
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
        samenwerkingen: samenwerkingen
            .into_iter()
            .map(|(id, partijen)| Samenwerking {
                id: id.to_owned(),
                naam: id.to_owned(),
                partijen,
            })
            .collect(),
        verwerkingsgronden: lists.gronden.iter().map(verwerkingsgrond).collect(),
        pakketten: Vec::new(),
        gezamenlijke_groepen: BTreeSet::new(),
        rol_doelen,
        doel_groepen,
        langste_toestemming_dagen: BTreeMap::new(),
        termijnen: Vec::new(),
        gelijkgestelde_dagen: BTreeSet::new(),
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

fn verwerkingsgrond(grond: &Grond) -> Verwerkingsgrond {
    Verwerkingsgrond {
        id: grond.id.to_owned(),
        wet: "een wet".to_owned(),
        bronhouder: partij(grond.bronhouder),
        ontvanger: partij(grond.ontvanger),
        groepen: groepen(&grond.groepen),
        doel: doel(grond.doel),
        geldig_van: time(grond.van),
        geldig_tot: grond.tot.map(time),
    }
}

fn gebeurtenis(event: &Event) -> Gebeurtenis {
    Gebeurtenis {
        versie: event.versie,
        soort: GebeurtenisSoort::from_word(event.soort).expect("a kind of event"),
        toestemming: Uuid::from_u128(event.nummer),
        bronhouder: partij(event.bronhouder),
        ontvanger: partij(event.ontvanger),
        groepen: groepen(&event.groepen),
        doel: doel(event.doel),
        geldig_van: event.van.map(time),
        geldig_tot: event.tot.map(time),
        grond: event.grond.map(str::to_owned),
    }
}

fn wijziging(wie: &Wie) -> Betrokkenheidswijziging {
    Betrokkenheidswijziging {
        versie: wie.versie,
        soort: BetrokkenheidSoort::from_word(wie.soort).expect("a kind of event"),
        onderwerp: Uuid::from_u128(wie.nummer),
        partij: partij(wie.partij),
        wie: Betrokkene {
            team: wie.team.map(str::to_owned),
            medewerker: wie.medewerker.map(str::to_owned),
        },
        geldig_tot: wie.tot.map(time),
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
