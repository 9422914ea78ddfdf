use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use schakel_entity::logboek::{logknoop, logstand, verstrekking};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseConnection, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect, sea_query::OnConflict,
};

use super::merkle::{Hash, Proof, Subtree, consistency, hash_of, inclusion, node_hash, subtrees};

/// The tree over a stored log. Leaves stand on the lines; of the nodes above them every eighth level is kept,
/// so that a root or a proof reads some hundreds of hashes, however long the log.
#[derive(Clone, Debug)]
pub struct StoredTree {
    db: DatabaseConnection,
}

/// Why a tree tells nothing.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    /// The database.
    #[error("the log cannot be read")]
    Database(#[from] DbErr),
    /// A line or node that must be there is not, or is none.
    #[error("the tree has no hash for level {level}, place {place}")]
    Broken {
        /// Of which height; 0 is a line.
        level: u32,
        /// Its number on that height.
        place: u64,
    },
    /// The log has no such size or line.
    #[error("the log has no such size or line")]
    OutOfRange,
}

/// How many levels there are between one kept level and the next.
const STEP: u32 = 8;

impl StoredTree {
    /// The tree over the log in this database.
    pub fn new(db: DatabaseConnection) -> Self {
        Self { db }
    }

    /// Where the log is.
    pub fn database(&self) -> &DatabaseConnection {
        &self.db
    }

