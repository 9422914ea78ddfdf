use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    domain::Fase,
    import::ddas::words::{BEGELEIDING, BESCHIKKINGEN, OPLOSSINGEN, SCHULDSOORTEN, UITSTROOMREDENEN},
    publication::{
        AdministratieInvoer, BegeleidingInvoer, BegeleidingSoort, BeschikkingSoort, FaseInvoer,
        MoratoriumInvoer, PeriodeInvoer, SchuldInvoer, TrajectInvoer,
    },
};

/// The traject under the municipality that answers for it: its own, or else its owner's.
pub(super) fn with_gemeente(invoer: &TrajectInvoer, gemeente: &str) -> TrajectInvoer {
    let mut said = invoer.clone();
    let administratie = said.administratie.get_or_insert(AdministratieInvoer {
        gemeentecode: None,
        startdatum: None,
        einddatum: None,
        toegekend_op: None,
    });
    administratie
        .gemeentecode
        .get_or_insert_with(|| gemeente.to_owned());
    said
}

/// A traject in the words of DDAS v1.0, without its clients. Read again, it says the same of every field that DDAS has.
pub(super) fn to_ddas(invoer: &TrajectInvoer) -> Map<String, Value> {
    let administratie = invoer.administratie.as_ref();
    let applied = phase(invoer, Fase::Aanmelding);
    let own_start = administratie.and_then(|it| it.startdatum);
    // A day of application that only the beginning tells is read from there, with the phase as it stands.
    let tells_itself = own_start == Some(invoer.aanmelddatum)
        && applied.is_none_or(|applied| applied.sinds != invoer.aanmelddatum);
    let mut out = Object::default();
    out.put(
        "gemeentecode",
        administratie.and_then(|it| it.gemeentecode.as_deref()),
    );
    out.put("startdatum", own_start);
    out.put("einddatum", administratie.and_then(|it| it.einddatum));
    out.put("toekenningsdatum", administratie.and_then(|it| it.toegekend_op));
    let financieel = invoer.financieel.as_ref();
    out.put(
        "totaalSchuldbedragBijAanvangSchuld",
        financieel.and_then(|it| it.schuld_bij_aanvang),
    );
    out.object("aanmelding", |part| {
        let began = (!tells_itself).then_some(invoer.aanmelddatum);
        let ended = applied.and_then(|applied| applied.tot);
        part.period(began, ended.filter(|end| began.is_none_or(|began| began <= *end)));
        part.put("crisisinterventie", Some(!invoer.crises.is_empty()));
    });
    out.object("informatieEnAdvies", |part| {
        part.phase(phase(invoer, Fase::InformatieEnAdvies))
    });
    out.object("intake", |part| {
        part.phase(phase(invoer, Fase::Intake));
        let decided = invoer
            .beschikkingen
            .iter()
            .find(|one| one.soort != BeschikkingSoort::Beeindiging);
        part.put("beschikkingsdatum", decided.map(|one| one.datum));
        part.put(
            "beschikkingssoort",
            decided.and_then(|one| their_word(BESCHIKKINGEN, one.soort)),
        );
    });
    out.object("stabilisatie", |part| {
        part.phase(phase(invoer, Fase::Stabilisatie))
    });
    out.object("planVanAanpak", |part| {
        part.put("datumAfronding", invoer.plan_van_aanpak_op)
    });
    out.object("schuldregeling", |part| schuldregeling(invoer, part));
    out.object("oplossing", |part| oplossing(invoer, part));
    out.object("nazorg", |part| match &invoer.nazorg {
        Some(nazorg) => part.period(Some(nazorg.start), nazorg.einde),
        None => part.put("startdatum", phase(invoer, Fase::Nazorg).map(|one| one.sinds)),
    });
    out.object("uitstroom", |part| uitstroom(invoer, part));
    out.list("begeleiding", &guided(invoer), begeleiding);
    out.list("crisisinterventies", &invoer.crises, period);
    out.list("moratoria", &invoer.moratoria, moratorium);
    out.list(
        "voorlopigeVoorzieningen",
        &invoer.voorlopige_voorzieningen,
        period,
    );
    let schulden = financieel.map_or(&[][..], |it| &it.schulden);
    out.list("schulden", schulden, schuld);
    out.0
}

/// The first time that a phase began: DDAS has each once.
fn phase(invoer: &TrajectInvoer, fase: Fase) -> Option<&FaseInvoer> {
    invoer.fasen.iter().find(|one| one.fase == fase)
}

/// The guidance, and the phase that DDAS knows only as one.
fn guided(invoer: &TrajectInvoer) -> Vec<BegeleidingInvoer> {
    let lange_termijn = Some(BegeleidingSoort::LangeTermijnBegeleiding);
    let mut guided = invoer.begeleiding.clone();
    if guided.iter().all(|one| one.soort != lange_termijn) {
        let began = phase(invoer, Fase::DuurzameStabilisatie);
        guided.extend(began.map(|phase| BegeleidingInvoer {
            soort: lange_termijn,
            start: Some(phase.sinds),
            einde: phase.tot,
        }));
    }
    guided
}

