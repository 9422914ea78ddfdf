use std::collections::HashMap;

use chrono::{DateTime, Utc};
use schakel_entity::toestemming::{koppelcode, koppelgebeurtenis, koppeling};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, DbErr, EntityTrait, QueryFilter, TransactionTrait,
    sea_query::{Expr, OnConflict},
};

use super::{RegisterStore, stand};
use crate::{
    domain::{InwonerId, PartijId},
    request::decide::Betrokkene,
};

/// A party's own client number, bound to a resident.
#[derive(Clone, Debug)]
pub struct Koppeling {
    /// The party.
    pub partij: PartijId,
    /// Its own client number.
    pub eigen_nummer: String,
    /// The resident, by the id under which records are kept.
    pub inwoner: InwonerId,
    /// The team that works with the resident.
    pub team: Option<String>,
    /// The worker, by the user id of the party.
    pub medewerker: Option<String>,
    /// By what it was bound (`BSN`, `KOPPELCODE`, `VERWIJZING`).
    pub grondslag: &'static str,
}

/// A one-time code that is issued with the resident present; only its hash is kept.
#[derive(Clone, Debug)]
pub struct Koppelcode {
    /// SHA-256 of the code, hexadecimal.
    pub hash: String,
    /// The resident.
    pub inwoner: InwonerId,
    /// Who issued it: party and user.
    pub door: (PartijId, String),
    /// Until when it can be used (UTC).
    pub geldig_tot: DateTime<Utc>,
}

/// Why a code isn't accepted; unknown, used and ended look alike.
#[derive(Debug, thiserror::Error)]
pub enum RedeemError {
    /// Unknown, used or ended.
    #[error("the koppelcode is not valid")]
    Invalid,
    /// The database.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl RegisterStore {
    /// Binds a client number, or binds it anew: an event of the register where it changes anything.
    pub async fn bind(&self, koppeling: &Koppeling, op: DateTime<Utc>) -> Result<(), DbErr> {
        let transaction = self.db.begin().await?;
        let stand = stand::advance(&transaction, 1).await?;
        let present = koppeling::Entity::find_by_id((
            koppeling.partij.as_str().to_owned(),
            koppeling.eigen_nummer.clone(),
        ))
        .one(&transaction)
        .await?;
        if present.as_ref().is_some_and(|row| koppeling.is_as(row)) {
            return transaction.rollback().await;
        }
        let voorheen = present
            .map(|row| row.inwoner)
            .filter(|before| before != koppeling.inwoner.as_str());
        koppeling
            .event(stand.versie, voorheen, op)
            .insert(&transaction)
            .await?;
        koppeling::Entity::insert(koppeling.row(op))
            .on_conflict(anew())
            .exec_without_returning(&transaction)
            .await?;
        transaction.commit().await
    }

