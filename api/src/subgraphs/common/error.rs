use async_graphql::{Error, ErrorExtensions, Value};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    publication::{Fault, VERWIJZING_INGETROKKEN, VerwijzingStatus},
    register::RegisterError,
    request::log::LogUnreachable,
    subgraphs::StoreError,
};

/// An error that a caller may see: a stable code and a plain sentence, never the value that caused it.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The input breaks rules: all of them, at once.
    #[error("de invoer klopt niet: {}", sentence(.0))]
    Input(Vec<Fault>),
    /// The role may not do this.
    #[error("deze rol mag dit niet")]
    RolNietBevoegd,
    /// The purpose doesn't cover this.
    #[error("voor dit doel mag dit niet")]
    DoelNietGedekt,
    /// The party may not do this.
    #[error("deze partij mag dit niet")]
    PartijNietBevoegd,
    /// The party may not use the BSN.
    #[error("deze partij mag het bsn niet gebruiken")]
    BsnNietGerechtigd,
    /// Too many look-ups by BSN.
    #[error("te veel zoekvragen op bsn; probeer het later opnieuw")]
    TooManyLookups,
    /// The same version was published before with another content.
    #[error("deze versie is al gepubliceerd met een andere inhoud")]
    VersieConflict,
    /// What is named isn't there, or not for this caller.
    #[error("{0} is niet bekend")]
    Unknown(&'static str),
    /// Neither consent nor a legal ground lets this party refer the resident to that one.
    #[error("de inwoner stemde niet in met een verwijzing naar deze partij, en er is geen grond voor")]
    GeenToestemming,
    /// A referral can't take this step from where it stands.
    #[error("deze stap kan niet bij een verwijzing met status {van}; {wel}")]
    StapNietMogelijk {
        /// Where it stands.
        van: VerwijzingStatus,
        /// What can be done instead.
        wel: String,
    },
    /// An early signal can't take this step any more.
    #[error("deze stap kan niet meer: van deze vroegsignalen is er al een verder")]
    VroegsignaalVerder,
    /// The source of the receiver says how far a referral is.
    #[error("het systeem van de ontvanger houdt deze verwijzing bij; zet de stap daar")]
    BronHoudtBij,
    /// Under this key something else was recorded.
    #[error("dit aanvraagId is al gebruikt voor iets anders")]
    AanvraagConflict,
    /// The grant ended, or can't be shared any more.
    #[error("deze toestemming geldt niet meer; verleen haar opnieuw")]
    ToestemmingGeeindigd,
    /// All that the code of a receipt stands for has ended, and something was granted in its place.
    #[error(
        "van wat bij deze code hoort staat niets meer open; een nieuwere toestemming heeft een eigen code"
    )]
    NietsMeerOpen,
    /// What would be refused is granted.
    #[error("er geldt een toestemming voor wat hier wordt geweigerd; trek die in")]
    ToestemmingGeldt,
    /// Who recorded it can't be the second to confirm it.
    #[error("een andere toestemmingsbeheerder moet dit bevestigen")]
    TweedePersoonNodig,
    /// It takes two consent managers.
    #[error("dit vraagt twee toestemmingsbeheerders; verleen de toestemming opnieuw, met `vervangt`")]
    VierOgenNodig,
    /// A request was answered or taken back before.
    #[error("dit verzoek is al beantwoord of ingetrokken")]
    VerzoekBeantwoord,
    /// The party asks this already.
    #[error("hierover loopt al een verzoek van deze partij")]
    VerzoekLoopt,
    /// The resident refused this not long ago.
    #[error("de inwoner weigerde dit kort geleden; vragen kan weer vanaf {}", .0.format("%Y-%m-%d"))]
    VerzoekTeVroeg(DateTime<Utc>),
    /// Too many codes were tried.
    #[error("te veel codes geprobeerd; probeer het later opnieuw")]
    TooManyCodes,
    /// The log can't be written, so nothing is told.
    #[error("het logboek is niet bereikbaar, daarom wordt niets getoond")]
    LogUnreachable,
    /// The register can't be reached.
    #[error("het toestemmingsregister is niet bereikbaar")]
    RegisterUnreachable,
    /// Anything else: only an id, by which the operator finds it in the log.
    #[error("er ging iets mis; meld dit nummer: {0}")]
    Internal(Uuid),
}

