//! Takes in what parties publish of their dossiers.

mod happened;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use schakel_entity::srw::{dossier, verwijzing};
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{bewaren, indiening};
use crate::{
    domain::{InwonerId, PartijId, RecordSoort},
    publication::{SrwDossierInvoer, TerugkoppelingUitkomst, VerwijzingInvoer, VerwijzingStatus},
    subgraphs::{
        StoreError,
        outbox::{Gebeurd, Herkomst},
        publishing::{
            self, Head, Moment, Publication, Published, Stored, content_hash, delete_rows, insert_head,
            insert_rows, numbered, replace_head,
        },
    },
};

/// A checked dossier whose inwoner is known.
#[derive(Clone, Debug)]
pub struct ReadySrwDossier {
    /// The party that publishes it, and owns it from now on.
    pub bronhouder: PartijId,
    /// Whom it is about, by the present id.
    pub inwoner: InwonerId,
    /// What the source says.
    pub invoer: SrwDossierInvoer,
    /// Whether it is labelled test data.
    pub is_test: bool,
}

/// Takes in one dossier: newer replaces older as a whole, a repetition changes nothing.
///
/// # Errors
/// [`StoreError::VersieConflict`] when the same version came before with another content.
pub async fn publish(
    db: &DatabaseConnection,
    publication: ReadySrwDossier,
    moment: impl Into<Moment>,
) -> Result<Published, StoreError> {
    publishing::publish(db, &publication, moment).await
}

/// Takes in many dossiers in one transaction, for imports: each whole or not at all, the results in the order given.
///
/// # Errors
/// Where the transaction itself fails: then nothing was taken in.
pub async fn publish_many(
    db: &DatabaseConnection,
    publications: &[ReadySrwDossier],
    moment: impl Into<Moment>,
) -> Result<Vec<Result<Published, StoreError>>, StoreError> {
    publishing::publish_many(db, publications, moment).await
}

/// Of whom these dossiers are in sight, and won't be any more when they are published.
///
/// # Errors
/// What the database says.
pub async fn leaving(
    db: &DatabaseConnection,
    publications: &[ReadySrwDossier],
) -> Result<Vec<InwonerId>, StoreError> {
    Ok(publishing::find_leaving(db, publications).await?)
}

impl Publication for ReadySrwDossier {
    const SOORT: RecordSoort = RecordSoort::SrwDossier;

    fn bronhouder(&self) -> &PartijId {
        &self.bronhouder
    }

    fn bron_id(&self) -> &str {
        &self.invoer.bron_id
    }

    fn versie(&self) -> DateTime<Utc> {
        self.invoer.versie
    }

    fn inwoners(&self) -> &[InwonerId] {
        std::slice::from_ref(&self.inwoner)
    }

    fn content_hash(&self) -> Result<String, StoreError> {
        content_hash(&self.invoer)
    }

    fn einde(&self) -> Option<NaiveDate> {
        bewaren::einde(&self.invoer)
    }

    async fn find(
        tx: &DatabaseTransaction,
        bronhouder: &PartijId,
        bron_id: &str,
    ) -> Result<Option<Stored>, DbErr> {
        let found = dossier::Entity::find()
            .filter(dossier::COLUMN.bronhouder.eq(bronhouder.as_str()))
            .filter(dossier::COLUMN.bron_id.eq(bron_id))
            .lock_exclusive()
            .one(tx)
            .await?;
        Ok(found.map(|row| Stored {
            id: row.id,
            versie: row.versie,
            inhoud_hash: row.inhoud_hash,
            inwoners: vec![row.inwoner],
            is_withdrawn: row.teruggetrokken_op.is_some(),
            gepubliceerd_op: row.gepubliceerd_op,
        }))
    }

    async fn insert(&self, tx: &DatabaseTransaction, head: Head) -> Result<bool, StoreError> {
        let (id, op) = (head.id, head.op);
        let unique = [dossier::Column::Bronhouder, dossier::Column::BronId];
        let is_first = insert_head(tx, dossier(self, head), unique).await?;
        if is_first {
            self.insert_parts(tx, id, op).await?;
        }
        Ok(is_first)
    }

    async fn replace(&self, tx: &DatabaseTransaction, head: Head) -> Result<(), StoreError> {
        let (id, op) = (head.id, head.op);
        replace_head::<dossier::Entity>(tx, dossier(self, head)).await?;
        indiening::give_back(tx, id).await?;
        delete_rows(tx, verwijzing::Column::Dossier, id).await?;
        self.insert_parts(tx, id, op).await
    }

    async fn happened(
        &self,
        tx: &DatabaseTransaction,
        id: Uuid,
        stored: Option<&Stored>,
    ) -> Result<Vec<Gebeurd>, DbErr> {
        happened::derive(tx, id, self, stored).await
    }

