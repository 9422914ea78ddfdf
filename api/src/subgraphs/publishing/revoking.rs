//! What an owner takes back of a record: withdrawn, erased for good, or said to have been wrong. Who saw it hears of that.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr, TransactionTrait};
use uuid::Uuid;

use super::{Moment, Publication, begin_writing, commit, to_stored_precision};
use crate::{
    domain::{Gegevensgroep, InwonerId, PartijId, words},
    subgraphs::{
        StoreError,
        common::words::inwoner_id,
        outbox,
        rectificaties::{
            self, Gewist, Gezien, RectificatieSoort, Revoked, find_mark, mark, standing, vanish,
        },
    },
};

words! {
    /// What became of a withdrawal.
    TerugtrekUitkomst {
        /// From now on the record is hidden.
        Teruggetrokken = "TERUGGETROKKEN",
        /// It was hidden already.
        WasAlTeruggetrokken = "WAS_AL_TERUGGETROKKEN",
        /// This party has no record with this id.
        Onbekend = "ONBEKEND",
    }
}

words! {
    /// What became of an erasure.
    WisUitkomst {
        /// The record is gone for good.
        Gewist = "GEWIST",
        /// It was gone already.
        WasAlGewist = "WAS_AL_GEWIST",
        /// This party has no record with this id.
        Onbekend = "ONBEKEND",
    }
}

words! {
    /// Why a record is erased (AVG 17 lid 1).
    Wisgrond {
        /// It is needed no longer (a).
        NietMeerNodig = "NIET_MEER_NODIG",
        /// The consent on which it was kept was withdrawn (b).
        ToestemmingIngetrokken = "TOESTEMMING_INGETROKKEN",
        /// The resident objected, and nothing weighs more (c).
        Bezwaar = "BEZWAAR",
        /// It should never have been kept (d).
        Onrechtmatig = "ONRECHTMATIG",
        /// A law demands it (e).
        WettelijkePlicht = "WETTELIJKE_PLICHT",
    }
}

words! {
    /// What became of a correction.
    RechtzetUitkomst {
        /// Who saw what was wrong hears of it.
        Rechtgezet = "RECHTGEZET",
        /// The record is hidden: who saw it has heard of that.
        Teruggetrokken = "TERUGGETROKKEN",
        /// This party has no record with this id.
        Onbekend = "ONBEKEND",
    }
}

/// Of whom a record tells; of nobody where there is none.
pub(in crate::subgraphs) async fn residents<P: Publication>(
    db: &DatabaseConnection,
    bronhouder: &PartijId,
    bron_id: &str,
) -> Result<Vec<InwonerId>, StoreError> {
    let tx = db.begin().await?;
    let stored = P::find(&tx, bronhouder, bron_id).await?;
    tx.rollback().await?;
    let inwoners = stored.map(|stored| stored.inwoners).unwrap_or_default();
    Ok(inwoners
        .iter()
        .map(|id| inwoner_id(id))
        .collect::<Result<_, _>>()?)
}

/// Withdraws a record: hidden from everybody at commit; who saw it.
pub(in crate::subgraphs) async fn withdraw<P: Publication>(
    db: &DatabaseConnection,
    bronhouder: &PartijId,
    bron_id: &str,
    reden: &str,
    moment: impl Into<Moment>,
) -> Result<(TerugtrekUitkomst, Vec<Gezien>), StoreError> {
    let Moment { op, names } = moment.into();
    let op = to_stored_precision(op);
    let tx = begin_writing(db).await?;
    let (uitkomst, revoked) = match P::find(&tx, bronhouder, bron_id).await? {
        None => (TerugtrekUitkomst::Onbekend, Vec::new()),
        Some(stored) if stored.is_withdrawn => (TerugtrekUitkomst::WasAlTeruggetrokken, Vec::new()),
        Some(stored) => {
            P::hide(&tx, stored.id, reden, op).await?;
            let revoked = revoke::<P>(&tx, bronhouder, stored.id, RectificatieSoort::Terugtrekking, op);
            (TerugtrekUitkomst::Teruggetrokken, revoked.await?)
        }
    };
    let seen = rectificaties::write(&tx, revoked, &names, op).await?;
    commit(tx).await?;
    Ok((uitkomst, seen))
}

