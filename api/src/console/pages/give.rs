//! Recording consent: choose, check, record.

mod check;
mod draft;

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use check::{Checked, check};
use draft::{BEWIJZEN, Draft, GEGEVEN_DOOR, SELF};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    super::{
        ask::AskError,
        dates,
        failure::Failure,
        form::Faults,
        page::{Frame, redirect, render},
        texts::Texts,
        visitor::{Submitted, Visitor},
    },
    grants::{Pakket, Partij, Register},
    mark_of,
    opened::{Opened, Part, opened},
    path_of, read_inwoner,
};
use crate::domain::InwonerId;

#[derive(Template)]
#[template(path = "console/give.html")]
struct GivePage<'a> {
    frame: Frame,
    kop: String,
    path: String,
    mark: String,
    wat: &'a str,
    faults: Faults,
    draft: &'a Draft,
    pakket: Option<&'a Pakket>,
    geopend: Vec<Opened>,
    ontvangers: Vec<Choice>,
    bronnen: Vec<BronChoices>,
    doelen: Vec<Choice>,
    tot_uitleg: String,
    radios: [Radios; 2],
}

#[derive(Template)]
#[template(path = "console/give_confirm.html")]
struct ConfirmPage<'a> {
    frame: Frame,
    path: String,
    mark: String,
    wat: &'a str,
    draft: &'a Draft,
    /// The key under which it is recorded once, however often the page is sent.
    aanvraag: Uuid,
    geopend: Vec<Opened>,
    facts: Vec<(String, String)>,
}

/// Something to choose.
struct Choice {
    value: String,
    text: String,
    note: String,
    is_chosen: bool,
}

/// The groups of one owner.
struct BronChoices {
    naam: String,
    choices: Vec<Choice>,
}

/// One of several.
struct Radios {
    name: &'static str,
    legend: String,
    choices: Vec<Choice>,
}

const GIVE: &str = "mutation ConsoleVerlenen($invoer: ToestemmingInvoer!) {
  toestemmingVerlenen(invoer: $invoer) { gesprek }
}";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    toestemming_verlenen: GivenGesprek,
}

#[derive(Deserialize)]
struct GivenGesprek {
    gesprek: Uuid,
}

/// What a page about giving is about: whom, and what of it is chosen by the address.
struct Subject<'a> {
    visitor: &'a Visitor,
    inwoner: InwonerId,
    register: Register,
    wat: &'a str,
}

impl<'a> Subject<'a> {
    async fn of(visitor: &'a Visitor, inwoner: &str, wat: &'a str) -> Result<Self, Failure> {
        let inwoner = read_inwoner(inwoner)?;
        let register = Register::of(visitor, &inwoner).await?;
        if wat != SELF && register.find_pakket(wat).is_none() {
            return Err(Failure::NotFound);
        }
        Ok(Self {
            visitor,
            inwoner,
            register,
            wat,
        })
    }

    fn pakket(&self) -> Option<&Pakket> {
        self.register.find_pakket(self.wat)
    }

    fn t(&self) -> &Texts {
        self.visitor.texts()
    }
}

