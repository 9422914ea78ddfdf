use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use async_graphql::Context;
use sea_orm::DatabaseConnection;
use uuid::Uuid;

use super::{
    lines::{self, Whose},
    place::{Place, Vraagstuk},
    proven::Proven,
    told::Line,
    types::{Verstrekking, VerstrekkingConnection, VerstrekkingEdge},
};
use crate::{
    clock::Clock,
    domain::{Handeling, Inrichting, InwonerId, PartijId, PartijSoort, RecordSoort, Rol},
    publication::Faults,
    register::{Ingericht, Register},
    request::{
        RequestContext,
        log::{DisclosureLog, LogRecord},
        plan::Plan,
    },
    subgraphs::common::{ClientError, Parts, Reach, context_of, cursor::PageInfo},
};

/// Whose records a subgraph's log is about.
#[derive(Clone, Copy, Debug)]
pub enum Keeps {
    /// Those of every party that holds records of this kind.
    Records(RecordSoort),
    /// Those of the samenwerking itself: of toestemmingsbeheer.
    Shared,
}

/// Reads a subgraph's own log, for who may.
pub struct LogReader {
    pub(super) db: DatabaseConnection,
    pub(super) register: Arc<dyn Register>,
    log: DisclosureLog,
    clock: Arc<dyn Clock>,
    keeps: Keeps,
}

/// Who asks, in which operation.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// Who asks, and for what.
    pub context: &'a RequestContext,
    /// The operation's id in the log.
    pub operatie: Uuid,
    /// Whether proofs are asked for that the lines stand in the log.
    pub bewijs: bool,
}

pub(super) const OFFICER: [Rol; 1] = [Rol::FunctionarisGegevensbescherming];
const OFFICER_OR_MANAGER: [Rol; 2] = [Rol::FunctionarisGegevensbescherming, Rol::Toestemmingsbeheerder];

impl LogReader {
    /// Reads the log in the database of a room.
    pub fn new(parts: Parts, keeps: Keeps) -> Self {
        let Parts {
            db, register, clock, ..
        } = parts;
        Self {
            log: DisclosureLog::new(db.clone()),
            db,
            register,
            clock,
            keeps,
        }
    }

