//! What the owners of trajecten tell of them. It becomes an event of the register where a grant hangs on it: of the
//! others not even the register's version tells that anything happened.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use schakel_entity::toestemming::{gebeurtenis, trajectbericht, trajectstand, trajectversheid};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, TransactionTrait, sea_query::OnConflict,
};
use uuid::Uuid;

use super::{Additions, History, RegisterStore, StoredEvent, Vastlegging, append, stand};
use crate::{
    domain::{InwonerId, PartijId, words},
    register::Trajectmelding,
    request::decide::{Bijgewerkt, Binding, Gebeurtenis, GebeurtenisSoort, Lopend, Trajectberichten},
    subgraphs::common::words::{inwoner_id, partij_id},
};

words! {
    /// What an owner told.
    TrajectberichtSoort {
        /// A traject runs.
        Loopt = "LOOPT",
        /// All that was told before still holds.
        Bijgewerkt = "BIJGEWERKT",
    }
}

/// What an owner told of a traject to which a grant is bound, to be added; the register gives it its version.
#[derive(Clone, Debug)]
pub struct Trajectbericht {
    pub(super) versie: i64,
    bronhouder: PartijId,
    wat: Wat,
    op: DateTime<Utc>,
}

#[derive(Clone, Debug)]
enum Wat {
    Loopt(Uuid, InwonerId),
    Bijgewerkt(DateTime<Utc>),
}

/// What owners told, and until when it may be relied on.
#[derive(Clone, Debug)]
pub struct Told<'a> {
    /// Of which trajecten; residents by the ids under which records are kept.
    pub trajecten: &'a [Trajectmelding],
    /// Whose all that was told before still holds,
    pub bijgewerkt: &'a BTreeSet<PartijId>,
    /// until this moment (UTC, exclusive).
    pub tot: DateTime<Utc>,
    /// When it was told (UTC).
    pub op: DateTime<Utc>,
}

/// Rows per statement, below the databases' bound on parameters.
const ROWS: usize = 1000;

impl RegisterStore {
    /// What owners told of these trajecten, as events; residents by the ids under which records are kept. Of how fresh it
    /// is only the last up to a version.
    pub async fn trajectberichten(
        &self,
        versie: i64,
        inwoners: &[InwonerId],
        bindings: &BTreeSet<&Binding>,
    ) -> Result<Trajectberichten, DbErr> {
        use trajectbericht::{Column, Entity};
        let mut berichten = Trajectberichten::default();
        if bindings.is_empty() {
            return Ok(berichten);
        }
        let rows = Entity::find()
            .filter(Column::Soort.eq(TrajectberichtSoort::Loopt.word()))
            .filter(Column::Inwoner.is_in(inwoners.iter().map(InwonerId::as_str)))
            .filter(Column::Traject.is_in(bindings.iter().map(|binding| binding.traject)))
            .order_by_asc(Column::Versie);
        for row in rows.all(&self.db).await? {
            if let (Some(traject), Some(inwoner)) = (row.traject, &row.inwoner) {
                let binding = Binding {
                    bronhouder: partij_id(&row.bronhouder)?,
                    traject,
                };
                let lopend = Lopend {
                    versie: row.versie,
                    binding,
                };
                berichten
                    .lopend
                    .entry(inwoner_id(inwoner)?)
                    .or_default()
                    .push(lopend);
            }
        }
        let owners: BTreeSet<&PartijId> = bindings.iter().map(|binding| &binding.bronhouder).collect();
        for bronhouder in owners {
            berichten
                .bijgewerkt
                .extend(bijgewerkt(&self.db, bronhouder, versie).await?);
        }
        Ok(berichten)
    }

