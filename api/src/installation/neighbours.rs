use std::{collections::HashMap, sync::Arc, time::Duration};

use super::{
    InstallationError,
    register::{Asks, tokens},
};
use crate::{
    clock::Clock,
    config::Config,
    federation::{SubgraphName, http_client},
    subgraphs::{
        buurtteam,
        common::Parts,
        neighbours::{Neighbour, NeighbourPlace, Neighbours, RemoteNeighbour},
        srw,
    },
};

/// The rooms that lists of residents ask.
#[derive(Clone)]
pub struct Neighbourhood {
    /// Those whose databases are here, which other processes ask too.
    pub here: Neighbours,
    /// All that the lists here ask, wherever they are; none where no lists are made.
    pub asked: Neighbours,
}

/// How long one question to another process may take at all.
const TIME: Duration = Duration::from_secs(5);

impl Neighbourhood {
    pub(super) fn open(
        config: &Config,
        parts: &HashMap<SubgraphName, Parts>,
        asks: Asks,
        clock: &Arc<dyn Clock>,
    ) -> Result<Self, InstallationError> {
        let mut here = Neighbours::default();
        for (name, parts) in parts {
            if let Some(room) = room_here(*name, parts) {
                here.insert(*name, room);
            }
        }
        let mut asked = here.clone();
        if parts.contains_key(&SubgraphName::Trajectbegeleiding) {
            for name in [SubgraphName::Srw, SubgraphName::Buurtteam] {
                if here.contains(name) {
                    continue;
                }
                match config.subgraphs.elsewhere(name) {
                    Ok(place) => {
                        let place = NeighbourPlace {
                            name,
                            address: place.address,
                            audience: place.audience,
                        };
                        let tokens = tokens(config, asks, Arc::clone(clock))?;
                        let remote = RemoteNeighbour::new(place, http_client(TIME)?, tokens);
                        asked.insert(name, Arc::new(remote));
                    }
                    Err(_) => {
                        tracing::warn!(subgraph = %name, "lists of its owners give no answer: it is not configured here");
                    }
                }
            }
        }
        Ok(Self { here, asked })
    }
}

fn room_here(name: SubgraphName, parts: &Parts) -> Option<Arc<dyn Neighbour>> {
    match name {
        SubgraphName::Srw => Some(srw::neighbour(parts.clone())),
        SubgraphName::Buurtteam => Some(buurtteam::neighbour(parts.clone())),
        SubgraphName::Toestemming | SubgraphName::Trajectbegeleiding | SubgraphName::Signalen => None,
    }
}
