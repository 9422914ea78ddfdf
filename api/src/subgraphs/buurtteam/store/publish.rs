//! Takes in what parties publish of their dossiers.

mod happened;
#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, Utc};
use schakel_entity::buurtteam::{contactmoment, doel, dossier, leefgebied};
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    domain::{InwonerId, PartijId, RecordSoort},
    publication::{BuurtteamdossierInvoer, DoelInvoer, LeefgebiedInvoer},
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
pub struct ReadyBuurtteamdossier {
    /// The party that publishes it, and owns it from now on.
    pub bronhouder: PartijId,
    /// Whom it is about, by the present id.
    pub inwoner: InwonerId,
    /// What the source says.
    pub invoer: BuurtteamdossierInvoer,
    /// Whether it is labelled test data.
    pub is_test: bool,
}

/// Takes in one dossier: newer replaces older as a whole, a repetition changes nothing.
///
/// # Errors
/// [`StoreError::VersieConflict`] when the same version came before with another content.
pub async fn publish(
    db: &DatabaseConnection,
    publication: ReadyBuurtteamdossier,
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
    publications: &[ReadyBuurtteamdossier],
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
    publications: &[ReadyBuurtteamdossier],
) -> Result<Vec<InwonerId>, StoreError> {
    Ok(publishing::find_leaving(db, publications).await?)
}

impl Publication for ReadyBuurtteamdossier {
    const SOORT: RecordSoort = RecordSoort::BuurtteamDossier;

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
        self.invoer.gesloten_op
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
        let id = head.id;
        let unique = [dossier::Column::Bronhouder, dossier::Column::BronId];
        let is_first = insert_head(tx, dossier(self, head), unique).await?;
        if is_first {
            insert_parts(tx, id, &self.invoer).await?;
        }
        Ok(is_first)
    }

    async fn replace(&self, tx: &DatabaseTransaction, head: Head) -> Result<(), StoreError> {
        let id = head.id;
        replace_head::<dossier::Entity>(tx, dossier(self, head)).await?;
        delete_rows(tx, leefgebied::Column::Dossier, id).await?;
        delete_rows(tx, doel::Column::Dossier, id).await?;
        delete_rows(tx, contactmoment::Column::Dossier, id).await?;
        insert_parts(tx, id, &self.invoer).await?;
        Ok(())
    }

    async fn happened(
        &self,
        tx: &DatabaseTransaction,
        _: Uuid,
        stored: Option<&Stored>,
    ) -> Result<Vec<Gebeurd>, DbErr> {
        happened::derive(tx, self, stored).await
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
        dossier::Entity::update_many()
            .col_expr(dossier::Column::TeruggetrokkenOp, Expr::value(op))
            .col_expr(dossier::Column::TerugtrekReden, Expr::value(reden))
            .filter(dossier::COLUMN.id.eq(id))
            .exec(tx)
            .await?;
        Ok(())
    }

    async fn erase(tx: &DatabaseTransaction, id: Uuid, _: DateTime<Utc>) -> Result<Vec<Herkomst>, DbErr> {
        delete_rows(tx, leefgebied::Column::Dossier, id).await?;
        delete_rows(tx, doel::Column::Dossier, id).await?;
        delete_rows(tx, contactmoment::Column::Dossier, id).await?;
        delete_rows(tx, dossier::Column::Id, id).await?;
        Ok(Vec::new())
    }
}

async fn insert_parts(
    tx: &DatabaseTransaction,
    id: Uuid,
    invoer: &BuurtteamdossierInvoer,
) -> Result<(), DbErr> {
    insert_rows(tx, numbered(&invoer.leefgebieden, |n, it| leefgebied(id, n, it))).await?;
    insert_rows(tx, numbered(&invoer.doelen, |n, it| doel(id, n, it))).await?;
    insert_rows(
        tx,
        numbered(&invoer.contactmomenten, |n, it| contactmoment(id, n, *it)),
    )
    .await
}

fn dossier(ready: &ReadyBuurtteamdossier, head: Head) -> dossier::Model {
    let invoer = &ready.invoer;
    let medewerker = invoer.medewerker.as_ref();
    dossier::Model {
        id: head.id,
        bronhouder: ready.bronhouder.as_str().to_owned(),
        bron_id: invoer.bron_id.clone(),
        versie: head.versie,
        inhoud_hash: head.inhoud_hash,
        inwoner: ready.inwoner.as_str().to_owned(),
        status: invoer.status.word().to_owned(),
        geopend_op: invoer.geopend_op,
        gesloten_op: invoer.gesloten_op,
        team: invoer.team.clone(),
        medewerker_naam: medewerker.map(|it| it.naam.clone()),
        medewerker_telefoon: medewerker.and_then(|it| it.telefoon.clone()),
        medewerker_email: medewerker.and_then(|it| it.email.clone()),
        test: ready.is_test,
        gepubliceerd_op: head.op,
        gehoord_op: Some(head.op),
        teruggetrokken_op: None,
        terugtrek_reden: None,
    }
}

fn leefgebied(dossier: Uuid, volgnummer: i32, invoer: &LeefgebiedInvoer) -> leefgebied::Model {
    leefgebied::Model {
        dossier,
        volgnummer,
        gebied: invoer.gebied.word().to_owned(),
        niveau: invoer.niveau,
        peildatum: invoer.peildatum,
    }
}

fn doel(dossier: Uuid, volgnummer: i32, invoer: &DoelInvoer) -> doel::Model {
    doel::Model {
        dossier,
        volgnummer,
        onderwerp: invoer.onderwerp.clone(),
        status: invoer.status.word().to_owned(),
        sinds: invoer.sinds,
    }
}

fn contactmoment(dossier: Uuid, volgnummer: i32, datum: NaiveDate) -> contactmoment::Model {
    contactmoment::Model {
        dossier,
        volgnummer,
        datum,
    }
}
