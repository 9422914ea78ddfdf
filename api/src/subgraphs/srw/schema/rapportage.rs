use async_graphql::{Context, Object, SimpleObject};
use sea_orm::DbErr;

use crate::{
    domain::{Partij, RecordSoort},
    publication::VerwijzingSoort,
    rapportage::{Mediaan, Onderdeel, Telling, Uitgesplitst},
    subgraphs::common::{
        ClientError,
        rapportage::{Opdracht, Rapportbron, Rapporteur, counts, days, geteld, rapport, single},
    },
};

rapport! {
    /// What became of the referrals to the sociaal raadslieden in a quarter, without persons. Withdrawn dossiers don't count.
    SrwRapport {
        /// Referrals that were submitted in the quarter, whatever became of them.
        ontvangen: SrwOntvangen,
        /// What ended in the quarter, whenever it was submitted: BEANTWOORD (terugkoppeling was given), ZONDER_TERUGKOPPELING
        /// (finished without), GEWEIGERD, INGETROKKEN. Each number stands alone: there is no total.
        afgehandeld: Vec<Onderdeel>,
        /// Days from the submission until the terugkoppeling, of the referrals that were answered in the quarter.
        antwoordtijd: Mediaan,
        /// Residents with a referral that is neither finished, refused nor withdrawn at the end of the last day, rounded to a
        /// multiple of the threshold.
        caseload: Telling
    }
}

/// Referrals that were submitted.
#[derive(Debug, SimpleObject)]
pub struct SrwOntvangen {
    /// All of them.
    totaal: Telling,
    /// By what is asked: every VerwijzingSoort.
    per_soort: Vec<Onderdeel>,
}

/// Reports of the sociaal raadslieden.
#[derive(Default)]
pub struct RapportageQuery;

#[Object]
impl RapportageQuery {
    /// What became of the referrals in a calendar quarter that has ended (days of Europe/Amsterdam), one report per party: at
    /// toestemmingsbeheer of every party of the samenwerking that keeps SRW-dossiers, elsewhere of the caller's own.
    /// For the privacy officer and who is let in by `rolDoelen`, for VERANTWOORDING.
    async fn srw_rapportage(
        &self,
        ctx: &Context<'_>,
        jaar: i32,
        kwartaal: i32,
    ) -> async_graphql::Result<Option<Vec<SrwRapport>>> {
        let rapporteur = ctx.data::<Rapporteur>()?;
        let soort = Some(RecordSoort::SrwDossier);
        let rapporten = rapporteur
            .report(ctx, &Verwijzingen, (jaar, kwartaal), soort)
            .await;
        rapporten.map(Some).map_err(ClientError::into_graphql)
    }
}

struct Verwijzingen;

const OF_OWNER: &str = "FROM srw_verwijzing v JOIN srw_dossier d ON d.id = v.dossier
    WHERE d.bronhouder = $1 AND d.teruggetrokken_op IS NULL";
const COUNT: &str = "COUNT(*) AS aantal, COUNT(DISTINCT d.inwoner) AS personen";
const RECEIVED: &str = "v.ingediend_op >= $2 AND v.ingediend_op < $3";
const ANSWERED: &str = "v.terugkoppeling_datum >= $2 AND v.terugkoppeling_datum < $3";

/// How a referral ended: what was answered counts on the day of the answer, the rest on the day of its end.
const ENDED: &str = "CASE WHEN v.terugkoppeling_datum IS NOT NULL THEN 'BEANTWOORD'
    WHEN v.status = 'AFGEROND' THEN 'ZONDER_TERUGKOPPELING' ELSE v.status END";
const ENDS: [&str; 4] = ["BEANTWOORD", "ZONDER_TERUGKOPPELING", "GEWEIGERD", "INGETROKKEN"];

#[async_trait::async_trait]
impl Rapportbron for Verwijzingen {
    type Rapport = SrwRapport;

    async fn count(&self, opdracht: &Opdracht<'_>, partij: &Partij) -> Result<SrwRapport, DbErr> {
        let drempel = opdracht.drempel;
        let all = format!("SELECT {COUNT} {OF_OWNER} AND {RECEIVED}");
        let per_soort = format!("SELECT v.soort AS deel, {COUNT} {OF_OWNER} AND {RECEIVED} GROUP BY v.soort");
        let soorten = VerwijzingSoort::ALL.iter().map(|soort| soort.word());
        let per_soort = counts(&opdracht.rows(&per_soort, partij).await?, soorten)?;
        let Uitgesplitst {
            totaal,
            delen: [per_soort],
        } = drempel.uitsplitsing(single(&opdracht.rows(&all, partij).await?)?, [per_soort]);
        let ended = format!(
            "SELECT {ENDED} AS deel, {COUNT} {OF_OWNER}
               AND v.status IN ('AFGEROND', 'GEWEIGERD', 'INGETROKKEN')
               AND COALESCE(v.terugkoppeling_datum, v.afgerond_op) >= $2
               AND COALESCE(v.terugkoppeling_datum, v.afgerond_op) < $3
             GROUP BY {ENDED}"
        );
        let ended = counts(&opdracht.rows(&ended, partij).await?, ENDS)?;
        Ok(SrwRapport::new(
            opdracht,
            partij,
            SrwOntvangen { totaal, per_soort },
            drempel.losse(ended),
            self.antwoordtijd(opdracht, partij).await?,
            self.caseload(opdracht, partij).await?,
        ))
    }
}

impl Verwijzingen {
    async fn antwoordtijd(&self, opdracht: &Opdracht<'_>, partij: &Partij) -> Result<Mediaan, DbErr> {
        let answered = format!("{OF_OWNER} AND v.status = 'AFGEROND' AND {ANSWERED}");
        let times = format!(
            "SELECT v.ingediend_op AS van, v.terugkoppeling_datum AS tot, {COUNT} {answered}
             GROUP BY v.ingediend_op, v.terugkoppeling_datum"
        );
        let times = opdracht.rows(&times, partij).await?;
        let all = opdracht
            .rows(&format!("SELECT {COUNT} {answered}"), partij)
            .await?;
        let personen = all.first().map(geteld).transpose()?.unwrap_or_default().personen;
        let times: Vec<_> = times.iter().map(days).collect::<Result<_, _>>()?;
        Ok(opdracht.drempel.mediaan(times, personen))
    }

    async fn caseload(&self, opdracht: &Opdracht<'_>, partij: &Partij) -> Result<Telling, DbErr> {
        // `$2` has no part in it, but each statement is given the same.
        let open = format!(
            "SELECT COUNT(DISTINCT d.inwoner) AS aantal, COUNT(DISTINCT d.inwoner) AS personen {OF_OWNER}
               AND $2 < $3 AND v.ingediend_op < $3
               AND (v.afgerond_op >= $3
                    OR (v.afgerond_op IS NULL AND v.status NOT IN ('AFGEROND', 'GEWEIGERD', 'INGETROKKEN')))"
        );
        Ok(opdracht
            .drempel
            .stand(single(&opdracht.rows(&open, partij).await?)?))
    }
}
