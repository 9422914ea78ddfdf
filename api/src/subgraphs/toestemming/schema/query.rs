use std::{collections::BTreeSet, sync::Arc};

use async_graphql::{Context, Object};

use super::{
    super::{
        LocalRegister,
        grant::standing,
        looks::{Blik, RegisterLog},
        types::{GegevensgroepInfo, Ik, Toestemming},
    },
    Inwoner,
};
use crate::{
    domain::{Bsn, Gegevensgroep, Handeling, Inrichting, InwonerId, PartijSoort, Rol},
    register::{InwonerFault, Register},
    request::{RequestContext, plan::Plan},
    subgraphs::common::{ClientError, PartijInfo, context_of},
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
        let (log, operatie) = (ctx.data::<RegisterLog>()?, ctx.data::<Plan>()?.operatie());
        let look = async {
            let stand = register.store().stand().await?;
            let blik = Blik::now(Handeling::ToestemmingenBekijken, stand);
            let whom = std::slice::from_ref(&inwoner);
            log.note(register, context, operatie, blik, whom).await?;
            toestemmingen(register, context, &inwoner).await
        };
        look.await.map(Some).map_err(ClientError::into_graphql)
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
            Ok(found.into_values().next())
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

async fn toestemmingen(
    register: &LocalRegister,
    context: &RequestContext,
    inwoner: &InwonerId,
) -> Result<Vec<Toestemming>, ClientError> {
    let ingericht = register.inrichting().await?;
    let caller = &context.caller;
    let canonical = register.store().canonical(std::slice::from_ref(inwoner)).await?;
    let kept = canonical.get(inwoner).unwrap_or(inwoner);
    let sees_all = sees_all(&ingericht.inrichting, context);
    let events = register
        .store()
        .events_of(kept, (!sees_all).then(|| caller.partij()))
        .await?;
    let visible: BTreeSet<_> = ingericht
        .inrichting
        .samenwerking_of(caller.partij())
        .into_iter()
        .flat_map(|samenwerking| samenwerking.partijen.iter().map(|partij| &partij.id))
        .collect();
    let now = register.clock().now();
    Ok(standing(&events)
        .iter()
        .filter(|grant| visible.contains(&grant.bronhouder) && visible.contains(&grant.ontvanger))
        .filter_map(|grant| Toestemming::of(grant, &ingericht.inrichting, now))
        .collect())
}

fn sees_all(inrichting: &Inrichting, context: &RequestContext) -> bool {
    let caller = &context.caller;
    let central = inrichting
        .find_partij(caller.partij())
        .is_some_and(|partij| partij.soort == PartijSoort::Toestemmingsbeheer);
    central && (caller.is(Rol::Toestemmingsbeheerder) || caller.is(Rol::FunctionarisGegevensbescherming))
}
