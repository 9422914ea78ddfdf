//! What deadlines are counted by: the events of a traject, whatever group tells them. Only the deadlines leave.

use std::collections::HashMap;

use chrono::NaiveDate;
use schakel_entity::trajectbegeleiding::{
    beschikking, crisis, fase, gesprek, moratorium, opschorting, termijn, traject,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::{
    publication::UitstroomReden,
    subgraphs::common::words::{optional_word, word},
    termijnen::{
        Aanvang, Afloop, Gepubliceerd, OplossingVerloop, Opschorting, OpschortingVanCode, Telling, Termijn,
        Verloop,
    },
};

/// What the deadlines of one traject are counted by.
pub(super) struct Telbaar {
    verloop: Verloop,
    gepubliceerd: Vec<Gepubliceerd>,
    opschortingen: Vec<OpschortingVanCode>,
}

impl Telbaar {
    /// What happened in the traject.
    pub(super) fn verloop(&self) -> &Verloop {
        &self.verloop
    }

    /// All deadlines of the traject, published and derived.
    pub(super) fn termijnen(&self, telling: &Telling<'_>) -> Vec<Termijn> {
        self.termijnen_by(&self.verloop, telling)
    }

    /// The same, derived from as much of what happened as may be told.
    pub(super) fn termijnen_by(&self, verloop: &Verloop, telling: &Telling<'_>) -> Vec<Termijn> {
        telling.termijnen(verloop, &self.gepubliceerd, &self.opschortingen)
    }
}

type Rows<M> = HashMap<Uuid, Vec<M>>;

/// Reads one table for these trajecten, in order.
macro_rules! rows {
    ($db:expr, $table:ident, $ids:expr) => {{
        let found = $table::Entity::find()
            .filter($table::Column::Traject.is_in($ids.iter().copied()))
            .order_by_asc($table::Column::Traject)
            .order_by_asc($table::Column::Volgnummer)
            .all($db)
            .await?;
        let mut rows: Rows<$table::Model> = HashMap::new();
        for row in found {
            rows.entry(row.traject).or_default().push(row);
        }
        rows
    }};
}

/// Reads what the deadlines of these trajecten are counted by: as many statements for many as for one, none for none.
pub(super) async fn read<'a>(
    db: &impl ConnectionTrait,
    trajecten: impl IntoIterator<Item = &'a traject::Model>,
) -> Result<HashMap<Uuid, Telbaar>, DbErr> {
    let trajecten: HashMap<Uuid, &traject::Model> = trajecten
        .into_iter()
        .map(|traject| (traject.id, traject))
        .collect();
    if trajecten.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<Uuid> = trajecten.keys().copied().collect();
    let parts = Parts {
        fasen: rows!(db, fase, ids),
        gesprekken: rows!(db, gesprek, ids),
        crises: rows!(db, crisis, ids),
        beschikkingen: rows!(db, beschikking, ids),
        moratoria: rows!(db, moratorium, ids),
        termijnen: rows!(db, termijn, ids),
        opschortingen: rows!(db, opschorting, ids),
    };
    trajecten
        .into_iter()
        .map(|(id, traject)| Ok((id, parts.of(traject)?)))
        .collect()
}

struct Parts {
    fasen: Rows<fase::Model>,
    gesprekken: Rows<gesprek::Model>,
    crises: Rows<crisis::Model>,
    beschikkingen: Rows<beschikking::Model>,
    moratoria: Rows<moratorium::Model>,
    termijnen: Rows<termijn::Model>,
    opschortingen: Rows<opschorting::Model>,
}

impl Parts {
    fn of(&self, traject: &traject::Model) -> Result<Telbaar, DbErr> {
        let id = traject.id;
        Ok(Telbaar {
            verloop: self.verloop(traject)?,
            gepubliceerd: each(&self.termijnen, id, |row| {
                Ok(Gepubliceerd {
                    code: word(&row.code)?,
                    start: row.start,
                    einde: row.einde,
                    opgeschort_op: row.opgeschort_op,
                    afloop: Afloop {
                        gehaald_op: row.gehaald_op,
                        vervallen_op: row.vervallen_op,
                    },
                })
            })?,
            opschortingen: each(&self.opschortingen, id, |row| {
                let period = Opschorting {
                    van: row.van,
                    tot: row.tot,
                };
                Ok((word(&row.termijn)?, period, word(&row.reden)?))
            })?,
        })
    }

    fn verloop(&self, traject: &traject::Model) -> Result<Verloop, DbErr> {
        let id = traject.id;
        let granted = |row: &moratorium::Model| {
            let start = row.toegekend_op.or(row.start)?;
            Some((start, row.einde))
        };
        Ok(Verloop {
            aanmelding: traject.aanmelddatum,
            fasen: each(&self.fasen, id, |row| Ok((word(&row.fase)?, row.sinds)))?,
            gesprekken: each(&self.gesprekken, id, |row| Ok(row.datum))?,
            crises: each(&self.crises, id, |row| {
                Ok(row.bekend_op.map_or(Aanvang::Dag(row.start), Aanvang::Moment))
            })?,
            beschikkingen: each(&self.beschikkingen, id, |row| Ok((word(&row.soort)?, row.datum)))?,
            plan_van_aanpak_op: traject.plan_van_aanpak_op,
            schuldregeling_besloten: besloten(traject),
            oplossing: oplossing(traject)?,
            moratoria: self
                .moratoria
                .get(&id)
                .into_iter()
                .flatten()
                .filter_map(granted)
                .collect(),
            uitstroom: uitstroom(traject)?,
        })
    }
}

/// When it was clear what became of the proposal to the creditors.
fn besloten(traject: &traject::Model) -> Vec<NaiveDate> {
    let ends = [
        traject.schuldregeling_toegekend_op,
        traject.schuldregeling_afgewezen_op,
        traject.schuldregeling_ingetrokken_op,
    ];
    ends.into_iter().flatten().collect()
}

fn oplossing(traject: &traject::Model) -> Result<Option<OplossingVerloop>, DbErr> {
    if !traject.heeft_oplossing {
        return Ok(None);
    }
    Ok(Some(OplossingVerloop {
        soort: optional_word(traject.oplossing_soort.as_deref())?,
        start: traject.oplossing_start,
        einde: traject.oplossing_einde,
    }))
}

fn uitstroom(traject: &traject::Model) -> Result<Option<(NaiveDate, UitstroomReden)>, DbErr> {
    let reden: Option<UitstroomReden> = optional_word(traject.uitstroom_reden.as_deref())?;
    Ok(traject.uitstroom_datum.zip(reden))
}

fn each<M, T>(rows: &Rows<M>, id: Uuid, read: impl Fn(&M) -> Result<T, DbErr>) -> Result<Vec<T>, DbErr> {
    rows.get(&id).into_iter().flatten().map(read).collect()
}
