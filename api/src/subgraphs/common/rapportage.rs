//! How a room makes a report: who may have one of whose records, and that it is logged before it leaves.

use std::sync::Arc;

use async_graphql::Context;
use chrono::{NaiveDate, Utc};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, QueryResult, Statement, Value};

use super::{ClientError, Parts, context_of};
use crate::{
    clock::{Clock, today_in_amsterdam},
    domain::{Doel, Inrichting, Partij, PartijId, PartijSoort, RecordSoort, Rol},
    rapportage::{Drempel, Geteld, Kwartaal},
    register::Register,
    request::{RequestContext, log::DisclosureLog, plan::Plan},
};

/// Who may have reports, where `rolDoelen` lets the role act for the purpose.
const ROLLEN: [Rol; 2] = [Rol::FunctionarisGegevensbescherming, Rol::Beheerder];

/// What a room counts of one owner's records.
#[async_trait::async_trait]
pub trait Rapportbron: Send + Sync {
    /// What it tells of them: tellingen only.
    type Rapport: Send;

    /// Counts, in a number of statements that doesn't grow with the records.
    async fn count(&self, opdracht: &Opdracht<'_>, partij: &Partij) -> Result<Self::Rapport, DbErr>;
}

/// What is to be counted.
pub struct Opdracht<'a> {
    /// The records.
    pub db: &'a DatabaseConnection,
    /// Of when.
    pub kwartaal: Kwartaal,
    /// From which number on a count is told.
    pub drempel: Drempel,
    /// By whose rules.
    pub inrichting: &'a Inrichting,
}

/// Makes the reports of a room.
pub struct Rapporteur {
    db: DatabaseConnection,
    register: Arc<dyn Register>,
    clock: Arc<dyn Clock>,
    log: DisclosureLog,
}

impl Rapporteur {
    /// Of the records in the database of a room.
    pub fn new(parts: Parts) -> Self {
        let Parts {
            db, register, clock, ..
        } = parts;
        Self {
            log: DisclosureLog::new(db.clone()),
            db,
            register,
            clock,
        }
    }

    /// One report per party that holds these records (every party that shares anything where none is named), in the fixed order: at
    /// toestemmingsbeheer of each party of the samenwerking, elsewhere of the caller's own. There is no sum over parties, which would
    /// tell of one what its own report withholds.
    ///
    /// # Errors
    /// `ROL_NIET_BEVOEGD`, `DOEL_NIET_GEDEKT`, `PARTIJ_NIET_BEVOEGD`, `INVOER_ONGELDIG`; the register or the log out of reach.
    pub async fn report<B: Rapportbron>(
        &self,
        ctx: &Context<'_>,
        bron: &B,
        (jaar, kwartaal): (i32, i32),
        soort: Option<RecordSoort>,
    ) -> Result<Vec<B::Rapport>, ClientError> {
        let context = context_of(ctx).map_err(|error| super::internal(error.message))?;
        let plan = ctx
            .data::<Plan>()
            .map_err(|error| super::internal(error.message))?;
        let ingericht = self.register.inrichting().await?;
        let partijen = owners(context, &ingericht.inrichting, soort)?;
        let today = today_in_amsterdam(&*self.clock);
        let opdracht = Opdracht {
            db: &self.db,
            kwartaal: Kwartaal::ended(jaar, kwartaal, today).map_err(ClientError::Input)?,
            drempel: Drempel::of(&ingericht.inrichting),
            inrichting: &ingericht.inrichting,
        };
        let mut rapporten = Vec::with_capacity(partijen.len());
        for partij in &partijen {
            rapporten.push(bron.count(&opdracht, partij).await?);
        }
        let ids: Vec<PartijId> = partijen.iter().map(|partij| partij.id.clone()).collect();
        let what = opdracht.kwartaal.to_string();
        let when = (plan.operatie(), self.clock.now());
        self.log
            .note_report(context, when, ingericht.versie, &ids, &what)
            .await?;
        Ok(rapporten)
    }
}

/// Of whose records the caller may have a report.
fn owners<'a>(
    context: &RequestContext,
    inrichting: &'a Inrichting,
    soort: Option<RecordSoort>,
) -> Result<Vec<&'a Partij>, ClientError> {
    let caller = &context.caller;
    if !ROLLEN.iter().any(|rol| caller.is(*rol)) {
        return Err(ClientError::RolNietBevoegd);
    }
    if caller.doel() != Doel::Verantwoording || !inrichting.rol_mag(caller.rollen(), caller.doel()) {
        return Err(ClientError::DoelNietGedekt);
    }
    let own = inrichting
        .find_partij(caller.partij())
        .ok_or(ClientError::RolNietBevoegd)?;
    let is_central = own.soort == PartijSoort::Toestemmingsbeheer;
    let holds = |partij: &&Partij| match soort {
        Some(soort) => partij.houdt(soort),
        None => RecordSoort::ALL.iter().any(|soort| partij.houdt(*soort)),
    };
    let all = inrichting.samenwerking_of(caller.partij()).into_iter();
    let owners: Vec<&Partij> = all
        .flat_map(|samenwerking| &samenwerking.partijen)
        .filter(|partij| partij.leest() && (is_central || partij.id == own.id))
        .filter(holds)
        .collect();
    if owners.is_empty() && !is_central {
        return Err(ClientError::PartijNietBevoegd);
    }
    Ok(owners)
}

