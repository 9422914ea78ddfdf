use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use schakel_entity::trajectbegeleiding::{client, traject, vroegsignaal};
use sea_orm::{
    ColumnTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::read::of;
use crate::{
    publication::{Ingang, VroegsignaalBijwerkenInvoer, VroegsignaalStap, VroegsignaalStatus},
    subgraphs::{
        common::words::word,
        publishing::{begin_writing, commit, to_stored_precision},
        trajectbegeleiding::vroegsignalen::Ontvanger,
    },
};

/// Why a step isn't taken. Then nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum HandleError {
    /// One of them isn't there, or not this party's.
    #[error("there is no such early signal for this party")]
    Unknown,
    /// One of them is past this step.
    #[error("an early signal is past this step")]
    Further,
    /// They can't have become this traject.
    #[error("this traject {0}")]
    Traject(&'static str),
    /// The database.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Takes a checked step with early signals of the owner: with all of them or none.
///
/// # Errors
/// [`HandleError`]: then nothing has changed.
pub async fn handle(
    db: &DatabaseConnection,
    ontvanger: &Ontvanger,
    invoer: &VroegsignaalBijwerkenInvoer,
    op: DateTime<Utc>,
) -> Result<(), HandleError> {
    let tx = begin_writing(db).await?;
    let rows = lock(&tx, ontvanger, &invoer.vroegsignalen).await?;
    for row in &rows {
        if !is_possible(invoer.stap, word(&row.status)?) {
            return Err(HandleError::Further);
        }
    }
    let traject = match &invoer.traject {
        Some(bron_id) => Some(find_traject(&tx, ontvanger, bron_id, &rows).await?),
        None => None,
    };
    write(&tx, &rows, invoer, traject, to_stored_precision(op)).await?;
    commit(tx).await?;
    Ok(())
}

/// In one order for everybody: of two who act at once, one waits here.
async fn lock(
    tx: &DatabaseTransaction,
    ontvanger: &Ontvanger,
    ids: &[Uuid],
) -> Result<Vec<vroegsignaal::Model>, HandleError> {
    let ids: BTreeSet<Uuid> = ids.iter().copied().collect();
    let rows = vroegsignaal::Entity::find()
        .filter(of(ontvanger).add(vroegsignaal::Column::Id.is_in(ids.iter().copied())))
        .order_by_asc(vroegsignaal::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    if rows.len() == ids.len() {
        Ok(rows)
    } else {
        Err(HandleError::Unknown)
    }
}

const fn is_possible(stap: VroegsignaalStap, status: VroegsignaalStatus) -> bool {
    use VroegsignaalStatus::{InOnderzoek, Ontvangen};
    match stap {
        VroegsignaalStap::Oppakken => matches!(status, Ontvangen),
        VroegsignaalStap::Koppelen | VroegsignaalStap::Afsluiten => matches!(status, Ontvangen | InOnderzoek),
    }
}

/// Gives those back to the worklist that became a traject which is there no longer, or was about somebody else.
pub(in crate::subgraphs::trajectbegeleiding::store) async fn release(
    tx: &DatabaseTransaction,
    traject: Uuid,
) -> Result<(), DbErr> {
    let under_research = VroegsignaalStatus::InOnderzoek.word();
    vroegsignaal::Entity::update_many()
        .col_expr(vroegsignaal::Column::Status, Expr::value(under_research))
        .col_expr(vroegsignaal::Column::Traject, Expr::value(None::<Uuid>))
        .col_expr(
            vroegsignaal::Column::AfgehandeldOp,
            Expr::value(None::<DateTime<Utc>>),
        )
        .filter(vroegsignaal::COLUMN.traject.eq(traject))
        .exec(tx)
        .await?;
    Ok(())
}

/// The owner's own traject, which began with a signal about its client.
async fn find_traject(
    tx: &DatabaseTransaction,
    ontvanger: &Ontvanger,
    bron_id: &str,
    rows: &[vroegsignaal::Model],
) -> Result<Uuid, HandleError> {
    let found = traject::Entity::find()
        .filter(traject::COLUMN.bronhouder.eq(ontvanger.partij().as_str()))
        .filter(traject::COLUMN.bron_id.eq(bron_id))
        .filter(traject::COLUMN.teruggetrokken_op.is_null())
        .one(tx)
        .await?;
    let traject = found.ok_or(HandleError::Traject("is geen eigen traject"))?;
    if traject.ingang != Ingang::Signaal.word() {
        return Err(HandleError::Traject("kwam niet binnen met ingang SIGNAAL"));
    }
    let clients: Vec<String> = client::Entity::find()
        .select_only()
        .column(client::Column::Inwoner)
        .filter(client::COLUMN.traject.eq(traject.id))
        .into_tuple()
        .all(tx)
        .await?;
    if rows.iter().all(|row| clients.contains(&row.inwoner)) {
        Ok(traject.id)
    } else {
        Err(HandleError::Traject("is niet van wie het signaal gaat"))
    }
}

async fn write(
    tx: &DatabaseTransaction,
    rows: &[vroegsignaal::Model],
    invoer: &VroegsignaalBijwerkenInvoer,
    traject: Option<Uuid>,
    op: DateTime<Utc>,
) -> Result<(), DbErr> {
    let (status, afgehandeld_op) = match invoer.stap {
        VroegsignaalStap::Oppakken => (VroegsignaalStatus::InOnderzoek, None),
        VroegsignaalStap::Koppelen => (VroegsignaalStatus::Traject, Some(op)),
        VroegsignaalStap::Afsluiten => (VroegsignaalStatus::Afgesloten, Some(op)),
    };
    let resultaat = invoer.resultaat.map(|resultaat| resultaat.word());
    vroegsignaal::Entity::update_many()
        .col_expr(vroegsignaal::Column::Status, Expr::value(status.word()))
        .col_expr(vroegsignaal::Column::Resultaat, Expr::value(resultaat))
        .col_expr(vroegsignaal::Column::Traject, Expr::value(traject))
        .col_expr(vroegsignaal::Column::AfgehandeldOp, Expr::value(afgehandeld_op))
        .filter(vroegsignaal::Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(tx)
        .await?;
    Ok(())
}
