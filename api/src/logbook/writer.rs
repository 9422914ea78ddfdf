//! Group commit: answers that wait at the same time share one transaction, and so one flush to the disk.

use schakel_entity::logboek::{logstand, verstrekking};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, ExprTrait,
    IntoActiveModel, QueryFilter, TransactionTrait, sea_query::Expr,
};
use tokio::sync::{mpsc, oneshot};

/// Writes the lines of one log, one transaction at a time, in the order in which they come.
#[derive(Clone, Debug)]
pub(crate) struct Writer {
    queue: mpsc::Sender<Waiting>,
}

/// The lines of one answer, which waits until they are durable.
#[derive(Debug)]
struct Waiting {
    lines: Vec<verstrekking::Model>,
    told: oneshot::Sender<Result<(), DbErr>>,
}

/// How many answers may wait in the queue; who comes after them waits to get in.
const QUEUE: usize = 1_024;
/// How many answers share a flush at most.
const ANSWERS_PER_FLUSH: usize = 256;
/// More rows in one statement would pass the databases' bound on parameters.
const ROWS_PER_STATEMENT: usize = 500;

impl Writer {
    /// Starts the task that writes this database's log. It ends when nobody can hand it lines any more.
    pub(crate) fn start(db: DatabaseConnection) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        tokio::spawn(write_all(db, waiting));
        Self { queue }
    }

    /// Writes these lines, all or none, and returns when they are durable. A caller that goes away meanwhile
    /// takes nobody's lines along; its own may be written all the same.
    pub(crate) async fn write(&self, lines: Vec<verstrekking::Model>) -> Result<(), DbErr> {
        if lines.is_empty() {
            return Ok(());
        }
        let gone = |_| DbErr::Custom("nobody writes the log any more".to_owned());
        let (told, answer) = oneshot::channel();
        let waiting = Waiting { lines, told };
        self.queue.send(waiting).await.map_err(|_| gone(()))?;
        answer.await.map_err(|_| gone(()))?
    }
}

async fn write_all(db: DatabaseConnection, mut queue: mpsc::Receiver<Waiting>) {
    let mut batch = Vec::with_capacity(ANSWERS_PER_FLUSH);
    while queue.recv_many(&mut batch, ANSWERS_PER_FLUSH).await > 0 {
        flush(&db, &mut batch).await;
    }
}

/// Writes a batch together and wakes who waits for it. Lines that the database will not have are told apart
/// from the others, so that they refuse their own answer only.
async fn flush(db: &DatabaseConnection, batch: &mut Vec<Waiting>) {
    let together: Vec<_> = batch.iter().flat_map(|waiting| waiting.lines.clone()).collect();
    match append(db, together).await {
        Err(error) if batch.len() > 1 && is_about_content(&error) => {
            for waiting in batch.drain(..) {
                tell(waiting.told, append(db, waiting.lines).await);
            }
        }
        outcome => batch
            .drain(..)
            .for_each(|waiting| tell(waiting.told, outcome.clone())),
    }
}

/// Tells one answer; one that went away meanwhile needs no telling.
fn tell(told: oneshot::Sender<Result<(), DbErr>>, outcome: Result<(), DbErr>) {
    let _gone = told.send(outcome);
}

/// Whether the database answers, but will not have this.
fn is_about_content(error: &DbErr) -> bool {
    matches!(error, DbErr::Exec(_) | DbErr::Query(_))
}

/// Numbers the lines and writes them, all or none.
async fn append(db: &DatabaseConnection, mut lines: Vec<verstrekking::Model>) -> Result<(), DbErr> {
    let count = i64::try_from(lines.len()).map_err(|error| DbErr::Custom(error.to_string()))?;
    let transaction = db.begin().await?;
    let first = advance(&transaction, count).await? - count;
    for (line, number) in lines.iter_mut().zip(first..) {
        line.volgnummer = Some(number);
    }
    for rows in lines.chunks(ROWS_PER_STATEMENT) {
        let rows = rows
            .iter()
            .cloned()
            .map(|line| line.into_active_model().reset_all());
        verstrekking::Entity::insert_many(rows)
            .exec_without_returning(&transaction)
            .await?;
    }
    transaction.commit().await
}

/// Takes the next numbers. The row stays locked until commit, so that numbers become visible in their order
/// and have no gaps; it must be the first statement of its transaction.
async fn advance(transaction: &DatabaseTransaction, count: i64) -> Result<i64, DbErr> {
    logstand::Entity::update_many()
        .col_expr(
            logstand::Column::Grootte,
            Expr::col(logstand::Column::Grootte).add(count),
        )
        .filter(logstand::Column::Id.eq(1))
        .exec(transaction)
        .await?;
    let row = logstand::Entity::find_by_id(1).one(transaction).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("the log's counter".to_owned()))?;
    Ok(row.grootte)
}
