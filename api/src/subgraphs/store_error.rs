/// Why a store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed: internal, told to nobody but the log.
    #[error("the database failed")]
    Database(#[from] sea_orm::DbErr),
    /// The source gave the same version another content: which of the two holds, only the source knows.
    #[error("this version was published before with another content")]
    VersieConflict,
    /// A dossier names a referral that was not submitted to its owner about this resident.
    #[error("no such referral was submitted")]
    VerwijzingOnbekend,
    /// A dossier says how far a referral is that its submitter withdrew.
    #[error("such a referral was withdrawn by its submitter")]
    VerwijzingIngetrokken,
    /// The record lacks what every record has; it was not checked before it came here.
    #[error("the record lacks `{0}`")]
    Incomplete(&'static str),
    /// The record can't be written as JSON.
    #[error("the record can't be written as json")]
    Content(#[from] serde_json::Error),
    /// The record kept changing under our hands; the next attempt may succeed.
    #[error("the record was changed by others meanwhile")]
    Contended,
}
