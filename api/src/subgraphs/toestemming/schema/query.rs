use std::sync::Arc;

use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};

use super::{
    super::{
        LocalRegister,
        grant::{Standing, Statement, is_central, of_one_bundle, oversees, standing, statements},
        looks::{Blik, RegisterLog},
        types::{Bezwaar, GegevensgroepInfo, Ik, Toestemming, Weigering},
    },
    Inwoner,
    recording::kept_under,
};
use crate::{
    domain::{Bsn, Gegevensgroep, Handeling, Inrichting, InwonerId, Rol},
    register::{InwonerFault, Register},
    request::{RequestContext, authenticate::Caller, plan::Plan},
    subgraphs::common::{ClientError, PartijInfo, context_of, require_rol},
};

/// What can be asked of parties, residents and grants.
#[derive(Default)]
pub struct RegisterQuery;

/// The most residents that one query can name.
const MOST_INWONERS: usize = 100;

#[Object]
impl RegisterQuery {
    /// Who am I to the hub, and what may I ask?
    async fn ik(&self, ctx: &Context<'_>) -> async_graphql::Result<Ik> {
        let context = context_of(ctx)?;
        let caller = &context.caller;
        let ingericht = register(ctx)?.inrichting().await.map_err(to_graphql)?;
        Ok(Ik {
            partij: ingericht
                .inrichting
                .find_partij(caller.partij())
                .map(PartijInfo::from),
            rollen: caller.rollen().iter().copied().collect(),
            doelen: caller.doelen().iter().copied().collect(),
            doel: caller.doel(),
        })
    }

    /// A resident, by exactly one of the hub's id, the BSN (in a variable) or the own client number. Every
    /// well-formed id and BSN is answered alike; a client number that isn't coupled gives null.
    async fn inwoner(
        &self,
        ctx: &Context<'_>,
        id: Option<InwonerId>,
        bsn: Option<String>,
        eigen_nummer: Option<String>,
    ) -> async_graphql::Result<Option<Inwoner>> {
        let found = find(ctx, id, bsn, eigen_nummer)
            .await
            .map_err(ClientError::into_graphql)?;
        ctx.data::<Plan>()?.add(found.clone());
        Ok(found.map(|id| Inwoner { id }))
    }

    /// Several residents by the hub's ids, in the order asked.
    async fn inwoners(&self, ctx: &Context<'_>, ids: Vec<InwonerId>) -> async_graphql::Result<Vec<Inwoner>> {
        if ids.len() > MOST_INWONERS {
            let reason = format!("heeft er meer dan {MOST_INWONERS}");
            return Err(ClientError::input("ids", reason).into_graphql());
        }
        ctx.data::<Plan>()?.add(ids.iter().cloned());
        Ok(ids.into_iter().map(|id| Inwoner { id }).collect())
    }

    /// The parties of my samenwerking, in their fixed order.
    async fn partijen(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<PartijInfo>> {
        let ingericht = register(ctx)?.inrichting().await.map_err(to_graphql)?;
        let samenwerking = ingericht
            .inrichting
            .samenwerking_of(context_of(ctx)?.caller.partij());
        Ok(samenwerking
            .iter()
            .flat_map(|samenwerking| &samenwerking.partijen)
            .map(PartijInfo::from)
            .collect())
    }

    /// All gegevensgroepen, from least to most telling per kind of record.
    async fn gegevensgroepen(&self) -> Vec<GegevensgroepInfo> {
        Gegevensgroep::ALL
            .iter()
            .map(|naam| GegevensgroepInfo {
                naam: *naam,
                soort: naam.record_soort(),
            })
            .collect()
    }

    /// The grants of a resident: for consent managers and privacy officers all that concern their party (at
    /// toestemmingsbeheer: all), for others those that name their party.
    async fn toestemmingen(
        &self,
        ctx: &Context<'_>,
        inwoner: InwonerId,
    ) -> async_graphql::Result<Option<Vec<Toestemming>>> {
        let (register, context) = (register(ctx)?, context_of(ctx)?);
        let look = async {
            note_look(
                ctx,
                Handeling::ToestemmingenBekijken,
                std::slice::from_ref(&inwoner),
            )
            .await?;
            toestemmingen(register, context, &inwoner).await
        };
        look.await.map(Some).map_err(ClientError::into_graphql)
    }

    /// The refusals of a resident that concern the caller's party (at toestemmingsbeheer: all), for consent managers and
    /// privacy officers.
    async fn weigeringen(
        &self,
        ctx: &Context<'_>,
        inwoner: InwonerId,
    ) -> async_graphql::Result<Option<Vec<Weigering>>> {
        let (made, inrichting) = made(ctx, &inwoner).await.map_err(ClientError::into_graphql)?;
        let told = made.iter().filter_map(|one| Weigering::of(one, &inrichting));
        Ok(Some(told.collect()))
    }

    /// The objections of a resident that concern the caller's party (at toestemmingsbeheer: all), for consent managers
    /// and privacy officers.
    async fn bezwaren(
        &self,
        ctx: &Context<'_>,
        inwoner: InwonerId,
    ) -> async_graphql::Result<Option<Vec<Bezwaar>>> {
        let (made, inrichting) = made(ctx, &inwoner).await.map_err(ClientError::into_graphql)?;
        let told = made.iter().filter_map(|one| Bezwaar::of(one, &inrichting));
        Ok(Some(told.collect()))
    }

    /// The resident behind a representation.
    #[graphql(entity)]
    async fn find_inwoner_by_id(&self, id: InwonerId) -> Inwoner {
        Inwoner { id }
    }
}

pub(super) fn register<'a>(ctx: &Context<'a>) -> async_graphql::Result<&'a Arc<LocalRegister>> {
    ctx.data::<Arc<LocalRegister>>()
}

