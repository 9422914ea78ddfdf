use chrono::{DateTime, Utc};
use rand::{
    Rng, RngExt,
    seq::{IndexedRandom, IteratorRandom},
};

use super::naive::{Bericht, Event, Grond, Lists, Moment, Question, Wie, Word};

const PARTIJEN: [Word; 5] = ["gemeente", "raadslieden", "buurt-a", "buurt-b", "uitvoerder"];
/// In no list at all.
pub(in crate::request) const UNKNOWN: Word = "onbekend";
const KINDS: [Word; 3] = ["TRAJECT", "SRW_DOSSIER", "BUURTTEAM_DOSSIER"];
const ROLLEN: [Word; 3] = ["TRAJECTBEGELEIDER", "SOCIAAL_RAADSLID", "BUURTTEAMMEDEWERKER"];
const DOELEN: [Word; 2] = ["AFSTEMMING_TRAJECT", "NAZORG"];
const GROEPEN: [Word; 5] = [
    "TRAJECT_LOOPT",
    "TRAJECT_FINANCIEEL",
    "SRW_STATUS",
    "BUURTTEAM_STATUS",
    "BUURTTEAM_DOELEN",
];
const GRONDEN: [Word; 4] = ["grond-1", "grond-2", "grond-3", "grond-4"];
const TEAMS: [Word; 2] = ["noord", "zuid"];
const MEDEWERKERS: [Word; 2] = ["medewerker-1", "medewerker-2"];
pub(in crate::request) const INWONERS: [Word; 2] =
    ["aaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbb"];

/// Everything happens within this long, so that much meets.
const END_OF_TIME: Moment = 1_000;

/// Half of it before and half after: the clock forward, the clock back, the turn of a year, a leap day, the turn of
/// 32 bits.
const TURNS: [&str; 5] = [
    "2026-03-29T01:00:00Z",
    "2026-10-25T01:00:00Z",
    "2026-12-31T23:00:00Z",
    "2028-02-29T00:00:00Z",
    "2038-01-19T03:14:08Z",
];

/// A random world. Most of it is about a few (bronhouder, ontvanger), so that histories get long.
pub(in crate::request) struct World {
    pub lists: Lists,
    warm: Vec<(Word, Word)>,
}

impl World {
    pub(in crate::request) fn random(rng: &mut impl Rng) -> Self {
        let warm = (0..2).map(|_| {
            let [bronhouder, ontvanger] = PARTIJEN.sample_array(rng).expect("there are enough");
            (bronhouder, ontvanger)
        });
        let mut world = Self {
            warm: warm.collect(),
            lists: Lists::default(),
        };
        if rng.random_bool(0.98) {
            world.configure(rng);
        }
        for _ in 0..rng.random_range(0..6) {
            world.involve(rng);
        }
        for _ in 0..rng.random_range(0..24) {
            match rng.random_range(0..8) {
                0 => world.involve(rng),
                1 => world.tell(rng),
                _ => world.happen(rng),
            }
        }
        world.lists.gezamenlijk = some(rng, &GROEPEN, 0.4);
        let last = world.last_versie();
        world.lists.begin = turn(rng) - END_OF_TIME / 2;
        world.lists.versie = match rng.random_range(0..4) {
            0 => rng.random_range(0..=last),
            1 => last + 7,
            _ => last,
        };
        world
    }

    fn configure(&mut self, rng: &mut impl Rng) {
        for partij in PARTIJEN {
            let samenwerking = match rng.random_range(0..16) {
                0 => continue,
                1 => "zaanstad",
                _ => "utrecht",
            };
            let betrokkenheid = ["PARTIJ", "PARTIJ", "PARTIJ", "TEAM", "MEDEWERKER"];
            let row = (samenwerking, partij, one(rng, &betrokkenheid));
            self.lists.partijen.push(row);
            let kinds = some(rng, &KINDS, 0.9);
            let held = kinds.into_iter().map(|kind| (partij, kind));
            self.lists.houdt.extend(held);
        }
        for doel in DOELEN {
            let rollen = some(rng, &ROLLEN, 0.8).into_iter().map(|rol| (rol, doel));
            self.lists.rol_doelen.extend(rollen);
            let groepen = some(rng, &GROEPEN, 0.9).into_iter().map(|groep| (doel, groep));
            self.lists.doel_groepen.extend(groepen);
        }
        let gronden = some(rng, &GRONDEN, 0.4);
        for id in gronden {
            let (bronhouder, ontvanger) = self.pair(rng);
            let van = moment(rng);
            let grond = Grond {
                id,
                bronhouder,
                ontvanger,
                groepen: some(rng, &GROEPEN, 0.5),
                doel: one(rng, &DOELEN),
                van,
                tot: rng.random_bool(0.7).then(|| van + rng.random_range(1..400)),
            };
            self.lists.gronden.push(grond);
        }
    }

