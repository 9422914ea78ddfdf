//! One delivery in the national exchange model, DDAS v1.0, as the municipality's system would make it: the
//! importer has real input, with the gaps that the model has (no fase, no regisseur, no id).

mod traject;
mod words;

use serde_json::{Value, json};

use super::{
    course::Course,
    draw::Part,
    residents::Residents,
    time::Origin,
    trajecten::{earlier_course, record},
};
use crate::{domain::Fase, publication::TrajectInvoer};

/// The phases of the delivered trajecten in turn: those that the model can tell, the longer ones more often.
const FASEN: &[Fase] = &[
    Fase::Stabilisatie,
    Fase::Schuldregeling,
    Fase::Oplossing,
    Fase::Intake,
    Fase::Afgesloten,
    Fase::Aanmelding,
    Fase::Stabilisatie,
    Fase::DuurzameStabilisatie,
    Fase::Oplossing,
    Fase::Nazorg,
    Fase::InformatieEnAdvies,
    Fase::Schuldregeling,
    Fase::Afgesloten,
];

/// One in so many residents has been in a traject before.
const EARLIER: usize = 10;

/// CBS code of Utrecht.
pub(super) const GEMEENTECODE: &str = "GM0344";

/// The delivered trajecten, before they are written in the words of DDAS.
pub(super) fn records(origin: Origin, residents: &Residents) -> Vec<TrajectInvoer> {
    let mut records = Vec::new();
    for (index, clients) in residents.delivered().into_iter().enumerate() {
        let mut draw = origin.draw(Part::Ddas, index);
        let fase = FASEN
            .get(index % FASEN.len())
            .copied()
            .unwrap_or(Fase::Stabilisatie);
        let course = Course::draw(fase, origin.last_day(), &mut draw);
        if index.is_multiple_of(EARLIER) {
            let mut draw = origin.draw(Part::DdasEarlier, index);
            let earlier = earlier_course(&course, &mut draw);
            records.push(record(origin, index, clients, earlier, &mut draw));
        }
        records.push(record(origin, index, clients, course, &mut draw));
    }
    records
}

/// The delivery. Its organisation exists in no register: number and postcode are nobody's.
pub(super) fn delivery(origin: Origin, records: &[TrajectInvoer]) -> Value {
    let trajecten: Vec<Value> = records
        .iter()
        .enumerate()
        .map(|(index, record)| traject::written(origin, index, record))
        .collect();
    let first_day = records
        .iter()
        .map(|record| record.aanmelddatum)
        .min()
        .unwrap_or_else(|| origin.last_day());
    json!({
        "startdatumLevering": first_day,
        "einddatumLevering": origin.last_day(),
        "aanleverdatumEnTijd": origin.versie().format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "codeGegevensleverancier": "GL000001",
        "leveringen": [{
            "teller": 1,
            "aanleverende_organisatie": {
                "(Statutaire) Naam": "Gemeente Voorbeeldstad, Werk en Inkomen",
                "KvK-nummer": "00000001",
                "postcode": "3599ZZ",
                "gemeentecode": GEMEENTECODE,
                "contactpersonen": [{
                    "email": "levering@voorbeeld.example",
                    "functietitel": "Applicatiebeheerder",
                    "naam": "Team Gegevenslevering",
                    "telefoonnummer": "0300000900",
                }],
            },
            "schuldhulptrajecten": trajecten,
        }],
    })
}
