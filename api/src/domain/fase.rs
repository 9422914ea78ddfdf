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
