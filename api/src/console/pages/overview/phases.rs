use super::{
    super::super::{dates, icons::Icon, texts::Texts},
    asked::Fasebeeld,
};
use crate::domain::Fase;

/// The way from applying to aftercare, and where on it the resident is.
pub(super) struct Phases {
    /// What they are doing now, in a sentence.
    pub(super) nu: String,
    /// Since when.
    pub(super) sinds: String,
    /// The steps, the first of them first.
    pub(super) stappen: Vec<Phase>,
}

/// One step of it.
pub(super) struct Phase {
    /// How it stands: `past`, `now` or `coming`.
    pub(super) kind: &'static str,
    /// What it is called.
    pub(super) naam: String,
    /// Since when, or whether it is yet to come.
    pub(super) noot: String,
    icon: Icon,
}

impl Phase {
    pub(super) fn icon(&self) -> &'static str {
        self.icon.svg()
    }

    /// Whether it is the present one.
    pub(super) fn is_now(&self) -> bool {
        self.kind == "now"
    }
}

/// The steps as residents know them: what they are called, and the phases that they are made of.
const STEPS: [(&str, Icon, &[Fase]); 7] = [
    ("aanmelden", Icon::Form, &[Fase::Signaal, Fase::Aanmelding]),
    ("gesprek", Icon::Talk, &[Fase::Intake, Fase::InformatieEnAdvies]),
    (
        "rust",
        Icon::Umbrella,
        &[Fase::Stabilisatie, Fase::DuurzameStabilisatie],
    ),
    ("aanpak", Icon::Signpost, &[Fase::Aanbod]),
    ("regelen", Icon::Letters, &[Fase::Schuldregeling]),
    ("oplossen", Icon::Stairs, &[Fase::Oplossing, Fase::Wsnp]),
    ("daarna", Icon::Heart, &[Fase::Nazorg]),
];

impl Phases {
    pub(super) fn of(t: &Texts, beeld: &Fasebeeld) -> Self {
        let here = STEPS.iter().position(|(_, _, fasen)| fasen.contains(&beeld.fase));
        let step = |(place, (key, icon, fasen)): (usize, &(&str, Icon, &[Fase]))| {
            let history = beeld
                .geschiedenis
                .iter()
                .filter(|step| fasen.contains(&step.fase));
            let sinds = history.map(|step| step.sinds).max();
            let kind = match here {
                Some(here) if place == here => "now",
                Some(here) if place < here => "past",
                // Whoever is done has had what stands in the history.
                None if sinds.is_some() => "past",
                _ => "coming",
            };
            let noot = match (kind, sinds) {
                ("now", _) => t.say("traject.nu").to_owned(),
                ("past", Some(sinds)) => dates::written(t, sinds),
                ("past", None) => t.say("traject.geweest").to_owned(),
                _ if here.is_none() => String::new(),
                _ => t.say("traject.later").to_owned(),
            };
            Phase {
                kind,
                naam: t.say_of("stap", key).to_owned(),
                noot,
                icon: *icon,
            }
        };
        Self {
            nu: t.say_of("fase", beeld.fase.word()).to_owned(),
            sinds: t.say_with("traject.sinds", dates::written(t, beeld.sinds)),
            stappen: STEPS.iter().enumerate().map(step).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{super::asked::Fasestap, *};
    use crate::console::texts::Catalogue;

    fn beeld(fase: Fase, history: &[Fase]) -> Fasebeeld {
        let sinds = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let geschiedenis = history.iter().map(|fase| Fasestap { fase: *fase, sinds });
        Fasebeeld {
            fase,
            sinds,
            geschiedenis: geschiedenis.collect(),
        }
    }

    fn kinds(beeld: &Fasebeeld) -> Vec<&'static str> {
        let t = Catalogue::read(None).unwrap().dutch();
        Phases::of(&t, beeld)
            .stappen
            .iter()
            .map(|step| step.kind)
            .collect()
    }

    #[test]
    fn every_phase_has_its_place_on_the_line_but_the_end() {
        for fase in Fase::ALL {
            let now = kinds(&beeld(*fase, &[]))
                .iter()
                .filter(|kind| **kind == "now")
                .count();
            assert_eq!(now, usize::from(*fase != Fase::Afgesloten), "{fase}");
        }
    }

    #[test]
    fn who_falls_back_has_the_later_steps_before_them_again() {
        let again = beeld(
            Fase::Stabilisatie,
            &[Fase::Intake, Fase::Aanbod, Fase::Stabilisatie],
        );
        assert_eq!(
            kinds(&again),
            ["past", "past", "now", "coming", "coming", "coming", "coming"]
        );
    }

    #[test]
    fn who_is_done_is_shown_what_they_had() {
        let done = beeld(
            Fase::Afgesloten,
            &[Fase::Aanmelding, Fase::InformatieEnAdvies, Fase::Afgesloten],
        );
        assert_eq!(&kinds(&done)[..3], ["past", "past", "coming"]);
    }
}
