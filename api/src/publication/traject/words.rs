use crate::domain::words;

words! {
    /// How a resident came into the traject.
    Ingang {
        /// Through the buurtteam.
        Buurtteam = "BUURTTEAM",
        /// At the municipality.
        Gemeente = "GEMEENTE",
        /// By an early signal.
        Signaal = "SIGNAAL",
        /// The source doesn't say.
        Onbekend = "ONBEKEND",
    }
}

words! {
    /// What a resident asks for.
    Hulpvraag {
        /// Debts.
        Schulden = "SCHULDEN",
        /// Other money matters.
        Financien = "FINANCIEN",
        /// The source doesn't say; counted, never guessed.
        Ongespecificeerd = "ONGESPECIFICEERD",
    }
}

words! {
    /// A kind of conversation.
    GesprekSoort {
        /// Resident, trajectbegeleider and buurtteam.
        Driegesprek = "DRIEGESPREK",
        /// Resident and trajectbegeleider.
        Tweegesprek = "TWEEGESPREK",
        /// The approach is offered.
        Aanbodgesprek = "AANBODGESPREK",
        /// What the resident can do.
        Handelingsperspectief = "HANDELINGSPERSPECTIEF",
        /// At home.
        Huisbezoek = "HUISBEZOEK",
    }
}

words! {
    /// Why a deadline is suspended (Algemene wet bestuursrecht art. 4:15).
    OpschortingReden {
        /// The resident was asked to complete the application (lid 1, under a).
        AanvullingGevraagd = "AANVULLING_GEVRAAGD",
        /// Information was asked abroad (lid 1, under b).
        InformatieBuitenland = "INFORMATIE_BUITENLAND",
        /// The resident agreed to wait (lid 2, under a).
        UitstelIngestemd = "UITSTEL_INGESTEMD",
        /// The resident causes the delay (lid 2, under b).
        VertragingInwoner = "VERTRAGING_INWONER",
        /// Force majeure (lid 2, under c).
        Overmacht = "OVERMACHT",
    }
}

words! {
    /// A kind of beschikking.
    BeschikkingSoort {
        /// Admission.
        Toelating = "TOELATING",
        /// Refusal.
        Afwijzing = "AFWIJZING",
        /// Ending.
        Beeindiging = "BEEINDIGING",
    }
}

words! {
    /// A kind of solution.
    OplossingSoort {
        /// Payment arrangement.
        Betalingsregeling = "BETALINGSREGELING",
        /// Refinancing.
        Herfinanciering = "HERFINANCIERING",
        /// Credit that pays off the creditors.
        Saneringskrediet = "SANERINGSKREDIET",
        /// Debt mediation.
        Schuldbemiddeling = "SCHULDBEMIDDELING",
        /// Offer of nothing.
        Nulaanbod = "NULAANBOD",
        /// Statutory debt restructuring.
        Wsnp = "WSNP",
    }
}

words! {
    /// A kind of guidance.
    BegeleidingSoort {
        /// Budget coaching.
        Budgetcoaching = "BUDGETCOACHING",
        /// Budget management.
        Budgetbeheer = "BUDGETBEHEER",
        /// Protective administration.
        Beschermingsbewind = "BESCHERMINGSBEWIND",
        /// Long-term guidance (duurzame financiële dienstverlening).
        LangeTermijnBegeleiding = "LANGE_TERMIJN_BEGELEIDING",
        /// Budget guidance.
        Budgetbegeleiding = "BUDGETBEGELEIDING",
    }
}

words! {
    /// A kind of debt (DDAS v1.0, EnumSchuldensoort).
    SchuldSoort {
        /// Health care.
        Zorg = "ZORG",
        /// The public purse.
        Publiek = "PUBLIEK",
        /// Gas, water, power, heat.
        Nuts = "NUTS",
        /// Other.
        Overig = "OVERIG",
    }
}

words! {
    /// Why a traject ended (DDAS v1.0, EnumUitstroomreden, and a word for a source that doesn't say).
    UitstroomReden {
        /// The resident died.
        Overleden = "OVERLEDEN",
        /// The resident moved.
        Verhuisd = "VERHUISD",
        /// The resident didn't come.
        NietVerschenen = "NIET_VERSCHENEN",
        /// The resident withdrew.
        Ingetrokken = "INGETROKKEN",
        /// Doesn't fit.
        NietPassend = "NIET_PASSEND",
        /// Otherwise.
        Overig = "OVERIG",
        /// Doesn't meet the conditions.
        VoldoetNiet = "VOLDOET_NIET",
        /// Finished.
        Afgerond = "AFGEROND",
        /// On own strength.
        Zelf = "ZELF",
        /// The source says that it ended, not why.
        Onbekend = "ONBEKEND",
    }
}
