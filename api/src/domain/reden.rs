use super::words;

words! {
    /// Why a group of fields was shown or withheld: a stable code that callers may rely on.
    Reden {
        /// The caller's party owns the record.
        ToegestaanEigen = "TOEGESTAAN_EIGEN",
        /// A legal ground in force.
        ToegestaanGrond = "TOEGESTAAN_GROND",
        /// A grant in force.
        ToegestaanToestemming = "TOEGESTAAN_TOESTEMMING",
        /// Nothing names this caller.
        GeenToestemming = "GEEN_TOESTEMMING",
        /// Withdrawn.
        Ingetrokken = "INGETROKKEN",
        /// Ended by the clock.
        Verlopen = "VERLOPEN",
        /// Starts later.
        NogNietIngegaan = "NOG_NIET_INGEGAAN",
        /// The purpose does not carry this group, or the grant is for another purpose.
        DoelNietGedekt = "DOEL_NIET_GEDEKT",
        /// The group is out of reach: another samenwerking, or the party holds no such records.
        GroepBuitenBereik = "GROEP_BUITEN_BEREIK",
        /// The resident refused.
        Geweigerd = "GEWEIGERD",
        /// The resident objected to the legal ground (AVG 21).
        Bezwaar = "BEZWAAR",
        /// The role may not act for this purpose.
        RolNietBevoegd = "ROL_NIET_BEVOEGD",
        /// The person is not involved with this resident.
        NietBetrokken = "NIET_BETROKKEN",
        /// The other client in the traject has not agreed: logs only, never an answer.
        TweedeClientNietAkkoord = "TWEEDE_CLIENT_NIET_AKKOORD",
        /// The owner cannot be reached.
        BronNietBereikbaar = "BRON_NIET_BEREIKBAAR",
        /// The register cannot be reached.
        RegisterNietBereikbaar = "REGISTER_NIET_BEREIKBAAR",
        /// The log cannot be written.
        LogNietBereikbaar = "LOG_NIET_BEREIKBAAR",
    }
}

impl Reden {
    /// Whether this reason opens the group.
    pub const fn is_toegestaan(self) -> bool {
        matches!(
            self,
            Self::ToegestaanEigen | Self::ToegestaanGrond | Self::ToegestaanToestemming
        )
    }
}
