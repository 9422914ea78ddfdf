//! The counts of a report on trajecten. All but the deadlines are counted by the database; deadlines follow from Dutch law and
//! the inrichting, so they are counted here, some hundreds of trajecten at a time.

use std::collections::{BTreeMap, BTreeSet};

use schakel_entity::trajectbegeleiding::{client, traject};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::verloop;
use crate::{
    domain::{Fase, Partij, TermijnCode},
    publication::{Hulpvraag, Ingang, UitstroomReden},
    rapportage::Geteld,
    subgraphs::common::{
        rapportage::{Opdracht, counts, days, geteld, single},
        words::word,
    },
    termijnen::{Telling, Termijn},
};

/// Counts by the word of the part.
type Counts = Vec<(String, Geteld)>;

/// What was counted of an owner's trajecten. Nothing of it may be told but by a `Drempel`.
pub struct Counted {
    /// Applications.
    pub instroom: Geteld,
    /// Applications by what is asked, by where they came in, and by whether an earlier traject is named.
    pub instroom_per: [Counts; 3],
    /// Trajecten that came into a phase.
    pub doorstroom: Counts,
    /// How long phases lasted.
    pub duur: Vec<Duur>,
    /// Trajecten that ended.
    pub uitstroom: Geteld,
    /// Trajecten that ended, by why.
    pub uitstroom_per: Counts,
    /// How deadlines came out.
    pub termijnen: Vec<Termijnstand>,
    /// Residents with a running traject.
    pub caseload: Geteld,
}

/// How long a phase lasted that was left.
pub struct Duur {
    /// The phase.
    pub fase: Fase,
    /// Days, and how often.
    pub times: Vec<(i64, u64)>,
    /// Of how many residents.
    pub personen: u64,
}

/// How a kind of deadline came out.
pub struct Termijnstand {
    /// Which deadline.
    pub code: TermijnCode,
    /// In time.
    pub gehaald: Geteld,
    /// Not in time.
    pub overschreden: Geteld,
}

/// From the application of a resident who relapsed; from any other.
pub const HERKOMST: [&str; 2] = ["TERUGVAL", "EERSTE"];

const COUNT: &str = "COUNT(DISTINCT t.id) AS aantal, COUNT(DISTINCT c.inwoner) AS personen";
const OF_OWNER: &str = "FROM traject t JOIN traject_client c ON c.traject = t.id
    WHERE t.bronhouder = $1 AND t.teruggetrokken_op IS NULL";
const CAME_IN: &str = "t.aanmelddatum >= $2 AND t.aanmelddatum < $3";
/// An end that is announced is none yet.
const WENT_OUT: &str = "t.fase = 'AFGESLOTEN' AND t.uitstroom_datum >= $2 AND t.uitstroom_datum < $3";

/// Which phases it took a step to come into: the first is the instroom, the end the uitstroom.
const STEPS: &str =
    "FROM traject_fase f JOIN traject t ON t.id = f.traject JOIN traject_client c ON c.traject = t.id
    WHERE t.bronhouder = $1 AND t.teruggetrokken_op IS NULL
      AND f.volgnummer > 0 AND f.fase <> 'AFGESLOTEN' AND f.sinds >= $2 AND f.sinds < $3";

/// Each phase with its end: the source's, or the beginning of the next one.
const STRETCHES: &str = "FROM (
        SELECT f.traject, f.fase, f.sinds AS van,
               COALESCE(f.tot, LEAD(f.sinds) OVER (PARTITION BY f.traject ORDER BY f.volgnummer)) AS tot
        FROM traject_fase f JOIN traject t ON t.id = f.traject
        WHERE t.bronhouder = $1 AND t.teruggetrokken_op IS NULL
    ) s JOIN traject_client c ON c.traject = s.traject
    WHERE s.tot >= $2 AND s.tot < $3 AND s.tot >= s.van";

