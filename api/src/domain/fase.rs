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

    /// Whether this phase is unexpected right after another: the same one again is no step.
    pub fn is_unexpected_after(self, earlier: Self) -> bool {
        self != earlier && !self.usually_follows(earlier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_traject_that_ended_stays_so_and_every_phase_but_the_first_follows_some_other() {
        for fase in Fase::ALL {
            let follows = |earlier: &&Fase| fase.usually_follows(**earlier);
            assert!(!fase.usually_follows(Fase::Afgesloten));
            assert_eq!(
                Fase::ALL.iter().any(|earlier| follows(&earlier)),
                *fase != Fase::Signaal,
                "{fase}"
            );
        }
    }

    #[test]
    fn a_step_back_to_the_application_is_unexpected() {
        assert!(Fase::Aanmelding.is_unexpected_after(Fase::Oplossing));
        assert!(Fase::Intake.is_unexpected_after(Fase::Afgesloten));
        assert!(!Fase::Stabilisatie.is_unexpected_after(Fase::Oplossing));
        assert!(!Fase::Intake.is_unexpected_after(Fase::Intake));
    }
}
