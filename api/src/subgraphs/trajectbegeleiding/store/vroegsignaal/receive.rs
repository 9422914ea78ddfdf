use chrono::{DateTime, NaiveDate, Utc};
use schakel_entity::trajectbegeleiding::{traject, vroegsignaal, vroegsignaalontvangst as ontvangst};
use sea_orm::{
    ActiveModelTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    domain::{Fase, InwonerId, PartijId, RecordSoort},
    publication::{Toelating, VroegsignaalInvoer, VroegsignaalStatus},
    subgraphs::{
        StoreError,
        common::words::{inwoner_id, partij_id},
        outbox::{Gebeurd, Herkomst},
        publishing::{
            self, Head, Publication, Published, Stored, TerugtrekUitkomst, content_hash, insert_head,
            insert_rows, replace_head,
        },
        trajectbegeleiding::vroegsignalen::Signaalpartner,
    },
};

/// A checked early signal, of a resident who is known.
#[derive(Clone, Debug)]
pub struct ReadyVroegsignaal {
    /// The party that gives it.
    pub signaalpartner: PartijId,
    /// Whom it is about, by the id under which records are kept.
    pub inwoner: [InwonerId; 1],
    /// Where it goes, and on which ground.
    pub toelating: Toelating,
    /// What the source says.
    pub invoer: VroegsignaalInvoer,
}

/// What a giver gave before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The number of the receipt.
    pub nummer: Uuid,
    /// Whom it is about.
    pub inwoner: InwonerId,
    /// To which party it went.
    pub ontvanger: PartijId,
}

/// Takes in one early signal: newer replaces older as a whole, a repetition changes nothing.
///
/// # Errors
/// [`StoreError::VersieConflict`] when the same version came before with another content.
pub async fn receive(
    db: &DatabaseConnection,
    publication: ReadyVroegsignaal,
    op: DateTime<Utc>,
) -> Result<Published, StoreError> {
    publishing::publish(db, &publication, op).await
}

/// Takes an early signal back: hidden from its receiver at commit.
///
/// # Errors
/// What the database says.
pub async fn take_back(
    db: &DatabaseConnection,
    signaalpartner: &Signaalpartner,
    bron_id: &str,
    reden: &str,
    op: DateTime<Utc>,
) -> Result<TerugtrekUitkomst, StoreError> {
    let partij = signaalpartner.partij();
    // An early signal has no groups: nobody but its receiver saw it.
    let (uitkomst, _) = publishing::withdraw::<ReadyVroegsignaal>(db, partij, bron_id, reden, op).await?;
    Ok(uitkomst)
}

/// What a giver gave under this id.
///
/// # Errors
/// When the database cannot be read.
pub async fn find_given(
    db: &DatabaseConnection,
    signaalpartner: &Signaalpartner,
    bron_id: &str,
) -> Result<Option<Given>, DbErr> {
    let found = ontvangst::Entity::find()
        .filter(
            ontvangst::COLUMN
                .signaalpartner
                .eq(signaalpartner.partij().as_str()),
        )
        .filter(ontvangst::COLUMN.bron_id.eq(bron_id))
        .one(db)
        .await?;
    let given = |row: ontvangst::Model| -> Result<Given, DbErr> {
        Ok(Given {
            nummer: row.id,
            inwoner: inwoner_id(&row.inwoner)?,
            ontvanger: partij_id(&row.ontvanger)?,
        })
    };
    found.map(given).transpose()
}

/// The rules of publishing look at the receipt; the receiver's record follows it.
impl Publication for ReadyVroegsignaal {
    const SOORT: RecordSoort = RecordSoort::Vroegsignaal;

    fn bronhouder(&self) -> &PartijId {
        &self.signaalpartner
    }

    fn bron_id(&self) -> &str {
        &self.invoer.bron_id
    }

    fn versie(&self) -> DateTime<Utc> {
        self.invoer.versie
    }