impl ClientError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Input(_) => "INVOER_ONGELDIG",
            Self::RolNietBevoegd => "ROL_NIET_BEVOEGD",
            Self::DoelNietGedekt => "DOEL_NIET_GEDEKT",
            Self::PartijNietBevoegd => "PARTIJ_NIET_BEVOEGD",
            Self::BsnNietGerechtigd => "BSN_NIET_GERECHTIGD",
            Self::TooManyLookups => "TE_VEEL_ZOEKVRAGEN",
            Self::VersieConflict => "VERSIE_CONFLICT",
            Self::Unknown(_) => "ONBEKEND",
            Self::GeenToestemming => "GEEN_TOESTEMMING",
            Self::StapNietMogelijk { .. } | Self::VroegsignaalVerder => "STAP_NIET_MOGELIJK",
            Self::BronHoudtBij => "BRON_HOUDT_BIJ",
            Self::AanvraagConflict => "AANVRAAG_CONFLICT",
            Self::ToestemmingGeeindigd => "TOESTEMMING_GEEINDIGD",
            Self::NietsMeerOpen => "NIETS_MEER_OPEN",
            Self::ToestemmingGeldt => "TOESTEMMING_GELDT",
            Self::TweedePersoonNodig => "TWEEDE_PERSOON_NODIG",
            Self::VierOgenNodig => "VIER_OGEN_NODIG",
            Self::VerzoekBeantwoord => "VERZOEK_BEANTWOORD",
            Self::VerzoekLoopt => "VERZOEK_LOOPT",
            Self::VerzoekTeVroeg(_) => "VERZOEK_TE_VROEG",
            Self::TooManyCodes => "TE_VEEL_POGINGEN",
            Self::LogUnreachable => "LOG_NIET_BEREIKBAAR",
            Self::RegisterUnreachable => "REGISTER_NIET_BEREIKBAAR",
            Self::Internal(_) => "INTERNE_FOUT",
        }
    }

    /// One fault in one field.
    pub fn input(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Input(vec![Fault {
            field: field.into(),
            reason: reason.into(),
        }])
    }

    /// The error as GraphQL sends it.
    pub fn into_graphql(self) -> Error {
        let code = self.code();
        let faults = match &self {
            Self::Input(faults) => faults.clone(),
            _ => Vec::new(),
        };
        let told = |tell: fn(&Fault) -> &String| -> Vec<Value> {
            faults
                .iter()
                .map(|fault| Value::from(tell(fault).as_str()))
                .collect()
        };
        Error::new(self.to_string()).extend_with(|_, extensions| {
            extensions.set("code", code);
            if !faults.is_empty() {
                extensions.set("velden", told(|fault| &fault.field));
                extensions.set("redenen", told(|fault| &fault.reason));
            }
        })
    }
}

fn sentence(faults: &[Fault]) -> String {
    faults
        .iter()
        .map(|fault| format!("`{}` {}", fault.field, fault.reason))
        .collect::<Vec<_>>()
        .join("; ")
}

/// Keeps the cause for the operator's log and hands out an id only.
pub fn internal(cause: impl std::fmt::Display) -> ClientError {
    let id = Uuid::new_v4();
    tracing::error!(%id, %cause, "internal error");
    ClientError::Internal(id)
}

impl From<RegisterError> for ClientError {
    fn from(error: RegisterError) -> Self {
        match error {
            RegisterError::Unreachable(cause) => {
                tracing::error!(%cause, "the register cannot be reached");
                Self::RegisterUnreachable
            }
            RegisterError::NotBsnGerechtigd => Self::BsnNietGerechtigd,
            RegisterError::TooManyLookups => Self::TooManyLookups,
            RegisterError::Inwoners(faults) => Self::Input(
                faults
                    .into_iter()
                    .map(|(index, fault)| {
                        let (field, reason) = fault.words();
                        Fault {
                            field: format!("{index}.{field}"),
                            reason: reason.to_owned(),
                        }
                    })
                    .collect(),
            ),
        }
    }
}

impl From<StoreError> for ClientError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::VersieConflict => Self::VersieConflict,
            StoreError::VerwijzingIngetrokken => Self::Input(vec![Fault {
                field: "verwijzingen".to_owned(),
                reason: VERWIJZING_INGETROKKEN.to_owned(),
            }]),
            StoreError::VerwijzingOnbekend => Self::Unknown("een verwijzing in dit dossier"),
            other => internal(other),
        }
    }
}

impl From<LogUnreachable> for ClientError {
    fn from(error: LogUnreachable) -> Self {
        tracing::error!(%error, "nothing is told");
        Self::LogUnreachable
    }
}

impl From<sea_orm::DbErr> for ClientError {
    fn from(error: sea_orm::DbErr) -> Self {
        internal(error)
    }
}