    /// One more event: a new grant, refusal or objection, or something about an earlier one.
    fn happen(&mut self, rng: &mut impl Rng) {
        let versie = self.last_versie() + rng.random_range(1..3);
        let nummer = versie as u128;
        let event = match rng.random_range(0..20) {
            0..6 => self.grant(rng, versie, nummer),
            6..8 => Event {
                soort: "VOORGESTELD",
                ..self.grant(rng, versie, nummer)
            },
            8 => Event {
                soort: "WEIGERING",
                van: None,
                tot: None,
                traject: None,
                ..self.grant(rng, versie, nummer)
            },
            9..12 => self.objection(rng, versie, nummer),
            _ => match self.lists.events.iter().choose(rng).cloned() {
                Some(earlier) if self.waits(&earlier) && rng.random_bool(0.7) => {
                    confirm(rng, earlier, versie)
                }
                Some(earlier) => follow(rng, earlier, versie),
                None => self.grant(rng, versie, nummer),
            },
        };
        let successor = (event.soort == "VERVANGEN").then(|| Event {
            inwoner: event.inwoner,
            bronhouder: event.bronhouder,
            ontvanger: event.ontvanger,
            doel: event.doel,
            ..self.grant(rng, versie + 1, nummer + 1)
        });
        self.lists.events.push(event);
        self.lists.events.extend(successor);
    }

    /// Whether it is a proposal that nobody confirmed yet.
    fn waits(&self, event: &Event) -> bool {
        let same = |other: &&Event| other.nummer == event.nummer;
        event.soort == "VOORGESTELD"
            && self
                .lists
                .events
                .iter()
                .filter(same)
                .all(|other| other.soort != "VERLEEND")
    }

    /// Somebody is bound to a resident or opens one, or that ends.
    fn involve(&mut self, rng: &mut impl Rng) {
        let versie = self.last_versie() + rng.random_range(1..3);
        let wie = Wie {
            versie,
            soort: "GEKOPPELD",
            nummer: versie as u128,
            inwoner: one(rng, &INWONERS),
            partij: self.pair(rng).1,
            team: maybe(rng, &TEAMS),
            medewerker: maybe(rng, &MEDEWERKERS),
            tot: None,
        };
        let earlier = self.lists.betrokkenheid.iter().choose(rng).cloned();
        let wie = match (rng.random_range(0..6), earlier) {
            (0, Some(earlier)) => {
                let soort = match earlier.soort {
                    "GEKOPPELD" => "ONTKOPPELD",
                    _ => one(rng, &["TERECHT", "ONTERECHT"]),
                };
                Wie {
                    versie,
                    soort,
                    ..earlier
                }
            }
            (1 | 2, _) => Wie {
                soort: "GEOPEND",
                team: None,
                medewerker: Some(one(rng, &MEDEWERKERS)),
                tot: Some(moment(rng)),
                ..wie
            },
            _ => wie,
        };
        self.lists.betrokkenheid.push(wie);
    }

    /// An owner tells of a traject to which a grant may be bound, or that all it told still holds.
    fn tell(&mut self, rng: &mut impl Rng) {
        let versie = self.last_versie() + rng.random_range(1..3);
        let bronhouder = self.pair(rng).0;
        let loopt = rng.random_bool(0.5);
        self.lists.berichten.push(Bericht {
            versie,
            bronhouder,
            loopt: loopt.then(|| (one(rng, &INWONERS), rng.random_range(1..=2))),
            tot: (!loopt).then(|| moment(rng)),
        });
        // Most owners go on telling.
        if loopt && rng.random_bool(0.8) {
            let tot = Some(moment(rng) + 300);
            self.lists.berichten.push(Bericht {
                versie: versie + 1,
                bronhouder,
                loopt: None,
                tot,
            });
        }
    }

    fn grant(&self, rng: &mut impl Rng, versie: i64, nummer: u128) -> Event {
        let (bronhouder, ontvanger) = self.pair(rng);
        let van = moment(rng);
        let is_whole = rng.random_bool(0.97);
        Event {
            versie,
            soort: "VERLEEND",
            nummer,
            inwoner: one(rng, &INWONERS),
            bronhouder,
            ontvanger,
            groepen: some(rng, &GROEPEN, 0.6),
            doel: one(rng, &DOELEN),
            van: is_whole.then_some(van),
            tot: Some(van + rng.random_range(1..500)),
            grond: None,
            traject: rng.random_bool(0.45).then(|| {
                let owner = if rng.random_bool(0.85) {
                    bronhouder
                } else {
                    self.pair(rng).0
                };
                (owner, rng.random_range(1..=2))
            }),
        }
    }

    fn objection(&self, rng: &mut impl Rng, versie: i64, nummer: u128) -> Event {
        let mut event = Event {
            soort: "BEZWAAR",
            van: None,
            tot: None,
            traject: None,
            ..self.grant(rng, versie, nummer)
        };
        let grond = self.lists.gronden.iter().choose(rng);
        if let Some(grond) = grond.filter(|_| rng.random_bool(0.9)) {
            event.grond = Some(grond.id);
            event.bronhouder = grond.bronhouder;
            event.ontvanger = grond.ontvanger;
        }
        event
    }

