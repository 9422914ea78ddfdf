//! The words of the field as a resident would say them (B1), for what is shown to people.

use super::{Doel, Gegevensgroep, Handeling, Rol};

/// What a group tells, to fill in after "mocht zien".
pub const fn groep(groep: Gegevensgroep) -> &'static str {
    match groep {
        Gegevensgroep::TrajectLoopt => "of er een traject voor uw schulden loopt",
        Gegevensgroep::TrajectContact => "wie uw contactpersoon is bij het traject",
        Gegevensgroep::TrajectFase => "hoe ver uw traject is",
        Gegevensgroep::TrajectTermijnen => "welke termijnen er zijn in uw traject",
        Gegevensgroep::TrajectBetrokkenen => "wie er meewerken aan uw traject",
        Gegevensgroep::TrajectAfspraken => "uw gesprekken en afspraken",
        Gegevensgroep::TrajectBesluiten => "uw plan en de besluiten over uw traject",
        Gegevensgroep::TrajectFinancieel => "hoeveel schulden u hebt, en bij hoeveel schuldeisers",
        Gegevensgroep::TrajectNazorg => "welke hulp u krijgt na uw traject",
        Gegevensgroep::SrwStatus => "of de sociaal raadslieden u helpen, en hoe ver zij zijn",
        Gegevensgroep::SrwContact => "wie u helpt bij de sociaal raadslieden",
        Gegevensgroep::SrwTerugkoppeling => "wat de hulp van de sociaal raadslieden opleverde",
        Gegevensgroep::SrwInhoud => "uw vraag aan de sociaal raadslieden",
        Gegevensgroep::BuurtteamStatus => "of het buurtteam u helpt",
        Gegevensgroep::BuurtteamContact => "wie u helpt bij het buurtteam",
        Gegevensgroep::BuurtteamDoelen => "uw doelen bij het buurtteam",
        Gegevensgroep::BuurtteamLeefgebieden => "hoe het met u gaat, bij het buurtteam",
    }
}

/// Why somebody asks, to fill in after "waarvoor".
pub const fn doel(doel: Doel) -> &'static str {
    match doel {
        Doel::AfstemmingTraject => "om de hulp aan u op elkaar af te stemmen",
        Doel::UitvoerenVerwijzing => "om u te helpen na een verwijzing",
        Doel::Nazorg => "om u te helpen na uw traject",
        Doel::Signalering => "om op tijd te merken dat er iets misgaat",
        Doel::InzageInwoner => "om u te laten zien wat er over u bekend is",
        Doel::Verantwoording => "om na te gaan of er goed met uw gegevens wordt omgegaan",
    }
}

/// What was done, to fill in after who did it.
pub const fn handeling(handeling: Handeling) -> &'static str {
    match handeling {
        Handeling::Verstrekken => "vroeg gegevens over u op",
        Handeling::ToegangBekijken => "keek welke gegevens van u te zien zijn",
        Handeling::ToestemmingenBekijken => "bekeek uw toestemmingen",
        Handeling::VerzoekenBekijken => "bekeek vragen om uw toestemming",
        Handeling::ToestemmingVoorvertonen => "keek wat een toestemming van u zou veranderen",
        Handeling::OntvangstbewijsBekijken => "bekeek het bewijs van uw toestemming",
        Handeling::WieKanBekijken => "keek wie gegevens van u kan zien",
        Handeling::VerstrekkingenBekijken => "bekeek wie gegevens van u heeft gezien",
        Handeling::InzagenBekijken => "keek na welke gegevens een organisatie heeft gezien",
        Handeling::BesluitHerspelen => "keek na waarom gegevens wel of niet zijn gedeeld",
        Handeling::Openen => "opende uw gegevens met een reden",
        Handeling::OpeningenBekijken => "keek na wie uw gegevens met een reden opende",
        Handeling::OpeningBeoordelen => "beoordeelde of het openen van uw gegevens terecht was",
        Handeling::VroegsignaalIndienen => "gaf door dat u een rekening niet had betaald",
        Handeling::VroegsignaalIntrekken => "trok in dat u een rekening niet had betaald",
        Handeling::VroegsignalenBekijken => "keek of er signalen waren dat u niet had betaald",
        Handeling::VroegsignaalBijwerken => "deed iets met een signaal dat u niet had betaald",
    }
}

/// A role as people say it.
pub fn rol(rol: Rol) -> String {
    match rol {
        Rol::FunctionarisGegevensbescherming => "functionaris voor gegevensbescherming".to_owned(),
        Rol::Bronsysteem => "computersysteem".to_owned(),
        other => other.word().to_lowercase().replace('_', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_is_shown_to_people() {
        let groepen = Gegevensgroep::ALL.iter().map(|one| groep(*one).to_owned());
        let doelen = Doel::ALL.iter().map(|one| doel(*one).to_owned());
        let handelingen = Handeling::ALL.iter().map(|one| handeling(*one).to_owned());
        let rollen = Rol::ALL.iter().map(|one| rol(*one));
        for words in groepen.chain(doelen).chain(handelingen).chain(rollen) {
            assert!(!words.contains('_') && words.to_lowercase() == words, "{words}");
            assert!(words.len() < 70, "short enough to read: {words}");
        }
    }
}
