#[cfg(test)]
mod tests;

use std::collections::HashMap;

use schakel_entity::srw::{dossier, verwijzing};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, PartialModelTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::{
    SrwBron,
    rows::{ContactRow, InhoudRow, Part, StatusRow, TerugkoppelingRow},
};
use crate::{
    domain::{Gegevensgroep, Inrichting, InwonerId, PartijId, RecordSoort},
    request::load::{Bron, Toegestaan},
    subgraphs::{
        common::{
            begin_reading,
            owned::{Owned, ids, of_allowed},
        },
        srw::types::{SrwDossierData, SrwStatus},
    },
};

/// What is told per resident at one owner.
type PerResident<T> = HashMap<(PartijId, InwonerId), Vec<T>>;

#[async_trait::async_trait]
impl Bron for SrwBron {
    type Dossier = SrwDossierData;
    const SOORT: RecordSoort = RecordSoort::SrwDossier;

    async fn load(
        &self,
        toegestaan: &Toegestaan,
        _: &Inrichting,
    ) -> Result<HashMap<(PartijId, InwonerId), SrwDossierData>, DbErr> {
        let moment = begin_reading(&self.db).await?;
        let dossiers = standing(&moment, toegestaan).await?;
        let ids = |groep| ids(&dossiers, toegestaan, groep);
        let mut verwijzingen = parts::<StatusRow>(&moment, &dossiers, ids(Gegevensgroep::SrwStatus)).await?;
        let mut contact = parts::<ContactRow>(&moment, &dossiers, ids(Gegevensgroep::SrwContact)).await?;
        let mut uitkomsten =
            parts::<TerugkoppelingRow>(&moment, &dossiers, ids(Gegevensgroep::SrwTerugkoppeling)).await?;
        let mut vragen = parts::<InhoudRow>(&moment, &dossiers, ids(Gegevensgroep::SrwInhoud)).await?;
        moment.commit().await?;
        let mut told = HashMap::new();
        for one in &dossiers {
            let may = |groep| one.may(toegestaan, groep).then_some(&one.of);
            told.entry(one.of.clone()).or_insert_with(|| SrwDossierData {
                mede_client: None,
                status: may(Gegevensgroep::SrwStatus).map(|of| SrwStatus {
                    verwijzingen: verwijzingen.remove(of).unwrap_or_default(),
                }),
                contact: may(Gegevensgroep::SrwContact).map(|of| contact.remove(of).unwrap_or_default()),
                terugkoppeling: may(Gegevensgroep::SrwTerugkoppeling)
                    .map(|of| uitkomsten.remove(of).unwrap_or_default()),
                inhoud: may(Gegevensgroep::SrwInhoud).map(|of| vragen.remove(of).unwrap_or_default()),
            });
        }
        Ok(told)
    }
}

/// The dossiers that have not been withdrawn, of every resident of whom something may be read.
async fn standing(db: &DatabaseTransaction, toegestaan: &Toegestaan) -> Result<Vec<Owned>, DbErr> {
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
        .into_tuple()
        .all(db)
        .await?;
    found.into_iter().map(Owned::read).collect()
}

/// One group of the referrals in these dossiers. Every referral counts, also one of which the source said
/// nothing here, so that its number is the same in every group.
async fn parts<P>(
    db: &DatabaseTransaction,
    dossiers: &[Owned],
    ids: Vec<Uuid>,
) -> Result<PerResident<P::Told>, DbErr>
where
    P: Part + PartialModelTrait + Send,
{
    let of: HashMap<Uuid, &(PartijId, InwonerId)> = dossiers.iter().map(|one| (one.id, &one.of)).collect();
    let mut told: PerResident<P::Told> = HashMap::new();
    let mut nummers: HashMap<&(PartijId, InwonerId), i32> = HashMap::new();
    for row in rows::<P>(db, ids).await? {
        let Some(of) = of.get(&row.dossier()) else {
            continue;
        };
        let nummer = nummers.entry(of).or_default();
        *nummer += 1;
        if let Some(part) = row.tell(*nummer)? {
            told.entry((*of).clone()).or_default().push(part);
        }
    }
    Ok(told)
}

/// The referrals of these dossiers in the order of submission; no statement when there are none.
async fn rows<P: PartialModelTrait + Send>(
    db: &DatabaseTransaction,
    ids: Vec<Uuid>,
) -> Result<Vec<P>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    verwijzing::Entity::find()
        .filter(verwijzing::Column::Dossier.is_in(ids))
        .order_by_asc(verwijzing::Column::IngediendOp)
        .order_by_asc(verwijzing::Column::Dossier)
        .order_by_asc(verwijzing::Column::Volgnummer)
        .into_partial_model::<P>()
        .all(db)
        .await
}
