use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::{
    super::{
        draw::{Draw, Part},
        texts::SCHULDEISERS,
        time::{Origin, shift},
    },
    GEMEENTECODE, words,
};
use crate::{
    domain::Fase,
    publication::{BeschikkingInvoer, BeschikkingSoort, FinancieelInvoer, InwonerInvoer, TrajectInvoer},
};

/// A traject in the words of DDAS.
pub(super) fn written(origin: Origin, index: usize, record: &TrajectInvoer) -> Value {
    let closed_on = since(record, Fase::Afgesloten);
    let admitted_on = beschikking(record, BeschikkingSoort::Toelating).map(|found| found.datum);
    let financieel = record.financieel.as_ref();
    object([
        ("gemeentecode", Some(json!(GEMEENTECODE))),
        ("startdatum", Some(json!(record.aanmelddatum))),
        ("einddatum", day(closed_on)),
        ("toekenningsdatum", day(admitted_on)),
        (
            "totaalSchuldbedragBijAanvangSchuld",
            financieel.and_then(|found| found.totale_schuld).map(Value::from),
        ),
        ("aanmelding", Some(aanmelding(record))),
        ("client", Some(clients(origin, record))),
        ("informatieEnAdvies", phase(record, Fase::InformatieEnAdvies)),
        ("intake", intake(record)),
        (
            "planVanAanpak",
            record
                .plan_van_aanpak_op
                .map(|date| json!({ "datumAfronding": date })),
        ),
        ("stabilisatie", phase(record, Fase::Stabilisatie)),
        (
            "crisisinterventies",
            list(
                record
                    .crises
                    .iter()
                    .map(|crisis| period(Some(crisis.start), crisis.einde)),
            ),
        ),
        ("moratoria", moratoria(record)),
        ("begeleiding", begeleiding(record)),
        ("schuldregeling", schuldregeling(record)),
        ("oplossing", oplossing(record)),
        (
            "nazorg",
            record
                .nazorg
                .as_ref()
                .map(|nazorg| period(Some(nazorg.start), nazorg.einde)),
        ),
        (
            "schulden",
            financieel.and_then(|found| schulden(found, &mut origin.draw(Part::DdasDebts, index))),
        ),
        ("uitstroom", uitstroom(record)),
    ])
}

fn aanmelding(record: &TrajectInvoer) -> Value {
    let ended_on = since(record, Fase::Intake)
        .or(since(record, Fase::InformatieEnAdvies))
        .or(since(record, Fase::Afgesloten));
    object([
        ("startdatum", Some(json!(record.aanmelddatum))),
        ("einddatum", day(ended_on)),
        ("crisisinterventie", Some(json!(!record.crises.is_empty()))),
    ])
}

fn clients(origin: Origin, record: &TrajectInvoer) -> Value {
    let bsns = record.clienten.iter().filter_map(|client| match client {
        InwonerInvoer::Bsn(bsn) => Some(bsn),
        _ => None,
    });
    bsns.map(|bsn| client(origin, bsn)).collect()
}

/// A client: born on a drawn day, at a postcode that no house has.
fn client(origin: Origin, bsn: &str) -> Value {
    // By number, so that a resident of two trajecten is the same in both.
    let mut draw = origin.draw(Part::DdasClients, bsn.parse().unwrap_or_default());
    let born = shift(origin.today, -draw.between(20 * 365, 72 * 365));
    let sexes = ["Man", "Vrouw"];
    json!({
        "Burgerservicenummer": bsn,
        "Geboortedatum": born,
        "Geslachtsaanduiding": draw.pick(&sexes).copied().unwrap_or("Onbekend"),
        "Postcode": format!("3599{}{}", letter(&mut draw), letter(&mut draw)),
        "Huisnummer": draw.between(1, 240).to_string(),
    })
}

fn letter(draw: &mut Draw) -> char {
    draw.pick(&['V', 'W', 'X', 'Z']).copied().unwrap_or('X')
}

fn intake(record: &TrajectInvoer) -> Option<Value> {
    let start = since(record, Fase::Intake)?;
    let decided = beschikking(record, BeschikkingSoort::Toelating)
        .or_else(|| beschikking(record, BeschikkingSoort::Afwijzing));
    Some(object([
        ("startdatum", Some(json!(start))),
        ("einddatum", day(until(record, Fase::Intake))),
        ("beschikkingsdatum", day(decided.map(|found| found.datum))),
        (
            "beschikkingssoort",
            decided
                .and_then(|found| words::beschikking(found.soort))
                .map(Value::from),
        ),
    ]))
}