/// Counts all of it.
///
/// # Errors
/// The database.
pub async fn count(opdracht: &Opdracht<'_>, partij: &Partij) -> Result<Counted, DbErr> {
    let all = async |which: &str| {
        let sql = format!("SELECT {COUNT} {OF_OWNER} AND {which}");
        single(&opdracht.rows(&sql, partij).await?)
    };
    let by = async |deel: &str, which: &str| {
        let sql = format!("SELECT {deel} AS deel, {COUNT} {OF_OWNER} AND {which} GROUP BY {deel}");
        opdracht.rows(&sql, partij).await
    };
    let herkomst = "CASE WHEN t.vorig_traject IS NULL THEN 'EERSTE' ELSE 'TERUGVAL' END";
    let doorstroom = format!("SELECT f.fase AS deel, {COUNT} {STEPS} GROUP BY f.fase");
    let fasen = Fase::ALL.iter().filter(|fase| **fase != Fase::Afgesloten);
    Ok(Counted {
        instroom: all(CAME_IN).await?,
        instroom_per: [
            counts(
                &by("t.hulpvraag", CAME_IN).await?,
                Hulpvraag::ALL.iter().map(|one| one.word()),
            )?,
            counts(
                &by("t.ingang", CAME_IN).await?,
                Ingang::ALL.iter().map(|one| one.word()),
            )?,
            counts(&by(herkomst, CAME_IN).await?, HERKOMST)?,
        ],
        doorstroom: counts(
            &opdracht.rows(&doorstroom, partij).await?,
            fasen.map(|fase| fase.word()),
        )?,
        duur: durations(opdracht, partij).await?,
        uitstroom: all(WENT_OUT).await?,
        uitstroom_per: counts(
            &by("t.uitstroom_reden", WENT_OUT).await?,
            UitstroomReden::ALL.iter().map(|one| one.word()),
        )?,
        termijnen: deadlines(opdracht, partij).await?,
        caseload: caseload(opdracht, partij).await?,
    })
}

async fn caseload(opdracht: &Opdracht<'_>, partij: &Partij) -> Result<Geteld, DbErr> {
    // `$2` has no part in it, but each statement is given the same.
    let running = format!(
        "SELECT COUNT(DISTINCT c.inwoner) AS aantal, COUNT(DISTINCT c.inwoner) AS personen {OF_OWNER}
           AND $2 < $3 AND t.loopt_sinds < $3
           AND (COALESCE(t.uitstroom_datum, t.fase_sinds) >= $3 OR t.fase <> 'AFGESLOTEN')"
    );
    single(&opdracht.rows(&running, partij).await?)
}

async fn durations(opdracht: &Opdracht<'_>, partij: &Partij) -> Result<Vec<Duur>, DbErr> {
    let times = format!(
        "SELECT s.fase AS deel, s.van, s.tot, {} {STRETCHES} GROUP BY s.fase, s.van, s.tot",
        COUNT.replace("t.id", "s.traject")
    );
    let persons = format!(
        "SELECT s.fase AS deel, {} {STRETCHES} GROUP BY s.fase",
        COUNT.replace("t.id", "s.traject")
    );
    let mut per_fase: BTreeMap<Fase, Vec<(i64, u64)>> = BTreeMap::new();
    for row in opdracht.rows(&times, partij).await? {
        let fase: String = row.try_get("", "deel")?;
        per_fase.entry(word(&fase)?).or_default().push(days(&row)?);
    }
    let mut personen = BTreeMap::new();
    for row in opdracht.rows(&persons, partij).await? {
        let fase: String = row.try_get("", "deel")?;
        personen.insert(word::<Fase>(&fase)?, geteld(&row)?.personen);
    }
    let fasen = Fase::ALL.iter().filter(|fase| **fase != Fase::Afgesloten);
    let duur = fasen.map(|fase| Duur {
        fase: *fase,
        times: per_fase.remove(fase).unwrap_or_default(),
        personen: personen.get(fase).copied().unwrap_or_default(),
    });
    Ok(duur.collect())
}

