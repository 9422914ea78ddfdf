use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use schakel_entity::srw::{dossier, indiening, stap, verwijzing};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, DatabaseConnection, DatabaseTransaction,
    DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    clock::day_in_amsterdam,
    domain::{PartijId, SignaalSoort},
    publication::{VerwijzingBijwerkenInvoer, VerwijzingStap, VerwijzingStatus},
    subgraphs::{
        StoreError,
        common::words::{inwoner_id, partij_id, word},
        outbox::{self, Gebeurd},
        publishing::{begin_writing, commit, content_hash, insert_rows, to_stored_precision},
        srw::{
            stappen::{self, Kant},
            store::indiening::note_gemeld,
        },
    },
};

/// A checked step, and who takes it.
#[derive(Clone, Debug)]
pub struct Stap {
    /// The party.
    pub partij: PartijId,
    /// Who of that party, by its own user id.
    pub gebruiker: String,
    /// What is done.
    pub invoer: VerwijzingBijwerkenInvoer,
}

/// Why a step isn't taken. Then nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum StapError {
    /// There is none, or this party is neither of its sides.
    #[error("there is no such referral for this party")]
    Unknown,
    /// Another step was asked under the same key.
    #[error("another step was asked under this key")]
    Conflict,
    /// The step can't be compared with an earlier one.
    #[error("the step can't be written as json")]
    Content(#[from] StoreError),
    /// The receiver's source owns how far it is.
    #[error("the source of the receiver owns the state")]
    BronHoudtBij,
    /// The table has no such row.
    #[error("a referral that is {van} can't take this step")]
    NotPossible {
        /// Where it stands.
        van: VerwijzingStatus,
        /// What this side can do.
        wel: Vec<VerwijzingStap>,
    },
    /// The database.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Which side of a referral a party is; `None` where it is neither, or there is no such referral.
///
/// # Errors
/// What the database says.
pub async fn find_kant(db: &DatabaseConnection, id: Uuid, partij: &PartijId) -> Result<Option<Kant>, DbErr> {
    let found = indiening::Entity::find_by_id(id).one(db).await?;
    Ok(found.and_then(|row| kant(&row, partij)))
}

/// Takes one step, if the table has it; one that was taken under the same key before isn't taken again.
///
/// # Errors
/// [`StapError`]: then nothing has changed.
pub async fn advance(db: &DatabaseConnection, stap: Stap, op: DateTime<Utc>) -> Result<(), StapError> {
    let tx = begin_writing(db).await?;
    let (indiening, kant) = lock(&tx, &stap).await?;
    if was_taken(&tx, &stap).await? {
        return Ok(());
    }
    if indiening.bron_houdt_bij {
        return Err(StapError::BronHoudtBij);
    }
    let standing = verwijzing::Entity::find_by_id((indiening.id, 0)).one(&tx).await?;
    let standing = standing.ok_or(StapError::Unknown)?;
    let naar = next(&standing, stap.invoer.stap, kant)?;
    let gebeurd = happened(&indiening, &standing, naar, &stap.invoer)?;
    let (id, op) = (indiening.id, to_stored_precision(op));
    if finishes(&standing, naar) {
        note_gemeld(&tx, BTreeSet::from([id])).await?;
    }
    note_reden(&tx, indiening, &stap.invoer).await?;
    write(&tx, standing, naar, &stap.invoer, op).await?;
    note_step(&tx, id, naar, stap, op).await?;
    outbox::write(&tx, gebeurd, op).await?;
    commit(tx).await?;
    Ok(())
}

/// Whether this party took the same step under the same key before.
async fn was_taken(tx: &DatabaseTransaction, stap: &Stap) -> Result<bool, StapError> {
    let Some(key) = &stap.invoer.aanvraag_id else {
        return Ok(false);
    };
    let taken = stap::Entity::find()
        .filter(stap::COLUMN.indiening.eq(stap.invoer.verwijzing))
        .filter(stap::COLUMN.partij.eq(stap.partij.as_str()))
        .filter(stap::Column::AanvraagId.eq(key.as_str()))
        .one(tx)
        .await?;
    let Some(taken) = taken else {
        return Ok(false);
    };
    if taken.inhoud_hash == Some(hash(&stap.invoer)?) {
        Ok(true)
    } else {
        Err(StapError::Conflict)
    }
}

fn hash(invoer: &VerwijzingBijwerkenInvoer) -> Result<String, StoreError> {
    content_hash(&[invoer])
}

/// Both sides may act at once: of two, one waits here.
async fn lock(tx: &DatabaseTransaction, stap: &Stap) -> Result<(indiening::Model, Kant), StapError> {
    let partij = stap.partij.as_str();
    let is_side = Condition::any()
        .add(indiening::Column::Indiener.eq(partij))
        .add(indiening::Column::Ontvanger.eq(partij));
    let found = indiening::Entity::find_by_id(stap.invoer.verwijzing)
        .filter(is_side)
        .lock_exclusive()
        .one(tx)
        .await?;
    let row = found.ok_or(StapError::Unknown)?;
    let kant = kant(&row, &stap.partij).ok_or(StapError::Unknown)?;
    Ok((row, kant))
}

fn kant(row: &indiening::Model, partij: &PartijId) -> Option<Kant> {
    let sides = [(&row.indiener, Kant::Indiener), (&row.ontvanger, Kant::Ontvanger)];
    sides
        .into_iter()
        .find(|(side, _)| side.as_str() == partij.as_str())
        .map(|(_, kant)| kant)
}

fn next(
    standing: &verwijzing::Model,
    stap: VerwijzingStap,
    kant: Kant,
) -> Result<VerwijzingStatus, StapError> {
    let van = word(&standing.status)?;
    // The terugkoppeling is given once.
    let is_given = stap == VerwijzingStap::Terugkoppelen && standing.terugkoppeling_datum.is_some();
    let refused = || {
        let wel = stappen::possible(van, kant).into_iter();
        let still = |one: &VerwijzingStap| {
            *one != VerwijzingStap::Terugkoppelen || standing.terugkoppeling_datum.is_none()
        };
        StapError::NotPossible {
            van,
            wel: wel.filter(still).collect(),
        }
    };
    let naar = stappen::next(van, stap, kant).filter(|_| !is_given);
    naar.ok_or_else(refused)
}

fn finishes(standing: &verwijzing::Model, naar: VerwijzingStatus) -> bool {
    naar == VerwijzingStatus::Afgerond && standing.status != naar.word()
}

/// What is news of a step to others: that it is finished, and that nothing was told of what came of it; and that this came
/// after all.
fn happened(
    indiening: &indiening::Model,
    standing: &verwijzing::Model,
    naar: VerwijzingStatus,
    invoer: &VerwijzingBijwerkenInvoer,
) -> Result<Vec<Gebeurd>, DbErr> {
    let is_finished_now = finishes(standing, naar) && !indiening.afgerond_gemeld;
    let is_told = standing.terugkoppeling_datum.is_some() || invoer.terugkoppeling.is_some();
    let comes_after = standing.status == VerwijzingStatus::Afgerond.word()
        && standing.terugkoppeling_datum.is_none()
        && is_told;
    if !is_finished_now && !comes_after {
        return Ok(Vec::new());
    }
    let (inwoner, ontvanger) = (inwoner_id(&indiening.inwoner)?, partij_id(&indiening.ontvanger)?);
    let indiener = partij_id(&indiening.indiener)?;
    let gebeurd = |soort| {
        Gebeurd::to_record(indiening.id, soort, inwoner.clone(), ontvanger.clone())
            .for_ontvanger(indiener.clone())
    };
    let silent = (!is_told).then_some(SignaalSoort::TerugkoppelingOntbreekt);
    let soorten = std::iter::once(SignaalSoort::VerwijzingAfgerond).chain(silent);
    Ok(soorten.map(gebeurd).collect())
}

async fn note_reden(
    tx: &DatabaseTransaction,
    indiening: indiening::Model,
    invoer: &VerwijzingBijwerkenInvoer,
) -> Result<(), DbErr> {
    let Some(reden) = &invoer.reden else {
        return Ok(());
    };
    let mut row = indiening.into_active_model();
    row.reden = Set(Some(reden.clone()));
    row.update(tx).await?;
    Ok(())
}

async fn write(
    tx: &DatabaseTransaction,
    standing: verwijzing::Model,
    naar: VerwijzingStatus,
    invoer: &VerwijzingBijwerkenInvoer,
    op: DateTime<Utc>,
) -> Result<(), DbErr> {
    let today = day_in_amsterdam(op);
    let has_ended = standing.afgerond_op.is_some();
    let dossier = standing.dossier;
    let mut row = standing.into_active_model();
    row.status = Set(naar.word().to_owned());
    match naar {
        VerwijzingStatus::Geaccepteerd => row.geaccepteerd_op = Set(Some(today)),
        VerwijzingStatus::Geweigerd | VerwijzingStatus::Ingetrokken => row.afgerond_op = Set(Some(today)),
        VerwijzingStatus::Afgerond if !has_ended => row.afgerond_op = Set(Some(today)),
        _ => {}
    }
    if let Some(behandelaar) = &invoer.behandelaar {
        row.behandelaar_naam = Set(Some(behandelaar.naam.clone()));
        row.behandelaar_telefoon = Set(behandelaar.telefoon.clone());
        row.behandelaar_email = Set(behandelaar.email.clone());
    }
    if let Some(gegeven) = &invoer.terugkoppeling {
        row.terugkoppeling_uitkomst = Set(Some(gegeven.uitkomst.word().to_owned()));
        row.terugkoppeling_datum = Set(Some(today));
        row.terugkoppeling_toelichting = Set(gegeven.toelichting.clone());
    }
    row.update(tx).await?;
    dossier::Entity::update_many()
        .col_expr(dossier::Column::Versie, Expr::value(op))
        .col_expr(dossier::Column::GepubliceerdOp, Expr::value(op))
        .filter(dossier::COLUMN.id.eq(dossier))
        .exec(tx)
        .await?;
    Ok(())
}

async fn note_step(
    tx: &DatabaseTransaction,
    indiening: Uuid,
    naar: VerwijzingStatus,
    stap: Stap,
    op: DateTime<Utc>,
) -> Result<(), StapError> {
    let taken = stap::Entity::find()
        .filter(stap::COLUMN.indiening.eq(indiening))
        .count(tx)
        .await?;
    let row = stap::Model {
        indiening,
        volgnummer: i32::try_from(taken).map_err(|error| DbErr::Custom(error.to_string()))?,
        status: naar.word().to_owned(),
        op,
        partij: stap.partij.as_str().to_owned(),
        gebruiker: stap.gebruiker,
        inhoud_hash: stap
            .invoer
            .aanvraag_id
            .as_ref()
            .map(|_| hash(&stap.invoer))
            .transpose()?,
        aanvraag_id: stap.invoer.aanvraag_id,
    };
    Ok(insert_rows(tx, vec![row]).await?)
}
