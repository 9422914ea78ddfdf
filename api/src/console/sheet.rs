//! A sheet for a resident in a language of theirs, on a page that stays in the language of who works with it.

use super::{texts::Texts, visitor::Visitor};

/// What a resident reads, prints or takes home.
pub(super) struct Sheet {
    /// The texts in the resident's language.
    pub(super) t: Texts,
    /// Where it is read, in the language of `?taal=`.
    pub(super) path: String,
    /// The languages to choose from.
    pub(super) talen: Vec<Taal>,
}

/// A language in which the sheet can be read.
pub(super) struct Taal {
    pub(super) code: String,
    pub(super) naam: String,
    pub(super) is_chosen: bool,
}

impl Sheet {
    /// In the language with this code; in that of who works with it where there is no such language.
    pub(super) fn of(visitor: &Visitor, path: String, language: &str) -> Self {
        let t = visitor
            .texts_in(language)
            .unwrap_or_else(|| visitor.texts().clone());
        let talen = visitor.languages().into_iter().map(|(code, naam)| Taal {
            is_chosen: code == t.language(),
            code,
            naam,
        });
        let talen = talen.collect();
        Self { t, path, talen }
    }
}
