use std::fmt;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use sea_orm::DbErr;

use super::{ask::AskError, form::Fields, page::redirect, wanted::sign_in_before};
use crate::http::Problem;

/// A form that was sent after its session ended.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Unsent {
    /// Where to.
    pub(super) to: String,
    /// What was typed.
    pub(super) fields: Fields,
}

impl fmt::Debug for Unsent {
    /// What was typed stands in no log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unsent")
    }
}

/// Why a page can't be shown. [`pages::failed`](super::pages::failed) turns it into a page in the visitor's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// There is no such page, or nothing that this consent manager may know of: both look alike.
    NotFound,
    /// Nobody is signed in; where the person wanted to go, when that was a look.
    NotSignedIn { wanted: Option<String> },
    /// The session ended before a form was sent; what was typed isn't lost.
    Interrupted(Unsent),
    /// Signing in did not succeed.
    SignInFailed,
    /// The identity provider can't be reached.
    SignInUnreachable,
    /// For who signed in there is nothing to do here.
    NoConsentManager,
    /// A form that didn't come from a page of this session.
    ForeignForm,
    /// A form with more in it than any page asks.
    FormTooLarge,
    /// More lines of a log than are read at once.
    TooManyLines,
    /// The hub refuses, with this code.
    Refused(String),
    /// It takes longer than a page may take.
    TookTooLong,
    /// It went wrong on our side.
    Internal,
}

impl Failure {
    /// Keeps the cause for the operator.
    pub(super) fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "the console failed");
        Self::Internal
    }

    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotSignedIn { .. } | Self::Interrupted(_) => StatusCode::UNAUTHORIZED,
            Self::SignInFailed => StatusCode::BAD_REQUEST,
            Self::Refused(code) if overtaken(code).is_some() => StatusCode::CONFLICT,
            Self::NoConsentManager | Self::ForeignForm | Self::Refused(_) => StatusCode::FORBIDDEN,
            Self::FormTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooManyLines => StatusCode::UNPROCESSABLE_ENTITY,
            Self::SignInUnreachable => StatusCode::BAD_GATEWAY,
            Self::TookTooLong => StatusCode::GATEWAY_TIMEOUT,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The section of the catalogue with its words.
    pub(super) fn words(&self) -> &'static str {
        match self {
            Self::NotFound => "niet_gevonden",
            Self::NotSignedIn { .. } => "niet_aangemeld",
            Self::Interrupted(_) => "onderbroken",
            Self::SignInFailed => "aanmelden_mislukt",
            Self::SignInUnreachable => "aanmelden_onbereikbaar",
            Self::NoConsentManager => "geen_toestemmingsbeheerder",
            Self::ForeignForm => "vreemd_formulier",
            Self::FormTooLarge => "te_groot_formulier",
            Self::TooManyLines => "te_veel_regels",
            Self::Refused(code) if code == "TE_VEEL_ZOEKVRAGEN" => "te_veel_zoekvragen",
            Self::Refused(code) if code == "BSN_NIET_GERECHTIGD" => "bsn_niet_gerechtigd",
            Self::Refused(code) if code == "TE_VEEL_POGINGEN" => "te_veel_pogingen",
            Self::Refused(code) => overtaken(code).unwrap_or("geweigerd"),
            Self::TookTooLong => "duurt_te_lang",
            Self::Internal => "storing",
        }
    }
}

/// What somebody else did meanwhile, or what takes somebody else.
fn overtaken(code: &str) -> Option<&'static str> {
    match code {
        "VERZOEK_BEANTWOORD" => Some("verzoek_beantwoord"),
        "TOESTEMMING_GEEINDIGD" => Some("toestemming_geeindigd"),
        "TOESTEMMING_GELDT" => Some("toestemming_geldt"),
        "TWEEDE_PERSOON_NODIG" => Some("tweede_persoon_nodig"),
        "VIER_OGEN_NODIG" => Some("vier_ogen_nodig"),
        "AANVRAAG_CONFLICT" => Some("aanvraag_conflict"),
        _ => None,
    }
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        Self::internal(&error)
    }
}

impl From<AskError> for Failure {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Refused(code) if code == "ONBEKEND" => Self::NotFound,
            AskError::Refused(code) if code == "INTERNE_FOUT" || code.ends_with("_NIET_BEREIKBAAR") => {
                Self::Internal
            }
            AskError::Refused(code) => Self::Refused(code),
            // An id in the address that is none.
            AskError::Input(_) => Self::NotFound,
            AskError::Failed => Self::Internal,
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        match problem.status() {
            StatusCode::GATEWAY_TIMEOUT => Self::TookTooLong,
            status if status.is_server_error() => Self::Internal,
            _ => Self::Refused(problem.code().to_owned()),
        }
    }
}

impl IntoResponse for Failure {
    /// A bare answer that tells what failed; a layer puts the page in its place.
    fn into_response(self) -> Response {
        if let Self::NotSignedIn { wanted: Some(page) } = &self {
            return redirect(&sign_in_before(page), []);
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
