use std::collections::HashMap;

use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};

use super::{
    super::{
        LocalRegister,
        grant::{Standing, manages, standing},
        store::Voorstel,
        types::{WachtendeToestemming, WachtendeToestemmingConnection, WachtendeToestemmingEdge},
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

/// What waits for a second consent manager.
#[derive(Default)]
pub struct WachtendQuery;

#[Object]
impl WachtendQuery {
    /// The grants that wait for a second consent manager, per conversation, the oldest first, after the place `na`: for
    /// consent managers, those that include their party (at toestemmingsbeheer: all). `eerste` is at least 1 and at most
    /// 100.
    async fn wachtende_toestemmingen(
        &self,
        ctx: &Context<'_>,
        na: Option<String>,
        #[graphql(default = 50)] eerste: i32,
    ) -> async_graphql::Result<Option<WachtendeToestemmingConnection>> {
        let look = async {
            let (register, context) = (register(ctx).map_err(failed)?, context_of(ctx).map_err(failed)?);
            let page = waiting(register, context, na.as_deref(), eerste).await?;
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

async fn waiting(
    register: &LocalRegister,
    context: &RequestContext,
    na: Option<&str>,
    eerste: i32,
) -> Result<WachtendeToestemmingConnection, ClientError> {
    require_rol(context, &[Rol::Toestemmingsbeheerder])?;
    let (after, count) = asked_page(na, eerste)?;
    let ingericht = register.inrichting().await?;
    let list = List {
        register,
        caller: &context.caller,
        inrichting: &ingericht.inrichting,
        now: register.clock().now(),
    };
    // One more than asked tells whether there is a next page.
    let mut found = list.after(after, count + 1).await?;
    let has_next_page = found.len() > count;
    found.truncate(count);
    present_all(register, found.iter_mut().map(|(_, node)| &mut node.inwoner.id)).await?;
    Ok(WachtendeToestemmingConnection {
        page_info: PageInfo {
            end_cursor: found.last().map(|(versie, _)| cursor::encode(*versie)),
            has_next_page,
        },
        edges: found
            .into_iter()
            .map(|(versie, node)| WachtendeToestemmingEdge {
                cursor: cursor::encode(versie),
                node,
            })
            .collect(),
    })
}

/// What waits, for one caller at one moment.
struct List<'a> {
    register: &'a LocalRegister,
    caller: &'a Caller,
    inrichting: &'a Inrichting,
    now: DateTime<Utc>,
}

impl List<'_> {
    async fn after(
        &self,
        after: Option<i64>,
        most: usize,
    ) -> Result<Vec<(i64, WachtendeToestemming)>, ClientError> {
        let store = self.register.store();
        let mut place = after;
        let mut found = Vec::new();
        loop {
            let (proposals, may_be_more) = store.proposals_after(place, self.now).await?;
            place = proposals.last().map(|proposal| proposal.versie).or(place);
            let standing = self.standing_of(&proposals).await?;
            found.extend(proposals.iter().filter_map(|proposal| {
                let grants = standing.get(&proposal.inwoner)?;
                Some((proposal.versie, self.node(proposal, grants)?))
            }));
            if found.len() >= most || !may_be_more {
                return Ok(found);
            }
        }
    }

    async fn standing_of(
        &self,
        proposals: &[Voorstel],
    ) -> Result<HashMap<InwonerId, Vec<Standing>>, ClientError> {
        let mut inwoners: Vec<InwonerId> = proposals.iter().map(|one| one.inwoner.clone()).collect();
        inwoners.sort();
        inwoners.dedup();
        let events = self.register.store().events_of_all(&inwoners).await?;
        let all = events.into_iter();
        Ok(all
            .map(|(inwoner, events)| (inwoner, standing(&events)))
            .collect())
    }

    /// What of a conversation still waits at this moment: not what was confirmed, refused or withdrawn.
    fn node(&self, proposal: &Voorstel, grants: &[Standing]) -> Option<WachtendeToestemming> {
        let waits = |grant: &&Standing| {
            grant.vastlegging.gesprek == proposal.gesprek
                && grant.wacht
                && grant.is_open(self.now)
                && manages(
                    self.caller,
                    self.inrichting,
                    [&grant.bronhouder, &grant.ontvanger],
                )
        };
        let waiting: Vec<&Standing> = grants.iter().filter(waits).collect();
        let sinds = waiting.first()?.vastlegging.op;
        let toestemmingen = waiting
            .into_iter()
            .filter_map(|grant| told(self.caller, self.inrichting, (grant, grants), self.now));
        Some(WachtendeToestemming {
            inwoner: Inwoner {
                id: proposal.inwoner.clone(),
            },
            gesprek: proposal.gesprek,
            sinds,
            toestemmingen: toestemmingen.collect(),
        })
    }
}
