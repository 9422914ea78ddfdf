//! DDAS v1.0 has no fase: this table derives it. docs/import.md shows the same table, and a test
//! compares the two.

use chrono::NaiveDate;

use super::{view::View, words::LANGE_TERMIJN};
use crate::{domain::Fase, import::finding::Findings, publication::FaseInvoer};

/// Which dates of a delivery tell that a phase has begun.
pub(super) struct Row {
    pub(super) fase: Fase,
    /// Dates that tell since when: the first that is there.
    pub(super) since: &'static [&'static str],
    /// Dates that tell since when at the latest, for a source that left the others out.
    pub(super) at_latest: &'static [&'static str],
    /// The kind that an item of the list must be.
    pub(super) soort: Option<&'static str>,
}

/// The table, in the usual order of the phases. `SIGNAAL`, `AANBOD` and `WSNP` can't be told from DDAS.
#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    row(Fase::Aanmelding, &["aanmelding/startdatum"], &["startdatum"]),
    row(Fase::InformatieEnAdvies, &["informatieEnAdvies/startdatum"], &["informatieEnAdvies/einddatum"]),
    row(Fase::Intake, &["intake/startdatum"], &["intake/beschikkingsdatum", "intake/einddatum"]),
    row(Fase::Stabilisatie, &["stabilisatie/startdatum"], &["stabilisatie/einddatum"]),
    row(Fase::Schuldregeling, &["schuldregeling/datum"], &[
        "schuldregeling/datumVerzoekDwangakkoord", "schuldregeling/toegekend",
        "schuldregeling/afgewezen", "schuldregeling/ingetrokken",
    ]),
    row(Fase::Oplossing, &["oplossing/startdatum"], &["oplossing/einddatum"]),
    Row {
        soort: Some(LANGE_TERMIJN),
        ..row(Fase::DuurzameStabilisatie, &["begeleiding/startdatum"], &["begeleiding/einddatum"])
    },
    row(Fase::Nazorg, &["nazorg/startdatum"], &["nazorg/einddatum"]),
    row(Fase::Afgesloten, &["uitstroom/datum", "einddatum", "uitstroom/datumBeeindigingsbeschikking"], &[]),
];

const fn row(fase: Fase, since: &'static [&'static str], at_latest: &'static [&'static str]) -> Row {
    Row {
        fase,
        since,
        at_latest,
        soort: None,
    }
}

/// The phases of a traject, and when it ended.
pub(super) struct Phases {
    pub(super) fasen: Vec<FaseInvoer>,
    /// The day of uitstroom; aftercare may run on after it.
    pub(super) closed_on: Option<NaiveDate>,
}

/// Derives the phases of a traject as they were on the day of the delivery.
pub(super) fn derive(traject: &View<'_>, today: NaiveDate, findings: &mut Findings) -> Phases {
    let mut begun: Vec<Begun> = ROWS
        .iter()
        .filter_map(|row| begun(row, traject, today, findings))
        .collect();
    hold_back_estimates(&mut begun);
    warn_early(&begun, findings);
    let closed_on = since(&begun, Fase::Afgesloten);
    if let Some(closed_on) = closed_on {
        close(&mut begun, closed_on, traject, today, findings);
    }
    // Stable: what begins on one day keeps the usual order.
    begun.sort_by_key(|phase| phase.sinds);
    let fasen = begun
        .into_iter()
        .map(|phase| FaseInvoer {
            tot: until(&phase, traject, findings),
            fase: phase.fase,
            sinds: phase.sinds,
        })
        .collect();
    Phases { fasen, closed_on }
}

/// Where a delivery tells until when a phase ran, apart from what comes next. Those of solution and aftercare stand there.
const UNTIL: &[(Fase, &str)] = &[
    (Fase::Aanmelding, "aanmelding/einddatum"),
    (Fase::InformatieEnAdvies, "informatieEnAdvies/einddatum"),
    (Fase::Intake, "intake/einddatum"),
    (Fase::Stabilisatie, "stabilisatie/einddatum"),
];

/// An end that lies before the beginning is no end of it: another date told the beginning.
fn until(phase: &Begun, traject: &View<'_>, findings: &mut Findings) -> Option<NaiveDate> {
    let (_, path) = UNTIL.iter().find(|(fase, _)| *fase == phase.fase)?;
    let (date, _) = find_date(path, None, traject, findings)?;
    (phase.sinds <= date).then_some(date)
}

/// A phase that has begun.
struct Begun {
    fase: Fase,
    sinds: NaiveDate,
    /// Whether the date is the beginning itself, and not only the latest that it can be.
    is_exact: bool,
    pointer: String,
}

