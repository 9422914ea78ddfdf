use crate::domain::{Gegevensgroep, words};

words! {
    /// What kind of thing happened.
    SignaalSoort {
        /// A traject began.
        TrajectGestart = "TRAJECT_GESTART",
        /// A traject came in another phase.
        FaseGewijzigd = "FASE_GEWIJZIGD",
        /// A traject has another regisseur.
        RegisseurGewijzigd = "REGISSEUR_GEWIJZIGD",
        /// A buurtteam closed its dossier while a traject runs.
        DossierGeslotenTijdensTraject = "DOSSIER_GESLOTEN_TIJDENS_TRAJECT",
        /// A buurtteam opened a closed dossier again.
        DossierHeropend = "DOSSIER_HEROPEND",
        /// A referral arrived.
        VerwijzingOntvangen = "VERWIJZING_ONTVANGEN",
        /// A referral was finished.
        VerwijzingAfgerond = "VERWIJZING_AFGEROND",
        /// A referral was closed without an outcome.
        TerugkoppelingOntbreekt = "TERUGKOPPELING_ONTBREEKT",
        /// A deadline comes near.
        TermijnNadert = "TERMIJN_NADERT",
        /// A deadline has passed.
        TermijnOverschreden = "TERMIJN_OVERSCHREDEN",
        /// A crisis was reported.
        CrisisGemeld = "CRISIS_GEMELD",
        /// The end of a traject comes near.
        UitstroomNadert = "UITSTROOM_NADERT",
        /// Aftercare began.
        NazorgGestart = "NAZORG_GESTART",
        /// A chosen product of aftercare isn't available.
        NazorgproductNietBeschikbaar = "NAZORGPRODUCT_NIET_BESCHIKBAAR",
        /// The resident gave consent.
        ToestemmingVerleend = "TOESTEMMING_VERLEEND",
        /// The resident withdrew consent.
        ToestemmingIngetrokken = "TOESTEMMING_INGETROKKEN",
        /// Consent ends soon.
        ToestemmingVerloopt = "TOESTEMMING_VERLOOPT",
        /// A traject came in a phase that doesn't usually follow.
        OnverwachteFase = "ONVERWACHTE_FASE",
        /// A source has told nothing new for long.
        BronVerouderd = "BRON_VEROUDERD",
    }
}

words! {
    /// How urgent a signal is.
    SignaalErnst {
        /// Good to know.
        Informatie = "INFORMATIE",
        /// Asks for attention.
        Aandacht = "AANDACHT",
        /// Asks to act at once.
        Dringend = "DRINGEND",
    }
}

impl SignaalSoort {
    /// The least group that tells as much as this kind of signal: who may not see it, gets no signal. `None` for
    /// what happened to a consent, of which the receiver that it names always hears.
    pub const fn least_groep(self) -> Option<Gegevensgroep> {
        Some(match self {
            Self::TrajectGestart | Self::BronVerouderd => Gegevensgroep::TrajectLoopt,
            Self::RegisseurGewijzigd => Gegevensgroep::TrajectContact,
            Self::FaseGewijzigd | Self::CrisisGemeld | Self::UitstroomNadert | Self::OnverwachteFase => {
                Gegevensgroep::TrajectFase
            }
            Self::TermijnNadert | Self::TermijnOverschreden => Gegevensgroep::TrajectTermijnen,
            Self::NazorgGestart | Self::NazorgproductNietBeschikbaar => Gegevensgroep::TrajectNazorg,
            Self::DossierGeslotenTijdensTraject | Self::DossierHeropend => Gegevensgroep::BuurtteamStatus,
            Self::VerwijzingOntvangen | Self::VerwijzingAfgerond => Gegevensgroep::SrwStatus,
            Self::TerugkoppelingOntbreekt => Gegevensgroep::SrwTerugkoppeling,
            Self::ToestemmingVerleend | Self::ToestemmingIngetrokken | Self::ToestemmingVerloopt => {
                return None;
            }
        })
    }
}
