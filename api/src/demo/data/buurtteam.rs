use chrono::NaiveDate;

use super::{
    CONSENT_WITHDRAWN, INCLUZIO, LOKALIS, SAMIRA, WITHOUT_CONSENT,
    draw::{Draw, Part},
    persons,
    residents::{Residents, Running},
    texts,
    time::{Origin, shift},
    tour,
};
use crate::{
    domain::Rol,
    publication::{
        BuurtteamdossierInvoer, DoelInvoer, DoelStatus, DossierStatus, InwonerInvoer, Leefgebied,
        LeefgebiedInvoer,
    },
};

/// What tells one buurtteam from the other.
struct House {
    partij: &'static str,
    part: Part,
    rol: Rol,
    /// How its own ids begin.
    prefix: &'static str,
    doelen: &'static [&'static str],
}

const INCLUZIO_HOUSE: House = House {
    partij: INCLUZIO,
    part: Part::Incluzio,
    rol: Rol::Buurtteammedewerker,
    prefix: "BT",
    doelen: texts::DOELEN,
};

const LOKALIS_HOUSE: House = House {
    partij: LOKALIS,
    part: Part::Lokalis,
    rol: Rol::Gezinswerker,
    prefix: "JG",
    doelen: texts::GEZINSDOELEN,
};

/// The dossiers of Incluzio, Samira's first; it works with all residents of the tour.
pub(super) fn incluzio(
    origin: Origin,
    residents: &Residents,
    running: &Running,
) -> Vec<BuurtteamdossierInvoer> {
    let known = residents.some(1, 110, &[SAMIRA, WITHOUT_CONSENT, CONSENT_WITHDRAWN]);
    let mut dossiers = INCLUZIO_HOUSE.dossiers(origin, &known, running);
    if let Some(first) = dossiers.first_mut() {
        *first = tour::buurtteamdossier(origin);
    }
    dossiers
}

/// The dossiers of Lokalis; it works with none of the residents of the tour.
pub(super) fn lokalis(
    origin: Origin,
    residents: &Residents,
    running: &Running,
) -> Vec<BuurtteamdossierInvoer> {
    let known = residents.some(2, 40, &[]);
    LOKALIS_HOUSE.dossiers(origin, &known, running)
}

impl House {
    fn dossiers(&self, origin: Origin, known: &[&str], running: &Running) -> Vec<BuurtteamdossierInvoer> {
        known
            .iter()
            .enumerate()
            .map(|(index, bsn)| self.dossier(origin, index, bsn, running.since(bsn)))
            .collect()
    }

    fn dossier(
        &self,
        origin: Origin,
        index: usize,
        bsn: &str,
        traject_since: Option<NaiveDate>,
    ) -> BuurtteamdossierInvoer {
        let mut draw = origin.draw(self.part, index);
        let geopend_op = opened_on(origin, traject_since, &mut draw);
        let days = (origin.last_day() - geopend_op).num_days();
        // Some are closed while the traject runs: the very thing that nobody hears of without the hub.
        let in_tour = [WITHOUT_CONSENT, CONSENT_WITHDRAWN].contains(&bsn);
        let is_closed = draw.percent(28) && !in_tour;
        let gesloten_op = is_closed.then(|| shift(geopend_op, draw.between(days / 2, days)));
        let last_day = gesloten_op.unwrap_or_else(|| origin.last_day());
        let workers = persons::with_rol(self.partij, self.rol);
        let worker = draw.pick(&workers);
        BuurtteamdossierInvoer {
            bron_id: format!("{}-{}", self.prefix, 10_001 + 3 * index),
            versie: origin.versie(),
            inwoner: InwonerInvoer::Bsn(bsn.to_owned()),
            status: if is_closed {
                DossierStatus::Gesloten
            } else {
                DossierStatus::Open
            },
            geopend_op,
            gesloten_op,
            team: worker.and_then(|worker| worker.team).map(str::to_owned),
            medewerker: worker.map(persons::DemoPerson::contact),
            leefgebieden: leefgebieden(geopend_op, last_day, &mut draw),
            doelen: self.doelen(geopend_op, last_day, is_closed, &mut draw),
            contactmomenten: contact_days(geopend_op, last_day, &mut draw),
        }
    }

    fn doelen(&self, first: NaiveDate, last: NaiveDate, is_closed: bool, draw: &mut Draw) -> Vec<DoelInvoer> {
        let statuses: &[DoelStatus] = if is_closed {
            &[DoelStatus::Behaald, DoelStatus::Behaald, DoelStatus::Losgelaten]
        } else {
            &[
                DoelStatus::Afgesproken,
                DoelStatus::Bezig,
                DoelStatus::Bezig,
                DoelStatus::Behaald,
            ]
        };
        let count = draw.count(1, 3);
        let chosen = draw.some(self.doelen, count);
        chosen
            .into_iter()
            .map(|onderwerp| DoelInvoer {
                onderwerp: onderwerp.to_owned(),
                status: draw.pick(statuses).copied().unwrap_or(DoelStatus::Bezig),
                sinds: shift(first, draw.between(0, (last - first).num_days().min(60))),
            })
            .collect()
    }
}

/// Most dossiers of residents in a traject are older than it: the buurtteam came first.
fn opened_on(origin: Origin, traject_since: Option<NaiveDate>, draw: &mut Draw) -> NaiveDate {
    match traject_since {
        Some(since) if draw.percent(65) => shift(since, -draw.between(5, 120)),
        _ => origin.ago(draw.between(20, 500)),
    }
}

fn leefgebieden(first: NaiveDate, last: NaiveDate, draw: &mut Draw) -> Vec<LeefgebiedInvoer> {
    let peildatum = shift(first, draw.between(0, (last - first).num_days().min(40)));
    let count = draw.count(3, 6);
    let chosen = draw.some(Leefgebied::ALL, count);
    chosen
        .into_iter()
        .map(|gebied| LeefgebiedInvoer {
            gebied,
            // Who comes for money has little hold on it.
            niveau: draw
                .count(1, if gebied == Leefgebied::Financien { 3 } else { 5 })
                .try_into()
                .unwrap_or(3),
            peildatum,
        })
        .collect()
}

/// Every one to four weeks since the first day.
fn contact_days(first: NaiveDate, last: NaiveDate, draw: &mut Draw) -> Vec<NaiveDate> {
    let mut days = Vec::new();
    let mut day = first;
    while day <= last {
        days.push(day);
        let next = shift(day, draw.between(7, 28));
        if next <= day {
            break;
        }
        day = next;
    }
    days
}
