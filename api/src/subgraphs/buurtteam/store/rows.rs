//! The columns of a dossier, per gegevensgroep: what isn't named isn't read.

use chrono::NaiveDate;
use schakel_entity::buurtteam::{doel, dossier, leefgebied};
use sea_orm::{DbErr, DerivePartialModel};
use uuid::Uuid;

use crate::{
    publication::DossierStatus,
    subgraphs::{
        buurtteam::types::{BuurtteamContact, BuurtteamStatus, Gedragsdoel, LeefgebiedNiveau},
        common::{Contact, words::word},
    },
};

#[derive(DerivePartialModel)]
#[sea_orm(entity = "dossier::Entity")]
pub(super) struct StatusRow {
    pub(super) id: Uuid,
    status: String,
    geopend_op: NaiveDate,
    gesloten_op: Option<NaiveDate>,
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "dossier::Entity")]
pub(super) struct ContactRow {
    pub(super) id: Uuid,
    team: Option<String>,
    medewerker_naam: Option<String>,
    medewerker_telefoon: Option<String>,
    medewerker_email: Option<String>,
}

impl StatusRow {
    pub(super) fn tell(self) -> Result<BuurtteamStatus, DbErr> {
        let status: DossierStatus = word(&self.status)?;
        Ok(BuurtteamStatus {
            betrokken: status == DossierStatus::Open,
            sinds: self.geopend_op,
            status,
            gesloten_op: self.gesloten_op,
        })
    }
}

impl ContactRow {
    /// Who is in touch; nothing where the source said nothing.
    pub(super) fn tell(self, laatste_contact: Option<NaiveDate>) -> Option<BuurtteamContact> {
        let Self {
            team,
            medewerker_naam,
            medewerker_telefoon: telefoon,
            medewerker_email: email,
            ..
        } = self;
        let medewerker = medewerker_naam.map(|naam| Contact {
            naam,
            telefoon,
            email,
        });
        let is_known = team.is_some() || medewerker.is_some() || laatste_contact.is_some();
        is_known.then_some(BuurtteamContact {
            team,
            medewerker,
            laatste_contact,
        })
    }
}

pub(super) fn gedragsdoel(row: &doel::Model) -> Result<Gedragsdoel, DbErr> {
    Ok(Gedragsdoel {
        onderwerp: row.onderwerp.clone(),
        status: word(&row.status)?,
        sinds: row.sinds,
    })
}

pub(super) fn leefgebied(row: &leefgebied::Model) -> Result<LeefgebiedNiveau, DbErr> {
    Ok(LeefgebiedNiveau {
        gebied: word(&row.gebied)?,
        niveau: row.niveau,
        peildatum: row.peildatum,
    })
}
