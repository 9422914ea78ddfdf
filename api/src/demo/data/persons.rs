use super::{GEMEENTE, INCLUZIO, LOKALIS, TOESTEMMINGSBEHEER, U_CENTRAAL};
use crate::{domain::Rol, publication::ContactInvoer};

/// Somebody who works at a party of the demo; nobody of that name works there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPerson {
    /// The party.
    pub partij: &'static str,
    /// The user id at the party (`sub` of a token).
    pub gebruiker: String,
    /// The name.
    pub naam: &'static str,
    /// The role.
    pub rol: Rol,
    /// The team, as configured.
    pub team: Option<&'static str>,
    /// Telephone number at work, of a range that isn't in use.
    pub telefoon: String,
    /// E-mail address at work, under a top-level domain that doesn't exist (RFC 2606).
    pub email: String,
}

impl DemoPerson {
    /// The person as records name them.
    pub fn contact(&self) -> ContactInvoer {
        ContactInvoer {
            naam: self.naam.to_owned(),
            telefoon: Some(self.telefoon.clone()),
            email: Some(self.email.clone()),
        }
    }
}

/// The regisseur of Samira's traject.
pub(super) const FATIMA: &str = "Fatima el Amrani";
/// Who handles Samira's referral.
pub(super) const JORIS: &str = "Joris van der Linden";
/// Who works with Samira at the buurtteam.
pub(super) const NAOMI: &str = "Naomi Pinas";

type Row = (&'static str, &'static str, Rol, Option<&'static str>);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    (GEMEENTE, FATIMA, Rol::Trajectbegeleider, Some("Schuldhulp Noord")),
    (GEMEENTE, "Jeroen Hofstra", Rol::Trajectbegeleider, Some("Schuldhulp Noord")),
    (GEMEENTE, "Marloes Verbeek", Rol::Trajectbegeleider, Some("Schuldhulp Noord")),
    (GEMEENTE, "Emre Yildirim", Rol::Trajectbegeleider, Some("Schuldhulp Zuid")),
    (GEMEENTE, "Anouk de Graaf", Rol::Trajectbegeleider, Some("Schuldhulp Zuid")),
    (GEMEENTE, "Ricardo Martina", Rol::Trajectbegeleider, Some("Schuldhulp Zuid")),
    (GEMEENTE, "Lotte Wiersma", Rol::PraktischOndersteuner, Some("Schuldhulp Noord")),
    (GEMEENTE, "Hamid Nazari", Rol::PraktischOndersteuner, Some("Schuldhulp Zuid")),
    (GEMEENTE, "Petra Schouten", Rol::Schuldregelaar, None),
    (GEMEENTE, "Dennis Oosterhof", Rol::Schuldregelaar, None),
    (GEMEENTE, "Karin Meulenbelt", Rol::Budgetbeheerder, None),
    (GEMEENTE, "Soraya Baptiste", Rol::Budgetcoach, None),
    (U_CENTRAAL, JORIS, Rol::SociaalRaadslid, Some("Sociaal raadslieden")),
    (U_CENTRAAL, "Willemijn Terpstra", Rol::SociaalRaadslid, Some("Sociaal raadslieden")),
    (U_CENTRAAL, "Abdel Chakir", Rol::SociaalRaadslid, Some("Sociaal raadslieden")),
    (U_CENTRAAL, "Ingrid Slagter", Rol::SociaalRaadslid, Some("Sociaal raadslieden")),
    (INCLUZIO, NAOMI, Rol::Buurtteammedewerker, Some("Overvecht")),
    (INCLUZIO, "Bart Koenders", Rol::Buurtteammedewerker, Some("Overvecht")),
    (INCLUZIO, "Yasemin Aksoy", Rol::Buurtteammedewerker, Some("Kanaleneiland")),
    (INCLUZIO, "Thijs Roelofs", Rol::Buurtteammedewerker, Some("Kanaleneiland")),
    (INCLUZIO, "Mirjam Zandstra", Rol::Buurtteammedewerker, Some("Zuilen")),
    (INCLUZIO, "Samuel Osei", Rol::Buurtteammedewerker, Some("Zuilen")),
    (INCLUZIO, "Els Brouwers", Rol::Buurtteammedewerker, Some("Lombok")),
    (INCLUZIO, "Rachid Benali", Rol::Buurtteammedewerker, Some("Lombok")),
    (LOKALIS, "Femke Dijkgraaf", Rol::Gezinswerker, Some("Overvecht Jeugd")),
    (LOKALIS, "Nadia Haddou", Rol::Gezinswerker, Some("Overvecht Jeugd")),
    (LOKALIS, "Wouter Steenbergen", Rol::Gezinswerker, Some("Kanaleneiland Jeugd")),
    (LOKALIS, "Gülsen Demirci", Rol::Gezinswerker, Some("Kanaleneiland Jeugd")),
    (TOESTEMMINGSBEHEER, "Charlotte Vos", Rol::Toestemmingsbeheerder, None),
    (TOESTEMMINGSBEHEER, "Mohamed Idrissi", Rol::Toestemmingsbeheerder, None),
    (TOESTEMMINGSBEHEER, "Hanneke Wolters", Rol::FunctionarisGegevensbescherming, None),
];

/// The people of all parties.
pub(super) fn all() -> Vec<DemoPerson> {
    (1..).zip(ROWS).map(|(number, row)| person(number, row)).collect()
}

/// The people of a party with a role, in the order of the list.
pub(super) fn with_rol(partij: &str, rol: Rol) -> Vec<DemoPerson> {
    all()
        .into_iter()
        .filter(|person| person.partij == partij && person.rol == rol)
        .collect()
}

/// The contact of the person of this name.
pub(super) fn contact_of(naam: &str) -> Option<ContactInvoer> {
    all()
        .iter()
        .find(|person| person.naam == naam)
        .map(DemoPerson::contact)
}

fn person(number: u32, row: &Row) -> DemoPerson {
    let &(partij, naam, rol, team) = row;
    let gebruiker = user_id(naam);
    DemoPerson {
        partij,
        naam,
        rol,
        team,
        telefoon: format!("030 000 {:02} {:02}", number / 100 + 1, number % 100),
        email: format!("{gebruiker}@voorbeeld.example"),
        gebruiker,
    }
}

/// `Fatima el Amrani` is `fatima.el.amrani`.
fn user_id(naam: &str) -> String {
    naam.to_lowercase().replace('ü', "u").replace(' ', ".")
}
