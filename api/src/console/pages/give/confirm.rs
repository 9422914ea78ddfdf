use askama::Template;
use axum::{http::StatusCode, response::Response};
use uuid::Uuid;

use super::{
    super::{
        super::{
            failure::Failure,
            page::{Frame, render},
        },
        mark_of,
        opened::{Opened, Part},
        path_of,
        preview::{Preview, touched},
    },
    Subject,
    check::Checked,
    draft::Draft,
};

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
    /// What becomes visible by it.
    geopend: Vec<Opened>,
    /// What could be seen already.
    al_open: Vec<Opened>,
    wacht_op_tweede: bool,
    loopt: Vec<String>,
    facts: Vec<(String, String)>,
}

/// Shows what would be opened, before it is.
pub(super) async fn page(
    subject: &Subject<'_>,
    draft: &Draft,
    checked: &Checked,
    preview: &Preview,
) -> Result<Response, Failure> {
    let t = subject.t();
    let parts: Vec<Part<'_>> = checked.delen.iter().map(Part::from).collect();
    let [geopend, al_open] = preview.told(t, &parts, |_| false);
    let mut facts = vec![(
        t.say("verlenen.feit_doel").to_owned(),
        t.say_of("doel", checked.doel.word()).to_owned(),
    )];
    facts.extend(draft.how.facts(t, checked.tot));
    let page = ConfirmPage {
        frame: Frame::of(subject.visitor, "verlenen.controleren"),
        path: path_of(&subject.inwoner),
        mark: mark_of(&subject.inwoner),
        wat: subject.wat,
        draft,
        aanvraag: Uuid::now_v7(),
        geopend,
        al_open,
        wacht_op_tweede: preview.wacht_op_tweede,
        loopt: touched(subject.visitor, &subject.inwoner, &parts).await,
        facts,
    };
    render(StatusCode::OK, &page)
}
