use schakel_entity::srw::verstrekking::Model;
use sea_orm::DbErr;
use uuid::Uuid;

use super::types::{LogPartij, Verstrekking, VerstrekteGroep};
use crate::{
    domain::{Doel, Gegevensgroep, Inrichting, InwonerId, PartijId, Rol},
    request::log::Uitkomst,
    subgraphs::common::words::{inwoner_id, partij_id, word},
};

/// A line of the log, read back.
pub(super) struct Line {
    pub row: Model,
    pub inwoner: InwonerId,
    pub bronhouder: PartijId,
    pub partij: PartijId,
    pub uitkomsten: Vec<Uitkomst>,
}

impl Line {
    pub(super) fn read(row: Model) -> Result<Self, DbErr> {
        let uitkomsten = serde_json::from_str(&row.uitkomsten)
            .map_err(|error| DbErr::Custom(format!("stored outcomes: {error}")))?;
        Ok(Self {
            inwoner: inwoner_id(&row.inwoner)?,
            bronhouder: partij_id(&row.bronhouder)?,
            partij: partij_id(&row.partij)?,
            uitkomsten,
            row,
        })
    }

    /// Words that are unknown by now are left out: an old line stays readable.
    pub(super) fn rollen(&self) -> Vec<Rol> {
        self.row.rollen.split(' ').filter_map(Rol::from_word).collect()
    }

    pub(super) fn doel(&self) -> Option<Doel> {
        Doel::from_word(&self.row.doel)
    }

    pub(super) fn uitkomst(&self, besluit: Uuid) -> Option<&Uitkomst> {
        self.uitkomsten
            .iter()
            .find(|uitkomst| uitkomst.besluit == besluit)
    }

    /// The line as it is told: about `inwoner`, to somebody of the party `own`.
    pub(super) fn tell(
        &self,
        inwoner: InwonerId,
        own: &PartijId,
        inrichting: &Inrichting,
    ) -> Result<Verstrekking, DbErr> {
        let seen = |uitkomst: &&Uitkomst| uitkomst.reden_as_told().is_toegestaan();
        let withheld = |uitkomst: &&Uitkomst| !uitkomst.reden_as_told().is_toegestaan();
        Ok(Verstrekking {
            id: self.row.id,
            op: self.row.op,
            handeling: word(&self.row.handeling)?,
            inwoner,
            bronhouder: LogPartij::of(&self.bronhouder, inrichting),
            partij: LogPartij::of(&self.partij, inrichting),
            gebruiker: (&self.partij == own).then(|| self.row.gebruiker.clone()),
            rollen: self.rollen(),
            doel: self.doel(),
            groepen: self
                .uitkomsten
                .iter()
                .filter(seen)
                .map(|uitkomst| tell_groep(uitkomst, inrichting))
                .collect(),
            niet_gedeeld: self
                .uitkomsten
                .iter()
                .filter(withheld)
                .map(|uitkomst| uitkomst.groep)
                .collect::<Vec<Gegevensgroep>>(),
            registerversie: self.row.registerversie,
            bewijs: None,
        })
    }
}

fn tell_groep(uitkomst: &Uitkomst, inrichting: &Inrichting) -> VerstrekteGroep {
    let toestemming = uitkomst.grond.as_deref().and_then(|grond| grond.parse().ok());
    let grond = uitkomst.grond.as_deref().filter(|_| toestemming.is_none());
    let known = inrichting
        .verwerkingsgronden
        .iter()
        .find(|known| Some(known.id.as_str()) == grond);
    VerstrekteGroep {
        groep: uitkomst.groep,
        reden: uitkomst.reden_as_told(),
        toestemming,
        grond: grond.map(Into::into),
        wet: known.map(|known| known.wet.clone()),
        besluit: uitkomst.besluit,
    }
}
