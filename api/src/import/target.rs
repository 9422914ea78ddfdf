use std::{collections::BTreeMap, sync::Arc, time::Duration};

use async_trait::async_trait;
use chrono::NaiveDate;
use sea_orm::DatabaseConnection;

use super::{ImportFailure, ImportTarget, RecordOutcome, ddas::DdasTraject, ndjson::Dossier};
use crate::{
    clock::{Clock, day_in_amsterdam},
    domain::{Inrichting, InwonerId, PartijId},
    publication::{BuurtteamdossierInvoer, Fault, InwonerInvoer, SrwDossierInvoer, VERWIJZING_INGETROKKEN},
    register::{InwonerFault, Register, RegisterError, Resolved, TestNumbers},
    request::authenticate::Caller,
    subgraphs::{
        StoreError,
        buurtteam::{self, ReadyBuurtteamdossier},
        publishing::{Moment, PublicatieUitkomst, Published},
        rectificaties::Names,
        srw::{self, ReadySrwDossier},
        trajectbegeleiding::{self, ReadyTraject},
    },
};

type Results = Result<Vec<Result<Published, StoreError>>, StoreError>;

/// One kind of record on its way from a file to a store.
#[async_trait]
pub trait Intake: Send + Sync + 'static {
    /// As the file has it.
    type Record: Send + Sync + 'static;
    /// As the store takes it.
    type Ready: Send + Sync;

    /// Whether its source doesn't say what is asked.
    fn is_ongespecificeerd(_: &Self::Record) -> bool {
        false
    }

    /// Whom it is about.
    fn inwoners(record: &Self::Record) -> Vec<InwonerInvoer>;

    /// The record with the ids of its residents; `None` when they don't fit it.
    fn ready(record: Self::Record, owner: &Owner<'_>, inwoners: &[Resolved]) -> Option<Self::Ready>;

    /// Publishes a chunk, each record whole or not at all.
    async fn publish(db: &DatabaseConnection, ready: &[Self::Ready], moment: Moment) -> Results;

    /// Of whom these records won't be any more when they are published.
    async fn leaving(db: &DatabaseConnection, ready: &[Self::Ready]) -> Result<Vec<InwonerId>, StoreError>;
}

/// For whom records are taken in, by which inrichting and on which day.
pub struct Owner<'a> {
    partij: &'a PartijId,
    inrichting: &'a Inrichting,
    day: NaiveDate,
}

/// Where the records of one party go: ids from the register, records to the owner's store.
pub struct PartijTarget {
    /// The operator, on behalf of the party.
    pub caller: Caller,
    /// The register.
    pub register: Arc<dyn Register>,
    /// The store's database.
    pub db: DatabaseConnection,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// What to do with numbers that fail the elfproef.
    pub test: TestNumbers,
}

/// A [`PartijTarget`] for one kind of record.
pub struct Target<I> {
    to: PartijTarget,
    kind: std::marker::PhantomData<fn() -> I>,
}

impl<I: Intake> Target<I> {
    /// A target for this kind of record.
    pub fn new(to: PartijTarget) -> Self {
        Self {
            to,
            kind: std::marker::PhantomData,
        }
    }
}

/// The residents of each record; records that name them wrongly are told apart.
pub(crate) async fn resolve_all(
    register: &dyn Register,
    caller: &Caller,
    test: TestNumbers,
    named: Vec<Vec<InwonerInvoer>>,
) -> Result<Vec<Result<Vec<Resolved>, Vec<Fault>>>, ImportFailure> {
    let mut wrong: BTreeMap<usize, Vec<Fault>> = BTreeMap::new();
    loop {
        let mut asked = Vec::new();
        let mut places = Vec::new();
        let well_named = named
            .iter()
            .enumerate()
            .filter(|(index, _)| !wrong.contains_key(index));
        for (index, inwoners) in well_named {
            for (client, inwoner) in inwoners.iter().enumerate() {
                asked.push(inwoner.clone());
                places.push((index, client));
            }
        }
        match patiently(WAIT, || register.resolve(caller, asked.clone(), test)).await {
            Ok(resolved) => {
                let mut answers: Vec<Result<Vec<Resolved>, Vec<Fault>>> = (0..named.len())
                    .map(|index| wrong.remove(&index).map_or_else(|| Ok(Vec::new()), Err))
                    .collect();
                for ((index, _), one) in places.into_iter().zip(resolved) {
                    if let Some(Ok(inwoners)) = answers.get_mut(index) {
                        inwoners.push(one);
                    }
                }
                return Ok(answers);
            }
            Err(RegisterError::Inwoners(faults)) if !faults.is_empty() => {
                for (place, fault) in faults {
                    let (index, client) = places
                        .get(place)
                        .copied()
                        .ok_or_else(|| ImportFailure::new("no such place"))?;
                    wrong.entry(index).or_default().push(named_wrongly(client, fault));
                }
            }
            Err(error) => return Err(ImportFailure::new(error)),
        }
    }
}

