use std::collections::HashMap;

use chrono::{DateTime, Utc};
use schakel_entity::toestemming::gebeurtenis::{self, Column, Entity};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DbErr, DerivePartialModel, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, TransactionTrait,
};
use uuid::Uuid;

use super::{RegisterStore, betrokkenheid, stand};
use crate::{
    domain::{Doel, InwonerId, PartijId},
    request::decide::{Gebeurtenis, GebeurtenisSoort},
};

/// An event with what hangs on it for people.
#[derive(Clone, Debug)]
pub struct StoredEvent {
    /// Whose.
    pub inwoner: InwonerId,
    /// What the decision reads.
    pub event: Gebeurtenis,
    /// The bundle, if it was given by one.
    pub pakket: Option<String>,
    /// The conversation.
    pub gesprek: Uuid,
    /// When it was recorded (UTC).
    pub op: DateTime<Utc>,
}

/// An event to be added; the register gives it its version.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Whose, by the id under which records are kept.
    pub inwoner: InwonerId,
    /// What the decision reads; its `versie` is set when it is added.
    pub event: Gebeurtenis,
    /// The bundle.
    pub pakket: Option<String>,
    /// The conversation.
    pub gesprek: Uuid,
    /// Who gave it (`INWONER`, `WETTELIJK_VERTEGENWOORDIGER`, `OUDER`) with a reference.
    pub gegeven_door: Option<(String, Option<String>)>,
    /// The evidence: kind, version of the text, language, hash, place.
    pub bewijs: Option<Bewijs>,
    /// Who recorded it: party and user.
    pub door: (PartijId, String),
    /// When (UTC).
    pub op: DateTime<Utc>,
}

/// The evidence of a grant.
#[derive(Clone, Debug, Default)]
pub struct Bewijs {
    /// Kind.
    pub soort: String,
    /// The version of the text that was shown.
    pub tekstversie: Option<String>,
    /// The language of that text (BCP 47).
    pub taal: Option<String>,
    /// The hash of the evidence.
    pub hash: Option<String>,
    /// Where it is kept.
    pub plaats: Option<String>,
}

impl RegisterStore {
    /// Adds events in one transaction, after a check on the events that stand there by then: `decide`
    /// gets the events of this resident and says which ones to add. Returns the last version.
    pub async fn append<E: From<DbErr>>(
        &self,
        inwoner: &InwonerId,
        decide: impl FnOnce(&[StoredEvent]) -> Result<Vec<NewEvent>, E> + Send,
    ) -> Result<(i64, Vec<NewEvent>), E> {
        let transaction = self.db.begin().await?;
        // Takes the lock first; the versions that are really needed follow.
        let stand = stand::advance(&transaction, 0).await?;
        let rows = Entity::find()
            .filter(Column::Inwoner.eq(inwoner.as_str()))
            .order_by_asc(Column::Versie);
        let standing: Result<Vec<_>, DbErr> = rows.all(&transaction).await?.into_iter().map(read).collect();
        let mut added = decide(&standing?)?;
        for (event, versie) in added.iter_mut().zip(stand.versie + 1..) {
            event.event.versie = versie;
        }
        if added.is_empty() {
            transaction.rollback().await?;
            return Ok((stand.versie, added));
        }
        let count = i64::try_from(added.len()).map_err(|error| DbErr::Custom(error.to_string()))?;
        let stand = stand::advance(&transaction, count).await?;
        Entity::insert_many(added.iter().map(write))
            .exec(&transaction)
            .await?;
        transaction.commit().await?;
        Ok((stand.versie, added))
    }

    /// The events that name these receivers, per resident, in order of version: only what a decision reads of them.
    pub async fn events_for(
        &self,
        inwoners: &[InwonerId],
        ontvangers: &[PartijId],
    ) -> Result<HashMap<InwonerId, Vec<Gebeurtenis>>, DbErr> {
        let mut events: HashMap<_, Vec<_>> = HashMap::new();
        if inwoners.is_empty() {
            return Ok(events);
        }
        let rows = Entity::find()
            .filter(Column::Inwoner.is_in(inwoners.iter().map(InwonerId::as_str)))
            .filter(Column::Ontvanger.is_in(ontvangers.iter().map(PartijId::as_str)))
            .order_by_asc(Column::Versie)
            .into_partial_model::<Decisive>()
            .all(&self.db)
            .await?;
        for row in rows {
            let inwoner = InwonerId::new(row.inwoner.as_str()).map_err(unreadable)?;
            events.entry(inwoner).or_default().push(row.read()?);
        }
        Ok(events)
    }

    /// All events of a resident, or only those that name a party, in order of version.
    pub async fn events_of(
        &self,
        inwoner: &InwonerId,
        partij: Option<&PartijId>,
    ) -> Result<Vec<StoredEvent>, DbErr> {
        let mut query = Entity::find().filter(Column::Inwoner.eq(inwoner.as_str()));
        if let Some(partij) = partij {
            let named = Condition::any()
                .add(Column::Ontvanger.eq(partij.as_str()))
                .add(Column::Bronhouder.eq(partij.as_str()));
            query = query.filter(named);
        }
        query
            .order_by_asc(Column::Versie)
            .all(&self.db)
            .await?
            .into_iter()
            .map(read)
            .collect()
    }

