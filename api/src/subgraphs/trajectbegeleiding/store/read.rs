use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use schakel_entity::trajectbegeleiding::{client, traject};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{TrajectBron, children::Children, melding::name_for, termijnen::Termijnen};
use crate::{
    domain::{Doel, Fase, Gegevensgroep, Inrichting, InwonerId, PartijId, RecordSoort},
    request::load::{Bron, Toegestaan},
    subgraphs::{
        common::{
            begin_reading,
            owned::of_allowed,
            words::{inwoner_id, partij_id, word},
        },
        trajectbegeleiding::types::{TrajectDossier, TrajectFinancieel, TrajectLoopt, Uitstroom},
    },
};

/// The trajecten of one resident at one owner: the one that is told, and the earlier ones.
pub(super) struct Picked {
    pub(super) bronhouder: PartijId,
    pub(super) inwoner: InwonerId,
    pub(super) present: traject::Model,
    pub(super) earlier: Vec<traject::Model>,
}

#[async_trait::async_trait]
impl Bron for TrajectBron {
    type Dossier = TrajectDossier;
    const SOORT: RecordSoort = RecordSoort::Traject;

    async fn load(
        &self,
        toegestaan: &Toegestaan,
        inrichting: &Inrichting,
    ) -> Result<HashMap<(PartijId, InwonerId), TrajectDossier>, DbErr> {
        let moment = begin_reading(&self.db).await?;
        let picked = pick(&moment, toegestaan).await?;
        let children = Children::read(&moment, &picked, toegestaan).await?;
        let now = self.clock.now();
        let termijnen = Termijnen::read(&moment, &picked, toegestaan, inrichting, now).await?;
        moment.commit().await?;
        let today = crate::clock::today_in_amsterdam(&*self.clock);
        picked
            .iter()
            .map(|one| {
                let mut dossier = children.dossier(one, toegestaan, (inrichting, today))?;
                termijnen.fill(one, &mut dossier);
                Ok(((one.bronhouder.clone(), one.inwoner.clone()), dossier))
            })
            .collect()
    }

    /// A resident who looks, or for whom somebody looks, sees of the list of actions what is meant for them.
    fn narrow(&self, dossier: &mut TrajectDossier, doel: Doel) {
        if doel == Doel::InzageInwoner
            && let Some(afspraken) = &mut dossier.afspraken
        {
            afspraken.acties.retain(|actie| actie.zichtbaar_voor_inwoner);
        }
    }
}

/// The trajecten of every resident of whom something may be read, per bronhouder, in two statements.
async fn pick(db: &DatabaseTransaction, toegestaan: &Toegestaan) -> Result<Vec<Picked>, DbErr> {
    let allowed = of_allowed(toegestaan, client::Column::Bronhouder, client::Column::Inwoner);
    let clients = client::Entity::find().filter(allowed).all(db).await?;
    let trajecten = standing(db, clients.iter().map(|client| client.traject)).await?;
    let mut per_pair: BTreeMap<(PartijId, InwonerId), Vec<traject::Model>> = BTreeMap::new();
    // In the order of the trajecten: the latest application first.
    for traject in &trajecten {
        for client in clients.iter().filter(|client| client.traject == traject.id) {
            let key = (partij_id(&client.bronhouder)?, inwoner_id(&client.inwoner)?);
            per_pair.entry(key).or_default().push(traject.clone());
        }
    }
    Ok(per_pair
        .into_iter()
        .filter_map(|(key, trajecten)| Picked::of(key, trajecten))
        .collect())
}

async fn standing(
    db: &DatabaseTransaction,
    ids: impl Iterator<Item = Uuid>,
) -> Result<Vec<traject::Model>, DbErr> {
    traject::Entity::find()
        .filter(traject::Column::Id.is_in(ids))
        .filter(traject::Column::TeruggetrokkenOp.is_null())
        .order_by_desc(traject::Column::Aanmelddatum)
        // Not by version: what is new in a withheld group of one would move another out of sight.
        .order_by_desc(traject::Column::Id)
        .all(db)
        .await
}

impl Picked {
    /// The running traject, else the latest; the others are earlier ones.
    fn of((bronhouder, inwoner): (PartijId, InwonerId), mut trajecten: Vec<traject::Model>) -> Option<Self> {
        let closed = Fase::Afgesloten.word();
        let present = trajecten
            .iter()
            .position(|traject| traject.fase != closed)
            .unwrap_or(0);
        if present >= trajecten.len() {
            return None;
        }
        let present = trajecten.remove(present);
        Some(Self {
            bronhouder,
            inwoner,
            present,
            earlier: trajecten,
        })
    }

    pub(super) fn may(&self, toegestaan: &Toegestaan, groep: Gegevensgroep) -> bool {
        toegestaan.contains(&self.bronhouder, &self.inwoner, groep)
    }
}

pub(super) fn loopt(traject: &traject::Model, inwoner: &InwonerId) -> Result<TrajectLoopt, DbErr> {
    let fase: Fase = word(&traject.fase)?;
    let loopt = fase != Fase::Afgesloten;
    let ended = traject.uitstroom_datum.unwrap_or(traject.fase_sinds);
    Ok(TrajectLoopt {
        loopt,
        sinds: traject.loopt_sinds,
        tot: (!loopt).then_some(ended),
        traject: name_for(traject.id, inwoner),
    })
}

pub(super) fn financieel(traject: &traject::Model) -> Option<TrajectFinancieel> {
    unless_empty(TrajectFinancieel {
        totale_schuld: traject.totale_schuld,
        aantal_schuldeisers: traject.aantal_schuldeisers,
        peildatum: traject.schuld_peildatum,
        schuld_bij_aanvang: traject.schuld_bij_aanvang,
        vtlb: traject.oplossing_vtlb,
    })
}

pub(super) fn uitstroom(datum: Option<NaiveDate>, reden: Option<&str>) -> Result<Option<Uitstroom>, DbErr> {
    let (Some(datum), Some(reden)) = (datum, reden) else {
        return Ok(None);
    };
    Ok(Some(Uitstroom {
        datum,
        reden: word(reden)?,
    }))
}

/// A group with nothing in it is null: so it looks like one that a second client keeps closed.
pub(super) fn unless_empty<T: Default + PartialEq>(group: T) -> Option<T> {
    (group != T::default()).then_some(group)
}

/// The ids of the trajecten of which a group may be read.
pub(super) fn ids(picked: &[Picked], toegestaan: &Toegestaan, groep: Gegevensgroep) -> Vec<Uuid> {
    picked
        .iter()
        .filter(|one| one.may(toegestaan, groep))
        .map(|one| one.present.id)
        .collect()
}

#[cfg(test)]
mod tests;
