use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use schakel_entity::trajectbegeleiding::{traject, vroegsignaal};
use sea_orm::{
    ColumnTrait, Condition, DatabaseConnection, DbErr, EntityTrait, ExprTrait, Order, QueryFilter,
    QueryOrder, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    domain::{Handeling, InwonerId, PartijId, VroegsignaalSoort},
    publication::{VroegsignaalResultaat, VroegsignaalStatus},
    request::{
        RequestContext,
        log::{DisclosureLog, LogRecord, LogUnreachable},
    },
    subgraphs::{
        common::words::{inwoner_id, optional_word, partij_id, word},
        trajectbegeleiding::vroegsignalen::{Gevraagd, Ontvanger, Plaats},
    },
};

/// An early signal as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ontvangen {
    /// The hub's id of it.
    pub id: Uuid,
    /// The party that gave it.
    pub signaalpartner: PartijId,
    /// Whom it is about, by the id under which records are kept.
    pub inwoner: InwonerId,
    /// What isn't paid.
    pub soort: VroegsignaalSoort,
    /// How many months of it.
    pub maanden: i32,
    /// How much, whole euros.
    pub bedrag: Option<i32>,
    /// The day on which so much wasn't paid.
    pub peildatum: NaiveDate,
    /// The legal ground on which it was taken in.
    pub grondslag: String,
    /// What its owner does with it.
    pub status: VroegsignaalStatus,
    /// What came of it.
    pub resultaat: Option<VroegsignaalResultaat>,
    /// The source's own id of the traject that it became.
    pub traject: Option<String>,
    /// Since when the owner has it (UTC).
    pub ontvangen_op: DateTime<Utc>,
    /// When its present content came in (UTC).
    pub bijgewerkt_op: DateTime<Utc>,
    /// When it became a traject or was closed (UTC).
    pub afgehandeld_op: Option<DateTime<Utc>>,
}

/// What was found, and can't be told yet: only a logged look tells it.
pub struct Gevonden {
    ontvanger: Ontvanger,
    signalen: Vec<Ontvangen>,
}

/// Who looks, and how it is logged.
pub struct Look<'a> {
    /// Who asks.
    pub context: &'a RequestContext,
    /// Within which operation.
    pub operatie: Uuid,
    /// What is done.
    pub handeling: Handeling,
    /// When (UTC).
    pub op: DateTime<Utc>,
}

impl Gevonden {
    /// Logs the look, one record per resident, at these residents too where nothing was found; then it may be told.
    ///
    /// # Errors
    /// [`LogUnreachable`]: then nothing may be told.
    pub async fn log(
        self,
        log: &DisclosureLog,
        look: &Look<'_>,
        looked_at: &[InwonerId],
    ) -> Result<Vec<Ontvangen>, LogUnreachable> {
        let found = self.signalen.iter().map(|one| &one.inwoner);
        let inwoners: BTreeSet<&InwonerId> = found.chain(looked_at).collect();
        let record = |inwoner: &InwonerId| LogRecord {
            operatie: look.operatie,
            op: look.op,
            inwoner: inwoner.clone(),
            bronhouder: self.ontvanger.partij().clone(),
            registerversie: None,
            inrichting: None,
            handeling: look.handeling,
            uitkomsten: Vec::new(),
        };
        let records: Vec<LogRecord> = inwoners.into_iter().map(record).collect();
        log.write(look.context, &records).await?;
        Ok(self.signalen)
    }
}

