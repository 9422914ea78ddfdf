//! Table `srw_indiening`.

use sea_orm::entity::prelude::*;

/// A referral as it was submitted through the hub: what the submitter wrote, and who are its two sides.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "srw_indiening")]
pub struct Model {
    /// Its id, and that of the dossier in which it stands until the receiver's source takes it over.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The party that submitted it.
    pub indiener: String,
    /// The key that the submitter gave it, so that a double submit does nothing twice.
    pub aanvraag_id: String,
    /// SHA-256 of what was submitted, to tell a repetition from another one under the same key.
    pub inhoud_hash: String,
    /// The party that it was submitted to.
    pub ontvanger: String,
    /// Whom it is about: a hub id.
    pub inwoner: String,
    /// What is asked.
    pub soort: String,
    /// By which way it came.
    pub route: String,
    /// The question itself.
    pub vraag: String,
    /// Who asks.
    pub afzender_naam: String,
    /// Telephone number of who asks.
    pub afzender_telefoon: Option<String>,
    /// E-mail address of who asks.
    pub afzender_email: Option<String>,
    /// When it was submitted.
    pub ingediend_op: DateTimeUtc,
    /// Why it was refused or withdrawn.
    pub reden: Option<String>,
    /// Whether the receiver's source publishes it, and so owns how far it is.
    pub bron_houdt_bij: bool,
    /// Whether it was told that it is finished, by the hub or by the source: that is told once.
    pub afgerond_gemeld: bool,
}

impl ActiveModelBehavior for ActiveModel {}