/// How long an import waits before it asks again, and how often: together longer than the minute over which a register counts.
const WAIT: Duration = Duration::from_secs(2);
const MOST_WAITS: u32 = 60;

/// Asks until it is answered: a register elsewhere resolves so many numbers a minute for one process, and an import has time.
async fn patiently<T, A>(wait: Duration, ask: impl Fn() -> A) -> Result<T, RegisterError>
where
    A: Future<Output = Result<T, RegisterError>>,
{
    for _ in 0..MOST_WAITS {
        match ask().await {
            Err(RegisterError::TooManyLookups) => tokio::time::sleep(wait).await,
            answer => return answer,
        }
    }
    ask().await
}

fn named_wrongly(client: usize, fault: InwonerFault) -> Fault {
    let (field, reason) = fault.words();
    Fault {
        field: format!("{client}.{field}"),
        reason: reason.to_owned(),
    }
}

#[async_trait]
impl<I: Intake> ImportTarget for Target<I> {
    type Record = I::Record;

    fn is_ongespecificeerd(&self, record: &I::Record) -> bool {
        I::is_ongespecificeerd(record)
    }

    async fn publish_chunk(&self, chunk: Vec<I::Record>) -> Result<Vec<RecordOutcome>, ImportFailure> {
        let named = chunk.iter().map(I::inwoners).collect();
        let resolved = resolve_all(&*self.to.register, &self.to.caller, self.to.test, named).await?;
        let ingericht = self.to.register.inrichting().await;
        let ingericht = ingericht.map_err(ImportFailure::new)?;
        let now = self.to.clock.now();
        let owner = Owner {
            partij: self.to.caller.partij(),
            inrichting: &ingericht.inrichting,
            day: day_in_amsterdam(now),
        };
        let mut ready = Vec::with_capacity(chunk.len());
        let mut outcomes: Vec<Option<RecordOutcome>> = Vec::with_capacity(chunk.len());
        for (record, inwoners) in chunk.into_iter().zip(resolved) {
            let made = inwoners.map(|inwoners| I::ready(record, &owner, &inwoners));
            outcomes.push(match made {
                Ok(Some(one)) => {
                    ready.push(one);
                    None
                }
                Ok(None) => Some(refused("inwoner", "past niet bij het record")),
                Err(faults) => Some(RecordOutcome::Afgewezen(faults)),
            });
        }
        let leaving = I::leaving(&self.to.db, &ready)
            .await
            .map_err(ImportFailure::new)?;
        let names = Names::ask(&*self.to.register, &self.to.caller, leaving)
            .await
            .map_err(ImportFailure::new)?;
        let published = I::publish(&self.to.db, &ready, Moment { op: now, names })
            .await
            .map_err(ImportFailure::new)?;
        let mut published = published.into_iter();
        outcomes
            .into_iter()
            .map(|outcome| match outcome {
                Some(outcome) => Ok(outcome),
                None => published
                    .next()
                    .ok_or_else(|| ImportFailure::new("a result is missing"))
                    .and_then(told),
            })
            .collect()
    }
}

fn told(result: Result<Published, StoreError>) -> Result<RecordOutcome, ImportFailure> {
    match result {
        Ok(published) => Ok(match published.uitkomst {
            PublicatieUitkomst::Nieuw => RecordOutcome::Nieuw,
            PublicatieUitkomst::Bijgewerkt => RecordOutcome::Bijgewerkt,
            PublicatieUitkomst::Ongewijzigd => RecordOutcome::Ongewijzigd,
            PublicatieUitkomst::Verouderd => RecordOutcome::Verouderd,
            PublicatieUitkomst::Gewist => refused("bronId", "is gewist; geen enkele versie brengt het terug"),
            PublicatieUitkomst::BewaartermijnVerstreken => {
                refused("bronId", "is beëindigd en de bewaartermijn is verstreken")
            }
            PublicatieUitkomst::Teruggetrokken => refused(
                "bronId",
                "is teruggetrokken; alleen een nieuwere versie brengt het terug",
            ),
        }),
        Err(StoreError::VersieConflict) => Ok(refused("versie", "is al gepubliceerd met een andere inhoud")),
        Err(StoreError::VerwijzingOnbekend) => Ok(refused(
            "verwijzingen",
            "noemen een verwijzing die niet over deze inwoner aan deze partij is ingediend",
        )),
        Err(StoreError::VerwijzingIngetrokken) => Ok(refused("verwijzingen", VERWIJZING_INGETROKKEN)),
        Err(error) => Err(ImportFailure::new(error)),
    }
}

pub(super) fn refused(field: &str, reason: &str) -> RecordOutcome {
    RecordOutcome::Afgewezen(vec![Fault {
        field: field.to_owned(),
        reason: reason.to_owned(),
    }])
}

/// Trajecten of a DDAS delivery.
pub struct Ddas;

#[async_trait]
impl Intake for Ddas {
    type Record = DdasTraject;
    type Ready = ReadyTraject;

