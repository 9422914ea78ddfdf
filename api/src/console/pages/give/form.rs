use askama::Template;
use axum::response::Response;

use super::{
    super::{
        super::{
            failure::Failure,
            form::Faults,
            page::{Frame, render, status_of},
            texts::Texts,
        },
        grants::{Pakket, Partij, Register},
        how::{Choice, How, Radios, example_of_end},
        mark_of,
        opened::{Opened, Part, opened},
        path_of,
        requests::Verzoek,
    },
    Subject,
    draft::{Draft, group_value},
};

#[derive(Template)]
#[template(path = "console/give.html")]
struct GivePage<'a> {
    frame: Frame,
    kop: String,
    path: String,
    mark: String,
    wat: &'a str,
    faults: Faults,
    how: &'a How,
    pakket: Option<&'a Pakket>,
    verzoek: Option<&'a Verzoek>,
    /// What a consent manager of a party is told of the reach of that party.
    bereik: Option<String>,
    geopend: Vec<Opened>,
    ontvangers: Vec<Choice>,
    bronnen: Vec<BronChoices>,
    doelen: Vec<Choice>,
    tot_uitleg: String,
    radios: Vec<Radios>,
}

/// The groups of one owner.
struct BronChoices {
    naam: String,
    choices: Vec<Choice>,
}

/// The form, as it was filled in so far.
pub(super) fn page(subject: &Subject<'_>, draft: &Draft, faults: Faults) -> Result<Response, Failure> {
    let (t, register, visitor) = (subject.t(), &subject.register, subject.visitor);
    let pakket = subject.pakket();
    let kop = match (pakket, &subject.verzoek) {
        (Some(pakket), _) => t.say_with("verlenen.kop_pakket", pakket.titel(t)),
        (None, Some(_)) => t.say("verlenen.kop_verzoek").to_owned(),
        (None, None) => t.say("verlenen.kop_zelf").to_owned(),
    };
    let bereik = || t.say_with("verlenen.buiten_bereik", visitor.partij_naam());
    let page = GivePage {
        frame: Frame::of(visitor, "verlenen.titel"),
        kop,
        path: path_of(&subject.inwoner),
        mark: mark_of(&subject.inwoner),
        wat: subject.wat,
        how: &draft.how,
        pakket,
        verzoek: subject.verzoek.as_ref(),
        bereik: (!visitor.is_central() && pakket.is_none()).then(bereik),
        geopend: pakket.map(|pakket| opened_by(t, pakket)).unwrap_or_default(),
        ontvangers: register
            .ontvangers()
            .map(|partij| party_choice(partij, draft))
            .collect(),
        bronnen: group_choices(t, register, draft),
        doelen: purpose_choices(t, register, draft),
        tot_uitleg: example_of_end(t, visitor.now()),
        radios: draft.how.radios(t),
        faults,
    };
    render(status_of(&page.faults), &page)
}

fn opened_by(t: &Texts, pakket: &Pakket) -> Vec<Opened> {
    opened(t, pakket.delen.iter().map(Part::from), |_| false)
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
                    let value = group_value(&bron.bronhouder.id, *groep);
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
