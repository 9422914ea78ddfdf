use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Amsterdam;

use super::{fasen, parts, schulden, view::View};
use crate::{
    domain::{Bsn, InwonerId, PartijId},
    import::{ImportOptions, bsn_rule, finding::Findings},
    publication::{Fault, Hulpvraag, Ingang, InwonerInvoer, TrajectInvoer},
};

/// A schuldhulptraject of a delivery, in our words and complete but for whom it is about: its BSNs are
/// still to be exchanged for the hub's ids.
#[derive(Debug)]
pub struct DdasTraject {
    pointer: String,
    gemeentecode: String,
    anchor_date: NaiveDate,
    bsns: Vec<Bsn>,
    draft: TrajectInvoer,
}

/// The register gave another number of ids than there are clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a traject needs one inwoner id for each client")]
pub struct ClientCountError;

/// The names that DDAS v1.0 has for a schuldhulptraject.
#[rustfmt::skip]
const KNOWN: &[&str] = &[
    "einddatum", "omschrijving", "startdatum", "toekenningsdatum", "totaalSchuldbedragBijAanvangSchuld",
    "gemeentecode", "aanmelding", "begeleiding", "client", "crisisinterventies", "informatieEnAdvies",
    "intake", "moratoria", "nazorg", "oplossing", "planVanAanpak", "schulden", "schuldregeling",
    "voorlopigeVoorzieningen", "uitstroom", "stabilisatie",
];

impl DdasTraject {
    /// Where it stands in the delivery.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The municipality that answers for it.
    pub fn gemeentecode(&self) -> &str {
        &self.gemeentecode
    }

    /// The day that tells it apart: `aanmelding.startdatum`, else `startdatum`.
    pub fn anchor_date(&self) -> NaiveDate {
        self.anchor_date
    }

    /// Its one or two clients, in the order of the delivery.
    pub fn bsns(&self) -> &[Bsn] {
        &self.bsns
    }

    /// Whether its source doesn't say what is asked.
    pub fn is_ongespecificeerd(&self) -> bool {
        self.draft.hulpvraag == Hulpvraag::Ongespecificeerd
    }

    /// Whether it is test data: no resident can have one of these numbers.
    pub fn is_test(&self) -> bool {
        self.bsns.iter().any(Bsn::is_test)
    }

    /// Completes the record with the ids of its clients, in the order of [`bsns`](Self::bsns).
    ///
    /// # Errors
    /// [`ClientCountError`] when there isn't one id for each client.
    pub fn into_invoer(
        self,
        partij: &PartijId,
        ids: &[InwonerId],
    ) -> Result<TrajectInvoer, ClientCountError> {
        if ids.len() != self.bsns.len() {
            return Err(ClientCountError);
        }
        Ok(TrajectInvoer {
            bron_id: super::identity::bron_id(partij, &self.gemeentecode, ids, self.anchor_date),
            clienten: ids.iter().cloned().map(InwonerInvoer::Id).collect(),
            ..self.draft
        })
    }
}

/// Reads one traject; `None` when there are reasons against it, which are in the findings.
pub(super) fn read(
    traject: &View<'_>,
    version: DateTime<Utc>,
    options: ImportOptions,
    findings: &mut Findings,
) -> Option<DdasTraject> {
    traject.warn_unknown(KNOWN, findings);
    let gemeentecode = gemeentecode(traject, findings);
    let bsns = clients(traject, options, findings);
    let (anchor, draft) = read_apart(traject, version, bsns.len(), findings);
    if !findings.reasons.is_empty() {
        return None;
    }
    Some(DdasTraject {
        pointer: traject.pointer().to_owned(),
        gemeentecode: gemeentecode?,
        anchor_date: anchor?,
        bsns,
        draft,
    })
}

/// Reads what a traject says apart from who its clients are, and the day that tells it apart.
pub(super) fn read_apart(
    traject: &View<'_>,
    version: DateTime<Utc>,
    clients: usize,
    findings: &mut Findings,
) -> (Option<NaiveDate>, TrajectInvoer) {
    let anchor = anchor_date(traject, findings);
    traject.period("startdatum", "einddatum", findings);
    // Every part is read, whatever is wrong already: a sender hears of all faults at once.
    let placeholder = anchor.unwrap_or_default();
    let draft = draft(traject, version, placeholder, clients, findings);
    if let (Some(anchor), Some(uitstroom)) = (anchor, &draft.uitstroom)
        && uitstroom.datum < anchor
    {
        let source = if traject.has("uitstroom") {
            "uitstroom"
        } else {
            "einddatum"
        };
        findings.reject(traject.at(source), "eindigt voor het begin");
    }
    if findings.reasons.is_empty() {
        check(&draft, traject, findings);
    }
    (anchor, draft)
}

fn gemeentecode(traject: &View<'_>, findings: &mut Findings) -> Option<String> {
    let name = "gemeentecode";
    let Some(code) = traject.text(name, findings) else {
        if !traject.has(name) {
            findings.reject(traject.at(name), "ontbreekt");
        }
        return None;
    };
    let is_code = (1..=10).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !is_code {
        findings.reject(
            traject.at(name),
            "verwacht een gemeentecode van ten hoogste tien letters en cijfers",
        );
        return None;
    }
    Some(code.to_owned())
}

