//! What happens to trajecten by the clock.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use schakel_entity::trajectbegeleiding::{client, termijnstand, traject};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    publish::nazorg_gestart,
    werklijst::{refresh_index, stands_at},
};
use crate::{
    clock::day_in_amsterdam,
    domain::{Fase, Gegevensgroep, InwonerId, PartijId, RecordSoort, SignaalSoort, TermijnCode},
    register::Ingericht,
    request::load::Dossier,
    subgraphs::{
        common::words::{inwoner_id, partij_id, word},
        outbox::{ByTheClock, Gebeurd},
        trajectbegeleiding::types::TrajectDossier,
    },
    termijnen::TermijnToestand,
};

/// Deadlines that come near or have passed, ends that come near, and sources that have told nothing for long.
pub struct DueTrajecten {
    db: DatabaseConnection,
}

type Clienten = HashMap<Uuid, Vec<InwonerId>>;

/// Ids per statement, below the databases' bound on parameters.
const IDS: usize = 1000;

impl DueTrajecten {
    /// Those in this database.
    pub fn new(db: DatabaseConnection) -> Self {
        Self { db }
    }

    async fn termijnen(&self, now: DateTime<Utc>) -> Result<Vec<termijnstand::Model>, DbErr> {
        let told = [TermijnToestand::Nadert, TermijnToestand::Overschreden];
        termijnstand::Entity::find()
            .filter(stands_at(now))
            .filter(termijnstand::Column::Toestand.is_in(told.map(TermijnToestand::word)))
            .all(&self.db)
            .await
    }

    async fn outdated(&self, before: DateTime<Utc>) -> Result<Vec<traject::Model>, DbErr> {
        traject::Entity::find()
            .filter(traject::Column::TeruggetrokkenOp.is_null())
            .filter(traject::Column::Fase.ne(Fase::Afgesloten.word()))
            .filter(traject::Column::GehoordOp.lte(before))
            .all(&self.db)
            .await
    }

    /// Those of which the start of aftercare was planned when their source told them last, and has come.
    async fn in_aftercare(&self, now: DateTime<Utc>) -> Result<Vec<traject::Model>, DbErr> {
        let begun = traject::Entity::find()
            .filter(traject::Column::TeruggetrokkenOp.is_null())
            .filter(traject::Column::Fase.is_not_in([Fase::Afgesloten.word(), Fase::Nazorg.word()]))
            .filter(traject::Column::NazorgStart.lte(day_in_amsterdam(now)))
            .all(&self.db)
            .await?;
        let was_planned = |row: &traject::Model| row.nazorg_start > Some(day_in_amsterdam(row.versie));
        Ok(begun.into_iter().filter(was_planned).collect())
    }

    async fn clienten(&self, trajecten: impl Iterator<Item = Uuid>) -> Result<Clienten, DbErr> {
        let ids: Vec<Uuid> = trajecten.collect();
        let mut clienten = Clienten::new();
        for ids in ids.chunks(IDS) {
            let rows = client::Entity::find()
                .filter(client::Column::Traject.is_in(ids.iter().copied()))
                .all(&self.db)
                .await?;
            for row in rows {
                let inwoner = inwoner_id(&row.inwoner)?;
                clienten.entry(row.traject).or_default().push(inwoner);
            }
        }
        Ok(clienten)
    }
}

