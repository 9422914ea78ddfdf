use std::{
    collections::{BTreeSet, HashMap},
    time::Duration,
};

use aws_lc_rs::digest;
use schakel_entity::outbox::signaalgebeurtenis;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{Aanbod, Aangeboden, Gebeurd, Herkomst, Outbox, OutboxError, VERVALLEN};
use crate::{
    domain::{Geadresseerden, Inrichting, InwonerId, PartijId, RecordSoort},
    federation::SubgraphName,
    register::{HEARTBEAT, wire::MOST_AANBODVRAGEN},
    request::decide::Aanbodvraag,
    subgraphs::{
        common::{
            Parts,
            words::{inwoner_id, partij_id, word},
        },
        trajectbegeleiding,
    },
};

/// How often the outbox is looked at where no bell rings: several processes on one SQLite file.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// How many events go out at once.
const AT_ONCE: usize = 200;
const _: () = assert!(AT_ONCE <= MOST_AANBODVRAGEN);

/// The outbox of a subgraph whose database is here.
pub struct LocalOutbox {
    name: SubgraphName,
    parts: Parts,
}

/// An event as it stands in the outbox.
struct Stored {
    id: Uuid,
    op: chrono::DateTime<chrono::Utc>,
    gebeurd: Gebeurd,
}

type Ontvangers = HashMap<Aanbodvraag, Vec<PartijId>>;

impl LocalOutbox {
    /// The outbox in the database of this subgraph.
    pub fn new(name: SubgraphName, parts: Parts) -> Self {
        Self { name, parts }
    }

    async fn read(&self, after: i64) -> Result<Vec<signaalgebeurtenis::Model>, DbErr> {
        signaalgebeurtenis::Entity::find()
            .filter(signaalgebeurtenis::Column::Volgnummer.gt(after))
            .order_by_asc(signaalgebeurtenis::Column::Volgnummer)
            .limit(u64::try_from(AT_ONCE).unwrap_or(u64::MAX))
            .all(&self.parts.db)
            .await
    }

    /// Waits until there is something, or for a while.
    async fn wait(&self, after: i64) -> Result<Vec<signaalgebeurtenis::Model>, DbErr> {
        let mut heard = self.parts.bell.hear(&self.parts.db);
        let silence = tokio::time::sleep(HEARTBEAT);
        tokio::pin!(silence);
        loop {
            heard.mark_unchanged();
            let rows = self.read(after).await?;
            if !rows.is_empty() {
                return Ok(rows);
            }
            tokio::select! {
                Ok(()) = heard.changed() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
                () = &mut silence => return Ok(rows),
            }
        }
    }

    /// Puts each event beside the parties that may hear of it now.
    async fn offer(&self, rows: Vec<signaalgebeurtenis::Model>) -> Result<Vec<Aangeboden>, OutboxError> {
        let ingericht = self.parts.register.inrichting().await?;
        let events = rows.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let vragen: BTreeSet<Aanbodvraag> = events
            .iter()
            .filter_map(|stored| vraag(&stored.gebeurd))
            .collect();
        let vragen: Vec<Aanbodvraag> = vragen.into_iter().collect();
        let offered = if vragen.is_empty() {
            Vec::new()
        } else {
            self.parts.register.offer(vragen.clone()).await?
        };
        let offered: Ontvangers = vragen.into_iter().zip(offered).collect();
        let pairs = events.iter().flat_map(|stored| {
            let ontvangers = addressees(&stored.gebeurd, &offered, &ingericht.inrichting);
            ontvangers.into_iter().map(|ontvanger| stored.to(ontvanger))
        });
        Ok(pairs.collect())
    }
}

#[async_trait::async_trait]
impl Outbox for LocalOutbox {
    async fn after(&self, volgnummer: i64, wait: bool) -> Result<Aanbod, OutboxError> {
        let rows = if wait {
            self.wait(volgnummer).await?
        } else {
            self.read(volgnummer).await?
        };
        let tot = rows.last().map_or(volgnummer, |last| last.volgnummer);
        let (vervallen, rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.soort == VERVALLEN);
        let vervallen = vervallen.into_iter().filter_map(|row| row.herkomst);
        Ok(Aanbod {
            vervallen: vervallen.map(Herkomst::from).collect(),
            paren: self.offer(rows).await?,
            tot,
        })
    }