    fn is_ongespecificeerd(record: &DdasTraject) -> bool {
        record.is_ongespecificeerd()
    }

    fn inwoners(record: &DdasTraject) -> Vec<InwonerInvoer> {
        record
            .bsns()
            .iter()
            .map(|bsn| InwonerInvoer::Bsn(bsn.expose().to_owned()))
            .collect()
    }

    fn ready(record: DdasTraject, owner: &Owner<'_>, inwoners: &[Resolved]) -> Option<ReadyTraject> {
        let clienten: Vec<_> = inwoners.iter().map(|inwoner| inwoner.kept.clone()).collect();
        let is_test = record.is_test();
        let invoer = record.into_invoer(owner.partij, &clienten).ok()?;
        let chosen = invoer.nazorgproducten();
        Some(ReadyTraject {
            bronhouder: owner.partij.clone(),
            clienten,
            niet_beschikbaar: owner.inrichting.not_available(owner.partij, chosen, owner.day),
            invoer,
            is_test,
        })
    }

    async fn publish(db: &DatabaseConnection, ready: &[ReadyTraject], moment: Moment) -> Results {
        trajectbegeleiding::publish_many(db, ready, moment).await
    }

    async fn leaving(db: &DatabaseConnection, ready: &[Self::Ready]) -> Result<Vec<InwonerId>, StoreError> {
        trajectbegeleiding::leaving(db, ready).await
    }
}

/// Dossiers of the sociaal raadslieden.
pub struct Srw;

#[async_trait]
impl Intake for Srw {
    type Record = Dossier<SrwDossierInvoer>;
    type Ready = ReadySrwDossier;

    fn inwoners(record: &Self::Record) -> Vec<InwonerInvoer> {
        vec![record.invoer.inwoner.clone()]
    }

    fn ready(record: Self::Record, owner: &Owner<'_>, inwoners: &[Resolved]) -> Option<ReadySrwDossier> {
        let inwoner = inwoners.first()?.kept.clone();
        let Dossier { invoer, is_test } = record;
        Some(ReadySrwDossier {
            bronhouder: owner.partij.clone(),
            inwoner,
            invoer,
            is_test,
        })
    }

    async fn publish(db: &DatabaseConnection, ready: &[ReadySrwDossier], moment: Moment) -> Results {
        srw::publish_many(db, ready, moment).await
    }

    async fn leaving(db: &DatabaseConnection, ready: &[Self::Ready]) -> Result<Vec<InwonerId>, StoreError> {
        srw::leaving(db, ready).await
    }
}

/// Dossiers of a buurtteam.
pub struct Buurtteam;

#[async_trait]
impl Intake for Buurtteam {
    type Record = Dossier<BuurtteamdossierInvoer>;
    type Ready = ReadyBuurtteamdossier;

    fn inwoners(record: &Self::Record) -> Vec<InwonerInvoer> {
        vec![record.invoer.inwoner.clone()]
    }

    fn ready(
        record: Self::Record,
        owner: &Owner<'_>,
        inwoners: &[Resolved],
    ) -> Option<ReadyBuurtteamdossier> {
        let inwoner = inwoners.first()?.kept.clone();
        let Dossier { invoer, is_test } = record;
        Some(ReadyBuurtteamdossier {
            bronhouder: owner.partij.clone(),
            inwoner,
            invoer,
            is_test,
        })
    }

    async fn publish(db: &DatabaseConnection, ready: &[ReadyBuurtteamdossier], moment: Moment) -> Results {
        buurtteam::publish_many(db, ready, moment).await
    }

    async fn leaving(db: &DatabaseConnection, ready: &[Self::Ready]) -> Result<Vec<InwonerId>, StoreError> {
        buurtteam::leaving(db, ready).await
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// How often it was asked, and what came of it, where so many are refused at first.
    async fn asked(refused: u32, with: fn() -> RegisterError) -> (u32, Result<(), RegisterError>) {
        let asked = Cell::new(0);
        let answer = patiently(Duration::ZERO, || {
            asked.set(asked.get() + 1);
            let answer = if asked.get() > refused {
                Ok(())
            } else {
                Err(with())
            };
            std::future::ready(answer)
        });
        let answer = answer.await;
        (asked.get(), answer)
    }

    #[tokio::test]
    async fn an_import_waits_for_a_register_that_answers_so_many_a_minute_and_for_nothing_else() {
        let too_many = || RegisterError::TooManyLookups;
        assert!(matches!(asked(2, too_many).await, (3, Ok(()))));
        let for_ever = asked(u32::MAX, too_many).await;
        assert!(matches!(for_ever, (n, Err(RegisterError::TooManyLookups)) if n == MOST_WAITS + 1));
        let not_allowed = asked(u32::MAX, || RegisterError::NotBsnGerechtigd).await;
        assert!(matches!(not_allowed, (1, Err(RegisterError::NotBsnGerechtigd))));
    }
}
