use std::collections::HashMap;

use chrono::{DateTime, Utc};
use schakel_entity::toestemming::betrokkenheid::{self, Column, Entity};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr,
    EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::{RegisterStore, stand};
use crate::{
    domain::{InwonerId, PartijId},
    request::decide::{Betrokkene, BetrokkenheidSoort, Betrokkenheidswijziging},
    subgraphs::common::words::{inwoner_id, partij_id, word},
};

/// An event about who of a party works with a resident, to be added; the register gives it its version.
#[derive(Clone, Debug)]
pub(super) struct NewWijziging<'a> {
    pub soort: BetrokkenheidSoort,
    pub onderwerp: Uuid,
    /// Whose, by the id under which records are kept.
    pub inwoner: &'a InwonerId,
    pub partij: &'a PartijId,
    pub wie: Betrokkene,
    pub geldig_tot: Option<DateTime<Utc>>,
    pub reden: Option<&'a str>,
    pub toelichting: Option<&'a str>,
    /// Who recorded it: party and user.
    pub door: (&'a PartijId, &'a str),
    pub op: DateTime<Utc>,
}

impl RegisterStore {
    /// Who of these parties works with these residents: the events, in order of version.
    pub async fn betrokkenheid(
        &self,
        inwoners: &[InwonerId],
        partijen: &[PartijId],
    ) -> Result<HashMap<InwonerId, Vec<Betrokkenheidswijziging>>, DbErr> {
        let mut found: HashMap<_, Vec<_>> = HashMap::new();
        if inwoners.is_empty() || partijen.is_empty() {
            return Ok(found);
        }
        let rows = Entity::find()
            .filter(Column::Inwoner.is_in(inwoners.iter().map(InwonerId::as_str)))
            .filter(Column::Partij.is_in(partijen.iter().map(PartijId::as_str)))
            .order_by_asc(Column::Versie)
            .all(&self.db)
            .await?;
        for row in rows {
            let inwoner = inwoner_id(&row.inwoner)?;
            found.entry(inwoner).or_default().push(read(row)?);
        }
        Ok(found)
    }
}

/// Which of these residents have such events after a version.
pub(super) async fn changed_since(
    db: &impl ConnectionTrait,
    since: i64,
    inwoners: &[InwonerId],
) -> Result<Vec<String>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::Inwoner)
        .distinct()
        .filter(Column::Versie.gt(since))
        .filter(Column::Inwoner.is_in(inwoners.iter().map(InwonerId::as_str)))
        .into_tuple()
        .all(db)
        .await
}

/// Adds an event with the next version; the counter must be locked by this transaction.
pub(super) async fn add(transaction: &DatabaseTransaction, new: NewWijziging<'_>) -> Result<i64, DbErr> {
    let stand = stand::advance(transaction, 1).await?;
    let NewWijziging {
        soort,
        onderwerp,
        inwoner,
        partij,
        wie,
        geldig_tot,
        reden,
        toelichting,
        door,
        op,
    } = new;
    let row = betrokkenheid::ActiveModel {
        versie: Set(stand.versie),
        soort: Set(soort.word().to_owned()),
        onderwerp: Set(onderwerp),
        inwoner: Set(inwoner.as_str().to_owned()),
        partij: Set(partij.as_str().to_owned()),
        team: Set(wie.team),
        medewerker: Set(wie.medewerker),
        geldig_tot: Set(geldig_tot),
        reden: Set(reden.map(str::to_owned)),
        toelichting: Set(toelichting.map(str::to_owned)),
        door_partij: Set(door.0.as_str().to_owned()),
        door_gebruiker: Set(door.1.to_owned()),
        op: Set(op),
    };
    row.insert(transaction).await?;
    Ok(stand.versie)
}

fn read(row: betrokkenheid::Model) -> Result<Betrokkenheidswijziging, DbErr> {
    Ok(Betrokkenheidswijziging {
        versie: row.versie,
        soort: word(&row.soort)?,
        onderwerp: row.onderwerp,
        partij: partij_id(&row.partij)?,
        wie: Betrokkene {
            team: row.team,
            medewerker: row.medewerker,
        },
        geldig_tot: row.geldig_tot,
    })
}
