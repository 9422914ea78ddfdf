use std::collections::HashMap;

use async_graphql::{Context, Object};
use chrono::{DateTime, TimeDelta, Utc};

use super::{
    super::{
        LocalRegister,
        grant::{Standing, herbevestiging, manages, of_one_bundle, standing},
        store::{Moment, Momenten},
        types::{AflopendeToestemming, AflopendeToestemmingConnection, AflopendeToestemmingEdge},
    },
    Inwoner,
    query::{note_look, register, told},
    recording::present_all,
};
use crate::{
    domain::{Handeling, Inrichting, InwonerId, Rol, TermijnCode},
    register::Register,
    request::{RequestContext, authenticate::Caller, plan::Plan},
    subgraphs::common::{
        ClientError, context_of,
        cursor::{self, PageInfo, asked_page},
        internal, require_rol,
    },
};

/// What ends soon, and what is to be confirmed again soon.
#[derive(Default)]
pub struct AflopendQuery;

/// So many days ahead can be asked.
const FURTHEST_DAYS: i32 = 366;

/// A page of a list, as it was asked.
struct Asked<'a> {
    na: Option<&'a str>,
    eerste: i32,
    dagen: i32,
}

/// Why a conversation is in the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Waarom {
    /// It ends.
    Einde,
    /// It is to be confirmed again.
    Herbevestiging,
}

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
        let na = na.as_deref();
        listed(ctx, Waarom::Einde, Asked { na, eerste, dagen }).await
    }

    /// The grants that are to be confirmed again within so many days (1 to 366), or were to be already, per conversation, the
    /// longest unconfirmed first, after the place `na`; by the row `TOESTEMMING_HERBEVESTIGING` of the municipality that owns
    /// the records. For consent managers, those that include their party (at toestemmingsbeheer: all). `eerste` is at least 1
    /// and at most 100.
    async fn te_herbevestigen_toestemmingen(
        &self,
        ctx: &Context<'_>,
        na: Option<String>,
        #[graphql(default = 50)] eerste: i32,
        #[graphql(default = 60)] dagen: i32,
    ) -> async_graphql::Result<Option<AflopendeToestemmingConnection>> {
        let na = na.as_deref();
        listed(ctx, Waarom::Herbevestiging, Asked { na, eerste, dagen }).await
    }
}

async fn listed(
    ctx: &Context<'_>,
    waarom: Waarom,
    asked: Asked<'_>,
) -> async_graphql::Result<Option<AflopendeToestemmingConnection>> {
    let look = async {
        let (register, context) = (register(ctx).map_err(failed)?, context_of(ctx).map_err(failed)?);
        let page = page_of(register, context, waarom, asked).await?;
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

fn failed(error: async_graphql::Error) -> ClientError {
    internal(error.message)
}

async fn page_of(
    register: &LocalRegister,
    context: &RequestContext,
    waarom: Waarom,
    Asked { na, eerste, dagen }: Asked<'_>,
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
        until: now + TimeDelta::days(i64::from(dagen)),
        waarom,
    };
    // One more than asked tells whether there is a next page.
    let mut found = list.after(after, count + 1).await?;
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

/// What asks for a conversation, for one caller at one moment.
struct List<'a> {
    register: &'a LocalRegister,
    caller: &'a Caller,
    inrichting: &'a Inrichting,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    waarom: Waarom,
}

impl List<'_> {
    async fn after(
        &self,
        after: Option<i64>,
        most: usize,
    ) -> Result<Vec<(i64, AflopendeToestemming)>, ClientError> {
        let store = self.register.store();
        let Some(which) = self.momenten() else {
            return Ok(Vec::new());
        };
        let mut place = match after {
            Some(versie) => store.moment_at(which, versie).await?.map(|op| (op, versie)),
            None => None,
        };
        let mut found = Vec::new();
        loop {
            let (moments, may_be_more) = store.momenten(which, place).await?;
            place = moments.last().map(|moment| (moment.op, moment.versie)).or(place);
            let standing = self.standing_of(&moments).await?;
            found.extend(moments.iter().filter_map(|moment| {
                let grants = standing.get(&moment.inwoner)?;
                Some((moment.versie, self.node(moment, grants)?))
            }));
            if found.len() >= most || !may_be_more {
                return Ok(found);
            }
        }
    }

    /// Where is looked; nowhere where no municipality counts such a deadline.
    fn momenten(&self) -> Option<Momenten> {
        match self.waarom {
            Waarom::Einde => Some(Momenten::Einden([self.now, self.until])),
            Waarom::Herbevestiging => {
                let regels = self.inrichting.termijnen.iter();
                let counts = regels.filter(|regel| regel.code == TermijnCode::ToestemmingHerbevestiging);
                let shortest = counts.map(|regel| regel.duur.least_days()).min()?;
                let given_until = self.until - TimeDelta::days(shortest.into());
                Some(Momenten::Bevestigingen([given_until, self.now]))
            }
        }
    }

    async fn standing_of(
        &self,
        moments: &[Moment],
    ) -> Result<HashMap<InwonerId, Vec<Standing>>, ClientError> {
        let mut inwoners: Vec<InwonerId> = moments.iter().map(|moment| moment.inwoner.clone()).collect();
        inwoners.sort();
        inwoners.dedup();
        let events = self.register.store().events_of_all(&inwoners).await?;
        let all = events.into_iter();
        Ok(all
            .map(|(inwoner, events)| (inwoner, standing(&events)))
            .collect())
    }

    /// What of a conversation asks for another at this moment: not what was withdrawn, replaced or confirmed again.
    fn node(&self, moment: &Moment, grants: &[Standing]) -> Option<AflopendeToestemming> {
        let managed =
            |one: &Standing| manages(self.caller, self.inrichting, [&one.bronhouder, &one.ontvanger]);
        let asks = |grant: &&Standing| {
            grant.vastlegging.gesprek == moment.gesprek
                && grant.holds(self.now)
                && self.is_asked(grant, moment.op)
                && of_one_bundle(grant, grants, managed)
        };
        let (asking, toestemmingen): (Vec<&Standing>, Vec<_>) = grants
            .iter()
            .filter(asks)
            .filter_map(|grant| {
                Some((
                    grant,
                    told(self.caller, self.inrichting, (grant, grants), self.now)?,
                ))
            })
            .unzip();
        Some(AflopendeToestemming {
            inwoner: Inwoner {
                id: moment.inwoner.clone(),
            },
            gesprek: moment.gesprek,
            geldig_tot: asking.iter().map(|grant| grant.tot).min()?,
            herbevestigen_voor: asking.iter().filter_map(|grant| self.confirm_before(grant)).min(),
            toestemmingen,
        })
    }

    /// Whether this moment is why the grant is in the list.
    fn is_asked(&self, grant: &Standing, op: DateTime<Utc>) -> bool {
        match self.waarom {
            Waarom::Einde => grant.tot == op,
            Waarom::Herbevestiging => {
                grant.bevestigd_op == op && self.confirm_before(grant).is_some_and(|end| end <= self.until)
            }
        }
    }

    fn confirm_before(&self, grant: &Standing) -> Option<DateTime<Utc>> {
        let einde = herbevestiging(grant, self.inrichting)?.looptijd.einde?;
        Some(einde.op)
    }
}
