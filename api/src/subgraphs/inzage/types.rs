use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    domain::{Doel, Gegevensgroep, Handeling, Inrichting, InwonerId, PartijId, Reden, Rol},
    subgraphs::common::cursor::PageInfo,
};

/// A page of the log.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(shareable)]
pub struct VerstrekkingConnection {
    /// The lines with their places.
    pub edges: Vec<VerstrekkingEdge>,
    /// Where this page ends.
    pub page_info: PageInfo,
    /// The last checkpoint of this log (a signed note), under which each `bewijs` holds; null while there is none, or where
    /// no `bewijs` is asked for.
    pub controlepunt: Option<String>,
}

/// A line of the log and its place.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(shareable)]
pub struct VerstrekkingEdge {
    /// Its place: pass it as `na` to go on after it.
    pub cursor: String,
    /// The line.
    pub node: Verstrekking,
}

/// One line of the log: somebody asked for groups of a resident at one owner, or looked something up about them.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(shareable)]
pub struct Verstrekking {
    /// Its id.
    pub id: Uuid,
    /// When (UTC).
    pub op: DateTime<Utc>,
    /// What was done.
    pub handeling: Handeling,
    /// About whom: the id that was asked for, or the one under which a resident's records are kept.
    pub inwoner: InwonerId,
    /// Whose records.
    pub bronhouder: LogPartij,
    /// Who asked.
    pub partij: LogPartij,
    /// Who asked, by the user id of that party; told to that party only.
    pub gebruiker: Option<String>,
    /// In which roles.
    pub rollen: Vec<Rol>,
    /// For which purpose.
    pub doel: Option<Doel>,
    /// The groups that might be seen, each with its ground. Whether something was recorded there isn't logged.
    pub groepen: Vec<VerstrekteGroep>,
    /// The groups that were asked and withheld.
    pub niet_gedeeld: Vec<Gegevensgroep>,
    /// The register's version that decided; null where none did.
    pub registerversie: Option<i64>,
    /// The proof that this line stands in the log; null while no checkpoint covers it.
    pub bewijs: Option<Bewijs>,
}

/// The proof that a line stands in the log up to a signed checkpoint (RFC 9162): what, beside the line as it is told, goes
/// into its hash, and the way from there to the root. What is told of the resident is in it as a commitment that `zout` opens;
/// beside it stands, closed, the one to the rest: who looked.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
#[graphql(shareable)]
pub struct Bewijs {
    /// The line's number in the log, from 0.
    pub volgnummer: i64,
    /// How many lines the checkpoint covers.
    pub omvang: i64,
    /// The roles as they were written.
    pub rollen: String,
    /// The purpose as it was written.
    pub doel: String,
    /// By which application was asked.
    pub client: String,
    /// Who vouched for who asked.
    pub issuer: String,
    /// The version of the inrichting.
    pub inrichting: Option<i64>,
    /// What was written out or erased.
    pub toelichting: Option<String>,
    /// Under which id of the resident the line was written.
    pub inwoner: ID,
    /// The key of the commitment to what is told: this id, the groups, and on which ground (hexadecimal).
    pub zout: String,
    /// The commitment to the rest (hexadecimal).
    pub overig: String,
    /// The hashes from the line to the root, the lowest first.
    pub pad: Vec<String>,
}

/// A party as the log names it: by its present name, or by its id where it is configured no longer.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
#[graphql(shareable)]
pub struct LogPartij {
    /// Its id.
    pub id: ID,
    /// Its name.
    pub naam: String,
}

/// A group that might be seen, and why.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
#[graphql(shareable)]
pub struct VerstrekteGroep {
    /// The group.
    pub groep: Gegevensgroep,
    /// On which kind of ground.
    pub reden: Reden,
    /// The grant on which it rested.
    pub toestemming: Option<Uuid>,
    /// The legal ground on which it rested.
    pub grond: Option<ID>,
    /// The law and article of that ground, as it is configured now.
    pub wet: Option<String>,
    /// The decision.
    pub besluit: Uuid,
}

/// An old decision, and what comes of it when it is made again on the register as it stood then.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(shareable)]
pub struct Herspeling {
    /// The line of the log in which it stands.
    pub verstrekking: Uuid,
    /// When it was decided (UTC).
    pub op: DateTime<Utc>,
    /// About whom, by the id that was asked.
    pub inwoner: InwonerId,
    /// Whose records.
    pub bronhouder: LogPartij,
    /// The group.
    pub groep: Gegevensgroep,
    /// Who asked.
    pub partij: LogPartij,
    /// In which roles.
    pub rollen: Vec<Rol>,
    /// In which team.
    pub team: Option<String>,
    /// For which purpose.
    pub doel: Option<Doel>,
    /// The register's version on which it was decided.
    pub registerversie: Option<i64>,
    /// The version of the inrichting on which it was decided.
    pub inrichting: Option<i64>,
    /// The reason as it was logged.
    pub reden: Reden,
    /// What that means, in plain Dutch.
    pub uitleg: String,
    /// The reason now that it is decided again; null where nothing was decided then, since the register or the records
    /// were out of reach.
    pub herspeeld: Option<Reden>,
    /// Whether both are the same, with the same ground; null where it can't be decided again.
    pub gelijk: Option<bool>,
    /// Until when it would have held (UTC), as far as was known then.
    pub tot: Option<DateTime<Utc>>,
}

impl LogPartij {
    /// A party by its id, with its name as it is configured now.
    pub fn of(id: &PartijId, inrichting: &Inrichting) -> Self {
        let known = inrichting.find_partij(id);
        Self {
            id: id.as_str().into(),
            naam: known.map_or_else(|| id.to_string(), |partij| partij.naam.clone()),
        }
    }
}
