use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use futures::future::try_join_all;

use super::{Caseloads, no_answer};
use crate::{
    domain::{Betrokkenheid, InwonerId, Partij, RecordSoort},
    federation::SubgraphName,
    request::RequestContext,
    subgraphs::common::ClientError,
};

/// Residents, each with when the party published of them last (UTC); `None` where it never did.
pub(super) type Residents = BTreeMap<InwonerId, Option<DateTime<Utc>>>;

/// The rooms next door in which a party can have dossiers of its own.
const NEXT_DOOR: [(RecordSoort, SubgraphName); 2] = [
    (RecordSoort::SrwDossier, SubgraphName::Srw),
    (RecordSoort::BuurtteamDossier, SubgraphName::Buurtteam),
];

impl Caseloads {
    /// Everybody of the caller's caseload. Who of a party works with whom stands in its client numbers only: where not
    /// everybody of the party is involved with all its residents, its dossiers add nobody to those.
    pub(super) async fn known(&self, context: &RequestContext) -> async_graphql::Result<Residents> {
        let caller = &context.caller;
        let unreachable = |error| ClientError::from(error).into_graphql();
        let ingericht = self.register.inrichting().await.map_err(unreachable)?;
        let Some(partij) = ingericht.inrichting.find_partij(caller.partij()) else {
            return Ok(Residents::new());
        };
        let bound = self.register.gekoppelden(caller).await.map_err(unreachable)?;
        let mut known: Residents = bound.into_iter().map(|inwoner| (inwoner, None)).collect();
        for own in self.published(context, partij).await? {
            for (inwoner, op) in own {
                let entry = match partij.betrokkenheid {
                    Betrokkenheid::Partij => Some(known.entry(inwoner).or_default()),
                    Betrokkenheid::Team | Betrokkenheid::Medewerker => known.get_mut(&inwoner),
                };
                if let Some(latest) = entry {
                    *latest = (*latest).max(Some(op));
                }
            }
        }
        Ok(known)
    }

    /// The residents of whom the party published, per room: here, and next door where it owns records.
    async fn published(
        &self,
        context: &RequestContext,
        partij: &Partij,
    ) -> async_graphql::Result<Vec<HashMap<InwonerId, DateTime<Utc>>>> {
        let here = self.bron.own_clients(&partij.id).await;
        let here = here.map_err(|error| ClientError::from(error).into_graphql())?;
        let rooms = NEXT_DOOR.iter().filter(|(soort, _)| partij.houdt(*soort));
        let asking =
            rooms.map(|(_, room)| async { self.neighbours.get(*room)?.own_residents(context).await });
        let mut all = try_join_all(asking).await.map_err(no_answer)?;
        all.push(here);
        Ok(all)
    }
}
