//! Withdrawing consent: all of it or a part, as easy as giving.

mod choice;

use askama::Template;
use axum::response::Response;
use choice::{Choice, Named};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Map;

use super::{
    super::{
        failure::Failure,
        form::Faults,
        page::{Frame, redirect, render, status_of},
        visitor::{Submitted, Visitor},
    },
    grants::{Register, Voorval},
    mark_of,
    opened::{Opened, Part, opened},
    path_of,
    preview::{Preview, touched},
    read_inwoner,
};
use crate::console::extract::Path;
use crate::domain::InwonerId;

#[derive(Template)]
#[template(path = "console/withdraw.html")]
struct WithdrawPage<'a> {
    frame: Frame,
    path: String,
    mark: String,
    wat: &'a str,
    faults: Faults,
    geopend: Vec<Opened>,
}

#[derive(Template)]
#[template(path = "console/withdraw_confirm.html")]
struct ConfirmPage<'a> {
    frame: Frame,
    path: String,
    mark: String,
    wat: &'a str,
    /// What is withdrawn, to travel along.
    chosen: &'a [String],
    /// What can't be seen any more.
    eindigt: Vec<Opened>,
    /// What can still be seen, by another grant or by law.
    blijft: Vec<Opened>,
    loopt: Vec<String>,
}

/// Whom a page is about and what its address names.
struct Subject<'a> {
    visitor: &'a Visitor,
    inwoner: InwonerId,
    wat: &'a str,
    named: Named,
    register: Register,
}

impl<'a> Subject<'a> {
    async fn of(visitor: &'a Visitor, inwoner: &str, wat: &'a str) -> Result<Self, Failure> {
        let inwoner = read_inwoner(inwoner)?;
        let named = Named::read(wat)?;
        let register = Register::of(visitor, &inwoner).await?;
        let is_known = named == Named::All || register.toestemmingen.iter().any(|grant| named.names(grant));
        if !is_known {
            return Err(Failure::NotFound);
        }
        Ok(Self {
            visitor,
            inwoner,
            wat,
            named,
            register,
        })
    }

    fn choice(&self, chosen: Vec<String>) -> Choice<'_> {
        let named = self.register.toestemmingen.iter();
        Choice::of(named.filter(|grant| self.named.names(grant)).collect(), chosen)
    }

    fn form(&self, choice: &Choice<'_>, faults: Faults) -> Result<Response, Failure> {
        let standing = choice.standing().map(Part::from);
        let page = WithdrawPage {
            frame: Frame::of(self.visitor, "intrekken.titel"),
            path: path_of(&self.inwoner),
            mark: mark_of(&self.inwoner),
            wat: self.wat,
            faults,
            geopend: opened(self.visitor.texts(), standing, |value| choice.has(value)),
        };
        render(status_of(&page.faults), &page)
    }

    /// Shows all that stands, of which so much can't be named at once.
    fn too_many(&self, choice: &Choice<'_>) -> Result<Response, Failure> {
        let mut faults = Faults::default();
        faults.add("groepen", self.visitor.texts().say("intrekken.groepen_te_veel"));
        self.form(choice, faults)
    }

    async fn confirm(&self, choice: &Choice<'_>) -> Result<Response, Failure> {
        let Some(invoer) = choice.invoer(self.named, &self.inwoner) else {
            return self.too_many(choice);
        };
        let t = self.visitor.texts();
        let chosen = choice.groups();
        let parts: Vec<Part<'_>> = chosen
            .iter()
            .map(|(grant, groepen)| Part {
                groepen,
                ..Part::from(*grant)
            })
            .collect();
        let preview = Preview::of_withdrawal(self.visitor, &invoer).await?;
        let [eindigt, blijft] = preview.told(t, &parts, |_| true);
        let page = ConfirmPage {
            frame: Frame::of(self.visitor, "intrekken.titel"),
            path: path_of(&self.inwoner),
            mark: mark_of(&self.inwoner),
            wat: self.wat,
            chosen: &choice.chosen,
            eindigt,
            blijft,
            loopt: touched(self.visitor, &self.inwoner, &parts).await,
        };
        render(axum::http::StatusCode::OK, &page)
    }
}

/// Shows what can stop, all of it chosen.
pub(in super::super) async fn show(
    visitor: Visitor,
    Path((inwoner, wat)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let subject = Subject::of(&visitor, &inwoner, &wat).await?;
    let choice = subject.choice(Vec::new()).with_all();
    subject.form(&choice, Faults::default())
}

/// Shows once more what will stop, or stops it.
pub(in super::super) async fn submit(
    Path((inwoner, wat)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Failure> {
    let Submitted { visitor, fields } = sent;
    let subject = Subject::of(&visitor, &inwoner, &wat).await?;
    let choice = subject.choice(fields.all("groep").map(str::to_owned).collect());
    let step = fields.find("stap");
    if choice.is_empty() {
        let mut faults = Faults::default();
        faults.add("groepen", visitor.texts().say("intrekken.groepen_leeg"));
        return subject.form(&choice, faults);
    }
    match step {
        Some("wijzigen") => subject.form(&choice, Faults::default()),
        Some("vastleggen") => withdraw(&subject, &choice).await,
        // Somebody else withdrew all of it since the form was shown.
        _ if choice.groups().is_empty() => subject.form(&choice, Faults::default()),
        _ => subject.confirm(&choice).await,
    }
}

const WITHDRAW: &str = "mutation ConsoleIntrekken($invoer: IntrekkingInvoer!) {
  toestemmingIntrekken(invoer: $invoer) { toestemmingen { verloop { soort groepen door { id naam soort } op } } }
}";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Withdrawn {
    toestemming_intrekken: Touched,
}

#[derive(Deserialize)]
struct Touched {
    toestemmingen: Vec<TouchedGrant>,
}

#[derive(Deserialize)]
struct TouchedGrant {
    verloop: Option<Vec<Voorval>>,
}

/// Exactly what was chosen and shown, all at once: sent again it changes nothing, whatever was granted meanwhile.
async fn withdraw(subject: &Subject<'_>, choice: &Choice<'_>) -> Result<Response, Failure> {
    let Some(invoer) = choice.invoer(subject.named, &subject.inwoner) else {
        return subject.too_many(choice);
    };
    let variables = Map::from_iter([("invoer".to_owned(), invoer)]);
    let told: Withdrawn = subject.visitor.ask(WITHDRAW, variables).await?;
    let touched = told.toestemming_intrekken.toestemmingen;
    let now = latest(touched.iter().flat_map(|grant| grant.verloop.iter().flatten()));
    let before = latest(choice.grants.iter().flat_map(|grant| grant.voorvallen()));
    // What somebody else had withdrawn already is told; what ended by the clock has no moment.
    let (moment, meanwhile) = match (now, before) {
        (Some(now), _) if choice.is_whole() => (now, ""),
        (Some(now), _) => (now, "?al=deels"),
        (None, before) => (before.unwrap_or(DateTime::UNIX_EPOCH), "?al=alles"),
    };
    let path = path_of(&subject.inwoner);
    let to = format!("{path}/ingetrokken/{}{meanwhile}", moment.timestamp_micros());
    Ok(redirect(&to, []))
}

/// The last moment at which something was withdrawn.
fn latest<'a>(voorvallen: impl Iterator<Item = &'a Voorval>) -> Option<DateTime<Utc>> {
    let withdrawals = voorvallen.filter(|voorval| voorval.soort == "INGETROKKEN");
    withdrawals.map(|voorval| voorval.op).max()
}
