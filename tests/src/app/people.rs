use schakel::domain::{Doel, Rol};

use super::{Person, TestApp, city::TOESTEMMINGSBEHEER};

/// The people of the stories, under the names that they have in Utrecht. In another city somebody else has their part.
impl TestApp {
    /// Guides trajecten: trajectbegeleider at the municipality.
    pub fn fatima(&self) -> Person<'_> {
        self.plays(self.city().traject)
    }

    /// The municipality's system, which publishes trajecten.
    pub fn gemeente_systeem(&self) -> Person<'_> {
        self.system_of(self.city().traject)
    }

    /// Looks along in a traject: Ahmed in Utrecht, an employee of afdeling Services in Zaanstad.
    pub fn meekijker(&self) -> Person<'_> {
        self.plays(self.city().meekijker)
    }

    /// Buurtteammedewerker at Incluzio, in Overvecht.
    pub fn ahmed(&self) -> Person<'_> {
        self.plays(self.city().buurtteam)
    }

    /// Incluzio's system, which publishes dossiers.
    pub fn incluzio_systeem(&self) -> Person<'_> {
        self.system_of(self.city().buurtteam)
    }

    /// Gezinswerker at Lokalis.
    pub fn sanne(&self) -> Person<'_> {
        self.plays(self.city().ander_buurtteam)
    }

    /// Lokalis' system, which publishes dossiers.
    pub fn lokalis_systeem(&self) -> Person<'_> {
        self.system_of(self.city().ander_buurtteam)
    }

    /// Sociaal raadslid at U Centraal, where the city has one.
    pub fn joris(&self) -> Person<'_> {
        self.plays(self.city().srw())
    }

    /// U Centraal's system, which publishes dossiers.
    pub fn ucentraal_systeem(&self) -> Person<'_> {
        self.system_of(self.city().srw())
    }

    /// The system of the corporation, which gives early signals, where the city has one.
    pub fn corporatie_systeem(&self) -> Person<'_> {
        let corporatie = self.city().corporatie.expect("a city with a corporation");
        self.person(corporatie, Rol::Bronsysteem)
    }

    /// Consent manager.
    pub fn tessa(&self) -> Person<'_> {
        self.person(TOESTEMMINGSBEHEER, Rol::Toestemmingsbeheerder)
            .named("tessa")
            .doel(Doel::InzageInwoner)
    }

    /// Another consent manager.
    pub fn tom(&self) -> Person<'_> {
        self.tessa().named("tom")
    }

    /// Privacy officer.
    pub fn farid(&self) -> Person<'_> {
        self.person(TOESTEMMINGSBEHEER, Rol::FunctionarisGegevensbescherming)
            .named("farid")
            .doel(Doel::Verantwoording)
    }

    /// Somebody in a role at a party.
    pub fn person(&self, partij: &str, rol: Rol) -> Person<'_> {
        Person::new(self, partij, rol)
    }

    /// Somebody at a party in the role that its people usually have.
    pub fn professional(&self, partij: &str) -> Person<'_> {
        match self.city().find(partij) {
            Some(part) => self.plays(part),
            None if partij == TOESTEMMINGSBEHEER => self.tessa(),
            None => panic!("nobody works at `{partij}`"),
        }
    }
}
