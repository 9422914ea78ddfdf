//! Table `srw_indiening_stap`.

use sea_orm::entity::prelude::*;

/// A step of a referral that was taken through the hub.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "srw_indiening_stap")]
pub struct Model {
    /// The referral.
    #[sea_orm(primary_key, auto_increment = false)]
    pub indiening: Uuid,
    /// Its place among the steps, from zero.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i32,
    /// Where the referral stands since.
    pub status: String,
    /// When it was taken.
    pub op: DateTimeUtc,
    /// By which party.
    pub partij: String,
    /// By whom, by the user id of the party.
    pub gebruiker: String,
    /// The key that its party gave it, so that a repetition takes no second step.
    pub aanvraag_id: Option<String>,
    /// SHA-256 of what was asked under that key, to tell a repetition from another one.
    pub inhoud_hash: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
