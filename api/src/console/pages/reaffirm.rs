//! Confirming again what still holds, with a new end.

use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, json};
use uuid::Uuid;

use super::{
    super::{
        ask::AskError,
        dates,
        failure::Failure,
        form::Faults,
        page::{Frame, redirect, render, status_of},
        visitor::{Submitted, Visitor},
    },
    grants::{Register, Toestemming},
    how::{How, Radios, example_of_end, faults_of},
    mark_of,
    opened::{Opened, Part, opened},
    path_of, read_inwoner,
};
use crate::console::extract::Path;
use crate::domain::InwonerId;

#[derive(Template)]
#[template(path = "console/reaffirm.html")]
struct ReaffirmPage<'a> {
    frame: Frame,
    path: String,
    mark: String,
    gesprek: Uuid,
    faults: Faults,
    how: &'a How,
    /// The key under which it is recorded once, however often the page is sent.
    aanvraag: String,
    geopend: Vec<Opened>,
    /// Until when it holds now.
    nu: Option<String>,
    tot_uitleg: String,
    radios: Vec<Radios>,
}

const REAFFIRM: &str = "mutation ConsoleHerbevestigen($invoer: HerbevestigingInvoer!) {
  toestemmingHerbevestigen(invoer: $invoer) { registerversie }
}";

#[derive(Deserialize)]
struct Reaffirmed {}

/// What a page is about.
struct Subject<'a> {
    visitor: &'a Visitor,
    inwoner: InwonerId,
    gesprek: Uuid,
    register: Register,
}

impl<'a> Subject<'a> {
    async fn of(visitor: &'a Visitor, inwoner: &str, gesprek: Uuid) -> Result<Self, Failure> {
        let inwoner = read_inwoner(inwoner)?;
        let register = Register::of(visitor, &inwoner).await?;
        if register.of_gesprek(gesprek).is_empty() {
            return Err(Failure::NotFound);
        }
        Ok(Self {
            visitor,
            inwoner,
            gesprek,
            register,
        })
    }

    /// What of it still holds: only that is confirmed.
    fn holding(&self) -> Result<Vec<&Toestemming>, Failure> {
        let mut grants = self.register.of_gesprek(self.gesprek);
        grants.retain(|grant| grant.holds());
        if grants.is_empty() {
            return Err(Failure::Refused("TOESTEMMING_GEEINDIGD".to_owned()));
        }
        Ok(grants)
    }

    /// The shortest of what the purposes allow.
    fn longest(&self) -> Option<u32> {
        let grants = self.register.of_gesprek(self.gesprek).into_iter();
        grants.filter_map(|grant| self.register.longest(grant.doel)).min()
    }

    /// The last day on which something of it holds now.
    fn present_end(&self) -> Option<NaiveDate> {
        let grants = self.register.of_gesprek(self.gesprek).into_iter();
        let holding = grants.filter(|grant| grant.holds());
        holding.map(|grant| dates::last(grant.geldig_tot)).max()
    }

    fn page(&self, how: &How, aanvraag: &str, faults: Faults) -> Result<Response, Failure> {
        let (t, holding) = (self.visitor.texts(), self.holding()?);
        let page = ReaffirmPage {
            frame: Frame::of(self.visitor, "herbevestigen.titel"),
            path: path_of(&self.inwoner),
            mark: mark_of(&self.inwoner),
            gesprek: self.gesprek,
            faults,
            how,
            aanvraag: aanvraag.to_owned(),
            geopend: opened(t, holding.into_iter().map(Part::from), |_| false),
            nu: self
                .present_end()
                .map(|last| t.say_with("herbevestigen.nu", dates::written(t, last))),
            tot_uitleg: example_of_end(t, self.visitor.now()),
            radios: how.radios(t),
        };
        render(status_of(&page.faults), &page)
    }
}

/// Shows what is confirmed, with a year more.
pub(in super::super) async fn show(
    visitor: Visitor,
    Path((inwoner, gesprek)): Path<(String, Uuid)>,
) -> Result<Response, Failure> {
    let subject = Subject::of(&visitor, &inwoner, gesprek).await?;
    let how = How::new(visitor.now(), subject.longest()).at_least_until(subject.present_end());
    subject.page(&how, &Uuid::now_v7().to_string(), Faults::default())
}

/// Records it.
pub(in super::super) async fn submit(
    Path((inwoner, gesprek)): Path<(String, Uuid)>,
    sent: Submitted,
) -> Result<Response, Failure> {
    let Submitted { visitor, fields } = sent;
    let subject = Subject::of(&visitor, &inwoner, gesprek).await?;
    let (t, how, aanvraag) = (visitor.texts(), How::read(&fields), fields.text("aanvraag"));
    let mut faults = Faults::default();
    let tot = how.check_period(t, subject.longest(), visitor.now(), &mut faults);
    let present = subject.present_end();
    if let Some(last) = present.filter(|last| tot.is_some_and(|tot| dates::last(tot) < *last)) {
        faults.add("tot", t.say_with("herbevestigen.korter", dates::typed(last)));
    }
    how.check_speaker(t, &mut faults);
    how.check_evidence(t, &mut faults);
    let Some(tot) = tot.filter(|_| faults.is_empty()) else {
        return subject.page(&how, aanvraag, faults);
    };
    let invoer = json!({
        "gesprek": gesprek, "geldigTot": tot, "aanvraagId": aanvraag,
        "gegevenDoor": how.gegeven_door, "gegevenDoorKenmerk": how.kenmerk_invoer(),
        "bewijs": how.bewijs_invoer(t),
    });
    let variables = Map::from_iter([("invoer".to_owned(), invoer)]);
    match visitor.ask::<Reaffirmed>(REAFFIRM, variables).await {
        Ok(_) => Ok(redirect(
            &format!(
                "{}/verleend/{gesprek}?klaar=herbevestigd",
                path_of(&subject.inwoner)
            ),
            [],
        )),
        Err(AskError::Input(told)) => subject.page(&how, aanvraag, faults_of(t, told, false)),
        Err(error) => Err(error.into()),
    }
}