    /// How many lines are committed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn size(&self) -> Result<u64, TreeError> {
        let row = logstand::Entity::find_by_id(1).one(&self.db).await?;
        let row = row.ok_or_else(|| DbErr::RecordNotFound("the log's counter".to_owned()))?;
        u64::try_from(row.grootte).map_err(|_| TreeError::OutOfRange)
    }

    /// The root over the first `size` lines. Nodes up to there must have been kept ([`Self::grow`]).
    ///
    /// # Errors
    /// [`TreeError`].
    pub async fn root(&self, size: u64) -> Result<Hash, TreeError> {
        let nodes = self.load(subtrees(0..size)).await?;
        hash_of(0..size, &nodes).ok_or(TreeError::OutOfRange)
    }

    /// The hash of a line, as it is kept.
    ///
    /// # Errors
    /// [`TreeError`].
    pub async fn leaf(&self, index: u64) -> Result<Hash, TreeError> {
        let leaf = self.kept(0, index..index + 1).await?;
        leaf.first().copied().ok_or(TreeError::OutOfRange)
    }

    /// The proof that line `index` stands in the first `size` lines.
    ///
    /// # Errors
    /// [`TreeError`].
    pub async fn inclusion(&self, index: u64, size: u64) -> Result<Vec<Hash>, TreeError> {
        self.make(inclusion(index, size)).await
    }

    /// The same for many lines at once, in their order.
    ///
    /// # Errors
    /// [`TreeError`].
    pub async fn inclusions(&self, indices: &[u64], size: u64) -> Result<Vec<Vec<Hash>>, TreeError> {
        let proofs = indices.iter().map(|index| inclusion(*index, size));
        let proofs: Vec<Proof> = proofs.collect::<Option<_>>().ok_or(TreeError::OutOfRange)?;
        let wanted: HashSet<Subtree> = proofs.iter().flat_map(Proof::subtrees).collect();
        let nodes = self.load(wanted.into_iter().collect()).await?;
        let hashes = proofs.iter().map(|proof| proof.hashes(&nodes));
        hashes.collect::<Option<_>>().ok_or(TreeError::OutOfRange)
    }

    /// The proof that the first `old` lines are the beginning of the first `new`.
    ///
    /// # Errors
    /// [`TreeError`].
    pub async fn consistency(&self, old: u64, new: u64) -> Result<Vec<Hash>, TreeError> {
        self.make(consistency(old, new)).await
    }

    async fn make(&self, proof: Option<Proof>) -> Result<Vec<Hash>, TreeError> {
        let proof = proof.ok_or(TreeError::OutOfRange)?;
        let nodes = self.load(proof.subtrees()).await?;
        proof.hashes(&nodes).ok_or(TreeError::OutOfRange)
    }

    /// Keeps the nodes that became full between two sizes. Several processes may do so at once: they find the
    /// same hashes.
    ///
    /// # Errors
    /// [`TreeError`].
    pub async fn grow(&self, old: u64, new: u64) -> Result<(), TreeError> {
        let mut level = STEP;
        while new >> level > 0 {
            for index in old >> level..new >> level {
                let below = self
                    .kept(level - STEP, index << STEP..(index + 1) << STEP)
                    .await?;
                self.keep(Subtree { level, index }, fold(below)).await?;
            }
            level += STEP;
        }
        Ok(())
    }

    async fn keep(&self, Subtree { level, index }: Subtree, hash: Option<Hash>) -> Result<(), TreeError> {
        let broken = || TreeError::Broken { level, place: index };
        let row = logknoop::ActiveModel {
            niveau: Set(i32::try_from(level).map_err(|_| broken())?),
            plaats: Set(i64::try_from(index).map_err(|_| broken())?),
            hash: Set(hash.ok_or_else(broken)?.as_bytes().to_vec()),
        };
        let again = OnConflict::columns([logknoop::Column::Niveau, logknoop::Column::Plaats])
            .do_nothing()
            .to_owned();
        logknoop::Entity::insert(row)
            .on_conflict(again)
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }

    /// The hashes of full subtrees.
    async fn load(&self, wanted: Vec<Subtree>) -> Result<HashMap<Subtree, Hash>, TreeError> {
        let mut nodes = HashMap::with_capacity(wanted.len());
        for subtree in wanted {
            let above = subtree.level % STEP;
            let below = subtree.index << above..(subtree.index + 1) << above;
            let hashes = self.kept(subtree.level - above, below).await?;
            let hash = fold(hashes).ok_or(TreeError::OutOfRange)?;
            nodes.insert(subtree, hash);
        }
        Ok(nodes)
    }

    /// The hashes of one kept level, all of a range.
    async fn kept(&self, level: u32, range: Range<u64>) -> Result<Vec<Hash>, TreeError> {
        let number = |number: u64| i64::try_from(number).map_err(|_| TreeError::OutOfRange);
        let (start, end) = (number(range.start)?, number(range.end)?);
        let rows: Vec<(i64, Option<Vec<u8>>)> = if level == 0 {
            use verstrekking::Column::{Blad, Volgnummer};
            verstrekking::Entity::find()
                .select_only()
                .columns([Volgnummer, Blad])
                .filter(Volgnummer.gte(start).and(Volgnummer.lt(end)))
                .order_by_asc(Volgnummer)
                .into_tuple()
                .all(&self.db)
                .await?
        } else {
            use logknoop::Column::{Hash, Niveau, Plaats};
            logknoop::Entity::find()
                .select_only()
                .columns([Plaats, Hash])
                .filter(Niveau.eq(level).and(Plaats.gte(start)).and(Plaats.lt(end)))
                .order_by_asc(Plaats)
                .into_tuple()
                .all(&self.db)
                .await?
        };
        let mut rows = rows.into_iter();
        range
            .map(|place| {
                let broken = || TreeError::Broken { level, place };
                let (found, hash) = rows.next().ok_or_else(broken)?;
                let is_it = u64::try_from(found).is_ok_and(|found| found == place);
                let hash = hash.filter(|_| is_it).ok_or_else(broken)?;
                Hash::from_slice(&hash).map_err(|_| broken())
            })
            .collect()
    }
}

/// The node over 2^n others.
fn fold(mut hashes: Vec<Hash>) -> Option<Hash> {
    while hashes.len() > 1 {
        hashes = hashes
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => Some(node_hash(left, right)),
                _ => None,
            })
            .collect::<Option<_>>()?;
    }
    hashes.first().copied()
}
