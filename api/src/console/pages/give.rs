//! Recording consent: choose, look what it opens, record.

mod check;
mod confirm;
mod draft;
mod form;

use axum::response::Response;
use check::{Checked, check};
use draft::Draft;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    super::{
        ask::AskError,
        failure::Failure,
        form::Faults,
        page::redirect,
        texts::Texts,
        visitor::{Submitted, Visitor},
    },
    grants::{Pakket, Register},
    how, path_of,
    preview::Preview,
    read_inwoner,
    requests::{self, Verzoek},
};
use crate::console::extract::Path;
use crate::domain::InwonerId;

/// In the address: no bundle, everything chosen by hand.
const SELF: &str = "zelf";
/// In the address: what a party asked, by the id of its request.
const VERZOEK: &str = "verzoek-";

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
    /// The request that it answers, by the address.
    asked: Option<Uuid>,
    /// That request, as long as nobody answered it.
    verzoek: Option<Verzoek>,
}

impl<'a> Subject<'a> {
    async fn of(visitor: &'a Visitor, inwoner: &str, wat: &'a str) -> Result<Self, Failure> {
        let inwoner = read_inwoner(inwoner)?;
        let register = Register::of(visitor, &inwoner).await?;
        let asked = match wat.strip_prefix(VERZOEK) {
            Some(id) => Some(id.parse().map_err(|_| Failure::NotFound)?),
            None if wat == SELF || register.find_pakket(wat).is_some() => None,
            None => return Err(Failure::NotFound),
        };
        let verzoek = match asked {
            Some(id) => requests::find(visitor, &inwoner, id).await?,
            None => None,
        };
        Ok(Self {
            visitor,
            inwoner,
            register,
            wat,
            asked,
            verzoek,
        })
    }

    /// Nobody fills in a form for what was answered meanwhile.
    fn require_open(&self) -> Result<(), Failure> {
        match (self.asked, &self.verzoek) {
            (Some(_), None) => Err(Failure::Refused("VERZOEK_BEANTWOORD".to_owned())),
            _ => Ok(()),
        }
    }

    fn pakket(&self) -> Option<&Pakket> {
        self.register.find_pakket(self.wat)
    }

    fn t(&self) -> &Texts {
        self.visitor.texts()
    }

    /// The form as nobody filled it in yet.
    fn first_draft(&self) -> Draft {
        let now = self.visitor.now();
        match &self.verzoek {
            Some(verzoek) => Draft::answering(verzoek, now, self.register.longest(verzoek.doel)),
            None => Draft::new(now, self.pakket().map(|pakket| pakket.langste_dagen)),
        }
    }

    /// What is asked of the register.
    fn invoer(&self, checked: &Checked, draft: &Draft, aanvraag: Option<&str>) -> Value {
        let delen = checked.delen.iter().map(|deel| {
            json!({"bronhouder": deel.bronhouder.id, "ontvanger": deel.ontvanger.id, "groepen": deel.groepen})
        });
        let is_bundle = checked.pakket.is_some();
        json!({
            "inwoner": self.inwoner, "geldigTot": checked.tot, "aanvraagId": aanvraag,
            "gegevenDoor": draft.how.gegeven_door, "gegevenDoorKenmerk": draft.how.kenmerk_invoer(),
            "bewijs": draft.how.bewijs_invoer(self.t()),
            // A bundle brings its own parts and purpose.
            "pakket": checked.pakket,
            "doel": (!is_bundle).then_some(checked.doel),
            "delen": if is_bundle { Vec::new() } else { delen.collect() },
            "verzoek": self.asked,
        })
    }
}

/// Shows the form.
pub(in super::super) async fn show(
    visitor: Visitor,
    Path((inwoner, wat)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let subject = Subject::of(&visitor, &inwoner, &wat).await?;
    subject.require_open()?;
    form::page(&subject, &subject.first_draft(), Faults::default())
}

/// Checks what was filled in, shows what it opens, and records it when it was confirmed.
pub(in super::super) async fn submit(
    Path((inwoner, wat)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Failure> {
    let Submitted { visitor, fields } = sent;
    let aanvraag = fields.text("aanvraag");
    let is_confirmed = fields.find("stap") == Some("vastleggen") && !aanvraag.is_empty();
    let subject = Subject::of(&visitor, &inwoner, &wat).await?;
    // What was sent twice is recorded already, and its request answered by it: the register knows it by its key.
    if !is_confirmed {
        subject.require_open()?;
    }
    let draft = Draft::read(&fields);
    if fields.find("stap") == Some("wijzigen") {
        return form::page(&subject, &draft, Faults::default());
    }
    let checked = match check(&subject, &draft) {
        Ok(checked) => checked,
        Err(faults) => return form::page(&subject, &draft, faults),
    };
    let invoer = subject.invoer(&checked, &draft, is_confirmed.then_some(aanvraag));
    if !is_confirmed {
        return match Preview::of_grant(&visitor, &invoer).await {
            Ok(preview) => confirm::page(&subject, &draft, &checked, &preview).await,
            Err(error) => refused(&subject, &draft, error),
        };
    }
    let variables = Map::from_iter([("invoer".to_owned(), invoer)]);
    match visitor.ask::<Given>(GIVE, variables).await {
        Ok(told) => {
            let gesprek = told.toestemming_verlenen.gesprek;
            Ok(redirect(
                &format!("{}/verleend/{gesprek}?klaar=verleend", path_of(&subject.inwoner)),
                [],
            ))
        }
        Err(error) => refused(&subject, &draft, error),
    }
}

/// The form again where the register finds something wrong with it.
fn refused(subject: &Subject<'_>, draft: &Draft, error: AskError) -> Result<Response, Failure> {
    match error {
        AskError::Input(told) => form::page(
            subject,
            draft,
            how::faults_of(subject.t(), told, subject.wat == SELF),
        ),
        error => Err(error.into()),
    }
}
