use async_graphql::{Context, Object, SimpleObject};

use super::Inwoner;
use crate::{
    domain::Gegevensgroep,
    request::withhold::Gedeeld,
    subgraphs::{
        common::{
            Termijn,
            cursor::PageInfo,
            gegevensgroep,
            werklijst::{Plek, Shown, WerklijstFilter, Werklijsten},
        },
        srw::store::Werklijst,
    },
};

/// What a party must still do.
#[derive(Default)]
pub struct WerklijstQuery;

#[Object]
impl WerklijstQuery {
    /// Every open referral that waits for terugkoppeling by the caller's party, with its deadline, the most urgent first, after
    /// the place `na`. One that isn't accepted yet, or whose source doesn't say when, is counted from its submission;
    /// `eerste` is at least 1 and at most 100. Null with an error for a party that owns no SRW-dossiers.
    async fn srw_werklijst(
        &self,
        ctx: &Context<'_>,
        na: Option<String>,
        #[graphql(default = 50)] eerste: i32,
        filter: Option<WerklijstFilter>,
    ) -> async_graphql::Result<Option<SrwWerklijstConnection>> {
        let werklijsten = ctx.data::<Werklijsten<Werklijst>>()?;
        let shown = werklijsten.show(ctx, na.as_deref(), eerste, filter).await?;
        Ok(Some(shown.into()))
    }
}

/// A page of a worklist.
#[derive(SimpleObject)]
pub struct SrwWerklijstConnection {
    /// The deadlines with their places.
    edges: Vec<SrwWerklijstEdge>,
    /// Where this page ends.
    page_info: PageInfo,
}

/// A deadline and its place in the list.
#[derive(SimpleObject)]
pub struct SrwWerklijstEdge {
    /// Its place: pass it as `na` to go on after it.
    cursor: String,
    /// The deadline and whom it is about.
    node: SrwWerk,
}

/// A referral that waits for terugkoppeling.
#[derive(SimpleObject)]
pub struct SrwWerk {
    /// The deadline; null when it was taken away at this very moment.
    #[graphql(directive = gegevensgroep::apply(Gegevensgroep::SrwStatus))]
    termijn: Gedeeld<Termijn>,
    /// The source's own id of the referral.
    bron_id: String,
    /// Whom the referral is about.
    inwoner: Option<Inwoner>,
}

impl From<Shown> for SrwWerklijstConnection {
    fn from(shown: Shown) -> Self {
        let edges = shown
            .termijnen::<Werklijst>()
            .map(SrwWerklijstEdge::from)
            .collect();
        Self {
            edges,
            page_info: shown.page_info(),
        }
    }
}

impl From<(&Plek, Gedeeld<Termijn>)> for SrwWerklijstEdge {
    fn from((plek, termijn): (&Plek, Gedeeld<Termijn>)) -> Self {
        Self {
            cursor: plek.plaats.encode(),
            node: SrwWerk {
                termijn,
                bron_id: plek.bron_id.clone(),
                inwoner: plek.clienten.first().cloned().map(|id| Inwoner { id }),
            },
        }
    }
}
