use chrono::{DateTime, Utc};
use schakel_entity::srw::{dossier, indiening, stap, verwijzing};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{bron_id, erase::was_erased};
use crate::{
    clock::day_in_amsterdam,
    domain::{InwonerId, PartijId, SignaalSoort},
    publication::{VerwijzingIndienenInvoer, VerwijzingStatus},
    subgraphs::{
        StoreError,
        outbox::{self, Gebeurd},
        publishing::{begin_writing, commit, content_hash, insert_head, insert_rows, to_stored_precision},
    },
};

/// A checked referral that somebody submits.
#[derive(Clone, Debug)]
pub struct Indiening {
    /// The party that submits it.
    pub indiener: PartijId,
    /// Who of that party, by its own user id.
    pub gebruiker: String,
    /// The party that is asked.
    pub ontvanger: PartijId,
    /// Whom it is about, by the id under which records are kept.
    pub inwoner: InwonerId,
    /// Whether it is labelled test data.
    pub is_test: bool,
    /// What is submitted.
    pub invoer: VerwijzingIndienenInvoer,
}

/// What was submitted under a key before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// The same: here it is.
    Same(Uuid),
    /// Something else.
    Other,
}

/// A referral that is written, but that nobody sees before it is committed.
pub struct Pending {
    /// The hub's id of it.
    pub id: Uuid,
    tx: DatabaseTransaction,
    gebeurd: Gebeurd,
    op: DateTime<Utc>,
}

impl Pending {
    /// Lets it stand from now on; dropped instead, it was never there.
    ///
    /// # Errors
    /// What the database says.
    pub async fn commit(self) -> Result<Uuid, DbErr> {
        outbox::write(&self.tx, vec![self.gebeurd], self.op).await?;
        commit(self.tx).await?;
        Ok(self.id)
    }
}

/// What this party submitted under the same key before.
///
/// # Errors
/// What the database says.
pub async fn find_submitted(
    db: &impl ConnectionTrait,
    indiener: &PartijId,
    invoer: &VerwijzingIndienenInvoer,
) -> Result<Option<Submitted>, StoreError> {
    let found = indiening::Entity::find()
        .filter(indiening::COLUMN.indiener.eq(indiener.as_str()))
        .filter(indiening::COLUMN.aanvraag_id.eq(invoer.aanvraag_id.as_str()))
        .one(db)
        .await?;
    if found.is_none() && was_erased(db, indiener, &invoer.aanvraag_id).await? {
        return Ok(Some(Submitted::Other));
    }
    let hash = hash(invoer)?;
    Ok(found.map(|row| {
        if row.inhoud_hash == hash {
            Submitted::Same(row.id)
        } else {
            Submitted::Other
        }
    }))
}

/// Writes a referral down; `Err` with what stands under its key when another was first.
///
/// # Errors
/// What the database says.
pub async fn submit(
    db: &DatabaseConnection,
    indiening: Indiening,
    op: DateTime<Utc>,
) -> Result<Result<Pending, Submitted>, StoreError> {
    let tx = begin_writing(db).await?;
    let (id, op) = (Uuid::now_v7(), to_stored_precision(op));
    let unique = [indiening::Column::Indiener, indiening::Column::AanvraagId];
    if !insert_head(&tx, indiening.row(id, op)?, unique).await? {
        let earlier = find_submitted(&tx, &indiening.indiener, &indiening.invoer).await?;
        return earlier.map(Err).ok_or(StoreError::Contended);
    }
    insert_rows(&tx, vec![indiening.dossier(id, op)?]).await?;
    insert_rows(&tx, vec![indiening.verwijzing(id, op)]).await?;
    insert_rows(&tx, vec![indiening.stap(id, op)]).await?;
    let (inwoner, ontvanger) = (indiening.inwoner, indiening.ontvanger);
    let gebeurd = Gebeurd::to_record(id, SignaalSoort::VerwijzingOntvangen, inwoner, ontvanger);
    Ok(Ok(Pending { id, tx, gebeurd, op }))
}

/// The resident is part of it: an id is no BSN.
fn hash(invoer: &VerwijzingIndienenInvoer) -> Result<String, StoreError> {
    content_hash(&[invoer])
}

impl Indiening {
    fn row(&self, id: Uuid, op: DateTime<Utc>) -> Result<indiening::Model, StoreError> {
        let invoer = &self.invoer;
        let afzender = invoer.afzender.clone();
        Ok(indiening::Model {
            id,
            indiener: self.indiener.as_str().to_owned(),
            aanvraag_id: invoer.aanvraag_id.clone(),
            inhoud_hash: hash(invoer)?,
            ontvanger: self.ontvanger.as_str().to_owned(),
            inwoner: self.inwoner.as_str().to_owned(),
            soort: invoer.soort.word().to_owned(),
            route: invoer.route.word().to_owned(),
            vraag: invoer.vraag.clone(),
            afzender_naam: afzender.naam,
            afzender_telefoon: afzender.telefoon,
            afzender_email: afzender.email,
            ingediend_op: op,
            reden: None,
            bron_houdt_bij: false,
            afgerond_gemeld: false,
        })
    }

    fn dossier(&self, id: Uuid, op: DateTime<Utc>) -> Result<dossier::Model, StoreError> {
        Ok(dossier::Model {
            id,
            bronhouder: self.ontvanger.as_str().to_owned(),
            bron_id: bron_id(id),
            versie: op,
            inhoud_hash: hash(&self.invoer)?,
            inwoner: self.inwoner.as_str().to_owned(),
            test: self.is_test,
            gepubliceerd_op: op,
            gehoord_op: None,
            teruggetrokken_op: None,
            terugtrek_reden: None,
        })
    }

    fn verwijzing(&self, id: Uuid, op: DateTime<Utc>) -> verwijzing::Model {
        verwijzing::Model {
            dossier: id,
            volgnummer: 0,
            bron_id: id.to_string(),
            soort: self.invoer.soort.word().to_owned(),
            route: self.invoer.route.word().to_owned(),
            status: VerwijzingStatus::Ingediend.word().to_owned(),
            ingediend_op: day_in_amsterdam(op),
            geaccepteerd_op: None,
            afgerond_op: None,
            behandelaar_naam: None,
            behandelaar_telefoon: None,
            behandelaar_email: None,
            vraag: Some(self.invoer.vraag.clone()),
            terugkoppeling_uitkomst: None,
            terugkoppeling_datum: None,
            terugkoppeling_toelichting: None,
            indiening: Some(id),
        }
    }

    fn stap(&self, id: Uuid, op: DateTime<Utc>) -> stap::Model {
        stap::Model {
            indiening: id,
            volgnummer: 0,
            status: VerwijzingStatus::Ingediend.word().to_owned(),
            op,
            partij: self.indiener.as_str().to_owned(),
            gebruiker: self.gebruiker.clone(),
            aanvraag_id: None,
            inhoud_hash: None,
        }
    }
}
