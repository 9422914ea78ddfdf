//! Table `sessie`.

use sea_orm::entity::prelude::*;

/// Somebody who is signed in to the console in one browser.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessie")]
pub struct Model {
    /// SHA-256 of what the browser's cookie holds.
    #[sea_orm(primary_key, auto_increment = false)]
    pub cookie_hash: String,
    /// The person's id at the identity provider: pseudonymous.
    pub gebruiker: String,
    /// What the identity provider signed; it is verified again at every request. Empty once the session has ended.
    pub id_token: String,
    /// The nonce that it repeats.
    pub nonce: String,
    /// What every form of this session must carry.
    pub formulier: String,
    /// When the person signed in.
    pub begonnen_op: DateTimeUtc,
    /// When the session was last used, to the minute.
    pub gezien_op: DateTimeUtc,
    /// When it ended, by the clock or by signing out. What is left tells only that forms of then are of this person.
    pub beeindigd_op: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
