//! What is told of the deadlines of a traject: each under the group that tells of its cause.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::{DatabaseTransaction, DbErr};
use uuid::Uuid;

use super::{
    read::{Picked, unless_empty},
    verloop::{self, Telbaar},
};
use crate::{
    domain::{Gegevensgroep, Inrichting},
    request::load::{Dossier, Toegestaan},
    subgraphs::{common::Termijn, trajectbegeleiding::types::TrajectDossier},
    termijnen::Telling,
};

const TELLING: [Gegevensgroep; 2] = [Gegevensgroep::TrajectTermijnen, Gegevensgroep::TrajectBesluiten];

/// The deadlines of the trajecten of which they may be told.
pub(super) struct Termijnen<'a> {
    telbaar: HashMap<Uuid, Telbaar>,
    toegestaan: &'a Toegestaan,
    inrichting: &'a Inrichting,
    now: DateTime<Utc>,
}

impl<'a> Termijnen<'a> {
    pub(super) async fn read(
        db: &DatabaseTransaction,
        picked: &[Picked],
        toegestaan: &'a Toegestaan,
        inrichting: &'a Inrichting,
        now: DateTime<Utc>,
    ) -> Result<Self, DbErr> {
        let may = |one: &&Picked| TELLING.iter().any(|groep| one.may(toegestaan, *groep));
        let trajecten = picked.iter().filter(may).map(|one| &one.present);
        Ok(Self {
            telbaar: verloop::read(db, trajecten).await?,
            toegestaan,
            inrichting,
            now,
        })
    }

    /// Fills them in: of a traject with two clients without what the joint groups tell, until it is known which of these
    /// both opened.
    pub(super) fn fill(&self, one: &Picked, dossier: &mut TrajectDossier) {
        let Some(telbaar) = self.telbaar.get(&one.present.id) else {
            return;
        };
        let telling = Telling::of(self.inrichting, &one.bronhouder);
        if one.may(self.toegestaan, Gegevensgroep::TrajectTermijnen) {
            let told = |closed: &BTreeSet<Gegevensgroep>| {
                let verloop = closed
                    .iter()
                    .fold(telbaar.verloop().without_outcomes(), |verloop, groep| {
                        verloop.without(*groep)
                    });
                let termijnen = telbaar.termijnen_by(&verloop, &telling);
                self.told(&termijnen, Gegevensgroep::TrajectTermijnen)
            };
            if dossier.mede_client.is_some() {
                dossier.opened = self.readings(told);
                dossier.termijnen = dossier.opened.get(&BTreeSet::new()).cloned().flatten();
            } else {
                dossier.termijnen = told(&BTreeSet::new());
            }
        }
        if one.may(self.toegestaan, Gegevensgroep::TrajectBesluiten) {
            let termijnen = telbaar.termijnen(&telling);
            if let Some(told) = self.told(&termijnen, Gegevensgroep::TrajectBesluiten) {
                dossier.besluiten.get_or_insert_default().termijnen = told;
            }
        }
    }

    /// What is told by the joint groups that both clients opened: one reading for every set of them.
    fn readings(
        &self,
        told: impl Fn(&BTreeSet<Gegevensgroep>) -> Option<Vec<Termijn>>,
    ) -> BTreeMap<BTreeSet<Gegevensgroep>, Option<Vec<Termijn>>> {
        let drawn_on = TrajectDossier::draws_on(Gegevensgroep::TrajectTermijnen);
        let is_joint = |groep: &&Gegevensgroep| self.inrichting.gezamenlijke_groepen.contains(groep);
        let joint: BTreeSet<Gegevensgroep> = drawn_on.iter().filter(is_joint).copied().collect();
        let sets = joint.iter().fold(vec![BTreeSet::new()], |sets, groep| {
            let with = sets.iter().map(|set| set | &BTreeSet::from([*groep]));
            sets.iter().cloned().chain(with.collect::<Vec<_>>()).collect()
        });
        let reading = |opened: BTreeSet<Gegevensgroep>| {
            let told = told(&(&joint - &opened));
            (opened, told)
        };
        sets.into_iter().map(reading).collect()
    }

    fn told(&self, termijnen: &[crate::termijnen::Termijn], groep: Gegevensgroep) -> Option<Vec<Termijn>> {
        let of_groep = termijnen
            .iter()
            .filter(|termijn| termijn.code.groep() == Some(groep));
        unless_empty(of_groep.map(|termijn| Termijn::at(self.now, termijn)).collect())
    }
}