    async fn runs(&self, partij: &PartijId, inwoner: &InwonerId) -> Result<bool, OutboxError> {
        match self.name {
            SubgraphName::Trajectbegeleiding => {
                Ok(trajectbegeleiding::runs(&self.parts.db, partij, inwoner).await?)
            }
            other => Err(OutboxError::NoTrajecten(other)),
        }
    }
}

impl Stored {
    fn to(&self, ontvanger: PartijId) -> Aangeboden {
        let Gebeurd {
            soort,
            inwoner,
            bronhouder,
            groepen,
            herkomst,
            ..
        } = self.gebeurd.clone();
        let als_indiener = indiener(&self.gebeurd) == Some(&ontvanger);
        Aangeboden {
            id: pair_id(self.id, &ontvanger),
            soort,
            inwoner,
            bronhouder,
            ontvanger,
            als_indiener,
            groepen,
            op: self.op,
            herkomst,
        }
    }
}

/// The same event to the same party has the same id, however often it is offered.
fn pair_id(event: Uuid, ontvanger: &PartijId) -> Uuid {
    let hash = digest::digest(
        &digest::SHA256,
        format!("{event} {}", ontvanger.as_str()).as_bytes(),
    );
    let mut bytes = [0; 16];
    for (byte, hashed) in bytes.iter_mut().zip(hash.as_ref()) {
        *byte = *hashed;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

fn vraag(gebeurd: &Gebeurd) -> Option<Aanbodvraag> {
    let regel = gebeurd.soort.regel();
    (regel.geadresseerden != Geadresseerden::GenoemdeOntvanger).then(|| Aanbodvraag {
        inwoner: gebeurd.inwoner.clone(),
        bronhouder: gebeurd.bronhouder.clone(),
        groepen: gebeurd.groepen.clone(),
    })
}

/// Who hears of it: by the rule of its kind, and only to whom it may be offered.
fn addressees(gebeurd: &Gebeurd, offered: &Ontvangers, inrichting: &Inrichting) -> Vec<PartijId> {
    let others = vraag(gebeurd).and_then(|vraag| offered.get(&vraag).cloned());
    let others = || others.clone().unwrap_or_default();
    let own = || std::iter::once(gebeurd.bronhouder.clone());
    let mut all: Vec<PartijId> = match gebeurd.soort.regel().geadresseerden {
        Geadresseerden::Anderen | Geadresseerden::IndienerEnAnderen => others(),
        Geadresseerden::BronEnAnderen | Geadresseerden::BronIndienerEnAnderen => {
            own().chain(others()).collect()
        }
        Geadresseerden::Trajecthouders => {
            let is_houder = |partij: &PartijId| {
                let found = inrichting.find_partij(partij);
                found.is_some_and(|found| found.houdt(RecordSoort::Traject))
            };
            own().chain(others()).filter(is_houder).collect()
        }
        Geadresseerden::GenoemdeOntvanger => gebeurd.ontvanger.clone().into_iter().collect(),
    };
    all.extend(indiener(gebeurd).filter(|one| !all.contains(one)).cloned());
    all
}

/// Who submitted the referral that it is about.
fn indiener(gebeurd: &Gebeurd) -> Option<&PartijId> {
    let hears = gebeurd.soort.regel().geadresseerden.has_indiener();
    gebeurd.ontvanger.as_ref().filter(|_| hears)
}

fn read(row: signaalgebeurtenis::Model) -> Result<Stored, DbErr> {
    let groepen = serde_json::from_str(&row.groepen).map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(Stored {
        id: row.id,
        op: row.op,
        gebeurd: Gebeurd {
            soort: word(&row.soort)?,
            inwoner: inwoner_id(&row.inwoner)?,
            bronhouder: partij_id(&row.bronhouder)?,
            ontvanger: row.ontvanger.as_deref().map(partij_id).transpose()?,
            groepen,
            sleutel: row.sleutel,
            herkomst: row.herkomst.map(Herkomst::from),
        },
    })
}
