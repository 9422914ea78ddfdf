use super::{RecordSoort, words};

words! {
    /// A named set of fields of one owner: what a consent names, what the schema marks, what the
    /// decision decides and what the log records. A closed list, from least to most telling per owner.
    ///
    /// BSN, free notes and special categories of data (AVG 9, 10) are in no group: they cannot be shared.
    Gegevensgroep {
        /// The lamp: is there a running traject, since when, with which organisation.
        TrajectLoopt = "TRAJECT_LOOPT",
        /// The regisseur and how to reach them.
        TrajectContact = "TRAJECT_CONTACT",
        /// The fase, its history and the earlier trajecten.
        TrajectFase = "TRAJECT_FASE",
        /// The deadlines.
        TrajectTermijnen = "TRAJECT_TERMIJNEN",
        /// Who does what.
        TrajectBetrokkenen = "TRAJECT_BETROKKENEN",
        /// Conversations and the list of actions.
        TrajectAfspraken = "TRAJECT_AFSPRAKEN",
        /// Plan of approach, beschikkingen and the kind of solution.
        TrajectBesluiten = "TRAJECT_BESLUITEN",
        /// The burden of debt.
        TrajectFinancieel = "TRAJECT_FINANCIEEL",
        /// Aftercare.
        TrajectNazorg = "TRAJECT_NAZORG",
        /// Referrals: kind, status and dates.
        SrwStatus = "SRW_STATUS",
        /// Who handles the referrals and how to reach them.
        SrwContact = "SRW_CONTACT",
        /// What came of the referrals.
        SrwTerugkoppeling = "SRW_TERUGKOPPELING",
        /// The questions themselves.
        SrwInhoud = "SRW_INHOUD",
        /// Whether the buurtteam is involved; open or closed.
        BuurtteamStatus = "BUURTTEAM_STATUS",
        /// Who of the buurtteam, and how to reach them.
        BuurtteamContact = "BUURTTEAM_CONTACT",
        /// Behaviour goals.
        BuurtteamDoelen = "BUURTTEAM_DOELEN",
        /// Self-reliance per area of life.
        BuurtteamLeefgebieden = "BUURTTEAM_LEEFGEBIEDEN",
    }
}

impl Gegevensgroep {
    /// The kind of record whose owner decides on this group.
    pub const fn record_soort(self) -> RecordSoort {
        match self {
            Self::TrajectLoopt
            | Self::TrajectContact
            | Self::TrajectFase
            | Self::TrajectTermijnen
            | Self::TrajectBetrokkenen
            | Self::TrajectAfspraken
            | Self::TrajectBesluiten
            | Self::TrajectFinancieel
            | Self::TrajectNazorg => RecordSoort::Traject,
            Self::SrwStatus | Self::SrwContact | Self::SrwTerugkoppeling | Self::SrwInhoud => {
                RecordSoort::SrwDossier
            }
            Self::BuurtteamStatus
            | Self::BuurtteamContact
            | Self::BuurtteamDoelen
            | Self::BuurtteamLeefgebieden => RecordSoort::BuurtteamDossier,
        }
    }

    /// The groups of one kind of record, in their fixed order.
    pub fn of_soort(soort: RecordSoort) -> impl Iterator<Item = Self> {
        Self::ALL
            .iter()
            .copied()
            .filter(move |groep| groep.record_soort() == soort)
    }
}