/// Erases a record for good: what stays is the mark by which it doesn't come back; who saw it and hasn't heard yet that it
/// was withdrawn.
pub(in crate::subgraphs) async fn erase<P: Publication>(
    db: &DatabaseConnection,
    bronhouder: &PartijId,
    bron_id: &str,
    grond: Wisgrond,
    moment: impl Into<Moment>,
) -> Result<(WisUitkomst, Vec<Gezien>), StoreError> {
    let Moment { op, names } = moment.into();
    let op = to_stored_precision(op);
    let what = (P::SOORT, bronhouder, bron_id);
    let mut gone = Vec::new();
    let tx = begin_writing(db).await?;
    let (uitkomst, revoked) = match P::find(&tx, bronhouder, bron_id).await? {
        Some(stored) => {
            gone = P::erase(&tx, stored.id, op).await?;
            mark(&tx, what, grond.word(), op).await?;
            let revoked = revoke::<P>(&tx, bronhouder, stored.id, RectificatieSoort::Verwijdering, op);
            (WisUitkomst::Gewist, revoked.await?)
        }
        None => match find_mark(&tx, what).await? {
            None => (WisUitkomst::Onbekend, Vec::new()),
            Some(earlier) => {
                // Its time was over, and now no version comes back.
                if earlier != Gewist::VoorGoed {
                    mark(&tx, what, grond.word(), op).await?;
                }
                (WisUitkomst::WasAlGewist, Vec::new())
            }
        },
    };
    let seen = rectificaties::write(&tx, revoked, &names, op).await?;
    outbox::retract(&tx, gone, op).await?;
    commit(tx).await?;
    Ok((uitkomst, seen))
}

/// Says that earlier versions of a record were wrong in these groups, which the present one corrects; who saw those and
/// hasn't heard it yet.
pub(in crate::subgraphs) async fn rectify<P: Publication>(
    db: &DatabaseConnection,
    bronhouder: &PartijId,
    bron_id: &str,
    groepen: BTreeSet<Gegevensgroep>,
    moment: impl Into<Moment>,
) -> Result<(RechtzetUitkomst, Vec<Gezien>), StoreError> {
    let Moment { op, names } = moment.into();
    let op = to_stored_precision(op);
    let tx = begin_writing(db).await?;
    let (uitkomst, revoked) = match P::find(&tx, bronhouder, bron_id).await? {
        None => (RechtzetUitkomst::Onbekend, Vec::new()),
        Some(stored) if stored.is_withdrawn => (RechtzetUitkomst::Teruggetrokken, Vec::new()),
        Some(stored) => {
            let wrong = standing(&tx, stored.id)
                .await?
                .into_iter()
                .map(|(inwoner, van)| Revoked {
                    record: stored.id,
                    bronhouder: bronhouder.clone(),
                    inwoner,
                    soort: RectificatieSoort::Correctie,
                    groepen: groepen.clone(),
                    van,
                    // What was told of the present version stands.
                    tot: stored.gepubliceerd_op,
                });
            (RechtzetUitkomst::Rechtgezet, wrong.collect())
        }
    };
    let seen = rectificaties::write(&tx, revoked, &names, op).await?;
    commit(tx).await?;
    Ok((uitkomst, seen))
}

/// Takes a record out of sight of everybody.
async fn revoke<P: Publication>(
    tx: &DatabaseTransaction,
    bronhouder: &PartijId,
    id: Uuid,
    soort: RectificatieSoort,
    op: DateTime<Utc>,
) -> Result<Vec<Revoked>, DbErr> {
    let gone = vanish(tx, id, &[]).await?;
    let revoked = gone.into_iter().map(|(inwoner, van)| Revoked {
        record: id,
        bronhouder: bronhouder.clone(),
        inwoner,
        soort,
        groepen: Gegevensgroep::of_soort(P::SOORT).collect(),
        van,
        tot: op,
    });
    Ok(revoked.collect())
}
