//! Reads an owner's trajecten back as they were published, for the owner's own deliveries.

use std::collections::HashMap;

use schakel_entity::trajectbegeleiding::{
    actie, begeleiding, beschikking, betrokkene, client, crisis, fase, gesprek, moratorium, nazorgproduct,
    opschorting, regisseur, schuld, termijn, traject, voorziening,
};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    domain::{InwonerId, PartijId},
    publication::{
        ActieInvoer, AdministratieInvoer, BegeleidingInvoer, BeschikkingInvoer, BetrokkeneInvoer,
        ContactInvoer, CrisisInvoer, FaseInvoer, FinancieelInvoer, GesprekInvoer, InwonerInvoer,
        MoratoriumInvoer, NazorgInvoer, OplossingInvoer, OpschortingInvoer, PeriodeInvoer, RegisseurInvoer,
        SchuldInvoer, SchuldregelingInvoer, TermijnInvoer, TrajectInvoer, UitstroomInvoer,
    },
    subgraphs::common::{
        begin_reading,
        words::{inwoner_id, optional_word, word},
    },
};

/// A traject as its owner published it last.
#[derive(Clone, Debug)]
pub struct OwnTraject {
    /// The hub's id of it: pages go on after it.
    pub id: Uuid,
    /// Its clients, by the ids under which records are kept.
    pub clienten: Vec<InwonerId>,
    /// What was published.
    pub invoer: TrajectInvoer,
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

/// A page of the trajecten of one owner that are not withdrawn, in the order of their ids, after this one; none when
/// there are no more.
///
/// # Errors
/// When the database cannot be read.
pub async fn own_trajecten(
    db: &DatabaseConnection,
    bronhouder: &PartijId,
    after: Option<Uuid>,
    count: u64,
) -> Result<Vec<OwnTraject>, DbErr> {
    let mut page = traject::Entity::find()
        .filter(traject::COLUMN.bronhouder.eq(bronhouder.as_str()))
        .filter(traject::Column::TeruggetrokkenOp.is_null())
        .order_by_asc(traject::Column::Id)
        .limit(count);
    if let Some(after) = after {
        page = page.filter(traject::Column::Id.gt(after));
    }
    let moment = begin_reading(db).await?;
    let db = &moment;
    let trajecten = page.all(db).await?;
    if trajecten.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = trajecten.iter().map(|traject| traject.id).collect();
    let mut parts = Parts {
        clienten: rows!(db, client, ids),
        fasen: rows!(db, fase, ids),
        regisseurs: rows!(db, regisseur, ids),
        betrokkenen: rows!(db, betrokkene, ids),
        gesprekken: rows!(db, gesprek, ids),
        acties: rows!(db, actie, ids),
        termijnen: rows!(db, termijn, ids),
        opschortingen: rows!(db, opschorting, ids),
        beschikkingen: rows!(db, beschikking, ids),
        crises: rows!(db, crisis, ids),
        begeleiding: rows!(db, begeleiding, ids),
        moratoria: rows!(db, moratorium, ids),
        voorzieningen: rows!(db, voorziening, ids),
        schulden: rows!(db, schuld, ids),
        nazorgproducten: rows!(db, nazorgproduct, ids),
    };
    moment.commit().await?;
    trajecten.into_iter().map(|traject| parts.take(traject)).collect()
}

struct Parts {
    clienten: Rows<client::Model>,
    fasen: Rows<fase::Model>,
    regisseurs: Rows<regisseur::Model>,
    betrokkenen: Rows<betrokkene::Model>,
    gesprekken: Rows<gesprek::Model>,
    acties: Rows<actie::Model>,
    termijnen: Rows<termijn::Model>,
    opschortingen: Rows<opschorting::Model>,
    beschikkingen: Rows<beschikking::Model>,
    crises: Rows<crisis::Model>,
    begeleiding: Rows<begeleiding::Model>,
    moratoria: Rows<moratorium::Model>,
    voorzieningen: Rows<voorziening::Model>,
    schulden: Rows<schuld::Model>,
    nazorgproducten: Rows<nazorgproduct::Model>,
}

impl Parts {
    fn take(&mut self, row: traject::Model) -> Result<OwnTraject, DbErr> {
        let id = row.id;
        let clienten = each(&mut self.clienten, id, |row| inwoner_id(&row.inwoner))?;
        let fasen = each(&mut self.fasen, id, |row| {
            Ok(FaseInvoer {
                fase: word(&row.fase)?,
                sinds: row.sinds,
                tot: row.tot,
            })
        })?;
        let invoer = TrajectInvoer {
            clienten: clienten.iter().cloned().map(InwonerInvoer::Id).collect(),
            fasen,
            regisseurs: each(&mut self.regisseurs, id, read_regisseur)?,
            betrokkenen: each(&mut self.betrokkenen, id, read_betrokkene)?,
            gesprekken: each(&mut self.gesprekken, id, |row| {
                Ok(GesprekInvoer {
                    soort: word(&row.soort)?,
                    datum: row.datum,
                })
            })?,
            acties: each(&mut self.acties, id, read_actie)?,
            termijnen: each(&mut self.termijnen, id, read_termijn)?,
            opschortingen: each(&mut self.opschortingen, id, read_opschorting)?,
            beschikkingen: each(&mut self.beschikkingen, id, |row| {
                Ok(BeschikkingInvoer {
                    soort: word(&row.soort)?,
                    datum: row.datum,
                })
            })?,
            crises: each(&mut self.crises, id, |row| {
                Ok(CrisisInvoer {
                    start: row.start,
                    einde: row.einde,
                    bekend_op: row.bekend_op,
                })
            })?,
            begeleiding: each(&mut self.begeleiding, id, |row| {
                Ok(BegeleidingInvoer {
                    soort: optional_word(row.soort.as_deref())?,
                    start: row.start,
                    einde: row.einde,
                })
            })?,
            moratoria: each(&mut self.moratoria, id, |row| {
                Ok(MoratoriumInvoer {
                    aangevraagd_op: row.aangevraagd_op,
                    toegekend_op: row.toegekend_op,
                    start: row.start,
                    einde: row.einde,
                })
            })?,
            voorlopige_voorzieningen: each(&mut self.voorzieningen, id, |row| {
                Ok(period(row.start, row.einde))
            })?,
            financieel: financieel(&row, each(&mut self.schulden, id, read_schuld)?),
            nazorg: nazorg(
                &row,
                each(&mut self.nazorgproducten, id, |row| word(&row.product))?,
            ),
            ..head(&row)?
        };
        Ok(OwnTraject { id, clienten, invoer })
    }
}

/// What stands in the row of the traject itself.
fn head(row: &traject::Model) -> Result<TrajectInvoer, DbErr> {
    let uitstroom = row.uitstroom_datum.zip(row.uitstroom_reden.as_deref());
    Ok(TrajectInvoer {
        bron_id: row.bron_id.clone(),
        versie: row.versie,
        clienten: Vec::new(),
        ingang: word(&row.ingang)?,
        aanmelddatum: row.aanmelddatum,
        hulpvraag: word(&row.hulpvraag)?,
        fasen: Vec::new(),
        regisseurs: Vec::new(),
        betrokkenen: Vec::new(),
        gesprekken: Vec::new(),
        acties: Vec::new(),
        termijnen: Vec::new(),
        opschortingen: Vec::new(),
        beschikkingen: Vec::new(),
        plan_van_aanpak_op: row.plan_van_aanpak_op,
        crises: Vec::new(),
        schuldregeling: row.heeft_schuldregeling.then_some(SchuldregelingInvoer {
            datum: row.schuldregeling_datum,
            toegekend_op: row.schuldregeling_toegekend_op,
            afgewezen_op: row.schuldregeling_afgewezen_op,
            ingetrokken_op: row.schuldregeling_ingetrokken_op,
            dwangakkoord: row.schuldregeling_dwangakkoord,
            dwangakkoord_verzocht_op: row.schuldregeling_dwangakkoord_verzocht_op,
        }),
        oplossing: row
            .heeft_oplossing
            .then(|| {
                Ok::<_, DbErr>(OplossingInvoer {
                    soort: optional_word(row.oplossing_soort.as_deref())?,
                    start: row.oplossing_start,
                    einde: row.oplossing_einde,
                    vtlb: row.oplossing_vtlb,
                })
            })
            .transpose()?,
        begeleiding: Vec::new(),
        moratoria: Vec::new(),
        financieel: None,
        nazorg: None,
        voorlopige_voorzieningen: Vec::new(),
        vorig_traject: row.vorig_traject.clone(),
        administratie: administratie(row),
        uitstroom: uitstroom
            .map(|(datum, reden)| {
                Ok::<_, DbErr>(UitstroomInvoer {
                    datum,
                    reden: word(reden)?,
                })
            })
            .transpose()?,
    })
}

fn administratie(row: &traject::Model) -> Option<AdministratieInvoer> {
    let said = row.gemeentecode.is_some()
        || row.startdatum.is_some()
        || row.einddatum.is_some()
        || row.toegekend_op.is_some();
    said.then(|| AdministratieInvoer {
        gemeentecode: row.gemeentecode.clone(),
        startdatum: row.startdatum,
        einddatum: row.einddatum,
        toegekend_op: row.toegekend_op,
    })
}

fn financieel(row: &traject::Model, schulden: Vec<SchuldInvoer>) -> Option<FinancieelInvoer> {
    let said = row.totale_schuld.is_some()
        || row.aantal_schuldeisers.is_some()
        || row.schuld_peildatum.is_some()
        || row.schuld_bij_aanvang.is_some()
        || !schulden.is_empty();
    said.then_some(FinancieelInvoer {
        totale_schuld: row.totale_schuld,
        aantal_schuldeisers: row.aantal_schuldeisers,
        peildatum: row.schuld_peildatum,
        schuld_bij_aanvang: row.schuld_bij_aanvang,
        schulden,
    })
}

fn nazorg(row: &traject::Model, producten: Vec<crate::domain::NazorgProduct>) -> Option<NazorgInvoer> {
    row.nazorg_start.map(|start| NazorgInvoer {
        start,
        einde: row.nazorg_einde,
        producten,
    })
}

fn read_regisseur(row: regisseur::Model) -> Result<RegisseurInvoer, DbErr> {
    Ok(RegisseurInvoer {
        contact: contact(row.naam, row.telefoon, row.email),
        sinds: row.sinds,
        tot: row.tot,
    })
}

fn read_betrokkene(row: betrokkene::Model) -> Result<BetrokkeneInvoer, DbErr> {
    Ok(BetrokkeneInvoer {
        contact: contact(row.naam, row.telefoon, row.email),
        rol: word(&row.rol)?,
        organisatie: row.organisatie,
        taak: row.taak,
    })
}

fn read_actie(row: actie::Model) -> Result<ActieInvoer, DbErr> {
    Ok(ActieInvoer {
        onderwerp: row.onderwerp,
        eigenaar: row.eigenaar,
        uiterlijk: row.uiterlijk,
        gedaan_op: row.gedaan_op,
        zichtbaar_voor_inwoner: row.zichtbaar_voor_inwoner,
    })
}

fn read_termijn(row: termijn::Model) -> Result<TermijnInvoer, DbErr> {
    Ok(TermijnInvoer {
        code: word(&row.code)?,
        start: row.start,
        einde: row.einde,
        gehaald_op: row.gehaald_op,
        opgeschort_op: row.opgeschort_op,
        vervallen_op: row.vervallen_op,
    })
}

fn read_opschorting(row: opschorting::Model) -> Result<OpschortingInvoer, DbErr> {
    Ok(OpschortingInvoer {
        termijn: word(&row.termijn)?,
        van: row.van,
        tot: row.tot,
        reden: word(&row.reden)?,
    })
}

fn read_schuld(row: schuld::Model) -> Result<SchuldInvoer, DbErr> {
    Ok(SchuldInvoer {
        bedrag: row.bedrag,
        peildatum: row.peildatum,
        soort: optional_word(row.soort.as_deref())?,
        zakelijk: row.zakelijk,
    })
}

fn contact(naam: String, telefoon: Option<String>, email: Option<String>) -> ContactInvoer {
    ContactInvoer {
        naam,
        telefoon,
        email,
    }
}

fn period(start: chrono::NaiveDate, einde: Option<chrono::NaiveDate>) -> PeriodeInvoer {
    PeriodeInvoer { start, einde }
}

fn each<M, T>(rows: &mut Rows<M>, id: Uuid, read: impl Fn(M) -> Result<T, DbErr>) -> Result<Vec<T>, DbErr> {
    rows.remove(&id)
        .unwrap_or_default()
        .into_iter()
        .map(read)
        .collect()
}
