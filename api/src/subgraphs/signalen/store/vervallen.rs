//! What was told and holds no longer: whoever heard it is to throw it away (AVG art. 19), by its id alone.

use chrono::{DateTime, Utc};
use schakel_entity::signalen::signaal::{Column, Entity};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Value,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{PER_STATEMENT, SignaalBron};
use crate::{
    domain::PartijId,
    subgraphs::outbox::{Herkomst, VERVALLEN},
};

/// A signal that was told to its receiver, and holds no longer.
#[derive(Clone, Copy, Debug)]
pub struct Vervallen {
    /// Its id.
    pub id: Uuid,
    /// Since when (UTC).
    pub op: DateTime<Utc>,
}

impl SignaalBron {
    /// Notes that these are told, before they are; `false` when one of them holds no longer, so that it may not be.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn note_told(&self, ids: &[Uuid], op: DateTime<Utc>) -> Result<bool, DbErr> {
        if ids.is_empty() {
            return Ok(true);
        }
        let noted = Entity::update_many()
            .col_expr(Column::VerteldOp, Expr::value(op))
            .filter(Column::Id.is_in(ids.iter().copied()))
            .filter(Column::Soort.ne(VERVALLEN))
            .exec(&self.db)
            .await?;
        Ok(usize::try_from(noted.rows_affected) == Ok(ids.len()))
    }

    /// What this receiver was told and holds no longer, in the order in which it ceased to, after the place of another; at
    /// most so many.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn vervallen(
        &self,
        ontvanger: &PartijId,
        after: i64,
        most: u64,
    ) -> Result<Vec<Vervallen>, DbErr> {
        let rows: Vec<(Uuid, DateTime<Utc>)> = Entity::find()
            .select_only()
            .columns([Column::Id, Column::VervallenOp])
            .filter(Column::Ontvanger.eq(ontvanger.as_str()))
            .filter(Column::VervallenNummer.gt(after))
            .order_by_asc(Column::VervallenNummer)
            .limit(most)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|(id, op)| Vervallen { id, op }).collect())
    }

    /// The place of a signal among those that this receiver was told and that hold no longer.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_vervallen(&self, ontvanger: &PartijId, id: Uuid) -> Result<Option<i64>, DbErr> {
        let row = Entity::find_by_id(id)
            .filter(Column::Ontvanger.eq(ontvanger.as_str()))
            .one(&self.db)
            .await?;
        Ok(row.and_then(|row| row.vervallen_nummer))
    }
}

/// What came of these holds no longer: it keeps its place, by which its receiver reads on, and tells nothing. Of those
/// that were told: whom, and which signal.
pub(super) async fn void(
    tx: &DatabaseTransaction,
    vervallen: &[Herkomst],
    op: DateTime<Utc>,
) -> Result<Vec<(String, Uuid)>, DbErr> {
    use Column::{
        Bronhouder, Ernst, Groepen, Herkomst as From, Id, Inwoner, Ontvanger, Soort, VerteldOp, VervallenOp,
    };
    let mut told = Vec::new();
    for chunk in vervallen.chunks(PER_STATEMENT) {
        let of_these = || From.is_in(chunk.iter().copied().map(Uuid::from));
        // Whoever is about to tell one of them finds that it holds no longer, or has noted that they told it.
        Entity::update_many()
            .col_expr(Soort, Expr::value(VERVALLEN))
            .col_expr(Ernst, Expr::value(""))
            .col_expr(Inwoner, Expr::value(""))
            .col_expr(Bronhouder, Expr::value(""))
            .col_expr(Groepen, Expr::value("[]"))
            .col_expr(VervallenOp, Expr::value(op))
            .filter(of_these())
            .exec(tx)
            .await?;
        let rows: Vec<(String, Uuid)> = Entity::find()
            .select_only()
            .columns([Ontvanger, Id])
            .filter(of_these())
            .filter(VerteldOp.is_not_null())
            .order_by_asc(Column::Volgnummer)
            .into_tuple()
            .all(tx)
            .await?;
        told.extend(rows);
        Entity::update_many()
            .col_expr(From, Expr::value(Value::Uuid(None)))
            .filter(of_these())
            .exec(tx)
            .await?;
    }
    Ok(told)
}

/// Puts one that holds no longer at its place among those.
pub(super) async fn place(tx: &DatabaseTransaction, id: Uuid, nummer: i64) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::VervallenNummer, Expr::value(nummer))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use schakel_migration::Room;

    use super::*;
    use crate::{
        domain::SignaalSoort,
        federation::SubgraphName,
        subgraphs::{
            outbox::{Aanbod, Aangeboden},
            publishing::test_kit::{database, inwoner, noon, partij},
        },
    };

    const BRON: SubgraphName = SubgraphName::Trajectbegeleiding;

    fn offered(herkomst: Herkomst, to: &str) -> Aangeboden {
        Aangeboden {
            id: Uuid::now_v7(),
            soort: SignaalSoort::TrajectGestart,
            inwoner: inwoner(1),
            bronhouder: partij(),
            ontvanger: PartijId::new(to).unwrap(),
            als_indiener: false,
            groepen: BTreeSet::new(),
            op: noon(),
            herkomst: Some(herkomst),
        }
    }

    #[tokio::test]
    async fn only_what_was_told_is_told_to_hold_no_longer_and_the_rest_is_told_no_more() {
        let bron = SignaalBron::new(database(Room::Signalen).await);
        let (from, other) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
        let paren = vec![
            offered(from, "incluzio"),
            offered(from, "incluzio"),
            offered(from, "lokalis"),
            offered(other, "incluzio"),
        ];
        let ids: Vec<Uuid> = paren.iter().map(|paar| paar.id).collect();
        let first = Aanbod {
            paren,
            tot: 1,
            ..Aanbod::default()
        };
        assert!(bron.take(BRON, 0, &first, noon()).await.unwrap());
        assert!(bron.note_told(&[ids[0], ids[3]], noon()).await.unwrap());
        let gone = Aanbod {
            vervallen: vec![from],
            tot: 2,
            ..Aanbod::default()
        };
        assert!(bron.take(BRON, 1, &gone, noon()).await.unwrap());
        assert!(
            !bron.note_told(&[ids[1]], noon()).await.unwrap(),
            "too late to tell it"
        );
        let told = async |to: &str| {
            let page = bron.vervallen(&PartijId::new(to).unwrap(), 0, 10).await.unwrap();
            page.into_iter().map(|one| one.id).collect::<Vec<_>>()
        };
        assert_eq!(told("incluzio").await, [ids[0]]);
        assert!(told("lokalis").await.is_empty());
        let gone = Aanbod {
            vervallen: vec![other],
            tot: 3,
            ..Aanbod::default()
        };
        assert!(bron.take(BRON, 2, &gone, noon()).await.unwrap());
        assert_eq!(told("incluzio").await, [ids[0], ids[3]]);
        let incluzio = PartijId::new("incluzio").unwrap();
        let place = bron.find_vervallen(&incluzio, ids[0]).await.unwrap().unwrap();
        let rest = bron.vervallen(&incluzio, place, 10).await.unwrap();
        assert_eq!(rest.iter().map(|one| one.id).collect::<Vec<_>>(), [ids[3]]);
        assert_eq!(bron.find_vervallen(&incluzio, ids[1]).await.unwrap(), None);
    }
}
