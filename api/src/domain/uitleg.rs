//! Reasons in words that a case worker understands: the one catalogue of them.

use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Europe::Amsterdam;

use super::Reden;

/// Why a group is shown or withheld, in words that a case worker understands: the one place where these sentences
/// stand. `tot` is until when (UTC, exclusive); it is told as a date in the Netherlands.
pub fn uitleg(reden: Reden, tot: Option<DateTime<Utc>>) -> String {
    let sentence = match reden {
        Reden::ToegestaanEigen => "Dit zijn gegevens van uw eigen organisatie.",
        Reden::ToegestaanGrond => "U mag dit zien, omdat een wet dat toestaat.",
        Reden::ToegestaanToestemming => "U mag dit zien, omdat de inwoner daarvoor toestemming gaf.",
        Reden::GeenToestemming => "De inwoner gaf uw organisatie hiervoor geen toestemming.",
        Reden::Ingetrokken => "De toestemming hiervoor is ingetrokken.",
        Reden::Verlopen => "De toestemming hiervoor is verlopen.",
        Reden::NogNietIngegaan => "De toestemming hiervoor gaat pas later in.",
        Reden::DoelNietGedekt => "Voor dit doel mogen deze gegevens niet worden gedeeld.",
        Reden::GroepBuitenBereik => "Deze organisatie deelt deze gegevens niet met uw organisatie.",
        Reden::Geweigerd => "De inwoner wilde hiervoor geen toestemming geven.",
        Reden::Bezwaar => "De inwoner maakte bezwaar tegen het delen van deze gegevens.",
        Reden::RolNietBevoegd => "Met uw rol mag u voor dit doel geen gegevens van anderen zien.",
        Reden::NietBetrokken => "U werkt, voor zover bekend, niet met deze inwoner.",
        // Only logs know this reason; whoever it would be told to must learn nothing by it.
        Reden::TweedeClientNietAkkoord => "Hierover is niets te zien.",
        Reden::BronNietBereikbaar => "De organisatie die deze gegevens heeft, is nu niet bereikbaar.",
        Reden::RegisterNietBereikbaar => {
            "Het toestemmingsregister is nu niet bereikbaar; daarom wordt niets gedeeld."
        }
        Reden::LogNietBereikbaar => "Het logboek is nu niet bereikbaar; daarom wordt niets gedeeld.",
    };
    match tot {
        Some(tot) => format!("{sentence} Dit geldt tot {}.", datum(tot)),
        None => sentence.to_owned(),
    }
}

/// Why another party can, or can't, see a group, as a consent manager or privacy officer is told it.
pub fn uitleg_over(reden: Reden) -> &'static str {
    match reden {
        Reden::ToegestaanEigen => "Dit zijn gegevens van deze organisatie zelf.",
        Reden::ToegestaanGrond => "Deze organisatie mag dit zien, omdat een wet dat toestaat.",
        Reden::ToegestaanToestemming => {
            "Deze organisatie mag dit zien, omdat de inwoner daarvoor toestemming gaf."
        }
        Reden::GeenToestemming => "De inwoner gaf deze organisatie hiervoor geen toestemming.",
        Reden::Ingetrokken => "De toestemming hiervoor was ingetrokken.",
        Reden::Verlopen => "De toestemming hiervoor was verlopen.",
        Reden::NogNietIngegaan => "De toestemming hiervoor ging pas later in.",
        Reden::DoelNietGedekt => "Voor geen enkel doel mogen deze gegevens worden gedeeld.",
        Reden::GroepBuitenBereik => "Deze organisaties delen deze gegevens niet met elkaar.",
        Reden::Geweigerd => "De inwoner wilde hiervoor geen toestemming geven.",
        Reden::Bezwaar => "De inwoner maakte bezwaar tegen het delen van deze gegevens.",
        Reden::RolNietBevoegd => "Bij deze organisatie heeft niemand een rol die dit mag zien.",
        Reden::NietBetrokken => "Bij deze organisatie werkt, voor zover bekend, niemand met deze inwoner.",
        // No decision about one client gives this reason.
        Reden::TweedeClientNietAkkoord => "Hierover is niets te zien.",
        Reden::BronNietBereikbaar | Reden::RegisterNietBereikbaar | Reden::LogNietBereikbaar => {
            "Dit was nu niet na te gaan."
        }
    }
}

/// What somebody can do about it; `None` where there is nothing to do.
pub fn wat_nu(reden: Reden) -> Option<&'static str> {
    match reden {
        Reden::ToegestaanEigen
        | Reden::ToegestaanGrond
        | Reden::ToegestaanToestemming
        | Reden::GroepBuitenBereik
        | Reden::TweedeClientNietAkkoord => None,
        Reden::GeenToestemming => {
            Some("Is het nodig voor uw werk? Bespreek met de inwoner of die toestemming wil geven.")
        }
        Reden::Ingetrokken | Reden::Geweigerd => {
            Some("De hulp gaat gewoon door. Vraag de inwoner zelf wat u moet weten.")
        }
        Reden::Verlopen => Some("Bespreek met de inwoner of die opnieuw toestemming wil geven."),
        Reden::NogNietIngegaan => Some("Wacht tot de toestemming ingaat, of vraag het de inwoner."),
        Reden::DoelNietGedekt => Some("Kies het doel waarvoor u de gegevens echt nodig hebt."),
        Reden::Bezwaar => Some("Vraag uw functionaris gegevensbescherming wat u wel mag doen."),
        Reden::RolNietBevoegd => Some("Kies een ander doel, of laat uw beheerder uw rol nakijken."),
        Reden::NietBetrokken => Some(
            "Is het echt nodig? Open de inwoner met een reden. De functionaris gegevensbescherming kijkt dat na.",
        ),
        Reden::BronNietBereikbaar | Reden::RegisterNietBereikbaar | Reden::LogNietBereikbaar => {
            Some("Probeer het later opnieuw.")
        }
    }
}

const MAANDEN: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// A moment as a date in the Netherlands, in words: `15 juni 2027`.
pub fn datum(op: DateTime<Utc>) -> String {
    let lokaal = op.with_timezone(&Amsterdam);
    let maand = MAANDEN.get(lokaal.month0() as usize).copied().unwrap_or_default();
    format!("{} {maand} {}", lokaal.day(), lokaal.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_a_plain_sentence() {
        for reden in Reden::ALL {
            let sentence = uitleg(*reden, None);
            assert!(sentence.ends_with('.') && sentence.len() < 90, "{sentence}");
            assert!(!sentence.contains('_'), "no code in a sentence: {sentence}");
            let helps = wat_nu(*reden).is_some();
            assert!(!helps || !reden.is_toegestaan(), "{reden} needs no advice");
        }
    }

    #[test]
    fn the_sentence_about_the_other_client_tells_of_nobody() {
        let sentence = uitleg(Reden::TweedeClientNietAkkoord, None);
        for word in ["client", "partner", "ander", "akkoord", "tweede"] {
            assert!(!sentence.to_lowercase().contains(word), "{sentence}");
        }
        assert_eq!(wat_nu(Reden::TweedeClientNietAkkoord), None);
    }

    #[test]
    fn an_end_is_told_as_a_date_in_the_netherlands() {
        let end = "2027-03-31T22:00:00Z".parse().unwrap();
        let told = uitleg(Reden::ToegestaanToestemming, Some(end));
        assert!(told.ends_with("Dit geldt tot 1 april 2027."), "{told}");
    }
}
