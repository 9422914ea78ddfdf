use chrono::NaiveDate;
use serde::Deserialize;

use crate::domain::{Fase, Rol};

/// One question about all registers. How high the debts are isn't asked: it isn't on the sheet.
pub(super) const DOCUMENT: &str = "query ConsoleTraject($inwoner: ID!) {
  inwoner(id: $inwoner) {
    trajecten {
      partij { id naam }
      loopt { loopt sinds tot }
      fase { fase sinds geschiedenis { fase sinds } }
      contact { naam telefoon email }
      termijnen { code einde toestand }
      betrokkenen { organisatie rol taak contact { naam telefoon email } }
      afspraken { gesprekken { soort datum } acties { onderwerp eigenaar uiterlijk gedaanOp zichtbaarVoorInwoner } }
      besluiten { beschikkingen { soort datum } planVanAanpakOp oplossing { soort start } termijnen { code einde toestand } }
      nazorg { start producten }
    }
    srw { partij { id naam } status { verwijzingen { nummer soort status } } contact { nummer contact { naam telefoon email } } }
    buurtteams { partij { id naam } status { betrokken sinds } contact { team medewerker { naam telefoon email } } }
  }
}";

/// The answer.
#[derive(Deserialize)]
pub(super) struct Answer {
    pub(super) inwoner: Option<Beeld>,
}

/// What the parties tell. A part is absent when it is withheld, out of reach, or not there.
#[derive(Default, Deserialize)]
pub(super) struct Beeld {
    trajecten: Option<Vec<Trajectbeeld>>,
    srw: Option<Vec<Srwbeeld>>,
    buurtteams: Option<Vec<Buurtteambeeld>>,
}

impl Beeld {
    pub(super) fn trajecten(&self) -> impl Iterator<Item = &Trajectbeeld> {
        self.trajecten.iter().flatten()
    }

    pub(super) fn srw(&self) -> impl Iterator<Item = &Srwbeeld> {
        self.srw.iter().flatten()
    }

    pub(super) fn buurtteams(&self) -> impl Iterator<Item = &Buurtteambeeld> {
        self.buurtteams.iter().flatten()
    }

    /// What a party is called.
    pub(super) fn naam_of<'a>(&'a self, id: &'a str) -> &'a str {
        let partijen = self.trajecten().map(|one| &one.partij);
        let partijen = partijen.chain(self.srw().map(|one| &one.partij));
        let mut partijen = partijen.chain(self.buurtteams().map(|one| &one.partij));
        partijen
            .find(|partij| partij.id == id)
            .map_or(id, |partij| partij.naam.as_str())
    }
}

#[derive(Deserialize)]
pub(super) struct Partij {
    pub(super) id: String,
    pub(super) naam: String,
}

#[derive(Deserialize)]
pub(super) struct Trajectbeeld {
    pub(super) partij: Partij,
    pub(super) loopt: Option<Lamp>,
    pub(super) fase: Option<Fasebeeld>,
    pub(super) contact: Option<Contact>,
    pub(super) termijnen: Option<Vec<Termijn>>,
    pub(super) betrokkenen: Option<Vec<Betrokkene>>,
    pub(super) afspraken: Option<Afspraken>,
    pub(super) besluiten: Option<Besluiten>,
    pub(super) nazorg: Option<Nazorg>,
}

#[derive(Deserialize)]
pub(super) struct Lamp {
    pub(super) loopt: bool,
    pub(super) sinds: NaiveDate,
    pub(super) tot: Option<NaiveDate>,
}

#[derive(Deserialize)]
pub(super) struct Fasebeeld {
    pub(super) fase: Fase,
    pub(super) sinds: NaiveDate,
    pub(super) geschiedenis: Vec<Fasestap>,
}

#[derive(Deserialize)]
pub(super) struct Fasestap {
    pub(super) fase: Fase,
    pub(super) sinds: NaiveDate,
}

#[derive(Deserialize)]
pub(super) struct Contact {
    pub(super) naam: String,
    pub(super) telefoon: Option<String>,
    pub(super) email: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Termijn {
    pub(super) code: String,
    pub(super) einde: Option<NaiveDate>,
    pub(super) toestand: String,
}

#[derive(Deserialize)]
pub(super) struct Betrokkene {
    pub(super) organisatie: String,
    pub(super) rol: Rol,
    pub(super) taak: Option<String>,
    pub(super) contact: Contact,
}

#[derive(Deserialize)]
pub(super) struct Afspraken {
    pub(super) gesprekken: Vec<Gedateerd>,
    pub(super) acties: Vec<Actie>,
}

/// Something of a kind, on a day.
#[derive(Deserialize)]
pub(super) struct Gedateerd {
    pub(super) soort: String,
    pub(super) datum: NaiveDate,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Actie {
    pub(super) onderwerp: String,
    pub(super) eigenaar: String,
    pub(super) uiterlijk: Option<NaiveDate>,
    pub(super) gedaan_op: Option<NaiveDate>,
    pub(super) zichtbaar_voor_inwoner: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Besluiten {
    pub(super) beschikkingen: Vec<Gedateerd>,
    pub(super) plan_van_aanpak_op: Option<NaiveDate>,
    pub(super) oplossing: Option<Oplossing>,
    pub(super) termijnen: Vec<Termijn>,
}

#[derive(Deserialize)]
pub(super) struct Oplossing {
    pub(super) soort: Option<String>,
    pub(super) start: Option<NaiveDate>,
}

#[derive(Deserialize)]
pub(super) struct Nazorg {
    pub(super) start: NaiveDate,
    pub(super) producten: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Srwbeeld {
    pub(super) partij: Partij,
    pub(super) status: Option<SrwStatus>,
    pub(super) contact: Option<Vec<Behandelaar>>,
}

#[derive(Deserialize)]
pub(super) struct SrwStatus {
    pub(super) verwijzingen: Vec<Verwijzing>,
}

#[derive(Deserialize)]
pub(super) struct Verwijzing {
    pub(super) nummer: i32,
    pub(super) soort: String,
    pub(super) status: String,
}

#[derive(Deserialize)]
pub(super) struct Behandelaar {
    pub(super) nummer: i32,
    pub(super) contact: Contact,
}

#[derive(Deserialize)]
pub(super) struct Buurtteambeeld {
    pub(super) partij: Partij,
    pub(super) status: Option<BuurtteamStatus>,
    pub(super) contact: Option<BuurtteamContact>,
}

#[derive(Deserialize)]
pub(super) struct BuurtteamStatus {
    pub(super) betrokken: bool,
    pub(super) sinds: NaiveDate,
}

#[derive(Deserialize)]
pub(super) struct BuurtteamContact {
    pub(super) team: Option<String>,
    pub(super) medewerker: Option<Contact>,
}