fn moratoria(record: &TrajectInvoer) -> Option<Value> {
    list(record.moratoria.iter().map(|moratorium| {
        object([
            ("datumAanvraag", day(moratorium.aangevraagd_op)),
            ("datumGoedkeuring", day(moratorium.toegekend_op)),
            ("startdatum", day(moratorium.start)),
            ("einddatum", day(moratorium.einde)),
        ])
    }))
}

fn begeleiding(record: &TrajectInvoer) -> Option<Value> {
    list(record.begeleiding.iter().map(|item| {
        object([
            ("soort", item.soort.map(|soort| json!(words::begeleiding(soort)))),
            ("startdatum", day(item.start)),
            ("einddatum", day(item.einde)),
        ])
    }))
}

fn schuldregeling(record: &TrajectInvoer) -> Option<Value> {
    let part = record.schuldregeling.as_ref()?;
    Some(object([
        ("datum", day(part.datum)),
        ("toegekend", day(part.toegekend_op)),
        ("afgewezen", day(part.afgewezen_op)),
        ("ingetrokken", day(part.ingetrokken_op)),
        ("dwangakkoord", part.dwangakkoord.map(Value::from)),
        ("datumVerzoekDwangakkoord", day(part.dwangakkoord_verzocht_op)),
    ]))
}

fn oplossing(record: &TrajectInvoer) -> Option<Value> {
    let part = record.oplossing.as_ref()?;
    Some(object([
        ("soort", part.soort.and_then(words::oplossing).map(Value::from)),
        ("startdatum", day(part.start)),
        ("einddatum", day(part.einde)),
        ("vtlb", part.vtlb.map(Value::from)),
    ]))
}

/// The debts one by one: as many creditors as the record counts, and together its total.
fn schulden(financieel: &FinancieelInvoer, draw: &mut Draw) -> Option<Value> {
    let mut rest = financieel.totale_schuld?;
    let mut left = i64::from(financieel.aantal_schuldeisers?);
    let creditors = draw.some(SCHULDEISERS, usize::try_from(left).ok()?);
    let debts: Vec<Value> = creditors
        .into_iter()
        .map(|(name, number, soort)| {
            let share = rest / left.max(1);
            // The last debt is what the others leave.
            let euros = if left > 1 {
                draw.between(share / 4, share * 7 / 4)
            } else {
                rest
            };
            rest -= euros;
            left -= 1;
            json!({
                "bedrag": euros,
                "peildatum": financieel.peildatum,
                "schuldsoort": soort,
                "zakelijkeSchuld": false,
                "schuldeiser": { "naam": name, "kvknummer": number, "privepersoon": false },
            })
        })
        .collect();
    list(debts.into_iter())
}

fn uitstroom(record: &TrajectInvoer) -> Option<Value> {
    let part = record.uitstroom.as_ref()?;
    let ended_by = beschikking(record, BeschikkingSoort::Beeindiging).map(|found| found.datum);
    Some(object([
        ("datum", Some(json!(part.datum))),
        ("reden", Some(json!(words::uitstroom(part.reden)))),
        ("datumBeeindigingsbeschikking", day(ended_by)),
    ]))
}

fn phase(record: &TrajectInvoer, fase: Fase) -> Option<Value> {
    Some(period(Some(since(record, fase)?), until(record, fase)))
}

fn period(start: Option<NaiveDate>, end: Option<NaiveDate>) -> Value {
    object([("startdatum", day(start)), ("einddatum", day(end))])
}

fn since(record: &TrajectInvoer, fase: Fase) -> Option<NaiveDate> {
    record
        .fasen
        .iter()
        .find(|step| step.fase == fase)
        .map(|step| step.sinds)
}

fn until(record: &TrajectInvoer, fase: Fase) -> Option<NaiveDate> {
    let position = record.fasen.iter().position(|step| step.fase == fase)?;
    record.fasen.get(position + 1).map(|next| next.sinds)
}

fn beschikking(record: &TrajectInvoer, soort: BeschikkingSoort) -> Option<&BeschikkingInvoer> {
    record
        .beschikkingen
        .iter()
        .find(|beschikking| beschikking.soort == soort)
}

fn day(date: Option<NaiveDate>) -> Option<Value> {
    date.map(|date| json!(date))
}

/// DDAS leaves a list out rather than deliver an empty one.
fn list(items: impl Iterator<Item = Value>) -> Option<Value> {
    let items: Vec<Value> = items.collect();
    (!items.is_empty()).then_some(Value::Array(items))
}

/// An object of the members that are there: DDAS v1.0 has no `null`.
fn object<const N: usize>(members: [(&str, Option<Value>); N]) -> Value {
    let members: Map<String, Value> = members
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect();
    Value::Object(members)
}
