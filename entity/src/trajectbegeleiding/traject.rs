//! Table `traject`.

use sea_orm::entity::prelude::*;

/// A debt traject.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "traject")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The party that owns it.
    pub bronhouder: String,
    /// The source's own id.
    pub bron_id: String,
    /// The version as the source made it.
    pub versie: DateTimeUtc,
    /// SHA-256 of what was published, to tell a repetition from a change.
    pub inhoud_hash: String,
    /// How the resident came in.
    pub ingang: String,
    /// When the resident applied.
    pub aanmelddatum: Date,
    /// What is asked.
    pub hulpvraag: String,
    /// When the plan of approach was finished.
    pub plan_van_aanpak_op: Option<Date>,
    /// When it ended.
    pub uitstroom_datum: Option<Date>,
    /// Why it ended.
    pub uitstroom_reden: Option<String>,
    /// Whether there is a solution.
    pub heeft_oplossing: bool,
    /// What kind of solution.
    pub oplossing_soort: Option<String>,
    /// Since when there is a solution.
    pub oplossing_start: Option<Date>,
    /// Until when the solution runs.
    pub oplossing_einde: Option<Date>,
    /// Vrij te laten bedrag, whole euros a month.
    pub oplossing_vtlb: Option<i64>,
    /// Whether there is a proposal to the creditors.
    pub heeft_schuldregeling: bool,
    /// When the proposal was made.
    pub schuldregeling_datum: Option<Date>,
    /// When the proposal was accepted.
    pub schuldregeling_toegekend_op: Option<Date>,
    /// When the proposal was refused.
    pub schuldregeling_afgewezen_op: Option<Date>,
    /// When the proposal was withdrawn.
    pub schuldregeling_ingetrokken_op: Option<Date>,
    /// Whether a court was asked to impose it (Fw 287a).
    pub schuldregeling_dwangakkoord: Option<bool>,
    /// When the court was asked.
    pub schuldregeling_dwangakkoord_verzocht_op: Option<Date>,
    /// Total debt, whole euros.
    pub totale_schuld: Option<i64>,
    /// Number of creditors.
    pub aantal_schuldeisers: Option<i32>,
    /// The day of the figures on debt.
    pub schuld_peildatum: Option<Date>,
    /// Since when there is aftercare.
    pub nazorg_start: Option<Date>,
    /// Until when there is aftercare.
    pub nazorg_einde: Option<Date>,
    /// The present phase.
    pub fase: String,
    /// Since when the present phase.
    pub fase_sinds: Date,
    /// Since when it runs.
    pub loopt_sinds: Date,
    /// Whether it is labelled test data.
    pub test: bool,
    /// When the hub took in this version.
    pub gepubliceerd_op: DateTimeUtc,
    /// When its source told it last, be it the same again; `None` where no source keeps it.
    pub gehoord_op: Option<DateTimeUtc>,
    /// Since when it is withdrawn: hidden from everybody.
    pub teruggetrokken_op: Option<DateTimeUtc>,
    /// Why it was withdrawn.
    pub terugtrek_reden: Option<String>,
    /// The version of the inrichting by which its rows in `traject_termijnstand` are computed; absent since it was published.
    pub termijnstanden_versie: Option<i64>,
    /// CBS code of the municipality that answers for it, where the source says so.
    pub gemeentecode: Option<String>,
    /// When it began, where the source tells it apart from the application.
    pub startdatum: Option<Date>,
    /// When it ended, where the source tells it apart from the uitstroom.
    pub einddatum: Option<Date>,
    /// When debt relief was granted.
    pub toegekend_op: Option<Date>,
    /// The source's own id of the traject that it follows, of a resident who relapsed.
    pub vorig_traject: Option<String>,
    /// Total debt at the beginning, whole euros.
    pub schuld_bij_aanvang: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
