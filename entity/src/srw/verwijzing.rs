//! Table `srw_verwijzing`.

use sea_orm::entity::prelude::*;

/// A referral to the sociaal raadslieden.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "srw_verwijzing")]
pub struct Model {
    /// The dossier that it is part of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub dossier: Uuid,
    /// Its place in the published list, from zero.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i32,
    /// The source's own id.
    pub bron_id: String,
    /// What is asked.
    pub soort: String,
    /// By which way it came.
    pub route: String,
    /// Where it stands.
    pub status: String,
    /// When it was submitted.
    pub ingediend_op: Date,
    /// When it was accepted.
    pub geaccepteerd_op: Option<Date>,
    /// When it was finished, refused or withdrawn.
    pub afgerond_op: Option<Date>,
    /// Who handles it.
    pub behandelaar_naam: Option<String>,
    /// Telephone number of who handles it.
    pub behandelaar_telefoon: Option<String>,
    /// E-mail address of who handles it.
    pub behandelaar_email: Option<String>,
    /// The question itself.
    pub vraag: Option<String>,
    /// What came of it.
    pub terugkoppeling_uitkomst: Option<String>,
    /// When the outcome was given.
    pub terugkoppeling_datum: Option<Date>,
    /// The outcome in a few words.
    pub terugkoppeling_toelichting: Option<String>,
    /// The submission that it is, where it was submitted through the hub.
    pub indiening: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
