use super::words;

words! {
    /// The phase of a traject. The source system owns it: an unusual next one is stored, never refused.
    Fase {
        /// Early warning received.
        Signaal = "SIGNAAL",
        /// The resident applied.
        Aanmelding = "AANMELDING",
        /// Light help.
        InformatieEnAdvies = "INFORMATIE_EN_ADVIES",
        /// Driegesprek or adviesgesprek.
        Intake = "INTAKE",
        /// Income and expenses are made stable.
        Stabilisatie = "STABILISATIE",
        /// Aanbodgesprek, the approach is chosen.
        Aanbod = "AANBOD",
        /// Proposal to the creditors.
        Schuldregeling = "SCHULDREGELING",
        /// A solution runs.
        Oplossing = "OPLOSSING",
        /// Statutory debt restructuring.
        Wsnp = "WSNP",
        /// Safety net: no solution in sight.
        DuurzameStabilisatie = "DUURZAME_STABILISATIE",
        /// Aftercare.
        Nazorg = "NAZORG",
        /// Ended.
        Afgesloten = "AFGESLOTEN",
    }
}

impl Fase {
    /// Whether this phase usually follows that one. What is unusual is stored all the same, and signalled.
    pub fn usually_follows(self, earlier: Self) -> bool {
        let usual: &[Self] = match earlier {
            Self::Signaal => &[Self::Aanmelding, Self::Afgesloten],
            Self::Aanmelding => &[Self::Intake, Self::InformatieEnAdvies, Self::Afgesloten],
            Self::InformatieEnAdvies => &[Self::Intake, Self::Afgesloten],
            Self::Intake => &[Self::Stabilisatie, Self::Schuldregeling, Self::Afgesloten],
            Self::Stabilisatie => &[Self::Aanbod, Self::DuurzameStabilisatie, Self::Afgesloten],
            Self::Aanbod => &[
                Self::Schuldregeling,
                Self::Oplossing,
                Self::Stabilisatie,
                Self::Afgesloten,
            ],
            Self::Schuldregeling => &[Self::Oplossing, Self::Wsnp, Self::Stabilisatie],
            Self::Oplossing => &[Self::Nazorg, Self::Afgesloten, Self::Stabilisatie],
            Self::Wsnp => &[Self::Nazorg, Self::Afgesloten],
            Self::DuurzameStabilisatie => &[Self::Schuldregeling, Self::Afgesloten],
            Self::Nazorg => &[Self::Afgesloten],
            Self::Afgesloten => &[],
        };
        usual.contains(&self)
    }
}
