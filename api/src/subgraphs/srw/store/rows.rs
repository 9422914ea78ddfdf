//! The columns of a referral, per gegevensgroep: what isn't named isn't read.

use chrono::NaiveDate;
use schakel_entity::srw::verwijzing;
use sea_orm::{DbErr, DerivePartialModel};
use uuid::Uuid;

use crate::subgraphs::{
    common::{
        Contact,
        words::{optional_word, word},
    },
    srw::types::{Behandelaar, Terugkoppeling, Verwijzing, VerwijzingInhoud},
};

/// The part of a referral that belongs to one group.
pub(super) trait Part: Sized {
    /// What is told of it.
    type Told;

    fn dossier(&self) -> Uuid;

    /// What is told; nothing where the source said nothing.
    fn tell(self, nummer: i32) -> Result<Option<Self::Told>, DbErr>;
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "verwijzing::Entity")]
pub(super) struct StatusRow {
    dossier: Uuid,
    soort: String,
    route: String,
    status: String,
    ingediend_op: NaiveDate,
    geaccepteerd_op: Option<NaiveDate>,
    afgerond_op: Option<NaiveDate>,
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "verwijzing::Entity")]
pub(super) struct ContactRow {
    dossier: Uuid,
    behandelaar_naam: Option<String>,
    behandelaar_telefoon: Option<String>,
    behandelaar_email: Option<String>,
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "verwijzing::Entity")]
pub(super) struct TerugkoppelingRow {
    dossier: Uuid,
    terugkoppeling_uitkomst: Option<String>,
    terugkoppeling_datum: Option<NaiveDate>,
    terugkoppeling_toelichting: Option<String>,
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "verwijzing::Entity")]
pub(super) struct InhoudRow {
    dossier: Uuid,
    vraag: Option<String>,
}

impl Part for StatusRow {
    type Told = Verwijzing;

    fn dossier(&self) -> Uuid {
        self.dossier
    }

    fn tell(self, nummer: i32) -> Result<Option<Verwijzing>, DbErr> {
        Ok(Some(Verwijzing {
            nummer,
            soort: word(&self.soort)?,
            route: word(&self.route)?,
            status: word(&self.status)?,
            ingediend_op: self.ingediend_op,
            geaccepteerd_op: self.geaccepteerd_op,
            afgerond_op: self.afgerond_op,
        }))
    }
}

impl Part for ContactRow {
    type Told = Behandelaar;

    fn dossier(&self) -> Uuid {
        self.dossier
    }

    fn tell(self, nummer: i32) -> Result<Option<Behandelaar>, DbErr> {
        let Some(naam) = self.behandelaar_naam else {
            return Ok(None);
        };
        let contact = Contact {
            naam,
            telefoon: self.behandelaar_telefoon,
            email: self.behandelaar_email,
        };
        Ok(Some(Behandelaar { nummer, contact }))
    }
}

impl Part for TerugkoppelingRow {
    type Told = Terugkoppeling;

    fn dossier(&self) -> Uuid {
        self.dossier
    }

    fn tell(self, nummer: i32) -> Result<Option<Terugkoppeling>, DbErr> {
        let uitkomst = optional_word(self.terugkoppeling_uitkomst.as_deref())?;
        let (Some(uitkomst), Some(datum)) = (uitkomst, self.terugkoppeling_datum) else {
            return Ok(None);
        };
        Ok(Some(Terugkoppeling {
            nummer,
            uitkomst,
            datum,
            toelichting: self.terugkoppeling_toelichting,
        }))
    }
}

impl Part for InhoudRow {
    type Told = VerwijzingInhoud;

    fn dossier(&self) -> Uuid {
        self.dossier
    }

    fn tell(self, nummer: i32) -> Result<Option<VerwijzingInhoud>, DbErr> {
        Ok(self.vraag.map(|vraag| VerwijzingInhoud { nummer, vraag }))
    }
}
