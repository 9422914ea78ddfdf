use std::collections::HashMap;

use chrono::{DateTime, Utc};
use schakel_entity::toestemming::{koppelcode, koppeling};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    TransactionTrait,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::{
    RegisterStore,
    betrokkenheid::{NewWijziging, add},
    stand,
};
use crate::{
    domain::{Betrokkenheid, InwonerId, PartijId},
    request::authenticate::Caller,
    request::decide::{Betrokkene, BetrokkenheidSoort},
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
    /// Binds a client number, or binds it anew. Who works with whom is an event of the register, so that it can
    /// be read as of an earlier version.
    pub async fn bind(&self, koppeling: &Koppeling, gebruiker: &str, op: DateTime<Utc>) -> Result<(), DbErr> {
        let transaction = self.db.begin().await?;
        // Takes the lock first: of two who bind at once, one replaces the other.
        stand::advance(&transaction, 0).await?;
        let key = (
            koppeling.partij.as_str().to_owned(),
            koppeling.eigen_nummer.clone(),
        );
        let earlier = koppeling::Entity::find_by_id(key).one(&transaction).await?;
        let onderwerp = match earlier.as_ref().and_then(|row| Some((row, row.onderwerp?))) {
            Some((row, onderwerp)) if koppeling.is_same(row) => onderwerp,
            _ => {
                if let Some(row) = &earlier {
                    koppeling.end(row, gebruiker, op, &transaction).await?;
                }
                koppeling.begin(gebruiker, op, &transaction).await?
            }
        };
        keep(koppeling, onderwerp, op, &transaction).await?;
        self.commit(transaction).await
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

    /// The residents whom the caller's party bound a client number to: all of them, those of the caller's team, or those
    /// of the caller. Each once, in the order of their ids.
    pub async fn bound_to(
        &self,
        caller: &Caller,
        betrokkenheid: Betrokkenheid,
    ) -> Result<Vec<InwonerId>, DbErr> {
        let of_party = koppeling::Column::Partij.eq(caller.partij().as_str());
        let involved = match (betrokkenheid, caller.team()) {
            (Betrokkenheid::Partij, _) => of_party,
            (Betrokkenheid::Team, Some(team)) => of_party.and(koppeling::Column::Team.eq(team)),
            (Betrokkenheid::Team, None) => return Ok(Vec::new()),
            (Betrokkenheid::Medewerker, _) => {
                of_party.and(koppeling::Column::Medewerker.eq(caller.gebruiker()))
            }
        };
        let ids: Vec<String> = koppeling::Entity::find()
            .select_only()
            .column(koppeling::Column::Inwoner)
            .distinct()
            .filter(involved)
            .order_by_asc(koppeling::Column::Inwoner)
            .into_tuple()
            .all(&self.db)
            .await?;
        ids.into_iter().map(inwoner).collect()
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
    fn wie(&self) -> Betrokkene {
        Betrokkene {
            team: self.team.clone(),
            medewerker: self.medewerker.clone(),
        }
    }

    fn is_same(&self, row: &koppeling::Model) -> bool {
        row.inwoner == self.inwoner.as_str() && row.team == self.team && row.medewerker == self.medewerker
    }

    async fn begin(
        &self,
        gebruiker: &str,
        op: DateTime<Utc>,
        transaction: &DatabaseTransaction,
    ) -> Result<Uuid, DbErr> {
        let onderwerp = Uuid::now_v7();
        let soort = BetrokkenheidSoort::Gekoppeld;
        self.note(soort, onderwerp, &self.inwoner, gebruiker, op, transaction)
            .await?;
        Ok(onderwerp)
    }

    async fn end(
        &self,
        row: &koppeling::Model,
        gebruiker: &str,
        op: DateTime<Utc>,
        transaction: &DatabaseTransaction,
    ) -> Result<(), DbErr> {
        let Some(onderwerp) = row.onderwerp else {
            return Ok(());
        };
        let earlier = inwoner(row.inwoner.clone())?;
        let soort = BetrokkenheidSoort::Ontkoppeld;
        self.note(soort, onderwerp, &earlier, gebruiker, op, transaction)
            .await
    }

    async fn note(
        &self,
        soort: BetrokkenheidSoort,
        onderwerp: Uuid,
        inwoner: &InwonerId,
        gebruiker: &str,
        op: DateTime<Utc>,
        transaction: &DatabaseTransaction,
    ) -> Result<(), DbErr> {
        let wie = match soort {
            BetrokkenheidSoort::Gekoppeld => self.wie(),
            _ => Betrokkene::default(),
        };
        let new = NewWijziging {
            soort,
            onderwerp,
            inwoner,
            partij: &self.partij,
            wie,
            geldig_tot: None,
            reden: None,
            toelichting: None,
            door: (&self.partij, gebruiker),
            op,
        };
        add(transaction, new).await.map(|_| ())
    }
}

async fn keep(
    koppeling: &Koppeling,
    onderwerp: Uuid,
    op: DateTime<Utc>,
    transaction: &DatabaseTransaction,
) -> Result<(), DbErr> {
    use koppeling::Column;
    let row = koppeling::ActiveModel {
        partij: Set(koppeling.partij.as_str().to_owned()),
        eigen_nummer: Set(koppeling.eigen_nummer.clone()),
        inwoner: Set(koppeling.inwoner.as_str().to_owned()),
        team: Set(koppeling.team.clone()),
        medewerker: Set(koppeling.medewerker.clone()),
        grondslag: Set(koppeling.grondslag.to_owned()),
        gemaakt_op: Set(op),
        onderwerp: Set(Some(onderwerp)),
    };
    let anew = OnConflict::columns([Column::Partij, Column::EigenNummer])
        .update_columns([
            Column::Inwoner,
            Column::Team,
            Column::Medewerker,
            Column::Grondslag,
            Column::GemaaktOp,
            Column::Onderwerp,
        ])
        .to_owned();
    koppeling::Entity::insert(row)
        .on_conflict(anew)
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

fn inwoner(text: String) -> Result<InwonerId, DbErr> {
    InwonerId::new(text).map_err(|error| DbErr::Custom(format!("a stored id cannot be read: {error}")))
}
