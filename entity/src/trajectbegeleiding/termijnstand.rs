//! Table `traject_termijnstand`.

use sea_orm::entity::prelude::*;

/// How an open deadline stands in a stretch of time: the index of the worklist, computed of the traject by one version of
/// the inrichting and never published.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "traject_termijnstand")]
pub struct Model {
    /// The traject that it is computed of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub traject: Uuid,
    /// Its place among the rows of the traject, from zero.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i32,
    /// The place of the deadline among those of the traject, from zero.
    pub termijn: i32,
    /// The party that owns the traject.
    pub bronhouder: String,
    /// Which deadline.
    pub code: String,
    /// How it stands.
    pub toestand: String,
    /// From when it stands so.
    pub van_op: DateTimeUtc,
    /// Until when; absent while no end is known.
    pub tot_op: Option<DateTimeUtc>,
    /// By what the worklist is ordered: the moment at which the deadline has passed, or the end of the calendar.
    pub rang: DateTimeUtc,
    /// Who is warned of it: roles, each between blanks.
    pub rollen: String,
}

impl ActiveModelBehavior for ActiveModel {}
