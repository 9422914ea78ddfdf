use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use schakel_entity::toestemming::verzoekgebeurtenis::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::RegisterStore;
use crate::{
    domain::{Doel, Gegevensgroep, InwonerId, PartijId, words},
    subgraphs::common::words::{inwoner_id, partij_id, word},
};

words! {
    /// What happened to a request for consent.
    VerzoekSoort {
        /// A party asked.
        Gevraagd = "GEVRAAGD",
        /// The resident consented, to all of it or to a part.
        Toegekend = "TOEGEKEND",
        /// The resident refused.
        Geweigerd = "GEWEIGERD",
        /// The asker took it back.
        Ingetrokken = "INGETROKKEN",
    }
}

/// What a request asks of one owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerzoekDeel {
    /// The owning party.
    pub bronhouder: PartijId,
    /// The groups.
    pub groepen: BTreeSet<Gegevensgroep>,
}

/// An event of a request, as it stands in the register or is to be added to it. Each repeats what was asked.
#[derive(Clone, Debug)]
pub struct VerzoekEvent {
    /// The register's version that it made; 0 until it is added.
    pub versie: i64,
    /// What happened.
    pub soort: VerzoekSoort,
    /// The request.
    pub verzoek: Uuid,
    /// Whose, by the id under which records are kept.
    pub inwoner: InwonerId,
    /// The party that asks, and would receive.
    pub ontvanger: PartijId,
    /// What it asks.
    pub delen: Vec<VerzoekDeel>,
    /// The purpose.
    pub doel: Doel,
    /// Why, for the consent manager; with the question only.
    pub waarom: Option<String>,
    /// Who recorded it: party and user.
    pub door: (PartijId, String),
    /// When (UTC).
    pub op: DateTime<Utc>,
}

/// Rows per statement of a walk through the queue.
const ROWS: u64 = 200;

impl RegisterStore {
    /// The next requests (of one resident, or of all) that nobody answered or took back, the oldest first, after a
    /// version; and whether there may be more.
    pub async fn open_verzoeken(
        &self,
        inwoner: Option<&InwonerId>,
        after: i64,
    ) -> Result<(Vec<VerzoekEvent>, bool), DbErr> {
        let of_one = inwoner.map(|inwoner| Column::Inwoner.eq(inwoner.as_str()));
        let answered = Entity::find()
            .select_only()
            .column(Column::Verzoek)
            .filter(Column::Soort.ne(VerzoekSoort::Gevraagd.word()));
        let rows = Entity::find()
            .filter(Condition::all().add_option(of_one))
            .filter(Column::Versie.gt(after))
            .filter(Column::Soort.eq(VerzoekSoort::Gevraagd.word()))
            .filter(Column::Verzoek.not_in_subquery(answered.into_query()))
            .order_by_asc(Column::Versie)
            .limit(ROWS)
            .all(&self.db)
            .await?;
        let may_be_more = rows.len() as u64 == ROWS;
        let events: Result<Vec<_>, DbErr> = rows.into_iter().map(read).collect();
        Ok((events?, may_be_more))
    }

    /// The requests of a party (or of one of its people only), the newest first, before a version; and what became of
    /// them.
    pub async fn verzoeken_of(
        &self,
        ontvanger: &PartijId,
        gebruiker: Option<&str>,
        before: i64,
        most: u64,
    ) -> Result<Vec<(VerzoekEvent, Option<VerzoekEvent>)>, DbErr> {
        let by = gebruiker.map(|gebruiker| Column::DoorGebruiker.eq(gebruiker));
        let asked = Entity::find()
            .filter(Column::Ontvanger.eq(ontvanger.as_str()))
            .filter(Condition::all().add_option(by))
            .filter(Column::Soort.eq(VerzoekSoort::Gevraagd.word()))
            .filter(Column::Versie.lt(before))
            .order_by_desc(Column::Versie)
            .limit(most)
            .all(&self.db)
            .await?;
        let ends = Entity::find()
            .filter(Column::Verzoek.is_in(asked.iter().map(|row| row.verzoek)))
            .filter(Column::Soort.ne(VerzoekSoort::Gevraagd.word()))
            .all(&self.db)
            .await?;
        let ends: Vec<VerzoekEvent> = ends.into_iter().map(read).collect::<Result<_, _>>()?;
        let with_end = |row: Model| {
            let end = ends.iter().find(|end| end.verzoek == row.verzoek).cloned();
            Ok((read(row)?, end))
        };
        asked.into_iter().map(with_end).collect()
    }

    /// A request as it was asked.
    pub async fn find_verzoek(&self, verzoek: Uuid) -> Result<Option<VerzoekEvent>, DbErr> {
        let row = Entity::find()
            .filter(Column::Verzoek.eq(verzoek))
            .filter(Column::Soort.eq(VerzoekSoort::Gevraagd.word()))
            .one(&self.db)
            .await?;
        row.map(read).transpose()
    }
}

/// All events of the requests about a resident, inside a transaction.
pub(super) async fn read_all(
    db: &impl ConnectionTrait,
    inwoner: &InwonerId,
) -> Result<Vec<VerzoekEvent>, DbErr> {
    let rows = Entity::find()
        .filter(Column::Inwoner.eq(inwoner.as_str()))
        .order_by_asc(Column::Versie);
    rows.all(db).await?.into_iter().map(read).collect()
}

/// Writes events that have got their versions.
pub(super) async fn write_all(db: &impl ConnectionTrait, events: &[VerzoekEvent]) -> Result<(), DbErr> {
    if !events.is_empty() {
        let rows: Result<Vec<_>, DbErr> = events.iter().map(write).collect();
        Entity::insert_many(rows?).exec(db).await?;
    }
    Ok(())
}

fn read(row: Model) -> Result<VerzoekEvent, DbErr> {
    let unreadable = |error: serde_json::Error| DbErr::Custom(format!("a stored request: {error}"));
    Ok(VerzoekEvent {
        versie: row.versie,
        soort: word(&row.soort)?,
        verzoek: row.verzoek,
        inwoner: inwoner_id(&row.inwoner)?,
        ontvanger: partij_id(&row.ontvanger)?,
        delen: serde_json::from_str(&row.delen).map_err(unreadable)?,
        doel: word(&row.doel)?,
        waarom: row.waarom,
        door: (partij_id(&row.door_partij)?, row.door_gebruiker),
        op: row.op,
    })
}

fn write(event: &VerzoekEvent) -> Result<ActiveModel, DbErr> {
    let delen = serde_json::to_string(&event.delen).map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(ActiveModel {
        versie: Set(event.versie),
        soort: Set(event.soort.word().to_owned()),
        verzoek: Set(event.verzoek),
        inwoner: Set(event.inwoner.as_str().to_owned()),
        ontvanger: Set(event.ontvanger.as_str().to_owned()),
        delen: Set(delen),
        doel: Set(event.doel.word().to_owned()),
        waarom: Set(event.waarom.clone()),
        door_partij: Set(event.door.0.as_str().to_owned()),
        door_gebruiker: Set(event.door.1.clone()),
        op: Set(event.op),
    })
}
