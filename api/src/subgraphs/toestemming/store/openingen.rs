use chrono::{DateTime, Utc};
use schakel_entity::toestemming::betrokkenheid::{Column, Entity, Model};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, TransactionTrait,
};
use uuid::Uuid;

use super::{
    RegisterStore,
    betrokkenheid::{NewWijziging, add},
    stand,
};
use crate::{
    domain::{InwonerId, PartijId},
    request::decide::{Betrokkene, BetrokkenheidSoort},
    subgraphs::common::words::{inwoner_id, partij_id, word},
};

/// The soorten of a review.
const OORDELEN: [&str; 2] = [
    BetrokkenheidSoort::Terecht.word(),
    BetrokkenheidSoort::Onterecht.word(),
];

/// An opening of a resident by somebody who isn't involved.
#[derive(Clone, Debug)]
pub struct NewOpening {
    /// Whose, by the id under which records are kept.
    pub inwoner: InwonerId,
    /// Who opens: party and user.
    pub door: (PartijId, String),
    /// Why: a word of a closed list.
    pub reden: &'static str,
    /// Why, in words.
    pub toelichting: String,
    /// Until when (UTC, exclusive).
    pub geldig_tot: DateTime<Utc>,
}

/// An opening as it is kept, with its review.
#[derive(Clone, Debug)]
pub struct StoredOpening {
    /// The version that it made: its place in the list.
    pub versie: i64,
    /// Its id.
    pub id: Uuid,
    /// Whose, by the id under which records are kept.
    pub inwoner: InwonerId,
    /// Who opened: party and user.
    pub door: (PartijId, String),
    /// Why: a word of a closed list.
    pub reden: String,
    /// Why, in words.
    pub toelichting: String,
    /// From when (UTC).
    pub op: DateTime<Utc>,
    /// Until when (UTC, exclusive), unless a review ended it earlier.
    pub geldig_tot: DateTime<Utc>,
    /// The review.
    pub beoordeling: Option<Beoordeling>,
}

/// What a privacy officer found of an opening.
#[derive(Clone, Debug)]
pub struct Beoordeling {
    /// The verdict: `TERECHT` or `ONTERECHT`.
    pub oordeel: BetrokkenheidSoort,
    /// What was said about it.
    pub toelichting: Option<String>,
    /// When (UTC).
    pub op: DateTime<Utc>,
}

/// A page of a list of openings.
#[derive(Clone, Copy, Debug)]
pub struct OpeningPage {
    /// Only the reviewed, or only those that are not.
    pub beoordeeld: bool,
    /// After the one that made this version.
    pub na: i64,
    /// So many.
    pub eerste: u64,
}

