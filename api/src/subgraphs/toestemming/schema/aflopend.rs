use std::collections::HashMap;

use async_graphql::{Context, Object};
use chrono::{DateTime, TimeDelta, Utc};

use super::{
    super::{
        LocalRegister,
        grant::{Standing, manages, of_one_bundle, standing},
        store::Einde,
        types::{AflopendeToestemming, AflopendeToestemmingConnection, AflopendeToestemmingEdge},
    },
    Inwoner,
    query::{note_look, register, told},
    recording::present_all,
};
use crate::{
    domain::{Handeling, Inrichting, InwonerId, Rol},
    register::Register,
    request::{RequestContext, authenticate::Caller, plan::Plan},
    subgraphs::common::{
        ClientError, context_of,
        cursor::{self, PageInfo, asked_page},
        internal, require_rol,
    },
};

/// What ends soon.
#[derive(Default)]
pub struct AflopendQuery;

/// So many days ahead can be asked.
const FURTHEST_DAYS: i32 = 366;

#[Object]
impl AflopendQuery {
    /// The grants that end within so many days (1 to 366), per conversation, the soonest first, after the place `na`:
    /// for consent managers, those that include their party (at toestemmingsbeheer: all). `eerste` is at least 1 and at
    /// most 100.
    async fn aflopende_toestemmingen(
        &self,
        ctx: &Context<'_>,
        na: Option<String>,
        #[graphql(default = 50)] eerste: i32,
        #[graphql(default = 60)] dagen: i32,
    ) -> async_graphql::Result<Option<AflopendeToestemmingConnection>> {
        let look = async {
            let (register, context) = (register(ctx).map_err(failed)?, context_of(ctx).map_err(failed)?);
            let page = ending(register, context, na.as_deref(), eerste, dagen).await?;
            let about: Vec<InwonerId> = page
                .edges
                .iter()
                .map(|edge| edge.node.inwoner.id.clone())
                .collect();
            note_look(ctx, Handeling::ToestemmingenBekijken, &about).await?;
            ctx.data::<Plan>().map_err(failed)?.add(about);
            Ok(Some(page))
        };
        look.await.map_err(ClientError::into_graphql)
    }
}

fn failed(error: async_graphql::Error) -> ClientError {
    internal(error.message)
}

async fn ending(
    register: &LocalRegister,
    context: &RequestContext,
    na: Option<&str>,
    eerste: i32,
    dagen: i32,
) -> Result<AflopendeToestemmingConnection, ClientError> {
    require_rol(context, &[Rol::Toestemmingsbeheerder])?;
    let (after, count) = asked_page(na, eerste)?;
    if !(1..=FURTHEST_DAYS).contains(&dagen) {
        return Err(ClientError::input(
            "dagen",
            format!("ligt niet tussen 1 en {FURTHEST_DAYS}"),
        ));
    }
    let ingericht = register.inrichting().await?;
    let now = register.clock().now();
    let list = List {
        register,
        caller: &context.caller,
        inrichting: &ingericht.inrichting,
        now,
    };
    // One more than asked tells whether there is a next page.
    let until = now + TimeDelta::days(i64::from(dagen));
    let mut found = list.until(until, after, count + 1).await?;
    let has_next_page = found.len() > count;
    found.truncate(count);
    present_all(register, found.iter_mut().map(|(_, node)| &mut node.inwoner.id)).await?;
    Ok(AflopendeToestemmingConnection {
        page_info: PageInfo {
            end_cursor: found.last().map(|(versie, _)| cursor::encode(*versie)),
            has_next_page,
        },
        edges: found
            .into_iter()
            .map(|(versie, node)| AflopendeToestemmingEdge {
                cursor: cursor::encode(versie),
                node,
            })
            .collect(),
    })
}

/// What ends soon, for one caller at one moment.
struct List<'a> {
    register: &'a LocalRegister,
    caller: &'a Caller,
    inrichting: &'a Inrichting,
    now: DateTime<Utc>,
}

impl List<'_> {
    async fn until(
        &self,
        until: DateTime<Utc>,
        after: Option<i64>,
        most: usize,
    ) -> Result<Vec<(i64, AflopendeToestemming)>, ClientError> {
        let store = self.register.store();
        let mut place = match after {
            Some(versie) => store.end_at(versie).await?.map(|tot| (tot, versie)),
            None => None,
        };
        let mut found = Vec::new();
        loop {
            let (ends, may_be_more) = store.ends_between([self.now, until], place).await?;
            place = ends.last().map(|end| (end.tot, end.versie)).or(place);
            let standing = self.standing_of(&ends).await?;
            found.extend(ends.iter().filter_map(|end| {
                let grants = standing.get(&end.inwoner)?;
                Some((end.versie, self.node(end, grants)?))
            }));
            if found.len() >= most || !may_be_more {
                return Ok(found);
            }
        }
    }

    async fn standing_of(&self, ends: &[Einde]) -> Result<HashMap<InwonerId, Vec<Standing>>, ClientError> {
        let mut inwoners: Vec<InwonerId> = ends.iter().map(|end| end.inwoner.clone()).collect();
        inwoners.sort();
        inwoners.dedup();
        let events = self.register.store().events_of_all(&inwoners).await?;
        let all = events.into_iter();
        Ok(all
            .map(|(inwoner, events)| (inwoner, standing(&events)))
            .collect())
    }

    /// What of a conversation really ends at this moment: not what was withdrawn, replaced or confirmed again.
    fn node(&self, end: &Einde, grants: &[Standing]) -> Option<AflopendeToestemming> {
        let managed =
            |one: &Standing| manages(self.caller, self.inrichting, [&one.bronhouder, &one.ontvanger]);
        let ends = |grant: &&Standing| {
            grant.vastlegging.gesprek == end.gesprek
                && grant.tot == end.tot
                && grant.holds(self.now)
                && of_one_bundle(grant, grants, managed)
        };
        let ending = grants.iter().filter(ends);
        let toestemmingen: Vec<_> = ending
            .filter_map(|grant| told(self.caller, self.inrichting, (grant, grants), self.now))
            .collect();
        (!toestemmingen.is_empty()).then(|| AflopendeToestemming {
            inwoner: Inwoner {
                id: end.inwoner.clone(),
            },
            gesprek: end.gesprek,
            geldig_tot: end.tot,
            toestemmingen,
        })
    }
}
