//! The parts of a traject: what DDAS v1.0 says, in our words. What stands in a `known` list but isn't
//! read is left out on purpose (docs/import.md says why).

use chrono::NaiveDate;

use super::{
    view::View,
    words::{BEGELEIDING, BESCHIKKINGEN, OPLOSSINGEN, TOEWIJZING, UITSTROOMREDENEN},
};
use crate::{
    import::finding::Findings,
    publication::{
        AdministratieInvoer, BegeleidingInvoer, BeschikkingInvoer, BeschikkingSoort, CrisisInvoer,
        MoratoriumInvoer, NazorgInvoer, OplossingInvoer, PeriodeInvoer, SchuldregelingInvoer,
        UitstroomInvoer, UitstroomReden,
    },
};

const PERIOD: &[&str] = &["startdatum", "einddatum"];

/// Episodes of crisis: the list, else the one that `aanmelding.crisisinterventie` tells of.
pub(super) fn crises(traject: &View<'_>, anchor: NaiveDate, findings: &mut Findings) -> Vec<CrisisInvoer> {
    let mut crises = Vec::new();
    for item in traject.objects("crisisinterventies", findings) {
        item.warn_unknown(PERIOD, findings);
        match item.period("startdatum", "einddatum", findings) {
            (Some(start), einde) => crises.push(crisis(start, einde)),
            (None, _) => findings.warn(item.pointer().to_owned(), "heeft geen startdatum: niet gelezen"),
        }
    }
    if let Some(aanmelding) = traject.object("aanmelding", findings) {
        aanmelding.warn_unknown(&["crisisinterventie", "einddatum", "startdatum"], findings);
        let is_crisis = aanmelding.boolean("crisisinterventie", findings) == Some(true);
        if is_crisis && crises.is_empty() {
            let pointer = aanmelding.at("crisisinterventie");
            findings.warn(
                pointer,
                "zonder periode: gelezen vanaf de aanmelding, einde onbekend",
            );
            crises.push(crisis(anchor, None));
        }
    }
    crises
}

/// DDAS tells the day only.
fn crisis(start: NaiveDate, einde: Option<NaiveDate>) -> CrisisInvoer {
    CrisisInvoer {
        start,
        einde,
        bekend_op: None,
    }
}

/// The decisions: that of the intake, and the one that ended the traject.
pub(super) fn beschikkingen(traject: &View<'_>, findings: &mut Findings) -> Vec<BeschikkingInvoer> {
    let mut beschikkingen = Vec::new();
    if let Some(intake) = traject.object("intake", findings) {
        let known = [
            "beschikkingsdatum",
            "beschikkingssoort",
            "einddatum",
            "startdatum",
        ];
        intake.warn_unknown(&known, findings);
        intake.period("startdatum", "einddatum", findings);
        beschikkingen.extend(intake_beschikking(&intake, findings));
    }
    if let Some(uitstroom) = traject.object("uitstroom", findings)
        && let Some(datum) = uitstroom.date("datumBeeindigingsbeschikking", findings)
    {
        beschikkingen.push(BeschikkingInvoer {
            soort: BeschikkingSoort::Beeindiging,
            datum,
        });
    }
    beschikkingen
}

fn intake_beschikking(intake: &View<'_>, findings: &mut Findings) -> Option<BeschikkingInvoer> {
    let soort = intake.word("beschikkingssoort", BESCHIKKINGEN, findings);
    if intake.is_text("beschikkingssoort", TOEWIJZING) {
        let pointer = intake.at("beschikkingssoort");
        findings.warn(
            pointer,
            "staat niet in de lijst van DDAS v1.0: gelezen als TOELATING",
        );
    }
    let datum = intake.date("beschikkingsdatum", findings);
    match (soort, datum) {
        (Some(soort), Some(datum)) => Some(BeschikkingInvoer { soort, datum }),
        (Some(_), None) => {
            let pointer = intake.at("beschikkingssoort");
            findings.warn(pointer, "heeft geen beschikkingsdatum: niet gelezen");
            None
        }
        (None, Some(_)) => {
            let pointer = intake.at("beschikkingsdatum");
            findings.warn(pointer, "heeft geen bekende beschikkingssoort: niet gelezen");
            None
        }
        (None, None) => None,
    }
}

/// The proposal to the creditors.
pub(super) fn schuldregeling(traject: &View<'_>, findings: &mut Findings) -> Option<SchuldregelingInvoer> {
    let part = traject.object("schuldregeling", findings)?;
    let known = [
        "afgewezen",
        "datum",
        "datumVerzoekDwangakkoord",
        "dwangakkoord",
        "ingetrokken",
        "toegekend",
    ];
    part.warn_unknown(&known, findings);
    Some(SchuldregelingInvoer {
        datum: part.date("datum", findings),
        toegekend_op: part.date("toegekend", findings),
        afgewezen_op: part.date("afgewezen", findings),
        ingetrokken_op: part.date("ingetrokken", findings),
        dwangakkoord: part.boolean("dwangakkoord", findings),
        dwangakkoord_verzocht_op: part.date("datumVerzoekDwangakkoord", findings),
    })
}

