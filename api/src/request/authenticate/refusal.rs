use axum::http::StatusCode;

use crate::http::{BearerError, Problem};

/// Why a request is not let in: one member, one stable code, one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    TokenMissing,
    TokenInUrl,
    AuthorizationTwice,
    SchemeNotAllowed,
    TokenTooLong,
    TokenUnreadable,
    AlgorithmNotAllowed,
    /// It says itself that nobody signed it.
    NotSigned,
    TypeNotAllowed,
    CriticalHeader,
    KeyNotNamed,
    IssuerUnknown,
    KeysOutOfReach,
    KeyUnknown,
    KeyOfOtherType,
    SignatureWrong,
    AudienceOther,
    SignInOther,
    Expired,
    NotYetValid,
    IssuedInFuture,
    ValidTooLong,
    ClientUnknown,
    ActorOther,
    /// The claim's name as configured, never as sent.
    ClaimMissing(String),
    /// The claim's name as configured, never as sent.
    ClaimUnreadable(String),
    /// The claim's name as configured, never as sent.
    ClaimOutOfReach(String),
    DoelMissing,
    DoelTwice,
    DoelUnknown,
    DoelNotAllowed,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal.status() {
            StatusCode::UNAUTHORIZED => {
                Self::unauthorized(refusal.code(), refusal.bearer_error(), refusal.sentence())
            }
            status => Self::new(status, refusal.code(), refusal.sentence()),
        }
    }
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::ClaimOutOfReach(_) | Self::DoelNotAllowed => StatusCode::FORBIDDEN,
            Self::DoelMissing | Self::DoelTwice | Self::DoelUnknown => StatusCode::BAD_REQUEST,
            // The token may be sound: it is we who cannot tell.
            Self::KeysOutOfReach => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::UNAUTHORIZED,
        }
    }

    fn bearer_error(&self) -> BearerError {
        match self {
            Self::TokenMissing => BearerError::NothingOffered,
            Self::TokenInUrl | Self::AuthorizationTwice | Self::SchemeNotAllowed => {
                BearerError::InvalidRequest
            }
            _ => BearerError::InvalidToken,
        }
    }

    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::TokenMissing => "TOKEN_ONTBREEKT",
            Self::TokenInUrl => "TOKEN_IN_URL",
            Self::AuthorizationTwice => "AUTHORIZATION_DUBBEL",
            Self::SchemeNotAllowed => "AUTHORIZATION_GEEN_BEARER",
            Self::TokenTooLong => "TOKEN_TE_GROOT",
            Self::TokenUnreadable => "TOKEN_ONLEESBAAR",
            Self::AlgorithmNotAllowed => "ALGORITME_NIET_TOEGESTAAN",
            Self::NotSigned => "TOKEN_NIET_ONDERTEKEND",
            Self::TypeNotAllowed => "TOKENTYPE_NIET_TOEGESTAAN",
            Self::CriticalHeader => "KRITIEKE_HEADER_ONBEKEND",
            Self::KeyNotNamed => "SLEUTEL_NIET_GENOEMD",
            Self::IssuerUnknown => "UITGEVER_ONBEKEND",
            Self::KeysOutOfReach => "SLEUTELS_NIET_BEREIKBAAR",
            Self::KeyUnknown => "SLEUTEL_ONBEKEND",
            Self::KeyOfOtherType => "SLEUTELTYPE_ONJUIST",
            Self::SignatureWrong => "HANDTEKENING_ONJUIST",
            Self::AudienceOther => "DOELGROEP_ONJUIST",
            Self::SignInOther => "AANMELDING_ONJUIST",
            Self::Expired => "TOKEN_VERLOPEN",
            Self::NotYetValid => "TOKEN_NOG_NIET_GELDIG",
            Self::IssuedInFuture => "TOKEN_UITGIFTE_IN_TOEKOMST",
            Self::ValidTooLong => "TOKEN_TE_LANG_GELDIG",
            Self::ClientUnknown => "CLIENT_ONBEKEND",
            Self::ActorOther => "NAMENS_ONJUIST",
            Self::ClaimMissing(_) => "CLAIM_ONTBREEKT",
            Self::ClaimUnreadable(_) => "CLAIM_ONLEESBAAR",
            Self::ClaimOutOfReach(_) => "CLAIM_BUITEN_BEREIK",
            Self::DoelMissing => "DOEL_ONTBREEKT",
            Self::DoelTwice => "DOEL_DUBBEL",
            Self::DoelUnknown => "DOEL_ONBEKEND",
            Self::DoelNotAllowed => "DOEL_NIET_TOEGESTAAN",
        }
    }

    fn sentence(&self) -> String {
        let sentence = match self {
            Self::TokenMissing => "Stuur een token mee in de header Authorization: Bearer.",
            Self::TokenInUrl => {
                "Een token hoort in de header Authorization, nooit in het adres. Gebruik dit token niet meer."
            }
            Self::AuthorizationTwice => "De header Authorization staat er meer dan één keer. Stuur er één.",
            Self::SchemeNotAllowed => "De header Authorization moet met Bearer beginnen.",
            Self::TokenTooLong => "Het token is te groot.",
            Self::TokenUnreadable => "Het token is geen leesbaar ondertekend JWT.",
            Self::NotSigned => "Het token is door niemand ondertekend.",
            Self::AlgorithmNotAllowed => "Het token moet met RS256, PS256 of ES256 zijn ondertekend.",
            Self::TypeNotAllowed => "Het type (typ) van het token moet JWT of at+jwt zijn.",
            Self::CriticalHeader => {
                "Het token vraagt met crit om een uitbreiding die hier niet wordt ondersteund."
            }
            Self::KeyNotNamed => "In de header van het token ontbreekt de sleutel (kid).",
            Self::IssuerUnknown => "De uitgever (iss) van het token is hier niet bekend.",
            Self::KeysOutOfReach => {
                "De sleutels van de uitgever zijn nu niet op te halen. Probeer het later opnieuw."
            }
            Self::KeyUnknown => "De uitgever heeft geen sleutel met deze naam (kid).",
            Self::KeyOfOtherType => "De sleutel van de uitgever past niet bij het algoritme van het token.",
            Self::SignatureWrong => "De handtekening van het token klopt niet.",
            Self::AudienceOther => "Het token is niet voor deze dienst bedoeld (aud).",
            Self::SignInOther => "Het token hoort niet bij deze aanmelding (azp, nonce).",
            Self::Expired => "Het token is verlopen (exp).",
            Self::NotYetValid => "Het token is nog niet geldig (nbf).",
            Self::IssuedInFuture => "Het token is volgens zijn uitgiftetijd (iat) nog niet uitgegeven.",
            Self::ValidTooLong => "Het token is langer geldig dan hier is toegestaan.",
            Self::ClientUnknown => "De client (azp) van het token is hier niet bekend.",
            Self::ActorOther => "Het token zegt niet goed namens wie het is uitgegeven (act).",
            Self::ClaimMissing(claim) => return format!("In het token ontbreekt de claim `{claim}`."),
            Self::ClaimUnreadable(claim) => {
                return format!("De claim `{claim}` van het token heeft niet de juiste vorm.");
            }
            Self::ClaimOutOfReach(claim) => {
                return format!(
                    "De claim `{claim}` noemt iets wat deze uitgever en client niet mogen beweren."
                );
            }
            Self::DoelMissing => "Noem in de header Doel met welk doel u vraagt.",
            Self::DoelTwice => "Noem in de header Doel precies één doel.",
            Self::DoelUnknown => "De header Doel noemt geen bekend doel.",
            Self::DoelNotAllowed => "Het genoemde doel mag met dit token niet.",
        };
        sentence.to_owned()
    }
}