/// How many trajecten are counted at a time.
const AT_A_TIME: u64 = 500;

/// How the deadlines came out of which the last day lies in the quarter.
async fn deadlines(opdracht: &Opdracht<'_>, partij: &Partij) -> Result<Vec<Termijnstand>, DbErr> {
    let telling = Telling::of(opdracht.inrichting, &partij.id);
    let mut tally = Tally::default();
    let mut after = None;
    loop {
        let some = running_in(opdracht, partij, after).await?;
        let Some(last) = some.last() else {
            return Ok(tally.standen());
        };
        after = Some(last.id);
        let ids: Vec<Uuid> = some.iter().map(|traject| traject.id).collect();
        let clients = client::Entity::find()
            .filter(client::Column::Traject.is_in(ids))
            .all(opdracht.db)
            .await?;
        let mut inwoners: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
        for client in clients {
            inwoners.entry(client.traject).or_default().push(client.inwoner);
        }
        let telbaar = verloop::read(opdracht.db, &some).await?;
        for traject in &some {
            let termijnen = telbaar.get(&traject.id).map(|one| one.termijnen(&telling));
            let clients = inwoners.remove(&traject.id).unwrap_or_default();
            for termijn in termijnen.iter().flatten() {
                tally.add(opdracht, termijn, &clients);
            }
        }
    }
}

/// Some trajecten that had been applied for by the end of the quarter, in the order of their ids: also those that ended before
/// it, since a deadline that was met then may have its last day in it.
async fn running_in(
    opdracht: &Opdracht<'_>,
    partij: &Partij,
    after: Option<Uuid>,
) -> Result<Vec<traject::Model>, DbErr> {
    let mut query = traject::Entity::find()
        .filter(traject::Column::Bronhouder.eq(partij.id.as_str()))
        .filter(traject::Column::TeruggetrokkenOp.is_null())
        .filter(traject::Column::Aanmelddatum.lt(opdracht.kwartaal.tot()));
    if let Some(after) = after {
        query = query.filter(traject::Column::Id.gt(after));
    }
    query
        .order_by_asc(traject::Column::Id)
        .limit(AT_A_TIME)
        .all(opdracht.db)
        .await
}

/// Which deadlines came out how, and of whom.
#[derive(Default)]
struct Tally(BTreeMap<TermijnCode, [(u64, BTreeSet<String>); 2]>);

impl Tally {
    fn add(&mut self, opdracht: &Opdracht<'_>, termijn: &Termijn, clients: &[String]) {
        let Some(last_day) = termijn.looptijd.einde.map(|einde| einde.dag) else {
            return;
        };
        let [met, lapsed] = [termijn.afloop.gehaald_op, termijn.afloop.vervallen_op]
            .map(|day| day.filter(|day| *day <= last_day));
        let is_over = (opdracht.kwartaal.van()..opdracht.kwartaal.tot()).contains(&last_day);
        if !is_over || (met.is_none() && lapsed.is_some()) {
            return;
        }
        let [in_time, too_late] = self.0.entry(termijn.code).or_default();
        let (aantal, personen) = if met.is_some() { in_time } else { too_late };
        *aantal += 1;
        personen.extend(clients.iter().cloned());
    }

    fn standen(self) -> Vec<Termijnstand> {
        let geteld = |(aantal, personen): (u64, BTreeSet<String>)| Geteld {
            aantal,
            personen: personen.len() as u64,
        };
        let stand = |(code, outcomes): (TermijnCode, [(u64, BTreeSet<String>); 2])| {
            let [gehaald, overschreden] = outcomes.map(geteld);
            Termijnstand {
                code,
                gehaald,
                overschreden,
            }
        };
        self.0.into_iter().map(stand).collect()
    }
}
