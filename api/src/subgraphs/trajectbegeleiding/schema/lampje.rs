use std::{collections::BTreeSet, sync::Arc};

use async_graphql::{Context, SimpleObject, Subscription};
use futures::{StreamExt, stream, stream::BoxStream};

use super::Inwoner;
use crate::{
    clock::Clock,
    domain::{Gegevensgroep, InwonerId, Partij},
    request::{
        disclose::{Discloser, Unanswered, Verstrekt},
        withhold::{Gedeeld, Ledger},
    },
    subgraphs::{
        common::{PartijInfo, context_of, gegevensgroep},
        streams::{Lasting, Streams},
        trajectbegeleiding::{
            store::TrajectBron,
            types::{TrajectDossier, TrajectLoopt},
        },
    },
};

/// What can be followed of the trajecten.
pub struct SubscriptionRoot;

#[Subscription(name = "Subscription")]
impl SubscriptionRoot {
    /// The lamps of a resident: at once, and again whenever one of them changes. When one goes out because it may
    /// no longer be told, it is null with the reason; when none may be told, the stream completes.
    async fn lampje(
        &self,
        ctx: &Context<'_>,
        inwoner: InwonerId,
    ) -> async_graphql::Result<BoxStream<'static, async_graphql::Result<Option<Vec<Lampje>>>>> {
        let (context, ledger) = (context_of(ctx)?, ctx.data::<Ledger>()?);
        let groepen = BTreeSet::from([Gegevensgroep::TrajectLoopt]);
        let Lampen {
            discloser,
            streams,
            clock,
        } = ctx.data::<Lampen>()?.clone();
        let lasting = Lasting::new(
            discloser,
            streams,
            clock,
            Arc::clone(context),
            inwoner.clone(),
            groepen,
        );
        Ok(messages(lasting, inwoner, ledger.clone()))
    }
}

/// The lamp of one owner of trajecten.
#[derive(SimpleObject)]
pub struct Lampje {
    /// Whose.
    inwoner: Inwoner,
    /// The party that owns the traject.
    partij: PartijInfo,
    /// Whether a traject runs there, and since when.
    #[graphql(directive = gegevensgroep::apply(Gegevensgroep::TrajectLoopt))]
    loopt: Gedeeld<TrajectLoopt>,
}

/// With what lamps are followed.
#[derive(Clone)]
pub(super) struct Lampen {
    discloser: Arc<Discloser<TrajectBron>>,
    streams: Streams,
    clock: Arc<dyn Clock>,
}

impl Lampen {
    pub(super) fn new(
        discloser: Arc<Discloser<TrajectBron>>,
        streams: Streams,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            discloser,
            streams,
            clock,
        }
    }
}

/// One message per state that looks otherwise than the one before: nobody learns by a message that something
/// happened which isn't theirs to know.
fn messages(
    lasting: Lasting<TrajectBron>,
    inwoner: InwonerId,
    ledger: Ledger,
) -> BoxStream<'static, async_graphql::Result<Option<Vec<Lampje>>>> {
    let following = Following {
        lasting,
        inwoner,
        ledger,
        told: None,
    };
    stream::unfold(following, |mut following| async move {
        let lampjes = following.next().await?;
        Some((lampjes.map(Some).map_err(Unanswered::into_graphql), following))
    })
    .boxed()
}

struct Following {
    lasting: Lasting<TrajectBron>,
    inwoner: InwonerId,
    ledger: Ledger,
    told: Option<Arc<Verstrekt<TrajectDossier>>>,
}

impl Following {
    async fn next(&mut self) -> Option<Result<Vec<Lampje>, Unanswered>> {
        loop {
            let verstrekt = match self.lasting.next().await? {
                Ok(verstrekt) => verstrekt,
                Err(unanswered) => return Some(Err(unanswered)),
            };
            let lampjes = Lampje::list(&verstrekt, &self.inwoner);
            let told = self.told.replace(Arc::clone(&verstrekt));
            if told.is_some_and(|told| look_alike(&Lampje::list(&told, &self.inwoner), &lampjes)) {
                continue;
            }
            if let Some(versie) = verstrekt.registerversie() {
                self.ledger.note_version(versie);
            }
            return Some(Ok(lampjes));
        }
    }
}

fn look_alike(some: &[Lampje], others: &[Lampje]) -> bool {
    let alike = |(one, other): (&Lampje, &Lampje)| {
        one.partij.id == other.partij.id && one.loopt.looks_like(&other.loopt)
    };
    some.len() == others.len() && some.iter().zip(others).all(alike)
}

impl Lampje {
    /// One lamp per party that owns trajecten, in the fixed order, whether it knows this resident or not.
    fn list(verstrekt: &Verstrekt<TrajectDossier>, inwoner: &InwonerId) -> Vec<Self> {
        let groep = Gegevensgroep::TrajectLoopt;
        let lampje = |partij: &Partij| Self {
            inwoner: Inwoner { id: inwoner.clone() },
            partij: PartijInfo::from(partij),
            loopt: verstrekt.deel(inwoner, &partij.id, groep, |dossier| dossier.loopt.clone()),
        };
        verstrekt.partijen().iter().map(lampje).collect()
    }
}
