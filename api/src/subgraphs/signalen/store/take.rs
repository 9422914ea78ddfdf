use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schakel_entity::signalen::{ontvangerstand, signaal, volgstand};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

use uuid::Uuid;

use super::{
    CHANNEL, PER_STATEMENT, SignaalBron,
    vervallen::{place, void},
};
use crate::{
    federation::SubgraphName,
    subgraphs::{
        Bell,
        outbox::{Aanbod, Aangeboden},
        publishing::{begin_writing, insert_rows},
    },
};

impl SignaalBron {
    /// Up to where the outbox of this subgraph was taken over.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn followed(&self, bron: SubgraphName) -> Result<i64, DbErr> {
        let row = volgstand::Entity::find_by_id(bron.word()).one(&self.db).await?;
        Ok(row.map_or(0, |row| row.volgnummer))
    }

    /// Stores what was offered after a number, and that it was, in one transaction; what holds no longer doesn't since now.
    /// `false` when another process was first, and nothing was stored.
    ///
    /// # Errors
    /// What the database says; then nothing is stored.
    pub async fn take(
        &self,
        bron: SubgraphName,
        after: i64,
        aanbod: &Aanbod,
        now: DateTime<Utc>,
    ) -> Result<bool, DbErr> {
        let tx = begin_writing(&self.db).await?;
        if !move_on(&tx, bron, after, aanbod.tot).await? {
            tx.rollback().await?;
            return Ok(false);
        }
        // What is offered beside it happened after that.
        let told = void(&tx, &aanbod.vervallen, now).await?;
        let mut per_ontvanger: BTreeMap<&str, Taken> = BTreeMap::new();
        for (ontvanger, id) in &told {
            per_ontvanger.entry(ontvanger).or_default().vervallen.push(*id);
        }
        for paar in &aanbod.paren {
            per_ontvanger
                .entry(paar.ontvanger.as_str())
                .or_default()
                .paren
                .push(paar);
        }
        let mut rows = Vec::with_capacity(aanbod.paren.len());
        // In one order, so that those who follow other outboxes never wait in a circle.
        for (ontvanger, Taken { vervallen, paren }) in per_ontvanger {
            let last = advance(&tx, ontvanger, vervallen.len() + paren.len()).await?;
            let mut numbers = last + 1..;
            for (id, nummer) in vervallen.into_iter().zip(&mut numbers) {
                place(&tx, id, nummer).await?;
            }
            for (paar, volgnummer) in paren.into_iter().zip(numbers) {
                rows.push(row(volgnummer, paar)?);
            }
        }
        while !rows.is_empty() {
            let rest = rows.split_off(rows.len().min(PER_STATEMENT));
            insert_rows(&tx, std::mem::replace(&mut rows, rest)).await?;
        }
        Bell::announce(CHANNEL, &tx).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// What becomes of one receiver's list.
#[derive(Default)]
struct Taken<'a> {
    /// Signals that they were told and that hold no longer.
    vervallen: Vec<Uuid>,
    /// New ones.
    paren: Vec<&'a Aangeboden>,
}

/// Moves the mark from where it was read to here, if it still stands there.
async fn move_on(tx: &DatabaseTransaction, bron: SubgraphName, after: i64, tot: i64) -> Result<bool, DbErr> {
    let begin = volgstand::ActiveModel {
        bron: Set(bron.word().to_owned()),
        volgnummer: Set(0),
    };
    volgstand::Entity::insert(begin)
        .on_conflict(
            OnConflict::column(volgstand::Column::Bron)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    let moved = volgstand::Entity::update_many()
        .col_expr(volgstand::Column::Volgnummer, Expr::value(tot))
        .filter(volgstand::Column::Bron.eq(bron.word()))
        .filter(volgstand::Column::Volgnummer.eq(after))
        .exec(tx)
        .await?;
    Ok(moved.rows_affected == 1)
}

/// Takes so many numbers of a receiver; the one before the first of them.
async fn advance(tx: &DatabaseTransaction, ontvanger: &str, count: usize) -> Result<i64, DbErr> {
    let count = i64::try_from(count).map_err(|error| DbErr::Custom(error.to_string()))?;
    let begin = ontvangerstand::ActiveModel {
        ontvanger: Set(ontvanger.to_owned()),
        volgnummer: Set(0),
    };
    let known = OnConflict::column(ontvangerstand::Column::Ontvanger)
        .do_nothing()
        .to_owned();
    ontvangerstand::Entity::insert(begin)
        .on_conflict(known)
        .exec_without_returning(tx)
        .await?;
    ontvangerstand::Entity::update_many()
        .col_expr(
            ontvangerstand::Column::Volgnummer,
            Expr::col(ontvangerstand::Column::Volgnummer).add(count),
        )
        .filter(ontvangerstand::Column::Ontvanger.eq(ontvanger))
        .exec(tx)
        .await?;
    let row = ontvangerstand::Entity::find_by_id(ontvanger).one(tx).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("the counter of a receiver".to_owned()))?;
    Ok(row.volgnummer - count)
}

fn row(volgnummer: i64, paar: &Aangeboden) -> Result<signaal::Model, DbErr> {
    let groepen = serde_json::to_string(&paar.groepen).map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(signaal::Model {
        id: paar.id,
        volgnummer,
        soort: paar.soort.word().to_owned(),
        ernst: paar.soort.regel().ernst.word().to_owned(),
        inwoner: paar.inwoner.as_str().to_owned(),
        bronhouder: paar.bronhouder.as_str().to_owned(),
        ontvanger: paar.ontvanger.as_str().to_owned(),
        als_indiener: paar.als_indiener,
        op: paar.op,
        groepen,
        bevestigd_op: None,
        verteld_op: None,
        vervallen_op: None,
        vervallen_nummer: None,
        herkomst: paar.herkomst.map(Uuid::from),
    })
}
