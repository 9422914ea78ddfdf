use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Amsterdam;
use uuid::Uuid;

use super::naive::{Bericht, Event, Grond, Lists, Moment, Question, Wie, Word};
use crate::{
    domain::{
        Betrokkenheid, Doel, Gegevensgroep, Inrichting, InwonerId, Partij, PartijId, PartijSoort,
        RecordSoort, Rol, Samenwerking, Verwerkingsgrond,
    },
    request::{
        authenticate::Caller,
        decide::{
            Aanbodvraag, Besluit, Betrokkene, BetrokkenheidSoort, Betrokkenheidswijziging, Bijgewerkt,
            Binding, Gebeurtenis, GebeurtenisSoort, Lopend, Registerbeeld, Trajectberichten, Vraag, decide,
        },
    },
};

/// The same world as the real decision reads it.
pub(in crate::request) struct Real {
    beeld: Registerbeeld,
    begin: Moment,
}

impl Real {
    pub(in crate::request) fn of(lists: &Lists) -> Self {
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
            trajectberichten: trajectberichten(&lists.berichten, lists.begin),
        };
        Self {
            beeld,
            begin: lists.begin,
        }
    }

    pub(in crate::request) fn decide(&self, q: &Question) -> Besluit {
        decide(&self.caller(q), self.vraag(q), &self.beeld, self.time(q.op))
    }

    /// The register as it stands.
    pub(in crate::request) fn beeld(&self) -> &Registerbeeld {
        &self.beeld
    }

    /// Who asks.
    pub(in crate::request) fn caller(&self, q: &Question) -> Caller {
        let rollen = q.rollen.iter().map(|rol| Rol::from_word(rol).expect("a role"));
        Caller::for_test(q.partij, rollen, doel(q.doel)).in_person(q.gebruiker, q.team)
    }

    /// What.
    pub(in crate::request) fn vraag(&self, q: &Question) -> Vraag {
        Vraag {
            inwoner: inwoner(q.inwoner),
            bronhouder: partij(q.bronhouder),
            groep: Gegevensgroep::from_word(q.groep).expect("a group"),
        }
    }

    /// To whom may be offered what the question is about.
    pub(super) fn offer(&self, q: &Question) -> Vec<PartijId> {
        let vraag = Aanbodvraag {
            inwoner: inwoner(q.inwoner),
            bronhouder: partij(q.bronhouder),
            groepen: groepen(&[q.groep]),
        };
        vraag.ontvangers(&self.beeld, self.time(q.op))
    }

    /// A moment of this world.
    pub(in crate::request) fn time(&self, moment: Moment) -> DateTime<Utc> {
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
        gezamenlijke_groepen: groepen(&lists.gezamenlijk),
        rol_doelen,
        doel_groepen,
        langste_toestemming_dagen: BTreeMap::new(),
        nazorgaanbod: Vec::new(),
        bewaartermijnen: Vec::new(),
        vroegsignalen: Vec::new(),
        termijnen: Vec::new(),
        gelijkgestelde_dagen: BTreeSet::new(),
        vier_ogen_groepen: BTreeSet::new(),
        rust_na_weigering_dagen: 90,
        rapportage_drempel: 10,
        opening_uren: 24,
        trajectmelding_minuten: 60,
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
        binding: event.traject.map(binding),
    }
}

fn binding((owner, traject): (Word, u128)) -> Binding {
    Binding {
        bronhouder: partij(owner),
        traject: Uuid::from_u128(traject),
    }
}

fn trajectberichten(told: &[Bericht], begin: Moment) -> Trajectberichten {
    let mut berichten = Trajectberichten::default();
    for bericht in told {
        let versie = bericht.versie;
        if let Some((whose, traject)) = bericht.loopt {
            let binding = binding((bericht.bronhouder, traject));
            let lopend = Lopend { versie, binding };
            berichten.lopend.entry(inwoner(whose)).or_default().push(lopend);
        }
        berichten.bijgewerkt.extend(bericht.tot.map(|tot| Bijgewerkt {
            versie,
            bronhouder: partij(bericht.bronhouder),
            tot: time(begin, tot),
        }));
    }
    berichten
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
