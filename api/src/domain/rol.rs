use super::words;

words! {
    /// The role in which a person or client acts (claim `rollen`).
    Rol {
        /// Runs the traject at the municipality.
        Trajectbegeleider = "TRAJECTBEGELEIDER",
        /// Practical support.
        PraktischOndersteuner = "PRAKTISCH_ONDERSTEUNER",
        /// Negotiates with creditors.
        Schuldregelaar = "SCHULDREGELAAR",
        /// Manages the budget.
        Budgetbeheerder = "BUDGETBEHEERDER",
        /// Coaches on the budget.
        Budgetcoach = "BUDGETCOACH",
        /// Volunteer.
        Vrijwilliger = "VRIJWILLIGER",
        /// Counsel of the sociaal raadslieden.
        SociaalRaadslid = "SOCIAAL_RAADSLID",
        /// Worker of a buurtteam.
        Buurtteammedewerker = "BUURTTEAMMEDEWERKER",
        /// Family worker.
        Gezinswerker = "GEZINSWERKER",
        /// Consent manager: records consent, refusal and withdrawal.
        Toestemmingsbeheerder = "TOESTEMMINGSBEHEERDER",
        /// Privacy officer and auditor.
        FunctionarisGegevensbescherming = "FUNCTIONARIS_GEGEVENSBESCHERMING",
        /// A party's system that publishes records.
        Bronsysteem = "BRONSYSTEEM",
        /// Operator.
        Beheerder = "BEHEERDER",
    }
}

impl Rol {
    /// The roles of people who work with residents.
    pub const HULPVERLENERS: [Self; 8] = [
        Self::Trajectbegeleider,
        Self::PraktischOndersteuner,
        Self::Schuldregelaar,
        Self::Budgetbeheerder,
        Self::Budgetcoach,
        Self::SociaalRaadslid,
        Self::Buurtteammedewerker,
        Self::Gezinswerker,
    ];
}