    fn inwoners(&self) -> &[InwonerId] {
        &self.inwoner
    }

    fn content_hash(&self) -> Result<String, StoreError> {
        content_hash(&self.invoer)
    }

    /// What becomes of it, its receiver says.
    fn einde(&self) -> Option<NaiveDate> {
        None
    }

    async fn find(
        tx: &DatabaseTransaction,
        signaalpartner: &PartijId,
        bron_id: &str,
    ) -> Result<Option<Stored>, DbErr> {
        let found = ontvangst::Entity::find()
            .filter(ontvangst::COLUMN.signaalpartner.eq(signaalpartner.as_str()))
            .filter(ontvangst::COLUMN.bron_id.eq(bron_id))
            .lock_exclusive()
            .one(tx)
            .await?;
        Ok(found.map(|row| Stored {
            id: row.id,
            versie: row.versie,
            inhoud_hash: row.inhoud_hash,
            inwoners: vec![row.inwoner],
            is_withdrawn: row.ingetrokken_op.is_some(),
            gepubliceerd_op: row.ontvangen_op,
        }))
    }

    async fn insert(&self, tx: &DatabaseTransaction, head: Head) -> Result<bool, StoreError> {
        let op = head.op;
        let unique = [ontvangst::Column::Signaalpartner, ontvangst::Column::BronId];
        let is_first = insert_head(tx, self.receipt(head), unique).await?;
        if is_first {
            self.put(tx, op).await?;
        }
        Ok(is_first)
    }

    async fn replace(&self, tx: &DatabaseTransaction, head: Head) -> Result<(), StoreError> {
        let op = head.op;
        replace_head::<ontvangst::Entity>(tx, self.receipt(head)).await?;
        Ok(self.put(tx, op).await?)
    }

    /// Nobody is signalled: it stands in the receiver's worklist.
    async fn happened(
        &self,
        _: &DatabaseTransaction,
        _: Uuid,
        _: Option<&Stored>,
    ) -> Result<Vec<Gebeurd>, DbErr> {
        Ok(Vec::new())
    }

    /// It tells of one moment: nobody waits to hear of it again.
    async fn heard(_: &DatabaseTransaction, _: Uuid, _: DateTime<Utc>) -> Result<(), DbErr> {
        Ok(())
    }

    async fn hide(tx: &DatabaseTransaction, id: Uuid, reden: &str, op: DateTime<Utc>) -> Result<(), DbErr> {
        let Some(receipt) = ontvangst::Entity::find_by_id(id).one(tx).await? else {
            return Ok(());
        };
        vroegsignaal::Entity::update_many()
            .col_expr(vroegsignaal::Column::IngetrokkenOp, Expr::value(op))
            .col_expr(vroegsignaal::Column::IntrekReden, Expr::value(reden))
            .filter(
                vroegsignaal::COLUMN
                    .signaalpartner
                    .eq(receipt.signaalpartner.as_str()),
            )
            .filter(vroegsignaal::COLUMN.bron_id.eq(receipt.bron_id.as_str()))
            .exec(tx)
            .await?;
        let mut row = receipt.into_active_model();
        row.ingetrokken_op = sea_orm::ActiveValue::Set(Some(op));
        row.update(tx).await?;
        Ok(())
    }

    async fn erase(tx: &DatabaseTransaction, id: Uuid, _: DateTime<Utc>) -> Result<Vec<Herkomst>, DbErr> {
        let Some(receipt) = ontvangst::Entity::find_by_id(id).one(tx).await? else {
            return Ok(Vec::new());
        };
        vroegsignaal::Entity::delete_many()
            .filter(
                vroegsignaal::COLUMN
                    .signaalpartner
                    .eq(receipt.signaalpartner.as_str()),
            )
            .filter(vroegsignaal::COLUMN.bron_id.eq(receipt.bron_id.as_str()))
            .exec(tx)
            .await?;
        ontvangst::Entity::delete_by_id(id).exec(tx).await?;
        Ok(Vec::new())
    }
}