/// The residents of whom the owner has early signals that stand as asked, who waits longest first; and whether more follow.
/// Of one resident only where one is named by the id under which records are kept.
///
/// # Errors
/// When the database cannot be read.
pub async fn places(
    db: &DatabaseConnection,
    ontvanger: &Ontvanger,
    asked: &Gevraagd,
    inwoner: Option<&InwonerId>,
) -> Result<(Vec<Plaats>, bool), DbErr> {
    use vroegsignaal::Column::{Inwoner, OntvangenOp, Status};
    let statussen = asked.statussen.iter().map(|status| status.word());
    let fits = of(ontvanger)
        .add(Status.is_in(statussen))
        .add_option(inwoner.map(|inwoner| Inwoner.eq(inwoner.as_str())));
    let after = asked.na.as_ref().map(|na| {
        let same = OntvangenOp
            .min()
            .eq(na.sinds)
            .and(Inwoner.gt(na.inwoner.as_str()));
        OntvangenOp.min().gt(na.sinds).or(same)
    });
    let most = u64::try_from(asked.aantal).unwrap_or(u64::MAX).saturating_add(1);
    let rows: Vec<(String, DateTime<Utc>)> = vroegsignaal::Entity::find()
        .select_only()
        .column(Inwoner)
        .column_as(OntvangenOp.min(), "sinds")
        .filter(fits)
        .group_by(Inwoner)
        .having(Condition::all().add_option(after))
        .order_by(OntvangenOp.min(), Order::Asc)
        .order_by_asc(Inwoner)
        .limit(most)
        .into_tuple()
        .all(db)
        .await?;
    let has_next = rows.len() > asked.aantal;
    let places = rows
        .into_iter()
        .take(asked.aantal)
        .map(|(inwoner, sinds)| inwoner_id(&inwoner).map(|inwoner| Plaats { sinds, inwoner }));
    Ok((places.collect::<Result<_, _>>()?, has_next))
}

/// All early signals that the owner has of these residents, the latest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_inwoners(
    db: &DatabaseConnection,
    ontvanger: &Ontvanger,
    inwoners: &[InwonerId],
) -> Result<Gevonden, DbErr> {
    let of_them = vroegsignaal::Column::Inwoner.is_in(inwoners.iter().map(InwonerId::as_str));
    find(db, ontvanger, of_them).await
}

/// Those of these early signals that the owner has.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_ids(db: &DatabaseConnection, ontvanger: &Ontvanger, ids: &[Uuid]) -> Result<Gevonden, DbErr> {
    let these = vroegsignaal::Column::Id.is_in(ids.iter().copied());
    find(db, ontvanger, these).await
}

async fn find(db: &DatabaseConnection, ontvanger: &Ontvanger, which: Expr) -> Result<Gevonden, DbErr> {
    let rows = vroegsignaal::Entity::find()
        .filter(of(ontvanger).add(which))
        .order_by_desc(vroegsignaal::Column::OntvangenOp)
        .order_by_asc(vroegsignaal::Column::Id)
        .all(db)
        .await?;
    let trajecten = bron_ids(db, &rows).await?;
    let signalen = rows.into_iter().map(|row| Ontvangen::read(row, &trajecten));
    Ok(Gevonden {
        ontvanger: ontvanger.clone(),
        signalen: signalen.collect::<Result<_, _>>()?,
    })
}

/// What the owner received, and its giver didn't take back.
pub(super) fn of(ontvanger: &Ontvanger) -> Condition {
    Condition::all()
        .add(vroegsignaal::Column::Ontvanger.eq(ontvanger.partij().as_str()))
        .add(vroegsignaal::Column::IngetrokkenOp.is_null())
}

/// The sources' own ids of the trajecten that these became, the owner's own.
async fn bron_ids(
    db: &DatabaseConnection,
    rows: &[vroegsignaal::Model],
) -> Result<HashMap<Uuid, String>, DbErr> {
    let ids: Vec<Uuid> = rows.iter().filter_map(|row| row.traject).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(Uuid, String)> = traject::Entity::find()
        .select_only()
        .columns([traject::Column::Id, traject::Column::BronId])
        .filter(traject::Column::Id.is_in(ids))
        .filter(traject::Column::TeruggetrokkenOp.is_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

impl Ontvangen {
    fn read(row: vroegsignaal::Model, trajecten: &HashMap<Uuid, String>) -> Result<Self, DbErr> {
        Ok(Self {
            id: row.id,
            signaalpartner: partij_id(&row.signaalpartner)?,
            inwoner: inwoner_id(&row.inwoner)?,
            soort: word(&row.soort)?,
            maanden: row.maanden,
            bedrag: row.bedrag,
            peildatum: row.peildatum,
            grondslag: row.grondslag,
            status: word(&row.status)?,
            resultaat: optional_word(row.resultaat.as_deref())?,
            traject: row.traject.and_then(|id| trajecten.get(&id).cloned()),
            ontvangen_op: row.ontvangen_op,
            bijgewerkt_op: row.bijgewerkt_op,
            afgehandeld_op: row.afgehandeld_op,
        })
    }
}
