use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use schakel_entity::trajectbegeleiding::{
    actie, begeleiding, beschikking, betrokkene, client, crisis, fase, gesprek, moratorium, nazorgproduct,
    regisseur, traject, voorziening,
};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::read::{Picked, financieel, ids, loopt, uitstroom, unless_empty};
use crate::{
    domain::{Fase, Gegevensgroep, Inrichting, InwonerId},
    request::load::Toegestaan,
    subgraphs::{
        common::{
            Contact,
            words::{inwoner_id, optional_word, word},
        },
        trajectbegeleiding::types::{
            Actie, Begeleiding, Beschikking, Betrokkene, Crisis, EerderTraject, FasePeriode, Gesprek,
            Moratorium, Oplossing, Periode, Regisseur, Schuldregeling, TrajectAfspraken, TrajectBesluiten,
            TrajectContact, TrajectDossier, TrajectFase, TrajectNazorg,
        },
    },
};

/// What hangs on the picked trajecten, read only for the groups that were allowed.
pub(super) struct Children {
    clients: Rows<client::Model>,
    fasen: Rows<fase::Model>,
    crises: Rows<crisis::Model>,
    regisseurs: Rows<regisseur::Model>,
    betrokkenen: Rows<betrokkene::Model>,
    gesprekken: Rows<gesprek::Model>,
    acties: Rows<actie::Model>,
    beschikkingen: Rows<beschikking::Model>,
    begeleiding: Rows<begeleiding::Model>,
    moratoria: Rows<moratorium::Model>,
    voorzieningen: Rows<voorziening::Model>,
    nazorgproducten: Rows<nazorgproduct::Model>,
}

type Rows<M> = HashMap<Uuid, Vec<M>>;

/// Reads one child table for these trajecten, in order; no statement when there are none.
macro_rules! rows {
    ($db:expr, $table:ident, $ids:expr) => {{
        let ids: Vec<Uuid> = $ids;
        let mut rows: Rows<$table::Model> = HashMap::new();
        if !ids.is_empty() {
            let found = $table::Entity::find()
                .filter($table::Column::Traject.is_in(ids))
                .order_by_asc($table::Column::Traject)
                .order_by_asc($table::Column::Volgnummer)
                .all($db)
                .await?;
            for row in found {
                rows.entry(row.traject).or_default().push(row);
            }
        }
        rows
    }};
}

impl Children {
    pub(super) async fn read(
        db: &DatabaseTransaction,
        picked: &[Picked],
        toegestaan: &Toegestaan,
    ) -> Result<Self, DbErr> {
        let of = |groep| ids(picked, toegestaan, groep);
        Ok(Self {
            clients: rows!(db, client, picked.iter().map(|one| one.present.id).collect()),
            fasen: rows!(db, fase, of(Gegevensgroep::TrajectFase)),
            crises: rows!(db, crisis, of(Gegevensgroep::TrajectFase)),
            regisseurs: rows!(db, regisseur, of(Gegevensgroep::TrajectContact)),
            betrokkenen: rows!(db, betrokkene, of(Gegevensgroep::TrajectBetrokkenen)),
            gesprekken: rows!(db, gesprek, of(Gegevensgroep::TrajectAfspraken)),
            acties: rows!(db, actie, of(Gegevensgroep::TrajectAfspraken)),
            beschikkingen: rows!(db, beschikking, of(Gegevensgroep::TrajectBesluiten)),
            begeleiding: rows!(db, begeleiding, of(Gegevensgroep::TrajectBesluiten)),
            moratoria: rows!(db, moratorium, of(Gegevensgroep::TrajectBesluiten)),
            voorzieningen: rows!(db, voorziening, of(Gegevensgroep::TrajectBesluiten)),
            nazorgproducten: rows!(db, nazorgproduct, of(Gegevensgroep::TrajectNazorg)),
        })
    }