    /// What would be known of these trajecten if a grant were bound to them now.
    pub async fn present_trajectberichten(
        &self,
        inwoner: &InwonerId,
        bindings: &BTreeSet<&Binding>,
    ) -> Result<Trajectberichten, DbErr> {
        let mut berichten = Trajectberichten::default();
        for binding in bindings {
            if find_stand(&self.db, binding, inwoner).await? == Some(false) {
                let lopend = Lopend {
                    versie: 0,
                    binding: (*binding).clone(),
                };
                berichten.lopend.entry(inwoner.clone()).or_default().push(lopend);
            }
            if let Some(tot) = find_versheid(&self.db, &binding.bronhouder).await? {
                let bronhouder = binding.bronhouder.clone();
                berichten.bijgewerkt.push(Bijgewerkt {
                    versie: 0,
                    bronhouder,
                    tot,
                });
            }
        }
        Ok(berichten)
    }

    /// Keeps what owners told. Where grants are bound to it, it becomes an event; `ends` says which follow for them when a
    /// traject has ended.
    ///
    /// # Errors
    /// The database's; then nothing is written.
    pub async fn keep_told(
        &self,
        told: Told<'_>,
        ends: impl Fn(&History, &Binding) -> Vec<StoredEvent> + Send,
    ) -> Result<(), DbErr> {
        let transaction = self.db.begin().await?;
        let stand = stand::advance(&transaction, 0).await?;
        keep_standen(&transaction, told.trajecten).await?;
        let mut added = Additions::default();
        for melding in bound(&transaction, told.trajecten).await? {
            let (binding, inwoner) = (melding.binding(), &melding.inwoner);
            if melding.loopt {
                added
                    .berichten
                    .extend(first_loopt(&transaction, &binding, inwoner, told.op).await?);
            } else {
                let history = append::read(&transaction, inwoner).await?;
                added.events.extend(ends(&history, &binding));
            }
        }
        for bronhouder in told.bijgewerkt {
            keep_versheid(&transaction, bronhouder, told.tot).await?;
            if has_bound(&transaction, bronhouder, told.op).await? {
                added.berichten.push(Trajectbericht {
                    versie: 0,
                    bronhouder: bronhouder.clone(),
                    wat: Wat::Bijgewerkt(told.tot),
                    op: told.op,
                });
            }
        }
        if added.count() == 0 {
            return transaction.commit().await;
        }
        added.number_from(stand.versie);
        append::write(&transaction, &added, None).await?;
        self.commit(transaction).await
    }
}

/// What is known of a traject becomes an event with the first grant that is bound to it; of one that has ended, the grant's
/// own end.
pub(super) async fn hang_on(transaction: &DatabaseTransaction, added: &mut Additions) -> Result<(), DbErr> {
    let given: Vec<StoredEvent> = added
        .events
        .iter()
        .filter(|stored| stored.event.soort == GebeurtenisSoort::Verleend)
        .cloned()
        .collect();
    let mut known: BTreeMap<(Binding, InwonerId), DateTime<Utc>> = BTreeMap::new();
    for stored in given {
        let Some(binding) = &stored.event.binding else {
            continue;
        };
        match find_stand(transaction, binding, &stored.inwoner).await? {
            Some(true) => added.events.push(end_of(&stored)),
            Some(false) => {
                known.insert((binding.clone(), stored.inwoner.clone()), stored.vastlegging.op);
            }
            None => {}
        }
    }
    let mut owners: BTreeMap<PartijId, DateTime<Utc>> = BTreeMap::new();
    for ((binding, inwoner), op) in known {
        added
            .berichten
            .extend(first_loopt(transaction, &binding, &inwoner, op).await?);
        owners.insert(binding.bronhouder, op);
    }
    for (bronhouder, op) in owners {
        let noted = bijgewerkt(transaction, &bronhouder, i64::MAX)
            .await?
            .map(|one| one.tot);
        let present = find_versheid(transaction, &bronhouder).await?;
        if let Some(tot) = present.filter(|_| noted != present) {
            added.berichten.push(Trajectbericht {
                versie: 0,
                bronhouder,
                wat: Wat::Bijgewerkt(tot),
                op,
            });
        }
    }
    Ok(())
}

