use async_graphql::{Context, Object};
use sea_orm::DbErr;

use crate::{
    domain::Partij,
    rapportage::Onderdeel,
    subgraphs::common::{
        ClientError,
        rapportage::{Opdracht, Rapportbron, Rapporteur, counts, rapport},
    },
};

rapport! {
    /// What residents decided in a quarter on the records of a party, without persons.
    ToestemmingRapport {
        /// Residents of whom in the quarter at least one consent was recorded by which this party shares (VERLEEND: given, also in place of
        /// another), a refusal (WEIGERING), a withdrawal (INGETROKKEN), an objection to a legal ground (BEZWAAR). A resident who
        /// did one of these several times counts once in it. Each number stands alone: there is no total.
        inwoners: Vec<Onderdeel>
    }
}

/// Reports of the register.
#[derive(Default)]
pub struct RapportageQuery;

#[Object]
impl RapportageQuery {
    /// What residents decided in a calendar quarter that has ended (days of Europe/Amsterdam), one report per party of whose
    /// records they decided: at toestemmingsbeheer of every party of the samenwerking that holds any, elsewhere of the caller's
    /// own. For the privacy officer and who is let in by `rolDoelen`, for VERANTWOORDING.
    async fn toestemming_rapportage(
        &self,
        ctx: &Context<'_>,
        jaar: i32,
        kwartaal: i32,
    ) -> async_graphql::Result<Option<Vec<ToestemmingRapport>>> {
        let rapporteur = ctx.data::<Rapporteur>()?;
        let rapporten = rapporteur
            .report(ctx, &Gebeurtenissen, (jaar, kwartaal), None)
            .await;
        rapporten.map(Some).map_err(ClientError::into_graphql)
    }
}

struct Gebeurtenissen;

/// An old id of a resident is the same resident. That an objection was taken back is no withdrawal of consent.
const DECIDED: &str = "SELECT g.soort AS deel,
        COUNT(DISTINCT COALESCE(a.canoniek, g.inwoner)) AS aantal,
        COUNT(DISTINCT COALESCE(a.canoniek, g.inwoner)) AS personen
    FROM gebeurtenis g LEFT JOIN inwoner_alias a ON a.id = g.inwoner
    WHERE g.bronhouder = $1 AND g.op >= $2 AND g.op < $3
      AND g.soort IN ('VERLEEND', 'WEIGERING', 'INGETROKKEN', 'BEZWAAR')
      AND (g.soort <> 'INGETROKKEN' OR g.grond IS NULL)
    GROUP BY g.soort";

#[async_trait::async_trait]
impl Rapportbron for Gebeurtenissen {
    type Rapport = ToestemmingRapport;

    async fn count(&self, opdracht: &Opdracht<'_>, partij: &Partij) -> Result<ToestemmingRapport, DbErr> {
        let rows = opdracht.rows_by_moment(DECIDED, partij).await?;
        let inwoners = counts(&rows, ["VERLEEND", "WEIGERING", "INGETROKKEN", "BEZWAAR"])?;
        Ok(ToestemmingRapport::new(
            opdracht,
            partij,
            opdracht.drempel.losse(inwoners),
        ))
    }
}
