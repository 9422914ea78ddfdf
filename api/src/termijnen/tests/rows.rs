//! What Utrecht has configured.

use std::sync::LazyLock;

use chrono::NaiveDate;

use crate::{
    config::{UTRECHT, read_inrichting},
    domain::{Inrichting, TermijnCode},
    termijnen::{Kalender, Maat},
};

static INRICHTING: LazyLock<Inrichting> = LazyLock::new(|| read_inrichting(UTRECHT).unwrap());

pub(super) fn utrecht() -> &'static Inrichting {
    &INRICHTING
}

pub(super) fn kalender() -> Kalender {
    Kalender::of(utrecht())
}

/// By what a deadline with this code is counted that starts on this day; `None` for what is no code.
pub(super) fn row(code: &str, start: NaiveDate) -> Option<Maat> {
    let code = TermijnCode::from_word(code)?;
    let regel = utrecht()
        .termijnen_of("GM0344")
        .find(|regel| regel.code == code && regel.holds_on(start));
    Some(Maat::of(regel.unwrap()))
}
