use schakel::domain::{Doel, Rol};

use super::{Person, TestApp};

/// The people of Utrecht.
impl TestApp {
    /// Trajectbegeleider at the municipality.
    pub fn fatima(&self) -> Person<'_> {
        self.person("gemeente-utrecht", Rol::Trajectbegeleider)
            .named("fatima")
    }

    /// The municipality's system, which publishes trajecten.
    pub fn gemeente_systeem(&self) -> Person<'_> {
        self.person("gemeente-utrecht", Rol::Bronsysteem)
    }

    /// Buurtteammedewerker at Incluzio, in Overvecht.
    pub fn ahmed(&self) -> Person<'_> {
        self.person("incluzio", Rol::Buurtteammedewerker)
            .named("ahmed")
            .team("Overvecht")
    }

    /// Incluzio's system, which publishes dossiers.
    pub fn incluzio_systeem(&self) -> Person<'_> {
        self.person("incluzio", Rol::Bronsysteem)
    }

    /// Gezinswerker at Lokalis.
    pub fn sanne(&self) -> Person<'_> {
        self.person("lokalis", Rol::Gezinswerker).named("sanne")
    }

    /// Lokalis' system, which publishes dossiers.
    pub fn lokalis_systeem(&self) -> Person<'_> {
        self.person("lokalis", Rol::Bronsysteem)
    }

    /// Sociaal raadslid at U Centraal.
    pub fn joris(&self) -> Person<'_> {
        self.person("u-centraal", Rol::SociaalRaadslid).named("joris")
    }

    /// U Centraal's system, which publishes dossiers.
    pub fn ucentraal_systeem(&self) -> Person<'_> {
        self.person("u-centraal", Rol::Bronsysteem)
    }

    /// Consent manager.
    pub fn tessa(&self) -> Person<'_> {
        self.person("toestemmingsbeheer", Rol::Toestemmingsbeheerder)
            .named("tessa")
            .doel(Doel::InzageInwoner)
    }

    /// Another consent manager.
    pub fn tom(&self) -> Person<'_> {
        self.tessa().named("tom")
    }

    /// Privacy officer.
    pub fn farid(&self) -> Person<'_> {
        self.person("toestemmingsbeheer", Rol::FunctionarisGegevensbescherming)
            .named("farid")
            .doel(Doel::Verantwoording)
    }

    /// Somebody in a role at a party.
    pub fn person(&self, partij: &str, rol: Rol) -> Person<'_> {
        Person::new(self, partij, rol)
    }

    /// Somebody at a party in the role that its people usually have.
    pub fn professional(&self, partij: &str) -> Person<'_> {
        match partij {
            "gemeente-utrecht" => self.fatima(),
            "u-centraal" => self.joris(),
            "incluzio" => self.ahmed(),
            "lokalis" => self.sanne(),
            "toestemmingsbeheer" => self.tessa(),
            other => panic!("nobody works at `{other}`"),
        }
    }
}
