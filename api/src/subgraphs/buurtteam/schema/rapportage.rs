use async_graphql::{Context, Object};
use sea_orm::DbErr;

use crate::{
    domain::{Partij, RecordSoort},
    rapportage::Telling,
    subgraphs::common::{
        ClientError,
        rapportage::{Opdracht, Rapportbron, Rapporteur, rapport, single},
    },
};

rapport! {
    /// What a buurtteam did in a quarter, without persons. Withdrawn records don't count.
    BuurtteamRapport {
        /// Dossiers that were opened in the quarter.
        geopend: Telling,
        /// Dossiers that were closed in the quarter.
        gesloten: Telling,
        /// Residents with an open dossier at the end of the last day, rounded to a multiple of the threshold.
        caseload: Telling
    }
}

/// Reports of the buurtteams.
#[derive(Default)]
pub struct RapportageQuery;

#[Object]
impl RapportageQuery {
    /// What the buurtteams did in a calendar quarter that has ended (days of Europe/Amsterdam), one report per party:
    /// at toestemmingsbeheer of every party of the samenwerking that keeps buurtteamdossiers, elsewhere of the caller's own.
    /// For the privacy officer and who is let in by `rolDoelen`, for VERANTWOORDING.
    async fn buurtteam_rapportage(
        &self,
        ctx: &Context<'_>,
        jaar: i32,
        kwartaal: i32,
    ) -> async_graphql::Result<Option<Vec<BuurtteamRapport>>> {
        let rapporteur = ctx.data::<Rapporteur>()?;
        let soort = Some(RecordSoort::BuurtteamDossier);
        let rapporten = rapporteur.report(ctx, &Dossiers, (jaar, kwartaal), soort).await;
        rapporten.map(Some).map_err(ClientError::into_graphql)
    }
}

struct Dossiers;

const COUNT: &str = "SELECT COUNT(*) AS aantal, COUNT(DISTINCT inwoner) AS personen FROM buurtteamdossier
    WHERE bronhouder = $1 AND teruggetrokken_op IS NULL AND";

#[async_trait::async_trait]
impl Rapportbron for Dossiers {
    type Rapport = BuurtteamRapport;

    async fn count(&self, opdracht: &Opdracht<'_>, partij: &Partij) -> Result<BuurtteamRapport, DbErr> {
        let count = async |which: &str| single(&opdracht.rows(&format!("{COUNT} {which}"), partij).await?);
        let geopend = count("geopend_op >= $2 AND geopend_op < $3").await?;
        let gesloten = count("gesloten_op >= $2 AND gesloten_op < $3").await?;
        let open = opdracht.rows(CASELOAD, partij).await?;
        let drempel = opdracht.drempel;
        Ok(BuurtteamRapport::new(
            opdracht,
            partij,
            drempel.telling(geopend),
            drempel.telling(gesloten),
            drempel.stand(single(&open)?),
        ))
    }
}

/// `$2` has no part in it, but each statement is given the same.
const CASELOAD: &str = "SELECT COUNT(DISTINCT inwoner) AS aantal, COUNT(DISTINCT inwoner) AS personen
    FROM buurtteamdossier
    WHERE bronhouder = $1 AND teruggetrokken_op IS NULL AND $2 < $3
      AND geopend_op < $3 AND (gesloten_op IS NULL OR gesloten_op >= $3)";
