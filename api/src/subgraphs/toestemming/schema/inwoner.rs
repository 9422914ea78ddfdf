use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::{ComplexObject, Context, SimpleObject};
use tokio::sync::OnceCell;

use super::super::{
    LocalRegister,
    looks::{Blik, RegisterLog},
    store::Stand,
    types::Toegang,
};
use crate::{
    domain::{
        Gegevensgroep, Handeling, InwonerId, Partij,
        uitleg::{uitleg, wat_nu},
    },
    register::Register,
    request::{
        RequestContext,
        decide::{Besluit, Vraag},
        plan::Plan,
        withhold::{Ledger, note_explained},
    },
    subgraphs::common::{ClientError, context_of},
};

/// A resident: only an identity. What the parties know hangs on it in their own subgraphs.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Inwoner {
    /// The hub's id.
    pub id: InwonerId,
}

#[ComplexObject]
impl Inwoner {
    /// What may I see of this resident, and why not the rest? Null when it can't be told.
    async fn toegang(&self, ctx: &Context<'_>) -> Option<async_graphql::Result<Vec<Toegang>>> {
        Some(self.explained(ctx).await)
    }
}

impl Inwoner {
    async fn explained(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Toegang>> {
        let register = ctx.data::<Arc<LocalRegister>>()?;
        let log = ctx.data::<RegisterLog>()?;
        let plan = ctx.data::<Plan>()?;
        let batch = ctx.data::<ToegangBatch>()?.cell(plan.batch_with(&self.id));
        let context = context_of(ctx)?;
        let decided = batch
            .cell
            .get_or_try_init(|| async {
                let decided = decide_all(register, context, &batch.inwoners).await?;
                let blik = Blik::now(Handeling::ToegangBekijken, decided.stand);
                log.note(register, context, plan.operatie(), blik, &batch.inwoners)
                    .await?;
                Ok(decided)
            })
            .await
            .map_err(ClientError::into_graphql)?;
        if let Ok(ledger) = ctx.data::<Ledger>() {
            ledger.note_version(decided.stand.versie);
        }
        for besluit in decided.about(&self.id) {
            note_explained(ctx, besluit);
        }
        Ok(decided.of(&self.id))
    }
}

/// The answers about access, decided once for all residents of a request.
#[derive(Default)]
pub(super) struct ToegangBatch(Mutex<HashMap<Vec<InwonerId>, Arc<OnceCell<Decided>>>>);

struct Run {
    inwoners: Vec<InwonerId>,
    cell: Arc<OnceCell<Decided>>,
}

struct Decided {
    stand: Stand,
    partijen: HashMap<String, Partij>,
    besluiten: Vec<Besluit>,
}

impl ToegangBatch {
    fn cell(&self, inwoners: Vec<InwonerId>) -> Run {
        let mut runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let cell = runs.entry(inwoners.clone()).or_default().clone();
        Run { inwoners, cell }
    }
}

async fn decide_all(
    register: &LocalRegister,
    context: &RequestContext,
    inwoners: &[InwonerId],
) -> Result<Decided, ClientError> {
    let ingericht = register.inrichting().await?;
    let samenwerking = ingericht.inrichting.samenwerking_of(context.caller.partij());
    let partijen: Vec<&Partij> = samenwerking
        .iter()
        .flat_map(|samenwerking| &samenwerking.partijen)
        .collect();
    let mut vragen = Vec::new();
    for inwoner in inwoners {
        for groep in Gegevensgroep::ALL {
            for partij in partijen
                .iter()
                .filter(|partij| partij.houdt(groep.record_soort()))
            {
                let bronhouder = partij.id.clone();
                vragen.push(Vraag {
                    inwoner: inwoner.clone(),
                    bronhouder,
                    groep: *groep,
                });
            }
        }
    }
    let oordeel = register.evaluate(&context.caller, inwoners, vragen).await?;
    Ok(Decided {
        stand: Stand {
            versie: oordeel.registerversie,
            inrichting: oordeel.inrichting_versie,
        },
        partijen: partijen
            .into_iter()
            .map(|partij| (partij.id.to_string(), partij.clone()))
            .collect(),
        besluiten: oordeel.besluiten,
    })
}

impl Decided {
    fn about(&self, inwoner: &InwonerId) -> impl Iterator<Item = &Besluit> {
        self.besluiten
            .iter()
            .filter(move |besluit| &besluit.vraag().inwoner == inwoner)
    }

    fn of(&self, inwoner: &InwonerId) -> Vec<Toegang> {
        self.about(inwoner)
            .filter_map(|besluit| {
                let bronhouder = self.partijen.get(besluit.vraag().bronhouder.as_str())?;
                Some(Toegang {
                    groep: besluit.vraag().groep,
                    bronhouder: bronhouder.into(),
                    toegestaan: besluit.is_toegestaan(),
                    reden: besluit.reden(),
                    tot: besluit.tot(),
                    uitleg: uitleg(besluit.reden(), besluit.tot()),
                    wat_nu: wat_nu(besluit.reden()),
                })
            })
            .collect()
    }
}
