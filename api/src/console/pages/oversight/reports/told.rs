use serde::Deserialize;

/// All the reports of one quarter.
pub(super) const DOCUMENT: &str = "query Rapporten($jaar: Int!, $kwartaal: Int!) {
    trajectRapportage(jaar: $jaar, kwartaal: $kwartaal) {
        partij { naam } drempel
        caseload { ...T }
        instroom {
            totaal { ...T }
            perIngang { ...O } perHulpvraag { ...O } perHerkomst { ...O }
        }
        doorstroom { ...O }
        uitstroom { totaal { ...T } perReden { ...O } }
        duurPerFase { fase mediaan { dagen staat } }
        termijnen { code gehaald { ...T } overschreden { ...T } }
    }
    srwRapportage(jaar: $jaar, kwartaal: $kwartaal) {
        partij { naam } drempel
        caseload { ...T }
        ontvangen { totaal { ...T } perSoort { ...O } }
        afgehandeld { ...O }
        antwoordtijd { dagen staat }
    }
    buurtteamRapportage(jaar: $jaar, kwartaal: $kwartaal) {
        partij { naam } drempel
        caseload { ...T } geopend { ...T } gesloten { ...T }
    }
    toestemmingRapportage(jaar: $jaar, kwartaal: $kwartaal) {
        partij { naam } drempel
        inwoners { ...O }
    }
}
fragment T on Telling { aantal staat }
fragment O on Onderdeel { deel telling { ...T } }";

/// What the hub told; a report that this person may not have, or that can't be made now, is not there.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rapporten {
    pub(super) traject_rapportage: Option<Vec<Trajecten>>,
    pub(super) srw_rapportage: Option<Vec<Srw>>,
    pub(super) buurtteam_rapportage: Option<Vec<Buurtteam>>,
    pub(super) toestemming_rapportage: Option<Vec<Toestemmingen>>,
}

/// A count, or why it is withheld.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Telling {
    pub(super) aantal: Option<u32>,
    pub(super) staat: String,
}

/// A part of something.
#[derive(Debug, Deserialize)]
pub(super) struct Onderdeel {
    pub(super) deel: String,
    pub(super) telling: Telling,
}

/// A median of days.
#[derive(Debug, Deserialize)]
pub(super) struct Mediaan {
    pub(super) dagen: Option<f64>,
    pub(super) staat: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Partij {
    pub(super) naam: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Trajecten {
    pub(super) partij: Partij,
    drempel: u32,
    pub(super) caseload: Telling,
    pub(super) instroom: Instroom,
    pub(super) doorstroom: Vec<Onderdeel>,
    pub(super) uitstroom: Uitstroom,
    pub(super) duur_per_fase: Vec<FaseDuur>,
    pub(super) termijnen: Vec<Termijn>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Instroom {
    pub(super) totaal: Telling,
    pub(super) per_ingang: Vec<Onderdeel>,
    pub(super) per_hulpvraag: Vec<Onderdeel>,
    pub(super) per_herkomst: Vec<Onderdeel>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Uitstroom {
    pub(super) totaal: Telling,
    pub(super) per_reden: Vec<Onderdeel>,
}

#[derive(Debug, Deserialize)]
pub(super) struct FaseDuur {
    pub(super) fase: String,
    pub(super) mediaan: Mediaan,
}

#[derive(Debug, Deserialize)]
pub(super) struct Termijn {
    pub(super) code: String,
    pub(super) gehaald: Telling,
    pub(super) overschreden: Telling,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Srw {
    pub(super) partij: Partij,
    drempel: u32,
    pub(super) caseload: Telling,
    pub(super) ontvangen: Ontvangen,
    pub(super) afgehandeld: Vec<Onderdeel>,
    pub(super) antwoordtijd: Mediaan,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Ontvangen {
    pub(super) totaal: Telling,
    pub(super) per_soort: Vec<Onderdeel>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Buurtteam {
    pub(super) partij: Partij,
    drempel: u32,
    pub(super) caseload: Telling,
    pub(super) geopend: Telling,
    pub(super) gesloten: Telling,
}

#[derive(Debug, Deserialize)]
pub(super) struct Toestemmingen {
    pub(super) partij: Partij,
    drempel: u32,
    pub(super) inwoners: Vec<Onderdeel>,
}

impl Rapporten {
    /// Below which number a count is withheld: the same in every report.
    pub(super) fn drempel(&self) -> u32 {
        let trajecten = self.traject_rapportage.iter().flatten().map(|one| one.drempel);
        let srw = self.srw_rapportage.iter().flatten().map(|one| one.drempel);
        let buurtteam = self.buurtteam_rapportage.iter().flatten().map(|one| one.drempel);
        let toestemming = self
            .toestemming_rapportage
            .iter()
            .flatten()
            .map(|one| one.drempel);
        let all = trajecten.chain(srw).chain(buurtteam).chain(toestemming);
        all.max().unwrap_or_default()
    }
}