fn clients(traject: &View<'_>, options: ImportOptions, findings: &mut Findings) -> Vec<Bsn> {
    if !traject.has("client") {
        findings.reject(traject.at("client"), "ontbreekt");
        return Vec::new();
    }
    let count = traject.counts("client").unwrap_or_default();
    if traject.counts("client").is_some() && !(1..=2).contains(&count) {
        findings.reject(traject.at("client"), "verwacht een of twee cliënten");
    }
    let mut bsns: Vec<Bsn> = Vec::new();
    for client in traject.objects("client", findings).iter().take(2) {
        let Some(bsn) = bsn(client, options, findings) else {
            continue;
        };
        if bsns.iter().any(|other| other.expose() == bsn.expose()) {
            findings.reject(
                client.at("Burgerservicenummer"),
                "is ook dat van de andere cliënt",
            );
        }
        bsns.push(bsn);
    }
    bsns
}

fn bsn(client: &View<'_>, options: ImportOptions, findings: &mut Findings) -> Option<Bsn> {
    let name = "Burgerservicenummer";
    let known = [
        name,
        "Geboortedatum",
        "Geslachtsaanduiding",
        "Postcode",
        "Huisnummer",
        "Huisnummertoevoeging",
    ];
    client.warn_unknown(&known, findings);
    let Some(text) = client.text(name, findings) else {
        if !client.has(name) {
            findings.reject(client.at(name), "ontbreekt");
        }
        return None;
    };
    match options.read_bsn(text) {
        Ok(bsn) => Some(bsn),
        Err(error) => {
            findings.reject(client.at(name), bsn_rule(error));
            None
        }
    }
}

fn anchor_date(traject: &View<'_>, findings: &mut Findings) -> Option<NaiveDate> {
    let aanmelding = traject
        .object("aanmelding", findings)
        .and_then(|aanmelding| aanmelding.date("startdatum", findings));
    let anchor = aanmelding.or(traject.date("startdatum", findings));
    if anchor.is_none() && !traject.has("startdatum") {
        findings.reject(
            traject.at("startdatum"),
            "ontbreekt, en aanmelding.startdatum ook",
        );
    }
    anchor
}

fn draft(
    traject: &View<'_>,
    version: DateTime<Utc>,
    anchor: NaiveDate,
    clients: usize,
    findings: &mut Findings,
) -> TrajectInvoer {
    // A delivery of the evening in UTC was made on the next day in the Netherlands.
    let today = version.with_timezone(&Amsterdam).date_naive();
    let phases = fasen::derive(traject, today, findings);
    warn_of_periods(traject, findings);
    TrajectInvoer {
        bron_id: "ddas".to_owned(),
        versie: version,
        clienten: placeholders(clients),
        ingang: Ingang::Onbekend,
        aanmelddatum: anchor,
        hulpvraag: Hulpvraag::Ongespecificeerd,
        fasen: phases.fasen,
        regisseurs: Vec::new(),
        betrokkenen: Vec::new(),
        gesprekken: Vec::new(),
        acties: Vec::new(),
        termijnen: Vec::new(),
        opschortingen: Vec::new(),
        beschikkingen: parts::beschikkingen(traject, findings),
        plan_van_aanpak_op: parts::plan_van_aanpak(traject, findings),
        crises: parts::crises(traject, anchor, findings),
        schuldregeling: parts::schuldregeling(traject, findings),
        oplossing: parts::oplossing(traject, findings),
        begeleiding: parts::begeleiding(traject, findings),
        moratoria: parts::moratoria(traject, findings),
        financieel: schulden::financieel(traject, findings),
        nazorg: parts::nazorg(traject, findings),
        voorlopige_voorzieningen: parts::voorlopige_voorzieningen(traject, findings),
        vorig_traject: None,
        administratie: Some(parts::administratie(traject, findings)),
        uitstroom: parts::uitstroom(traject, phases.closed_on, findings),
    }
}

/// Parts of which only the phase is kept.
fn warn_of_periods(traject: &View<'_>, findings: &mut Findings) {
    for name in ["informatieEnAdvies", "stabilisatie"] {
        if let Some(part) = traject.object(name, findings) {
            part.warn_unknown(&["startdatum", "einddatum"], findings);
            part.period("startdatum", "einddatum", findings);
        }
    }
}

/// Ids that stand for the clients until theirs are known, so that the record can be checked as a whole.
fn placeholders(clients: usize) -> Vec<InwonerInvoer> {
    (0_u8..2)
        .take(clients)
        .map(|index| InwonerInvoer::Id(InwonerId::from_hash(&[index; 32])))
        .collect()
}

/// Where our fields come from; the other faults stand at the traject itself.
const SOURCES: &[(&str, &str)] = &[
    ("begeleiding", "begeleiding"),
    ("moratoria", "moratoria"),
    ("voorlopigeVoorzieningen", "voorlopigeVoorzieningen"),
    ("crises", "crisisinterventies"),
    ("nazorg", "nazorg"),
    ("oplossing", "oplossing"),
    ("uitstroom", "uitstroom"),
];

/// Runs the checks that every published traject must pass.
fn check(draft: &TrajectInvoer, traject: &View<'_>, findings: &mut Findings) {
    for Fault { field, reason } in draft.check().err().unwrap_or_default() {
        let part = field.split('.').next().unwrap_or_default();
        let source = SOURCES.iter().find(|(ours, _)| *ours == part);
        let pointer = match (part, source) {
            ("financieel", _) if traject.has("schulden") => traject.at("schulden"),
            ("financieel", _) => traject.at("totaalSchuldbedragBijAanvangSchuld"),
            (_, Some((_, theirs))) => traject.at(theirs),
            (_, None) => traject.pointer().to_owned(),
        };
        findings.reject(pointer, format!("`{field}` {reason}"));
    }
}