impl ReadyVroegsignaal {
    fn receipt(&self, head: Head) -> ontvangst::Model {
        let [inwoner] = &self.inwoner;
        ontvangst::Model {
            id: head.id,
            signaalpartner: self.signaalpartner.as_str().to_owned(),
            bron_id: self.invoer.bron_id.clone(),
            versie: head.versie,
            inhoud_hash: head.inhoud_hash,
            inwoner: inwoner.as_str().to_owned(),
            ontvanger: self.toelating.ontvanger.as_str().to_owned(),
            ontvangen_op: head.op,
            ingetrokken_op: None,
        }
    }

    /// Puts it before the receiver.
    async fn put(&self, tx: &DatabaseTransaction, op: DateTime<Utc>) -> Result<(), DbErr> {
        let stored = vroegsignaal::Entity::find()
            .filter(
                vroegsignaal::COLUMN
                    .signaalpartner
                    .eq(self.signaalpartner.as_str()),
            )
            .filter(vroegsignaal::COLUMN.bron_id.eq(self.invoer.bron_id.as_str()))
            .lock_exclusive()
            .one(tx)
            .await?;
        match stored {
            Some(stored) => {
                let is_done = is_done(tx, &stored).await?;
                replace_head::<vroegsignaal::Entity>(tx, self.following(stored, is_done, op)).await
            }
            None => insert_rows(tx, vec![self.first(Uuid::now_v7(), op)]).await,
        }
    }

    fn first(&self, id: Uuid, op: DateTime<Utc>) -> vroegsignaal::Model {
        let ([inwoner], invoer) = (&self.inwoner, &self.invoer);
        vroegsignaal::Model {
            id,
            signaalpartner: self.signaalpartner.as_str().to_owned(),
            bron_id: invoer.bron_id.clone(),
            ontvanger: self.toelating.ontvanger.as_str().to_owned(),
            inwoner: inwoner.as_str().to_owned(),
            soort: invoer.soort.word().to_owned(),
            maanden: invoer.maanden,
            bedrag: invoer.bedrag,
            peildatum: invoer.peildatum,
            grondslag: self.toelating.grondslag.clone(),
            status: VroegsignaalStatus::Ontvangen.word().to_owned(),
            resultaat: None,
            traject: None,
            ontvangen_op: op,
            bijgewerkt_op: op,
            afgehandeld_op: None,
            ingetrokken_op: None,
            intrek_reden: None,
        }
    }

    /// Work on it goes on over a newer version. What was closed or taken back, or became a traject that has ended, or goes to
    /// somebody else, or is about somebody else, begins anew.
    fn following(
        &self,
        stored: vroegsignaal::Model,
        is_done: bool,
        op: DateTime<Utc>,
    ) -> vroegsignaal::Model {
        let anew = self.first(stored.id, op);
        let is_elsewhere = (&stored.inwoner, &stored.ontvanger) != (&anew.inwoner, &anew.ontvanger);
        if is_done || is_elsewhere || stored.ingetrokken_op.is_some() {
            return anew;
        }
        vroegsignaal::Model {
            status: stored.status,
            traject: stored.traject,
            ontvangen_op: stored.ontvangen_op,
            afgehandeld_op: stored.afgehandeld_op,
            ..anew
        }
    }
}

/// Whether its receiver is done with it: it was closed, or became a traject that has ended.
async fn is_done(tx: &DatabaseTransaction, stored: &vroegsignaal::Model) -> Result<bool, DbErr> {
    let Some(traject) = stored.traject else {
        return Ok(stored.status == VroegsignaalStatus::Afgesloten.word());
    };
    let found = traject::Entity::find_by_id(traject).one(tx).await?;
    Ok(found.is_none_or(|traject| traject.fase == Fase::Afgesloten.word()))
}
