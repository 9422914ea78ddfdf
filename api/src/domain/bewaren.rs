use super::words;

words! {
    /// A kind of thing that is kept, and after a configured time no longer (AVG 5(1)(e)). Another kind is a word here, its
    /// beginning and remainder below, and a line in `subgraphs::bewaren`, which the compiler asks for.
    BewaarSoort {
        /// A traject.
        Traject = "TRAJECT",
        /// A dossier of the sociaal raadslieden.
        SrwDossier = "SRW_DOSSIER",
        /// A referral that was submitted through the hub.
        Verwijzing = "VERWIJZING",
        /// A dossier of a buurtteam.
        BuurtteamDossier = "BUURTTEAM_DOSSIER",
        /// What happened that others may hear of, as its owner keeps it.
        Signaalgebeurtenis = "SIGNAALGEBEURTENIS",
        /// A signal, as its receiver finds it, confirmed or not.
        Signaal = "SIGNAAL",
        /// What a party hears of what it saw.
        Rectificatie = "RECTIFICATIE",
        /// The evidence of a consent, refusal or objection.
        Toestemmingsbewijs = "TOESTEMMINGSBEWIJS",
        /// Why consent was asked.
        Toestemmingsverzoek = "TOESTEMMINGSVERZOEK",
        /// A code for one coupling.
        Koppelcode = "KOPPELCODE",
        /// A receipt that was handed out.
        Ontvangstbewijs = "ONTVANGSTBEWIJS",
        /// The key of something that was recorded once.
        Aanvraag = "AANVRAAG",
    }
}

impl BewaarSoort {
    /// From when the time runs, to fill in after "vanaf".
    pub const fn vanaf(self) -> &'static str {
        match self {
            Self::Traject => "het einde van het traject en de nazorg, of het terugtrekken",
            Self::SrwDossier => "het einde van de laatste verwijzing, of het terugtrekken",
            Self::Verwijzing => "de laatste stap van een verwijzing die klaar is",
            Self::BuurtteamDossier => "het sluiten, of het terugtrekken",
            Self::Signaalgebeurtenis | Self::Signaal => "de gebeurtenis",
            Self::Rectificatie => "het moment waarop het gezegde niet meer klopte",
            Self::Toestemmingsbewijs => {
                "de einddatum van de toestemming; bij een weigering of bezwaar: het vastleggen"
            }
            Self::Toestemmingsverzoek => "het antwoord op het verzoek, of het intrekken",
            Self::Koppelcode => "het einde van de geldigheid",
            Self::Ontvangstbewijs => "het uitgeven",
            Self::Aanvraag => "het vastleggen",
        }
    }

    /// What is left of it, in a sentence.
    pub const fn blijft(self) -> &'static str {
        match self {
            Self::Traject | Self::SrwDossier | Self::BuurtteamDossier | Self::Verwijzing => {
                "een hash, waardoor het niet terugkomt; en het logboek, zolang dat zijn eigen termijn heeft"
            }
            Self::Signaalgebeurtenis => {
                "wat de klok liet gebeuren, zonder inhoud: anders gebeurde het nog eens"
            }
            Self::Toestemmingsbewijs => "de gebeurtenis zelf, zodat oude besluiten navolgbaar blijven",
            Self::Toestemmingsverzoek => "dat en wanneer er iets is gevraagd, zonder de toelichting",
            Self::Signaal
            | Self::Rectificatie
            | Self::Koppelcode
            | Self::Ontvangstbewijs
            | Self::Aanvraag => "niets",
        }
    }
}
