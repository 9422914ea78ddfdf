//! What a traject consists of.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::part;

/// What a traject consists of.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(traject_fase()).await?;
        manager.create_table(traject_regisseur()).await?;
        manager.create_table(traject_betrokkene()).await?;
        manager.create_table(traject_gesprek()).await?;
        manager.create_table(traject_actie()).await?;
        manager.create_table(traject_termijn()).await?;
        manager.create_table(traject_beschikking()).await?;
        manager.create_table(traject_crisis()).await?;
        manager.create_table(traject_begeleiding()).await?;
        manager.create_table(traject_moratorium()).await?;
        manager.create_table(traject_nazorgproduct()).await?;
        Ok(())
    }
}

fn traject_fase() -> TableCreateStatement {
    part("traject_fase", "traject", "traject")
        .col(text("fase"))
        .col(date("sinds"))
        .take()
}

fn traject_regisseur() -> TableCreateStatement {
    part("traject_regisseur", "traject", "traject")
        .col(text("naam"))
        .col(text_null("telefoon"))
        .col(text_null("email"))
        .col(date("sinds"))
        .col(date_null("tot"))
        .take()
}

fn traject_betrokkene() -> TableCreateStatement {
    part("traject_betrokkene", "traject", "traject")
        .col(text("naam"))
        .col(text_null("telefoon"))
        .col(text_null("email"))
        .col(text("rol"))
        .col(text("organisatie"))
        .col(text_null("taak"))
        .take()
}

fn traject_gesprek() -> TableCreateStatement {
    part("traject_gesprek", "traject", "traject")
        .col(text("soort"))
        .col(date("datum"))
        .take()
}

fn traject_actie() -> TableCreateStatement {
    part("traject_actie", "traject", "traject")
        .col(text("onderwerp"))
        .col(text("eigenaar"))
        .col(date_null("uiterlijk"))
        .col(date_null("gedaan_op"))
        .col(boolean("zichtbaar_voor_inwoner"))
        .take()
}

fn traject_termijn() -> TableCreateStatement {
    part("traject_termijn", "traject", "traject")
        .col(text("code"))
        .col(date("start"))
        .col(date("einde"))
        .col(date_null("gehaald_op"))
        .col(date_null("opgeschort_op"))
        .col(date_null("vervallen_op"))
        .take()
}

fn traject_beschikking() -> TableCreateStatement {
    part("traject_beschikking", "traject", "traject")
        .col(text("soort"))
        .col(date("datum"))
        .take()
}

fn traject_crisis() -> TableCreateStatement {
    part("traject_crisis", "traject", "traject")
        .col(date("start"))
        .col(date_null("einde"))
        .take()
}

fn traject_begeleiding() -> TableCreateStatement {
    part("traject_begeleiding", "traject", "traject")
        .col(text_null("soort"))
        .col(date_null("start"))
        .col(date_null("einde"))
        .take()
}

fn traject_moratorium() -> TableCreateStatement {
    part("traject_moratorium", "traject", "traject")
        .col(date_null("aangevraagd_op"))
        .col(date_null("toegekend_op"))
        .col(date_null("start"))
        .col(date_null("einde"))
        .take()
}

fn traject_nazorgproduct() -> TableCreateStatement {
    part("traject_nazorgproduct", "traject", "traject")
        .col(text("product"))
        .take()
}