    /// The reader of the room that answers, and who asks.
    pub(crate) fn of<'a>(ctx: &Context<'a>) -> async_graphql::Result<(&'a Self, Asked<'a>)> {
        let asked = Asked {
            context: context_of(ctx)?,
            operatie: ctx.data::<Plan>()?.operatie(),
            bewijs: ctx
                .look_ahead()
                .field("edges")
                .field("node")
                .field("bewijs")
                .exists(),
        };
        Ok((ctx.data::<Self>()?, asked))
    }

    /// Who saw what of a resident: at their own request too (AVG 15).
    ///
    /// # Errors
    /// `ROL_NIET_BEVOEGD`, `DOEL_NIET_GEDEKT`, `INVOER_ONGELDIG`; the register or the log out of reach.
    pub async fn of_inwoner(
        &self,
        asked: Asked<'_>,
        inwoner: &InwonerId,
        na: Option<&str>,
        eerste: i32,
    ) -> Result<VerstrekkingConnection, ClientError> {
        let (after, count) = check_page(na, eerste)?;
        let ingericht = self.register.inrichting().await?;
        let reach = Reach::of(
            asked.context,
            &ingericht.inrichting,
            &OFFICER_OR_MANAGER,
            &OFFICER,
        )?;
        let names = self.register.names(&asked.context.caller, inwoner).await?;
        let whose = Whose::Inwoner(&names);
        let (lines, has_next_page) = self.page(asked, &ingericht, &reach, &whose, after, count).await?;
        let whom = [inwoner.clone()];
        self.note(asked, &ingericht, Handeling::VerstrekkingenBekijken, &whom)
            .await?;
        self.tell(asked, &ingericht, lines, has_next_page, |_| inwoner.clone())
            .await
    }

    /// What a party saw in a time, by the key of the question.
    ///
    /// # Errors
    /// As [`Self::of_partij`].
    pub async fn of_vraag(
        &self,
        asked: Asked<'_>,
        key: &str,
        na: Option<&str>,
        eerste: i32,
    ) -> Result<VerstrekkingConnection, ClientError> {
        let unknown = || ClientError::input("vraag", "is geen vraag van ons");
        let question = Vraagstuk::decode(key).ok_or_else(unknown)?;
        self.of_partij(asked, &question, na, eerste).await
    }

    /// What a party saw in a time, after a breach (AVG 33). Residents are named by the ids under which their records
    /// are kept, so that each of them has one.
    ///
    /// # Errors
    /// As [`Self::of_inwoner`].
    pub async fn of_partij(
        &self,
        asked: Asked<'_>,
        question: &Vraagstuk,
        na: Option<&str>,
        eerste: i32,
    ) -> Result<VerstrekkingConnection, ClientError> {
        let (after, count) = check_page(na, eerste)?;
        self.check(question)?;
        let ingericht = self.register.inrichting().await?;
        let reach = Reach::of(asked.context, &ingericht.inrichting, &OFFICER, &OFFICER)?;
        let whose = Whose::Partij(question);
        let (lines, has_next_page) = self.page(asked, &ingericht, &reach, &whose, after, count).await?;
        let whom: BTreeSet<InwonerId> = lines.iter().map(|line| line.inwoner.clone()).collect();
        let whom: Vec<InwonerId> = whom.into_iter().collect();
        let caller = &asked.context.caller;
        let kept: HashMap<InwonerId, InwonerId> =
            self.register.evaluate(caller, &whom, Vec::new()).await?.canonical;
        if whom.is_empty() {
            let Vraagstuk { partij, van, tot } = question;
            let what = format!(
                "niets gevonden van {partij}, {} tot {}",
                van.to_rfc3339(),
                tot.to_rfc3339()
            );
            self.note_nothing(asked, Handeling::InzagenBekijken, &what)
                .await?;
        }
        self.note(asked, &ingericht, Handeling::InzagenBekijken, &whom)
            .await?;
        self.tell(asked, &ingericht, lines, has_next_page, |asked| {
            kept.get(asked).unwrap_or(asked).clone()
        })
        .await
    }

    /// Checks the time of a question.
    ///
    /// # Errors
    /// `INVOER_ONGELDIG` with every fault.
    pub fn check(&self, question: &Vraagstuk) -> Result<(), ClientError> {
        let mut faults = Faults::default();
        faults.require(question.van < question.tot, "tot", "ligt niet na `van`");
        let now = self.clock.now();
        faults.require(question.tot <= now, "tot", "ligt in de toekomst");
        faults.into_result().map_err(ClientError::Input)
    }

    async fn page(
        &self,
        asked: Asked<'_>,
        ingericht: &Ingericht,
        reach: &Reach,
        whose: &Whose<'_>,
        after: Option<Place>,
        count: usize,
    ) -> Result<(Vec<Line>, bool), ClientError> {
        let within = lines::within(reach, &ingericht.inrichting, asked.context.caller.partij());
        let mut rows = lines::find(&self.db, whose, within, after, count as u64 + 1).await?;
        let has_next_page = rows.len() > count;
        rows.truncate(count);
        let lines = rows.into_iter().map(Line::read);
        Ok((lines.collect::<Result<_, _>>()?, has_next_page))
    }

    async fn tell(
        &self,
        asked: Asked<'_>,
        ingericht: &Ingericht,
        lines: Vec<Line>,
        has_next_page: bool,
        named: impl Fn(&InwonerId) -> InwonerId,
    ) -> Result<VerstrekkingConnection, ClientError> {
        let own = asked.context.caller.partij();
        let mut proven = match asked.bewijs {
            true => self.prove(&lines).await?,
            false => Proven::default(),
        };
        let mut edge = |line: Line| {
            let place = Place {
                op: line.row.op,
                id: line.row.id,
            };
            Ok::<_, sea_orm::DbErr>(VerstrekkingEdge {
                cursor: place.encode(),
                node: Verstrekking {
                    bewijs: proven.bewijzen.remove(&line.row.id),
                    ..line.tell(named(&line.inwoner), own, &ingericht.inrichting)?
                },
            })
        };
        let edges: Vec<VerstrekkingEdge> = lines.into_iter().map(&mut edge).collect::<Result<_, _>>()?;
        Ok(VerstrekkingConnection {
            page_info: PageInfo {
                end_cursor: edges.last().map(|edge| edge.cursor.clone()),
                has_next_page,
            },
            edges,
            controlepunt: proven.controlepunt,
        })
    }

    /// Reading a log is logged, before the answer leaves: one line per resident and owner.
    pub(super) async fn note(
        &self,
        asked: Asked<'_>,
        ingericht: &Ingericht,
        handeling: Handeling,
        inwoners: &[InwonerId],
    ) -> Result<(), ClientError> {
        let op = self.clock.now();
        let owners = self.owners(asked.context.caller.partij(), &ingericht.inrichting);
        let records: Vec<LogRecord> = inwoners
            .iter()
            .flat_map(|inwoner| owners.iter().map(move |owner| (inwoner, owner)))
            .map(|(inwoner, bronhouder)| LogRecord {
                operatie: asked.operatie,
                op,
                inwoner: inwoner.clone(),
                bronhouder: bronhouder.clone(),
                registerversie: None,
                inrichting: Some(ingericht.versie),
                handeling,
                uitkomsten: Vec::new(),
            })
            .collect();
        Ok(self.log.write(asked.context, &records).await?)
    }

    /// That a question found nobody is an answer out of the log too.
    pub(super) async fn note_nothing(
        &self,
        asked: Asked<'_>,
        handeling: Handeling,
        what: &str,
    ) -> Result<(), ClientError> {
        let now = self.clock.now();
        let noted = self.log.note_act(asked.context, handeling.word(), now, what);
        Ok(noted.await?)
    }

    /// Whose log it is, as far as the caller's samenwerking goes.
    fn owners(&self, caller: &PartijId, inrichting: &Inrichting) -> Vec<PartijId> {
        match self.keeps {
            Keeps::Records(soort) => inrichting
                .houders(caller, soort)
                .map(|partij| partij.id.clone())
                .collect(),
            Keeps::Shared => vec![keeper(inrichting, caller)],
        }
    }
}

/// Whose records those of the register are: toestemmingsbeheer's, or the caller's own in a samenwerking without.
pub fn keeper(inrichting: &Inrichting, caller: &PartijId) -> PartijId {
    let samenwerking = inrichting.samenwerking_of(caller);
    let central = samenwerking.and_then(|samenwerking| {
        let mut partijen = samenwerking.partijen.iter();
        partijen.find(|partij| partij.soort == PartijSoort::Toestemmingsbeheer)
    });
    central.map_or(caller, |partij| &partij.id).clone()
}

/// After which place a page begins, and how many lines it has.
fn check_page(na: Option<&str>, eerste: i32) -> Result<(Option<Place>, usize), ClientError> {
    let after = na.map(Place::decode);
    let count = usize::try_from(eerste)
        .ok()
        .filter(|count| (1..=100).contains(count));
    let mut faults = Faults::default();
    faults.require(after != Some(None), "na", "is geen plaats in de lijst");
    faults.require(count.is_some(), "eerste", "ligt niet tussen 1 en 100");
    faults.into_result().map_err(ClientError::Input)?;
    Ok((after.flatten(), count.unwrap_or(1)))
}