    async fn heard(tx: &DatabaseTransaction, id: Uuid, op: DateTime<Utc>) -> Result<(), DbErr> {
        dossier::Entity::update_many()
            .col_expr(dossier::Column::GehoordOp, Expr::value(op))
            .filter(dossier::COLUMN.id.eq(id))
            .exec(tx)
            .await?;
        Ok(())
    }

    async fn hide(tx: &DatabaseTransaction, id: Uuid, reden: &str, op: DateTime<Utc>) -> Result<(), DbErr> {
        indiening::give_back(tx, id).await?;
        dossier::Entity::update_many()
            .col_expr(dossier::Column::TeruggetrokkenOp, Expr::value(op))
            .col_expr(dossier::Column::TerugtrekReden, Expr::value(reden))
            .filter(dossier::COLUMN.id.eq(id))
            .exec(tx)
            .await?;
        Ok(())
    }

    async fn erase(tx: &DatabaseTransaction, id: Uuid, op: DateTime<Utc>) -> Result<Vec<Herkomst>, DbErr> {
        let submitted: Vec<Option<Uuid>> = verwijzing::Entity::find()
            .select_only()
            .column(verwijzing::Column::Indiening)
            .filter(verwijzing::COLUMN.dossier.eq(id))
            .into_tuple()
            .all(tx)
            .await?;
        let mut gone = Vec::new();
        for one in submitted.into_iter().flatten() {
            gone.extend(indiening::erase(tx, one, op).await?);
        }
        indiening::give_back(tx, id).await?;
        delete_rows(tx, verwijzing::Column::Dossier, id).await?;
        delete_rows(tx, dossier::Column::Id, id).await?;
        Ok(gone)
    }
}

impl ReadySrwDossier {
    /// Its referrals that were submitted through the hub, with how far it says that they are.
    fn submitted(&self) -> BTreeMap<Uuid, VerwijzingStatus> {
        let verwijzingen = self.invoer.verwijzingen.iter();
        verwijzingen
            .filter_map(|one| Some((one.verwijzing?, one.status)))
            .collect()
    }

    /// Writes the referrals; those that were submitted through the hub are its source's own from now on.
    async fn insert_parts(
        &self,
        tx: &DatabaseTransaction,
        id: Uuid,
        op: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let verwijzingen = &self.invoer.verwijzingen;
        let submitted = self.submitted();
        indiening::take_over(tx, (&self.bronhouder, &self.inwoner), &submitted, op).await?;
        let finished = submitted
            .iter()
            .filter(|(_, status)| **status == VerwijzingStatus::Afgerond);
        indiening::note_gemeld(tx, finished.map(|(id, _)| *id).collect()).await?;
        insert_rows(tx, numbered(verwijzingen, |n, it| verwijzing(id, n, it))).await?;
        Ok(())
    }
}

fn dossier(ready: &ReadySrwDossier, head: Head) -> dossier::Model {
    dossier::Model {
        id: head.id,
        bronhouder: ready.bronhouder.as_str().to_owned(),
        bron_id: ready.invoer.bron_id.clone(),
        versie: head.versie,
        inhoud_hash: head.inhoud_hash,
        inwoner: ready.inwoner.as_str().to_owned(),
        test: ready.is_test,
        gepubliceerd_op: head.op,
        gehoord_op: Some(head.op),
        teruggetrokken_op: None,
        terugtrek_reden: None,
    }
}

fn verwijzing(dossier: Uuid, volgnummer: i32, invoer: &VerwijzingInvoer) -> verwijzing::Model {
    let behandelaar = invoer.behandelaar.as_ref();
    let terugkoppeling = invoer.terugkoppeling.as_ref();
    let uitkomst = terugkoppeling.map(|it| it.uitkomst);
    verwijzing::Model {
        dossier,
        volgnummer,
        bron_id: invoer.bron_id.clone(),
        soort: invoer.soort.word().to_owned(),
        route: invoer.route.word().to_owned(),
        status: invoer.status.word().to_owned(),
        ingediend_op: invoer.ingediend_op,
        geaccepteerd_op: invoer.geaccepteerd_op,
        afgerond_op: invoer.afgerond_op,
        behandelaar_naam: behandelaar.map(|it| it.naam.clone()),
        behandelaar_telefoon: behandelaar.and_then(|it| it.telefoon.clone()),
        behandelaar_email: behandelaar.and_then(|it| it.email.clone()),
        vraag: invoer.vraag.clone(),
        terugkoppeling_uitkomst: uitkomst.map(TerugkoppelingUitkomst::word).map(str::to_owned),
        terugkoppeling_datum: terugkoppeling.map(|it| it.datum),
        terugkoppeling_toelichting: terugkoppeling.and_then(|it| it.toelichting.clone()),
        indiening: invoer.verwijzing,
    }
}