/// The solution.
pub(super) fn oplossing(traject: &View<'_>, findings: &mut Findings) -> Option<OplossingInvoer> {
    let part = traject.object("oplossing", findings)?;
    part.warn_unknown(&["einddatum", "soort", "startdatum", "vtlb"], findings);
    let (start, einde) = part.period("startdatum", "einddatum", findings);
    Some(OplossingInvoer {
        soort: part.word("soort", OPLOSSINGEN, findings),
        start,
        einde,
        vtlb: part.euros("vtlb", findings),
    })
}

/// Guidance.
pub(super) fn begeleiding(traject: &View<'_>, findings: &mut Findings) -> Vec<BegeleidingInvoer> {
    let mut begeleiding = Vec::new();
    for item in traject.objects("begeleiding", findings) {
        item.warn_unknown(&["einddatum", "soort", "startdatum"], findings);
        let (start, einde) = item.period("startdatum", "einddatum", findings);
        begeleiding.push(BegeleidingInvoer {
            soort: item.word("soort", BEGELEIDING, findings),
            start,
            einde,
        });
    }
    begeleiding
}

/// Moratoria.
pub(super) fn moratoria(traject: &View<'_>, findings: &mut Findings) -> Vec<MoratoriumInvoer> {
    let mut moratoria = Vec::new();
    for item in traject.objects("moratoria", findings) {
        let known = ["datumAanvraag", "datumGoedkeuring", "einddatum", "startdatum"];
        item.warn_unknown(&known, findings);
        let (start, einde) = item.period("startdatum", "einddatum", findings);
        moratoria.push(MoratoriumInvoer {
            aangevraagd_op: item.date("datumAanvraag", findings),
            toegekend_op: item.date("datumGoedkeuring", findings),
            start,
            einde,
        });
    }
    moratoria
}

/// Provisional orders of the court; one without a beginning can't be told.
pub(super) fn voorlopige_voorzieningen(traject: &View<'_>, findings: &mut Findings) -> Vec<PeriodeInvoer> {
    let mut voorzieningen = Vec::new();
    for item in traject.objects("voorlopigeVoorzieningen", findings) {
        item.warn_unknown(PERIOD, findings);
        match item.period("startdatum", "einddatum", findings) {
            (Some(start), einde) => voorzieningen.push(PeriodeInvoer { start, einde }),
            (None, _) => findings.warn(item.pointer().to_owned(), "heeft geen startdatum: niet gelezen"),
        }
    }
    voorzieningen
}

/// What is delivered of the traject itself.
pub(super) fn administratie(traject: &View<'_>, findings: &mut Findings) -> AdministratieInvoer {
    AdministratieInvoer {
        gemeentecode: traject.text("gemeentecode", findings).map(str::to_owned),
        startdatum: traject.date("startdatum", findings),
        einddatum: traject.date("einddatum", findings),
        toegekend_op: traject.date("toekenningsdatum", findings),
    }
}

/// Aftercare; without a beginning it can't be told.
pub(super) fn nazorg(traject: &View<'_>, findings: &mut Findings) -> Option<NazorgInvoer> {
    let part = traject.object("nazorg", findings)?;
    part.warn_unknown(PERIOD, findings);
    let (start, einde) = part.period("startdatum", "einddatum", findings);
    if start.is_none() {
        findings.warn(part.pointer().to_owned(), "heeft geen startdatum: niet gelezen");
    }
    Some(NazorgInvoer {
        start: start?,
        einde,
        producten: Vec::new(),
    })
}

/// When the plan of approach was finished.
pub(super) fn plan_van_aanpak(traject: &View<'_>, findings: &mut Findings) -> Option<NaiveDate> {
    let part = traject.object("planVanAanpak", findings)?;
    part.warn_unknown(&["datumAfronding"], findings);
    part.date("datumAfronding", findings)
}

/// How it ended. A source that says that it ended but not why is `ONBEKEND`, never guessed.
pub(super) fn uitstroom(
    traject: &View<'_>,
    closed_on: Option<NaiveDate>,
    findings: &mut Findings,
) -> Option<UitstroomInvoer> {
    let Some(part) = traject.object("uitstroom", findings) else {
        let datum = closed_on?;
        let sentence = "zonder uitstroom: gelezen als AFGESLOTEN met reden ONBEKEND";
        findings.warn(traject.at("einddatum"), sentence);
        return Some(UitstroomInvoer {
            datum,
            reden: UitstroomReden::Onbekend,
        });
    };
    let known = ["datum", "datumBeeindigingsbeschikking", "omschrijving", "reden"];
    part.warn_unknown(&known, findings);
    let planned = part.date("datum", findings);
    let Some(datum) = closed_on.or(planned) else {
        refuse_undated(&part, findings);
        return None;
    };
    let reden = part.word("reden", UITSTROOMREDENEN, findings);
    if reden.is_none() {
        findings.warn(part.at("reden"), "geen bekende reden: gelezen als ONBEKEND");
    }
    Some(UitstroomInvoer {
        datum,
        reden: reden.unwrap_or(UitstroomReden::Onbekend),
    })
}

/// An end without any date: shown as running it would tell the others something untrue.
fn refuse_undated(uitstroom: &View<'_>, findings: &mut Findings) {
    if uitstroom.has("reden") {
        findings.reject(uitstroom.at("datum"), "ontbreekt bij een uitstroom met een reden");
    } else {
        findings.warn(
            uitstroom.pointer().to_owned(),
            "heeft datum noch reden: niet gelezen",
        );
    }
}
