use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Utc};
use schakel_entity::srw::{dossier, indiening, stap, verwijzing};
use sea_orm::{
    ColumnTrait, Condition, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::{
    clock::Clock,
    domain::{Gegevensgroep, Inrichting, InwonerId, PartijId, RecordSoort},
    request::load::{Bron, Dossier, Toegestaan},
    subgraphs::{
        common::{
            Contact, Termijn,
            werklijst::rang,
            words::{inwoner_id, optional_word, partij_id, word},
        },
        srw::{
            stappen::Kant,
            store::werklijst::termijn_of,
            types::{EigenInhoud, EigenStap, EigenStatus, EigenTerugkoppeling},
        },
    },
    termijnen::Telling,
};

/// The referrals of which a party is a side: own records to both.
#[derive(Clone, Debug)]
pub struct EigenVerwijzingen {
    db: DatabaseConnection,
    clock: Arc<dyn Clock>,
}

/// Where a referral is found; nothing of it but who its sides are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vindplaats {
    /// The hub's id of it.
    pub id: Uuid,
    /// The party that submitted it.
    pub indiener: PartijId,
    /// The party that was asked.
    pub ontvanger: PartijId,
    /// Whom it is about.
    pub inwoner: InwonerId,
    /// By what it is ordered (UTC): when it was submitted, or when its terugkoppeling is due.
    pub rang: DateTime<Utc>,
}

/// Ids per statement, below the databases' bound on parameters.
const IDS: usize = 1000;

/// One referral, as its sides see it.
#[derive(Clone, Debug, Default)]
pub struct Eigen {
    /// How far it is.
    pub status: Option<EigenStatus>,
    /// What the submitter wrote.
    pub inhoud: Option<EigenInhoud>,
    /// What came of it.
    pub terugkoppeling: Option<EigenTerugkoppeling>,
}

/// The referrals of one resident of which the caller's party is a side.
#[derive(Clone, Debug, Default)]
pub struct EigenDossier {
    /// By their ids.
    pub verwijzingen: HashMap<Uuid, Eigen>,
}

impl Dossier for EigenDossier {
    /// Of one's own records nobody else is asked.
    fn mede_client(&self) -> Option<&InwonerId> {
        None
    }

    fn clear(&mut self, _: Gegevensgroep) {
        self.verwijzingen.clear();
    }
}

impl EigenVerwijzingen {
    /// The referrals in this database; the clock tells how deadlines stand.
    pub fn new(db: DatabaseConnection, clock: Arc<dyn Clock>) -> Self {
        Self { db, clock }
    }

