use std::sync::Arc;

use sea_orm::{DatabaseConnection, DbErr};

use super::{
    Checkpoints, StoredTree, TreeError,
    note::{Checkpoint, NoteError, Verifier},
};
use crate::{
    clock::Clock,
    keys::{LogKeys, NoLogName},
};

/// Signs what a log is, time after time. Several replicas may do so at once: the same size has the same root.
pub struct Notary {
    tree: StoredTree,
    checkpoints: Checkpoints,
    origin: String,
    keys: Arc<LogKeys>,
    verifiers: Vec<Verifier>,
    clock: Arc<dyn Clock>,
}

/// Why no checkpoint is signed.
#[derive(Debug, thiserror::Error)]
pub enum NotaryError {
    /// The log can't be read.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The last checkpoint is none of ours.
    #[error("the last checkpoint is not believed: {0}")]
    Note(#[from] NoteError),
    /// Lines that were signed for are gone or changed: nothing is signed any more.
    #[error("the log is no longer what was signed for at {signed} lines")]
    Altered {
        /// The size of the last checkpoint.
        signed: u64,
    },
    /// The log can't have such a name.
    #[error(transparent)]
    Name(#[from] NoLogName),
}

impl From<DbErr> for NotaryError {
    fn from(error: DbErr) -> Self {
        Self::Tree(error.into())
    }
}

impl Notary {
    /// Whoever signs for the log in this database, under the name `origin`.
    ///
    /// # Errors
    /// [`NotaryError::Name`].
    pub fn new(
        db: DatabaseConnection,
        origin: String,
        keys: Arc<LogKeys>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, NotaryError> {
        let verifiers = keys.verifiers(&origin)?;
        Ok(Self {
            tree: StoredTree::new(db.clone()),
            checkpoints: Checkpoints::new(db),
            origin,
            keys,
            verifiers,
            clock,
        })
    }

    /// The tree that is signed for.
    pub fn tree(&self) -> &StoredTree {
        &self.tree
    }

    /// The name of the log.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// What was signed.
    pub fn checkpoints(&self) -> &Checkpoints {
        &self.checkpoints
    }

    /// The keys by which its notes are checked, the present one first.
    pub fn verifiers(&self) -> &[Verifier] {
        &self.verifiers
    }

    /// Signs for the log as it is now, unless nothing came since the last time. Before that it looks whether
    /// what was signed for last still stands there: a log that was altered gets no new signature.
    ///
    /// # Errors
    /// [`NotaryError`].
    pub async fn sign(&self) -> Result<Option<Checkpoint>, NotaryError> {
        // In this order: another process may sign in between, and what is read later is never smaller.
        let last = self.last().await?;
        let size = self.tree.size().await?;
        let signed = last.as_ref().map_or(0, |last| last.size);
        if size == signed {
            return Ok(None);
        }
        if size < signed {
            return Err(NotaryError::Altered { signed });
        }
        self.tree.grow(signed, size).await?;
        if let Some(last) = last
            && self.tree.root(signed).await? != last.root
        {
            return Err(NotaryError::Altered { signed });
        }
        let checkpoint = Checkpoint {
            origin: self.origin.clone(),
            size,
            root: self.tree.root(size).await?,
        };
        let note = self.keys.sign(&checkpoint)?;
        self.checkpoints.keep(size, note, self.clock.now()).await?;
        Ok(Some(checkpoint))
    }

    async fn last(&self) -> Result<Option<Checkpoint>, NotaryError> {
        let Some(row) = self.checkpoints.latest().await? else {
            return Ok(None);
        };
        Ok(Some(Checkpoint::open(&row.nota, &self.verifiers)?))
    }
}
