//! The worklist of one owner: its open deadlines, the most urgent first.

mod index;

pub(super) use index::refresh as refresh_index;

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use schakel_entity::trajectbegeleiding::{client, termijnstand, traject};
use sea_orm::{
    ColumnTrait, Condition, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::verloop;
use crate::{
    domain::{Gegevensgroep, Inrichting, InwonerId, PartijId, RecordSoort, Rol},
    register::Ingericht,
    request::load::{Bron, Toegestaan},
    subgraphs::common::{
        begin_reading,
        owned::of_allowed,
        werklijst::{Page, Plaats, Plek, Vraag, WerkDossier, Werkbron, WerklijstFilter},
        words::{inwoner_id, partij_id},
    },
    termijnen::Telling,
};

/// The worklists of the owners of trajecten.
#[derive(Clone, Debug)]
pub struct Werklijst {
    db: DatabaseConnection,
}

impl Werklijst {
    /// The worklists in this database.
    pub fn new(db: DatabaseConnection) -> Self {
        Self { db }
    }

    async fn places(&self, vraag: &Vraag<'_>) -> Result<Vec<Plaats>, DbErr> {
        let most = u64::try_from(vraag.count).unwrap_or(u64::MAX).saturating_add(1);
        let rows: Vec<(DateTime<Utc>, Uuid, i32)> = termijnstand::Entity::find()
            .select_only()
            .columns([
                termijnstand::Column::Rang,
                termijnstand::Column::Traject,
                termijnstand::Column::Termijn,
            ])
            .filter(termijnstand::Column::Bronhouder.eq(vraag.partij.as_str()))
            .filter(stands_at(vraag.now))
            .filter(fits(&vraag.filter))
            .filter(vraag.warned().map_or(Condition::all(), warns))
            .filter(vraag.after.map_or(Condition::all(), after))
            .order_by_asc(termijnstand::Column::Rang)
            .order_by_asc(termijnstand::Column::Traject)
            .order_by_asc(termijnstand::Column::Termijn)
            .limit(most)
            .into_tuple()
            .all(&self.db)
            .await?;
        let place = |(rang, record, volgnummer)| Plaats {
            rang,
            record,
            volgnummer,
        };
        Ok(rows.into_iter().map(place).collect())
    }

    async fn plekken(&self, places: Vec<Plaats>) -> Result<Vec<Plek>, DbErr> {
        if places.is_empty() {
            return Ok(Vec::new());
        }
        let ids = || places.iter().map(|place| place.record);
        let bron_ids: Vec<(Uuid, String)> = traject::Entity::find()
            .select_only()
            .columns([traject::Column::Id, traject::Column::BronId])
            .filter(traject::Column::Id.is_in(ids()))
            .into_tuple()
            .all(&self.db)
            .await?;
        let bron_ids: HashMap<Uuid, String> = bron_ids.into_iter().collect();
        let found = client::Entity::find()
            .filter(client::Column::Traject.is_in(ids()))
            .order_by_asc(client::Column::Volgnummer)
            .all(&self.db)
            .await?;
        let mut clienten: HashMap<Uuid, Vec<InwonerId>> = HashMap::new();
        for client in found {
            let inwoner = inwoner_id(&client.inwoner)?;
            clienten.entry(client.traject).or_default().push(inwoner);
        }
        let plek = |plaats: Plaats| {
            Some(Plek {
                plaats,
                bron_id: bron_ids.get(&plaats.record)?.clone(),
                clienten: clienten.get(&plaats.record)?.clone(),
            })
        };
        Ok(places.into_iter().filter_map(plek).collect())
    }
}

pub(super) fn stands_at(now: DateTime<Utc>) -> Condition {
    let is_not_over = Condition::any()
        .add(termijnstand::Column::TotOp.is_null())
        .add(termijnstand::Column::TotOp.gt(now));
    Condition::all()
        .add(termijnstand::Column::VanOp.lte(now))
        .add(is_not_over)
}

fn fits(filter: &WerklijstFilter) -> Condition {
    let codes = filter.codes.as_ref().map(|codes| {
        let words = codes.iter().map(|code| code.word());
        termijnstand::Column::Code.is_in(words)
    });
    let toestanden = filter.toestanden.as_ref().map(|toestanden| {
        let words = toestanden.iter().map(|toestand| toestand.word());
        termijnstand::Column::Toestand.is_in(words)
    });
    Condition::all().add_option(codes).add_option(toestanden)
}

/// Whether one of these is warned. Roles stand between blanks.
fn warns(rollen: &BTreeSet<Rol>) -> Condition {
    let nobody = Condition::any().add(termijnstand::Column::Code.eq(""));
    rollen.iter().fold(nobody, |any, rol| {
        any.add(termijnstand::Column::Rollen.contains(format!(" {rol} ")))
    })
}

fn after(place: Plaats) -> Condition {
    let (rang, record) = (termijnstand::Column::Rang, termijnstand::Column::Traject);
    let within_record = Condition::all()
        .add(record.eq(place.record))
        .add(termijnstand::Column::Termijn.gt(place.volgnummer));
    let same_rang = Condition::any().add(record.gt(place.record)).add(within_record);
    let same_rang = Condition::all().add(rang.eq(place.rang)).add(same_rang);
    Condition::any().add(rang.gt(place.rang)).add(same_rang)
}

#[async_trait::async_trait]
impl Werkbron for Werklijst {
    const GROEP: Gegevensgroep = Gegevensgroep::TrajectTermijnen;

    async fn page(&self, vraag: Vraag<'_>, ingericht: &Ingericht) -> Result<Page, DbErr> {
        index::refresh(&self.db, vraag.partij, ingericht, vraag.now).await?;
        let mut places = self.places(&vraag).await?;
        let has_next = places.len() > vraag.count;
        places.truncate(vraag.count);
        Ok(Page {
            plekken: self.plekken(places).await?,
            has_next,
        })
    }
}

#[async_trait::async_trait]
impl Bron for Werklijst {
    type Dossier = WerkDossier;
    const SOORT: RecordSoort = RecordSoort::Traject;

    async fn load(
        &self,
        toegestaan: &Toegestaan,
        inrichting: &Inrichting,
    ) -> Result<HashMap<(PartijId, InwonerId), WerkDossier>, DbErr> {
        let allowed = of_allowed(toegestaan, client::Column::Bronhouder, client::Column::Inwoner);
        let moment = begin_reading(&self.db).await?;
        let clients = client::Entity::find().filter(allowed).all(&moment).await?;
        let trajecten = traject::Entity::find()
            .filter(traject::Column::Id.is_in(clients.iter().map(|client| client.traject)))
            .filter(traject::Column::TeruggetrokkenOp.is_null())
            .all(&moment)
            .await?;
        let telbaar = verloop::read(&moment, &trajecten).await?;
        moment.commit().await?;
        let mut dossiers: HashMap<_, WerkDossier> = HashMap::new();
        for client in clients {
            let of = (partij_id(&client.bronhouder)?, inwoner_id(&client.inwoner)?);
            if !toegestaan.contains(&of.0, &of.1, Gegevensgroep::TrajectTermijnen) {
                continue;
            }
            if let Some(telbaar) = telbaar.get(&client.traject) {
                let termijnen = telbaar.termijnen(&Telling::of(inrichting, &of.0));
                let numbered = (0..)
                    .zip(termijnen)
                    .map(|(place, one)| ((client.traject, place), one));
                dossiers.entry(of).or_default().termijnen.extend(numbered);
            }
        }
        Ok(dossiers)
    }
}

#[cfg(test)]
mod tests;
