use super::words;

words! {
    /// The purpose for which a caller asks (AVG 5(1)(b)); every request names exactly one.
    Doel {
        /// Tuning the work of several parties around one traject.
        AfstemmingTraject = "AFSTEMMING_TRAJECT",
        /// Carrying out a referral.
        UitvoerenVerwijzing = "UITVOEREN_VERWIJZING",
        /// Aftercare.
        Nazorg = "NAZORG",
        /// Early signals.
        Signalering = "SIGNALERING",
        /// Showing residents their own data (AVG 15).
        InzageInwoner = "INZAGE_INWONER",
        /// Accounting for what was disclosed (AVG 5(2)).
        Verantwoording = "VERANTWOORDING",
    }
}