fn schuldregeling(invoer: &TrajectInvoer, part: &mut Object) {
    let began = phase(invoer, Fase::Schuldregeling).map(|one| one.sinds);
    let Some(said) = &invoer.schuldregeling else {
        return part.put("datum", began);
    };
    let is_dated = said.toegekend_op.is_some()
        || said.afgewezen_op.is_some()
        || said.ingetrokken_op.is_some()
        || said.dwangakkoord_verzocht_op.is_some();
    part.put("datum", said.datum.or(began.filter(|_| !is_dated)));
    part.put("toegekend", said.toegekend_op);
    part.put("afgewezen", said.afgewezen_op);
    part.put("ingetrokken", said.ingetrokken_op);
    part.put("dwangakkoord", said.dwangakkoord);
    part.put("datumVerzoekDwangakkoord", said.dwangakkoord_verzocht_op);
    part.1 = true;
}

fn oplossing(invoer: &TrajectInvoer, part: &mut Object) {
    let began = phase(invoer, Fase::Oplossing).map(|one| one.sinds);
    let Some(said) = &invoer.oplossing else {
        return part.put("startdatum", began);
    };
    part.period(said.start.or(began.filter(|_| said.einde.is_none())), said.einde);
    part.put(
        "soort",
        said.soort.and_then(|soort| their_word(OPLOSSINGEN, soort)),
    );
    part.put("vtlb", said.vtlb);
    part.1 = true;
}

fn uitstroom(invoer: &TrajectInvoer, part: &mut Object) {
    let ended = invoer
        .beschikkingen
        .iter()
        .find(|one| one.soort == BeschikkingSoort::Beeindiging);
    part.put("datumBeeindigingsbeschikking", ended.map(|one| one.datum));
    if let Some(uitstroom) = &invoer.uitstroom {
        part.put("datum", Some(uitstroom.datum));
        part.put("reden", their_word(UITSTROOMREDENEN, uitstroom.reden));
    }
}

fn begeleiding(one: &BegeleidingInvoer, item: &mut Object) {
    item.put(
        "soort",
        one.soort.and_then(|soort| their_word(BEGELEIDING, soort)),
    );
    item.period(one.start, one.einde);
}

fn period(one: &PeriodeInvoer, item: &mut Object) {
    item.period(Some(one.start), one.einde);
}

fn moratorium(one: &MoratoriumInvoer, item: &mut Object) {
    item.put("datumAanvraag", one.aangevraagd_op);
    item.put("datumGoedkeuring", one.toegekend_op);
    item.period(one.start, one.einde);
}

fn schuld(one: &SchuldInvoer, item: &mut Object) {
    item.put("bedrag", one.bedrag);
    item.put("peildatum", one.peildatum);
    item.put(
        "schuldsoort",
        one.soort.and_then(|soort| their_word(SCHULDSOORTEN, soort)),
    );
    item.put("zakelijkeSchuld", one.zakelijk);
}

/// The word of DDAS v1.0; `None` where it has none.
fn their_word<T: PartialEq>(words: &[(&'static str, T)], ours: T) -> Option<&'static str> {
    words
        .iter()
        .find(|(_, known)| *known == ours)
        .map(|(word, _)| *word)
}

/// An object of a delivery: what isn't known isn't there. The flag keeps an empty one.
#[derive(Default)]
struct Object(Map<String, Value>, bool);

impl Object {
    fn put(&mut self, name: &str, value: Option<impl Serialize>) {
        if let Some(value) = value.and_then(|value| serde_json::to_value(value).ok()) {
            self.0.insert(name.to_owned(), value);
        }
    }

    fn period(&mut self, start: Option<NaiveDate>, end: Option<NaiveDate>) {
        self.put("startdatum", start);
        self.put("einddatum", end);
    }

    fn phase(&mut self, phase: Option<&FaseInvoer>) {
        if let Some(phase) = phase {
            self.period(Some(phase.sinds), phase.tot);
        }
    }

    fn object(&mut self, name: &str, fill: impl FnOnce(&mut Self)) {
        let mut inner = Self::default();
        fill(&mut inner);
        if inner.1 || !inner.0.is_empty() {
            self.0.insert(name.to_owned(), Value::Object(inner.0));
        }
    }

    fn list<T>(&mut self, name: &str, items: &[T], fill: impl Fn(&T, &mut Self)) {
        if items.is_empty() {
            return;
        }
        let written = items.iter().map(|item| {
            let mut object = Self::default();
            fill(item, &mut object);
            Value::Object(object.0)
        });
        self.0.insert(name.to_owned(), Value::Array(written.collect()));
    }
}
