use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::super::explain;
use crate::{
    domain::{Doel, Inrichting, Reden, Rol, uitleg::uitleg_over},
    request::decide::Grondslag,
    subgraphs::common::PartijInfo,
};

/// Can this party see the group at this owner, and how?
#[derive(Clone, Debug, SimpleObject)]
pub struct WieKan {
    /// The party that owns it.
    pub bronhouder: PartijInfo,
    /// The party that can, or can't, see it.
    pub partij: PartijInfo,
    /// Whether somebody of it can.
    pub toegestaan: bool,
    /// Why, or why not.
    pub reden: Reden,
    /// Why, or why not, in plain Dutch.
    pub uitleg: String,
    /// Every way by which somebody of it can; empty for its own records, which it always sees.
    pub wegen: Vec<WieKanWeg>,
}

/// A way by which a party can see a group.
#[derive(Clone, Debug, SimpleObject)]
pub struct WieKanWeg {
    /// For this purpose.
    pub doel: Doel,
    /// In one of these roles.
    pub rollen: Vec<Rol>,
    /// On which kind of ground.
    pub reden: Reden,
    /// The grant on which it rests.
    pub toestemming: Option<Uuid>,
    /// The legal ground on which it rests.
    pub grond: Option<ID>,
    /// The law and article of that ground.
    pub wet: Option<String>,
    /// Until when (UTC, exclusive); null where no end is known.
    pub tot: Option<DateTime<Utc>>,
    /// The teams whose people can; null where it isn't about teams.
    pub teams: Option<Vec<String>>,
    /// How many workers can by their own caseload or an opening; null where it isn't about single workers.
    pub medewerkers: Option<i32>,
}

impl WieKan {
    pub(in crate::subgraphs::toestemming) fn of(found: explain::WieKan, inrichting: &Inrichting) -> Self {
        let explain::WieKan {
            bronhouder,
            partij,
            wegen,
            reden,
        } = found;
        Self {
            bronhouder: (&bronhouder).into(),
            partij: (&partij).into(),
            toegestaan: reden.is_toegestaan(),
            reden,
            uitleg: uitleg_over(reden).to_owned(),
            wegen: wegen
                .into_iter()
                .map(|weg| WieKanWeg::of(weg, inrichting))
                .collect(),
        }
    }
}

impl WieKanWeg {
    fn of(weg: explain::Weg, inrichting: &Inrichting) -> Self {
        let explain::Weg {
            doel,
            rollen,
            uitslag,
            kring,
        } = weg;
        let (toestemming, grond) = match uitslag.grondslag {
            Some(Grondslag::Toestemming(id)) => (Some(id), None),
            Some(Grondslag::Verwerkingsgrond(id)) => (None, Some(id)),
            Some(Grondslag::Eigen) | None => (None, None),
        };
        let wet = grond.as_ref().and_then(|id| {
            let mut gronden = inrichting.verwerkingsgronden.iter();
            gronden
                .find(|grond| &grond.id == id)
                .map(|grond| grond.wet.clone())
        });
        let (teams, medewerkers) = match kring {
            explain::Kring::Partij => (None, None),
            explain::Kring::Teams(teams) => (Some(teams.into_iter().collect()), None),
            explain::Kring::Medewerkers(count) => (None, i32::try_from(count).ok()),
        };
        Self {
            doel,
            rollen: rollen.into_iter().collect(),
            reden: uitslag.reden,
            toestemming,
            grond: grond.map(ID),
            wet,
            tot: uitslag.tot,
            teams,
            medewerkers,
        }
    }
}