    /// Whose grant, or whose conversation, this is.
    pub async fn find_inwoner_of(&self, toestemming_or_gesprek: Uuid) -> Result<Option<InwonerId>, DbErr> {
        let either = Condition::any()
            .add(Column::Toestemming.eq(toestemming_or_gesprek))
            .add(Column::Gesprek.eq(toestemming_or_gesprek));
        let inwoner: Option<String> = Entity::find()
            .select_only()
            .column(Column::Inwoner)
            .filter(either)
            .into_tuple()
            .one(&self.db)
            .await?;
        inwoner
            .map(|text| InwonerId::new(text).map_err(unreadable))
            .transpose()
    }

    /// Which of these residents have events after a version.
    pub async fn changed_since(&self, since: i64, inwoners: &[InwonerId]) -> Result<Vec<InwonerId>, DbErr> {
        let mut ids: Vec<String> = Entity::find()
            .select_only()
            .column(Column::Inwoner)
            .distinct()
            .filter(Column::Versie.gt(since))
            .filter(Column::Inwoner.is_in(inwoners.iter().map(InwonerId::as_str)))
            .into_tuple()
            .all(&self.db)
            .await?;
        ids.extend(betrokkenheid::changed_since(&self.db, since, inwoners).await?);
        ids.into_iter()
            .map(|text| InwonerId::new(text).map_err(unreadable))
            .collect()
    }
}

fn unreadable(error: impl std::fmt::Display) -> DbErr {
    DbErr::Custom(format!("a stored event cannot be read: {error}"))
}

/// What a decision reads of an event: every request reads many, and few of the columns.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "Entity")]
struct Decisive {
    versie: i64,
    soort: String,
    toestemming: Uuid,
    inwoner: String,
    bronhouder: String,
    ontvanger: String,
    groepen: String,
    doel: String,
    geldig_van: Option<DateTime<Utc>>,
    geldig_tot: Option<DateTime<Utc>>,
    grond: Option<String>,
}

impl Decisive {
    fn read(self) -> Result<Gebeurtenis, DbErr> {
        let partij = |text: String| PartijId::new(text).map_err(unreadable);
        Ok(Gebeurtenis {
            versie: self.versie,
            soort: GebeurtenisSoort::from_word(&self.soort).ok_or_else(|| unreadable("soort"))?,
            toestemming: self.toestemming,
            bronhouder: partij(self.bronhouder)?,
            ontvanger: partij(self.ontvanger)?,
            groepen: serde_json::from_str(&self.groepen).map_err(unreadable)?,
            doel: Doel::from_word(&self.doel).ok_or_else(|| unreadable("doel"))?,
            geldig_van: self.geldig_van,
            geldig_tot: self.geldig_tot,
            grond: self.grond,
        })
    }
}

fn read(row: gebeurtenis::Model) -> Result<StoredEvent, DbErr> {
    let decisive = Decisive {
        versie: row.versie,
        soort: row.soort,
        toestemming: row.toestemming,
        inwoner: row.inwoner,
        bronhouder: row.bronhouder,
        ontvanger: row.ontvanger,
        groepen: row.groepen,
        doel: row.doel,
        geldig_van: row.geldig_van,
        geldig_tot: row.geldig_tot,
        grond: row.grond,
    };
    Ok(StoredEvent {
        inwoner: InwonerId::new(decisive.inwoner.as_str()).map_err(unreadable)?,
        event: decisive.read()?,
        pakket: row.pakket,
        gesprek: row.gesprek,
        op: row.op,
    })
}

fn write(new: &NewEvent) -> gebeurtenis::ActiveModel {
    let event = &new.event;
    let groepen = event
        .groepen
        .iter()
        .map(|groep| format!("\"{groep}\""))
        .collect::<Vec<_>>()
        .join(",");
    let bewijs = new.bewijs.clone();
    let (gegeven_door, kenmerk) = new.gegeven_door.clone().unzip();
    gebeurtenis::ActiveModel {
        versie: Set(event.versie),
        id: Set(Uuid::now_v7()),
        soort: Set(event.soort.word().to_owned()),
        toestemming: Set(event.toestemming),
        inwoner: Set(new.inwoner.as_str().to_owned()),
        bronhouder: Set(event.bronhouder.as_str().to_owned()),
        ontvanger: Set(event.ontvanger.as_str().to_owned()),
        groepen: Set(format!("[{groepen}]")),
        doel: Set(event.doel.word().to_owned()),
        geldig_van: Set(event.geldig_van),
        geldig_tot: Set(event.geldig_tot),
        gegeven_door: Set(gegeven_door),
        gegeven_door_kenmerk: Set(kenmerk.flatten()),
        bewijs: Set(bewijs.as_ref().map(|bewijs| bewijs.soort.clone())),
        bewijs_tekstversie: Set(bewijs.as_ref().and_then(|bewijs| bewijs.tekstversie.clone())),
        bewijs_taal: Set(bewijs.as_ref().and_then(|bewijs| bewijs.taal.clone())),
        bewijs_hash: Set(bewijs.as_ref().and_then(|bewijs| bewijs.hash.clone())),
        bewijs_plaats: Set(bewijs.and_then(|bewijs| bewijs.plaats)),
        pakket: Set(new.pakket.clone()),
        gesprek: Set(new.gesprek),
        grond: Set(event.grond.clone()),
        vervangt: Set(None),
        door_partij: Set(new.door.0.as_str().to_owned()),
        door_gebruiker: Set(new.door.1.clone()),
        op: Set(new.op),
    }
}