    /// The dossier of one resident at one owner, with the allowed groups only, and without the deadlines.
    pub(super) fn dossier(
        &self,
        one: &Picked,
        toegestaan: &Toegestaan,
        (inrichting, today): (&Inrichting, NaiveDate),
    ) -> Result<TrajectDossier, DbErr> {
        let may = |groep| one.may(toegestaan, groep);
        let id = one.present.id;
        let when = |groep| may(groep).then_some(id);
        Ok(TrajectDossier {
            mede_client: self.mede_client(one)?,
            loopt: when(Gegevensgroep::TrajectLoopt)
                .map(|_| loopt(&one.present, &one.inwoner))
                .transpose()?,
            contact: when(Gegevensgroep::TrajectContact).and_then(|id| self.contact(id, today)),
            fase: when(Gegevensgroep::TrajectFase)
                .map(|id| self.fase(one, id))
                .transpose()?,
            betrokkenen: when(Gegevensgroep::TrajectBetrokkenen)
                .map(|id| self.betrokkenen(id))
                .transpose()?
                .and_then(unless_empty),
            afspraken: when(Gegevensgroep::TrajectAfspraken)
                .map(|id| self.afspraken(id))
                .transpose()?
                .and_then(unless_empty),
            besluiten: when(Gegevensgroep::TrajectBesluiten)
                .map(|id| self.besluiten(one, id))
                .transpose()?
                .and_then(unless_empty),
            financieel: when(Gegevensgroep::TrajectFinancieel).and_then(|_| financieel(&one.present)),
            nazorg: when(Gegevensgroep::TrajectNazorg)
                .map(|id| self.nazorg(one, id, (inrichting, today)))
                .transpose()?
                .flatten(),
            termijnen: None,
            opened: BTreeMap::new(),
        })
    }

    fn mede_client(&self, one: &Picked) -> Result<Option<InwonerId>, DbErr> {
        let clients = self.clients.get(&one.present.id).into_iter().flatten();
        let mut others = clients.filter(|client| client.inwoner != one.inwoner.as_str());
        others
            .next()
            .map(|client| inwoner_id(&client.inwoner))
            .transpose()
    }

    /// The last regisseur that hasn't ended, and who they were.
    fn contact(&self, id: Uuid, today: NaiveDate) -> Option<TrajectContact> {
        let regisseurs = self.regisseurs.get(&id)?;
        let present = regisseurs
            .iter()
            .rev()
            .find(|regisseur| regisseur.tot.is_none_or(|end| today <= end))?;
        let geschiedenis = regisseurs.iter().map(|regisseur| Regisseur {
            naam: regisseur.naam.clone(),
            sinds: regisseur.sinds,
            tot: regisseur.tot,
        });
        Some(TrajectContact {
            naam: present.naam.clone(),
            telefoon: present.telefoon.clone(),
            email: present.email.clone(),
            sinds: present.sinds,
            geschiedenis: geschiedenis.collect(),
        })
    }

    /// The phases in order, each with whether it usually follows the one before it.
    fn geschiedenis(&self, id: Uuid) -> Result<Vec<FasePeriode>, DbErr> {
        let mut geschiedenis: Vec<FasePeriode> = Vec::new();
        for row in self.fasen.get(&id).into_iter().flatten() {
            let fase: Fase = word(&row.fase)?;
            let before = geschiedenis.last().map(|before| before.fase);
            geschiedenis.push(FasePeriode {
                fase,
                sinds: row.sinds,
                tot: row.tot,
                onverwacht: before.is_some_and(|before| fase.is_unexpected_after(before)),
            });
        }
        Ok(geschiedenis)
    }

    fn fase(&self, one: &Picked, id: Uuid) -> Result<TrajectFase, DbErr> {
        let traject = &one.present;
        let crises = each(&self.crises, id, |row| {
            Ok(Crisis {
                start: row.start,
                einde: row.einde,
                bekend_op: row.bekend_op,
            })
        })?;
        let follows = |earlier: &&traject::Model| Some(&earlier.bron_id) == traject.vorig_traject.as_ref();
        Ok(TrajectFase {
            fase: word(&traject.fase)?,
            sinds: traject.fase_sinds,
            aanmelddatum: traject.aanmelddatum,
            ingang: word(&traject.ingang)?,
            hulpvraag: word(&traject.hulpvraag)?,
            geschiedenis: self.geschiedenis(id)?,
            crises,
            uitstroom: uitstroom(traject.uitstroom_datum, traject.uitstroom_reden.as_deref())?,
            eerdere: one.earlier.iter().map(in_short).collect::<Result<_, DbErr>>()?,
            terugval_van: one.earlier.iter().find(follows).map(in_short).transpose()?,
            startdatum: traject.startdatum,
            einddatum: traject.einddatum,
        })
    }