    /// The residents behind a party's own client numbers.
    pub async fn by_eigen_nummer(
        &self,
        partij: &PartijId,
        eigen_nummers: &[String],
    ) -> Result<HashMap<String, InwonerId>, DbErr> {
        let rows = koppeling::Entity::find()
            .filter(koppeling::Column::Partij.eq(partij.as_str()))
            .filter(koppeling::Column::EigenNummer.is_in(eigen_nummers.iter().map(String::as_str)))
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|row| Ok((row.eigen_nummer, inwoner(row.inwoner)?)))
            .collect()
    }

    /// Who of a party works with these residents.
    pub async fn betrokkenen(
        &self,
        partij: &PartijId,
        inwoners: &[InwonerId],
    ) -> Result<HashMap<InwonerId, Vec<Betrokkene>>, DbErr> {
        let rows = koppeling::Entity::find()
            .filter(koppeling::Column::Partij.eq(partij.as_str()))
            .filter(koppeling::Column::Inwoner.is_in(inwoners.iter().map(InwonerId::as_str)))
            .all(&self.db)
            .await?;
        let mut betrokkenen: HashMap<_, Vec<_>> = HashMap::new();
        for row in rows {
            let betrokkene = Betrokkene {
                team: row.team,
                medewerker: row.medewerker,
            };
            betrokkenen
                .entry(inwoner(row.inwoner)?)
                .or_default()
                .push(betrokkene);
        }
        Ok(betrokkenen)
    }

    /// Keeps a code that was issued.
    pub async fn issue(&self, code: &Koppelcode) -> Result<(), DbErr> {
        let row = koppelcode::ActiveModel {
            code_hash: Set(code.hash.clone()),
            inwoner: Set(code.inwoner.as_str().to_owned()),
            uitgegeven_door: Set(code.door.0.as_str().to_owned()),
            door_gebruiker: Set(code.door.1.clone()),
            geldig_tot: Set(code.geldig_tot),
            gebruikt_op: Set(None),
            gebruikt_door: Set(None),
        };
        row.insert(&self.db).await?;
        Ok(())
    }

    /// Uses a code up: of two who try at once, one gets the resident.
    ///
    /// # Errors
    /// [`RedeemError::Invalid`] when it is unknown, used or ended.
    pub async fn redeem(
        &self,
        hash: &str,
        door: &PartijId,
        op: DateTime<Utc>,
    ) -> Result<InwonerId, RedeemError> {
        use koppelcode::Column;
        let used = koppelcode::Entity::update_many()
            .col_expr(Column::GebruiktOp, Expr::value(op))
            .col_expr(Column::GebruiktDoor, Expr::value(door.as_str()))
            .filter(Column::CodeHash.eq(hash))
            .filter(Column::GebruiktOp.is_null())
            .filter(Column::GeldigTot.gt(op))
            .exec(&self.db)
            .await?;
        if used.rows_affected == 0 {
            return Err(RedeemError::Invalid);
        }
        let row = koppelcode::Entity::find_by_id(hash)
            .one(&self.db)
            .await?
            .ok_or(RedeemError::Invalid)?;
        Ok(inwoner(row.inwoner)?)
    }
}

impl Koppeling {
    /// Whether the row says the same already.
    fn is_as(&self, row: &koppeling::Model) -> bool {
        row.inwoner == self.inwoner.as_str()
            && row.team == self.team
            && row.medewerker == self.medewerker
            && row.grondslag == self.grondslag
    }

    fn row(&self, op: DateTime<Utc>) -> koppeling::ActiveModel {
        koppeling::ActiveModel {
            partij: Set(self.partij.as_str().to_owned()),
            eigen_nummer: Set(self.eigen_nummer.clone()),
            inwoner: Set(self.inwoner.as_str().to_owned()),
            team: Set(self.team.clone()),
            medewerker: Set(self.medewerker.clone()),
            grondslag: Set(self.grondslag.to_owned()),
            gemaakt_op: Set(op),
        }
    }

    fn event(
        &self,
        versie: i64,
        voorheen: Option<String>,
        op: DateTime<Utc>,
    ) -> koppelgebeurtenis::ActiveModel {
        koppelgebeurtenis::ActiveModel {
            versie: Set(versie),
            partij: Set(self.partij.as_str().to_owned()),
            eigen_nummer: Set(self.eigen_nummer.clone()),
            inwoner: Set(self.inwoner.as_str().to_owned()),
            voorheen: Set(voorheen),
            team: Set(self.team.clone()),
            medewerker: Set(self.medewerker.clone()),
            grondslag: Set(self.grondslag.to_owned()),
            op: Set(op),
        }
    }
}

fn anew() -> OnConflict {
    use koppeling::Column;
    OnConflict::columns([Column::Partij, Column::EigenNummer])
        .update_columns([
            Column::Inwoner,
            Column::Team,
            Column::Medewerker,
            Column::Grondslag,
            Column::GemaaktOp,
        ])
        .to_owned()
}

fn inwoner(text: String) -> Result<InwonerId, DbErr> {
    InwonerId::new(text).map_err(|error| DbErr::Custom(format!("a stored id cannot be read: {error}")))
}
