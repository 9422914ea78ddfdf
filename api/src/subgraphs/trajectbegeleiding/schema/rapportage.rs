use async_graphql::{Context, Object, SimpleObject};
use sea_orm::DbErr;

use crate::{
    domain::{Fase, Partij, RecordSoort, TermijnCode},
    rapportage::{Mediaan, Onderdeel, Telling, Uitgesplitst},
    subgraphs::{
        common::{
            ClientError,
            rapportage::{Opdracht, Rapportbron, Rapporteur, rapport},
        },
        trajectbegeleiding::store::{self, Counted, Duur, Termijnstand},
    },
};

rapport! {
    /// What happened in the trajecten of a party in a quarter, without persons. Withdrawn trajecten don't count.
    TrajectRapport {
        /// Trajecten with their application (aanmelddatum) in the quarter.
        instroom: TrajectInstroom,
        /// Trajecten that came into a phase in the quarter, by phase. The first phase of a traject is instroom and AFGESLOTEN is
        /// uitstroom: neither counts. A traject that came into several phases counts in each, so there is no total.
        doorstroom: Vec<Onderdeel>,
        /// Trajecten that ended (uitstroomdatum) in the quarter.
        uitstroom: TrajectUitstroom,
        /// How long each phase lasted, of those that were left in the quarter: a phase ends on the day that the source names, else
        /// where the next begins.
        duur_per_fase: Vec<FaseDuur>,
        /// How the deadlines came out of which the last day, suspensions counted, lies in the quarter; those that met none aren't listed.
        termijnen: Vec<TermijnUitkomst>,
        /// Residents with a traject that ran at the end of the last day, rounded to a multiple of the threshold. A resident counts
        /// once, each client of a traject with two counts.
        caseload: Telling
    }
}

/// Trajecten that came in.
#[derive(Debug, SimpleObject)]
pub struct TrajectInstroom {
    /// All of them.
    totaal: Telling,
    /// By hulpvraag: every Hulpvraag. ONGESPECIFICEERD is what the source didn't tell; its share of the total is that of what is
    /// unknown.
    per_hulpvraag: Vec<Onderdeel>,
    /// By how the resident came in: every Ingang.
    per_ingang: Vec<Onderdeel>,
    /// TERUGVAL: the source names an earlier traject that this one follows; EERSTE: it names none.
    per_herkomst: Vec<Onderdeel>,
}

/// Trajecten that ended.
#[derive(Debug, SimpleObject)]
pub struct TrajectUitstroom {
    /// All of them.
    totaal: Telling,
    /// By why: every UitstroomReden.
    per_reden: Vec<Onderdeel>,
}

/// How long a phase lasted.
#[derive(Debug, SimpleObject)]
pub struct FaseDuur {
    /// The phase.
    fase: Fase,
    /// The median.
    mediaan: Mediaan,
}

/// How a kind of deadline came out.
#[derive(Debug, SimpleObject)]
pub struct TermijnUitkomst {
    /// Which deadline.
    code: TermijnCode,
    /// Met on its last day or before.
    gehaald: Telling,
    /// Neither met nor lapsed on its last day.
    overschreden: Telling,
}

/// Reports on trajecten.
#[derive(Default)]
pub struct RapportageQuery;

#[Object]
impl RapportageQuery {
    /// What happened in the trajecten in a calendar quarter that has ended (days of Europe/Amsterdam), one report per party: at
    /// toestemmingsbeheer of every party of the samenwerking that owns trajecten, elsewhere of the caller's own.
    /// For the privacy officer and who is let in by `rolDoelen`, for VERANTWOORDING.
    async fn traject_rapportage(
        &self,
        ctx: &Context<'_>,
        jaar: i32,
        kwartaal: i32,
    ) -> async_graphql::Result<Option<Vec<TrajectRapport>>> {
        let rapporteur = ctx.data::<Rapporteur>()?;
        let soort = Some(RecordSoort::Traject);
        let rapporten = rapporteur.report(ctx, &Trajecten, (jaar, kwartaal), soort).await;
        rapporten.map(Some).map_err(ClientError::into_graphql)
    }
}

struct Trajecten;

#[async_trait::async_trait]
impl Rapportbron for Trajecten {
    type Rapport = TrajectRapport;

    async fn count(&self, opdracht: &Opdracht<'_>, partij: &Partij) -> Result<TrajectRapport, DbErr> {
        let drempel = opdracht.drempel;
        let Counted {
            instroom,
            instroom_per,
            doorstroom,
            duur,
            uitstroom,
            uitstroom_per,
            termijnen,
            caseload,
        } = store::count(opdracht, partij).await?;
        let Uitgesplitst {
            totaal,
            delen: [per_hulpvraag, per_ingang, per_herkomst],
        } = drempel.uitsplitsing(instroom, instroom_per);
        let instroom = TrajectInstroom {
            totaal,
            per_hulpvraag,
            per_ingang,
            per_herkomst,
        };
        let Uitgesplitst {
            totaal,
            delen: [per_reden],
        } = drempel.uitsplitsing(uitstroom, [uitstroom_per]);
        let lasted = |Duur {
                          fase,
                          times,
                          personen,
                      }| FaseDuur {
            fase,
            mediaan: drempel.mediaan(times, personen),
        };
        let came_out = |stand: Termijnstand| {
            let [gehaald, overschreden] = drempel.samen([stand.gehaald, stand.overschreden]);
            TermijnUitkomst {
                code: stand.code,
                gehaald,
                overschreden,
            }
        };
        Ok(TrajectRapport::new(
            opdracht,
            partij,
            instroom,
            drempel.losse(doorstroom),
            TrajectUitstroom { totaal, per_reden },
            duur.into_iter().map(lasted).collect(),
            termijnen.into_iter().map(came_out).collect(),
            drempel.stand(caseload),
        ))
    }
}
