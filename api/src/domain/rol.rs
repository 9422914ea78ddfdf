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
