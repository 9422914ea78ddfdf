//! Early signals, and the receipts of those who gave them, are kept each by its own end: what its receiver does must
//! never show at the giver.

use chrono::{DateTime, NaiveDate, Utc};
use schakel_entity::trajectbegeleiding::{vroegsignaal, vroegsignaalontvangst as ontvangst};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{
    clock::day_in_amsterdam,
    domain::{PartijId, RecordSoort},
    subgraphs::{
        bewaren::Bewaring,
        publishing::{Ended, begin_writing, commit},
    },
};

/// What its receiver keeps of early signals. A newer version of one that was erased is a new one.
pub(in crate::subgraphs::trajectbegeleiding::store) struct Vroegsignalen;

/// What givers are told that they gave: kept as long after its last version as its receiver keeps what was handled.
pub(in crate::subgraphs::trajectbegeleiding::store) struct Ontvangstbewijzen;

/// Declares how rows of a table end and go, each by its own id.
macro_rules! bewaring {
    ($of:ident, $table:ident, $naam:literal, $einde:ident) => {
        #[async_trait::async_trait]
        impl Bewaring for $of {
            fn soort(&self) -> RecordSoort {
                RecordSoort::Vroegsignaal
            }

            fn naam(&self) -> &'static str {
                $naam
            }

            async fn ended(
                &self,
                db: &DatabaseConnection,
                bronhouder: &PartijId,
            ) -> Result<Vec<Ended>, DbErr> {
                let rows = $table::Entity::find()
                    .filter($table::Column::Ontvanger.eq(bronhouder.as_str()))
                    .all(db)
                    .await?;
                let ended = |row: $table::Model| {
                    Some(Ended {
                        einde: $einde(&row)?,
                        bron_id: row.id.to_string(),
                    })
                };
                Ok(rows.into_iter().filter_map(ended).collect())
            }

            async fn expire(
                &self,
                db: &DatabaseConnection,
                (_, id): (&PartijId, &str),
                grens: NaiveDate,
                _: DateTime<Utc>,
            ) -> Result<bool, DbErr> {
                let id = Uuid::parse_str(id).map_err(|error| DbErr::Custom(error.to_string()))?;
                let tx = begin_writing(db).await?;
                let found = $table::Entity::find_by_id(id)
                    .lock_exclusive()
                    .one(&tx)
                    .await?;
                let einde = found.and_then(|row| $einde(&row));
                if einde.is_none_or(|einde| einde > grens) {
                    return Ok(false);
                }
                $table::Entity::delete_by_id(id).exec(&tx).await?;
                commit(tx).await?;
                Ok(true)
            }
        }
    };
}

bewaring!(Vroegsignalen, vroegsignaal, "VROEGSIGNAAL", handled);
bewaring!(Ontvangstbewijzen, ontvangst, "VROEGSIGNAAL_ONTVANGST", given);

/// When its receiver was done with it, or its giver took it back; a newer version of what became a traject counts too.
fn handled(row: &vroegsignaal::Model) -> Option<NaiveDate> {
    let done = row
        .afgehandeld_op
        .map(|op| op.max(row.bijgewerkt_op))
        .or(row.ingetrokken_op);
    done.map(day_in_amsterdam)
}

/// When its last version was given, or taken back: nothing of what its receiver does.
fn given(row: &ontvangst::Model) -> Option<NaiveDate> {
    let last = row.ingetrokken_op.unwrap_or(row.ontvangen_op);
    Some(day_in_amsterdam(last.max(row.ontvangen_op)))
}