    /// A page of the referrals of which the party is this side, or either: the latest first, after the one with this id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn page(
        &self,
        partij: &PartijId,
        kant: Option<Kant>,
        after: Option<Uuid>,
        count: u64,
    ) -> Result<Vec<Vindplaats>, DbErr> {
        let page = of(partij, kant).add_option(after.map(|after| indiening::Column::Id.lt(after)));
        self.find(page, Some(count)).await
    }

    /// A page of the open ones among them: that whose terugkoppeling is due first comes first, after the one at this place.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn urgent_page(
        &self,
        (partij, kant): (&PartijId, Option<Kant>),
        inrichting: &Inrichting,
        after: Option<(DateTime<Utc>, Uuid)>,
        count: usize,
    ) -> Result<Vec<Vindplaats>, DbErr> {
        let all = self.find(of(partij, kant), None).await?;
        let ids: Vec<Uuid> = all.iter().map(|one| one.id).collect();
        let mut standing = HashMap::new();
        for ids in ids.chunks(IDS) {
            standing.extend(self.standing(ids).await?);
        }
        let mut open = Vec::new();
        for one in all {
            let telling = Telling::of(inrichting, &one.ontvanger);
            let termijn = match standing.get(&one.id) {
                Some(stands) => termijn_of(stands, &telling)?,
                None => None,
            };
            let due = termijn.map(|termijn| rang(&termijn));
            open.extend(due.map(|rang| Vindplaats { rang, ..one }));
        }
        open.retain(|one| after.is_none_or(|after| (one.rang, one.id) > after));
        open.sort_unstable_by_key(|one| (one.rang, one.id));
        open.truncate(count);
        Ok(open)
    }

    /// One referral of which the party is a side.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_one(&self, partij: &PartijId, id: Uuid) -> Result<Option<Vindplaats>, DbErr> {
        let one = of(partij, None).add(indiening::Column::Id.eq(id));
        Ok(self.find(one, Some(1)).await?.pop())
    }

    async fn find(&self, which: Condition, most: Option<u64>) -> Result<Vec<Vindplaats>, DbErr> {
        let rows = indiening::Entity::find()
            .filter(which)
            // An id begins with its moment.
            .order_by_desc(indiening::Column::Id)
            .limit(most)
            .all(&self.db)
            .await?;
        rows.iter().map(Vindplaats::read).collect()
    }

    /// The rows in which these referrals stand: that of the source while it publishes them, else our own.
    async fn standing(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, verwijzing::Model>, DbErr> {
        let mut rows = verwijzing::Entity::find()
            .filter(verwijzing::Column::Indiening.is_in(ids.iter().copied()))
            .all(&self.db)
            .await?;
        let dossiers = dossier::Entity::find()
            .filter(dossier::Column::Id.is_in(rows.iter().map(|row| row.dossier)))
            .all(&self.db)
            .await?;
        let dossiers: HashMap<Uuid, dossier::Model> = dossiers
            .into_iter()
            .map(|dossier| (dossier.id, dossier))
            .collect();
        rows.sort_by_key(|row| {
            let dossier = dossiers.get(&row.dossier);
            let is_shown = dossier.is_some_and(|dossier| dossier.teruggetrokken_op.is_none());
            let is_ours = Some(row.dossier) == row.indiening;
            (is_shown, is_ours, dossier.map(|dossier| dossier.versie))
        });
        // The last one of an id stays.
        Ok(rows
            .into_iter()
            .filter_map(|row| Some((row.indiening?, row)))
            .collect())
    }

    async fn steps(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<EigenStap>>, DbErr> {
        let rows = stap::Entity::find()
            .filter(stap::Column::Indiening.is_in(ids.iter().copied()))
            .order_by_asc(stap::Column::Indiening)
            .order_by_asc(stap::Column::Volgnummer)
            .all(&self.db)
            .await?;
        let mut steps: HashMap<Uuid, Vec<EigenStap>> = HashMap::new();
        for row in rows {
            let step = EigenStap {
                status: word(&row.status)?,
                op: row.op,
            };
            steps.entry(row.indiening).or_default().push(step);
        }
        Ok(steps)
    }
}

#[async_trait::async_trait]
impl Bron for EigenVerwijzingen {
    type Dossier = EigenDossier;
    const SOORT: RecordSoort = RecordSoort::SrwDossier;

    async fn load(
        &self,
        toegestaan: &Toegestaan,
        inrichting: &Inrichting,
    ) -> Result<HashMap<(PartijId, InwonerId), EigenDossier>, DbErr> {
        let now = self.clock.now();
        let mut dossiers: HashMap<_, EigenDossier> = HashMap::new();
        for (partij, inwoners) in toegestaan.per_bronhouder() {
            let residents = indiening::Column::Inwoner.is_in(inwoners.into_iter().map(InwonerId::as_str));
            let rows = indiening::Entity::find()
                .filter(of(partij, None).add(residents))
                .all(&self.db)
                .await?;
            let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
            let standing = self.standing(&ids).await?;
            let mut steps = self.steps(&ids).await?;
            for row in rows {
                let of = (partij.clone(), inwoner_id(&row.inwoner)?);
                let may = |groep| toegestaan.contains(&of.0, &of.1, groep);
                let Some(stands) = standing.get(&row.id) else {
                    continue;
                };
                let steps = steps.remove(&row.id).unwrap_or_default();
                let telling = Telling::of(inrichting, &partij_id(&row.ontvanger)?);
                let termijn = termijn_of(stands, &telling)?.map(|termijn| Termijn::at(now, &termijn));
                let eigen = Eigen {
                    status: may(Gegevensgroep::SrwStatus)
                        .then(|| status(&row, stands, termijn, steps))
                        .transpose()?,
                    inhoud: may(Gegevensgroep::SrwInhoud).then(|| inhoud(&row)),
                    terugkoppeling: may(Gegevensgroep::SrwTerugkoppeling)
                        .then(|| terugkoppeling(stands))
                        .transpose()?
                        .flatten(),
                };
                let dossier = dossiers.entry(of).or_default();
                dossier.verwijzingen.insert(row.id, eigen);
            }
        }
        Ok(dossiers)
    }
}

impl Vindplaats {
    fn read(row: &indiening::Model) -> Result<Self, DbErr> {
        Ok(Self {
            id: row.id,
            indiener: partij_id(&row.indiener)?,
            ontvanger: partij_id(&row.ontvanger)?,
            inwoner: inwoner_id(&row.inwoner)?,
            rang: row.ingediend_op,
        })
    }
}

/// The referrals of which the party is this side, or either.
fn of(partij: &PartijId, kant: Option<Kant>) -> Condition {
    let submitted = indiening::Column::Indiener.eq(partij.as_str());
    let received = indiening::Column::Ontvanger.eq(partij.as_str());
    let either = match kant {
        Some(Kant::Indiener) => Condition::any().add(submitted),
        Some(Kant::Ontvanger) => Condition::any().add(received),
        None => Condition::any().add(submitted).add(received),
    };
    Condition::all().add(either)
}

fn status(
    row: &indiening::Model,
    stands: &verwijzing::Model,
    termijn: Option<Termijn>,
    stappen: Vec<EigenStap>,
) -> Result<EigenStatus, DbErr> {
    Ok(EigenStatus {
        soort: word(&row.soort)?,
        route: word(&row.route)?,
        status: word(&stands.status)?,
        ingediend_op: row.ingediend_op,
        geaccepteerd_op: stands.geaccepteerd_op,
        afgerond_op: stands.afgerond_op,
        reden: row.reden.clone(),
        termijn,
        stappen,
        bron_houdt_bij: row.bron_houdt_bij,
    })
}

fn inhoud(row: &indiening::Model) -> EigenInhoud {
    EigenInhoud {
        vraag: row.vraag.clone(),
        afzender: Contact {
            naam: row.afzender_naam.clone(),
            telefoon: row.afzender_telefoon.clone(),
            email: row.afzender_email.clone(),
        },
    }
}

fn terugkoppeling(stands: &verwijzing::Model) -> Result<Option<EigenTerugkoppeling>, DbErr> {
    let uitkomst = optional_word(stands.terugkoppeling_uitkomst.as_deref())?;
    let (Some(uitkomst), Some(datum)) = (uitkomst, stands.terugkoppeling_datum) else {
        return Ok(None);
    };
    Ok(Some(EigenTerugkoppeling {
        uitkomst,
        datum,
        toelichting: stands.terugkoppeling_toelichting.clone(),
    }))
}
