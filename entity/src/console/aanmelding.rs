//! Table `aanmelding`.

use sea_orm::entity::prelude::*;

/// A sign-in that was sent to the identity provider and has not come back yet.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "aanmelding")]
pub struct Model {
    /// SHA-256 of the state that the browser carries.
    #[sea_orm(primary_key, auto_increment = false)]
    pub state_hash: String,
    /// The nonce that the ID token must repeat.
    pub nonce: String,
    /// The code verifier (RFC 7636).
    pub verifier: String,
    /// The page of the console to which the person wanted to go.
    pub terug: String,
    /// Until when it can come back.
    pub geldig_tot: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
