//! What people write in few words. Money, letters and appointments only: nothing on health, addiction or crime
//! is in any group, so none of it is in the demo.

use crate::publication::VerwijzingSoort;

/// Actions in a traject, and who does them.
pub(super) const ACTIES: &[(&str, &str)] = &[
    ("Bankafschriften van drie maanden meenemen", INWONER),
    ("Overzicht van vaste lasten invullen", INWONER),
    ("Ongeopende post meenemen naar het gesprek", INWONER),
    ("Machtiging ondertekenen", INWONER),
    ("Jaaropgave opzoeken", INWONER),
    ("Automatische incasso's nakijken", INWONER),
    ("Inschrijven voor de cursus Omgaan met geld", INWONER),
    ("Schuldeisers aanschrijven met verzoek om saldo", BEGELEIDER),
    ("Beslagvrije voet laten nakijken", BEGELEIDER),
    ("Betaalpauze vragen bij de energieleverancier", BEGELEIDER),
    ("Huurachterstand bespreken met de verhuurder", BEGELEIDER),
    ("Conceptplan bespreken", BEGELEIDER),
    ("Budgetplan opstellen", BEGELEIDER),
    ("Vrij te laten bedrag berekenen", BEGELEIDER),
    ("Bijzondere bijstand aanvragen", BUURTTEAM),
    ("Samen de post ordenen", BUURTTEAM),
    ("U-pas aanvragen", BUURTTEAM),
    ("DigiD activeren", BUURTTEAM),
];

/// The resident does it.
pub(super) const INWONER: &str = "Inwoner";
/// The trajectbegeleider does it.
pub(super) const BEGELEIDER: &str = "Trajectbegeleider";
/// The buurtteam does it.
pub(super) const BUURTTEAM: &str = "Buurtteam";

/// Goals that residents set with the buurtteam Sociaal.
pub(super) const DOELEN: &[&str] = &[
    "Elke week de post openen en ordenen",
    "Elke maand vijfentwintig euro opzij zetten",
    "Vaste lasten op de dag na het inkomen betalen",
    "Geen nieuwe aankopen op afbetaling",
    "Kasboek bijhouden",
    "Zelf bellen bij een brief die onduidelijk is",
    "Alle vaste lasten op een rij",
    "Boodschappen doen met een weekbudget",
    "Meedoen aan de inloop in de buurt",
    "Solliciteren met hulp van het werkcafé",
    "Taalles volgen",
];

/// Goals that families set with the buurtteam Jeugd en Gezin.
pub(super) const GEZINSDOELEN: &[&str] = &[
    "Zakgeld afspreken en volhouden",
    "Kindregelingen aanvragen",
    "Samen het gezinsbudget bespreken",
    "Schoolspullen betalen uit het Jeugdfonds",
    "Een vaste avond per week de administratie doen",
    "Sportclub via het Jeugdfonds regelen",
    "Vaste afspraken over telefoonkosten",
];

/// What the sociaal raadslieden are asked, by kind.
pub(super) const fn vragen(soort: VerwijzingSoort) -> &'static [&'static str] {
    match soort {
        VerwijzingSoort::Inkomenscheck => &[
            "Is het inkomen volledig en kloppen de toeslagen?",
            "Zijn alle inkomsten van dit jaar doorgegeven?",
            "Wat verandert er aan het inkomen na de verhuizing?",
        ],
        VerwijzingSoort::JuridischeVraag => &[
            "Mag de verhuurder de borg inhouden?",
            "Is de opzegging van het abonnement geldig?",
            "Kan nog bezwaar worden gemaakt tegen de aanslag?",
        ],
        VerwijzingSoort::BetalingsregelingKlein => &[
            "Regeling treffen voor een achterstand bij de energieleverancier",
            "Regeling treffen voor de gemeentelijke belastingen",
            "Kan de rekening van de webwinkel in termijnen?",
        ],
        VerwijzingSoort::ControleVordering => &[
            "Klopt de hoogte van de incassokosten?",
            "Is deze vordering verjaard?",
            "Is de eindafrekening van het oude adres juist?",
        ],
        VerwijzingSoort::Voorzieningencheck => &[
            "Welke regelingen worden nog niet gebruikt?",
            "Is er recht op kwijtschelding van gemeentelijke belastingen?",
            "Is er recht op huurtoeslag na de huurverhoging?",
        ],
    }
}

/// What came of a referral, by kind.
pub(super) const fn uitkomsten(soort: VerwijzingSoort) -> &'static [&'static str] {
    match soort {
        VerwijzingSoort::Inkomenscheck => &[
            "Inkomen is volledig, huurtoeslag is aangevraagd",
            "Kindgebonden budget wordt met terugwerkende kracht uitbetaald",
        ],
        VerwijzingSoort::JuridischeVraag => &[
            "Brief aan de wederpartij is verstuurd",
            "Bezwaarschrift is ingediend",
        ],
        VerwijzingSoort::BetalingsregelingKlein => &[
            "Regeling van zes termijnen is afgesproken",
            "Schuldeiser gaat akkoord met twintig euro per maand",
        ],
        VerwijzingSoort::ControleVordering => &[
            "Incassokosten zijn verlaagd",
            "Vordering klopt en is opgenomen in het overzicht",
        ],
        VerwijzingSoort::Voorzieningencheck => &[
            "U-pas en kwijtschelding zijn aangevraagd",
            "Alle regelingen worden al gebruikt",
        ],
    }
}

/// Creditors in the delivery: all invented, by name, KvK number and kind of debt in DDAS.
pub(super) const SCHULDEISERS: &[(&str, &str, &str)] = &[
    ("Energiebedrijf De Lantaarn", "00000011", "Nuts"),
    ("Waterbedrijf Bronbeek", "00000012", "Nuts"),
    ("Stadswarmte Vechtoever", "00000013", "Nuts"),
    ("Woonstichting De Gevel", "00000021", "Overig"),
    ("Woningcorporatie Dakpan", "00000022", "Overig"),
    ("Webwinkel Pakjeshuis", "00000031", "Overig"),
    ("Telefoonmaatschappij Belhuis", "00000032", "Overig"),
    ("Kredietbank De Spaarpot", "00000033", "Overig"),
    ("Postorderbedrijf Morgen Thuis", "00000034", "Overig"),
    ("Sportschool De Halter", "00000035", "Overig"),
    ("Autoverzekeraar De Bumper", "00000036", "Overig"),
    ("Belastingkantoor Voorbeeldstad", "00000041", "Publiek"),
    ("Waterschap Voorbeeldland", "00000042", "Publiek"),
    ("Toeslagenkantoor Voorbeeldstad", "00000043", "Publiek"),
    ("Studiefonds Voorbeeldland", "00000044", "Publiek"),
];