fn begun(row: &Row, traject: &View<'_>, today: NaiveDate, findings: &mut Findings) -> Option<Begun> {
    let exact = find_first(row.since, row.soort, traject, findings);
    let is_exact = exact.is_some();
    let (sinds, pointer) = exact.or_else(|| find_first(row.at_latest, row.soort, traject, findings))?;
    if sinds > today {
        not_yet(row.fase, pointer, findings);
        return None;
    }
    // That startdatum stands in for aanmelding.startdatum is the rule, not leniency.
    if !is_exact && row.fase != Fase::Aanmelding {
        let sentence = format!(
            "begin onbekend: fase {} gelezen vanaf uiterlijk deze datum",
            row.fase
        );
        findings.warn(pointer.clone(), sentence);
    }
    Some(Begun {
        fase: row.fase,
        sinds,
        is_exact,
        pointer,
    })
}

/// What a delivery says of the time after it is a plan; a traject that is yet to begin is none.
fn not_yet(fase: Fase, pointer: String, findings: &mut Findings) {
    if fase == Fase::Aanmelding {
        findings.reject(pointer, "ligt na aanleverdatumEnTijd");
    } else {
        let sentence = format!("ligt na aanleverdatumEnTijd: fase {fase} is nog niet begonnen");
        findings.warn(pointer, sentence);
    }
}

/// A date that is only the latest possible gives way to what usually follows.
fn hold_back_estimates(begun: &mut [Begun]) {
    let mut next: Option<NaiveDate> = None;
    for phase in begun.iter_mut().rev() {
        if let (false, Some(next)) = (phase.is_exact, next) {
            phase.sinds = phase.sinds.min(next);
        }
        next = Some(next.map_or(phase.sinds, |next| next.min(phase.sinds)));
    }
}

fn warn_early(begun: &[Begun], findings: &mut Findings) {
    let Some(aanmelding) = since(begun, Fase::Aanmelding) else {
        return;
    };
    for phase in begun {
        if phase.sinds < aanmelding && phase.fase != Fase::Afgesloten {
            let sentence = format!("fase {} begint voor de aanmelding", phase.fase);
            findings.warn(phase.pointer.clone(), sentence);
        }
    }
}

/// The end of a traject stands. Aftercare may come after it, and has an end of its own; another phase that begins after it is
/// unusual, and stands between the end and the end again.
fn close(
    begun: &mut Vec<Begun>,
    closed_on: NaiveDate,
    traject: &View<'_>,
    today: NaiveDate,
    findings: &mut Findings,
) {
    let late = warn_late(begun, closed_on, findings);
    let nazorg = since(begun, Fase::Nazorg).filter(|nazorg| *nazorg >= closed_on);
    let ended = nazorg.and_then(|_| find_date("nazorg/einddatum", None, traject, findings));
    let ended = ended.map(|(date, _)| date).filter(|date| *date <= today);
    let runs_on = nazorg.is_some() && ended.is_none();
    let last = late.max(ended).unwrap_or(closed_on).max(closed_on);
    if late.is_none() {
        begun.retain(|phase| phase.fase != Fase::Afgesloten || !runs_on);
        for phase in begun.iter_mut().filter(|phase| phase.fase == Fase::Afgesloten) {
            phase.sinds = last;
        }
    } else if !runs_on || nazorg < late {
        let again = begun.iter().find(|phase| phase.fase == Fase::Afgesloten);
        let again = again.map(|end| Begun {
            sinds: last,
            pointer: end.pointer.clone(),
            ..*end
        });
        begun.extend(again);
    }
}

/// Since when the last one runs of the phases that begin after the end, but for aftercare.
fn warn_late(begun: &[Begun], closed_on: NaiveDate, findings: &mut Findings) -> Option<NaiveDate> {
    let is_late = |phase: &&Begun| phase.sinds > closed_on && phase.fase != Fase::Nazorg;
    let late = begun.iter().filter(is_late);
    late.inspect(|phase| {
        let sentence = format!("fase {} begint na het einde van het traject", phase.fase);
        findings.warn(phase.pointer.clone(), sentence);
    })
    .map(|phase| phase.sinds)
    .max()
}

fn since(begun: &[Begun], fase: Fase) -> Option<NaiveDate> {
    begun
        .iter()
        .find(|phase| phase.fase == fase)
        .map(|phase| phase.sinds)
}

fn find_first(
    paths: &[&str],
    soort: Option<&str>,
    traject: &View<'_>,
    findings: &mut Findings,
) -> Option<(NaiveDate, String)> {
    paths
        .iter()
        .find_map(|path| find_date(path, soort, traject, findings))
}

/// The date at a path of the table, with its pointer; the earliest one of a list.
fn find_date(
    path: &str,
    soort: Option<&str>,
    traject: &View<'_>,
    findings: &mut Findings,
) -> Option<(NaiveDate, String)> {
    let Some((part, name)) = path.split_once('/') else {
        return dated(traject, path, findings);
    };
    let Some(soort) = soort else {
        let part = traject.object(part, findings)?;
        return dated(&part, name, findings);
    };
    traject
        .objects(part, findings)
        .iter()
        .filter(|item| item.is_text("soort", soort))
        .filter_map(|item| dated(item, name, findings))
        .min_by_key(|(date, _)| *date)
}

fn dated(view: &View<'_>, name: &str, findings: &mut Findings) -> Option<(NaiveDate, String)> {
    let date = view.date(name, findings)?;
    Some((date, view.at(name)))
}
