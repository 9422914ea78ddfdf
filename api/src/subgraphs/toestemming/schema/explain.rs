use std::sync::Arc;

use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};

use super::{
    super::{
        LocalRegister,
        explain::wie_kan,
        looks::{Blik, RegisterLog},
        types::WieKan,
    },
    query::register,
};
use crate::{
    domain::{Gegevensgroep, Handeling, InwonerId, PartijId, Rol},
    register::Register,
    request::{RequestContext, plan::Plan},
    subgraphs::common::{ClientError, Reach, context_of},
};

/// What can be asked about who can see what, and could.
#[derive(Default)]
pub struct ExplainQuery;

/// Who may ask who can see something.
const EXPLAINED_TO: [Rol; 2] = [Rol::Toestemmingsbeheerder, Rol::FunctionarisGegevensbescherming];

#[Object]
impl ExplainQuery {
    /// Who can see this group of this resident, at every party that owns such records; or could, at the moment `op`
    /// (UTC; now when absent, never later). For consent managers and privacy officers: those of toestemmingsbeheer are
    /// told about the whole samenwerking, others about what their own party shares or receives.
    async fn wie_kan(
        &self,
        ctx: &Context<'_>,
        inwoner: InwonerId,
        groep: Gegevensgroep,
        op: Option<DateTime<Utc>>,
    ) -> async_graphql::Result<Option<Vec<WieKan>>> {
        let (register, log) = (register(ctx)?, ctx.data::<RegisterLog>()?);
        let operatie = ctx.data::<Plan>()?.operatie();
        let context = context_of(ctx)?;
        let explained = Explained {
            register,
            log,
            context,
            operatie,
        };
        let told = explained.wie_kan(inwoner, groep, op).await;
        told.map(Some).map_err(ClientError::into_graphql)
    }
}

struct Explained<'a> {
    register: &'a Arc<LocalRegister>,
    log: &'a RegisterLog,
    context: &'a RequestContext,
    operatie: uuid::Uuid,
}

impl Explained<'_> {
    async fn wie_kan(
        &self,
        inwoner: InwonerId,
        groep: Gegevensgroep,
        asked: Option<DateTime<Utc>>,
    ) -> Result<Vec<WieKan>, ClientError> {
        let store = self.register.store();
        let now = self.register.clock().now();
        let op = asked.unwrap_or(now);
        if op > now {
            return Err(ClientError::input("op", "ligt in de toekomst"));
        }
        let stand = match asked {
            Some(op) => store.stand_at(op).await?,
            None => store.stand().await?,
        };
        let Some(ingericht) = self.register.find_ingericht(stand.inrichting).await? else {
            return Err(ClientError::input("op", "ligt voor het begin van het register"));
        };
        // Who may ask is decided by what holds now, whatever held on the day that is asked about.
        let present = self.register.inrichting().await?;
        let reach = Reach::of(self.context, &present.inrichting, &EXPLAINED_TO, &EXPLAINED_TO)?;
        let blik = Blik::now(Handeling::WieKanBekijken, stand);
        self.log
            .note(
                self.register,
                self.context,
                self.operatie,
                blik,
                std::slice::from_ref(&inwoner),
            )
            .await?;
        let caller = self.context.caller.partij();
        let is_here = present.inrichting.samenwerking_of(caller).is_some();
        let Some(samenwerking) = ingericht.inrichting.samenwerking_of(caller).filter(|_| is_here) else {
            return Ok(Vec::new());
        };
        let partijen: Vec<PartijId> = samenwerking
            .partijen
            .iter()
            .map(|partij| partij.id.clone())
            .collect();
        let canonical = store.canonical(std::slice::from_ref(&inwoner)).await?;
        let beeld = self
            .register
            .snapshot(stand, &ingericht, &canonical, &partijen)
            .await?;
        let found = wie_kan(&beeld, samenwerking, &reach, (&inwoner, groep), op);
        let told = found
            .into_iter()
            .map(|one| WieKan::of(one, &ingericht.inrichting));
        Ok(told.collect())
    }
}