/// The end of a grant whose traject had ended before it was given.
fn end_of(given: &StoredEvent) -> StoredEvent {
    let Some(binding) = &given.event.binding else {
        return given.clone();
    };
    StoredEvent {
        inwoner: given.inwoner.clone(),
        event: Gebeurtenis {
            versie: 0,
            soort: GebeurtenisSoort::Verlopen,
            geldig_van: None,
            geldig_tot: None,
            ..given.event.clone()
        },
        vastlegging: Vastlegging {
            pakket: given.vastlegging.pakket.clone(),
            ..told_by(binding, given.vastlegging.gesprek, given.vastlegging.op)
        },
    }
}

/// An event that follows from what an owner told is recorded by nobody but that owner.
pub fn told_by(binding: &Binding, gesprek: Uuid, op: DateTime<Utc>) -> Vastlegging {
    let door = (binding.bronhouder.clone(), "trajectbegeleiding".to_owned());
    Vastlegging::by(door, gesprek, op)
}

/// Writes what has got its version.
pub(super) async fn write_all(db: &impl ConnectionTrait, berichten: &[Trajectbericht]) -> Result<(), DbErr> {
    if berichten.is_empty() {
        return Ok(());
    }
    let rows = berichten.iter().cloned().map(|bericht| {
        let (soort, traject, inwoner, geldig_tot) = match bericht.wat {
            Wat::Loopt(traject, inwoner) => (TrajectberichtSoort::Loopt, Some(traject), Some(inwoner), None),
            Wat::Bijgewerkt(tot) => (TrajectberichtSoort::Bijgewerkt, None, None, Some(tot)),
        };
        trajectbericht::ActiveModel {
            versie: Set(bericht.versie),
            soort: Set(soort.word().to_owned()),
            bronhouder: Set(bericht.bronhouder.as_str().to_owned()),
            traject: Set(traject),
            inwoner: Set(inwoner.map(|inwoner| inwoner.as_str().to_owned())),
            geldig_tot: Set(geldig_tot),
            op: Set(bericht.op),
        }
    });
    trajectbericht::Entity::insert_many(rows).exec(db).await?;
    Ok(())
}

/// The event that a traject runs, unless it is there.
async fn first_loopt(
    db: &impl ConnectionTrait,
    binding: &Binding,
    inwoner: &InwonerId,
    op: DateTime<Utc>,
) -> Result<Option<Trajectbericht>, DbErr> {
    use trajectbericht::{Column, Entity};
    let there = Entity::find()
        .filter(Column::Traject.eq(binding.traject))
        .filter(Column::Inwoner.eq(inwoner.as_str()))
        .filter(Column::Bronhouder.eq(binding.bronhouder.as_str()))
        .count(db)
        .await?;
    Ok((there == 0).then(|| Trajectbericht {
        versie: 0,
        bronhouder: binding.bronhouder.clone(),
        wat: Wat::Loopt(binding.traject, inwoner.clone()),
        op,
    }))
}

/// What an owner said last, up to a version, of how long what it told may be relied on.
async fn bijgewerkt(
    db: &impl ConnectionTrait,
    bronhouder: &PartijId,
    versie: i64,
) -> Result<Option<Bijgewerkt>, DbErr> {
    use trajectbericht::{Column, Entity};
    let row = Entity::find()
        .filter(Column::Bronhouder.eq(bronhouder.as_str()))
        .filter(Column::Soort.eq(TrajectberichtSoort::Bijgewerkt.word()))
        .filter(Column::Versie.lte(versie))
        .order_by_desc(Column::Versie)
        .one(db)
        .await?;
    Ok(row.and_then(|row| {
        Some(Bijgewerkt {
            versie: row.versie,
            bronhouder: bronhouder.clone(),
            tot: row.geldig_tot?,
        })
    }))
}

/// Whether a traject has ended; `None` of one that was never told of.
async fn find_stand(
    db: &impl ConnectionTrait,
    binding: &Binding,
    inwoner: &InwonerId,
) -> Result<Option<bool>, DbErr> {
    let key = (
        binding.bronhouder.as_str().to_owned(),
        binding.traject,
        inwoner.as_str().to_owned(),
    );
    let row = trajectstand::Entity::find_by_id(key).one(db).await?;
    Ok(row.map(|row| row.geeindigd))
}

