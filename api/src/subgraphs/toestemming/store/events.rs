use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use schakel_entity::toestemming::gebeurtenis::{self, Column, Entity};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, DerivePartialModel, EntityTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::{RegisterStore, betrokkenheid};
use crate::{
    domain::{Doel, Gegevensgroep, InwonerId, PartijId},
    request::decide::{Binding, Gebeurtenis, GebeurtenisSoort},
};

/// An event with what hangs on it for people, as it stands in the register or is to be added to it.
#[derive(Clone, Debug)]
pub struct StoredEvent {
    /// Whose, by the id under which records are kept.
    pub inwoner: InwonerId,
    /// What the decision reads; its `versie` is 0 until it is added.
    pub event: Gebeurtenis,
    /// How it was recorded.
    pub vastlegging: Vastlegging,
}

/// How an event was recorded: by whom, when, on what evidence, and what it hangs together with.
#[derive(Clone, Debug)]
pub struct Vastlegging {
    /// The bundle, if it was given by one.
    pub pakket: Option<String>,
    /// The conversation.
    pub gesprek: Uuid,
    /// Who gave it (`INWONER`, `WETTELIJK_VERTEGENWOORDIGER`, `OUDER`) with a reference.
    pub gegeven_door: Option<(String, Option<String>)>,
    /// The evidence.
    pub bewijs: Option<Bewijs>,
    /// The grant that it replaces.
    pub vervangt: Option<Uuid>,
    /// The request that it answers.
    pub verzoek: Option<Uuid>,
    /// Why it was declared void, as a code.
    pub reden: Option<String>,
    /// When a consent was given that was taken over from an earlier system (UTC).
    pub oorspronkelijk_op: Option<DateTime<Utc>>,
    /// Who recorded it: party and user.
    pub door: (PartijId, String),
    /// When (UTC).
    pub op: DateTime<Utc>,
}

impl Vastlegging {
    /// Recorded by this party and user in this conversation, and nothing else.
    pub fn by(door: (PartijId, String), gesprek: Uuid, op: DateTime<Utc>) -> Self {
        Self {
            pakket: None,
            gesprek,
            gegeven_door: None,
            bewijs: None,
            vervangt: None,
            verzoek: None,
            reden: None,
            oorspronkelijk_op: None,
            door,
            op,
        }
    }
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

    /// All events of these residents, in order of version.
    pub async fn events_of_all(
        &self,
        inwoners: &[InwonerId],
    ) -> Result<HashMap<InwonerId, Vec<StoredEvent>>, DbErr> {
        let rows = Entity::find()
            .filter(Column::Inwoner.is_in(inwoners.iter().map(InwonerId::as_str)))
            .order_by_asc(Column::Versie);
        let mut events: HashMap<_, Vec<_>> = HashMap::new();
        for stored in rows.all(&self.db).await?.into_iter().map(read) {
            let stored = stored?;
            events.entry(stored.inwoner.clone()).or_default().push(stored);
        }
        Ok(events)
    }

