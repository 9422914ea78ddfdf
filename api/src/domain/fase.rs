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
    /// The phases that usually follow this one.
    pub const fn usual_next(self) -> &'static [Self] {
        use Fase::*;
        match self {
            Signaal => &[Aanmelding, Afgesloten],
            Aanmelding => &[Intake, InformatieEnAdvies, Afgesloten],
            InformatieEnAdvies => &[Intake, Afgesloten],
            Intake => &[Stabilisatie, Schuldregeling, Afgesloten],
            Stabilisatie => &[Aanbod, DuurzameStabilisatie, Afgesloten],
            Aanbod => &[Schuldregeling, Oplossing, Stabilisatie, Afgesloten],
            Schuldregeling => &[Oplossing, Wsnp, Stabilisatie],
            Oplossing => &[Nazorg, Afgesloten, Stabilisatie],
            Wsnp => &[Nazorg, Afgesloten],
            DuurzameStabilisatie => &[Schuldregeling, Afgesloten],
            Nazorg => &[Afgesloten],
            Afgesloten => &[],
        }
    }

    /// Whether this phase is unexpected right after another; it is stored all the same.
    pub fn is_unexpected_after(self, earlier: Self) -> bool {
        self != earlier && !earlier.usual_next().contains(&self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_traject_that_ended_stays_so_and_every_phase_but_the_first_follows_some_other() {
        assert!(Fase::Afgesloten.usual_next().is_empty());
        for fase in Fase::ALL.iter().filter(|fase| **fase != Fase::Signaal) {
            assert!(
                Fase::ALL
                    .iter()
                    .any(|earlier| earlier.usual_next().contains(fase)),
                "{fase}"
            );
        }
    }

    #[test]
    fn a_step_back_to_the_application_is_unexpected() {
        assert!(Fase::Aanmelding.is_unexpected_after(Fase::Oplossing));
        assert!(Fase::Intake.is_unexpected_after(Fase::Afgesloten));
        assert!(!Fase::Stabilisatie.is_unexpected_after(Fase::Oplossing));
        assert!(
            !Fase::Intake.is_unexpected_after(Fase::Intake),
            "the same phase again is no step"
        );
    }
}
