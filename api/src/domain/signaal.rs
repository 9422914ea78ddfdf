use super::{Gegevensgroep, words};

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

words! {
    /// Who hears of a kind of signal, if the groups that it tells of are open to them.
    Geadresseerden {
        /// Every other party of the samenwerking.
        Anderen = "ANDEREN",
        /// The party where it happened, and every other of the samenwerking.
        BronEnAnderen = "BRON_EN_ANDEREN",
        /// The party that submitted the referral, of which it is an own record, and every other but where it happened.
        IndienerEnAnderen = "INDIENER_EN_ANDEREN",
        /// The party where it happened, the one that submitted the referral where it is about one, and every other.
        BronIndienerEnAnderen = "BRON_INDIENER_EN_ANDEREN",
        /// The owners of trajecten, be it where it happened, each only while a traject of its own runs: that it tests itself.
        Trajecthouders = "TRAJECTHOUDERS",
        /// The receiver that the consent names.
        GenoemdeOntvanger = "GENOEMDE_ONTVANGER",
    }
}

/// How one kind of signal goes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signaalregel {
    /// Who hears of it.
    pub geadresseerden: Geadresseerden,
    /// The least group that tells as much as this kind of signal: who may not see it, gets no signal. `None` for
    /// what happened to a consent: of that hears, at the receiver that it names, whoever nothing but a consent could keep
    /// from its groups.
    pub groep: Option<Gegevensgroep>,
    /// How urgent it is.
    pub ernst: SignaalErnst,
}

impl Geadresseerden {
    /// Whether the party that submitted the referral hears of it as of an own record.
    pub const fn has_indiener(self) -> bool {
        matches!(self, Self::IndienerEnAnderen | Self::BronIndienerEnAnderen)
    }
}

impl SignaalSoort {
    /// How this kind of signal goes about. Where one change makes several, they come in the order of
    /// [`SignaalSoort::ALL`].
    pub const fn regel(self) -> Signaalregel {
        use Geadresseerden::{
            Anderen, BronEnAnderen, BronIndienerEnAnderen, GenoemdeOntvanger, IndienerEnAnderen,
            Trajecthouders,
        };
        use Gegevensgroep::{
            BuurtteamStatus, SrwStatus, SrwTerugkoppeling, TrajectContact, TrajectFase, TrajectLoopt,
            TrajectNazorg, TrajectTermijnen,
        };
        use SignaalErnst::{Aandacht, Dringend, Informatie};
        let (geadresseerden, groep, ernst) = match self {
            Self::TrajectGestart => (Anderen, Some(TrajectLoopt), Informatie),
            Self::FaseGewijzigd => (Anderen, Some(TrajectFase), Informatie),
            Self::RegisseurGewijzigd => (Anderen, Some(TrajectContact), Informatie),
            Self::DossierGeslotenTijdensTraject => (Trajecthouders, Some(BuurtteamStatus), Aandacht),
            Self::DossierHeropend => (Anderen, Some(BuurtteamStatus), Informatie),
            Self::VerwijzingOntvangen => (BronEnAnderen, Some(SrwStatus), Informatie),
            Self::VerwijzingAfgerond => (IndienerEnAnderen, Some(SrwStatus), Informatie),
            Self::TerugkoppelingOntbreekt => (BronIndienerEnAnderen, Some(SrwTerugkoppeling), Aandacht),
            Self::TermijnNadert => (BronIndienerEnAnderen, Some(TrajectTermijnen), Aandacht),
            Self::TermijnOverschreden => (BronIndienerEnAnderen, Some(TrajectTermijnen), Dringend),
            Self::CrisisGemeld => (BronEnAnderen, Some(TrajectFase), Dringend),
            Self::UitstroomNadert => (Anderen, Some(TrajectFase), Aandacht),
            Self::NazorgGestart => (Anderen, Some(TrajectNazorg), Informatie),
            Self::NazorgproductNietBeschikbaar => (BronEnAnderen, Some(TrajectNazorg), Aandacht),
            Self::ToestemmingVerleend | Self::ToestemmingIngetrokken => (GenoemdeOntvanger, None, Informatie),
            Self::ToestemmingVerloopt => (GenoemdeOntvanger, None, Aandacht),
            Self::OnverwachteFase => (BronEnAnderen, Some(TrajectFase), Aandacht),
            Self::BronVerouderd => (BronEnAnderen, Some(TrajectLoopt), Aandacht),
        };
        Signaalregel {
            geadresseerden,
            groep,
            ernst,
        }
    }
}