fn to_graphql(error: impl Into<ClientError>) -> async_graphql::Error {
    error.into().into_graphql()
}

async fn find(
    ctx: &Context<'_>,
    id: Option<InwonerId>,
    bsn: Option<String>,
    eigen_nummer: Option<String>,
) -> Result<Option<InwonerId>, ClientError> {
    let (register, context) = (
        register(ctx).map_err(internal)?,
        context_of(ctx).map_err(internal)?,
    );
    match (id, bsn, eigen_nummer) {
        (Some(id), None, None) => Ok(Some(id)),
        (None, Some(bsn), None) => {
            let bsn = Bsn::new_or_test(&bsn)
                .map_err(|_| ClientError::input("bsn", InwonerFault::Form.words().1))?;
            Ok(Some(register.look_up(&context.caller, &bsn).await?))
        }
        (None, None, Some(eigen_nummer)) => {
            let found = register
                .store()
                .by_eigen_nummer(context.caller.partij(), &[eigen_nummer])
                .await?;
            match found.into_values().next() {
                Some(kept) => Ok(Some(register.present(&kept).await?)),
                None => Ok(None),
            }
        }
        _ => Err(ClientError::input(
            "inwoner",
            "vraagt precies één van `id`, `bsn` en `eigenNummer`",
        )),
    }
}

fn internal(error: async_graphql::Error) -> ClientError {
    crate::subgraphs::common::internal(error.message)
}

/// Who records consent, and who watches over it.
const OVERSEERS: [Rol; 2] = [Rol::Toestemmingsbeheerder, Rol::FunctionarisGegevensbescherming];

async fn toestemmingen(
    register: &LocalRegister,
    context: &RequestContext,
    inwoner: &InwonerId,
) -> Result<Vec<Toestemming>, ClientError> {
    let ingericht = register.inrichting().await?;
    let inrichting = &ingericht.inrichting;
    let kept = kept_under(register, inwoner).await?;
    let events = register.store().events_of(&kept, None).await?;
    let now = register.clock().now();
    let all = standing(&events);
    Ok(all
        .iter()
        .filter_map(|grant| told(&context.caller, inrichting, (grant, &all), now))
        .collect())
}

/// A grant as far as the caller may know of it: a consent manager or privacy officer how it was recorded too, and what
/// still waits, and all of a bundle of which they know a part; a party that it names only that it stands.
pub(super) fn told(
    caller: &Caller,
    inrichting: &Inrichting,
    (grant, all): (&Standing, &[Standing]),
    now: DateTime<Utc>,
) -> Option<Toestemming> {
    let sees = |one: &Standing| oversees(caller, inrichting, [&one.bronhouder, &one.ontvanger]);
    let is_overseer = OVERSEERS.iter().any(|rol| caller.is(*rol));
    let knows = sees(grant) || (is_overseer && of_one_bundle(grant, all, sees));
    if !knows {
        return None;
    }
    let plain = Toestemming::of(grant, inrichting, now)?;
    // Those whom the binding names may see whether the traject runs; a consent desk has recorded it.
    let parties = [
        Some(&grant.bronhouder),
        Some(&grant.ontvanger),
        grant.binding.as_ref().map(|it| &it.bronhouder),
    ];
    let plain = if parties.contains(&Some(caller.partij())) || is_central(caller, inrichting) {
        plain.with_binding(grant, inrichting)
    } else {
        plain
    };
    if is_overseer {
        return Some(plain.with_vastlegging(grant, inrichting, caller));
    }
    let is_named = [&grant.bronhouder, &grant.ontvanger].contains(&caller.partij());
    (is_named && !grant.wacht).then_some(plain)
}

async fn made(
    ctx: &Context<'_>,
    inwoner: &InwonerId,
) -> Result<(Vec<Statement>, Arc<Inrichting>), ClientError> {
    let (register, context) = (
        register(ctx).map_err(internal)?,
        context_of(ctx).map_err(internal)?,
    );
    require_rol(context, &OVERSEERS)?;
    note_look(
        ctx,
        Handeling::ToestemmingenBekijken,
        std::slice::from_ref(inwoner),
    )
    .await?;
    let ingericht = register.inrichting().await?;
    let kept = kept_under(register, inwoner).await?;
    let events = register.store().events_of(&kept, None).await?;
    let inrichting = Arc::clone(&ingericht.inrichting);
    let mut made = statements(&events);
    made.retain(|one| oversees(&context.caller, &inrichting, [&one.bronhouder, &one.ontvanger]));
    Ok((made, inrichting))
}

/// Logs a look at what the register knows of these residents, before anything is told of it.
pub(super) async fn note_look(
    ctx: &Context<'_>,
    handeling: Handeling,
    inwoners: &[InwonerId],
) -> Result<(), ClientError> {
    let (register, context) = (
        register(ctx).map_err(internal)?,
        context_of(ctx).map_err(internal)?,
    );
    let log = ctx.data::<RegisterLog>().map_err(internal)?;
    let operatie = ctx.data::<Plan>().map_err(internal)?.operatie();
    let blik = Blik::now(handeling, register.store().stand().await?);
    log.note(register, context, operatie, blik, inwoners).await
}
