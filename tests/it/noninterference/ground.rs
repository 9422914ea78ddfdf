//! Who may see what, by what the test itself has arranged: never by what the program says.

use std::collections::BTreeSet;

use schakel::domain::{Doel, Rol};
use schakel_tests::{TestApp, app::Person};

pub type Groep = &'static str;

/// A group of a resident (by place in the world) at an owner.
pub type Seen = (usize, &'static str, Groep);

/// A group of a resident, shared by an owner with a receiver for a purpose.
pub type Shared = (usize, &'static str, &'static str, Groep, Doel);

pub const OWNERS: [&str; 4] = ["gemeente-utrecht", "u-centraal", "incluzio", "lokalis"];

const TRAJECT: [Groep; 9] = [
    "TRAJECT_LOOPT",
    "TRAJECT_CONTACT",
    "TRAJECT_FASE",
    "TRAJECT_TERMIJNEN",
    "TRAJECT_BETROKKENEN",
    "TRAJECT_AFSPRAKEN",
    "TRAJECT_BESLUITEN",
    "TRAJECT_FINANCIEEL",
    "TRAJECT_NAZORG",
];
const SRW: [Groep; 4] = ["SRW_STATUS", "SRW_CONTACT", "SRW_TERUGKOPPELING", "SRW_INHOUD"];
const BUURTTEAM: [Groep; 4] = [
    "BUURTTEAM_STATUS",
    "BUURTTEAM_CONTACT",
    "BUURTTEAM_DOELEN",
    "BUURTTEAM_LEEFGEBIEDEN",
];

/// Of a traject with two clients these are told when both agree.
pub const JOINT: [Groep; 3] = ["TRAJECT_AFSPRAKEN", "TRAJECT_BESLUITEN", "TRAJECT_FINANCIEEL"];

/// The groups of an owner.
pub fn groepen(owner: &str) -> &'static [Groep] {
    match owner {
        "gemeente-utrecht" => &TRAJECT,
        "u-centraal" => &SRW,
        _ => &BUURTTEAM,
    }
}

/// The purposes for which grants are given, and what each can carry.
pub fn carried(doel: Doel, groep: Groep) -> bool {
    match doel {
        Doel::AfstemmingTraject => groep != "SRW_INHOUD",
        Doel::UitvoerenVerwijzing => [
            "TRAJECT_LOOPT",
            "TRAJECT_CONTACT",
            "TRAJECT_FASE",
            "TRAJECT_FINANCIEEL",
            "SRW_STATUS",
            "SRW_CONTACT",
            "SRW_TERUGKOPPELING",
            "SRW_INHOUD",
            "BUURTTEAM_CONTACT",
        ]
        .contains(&groep),
        _ => false,
    }
}

/// Somebody who asks.
#[derive(Clone, Copy, Debug)]
pub struct Asker {
    pub partij: &'static str,
    pub rol: Rol,
    pub doel: Doel,
    /// Whether this role may act for this purpose.
    pub competent: bool,
}

const fn asker(partij: &'static str, rol: Rol, doel: Doel, competent: bool) -> Asker {
    Asker {
        partij,
        rol,
        doel,
        competent,
    }
}

pub const ASKERS: [Asker; 13] = [
    asker(
        "gemeente-utrecht",
        Rol::Trajectbegeleider,
        Doel::AfstemmingTraject,
        true,
    ),
    asker(
        "gemeente-utrecht",
        Rol::Trajectbegeleider,
        Doel::UitvoerenVerwijzing,
        true,
    ),
    asker(
        "gemeente-utrecht",
        Rol::Schuldregelaar,
        Doel::UitvoerenVerwijzing,
        false,
    ),
    asker("u-centraal", Rol::SociaalRaadslid, Doel::AfstemmingTraject, true),
    asker(
        "u-centraal",
        Rol::SociaalRaadslid,
        Doel::UitvoerenVerwijzing,
        true,
    ),
    asker(
        "incluzio",
        Rol::Buurtteammedewerker,
        Doel::AfstemmingTraject,
        true,
    ),
    asker(
        "incluzio",
        Rol::Buurtteammedewerker,
        Doel::UitvoerenVerwijzing,
        true,
    ),
    asker("incluzio", Rol::Vrijwilliger, Doel::AfstemmingTraject, false),
    asker("lokalis", Rol::Gezinswerker, Doel::AfstemmingTraject, true),
    asker("lokalis", Rol::Gezinswerker, Doel::Verantwoording, false),
    asker("lokalis", Rol::Bronsysteem, Doel::AfstemmingTraject, true),
    asker(
        "toestemmingsbeheer",
        Rol::Toestemmingsbeheerder,
        Doel::InzageInwoner,
        true,
    ),
    asker(
        "toestemmingsbeheer",
        Rol::FunctionarisGegevensbescherming,
        Doel::Verantwoording,
        true,
    ),
];

impl Asker {
    /// Who it is.
    pub fn person<'a>(&self, app: &'a TestApp) -> Person<'a> {
        app.person(self.partij, self.rol).doel(self.doel)
    }

    /// Whether there is a ground.
    pub fn may_see(&self, shared: &BTreeSet<Shared>, (inwoner, owner, groep): Seen) -> bool {
        // The one legal ground of Utrecht.
        let by_law = (owner, self.partij, groep, self.doel)
            == (
                "u-centraal",
                "gemeente-utrecht",
                "SRW_STATUS",
                Doel::UitvoerenVerwijzing,
            );
        let by_grant = shared.contains(&(inwoner, owner, self.partij, groep, self.doel));
        self.partij == owner || self.competent && (by_law || by_grant)
    }

    /// Whether the party may use the BSN.
    pub fn may_use_bsn(&self) -> bool {
        self.partij != "u-centraal"
    }
}
