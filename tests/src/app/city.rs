use std::collections::BTreeSet;

use schakel::{
    config::read_inrichting,
    domain::{Inrichting, Rol},
};

use super::{Person, TestApp};
use crate::Engine;

/// A city that stories are told of: its configuration, and who there does what they tell. Whatever differs between two
/// cities stands here; the program has no other difference.
#[derive(Debug)]
pub struct City {
    /// Its name, as the stories say it.
    pub naam: &'static str,
    inrichting: &'static str,
    /// Who owns the trajecten and guides them.
    pub traject: Part,
    /// Who looks along in the traject, as far as they may.
    pub meekijker: Part,
    /// A buurtteam with a dossier of its own beside the traject.
    pub buurtteam: Part,
    /// Another buurtteam than that one.
    pub ander_buurtteam: Part,
    /// The sociaal raadslieden; `None` in a city where no party of the samenwerking does their work.
    pub srw: Option<Part>,
    /// The corporation that gives early signals of rent, by its own client numbers, to who owns the trajecten; `None` where
    /// nobody does.
    pub corporatie: Option<&'static str>,
}

/// What somebody is in a city's stories.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The party that they work at.
    pub partij: &'static str,
    rol: Rol,
    gebruiker: &'static str,
    team: Option<&'static str>,
}

/// The consent managers' party, in every city.
pub(super) const TOESTEMMINGSBEHEER: &str = "toestemmingsbeheer";

const fn part(partij: &'static str, rol: Rol, gebruiker: &'static str) -> Part {
    Part {
        partij,
        rol,
        gebruiker,
        team: None,
    }
}

impl Part {
    const fn team(mut self, team: &'static str) -> Self {
        self.team = Some(team);
        self
    }
}

const FATIMA: Part = part("gemeente-utrecht", Rol::Trajectbegeleider, "fatima");
const AHMED: Part = part("incluzio", Rol::Buurtteammedewerker, "ahmed").team("Overvecht");
const SANNE: Part = part("lokalis", Rol::Gezinswerker, "sanne");
const JORIS: Part = part("u-centraal", Rol::SociaalRaadslid, "joris");

/// The municipality owns the trajecten, the buurtteams look along, U Centraal has the sociaal raadslieden.
pub static UTRECHT: City = City {
    naam: "Utrecht",
    inrichting: schakel::config::UTRECHT,
    traject: FATIMA,
    meekijker: AHMED,
    buurtteam: AHMED,
    ander_buurtteam: SANNE,
    srw: Some(JORIS),
    corporatie: None,
};

/// The same city with two signaalpartners: a corporation, and an insurer that may use the BSN.
pub static UTRECHT_MET_SIGNAALPARTNERS: City = City {
    naam: "Utrecht met signaalpartners",
    inrichting: concat!(
        include_str!("../../../api/config/utrecht.toml"),
        include_str!("signaalpartners.toml")
    ),
    traject: FATIMA,
    meekijker: AHMED,
    buurtteam: AHMED,
    ander_buurtteam: SANNE,
    srw: Some(JORIS),
    corporatie: Some("woningcorporatie-vecht"),
};

/// The wijkteams own the trajecten, afdeling Services carries them out and looks along. Nobody there is SRW.
pub static ZAANSTAD: City = City {
    naam: "Zaanstad",
    inrichting: include_str!("../../../api/config/zaanstad.toml"),
    traject: part("wijkteams-west", Rol::Buurtteammedewerker, "wilma").team("Wijkteam Assendelft"),
    meekijker: part("zaanstad-services", Rol::Schuldregelaar, "saskia"),
    buurtteam: part("wijkteams-oost", Rol::Buurtteammedewerker, "otto").team("Wijkteam Poelenburg"),
    ander_buurtteam: part("wijkteams-zuid", Rol::Gezinswerker, "zeynep"),
    srw: None,
    corporatie: Some("woningcorporatie-zaan"),
};

impl City {
    /// Its configuration.
    pub fn inrichting(&self) -> Inrichting {
        read_inrichting(self.inrichting).unwrap_or_else(|error| panic!("{} does not fit: {error}", self.naam))
    }

    /// Who does the work of the sociaal raadslieden.
    ///
    /// # Panics
    /// In a city that has none: a story that needs them isn't told of it.
    pub fn srw(&self) -> Part {
        self.srw
            .unwrap_or_else(|| panic!("{} has no sociaal raadslieden", self.naam))
    }

    /// The parties whom the stories know here.
    pub fn partijen(&self) -> BTreeSet<&'static str> {
        let parts = self.everybody().map(|part| part.partij);
        parts.chain([TOESTEMMINGSBEHEER]).collect()
    }

    /// Who plays a part at this party.
    pub(super) fn find(&self, partij: &str) -> Option<Part> {
        self.everybody().find(|part| part.partij == partij)
    }

    fn everybody(&self) -> impl Iterator<Item = Part> + use<> {
        let everywhere = [self.traject, self.meekijker, self.buurtteam, self.ander_buurtteam];
        everywhere.into_iter().chain(self.srw)
    }
}

impl TestApp {
    /// The city that the story is told of.
    pub fn city(&self) -> &'static City {
        self.city
    }

    /// Somebody in their part.
    pub fn plays(&self, part: Part) -> Person<'_> {
        let person = self.person(part.partij, part.rol).named(part.gebruiker);
        match part.team {
            Some(team) => person.team(team),
            None => person,
        }
    }

    /// The system of the party of somebody's part, which publishes its records.
    pub fn system_of(&self, part: Part) -> Person<'_> {
        self.person(part.partij, Rol::Bronsysteem)
    }
}

/// Tells a story of Zaanstad.
pub async fn tell_of_zaanstad(story: impl AsyncFnOnce(TestApp)) {
    story(TestApp::in_city(Engine::Sqlite, &ZAANSTAD).await).await;
}

/// Tells each story of Utrecht on both engines, and of Zaanstad: `story::sqlite`, `story::postgres` and
/// `story::zaanstad`. An engine knows nothing of cities, so that one engine is enough for the second.
#[macro_export]
macro_rules! in_both_cities {
    ($($(#[$attribute:meta])* async fn $story:ident($given:ident: TestApp) $body:block)+) => {
        $(
            $(#[$attribute])*
            async fn $story($given: $crate::TestApp) $body

            mod $story {
                #[tokio::test]
                async fn sqlite() {
                    $crate::tell($crate::Engine::Sqlite, super::$story).await;
                }

                #[tokio::test]
                async fn postgres() {
                    $crate::tell($crate::Engine::Postgres, super::$story).await;
                }

                #[tokio::test]
                async fn zaanstad() {
                    $crate::app::tell_of_zaanstad(super::$story).await;
                }
            }
        )+
    };
}
