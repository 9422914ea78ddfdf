use super::words;

words! {
    /// What was done, as the disclosure log tells it (NEN 7513: the kind of act).
    Handeling {
        /// A party asked for groups of a record.
        Verstrekken = "VERSTREKKEN",
        /// Somebody looked what they may see of a resident.
        ToegangBekijken = "TOEGANG_BEKIJKEN",
        /// Somebody looked which grants there are of a resident.
        ToestemmingenBekijken = "TOESTEMMINGEN_BEKIJKEN",
        /// Somebody looked at requests for consent.
        VerzoekenBekijken = "VERZOEKEN_BEKIJKEN",
        /// Somebody looked what a grant or withdrawal would do.
        ToestemmingVoorvertonen = "TOESTEMMING_VOORVERTONEN",
        /// Somebody looked at the receipt of a conversation, or handed it out.
        OntvangstbewijsBekijken = "ONTVANGSTBEWIJS_BEKIJKEN",
        /// Somebody looked who can see a group of a resident.
        WieKanBekijken = "WIE_KAN_BEKIJKEN",
        /// Somebody read who saw what of a resident.
        VerstrekkingenBekijken = "VERSTREKKINGEN_BEKIJKEN",
        /// Somebody read what a party saw.
        InzagenBekijken = "INZAGEN_BEKIJKEN",
        /// Somebody replayed an old decision.
        BesluitHerspelen = "BESLUIT_HERSPELEN",
        /// Somebody opened a resident with whom they aren't involved.
        Openen = "OPENEN",
        /// Somebody read which residents were opened.
        OpeningenBekijken = "OPENINGEN_BEKIJKEN",
        /// A privacy officer reviewed an opening.
        OpeningBeoordelen = "OPENING_BEOORDELEN",
        /// A signaalpartner gave an early signal.
        VroegsignaalIndienen = "VROEGSIGNAAL_INDIENEN",
        /// A signaalpartner took an early signal back.
        VroegsignaalIntrekken = "VROEGSIGNAAL_INTREKKEN",
        /// The owner of early signals looked at them.
        VroegsignalenBekijken = "VROEGSIGNALEN_BEKIJKEN",
        /// The owner of early signals took a step with one.
        VroegsignaalBijwerken = "VROEGSIGNAAL_BIJWERKEN",
    }
}