/// Why a review can't be recorded.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// It is reviewed already.
    #[error("the opening was reviewed already")]
    Reviewed,
    /// The database.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl RegisterStore {
    /// Records an opening; its id, and the version from which it holds.
    pub async fn open(&self, opening: &NewOpening, op: DateTime<Utc>) -> Result<(Uuid, i64), DbErr> {
        let onderwerp = Uuid::now_v7();
        let transaction = self.db.begin().await?;
        let new = NewWijziging {
            soort: BetrokkenheidSoort::Geopend,
            onderwerp,
            inwoner: &opening.inwoner,
            partij: &opening.door.0,
            wie: Betrokkene {
                team: None,
                medewerker: Some(opening.door.1.clone()),
            },
            geldig_tot: Some(opening.geldig_tot),
            reden: Some(opening.reden),
            toelichting: Some(&opening.toelichting),
            door: (&opening.door.0, &opening.door.1),
            op,
        };
        let versie = add(&transaction, new).await?;
        transaction.commit().await?;
        Ok((onderwerp, versie))
    }

    /// An opening by its id.
    pub async fn find_opening(&self, id: Uuid) -> Result<Option<StoredOpening>, DbErr> {
        let rows = Entity::find()
            .filter(Column::Onderwerp.eq(id))
            .order_by_asc(Column::Versie)
            .all(&self.db)
            .await?;
        let (opened, reviews): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_opening);
        opened
            .into_iter()
            .next()
            .map(|row| read(row, &reviews))
            .transpose()
    }

    /// The openings at these parties, in the order in which they were made.
    pub async fn openings(
        &self,
        partijen: &[PartijId],
        page: OpeningPage,
    ) -> Result<Vec<StoredOpening>, DbErr> {
        let reviewed = Entity::find()
            .select_only()
            .column(Column::Onderwerp)
            .filter(Column::Soort.is_in(OORDELEN))
            .into_query();
        let wanted = if page.beoordeeld {
            Column::Onderwerp.in_subquery(reviewed)
        } else {
            Column::Onderwerp.not_in_subquery(reviewed)
        };
        let rows = Entity::find()
            .filter(Column::Partij.is_in(partijen.iter().map(PartijId::as_str)))
            .filter(Column::Soort.eq(BetrokkenheidSoort::Geopend.word()))
            .filter(Column::Versie.gt(page.na))
            .filter(wanted)
            .order_by_asc(Column::Versie)
            .limit(page.eerste)
            .all(&self.db)
            .await?;
        let reviews = if page.beoordeeld {
            Entity::find()
                .filter(Column::Onderwerp.is_in(rows.iter().map(|row| row.onderwerp)))
                .filter(Column::Soort.is_in(OORDELEN))
                .all(&self.db)
                .await?
        } else {
            Vec::new()
        };
        rows.into_iter().map(|row| read(row, &reviews)).collect()
    }

    /// Records what a privacy officer found, once; the version from which it holds.
    ///
    /// # Errors
    /// [`ReviewError::Reviewed`] when somebody was first.
    pub async fn review(
        &self,
        opening: &StoredOpening,
        beoordeling: &Beoordeling,
        door: (&PartijId, &str),
    ) -> Result<i64, ReviewError> {
        let transaction = self.db.begin().await?;
        // Takes the lock first: of two who review at once, one is second.
        stand::advance(&transaction, 0).await?;
        let earlier = Entity::find()
            .filter(Column::Onderwerp.eq(opening.id))
            .filter(Column::Soort.is_in(OORDELEN))
            .one(&transaction)
            .await?;
        if earlier.is_some() {
            transaction.rollback().await?;
            return Err(ReviewError::Reviewed);
        }
        let new = NewWijziging {
            soort: beoordeling.oordeel,
            onderwerp: opening.id,
            inwoner: &opening.inwoner,
            partij: &opening.door.0,
            wie: Betrokkene::default(),
            geldig_tot: None,
            reden: None,
            toelichting: beoordeling.toelichting.as_deref(),
            door,
            op: beoordeling.op,
        };
        let versie = add(&transaction, new).await?;
        transaction.commit().await?;
        Ok(versie)
    }
}

fn is_opening(row: &Model) -> bool {
    row.soort == BetrokkenheidSoort::Geopend.word()
}

fn read(row: Model, reviews: &[Model]) -> Result<StoredOpening, DbErr> {
    let missing = |column: &str| DbErr::Custom(format!("a stored opening has no {column}"));
    let beoordeling = reviews
        .iter()
        .find(|review| review.onderwerp == row.onderwerp)
        .map(|review| {
            Ok::<_, DbErr>(Beoordeling {
                oordeel: word(&review.soort)?,
                toelichting: review.toelichting.clone(),
                op: review.op,
            })
        });
    Ok(StoredOpening {
        versie: row.versie,
        id: row.onderwerp,
        inwoner: inwoner_id(&row.inwoner)?,
        door: (partij_id(&row.door_partij)?, row.door_gebruiker),
        reden: row.reden.ok_or_else(|| missing("reden"))?,
        toelichting: row.toelichting.unwrap_or_default(),
        op: row.op,
        geldig_tot: row.geldig_tot.ok_or_else(|| missing("geldig_tot"))?,
        beoordeling: beoordeling.transpose()?,
    })
}
