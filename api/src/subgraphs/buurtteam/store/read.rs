#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use schakel_entity::buurtteam::{contactmoment, doel, dossier, leefgebied};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    BuurtteamBron,
    rows::{self, ContactRow, StatusRow},
};
use crate::{
    domain::{Gegevensgroep, Inrichting, InwonerId, PartijId, RecordSoort},
    publication::DossierStatus,
    request::load::{Bron, Toegestaan},
    subgraphs::{
        buurtteam::types::{
            BuurtteamContact, BuurtteamStatus, BuurtteamdossierData, Gedragsdoel, LeefgebiedNiveau,
        },
        common::{
            begin_reading,
            owned::{Owned, ids, of_allowed},
        },
    },
};

/// Something of each dossier, by its id.
type PerDossier<T> = HashMap<Uuid, T>;

#[async_trait::async_trait]
impl Bron for BuurtteamBron {
    type Dossier = BuurtteamdossierData;
    const SOORT: RecordSoort = RecordSoort::BuurtteamDossier;

    async fn load(
        &self,
        toegestaan: &Toegestaan,
        _: &Inrichting,
    ) -> Result<HashMap<(PartijId, InwonerId), BuurtteamdossierData>, DbErr> {
        let moment = begin_reading(&self.db).await?;
        let dossiers = Self::pick(&moment, toegestaan).await?;
        let ids = |groep| ids(&dossiers, toegestaan, groep);
        let mut status = Self::status(&moment, ids(Gegevensgroep::BuurtteamStatus)).await?;
        let mut contact = Self::contact(&moment, ids(Gegevensgroep::BuurtteamContact)).await?;
        let mut doelen = Self::doelen(&moment, ids(Gegevensgroep::BuurtteamDoelen)).await?;
        let mut leefgebieden = Self::leefgebieden(&moment, ids(Gegevensgroep::BuurtteamLeefgebieden)).await?;
        moment.commit().await?;
        let told = dossiers.iter().map(|one| {
            let may = |groep| one.may(toegestaan, groep);
            let data = BuurtteamdossierData {
                mede_client: None,
                status: status.remove(&one.id),
                contact: contact.remove(&one.id),
                doelen: may(Gegevensgroep::BuurtteamDoelen)
                    .then(|| doelen.remove(&one.id).unwrap_or_default()),
                leefgebieden: may(Gegevensgroep::BuurtteamLeefgebieden)
                    .then(|| leefgebieden.remove(&one.id).unwrap_or_default()),
            };
            (one.of.clone(), data)
        });
        Ok(told.collect())
    }
}

impl BuurtteamBron {
    /// The open dossier, else the latest, of every resident of whom something may be read, per bronhouder.
    async fn pick(db: &DatabaseTransaction, toegestaan: &Toegestaan) -> Result<Vec<Owned>, DbErr> {
        let found: Vec<(Uuid, String, String)> = dossier::Entity::find()
            .select_only()
            .columns([
                dossier::Column::Id,
                dossier::Column::Bronhouder,
                dossier::Column::Inwoner,
            ])
            .filter(of_allowed(
                toegestaan,
                dossier::Column::Bronhouder,
                dossier::Column::Inwoner,
            ))
            .filter(dossier::Column::TeruggetrokkenOp.is_null())
            .order_by_desc(dossier::Column::Status.eq(DossierStatus::Open.word()))
            .order_by_desc(dossier::Column::GeopendOp)
            // Not by version: what is new in a withheld group of one would move another out of sight.
            .order_by_desc(dossier::Column::Id)
            .into_tuple()
            .all(db)
            .await?;
        let owned = found
            .into_iter()
            .map(Owned::read)
            .collect::<Result<Vec<_>, DbErr>>()?;
        let mut seen = HashSet::new();
        Ok(owned
            .into_iter()
            .filter(|one| seen.insert(one.of.clone()))
            .collect())
    }

    async fn status(db: &DatabaseTransaction, ids: Vec<Uuid>) -> Result<PerDossier<BuurtteamStatus>, DbErr> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let found = dossier::Entity::find()
            .filter(dossier::Column::Id.is_in(ids))
            .into_partial_model::<StatusRow>()
            .all(db)
            .await?;
        found.into_iter().map(|row| Ok((row.id, row.tell()?))).collect()
    }

    async fn contact(
        db: &DatabaseTransaction,
        ids: Vec<Uuid>,
    ) -> Result<PerDossier<BuurtteamContact>, DbErr> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let latest = Self::latest_contact(db, &ids).await?;
        let found = dossier::Entity::find()
            .filter(dossier::Column::Id.is_in(ids))
            .into_partial_model::<ContactRow>()
            .all(db)
            .await?;
        let told = found.into_iter().filter_map(|row| {
            let id = row.id;
            Some((id, row.tell(latest.get(&id).copied())?))
        });
        Ok(told.collect())
    }

    async fn latest_contact(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<PerDossier<NaiveDate>, DbErr> {
        let found: Vec<(Uuid, NaiveDate)> = contactmoment::Entity::find()
            .select_only()
            .column(contactmoment::Column::Dossier)
            .column_as(contactmoment::Column::Datum.max(), "datum")
            .filter(contactmoment::Column::Dossier.is_in(ids.iter().copied()))
            .group_by(contactmoment::Column::Dossier)
            .into_tuple()
            .all(db)
            .await?;
        Ok(found.into_iter().collect())
    }

    async fn doelen(db: &DatabaseTransaction, ids: Vec<Uuid>) -> Result<PerDossier<Vec<Gedragsdoel>>, DbErr> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let found = doel::Entity::find()
            .filter(doel::Column::Dossier.is_in(ids))
            .order_by_asc(doel::Column::Dossier)
            .order_by_asc(doel::Column::Volgnummer)
            .all(db)
            .await?;
        gather(&found, |row| row.dossier, rows::gedragsdoel)
    }

    async fn leefgebieden(
        db: &DatabaseTransaction,
        ids: Vec<Uuid>,
    ) -> Result<PerDossier<Vec<LeefgebiedNiveau>>, DbErr> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let found = leefgebied::Entity::find()
            .filter(leefgebied::Column::Dossier.is_in(ids))
            .order_by_asc(leefgebied::Column::Dossier)
            .order_by_asc(leefgebied::Column::Volgnummer)
            .all(db)
            .await?;
        gather(&found, |row| row.dossier, rows::leefgebied)
    }
}

fn gather<M, T>(
    rows: &[M],
    dossier: impl Fn(&M) -> Uuid,
    tell: impl Fn(&M) -> Result<T, DbErr>,
) -> Result<PerDossier<Vec<T>>, DbErr> {
    let mut gathered: PerDossier<Vec<T>> = HashMap::new();
    for row in rows {
        gathered.entry(dossier(row)).or_default().push(tell(row)?);
    }
    Ok(gathered)
}