/// Shows the form.
pub(in super::super) async fn show(
    visitor: Visitor,
    Path((inwoner, wat)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let subject = Subject::of(&visitor, &inwoner, &wat).await?;
    let longest = subject.pakket().map(|pakket| pakket.langste_dagen);
    let draft = Draft::new(visitor.now(), longest);
    form(&subject, &draft, Faults::default())
}

/// Checks what was filled in, and records it when it was confirmed.
pub(in super::super) async fn submit(
    Path((inwoner, wat)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Failure> {
    let Submitted { visitor, fields } = sent;
    let subject = Subject::of(&visitor, &inwoner, &wat).await?;
    let draft = Draft::read(&fields);
    if fields.find("stap") == Some("wijzigen") {
        return form(&subject, &draft, Faults::default());
    }
    let checked = match check(subject.t(), &subject.register, subject.wat, &draft, visitor.now()) {
        Ok(checked) => checked,
        Err(faults) => return form(&subject, &draft, faults),
    };
    let aanvraag = fields.text("aanvraag");
    if fields.find("stap") != Some("vastleggen") || aanvraag.is_empty() {
        return confirm(&subject, &draft, &checked);
    }
    let variables = Map::from_iter([(
        "invoer".to_owned(),
        checked.invoer(&subject.inwoner, &draft, aanvraag, subject.t()),
    )]);
    match visitor.ask::<Given>(GIVE, variables).await {
        Ok(told) => {
            let gesprek = told.toestemming_verlenen.gesprek;
            Ok(redirect(
                &format!("{}/verleend/{gesprek}", path_of(&subject.inwoner)),
                [],
            ))
        }
        Err(AskError::Input(told)) => {
            let mut faults = Faults::default();
            for fault in told {
                let field = draft::field_of(&fault.field);
                faults.add(field, subject.t().say_with("verlenen.door_hub", fault.reason));
            }
            form(&subject, &draft, faults)
        }
        Err(error) => Err(error.into()),
    }
}

fn form(subject: &Subject<'_>, draft: &Draft, faults: Faults) -> Result<Response, Failure> {
    let (t, register) = (subject.t(), &subject.register);
    let pakket = subject.pakket();
    let kop = match pakket {
        Some(pakket) => t.say_with("verlenen.kop_pakket", t.say_of("pakket", &pakket.id)),
        None => t.say("verlenen.kop_zelf").to_owned(),
    };
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let example = dates::typed(draft::usual_end(subject.visitor.now(), None));
    let page = GivePage {
        frame: Frame::of(subject.visitor, "verlenen.titel"),
        kop,
        path: path_of(&subject.inwoner),
        mark: mark_of(&subject.inwoner),
        wat: subject.wat,
        faults,
        draft,
        pakket,
        geopend: pakket.map(|pakket| opened_by(t, pakket)).unwrap_or_default(),
        ontvangers: register
            .ontvangers()
            .map(|partij| party_choice(partij, draft))
            .collect(),
        bronnen: group_choices(t, register, draft),
        doelen: purpose_choices(t, register, draft),
        tot_uitleg: t.say_with("verlenen.tot_uitleg", example),
        radios: [
            radios(t, "gegeven_door", &GEGEVEN_DOOR, &draft.gegeven_door),
            radios(t, "bewijs", &BEWIJZEN, &draft.bewijs),
        ],
    };
    render(status, &page)
}

fn confirm(subject: &Subject<'_>, draft: &Draft, checked: &Checked) -> Result<Response, Failure> {
    let t = subject.t();
    let parts = checked.delen.iter().map(|deel| Part {
        ontvanger: &deel.ontvanger,
        bronhouder: &deel.bronhouder,
        groepen: &deel.groepen,
        toestemming: None,
    });
    let page = ConfirmPage {
        frame: Frame::of(subject.visitor, "verlenen.controleren"),
        path: path_of(&subject.inwoner),
        mark: mark_of(&subject.inwoner),
        wat: subject.wat,
        draft,
        aanvraag: Uuid::now_v7(),
        geopend: opened(t, parts, |_| false),
        facts: facts(t, draft, checked),
    };
    render(StatusCode::OK, &page)
}

fn facts(t: &Texts, draft: &Draft, checked: &Checked) -> Vec<(String, String)> {
    let fact = |key: &str, value: &str| (t.say(key).to_owned(), value.to_owned());
    let mut facts = vec![
        fact("verlenen.feit_doel", t.say_of("doel", checked.doel.word())),
        fact("verlenen.feit_tot", &dates::last_day(t, checked.tot)),
        fact(
            "verlenen.feit_door",
            t.say_of("gegeven_door", &draft.gegeven_door),
        ),
        fact("verlenen.feit_bewijs", t.say_of("bewijs", &draft.bewijs)),
    ];
    if !draft.kenmerk.is_empty() {
        facts.push(fact("verlenen.feit_kenmerk", &draft.kenmerk));
    }
    if !draft.plaats.is_empty() {
        facts.push(fact("verlenen.feit_plaats", &draft.plaats));
    }
    facts
}

fn opened_by(t: &Texts, pakket: &Pakket) -> Vec<Opened> {
    let parts = pakket.delen.iter().map(|deel| Part {
        ontvanger: &deel.ontvanger,
        bronhouder: &deel.bronhouder,
        groepen: &deel.groepen,
        toestemming: None,
    });
    opened(t, parts, |_| false)
}

fn party_choice(partij: &Partij, draft: &Draft) -> Choice {
    Choice {
        value: partij.id.clone(),
        text: partij.naam.clone(),
        note: String::new(),
        is_chosen: draft.ontvanger == partij.id,
    }
}

fn group_choices(t: &Texts, register: &Register, draft: &Draft) -> Vec<BronChoices> {
    let bronnen = register.verleenbaar.bronhouders.iter();
    bronnen
        .map(|bron| BronChoices {
            naam: bron.bronhouder.naam.clone(),
            choices: bron
                .groepen
                .iter()
                .map(|groep| {
                    let value = draft::group_value(&bron.bronhouder.id, *groep);
                    Choice {
                        text: t.say_of("groep", groep.word()).to_owned(),
                        note: t.say_of("voorbeeld", groep.word()).to_owned(),
                        is_chosen: draft.groepen.contains(&value),
                        value,
                    }
                })
                .collect(),
        })
        .collect()
}

fn purpose_choices(t: &Texts, register: &Register, draft: &Draft) -> Vec<Choice> {
    let choice = |word: &str| Choice {
        value: word.to_owned(),
        text: t.say_of("doel", word).to_owned(),
        note: String::new(),
        is_chosen: draft.doel == word,
    };
    let doelen = register.verleenbaar.doelen.iter();
    doelen.map(|doel| choice(doel.doel.word())).collect()
}

fn radios(t: &Texts, name: &'static str, words: &[&str], chosen: &str) -> Radios {
    let choice = |word: &&str| Choice {
        value: (*word).to_owned(),
        text: t.say_of(name, word).to_owned(),
        note: String::new(),
        is_chosen: *word == chosen,
    };
    Radios {
        name,
        legend: t.say(&format!("verlenen.{name}")).to_owned(),
        choices: words.iter().map(choice).collect(),
    }
}

impl Checked {
    /// What is asked of the register.
    fn invoer(&self, inwoner: &InwonerId, draft: &Draft, aanvraag: &str, t: &Texts) -> Value {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let delen = self.delen.iter().map(|deel| {
            json!({"bronhouder": deel.bronhouder.id, "ontvanger": deel.ontvanger.id, "groepen": deel.groepen})
        });
        let is_bundle = self.pakket.is_some();
        json!({
            "inwoner": inwoner, "geldigTot": self.tot, "aanvraagId": aanvraag,
            "gegevenDoor": draft.gegeven_door, "gegevenDoorKenmerk": text(&draft.kenmerk),
            "bewijs": {
                "soort": draft.bewijs, "tekstversie": draft::TEXT_VERSION, "taal": t.language(),
                "plaats": text(&draft.plaats),
            },
            // A bundle brings its own parts and purpose.
            "pakket": self.pakket,
            "doel": (!is_bundle).then_some(self.doel),
            "delen": if is_bundle { Vec::new() } else { delen.collect() },
        })
    }
}
