use super::{
    SAMIRA, U_CENTRAAL,
    draw::{Draw, Part},
    persons::{self, DemoPerson},
    residents::{Residents, Running},
    texts,
    time::{Origin, shift},
    tour,
};
use crate::{
    domain::Rol,
    publication::{
        InwonerInvoer, SrwDossierInvoer, TerugkoppelingInvoer, TerugkoppelingUitkomst, VerwijzingInvoer,
        VerwijzingRoute, VerwijzingSoort, VerwijzingStatus,
    },
};

/// How many dossiers there are.
const DOSSIERS: usize = 90;
/// A traject refers only after its first weeks.
const FIRST_WEEKS: i64 = 30;

/// The dossiers, Samira's first, and whom their client numbers stand for.
pub(super) fn records(
    origin: Origin,
    residents: &Residents,
    running: &Running,
) -> (Vec<SrwDossierInvoer>, Vec<(String, String)>) {
    let mut dossiers = vec![tour::srw_dossier(origin)];
    let mut koppelingen = vec![(tour::SAMIRA_EIGEN_NUMMER.to_owned(), SAMIRA.to_owned())];
    let known = residents.some(0, DOSSIERS, &[SAMIRA]);
    for (index, bsn) in known.into_iter().enumerate().skip(1) {
        // Numbers in the order of the dossiers, which says nothing of the BSNs.
        let number = format!("UC-{}", 20_500 + 7 * index);
        let in_traject = running
            .since(bsn)
            .is_some_and(|since| since <= origin.ago(FIRST_WEEKS));
        dossiers.push(dossier(origin, index, &number, in_traject));
        koppelingen.push((number, bsn.to_owned()));
    }
    (dossiers, koppelingen)
}

fn dossier(origin: Origin, index: usize, number: &str, in_traject: bool) -> SrwDossierInvoer {
    let mut draw = origin.draw(Part::Srw, index);
    let bron_id = number.replace("UC-", "SRW-");
    let soort = of_all(VerwijzingSoort::ALL, index).unwrap_or(VerwijzingSoort::Inkomenscheck);
    let status = of_all(VerwijzingStatus::ALL, index).unwrap_or(VerwijzingStatus::Ingediend);
    let route = if in_traject && !index.is_multiple_of(4) {
        VerwijzingRoute::ViaTraject
    } else {
        VerwijzingRoute::Direct
    };
    let mut verwijzingen = Vec::new();
    if draw.percent(30) {
        let earlier = of_all(VerwijzingSoort::ALL, index + 2).unwrap_or(soort);
        let mut verwijzing = verwijzing(
            origin,
            earlier,
            VerwijzingRoute::Direct,
            VerwijzingStatus::Afgerond,
            &mut draw,
        );
        verwijzing.bron_id = format!("{bron_id}-1");
        verwijzingen.push(verwijzing);
    }
    let mut present = verwijzing(origin, soort, route, status, &mut draw);
    present.bron_id = format!("{bron_id}-{}", verwijzingen.len() + 1);
    verwijzingen.push(present);
    SrwDossierInvoer {
        bron_id,
        versie: origin.versie(),
        inwoner: InwonerInvoer::EigenNummer(number.to_owned()),
        verwijzingen,
    }
}

fn of_all<T: Copy>(all: &[T], index: usize) -> Option<T> {
    all.get(index.checked_rem(all.len())?).copied()
}

fn verwijzing(
    origin: Origin,
    soort: VerwijzingSoort,
    route: VerwijzingRoute,
    status: VerwijzingStatus,
    draw: &mut Draw,
) -> VerwijzingInvoer {
    let (least, most) = age(status, route);
    let ingediend_op = origin.ago(draw.between(least, most));
    let known = |date| origin.last_day().min(date);
    let accepted = known(shift(ingediend_op, draw.between(1, 4)));
    let ended = known(shift(ingediend_op, draw.between(5, 26)));
    let was_accepted = !matches!(
        status,
        VerwijzingStatus::Ingediend | VerwijzingStatus::Ontvangen | VerwijzingStatus::Geweigerd
    );
    let has_ended = matches!(
        status,
        VerwijzingStatus::Afgerond | VerwijzingStatus::Geweigerd | VerwijzingStatus::Ingetrokken
    );
    let handlers = persons::with_rol(U_CENTRAAL, Rol::SociaalRaadslid);
    let handler = draw.pick(&handlers).map(DemoPerson::contact);
    let mut verwijzing = VerwijzingInvoer {
        bron_id: String::new(),
        soort,
        route,
        status,
        ingediend_op,
        geaccepteerd_op: was_accepted.then_some(accepted),
        afgerond_op: has_ended.then_some(ended),
        behandelaar: handler.filter(|_| was_accepted),
        vraag: draw.pick(texts::vragen(soort)).map(|text| (*text).to_owned()),
        terugkoppeling: None,
        verwijzing: None,
    };
    verwijzing.terugkoppeling = terugkoppeling(&verwijzing, draw);
    verwijzing
}

/// How many days ago a referral in this state was submitted: at least, at most.
const fn age(status: VerwijzingStatus, route: VerwijzingRoute) -> (i64, i64) {
    let (least, most) = match status {
        VerwijzingStatus::Ingediend => (1, 6),
        VerwijzingStatus::Ontvangen => (2, 9),
        VerwijzingStatus::Geaccepteerd => (6, 20),
        VerwijzingStatus::InBehandeling => (10, 60),
        VerwijzingStatus::WachtOpInwoner => (14, 75),
        VerwijzingStatus::Geweigerd | VerwijzingStatus::Ingetrokken => (12, 90),
        VerwijzingStatus::Afgerond => (30, 200),
    };
    match route {
        // What a traject asks, it asks since it runs.
        VerwijzingRoute::ViaTraject if most > FIRST_WEEKS => (least, FIRST_WEEKS),
        _ => (least, most),
    }
}

/// What came of it; some close without a word, and a refusal can pass the question on.
fn terugkoppeling(verwijzing: &VerwijzingInvoer, draw: &mut Draw) -> Option<TerugkoppelingInvoer> {
    let datum = verwijzing.afgerond_op?;
    let outcomes = [
        TerugkoppelingUitkomst::Opgelost,
        TerugkoppelingUitkomst::Opgelost,
        TerugkoppelingUitkomst::DeelsOpgelost,
        TerugkoppelingUitkomst::NietOpgelost,
    ];
    let uitkomst = match verwijzing.status {
        VerwijzingStatus::Afgerond if draw.percent(85) => draw.pick(&outcomes).copied(),
        VerwijzingStatus::Geweigerd if draw.percent(50) => Some(TerugkoppelingUitkomst::Doorverwezen),
        _ => None,
    }?;
    let solved = matches!(
        uitkomst,
        TerugkoppelingUitkomst::Opgelost | TerugkoppelingUitkomst::DeelsOpgelost
    );
    let toelichting = draw.pick(texts::uitkomsten(verwijzing.soort)).filter(|_| solved);
    Some(TerugkoppelingInvoer {
        uitkomst,
        datum,
        toelichting: toelichting.map(|text| (*text).to_owned()),
    })
}