    /// A question about what may be there, at a moment on, just before or just after the edge of something.
    pub(in crate::request) fn question(&self, rng: &mut impl Rng) -> Question {
        let (bronhouder, partij) = match rng.random_range(0..20) {
            0 => (UNKNOWN, one(rng, &PARTIJEN)),
            1 => (one(rng, &PARTIJEN), UNKNOWN),
            2 => {
                let own = one(rng, &PARTIJEN);
                (own, own)
            }
            _ => self.pair(rng),
        };
        Question {
            partij,
            rollen: some(rng, &ROLLEN, 0.7),
            doel: one(rng, &DOELEN),
            team: maybe(rng, &TEAMS),
            gebruiker: one(rng, &MEDEWERKERS),
            inwoner: one(rng, &INWONERS),
            bronhouder,
            groep: one(rng, &GROEPEN),
            op: self.telling_moment(rng),
        }
    }

    fn telling_moment(&self, rng: &mut impl Rng) -> Moment {
        let edges = self.edges();
        match edges.choose(rng) {
            Some(edge) if rng.random_bool(0.7) => edge + rng.random_range(-1..=1),
            _ => moment(rng),
        }
    }

    /// When something starts or ends.
    pub(in crate::request) fn edges(&self) -> Vec<Moment> {
        let events = self.lists.events.iter().flat_map(|event| [event.van, event.tot]);
        let gronden = &self.lists.gronden;
        let gronden = gronden.iter().flat_map(|grond| [Some(grond.van), grond.tot]);
        let openings = self.lists.betrokkenheid.iter().map(|wie| wie.tot);
        let told = self.lists.berichten.iter().map(|bericht| bericht.tot);
        events
            .chain(gronden)
            .chain(openings)
            .chain(told)
            .flatten()
            .collect()
    }

    fn pair(&self, rng: &mut impl Rng) -> (Word, Word) {
        if rng.random_bool(0.85) {
            return *self.warm.choose(rng).expect("there are some");
        }
        (one(rng, &PARTIJEN), one(rng, &PARTIJEN))
    }

    fn last_versie(&self) -> i64 {
        let events = self.lists.events.last().map_or(0, |event| event.versie);
        let wie = self.lists.betrokkenheid.last().map_or(0, |wie| wie.versie);
        let told = self.lists.berichten.last().map_or(0, |bericht| bericht.versie);
        events.max(wie).max(told)
    }
}

/// Something that happens to an earlier grant, refusal or objection, for all or some of its groups.
fn follow(rng: &mut impl Rng, earlier: Event, versie: i64) -> Event {
    let soorten = [
        "INGETROKKEN",
        "INGETROKKEN",
        "VERVANGEN",
        "VERLOPEN",
        "ONGELDIG_VERKLAARD",
        "HERBEVESTIGD",
        "HERBEVESTIGD",
        "HERBEVESTIGD",
    ];
    let soort = one(rng, &soorten);
    let groepen = if rng.random_bool(0.5) {
        earlier.groepen.clone()
    } else {
        some(rng, &earlier.groepen, 0.6)
    };
    let tot = (soort == "HERBEVESTIGD").then(|| moment(rng) + 100);
    Event {
        versie,
        soort,
        groepen,
        van: None,
        tot: tot.filter(|_| rng.random_bool(0.95)),
        grond: None,
        ..earlier
    }
}

/// The second person's word: all that was proposed, or what is left of it, from then on.
fn confirm(rng: &mut impl Rng, proposed: Event, versie: i64) -> Event {
    let groepen = if rng.random_bool(0.8) {
        proposed.groepen.clone()
    } else {
        some(rng, &proposed.groepen, 0.6)
    };
    Event {
        versie,
        soort: "VERLEEND",
        groepen,
        van: proposed.van.map(|van| van + rng.random_range(0..100)),
        ..proposed
    }
}

fn turn(rng: &mut impl Rng) -> Moment {
    let turn: DateTime<Utc> = one(rng, &TURNS).parse().expect("a moment");
    turn.timestamp()
}

fn moment(rng: &mut impl Rng) -> Moment {
    rng.random_range(0..END_OF_TIME)
}

fn one(rng: &mut impl Rng, words: &[Word]) -> Word {
    words.choose(rng).expect("there are some")
}

fn maybe(rng: &mut impl Rng, words: &[Word]) -> Option<Word> {
    rng.random_bool(0.7).then(|| one(rng, words))
}

fn some(rng: &mut impl Rng, words: &[Word], chance: f64) -> Vec<Word> {
    words
        .iter()
        .copied()
        .filter(|_| rng.random_bool(chance))
        .collect()
}
