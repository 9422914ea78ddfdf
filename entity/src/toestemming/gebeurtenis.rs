//! Table `gebeurtenis`.

use sea_orm::entity::prelude::*;

/// One event of the register: appended, never changed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "gebeurtenis")]
pub struct Model {
    /// Its number, in commit order.
    #[sea_orm(primary_key, auto_increment = false)]
    pub versie: i64,
    /// Its id.
    #[sea_orm(unique)]
    pub id: Uuid,
    /// What kind.
    pub soort: String,
    /// The consent that it speaks of.
    pub toestemming: Uuid,
    /// Whom it is about: a hub id.
    pub inwoner: String,
    /// The party that owns the data.
    pub bronhouder: String,
    /// The party that receives the data.
    pub ontvanger: String,
    /// The gegevensgroepen: a JSON array of words.
    pub groepen: String,
    /// The purpose.
    pub doel: String,
    /// From when.
    pub geldig_van: Option<DateTimeUtc>,
    /// Until when, not included.
    pub geldig_tot: Option<DateTimeUtc>,
    /// Who gave it.
    pub gegeven_door: Option<String>,
    /// The reference of who gave it.
    pub gegeven_door_kenmerk: Option<String>,
    /// What kind of evidence there is.
    pub bewijs: Option<String>,
    /// The version of the text that was shown.
    pub bewijs_tekstversie: Option<String>,
    /// The language of the text that was shown.
    pub bewijs_taal: Option<String>,
    /// The hash of the evidence.
    pub bewijs_hash: Option<String>,
    /// Where the evidence is kept.
    pub bewijs_plaats: Option<String>,
    /// The bundle by which it was given.
    pub pakket: Option<String>,
    /// The conversation in which it was recorded.
    pub gesprek: Uuid,
    /// The configured ground that it speaks of.
    pub grond: Option<String>,
    /// The consent that it replaces.
    pub vervangt: Option<Uuid>,
    /// The request that it answers.
    pub verzoek: Option<Uuid>,
    /// The reason code, of what was declared void.
    pub reden: Option<String>,
    /// When a consent was given that was taken over from an earlier system: evidence, no beginning.
    pub oorspronkelijk_op: Option<DateTimeUtc>,
    /// The traject to which the consent is bound, as its owner names it for this inwoner.
    pub traject: Option<Uuid>,
    /// The party that owns that traject.
    pub traject_bronhouder: Option<String>,
    /// The party that recorded it.
    pub door_partij: String,
    /// Who recorded it.
    pub door_gebruiker: String,
    /// When it happened, by the clock of this database.
    pub op: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