/// What was counted, by the word of its part.
type Counts = Vec<(String, Geteld)>;

impl Opdracht<'_> {
    /// Asks one statement; `$1` is the owner, `$2` the first day and `$3` the day after the last.
    pub async fn rows(&self, sql: &str, partij: &Partij) -> Result<Vec<QueryResult>, DbErr> {
        let days: [NaiveDate; 2] = [self.kwartaal.van(), self.kwartaal.tot()];
        self.ask(sql, partij, days.map(Value::from)).await
    }

    /// The same, by moments instead of days.
    pub async fn rows_by_moment(&self, sql: &str, partij: &Partij) -> Result<Vec<QueryResult>, DbErr> {
        let moments: [chrono::DateTime<Utc>; 2] = self.kwartaal.moments();
        self.ask(sql, partij, moments.map(Value::from)).await
    }

    async fn ask(
        &self,
        sql: &str,
        partij: &Partij,
        [van, tot]: [Value; 2],
    ) -> Result<Vec<QueryResult>, DbErr> {
        let values = [partij.id.as_str().into(), van, tot];
        let statement = Statement::from_sql_and_values(self.db.get_database_backend(), sql, values);
        self.db.query_all_raw(statement).await
    }
}

/// Reads rows of `deel`, `aantal` and `personen`: each of the words has its place, also where nothing was counted.
///
/// # Errors
/// A stored word that isn't one of them.
pub fn counts(rows: &[QueryResult], words: impl IntoIterator<Item = &'static str>) -> Result<Counts, DbErr> {
    let mut counts: Counts = words
        .into_iter()
        .map(|word| (word.to_owned(), Geteld::default()))
        .collect();
    for row in rows {
        let deel: String = row.try_get("", "deel")?;
        let place = counts.iter_mut().find(|(word, _)| *word == deel);
        let (_, geteld) =
            place.ok_or_else(|| DbErr::Custom("a stored word is not one that is counted".to_owned()))?;
        *geteld = self::geteld(row)?;
    }
    Ok(counts)
}

/// Reads a row of `aantal` and `personen`.
///
/// # Errors
/// The database.
pub fn geteld(row: &QueryResult) -> Result<Geteld, DbErr> {
    let read = |column| -> Result<u64, DbErr> {
        let count: i64 = row.try_get("", column)?;
        Ok(u64::try_from(count).unwrap_or_default())
    };
    Ok(Geteld {
        aantal: read("aantal")?,
        personen: read("personen")?,
    })
}

/// The one row of a count without parts.
///
/// # Errors
/// The database.
pub fn single(rows: &[QueryResult]) -> Result<Geteld, DbErr> {
    rows.first()
        .map(geteld)
        .transpose()
        .map(Option::unwrap_or_default)
}

/// How many days lie between the dates `van` and `tot` of each row, with how often that was met.
///
/// # Errors
/// The database.
pub fn days(row: &QueryResult) -> Result<(i64, u64), DbErr> {
    let [van, tot] = ["van", "tot"].map(|column| row.try_get::<NaiveDate>("", column));
    Ok(((tot? - van?).num_days(), geteld(row)?.aantal))
}

/// Declares the report of a room, of one party: what every report has, and its own fields.
macro_rules! rapport {
    ($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $type:ty),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, async_graphql::SimpleObject)]
        pub struct $name {
            /// Whose records it is about.
            pub partij: $crate::subgraphs::common::PartijInfo,
            /// The year.
            pub jaar: i32,
            /// Which of its quarters, from 1.
            pub kwartaal: u32,
            /// The first day, in the Netherlands.
            pub van: chrono::NaiveDate,
            /// The day after the last.
            pub tot: chrono::NaiveDate,
            /// Numbers below this one are withheld (`rapportageDrempel` of the inrichting).
            pub drempel: u64,
            $($(#[$fmeta])* pub $field: $type),+
        }

        impl $name {
            #[allow(clippy::too_many_arguments, reason = "one per field, in their order; some reports have many")]
            fn new(
                opdracht: &$crate::subgraphs::common::rapportage::Opdracht<'_>,
                partij: &$crate::domain::Partij,
                $($field: $type),+
            ) -> Self {
                Self {
                    partij: partij.into(),
                    jaar: opdracht.kwartaal.jaar(),
                    kwartaal: opdracht.kwartaal.kwartaal(),
                    van: opdracht.kwartaal.van(),
                    tot: opdracht.kwartaal.tot(),
                    drempel: opdracht.drempel.least(),
                    $($field),+
                }
            }
        }
    };
}
pub(crate) use rapport;
