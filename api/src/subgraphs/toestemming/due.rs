//! What happens to consents by the clock.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::DbErr;

use super::{
    grant::{Standing, standing},
    store::RegisterStore,
};
use crate::{
    domain::SignaalSoort,
    register::Ingericht,
    subgraphs::outbox::{ByTheClock, Gebeurd},
};

/// Grants that end soon.
pub struct DueToestemmingen {
    store: RegisterStore,
}

impl DueToestemmingen {
    /// Those in this register.
    pub fn new(store: RegisterStore) -> Self {
        Self { store }
    }
}

#[async_trait::async_trait]
impl ByTheClock for DueToestemmingen {
    async fn due(&self, ingericht: &Ingericht, now: DateTime<Utc>) -> Result<Vec<Gebeurd>, DbErr> {
        let days = i64::from(ingericht.inrichting.toestemming_verloopt_dagen);
        let soon = now + TimeDelta::days(days);
        let mut due = Vec::new();
        for inwoner in self.store.inwoners_with_an_end_between(now, soon).await? {
            let events = self.store.events_of(&inwoner, None).await?;
            let ends_soon = |grant: &Standing| grant.holds(now) && grant.van <= now && grant.tot <= soon;
            // One per receiver: a conversation can have made several.
            let mut ending: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
            for grant in standing(&events).into_iter().filter(ends_soon) {
                let of = (grant.bronhouder, grant.ontvanger, grant.tot);
                ending.entry(of).or_default().extend(grant.groepen);
            }
            due.extend(ending.into_iter().map(|((bronhouder, ontvanger, tot), groepen)| {
                let soort = SignaalSoort::ToestemmingVerloopt;
                let key = format!(
                    "{soort} {} {} {} {}",
                    inwoner.as_str(),
                    bronhouder.as_str(),
                    ontvanger.as_str(),
                    tot.to_rfc3339()
                );
                Gebeurd::to_consent(soort, inwoner.clone(), bronhouder)
                    .for_ontvanger(ontvanger)
                    .telling(groepen)
                    .known_by(key)
            }));
        }
        Ok(due)
    }
}
