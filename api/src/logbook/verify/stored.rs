use std::collections::HashMap;

use schakel_entity::logboek::{controlepunt, logknoop, logstand, verstrekking};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Audit, Fault, Keeping, Line, Report};
use crate::logbook::{
    merkle::{Hash, node_hash},
    note::Verifier,
};

const PAGE: u64 = 5_000;

/// Checks the log in a database, with the checkpoints beside it and those that others hold.
///
/// # Errors
/// When the database can't be read: then nothing is known.
pub async fn audit_stored(
    db: &DatabaseConnection,
    origin: &str,
    keys: &[Verifier],
    held: &[String],
    keeping: Keeping,
) -> Result<Report, DbErr> {
    use verstrekking::Column::Volgnummer;
    let own: Vec<String> = controlepunt::Entity::find()
        .order_by_asc(controlepunt::Column::Grootte)
        .select_only()
        .column(controlepunt::Column::Nota)
        .into_tuple()
        .all(db)
        .await?;
    // Before the lines: what is written meanwhile is no fault.
    let counter = logstand::Entity::find_by_id(1).one(db).await?;
    let says = counter
        .and_then(|row| u64::try_from(row.grootte).ok())
        .unwrap_or(0);
    let mut nodes = KeptNodes::read(db).await?;
    let mut audit = Audit::new(origin, keys, &own, held).keeping(keeping);
    let unnumbered = verstrekking::Entity::find().filter(Volgnummer.is_null());
    for row in unnumbered.all(db).await? {
        audit.line(&row.into());
    }
    let (mut after, mut numbered) = (i64::MIN, 0);
    loop {
        let rows = verstrekking::Entity::find()
            .filter(Volgnummer.gt(after))
            .order_by_asc(Volgnummer)
            .limit(PAGE)
            .all(db)
            .await?;
        let Some(last) = rows.last().and_then(|row| row.volgnummer) else {
            break;
        };
        after = last;
        for line in rows.into_iter().map(Line::from) {
            if let Some(leaf) = audit.line(&line) {
                numbered += 1;
                nodes.push(leaf, &mut audit);
            }
        }
    }
    if numbered < says || says == 0 && numbered > 0 {
        audit.found(Fault::Counter { says });
    }
    nodes.finish(&mut audit);
    Ok(audit.finish())
}

/// The kept nodes, held against those that the lines make.
struct KeptNodes {
    kept: HashMap<(i32, i64), Vec<u8>>,
    /// Per kept level, the hashes below it that don't fill a node yet; and how many nodes were filled.
    open: Vec<(Vec<Hash>, i64)>,
}

/// How many hashes of one kept level make a node of the next.
const WIDTH: usize = 256;

impl KeptNodes {
    async fn read(db: &DatabaseConnection) -> Result<Self, DbErr> {
        let rows = logknoop::Entity::find().all(db).await?;
        Ok(Self {
            kept: rows
                .into_iter()
                .map(|row| ((row.niveau, row.plaats), row.hash))
                .collect(),
            open: Vec::new(),
        })
    }

    fn push(&mut self, leaf: Hash, audit: &mut Audit) {
        let mut hash = leaf;
        for step in 0.. {
            if self.open.len() == step {
                self.open.push((Vec::with_capacity(WIDTH), 0));
            }
            let Some((hashes, place)) = self.open.get_mut(step) else {
                return;
            };
            hashes.push(hash);
            if hashes.len() < WIDTH {
                return;
            }
            let mut nodes = std::mem::take(hashes);
            while nodes.len() > 1 {
                let pairs = nodes.chunks_exact(2);
                nodes = pairs
                    .filter_map(|pair| match pair {
                        [left, right] => Some(node_hash(left, right)),
                        _ => None,
                    })
                    .collect();
            }
            let Some(node) = nodes.pop() else { return };
            hash = node;
            let level = 8 * u32::try_from(step + 1).unwrap_or(u32::MAX);
            let at = (i32::try_from(level).unwrap_or(i32::MAX), *place);
            *place += 1;
            // One that is not kept yet is kept at the next checkpoint.
            if self.kept.remove(&at).is_some_and(|kept| kept != hash.as_bytes()) {
                audit.found(Fault::Node {
                    level,
                    place: at.1.unsigned_abs(),
                });
            }
        }
    }

    /// Nodes over lines that are not there.
    fn finish(self, audit: &mut Audit) {
        let mut left: Vec<_> = self.kept.into_keys().collect();
        left.sort_unstable();
        for (level, place) in left {
            audit.found(Fault::Node {
                level: level.unsigned_abs(),
                place: place.unsigned_abs(),
            });
        }
    }
}
