//! The worklist of one owner: the open referrals that wait for terugkoppeling. They are few enough to count at each question.
//!
//! A referral is counted from the day on which it was accepted; one that isn't yet, or whose source doesn't say when, from
//! the day on which it was submitted: since then somebody waits.

use std::collections::HashMap;

use chrono::NaiveDate;
use schakel_entity::srw::{dossier, verwijzing};
use sea_orm::{
    ColumnTrait, Condition, DatabaseConnection, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QuerySelect,
};
use uuid::Uuid;

use super::indiening;
use crate::{
    clock::day_in_amsterdam,
    domain::{Gegevensgroep, Inrichting, InwonerId, PartijId, RecordSoort, TermijnCode},
    publication::VerwijzingStatus,
    register::Ingericht,
    request::load::{Bron, Toegestaan},
    subgraphs::common::{
        owned::of_allowed,
        werklijst::{Page, Plaats, Plek, Vraag, WerkDossier, Werkbron, rang},
        words::{inwoner_id, partij_id, word},
    },
    termijnen::{Afloop, Telling, Termijn},
};

/// The worklists of the sociaal raadslieden.
#[derive(Clone, Debug)]
pub struct Werklijst {
    db: DatabaseConnection,
}

/// An open referral without terugkoppeling, and whose it is.
#[derive(FromQueryResult)]
pub(super) struct Waiting {
    pub(super) dossier: Uuid,
    volgnummer: i32,
    pub(super) bron_id: String,
    geaccepteerd_op: Option<NaiveDate>,
    ingediend_op: NaiveDate,
    pub(super) bronhouder: String,
    pub(super) inwoner: String,
    pub(super) indiening: Option<Uuid>,
}

impl Werklijst {
    /// The worklists in this database.
    pub fn new(db: DatabaseConnection) -> Self {
        Self { db }
    }

    /// Who submitted each of these, as far as it was submitted through the hub.
    pub(super) async fn indieners(&self, waiting: &[Waiting]) -> Result<HashMap<Uuid, PartijId>, DbErr> {
        indiening::find_indieners(&self.db, waiting.iter().filter_map(|one| one.indiening)).await
    }

    /// The referrals of these dossiers that were neither answered nor ended.
    pub(super) async fn waiting(&self, dossiers: Condition) -> Result<Vec<Waiting>, DbErr> {
        let of_dossier = verwijzing::Entity::belongs_to(dossier::Entity)
            .from(verwijzing::Column::Dossier)
            .to(dossier::Column::Id)
            .into();
        verwijzing::Entity::find()
            .select_only()
            .columns([
                verwijzing::Column::Dossier,
                verwijzing::Column::Volgnummer,
                verwijzing::Column::BronId,
                verwijzing::Column::GeaccepteerdOp,
                verwijzing::Column::IngediendOp,
                verwijzing::Column::Indiening,
            ])
            .columns([dossier::Column::Bronhouder, dossier::Column::Inwoner])
            .join(JoinType::InnerJoin, of_dossier)
            .filter(dossiers)
            .filter(dossier::Column::TeruggetrokkenOp.is_null())
            .filter(is_waiting())
            .into_model()
            .all(&self.db)
            .await
    }
}

/// Those in the past tense: nobody waits for them any more.
const ENDED: [VerwijzingStatus; 3] = [
    VerwijzingStatus::Afgerond,
    VerwijzingStatus::Geweigerd,
    VerwijzingStatus::Ingetrokken,
];

/// Neither answered nor ended.
fn is_waiting() -> Condition {
    Condition::all()
        .add(verwijzing::Column::TerugkoppelingDatum.is_null())
        .add(verwijzing::Column::Status.is_not_in(ENDED.map(VerwijzingStatus::word)))
}

/// The deadline of the terugkoppeling of a referral; `None` where nobody waits for it, or no row counts it.
pub(super) fn termijn_of(row: &verwijzing::Model, telling: &Telling<'_>) -> Result<Option<Termijn>, DbErr> {
    let has_ended = ENDED.contains(&word(&row.status)?);
    if has_ended || row.terugkoppeling_datum.is_some() {
        return Ok(None);
    }
    Ok(counted_from(row.geaccepteerd_op, row.ingediend_op, telling))
}

fn counted_from(
    geaccepteerd_op: Option<NaiveDate>,
    ingediend_op: NaiveDate,
    telling: &Telling<'_>,
) -> Option<Termijn> {
    let start = geaccepteerd_op.unwrap_or(ingediend_op);
    telling.termijn(TermijnCode::TerugkoppelingSrw, start, Afloop::default())
}

impl Waiting {
    /// The deadline of its terugkoppeling; `None` where no row counts it.
    pub(super) fn termijn(&self, telling: &Telling<'_>) -> Option<Termijn> {
        counted_from(self.geaccepteerd_op, self.ingediend_op, telling)
    }

    /// Since when it is counted.
    pub(super) fn start(&self) -> NaiveDate {
        self.geaccepteerd_op.unwrap_or(self.ingediend_op)
    }

    fn plek(&self, termijn: &Termijn) -> Result<Plek, DbErr> {
        Ok(Plek {
            plaats: Plaats {
                rang: rang(termijn),
                record: self.dossier,
                volgnummer: self.volgnummer,
            },
            bron_id: self.bron_id.clone(),
            clienten: vec![inwoner_id(&self.inwoner)?],
        })
    }
}

#[async_trait::async_trait]
impl Werkbron for Werklijst {
    const GROEP: Gegevensgroep = Gegevensgroep::SrwStatus;

    async fn page(&self, vraag: Vraag<'_>, ingericht: &Ingericht) -> Result<Page, DbErr> {
        let own = Condition::all().add(dossier::Column::Bronhouder.eq(vraag.partij.as_str()));
        let telling = Telling::of(&ingericht.inrichting, vraag.partij);
        let today = day_in_amsterdam(vraag.now);
        let mut plekken = Vec::new();
        for waiting in self.waiting(own).await? {
            let termijn = waiting.termijn(&telling);
            let asked = termijn.filter(|one| one.is_open(today) && vraag.fits(one));
            if let Some(termijn) = asked {
                plekken.push(waiting.plek(&termijn)?);
            }
        }
        plekken.retain(|plek| vraag.after.is_none_or(|after| plek.plaats > after));
        plekken.sort_unstable_by_key(|plek| plek.plaats);
        let has_next = plekken.len() > vraag.count;
        plekken.truncate(vraag.count);
        Ok(Page { plekken, has_next })
    }
}

#[async_trait::async_trait]
impl Bron for Werklijst {
    type Dossier = WerkDossier;
    const SOORT: RecordSoort = RecordSoort::SrwDossier;

    async fn load(
        &self,
        toegestaan: &Toegestaan,
        inrichting: &Inrichting,
    ) -> Result<HashMap<(PartijId, InwonerId), WerkDossier>, DbErr> {
        let allowed = of_allowed(toegestaan, dossier::Column::Bronhouder, dossier::Column::Inwoner);
        let mut dossiers: HashMap<_, WerkDossier> = HashMap::new();
        for waiting in self.waiting(allowed).await? {
            let of = (partij_id(&waiting.bronhouder)?, inwoner_id(&waiting.inwoner)?);
            if !toegestaan.contains(&of.0, &of.1, Gegevensgroep::SrwStatus) {
                continue;
            }
            if let Some(termijn) = waiting.termijn(&Telling::of(inrichting, &of.0)) {
                let place = (waiting.dossier, waiting.volgnummer);
                dossiers.entry(of).or_default().termijnen.insert(place, termijn);
            }
        }
        Ok(dossiers)
    }
}