    fn betrokkenen(&self, id: Uuid) -> Result<Vec<Betrokkene>, DbErr> {
        each(&self.betrokkenen, id, |row| {
            Ok(Betrokkene {
                contact: Contact {
                    naam: row.naam.clone(),
                    telefoon: row.telefoon.clone(),
                    email: row.email.clone(),
                },
                rol: word(&row.rol)?,
                organisatie: row.organisatie.clone(),
                taak: row.taak.clone(),
            })
        })
    }

    fn afspraken(&self, id: Uuid) -> Result<TrajectAfspraken, DbErr> {
        let gesprekken = each(&self.gesprekken, id, |row| {
            Ok(Gesprek {
                soort: word(&row.soort)?,
                datum: row.datum,
            })
        })?;
        let acties = each(&self.acties, id, |row| {
            Ok(Actie {
                onderwerp: row.onderwerp.clone(),
                eigenaar: row.eigenaar.clone(),
                uiterlijk: row.uiterlijk,
                gedaan_op: row.gedaan_op,
                zichtbaar_voor_inwoner: row.zichtbaar_voor_inwoner,
            })
        })?;
        Ok(TrajectAfspraken { gesprekken, acties })
    }

    fn besluiten(&self, one: &Picked, id: Uuid) -> Result<TrajectBesluiten, DbErr> {
        let traject = &one.present;
        let schuldregeling = traject.heeft_schuldregeling.then_some(Schuldregeling {
            datum: traject.schuldregeling_datum,
            toegekend_op: traject.schuldregeling_toegekend_op,
            afgewezen_op: traject.schuldregeling_afgewezen_op,
            ingetrokken_op: traject.schuldregeling_ingetrokken_op,
            dwangakkoord: traject.schuldregeling_dwangakkoord,
            dwangakkoord_verzocht_op: traject.schuldregeling_dwangakkoord_verzocht_op,
        });
        let oplossing = Oplossing {
            soort: optional_word(traject.oplossing_soort.as_deref())?,
            start: traject.oplossing_start,
            einde: traject.oplossing_einde,
        };
        Ok(TrajectBesluiten {
            plan_van_aanpak_op: traject.plan_van_aanpak_op,
            beschikkingen: each(&self.beschikkingen, id, |row| {
                Ok(Beschikking {
                    soort: word(&row.soort)?,
                    datum: row.datum,
                })
            })?,
            schuldregeling,
            oplossing: traject.heeft_oplossing.then_some(oplossing),
            begeleiding: each(&self.begeleiding, id, |row| {
                Ok(Begeleiding {
                    soort: optional_word(row.soort.as_deref())?,
                    start: row.start,
                    einde: row.einde,
                })
            })?,
            moratoria: each(&self.moratoria, id, |row| {
                Ok(Moratorium {
                    aangevraagd_op: row.aangevraagd_op,
                    toegekend_op: row.toegekend_op,
                    start: row.start,
                    einde: row.einde,
                })
            })?,
            termijnen: Vec::new(),
            voorlopige_voorzieningen: each(&self.voorzieningen, id, |row| {
                Ok(Periode {
                    start: row.start,
                    einde: row.einde,
                })
            })?,
            toegekend_op: traject.toegekend_op,
        })
    }

    fn nazorg(
        &self,
        one: &Picked,
        id: Uuid,
        (inrichting, today): (&Inrichting, NaiveDate),
    ) -> Result<Option<TrajectNazorg>, DbErr> {
        let Some(start) = one.present.nazorg_start else {
            return Ok(None);
        };
        let producten = each(&self.nazorgproducten, id, |row| word(&row.product))?;
        Ok(Some(TrajectNazorg {
            start,
            einde: one.present.nazorg_einde,
            niet_beschikbaar: inrichting.not_available(&one.bronhouder, &producten, today),
            producten,
        }))
    }
}

fn in_short(earlier: &traject::Model) -> Result<EerderTraject, DbErr> {
    Ok(EerderTraject {
        aanmelddatum: earlier.aanmelddatum,
        fase: word(&earlier.fase)?,
        sinds: earlier.fase_sinds,
        uitstroom: uitstroom(earlier.uitstroom_datum, earlier.uitstroom_reden.as_deref())?,
    })
}

fn each<M, T>(rows: &Rows<M>, id: Uuid, read: impl Fn(&M) -> Result<T, DbErr>) -> Result<Vec<T>, DbErr> {
    rows.get(&id).into_iter().flatten().map(read).collect()
}