async fn find_versheid(
    db: &impl ConnectionTrait,
    bronhouder: &PartijId,
) -> Result<Option<DateTime<Utc>>, DbErr> {
    let row = trajectversheid::Entity::find_by_id(bronhouder.as_str())
        .one(db)
        .await?;
    Ok(row.map(|row| row.geldig_tot))
}

/// What has ended once stays so.
async fn keep_standen(db: &impl ConnectionTrait, told: &[Trajectmelding]) -> Result<(), DbErr> {
    use trajectstand::{Column, Entity};
    let key = [Column::Bronhouder, Column::Traject, Column::Inwoner];
    for loopt in [true, false] {
        // By their key: a statement can't write one row twice.
        let rows: BTreeMap<_, _> = told
            .iter()
            .filter(|melding| melding.loopt == loopt)
            .map(|melding| ((melding.binding(), &melding.inwoner), row(melding)))
            .collect();
        let rows: Vec<_> = rows.into_values().collect();
        for chunk in rows.chunks(ROWS) {
            let mut known = OnConflict::columns(key);
            if loopt {
                known.do_nothing();
            } else {
                known.update_column(Column::Geeindigd);
            }
            Entity::insert_many(chunk.to_vec())
                .on_conflict(known)
                .exec_without_returning(db)
                .await?;
        }
    }
    Ok(())
}

fn row(melding: &Trajectmelding) -> trajectstand::ActiveModel {
    trajectstand::ActiveModel {
        bronhouder: Set(melding.bronhouder.as_str().to_owned()),
        traject: Set(melding.traject),
        inwoner: Set(melding.inwoner.as_str().to_owned()),
        geeindigd: Set(!melding.loopt),
    }
}

async fn keep_versheid(
    db: &impl ConnectionTrait,
    bronhouder: &PartijId,
    tot: DateTime<Utc>,
) -> Result<(), DbErr> {
    use trajectversheid::{Column, Entity};
    let row = trajectversheid::ActiveModel {
        bronhouder: Set(bronhouder.as_str().to_owned()),
        geldig_tot: Set(tot),
    };
    let known = OnConflict::column(Column::Bronhouder)
        .update_column(Column::GeldigTot)
        .to_owned();
    Entity::insert(row)
        .on_conflict(known)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Those to which a grant of that resident is bound.
async fn bound<'a>(
    db: &impl ConnectionTrait,
    told: &'a [Trajectmelding],
) -> Result<Vec<&'a Trajectmelding>, DbErr> {
    use gebeurtenis::{Column, Entity};
    let mut found: HashMap<Uuid, Vec<(String, String)>> = HashMap::new();
    for chunk in told.chunks(ROWS) {
        let rows = Entity::find()
            .filter(Column::Soort.eq(GebeurtenisSoort::Verleend.word()))
            .filter(Column::Traject.is_in(chunk.iter().map(|melding| melding.traject)))
            .all(db)
            .await?;
        for row in rows {
            if let (Some(traject), Some(owner)) = (row.traject, row.traject_bronhouder) {
                found.entry(traject).or_default().push((owner, row.inwoner));
            }
        }
    }
    let is_bound = |melding: &&Trajectmelding| {
        let grants = found.get(&melding.traject).into_iter().flatten();
        let mut grants = grants.map(|(owner, inwoner)| (owner.as_str(), inwoner.as_str()));
        grants.any(|one| one == (melding.bronhouder.as_str(), melding.inwoner.as_str()))
    };
    Ok(told.iter().filter(is_bound).collect())
}

/// Whether a grant that may still hold is bound to a traject of this owner.
async fn has_bound(
    db: &impl ConnectionTrait,
    bronhouder: &PartijId,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    use gebeurtenis::{Column, Entity};
    let bound = Entity::find()
        .filter(Column::TrajectBronhouder.eq(bronhouder.as_str()))
        .filter(Column::GeldigTot.gt(now));
    Ok(bound.one(db).await?.is_some())
}