    /// Of whom a grant was given or confirmed that would end in this stretch of time.
    pub async fn inwoners_with_an_end_between(
        &self,
        van: DateTime<Utc>,
        tot: DateTime<Utc>,
    ) -> Result<Vec<InwonerId>, DbErr> {
        let ids: Vec<String> = Entity::find()
            .select_only()
            .column(Column::Inwoner)
            .distinct()
            .filter(Column::GeldigTot.gt(van))
            .filter(Column::GeldigTot.lte(tot))
            .into_tuple()
            .all(&self.db)
            .await?;
        ids.into_iter()
            .map(|text| InwonerId::new(text).map_err(unreadable))
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

    /// For which of these residents a decision may have changed after a version: by an event, or by who works with
    /// them; of grants for the records of these owners only, where they are given, and of those by which others are heard of. Requests change no decision.
    pub async fn changed_since(
        &self,
        since: i64,
        inwoners: &[InwonerId],
        owners: Option<&BTreeSet<PartijId>>,
    ) -> Result<Vec<InwonerId>, DbErr> {
        let mut of_grants = Entity::find()
            .select_only()
            .column(Column::Inwoner)
            .distinct()
            .filter(Column::Versie.gt(since))
            .filter(Column::Inwoner.is_in(inwoners.iter().map(InwonerId::as_str)));
        if let Some(owners) = owners {
            let of_owners = Column::Bronhouder.is_in(owners.iter().map(PartijId::as_str));
            // Grants that are bound to a traject hang on the lamp of its owner (`decide/binding.rs`).
            let bound = Entity::find()
                .select_only()
                .column(Column::Inwoner)
                .filter(of_owners.clone())
                .filter(Column::Traject.is_not_null());
            let lamp = format!("\"{}\"", Gegevensgroep::TrajectLoopt.word());
            let of_their_lamp = Condition::all()
                .add(Column::Groepen.contains(lamp))
                .add(Column::Inwoner.in_subquery(bound.into_query()));
            of_grants = of_grants.filter(Condition::any().add(of_owners).add(of_their_lamp));
        }
        let mut ids: Vec<String> = of_grants.into_tuple().all(&self.db).await?;
        ids.extend(betrokkenheid::changed_since(&self.db, since, inwoners).await?);
        ids.into_iter()
            .map(|text| InwonerId::new(text).map_err(unreadable))
            .collect()
    }
}

/// All events of a resident, inside a transaction.
pub(super) async fn read_all(
    db: &impl ConnectionTrait,
    inwoner: &InwonerId,
) -> Result<Vec<StoredEvent>, DbErr> {
    let rows = Entity::find()
        .filter(Column::Inwoner.eq(inwoner.as_str()))
        .order_by_asc(Column::Versie);
    rows.all(db).await?.into_iter().map(read).collect()
}

/// Writes events that have got their versions.
pub(super) async fn write_all(db: &impl ConnectionTrait, events: &[StoredEvent]) -> Result<(), DbErr> {
    if !events.is_empty() {
        Entity::insert_many(events.iter().map(write)).exec(db).await?;
    }
    Ok(())
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
    traject: Option<Uuid>,
    traject_bronhouder: Option<String>,
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
            binding: self
                .traject
                .zip(self.traject_bronhouder)
                .map(|(traject, owner)| {
                    Ok::<_, DbErr>(Binding {
                        bronhouder: partij(owner)?,
                        traject,
                    })
                })
                .transpose()?,
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
        traject: row.traject,
        traject_bronhouder: row.traject_bronhouder,
    };
    let bewijs = row.bewijs.map(|soort| Bewijs {
        soort,
        tekstversie: row.bewijs_tekstversie,
        taal: row.bewijs_taal,
        hash: row.bewijs_hash,
        plaats: row.bewijs_plaats,
    });
    let vastlegging = Vastlegging {
        pakket: row.pakket,
        gesprek: row.gesprek,
        gegeven_door: row.gegeven_door.map(|door| (door, row.gegeven_door_kenmerk)),
        bewijs,
        vervangt: row.vervangt,
        verzoek: row.verzoek,
        reden: row.reden,
        oorspronkelijk_op: row.oorspronkelijk_op,
        door: (
            PartijId::new(row.door_partij).map_err(unreadable)?,
            row.door_gebruiker,
        ),
        op: row.op,
    };
    Ok(StoredEvent {
        inwoner: InwonerId::new(decisive.inwoner.as_str()).map_err(unreadable)?,
        event: decisive.read()?,
        vastlegging,
    })
}

fn write(stored: &StoredEvent) -> gebeurtenis::ActiveModel {
    let event = &stored.event;
    let vastlegging = stored.vastlegging.clone();
    let groepen = event
        .groepen
        .iter()
        .map(|groep| format!("\"{groep}\""))
        .collect::<Vec<_>>()
        .join(",");
    let bewijs = vastlegging.bewijs;
    let (gegeven_door, kenmerk) = vastlegging.gegeven_door.unzip();
    gebeurtenis::ActiveModel {
        versie: Set(event.versie),
        id: Set(Uuid::now_v7()),
        soort: Set(event.soort.word().to_owned()),
        toestemming: Set(event.toestemming),
        inwoner: Set(stored.inwoner.as_str().to_owned()),
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
        pakket: Set(vastlegging.pakket),
        gesprek: Set(vastlegging.gesprek),
        grond: Set(event.grond.clone()),
        vervangt: Set(vastlegging.vervangt),
        verzoek: Set(vastlegging.verzoek),
        reden: Set(vastlegging.reden),
        oorspronkelijk_op: Set(vastlegging.oorspronkelijk_op),
        traject: Set(event.binding.as_ref().map(|binding| binding.traject)),
        traject_bronhouder: Set(event
            .binding
            .as_ref()
            .map(|binding| binding.bronhouder.as_str().to_owned())),
        door_partij: Set(vastlegging.door.0.as_str().to_owned()),
        door_gebruiker: Set(vastlegging.door.1),
        op: Set(vastlegging.op),
    }
}