#[async_trait::async_trait]
impl ByTheClock for DueTrajecten {
    async fn due(&self, ingericht: &Ingericht, now: DateTime<Utc>) -> Result<Vec<Gebeurd>, DbErr> {
        let inrichting = &ingericht.inrichting;
        let partijen = inrichting.samenwerkingen.iter().flat_map(|one| &one.partijen);
        for partij in partijen.filter(|partij| partij.houdt(RecordSoort::Traject)) {
            refresh_index(&self.db, &partij.id, ingericht, now).await?;
        }
        let termijnen = self.termijnen(now).await?;
        let silence = TimeDelta::days(i64::from(inrichting.bron_verouderd_dagen));
        let outdated = self.outdated(now - silence).await?;
        let in_aftercare = self.in_aftercare(now).await?;
        let trajecten = termijnen.iter().map(|row| row.traject);
        let rows = outdated.iter().chain(&in_aftercare).map(|row| row.id);
        let clienten = self.clienten(trajecten.chain(rows)).await?;
        let mut due = Vec::new();
        for row in &termijnen {
            let of = Source::new(&clienten, row.traject, &row.bronhouder)?;
            due.extend(of.termijn(row)?);
        }
        for row in &outdated {
            let of = Source::new(&clienten, row.id, &row.bronhouder)?;
            let heard = row.gehoord_op.map(|op| op.to_rfc3339()).unwrap_or_default();
            due.extend(of.happened(SignaalSoort::BronVerouderd, &heard));
        }
        for row in &in_aftercare {
            let of = Source::new(&clienten, row.id, &row.bronhouder)?;
            let start = row.nazorg_start.unwrap_or_default();
            due.extend(
                of.clienten
                    .iter()
                    .map(|inwoner| nazorg_gestart(row.id, (&of.bronhouder, &row.bron_id), inwoner, start)),
            );
        }
        due.sort_by_key(|gebeurd| gebeurd.soort);
        Ok(due)
    }
}

/// A traject to which something happens: to each of its clients.
struct Source<'a> {
    traject: Uuid,
    bronhouder: PartijId,
    clienten: &'a [InwonerId],
}

impl<'a> Source<'a> {
    fn new(clienten: &'a Clienten, traject: Uuid, bronhouder: &str) -> Result<Self, DbErr> {
        Ok(Self {
            traject,
            bronhouder: partij_id(bronhouder)?,
            clienten: clienten.get(&traject).map_or(&[], Vec::as_slice),
        })
    }

    /// A deadline that ends at another moment than before is told anew.
    fn termijn(&self, row: &termijnstand::Model) -> Result<Vec<Gebeurd>, DbErr> {
        let code: TermijnCode = word(&row.code)?;
        let (soort, is_near) = match word(&row.toestand)? {
            TermijnToestand::Nadert => (SignaalSoort::TermijnNadert, true),
            _ => (SignaalSoort::TermijnOverschreden, false),
        };
        let state = format!("{code} {}", row.rang.to_rfc3339());
        let of_deadline = self.happened(soort, &state);
        let mut due: Vec<Gebeurd> = of_deadline
            .map(|gebeurd| gebeurd.telling(groepen_of(code)))
            .collect();
        // The phase itself says that it is a Wsnp. That an Msnp runs, and since when, is told with what was decided: who knows
        // the phase only hears of its end when the owner announces one.
        if is_near && code == TermijnCode::LooptijdWsnp {
            due.extend(self.happened(SignaalSoort::UitstroomNadert, &state));
        }
        Ok(due)
    }

    fn happened(&self, soort: SignaalSoort, state: &str) -> impl Iterator<Item = Gebeurd> {
        self.clienten.iter().map(move |inwoner| {
            let key = format!("{soort} {} {} {state}", self.traject, inwoner.as_str());
            Gebeurd::to_record(self.traject, soort, inwoner.clone(), self.bronhouder.clone()).known_by(key)
        })
    }
}

/// Of what a deadline tells: its own groups, and those out of which it is counted, however many clients there are. A
/// joint one among them keeps it with its owner, of a couple's traject as of a single's: which of them a receiver may
/// count by depends on a second client, and a signal that came or stayed away would tell that there is one.
fn groepen_of(code: TermijnCode) -> impl Iterator<Item = Gegevensgroep> {
    let termijnen = Gegevensgroep::TrajectTermijnen;
    let counted_by = TrajectDossier::draws_on(termijnen).iter().copied();
    [termijnen].into_iter().chain(code.groep()).chain(counted_by)
}
