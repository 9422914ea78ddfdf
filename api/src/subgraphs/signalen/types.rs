//! What is told of signals.

use async_graphql::{Context, ID, Object, ServerError, SimpleObject};
use chrono::{DateTime, Utc};

use super::{
    deliver::{BevestigUitkomst, Bezorgd, Page},
    place,
};
use crate::{
    domain::{InwonerId, SignaalErnst, SignaalSoort},
    federation::Gedeelde,
    request::withhold::Ledger,
    subgraphs::common::{PartijInfo, cursor::PageInfo},
};

/// A page of signals.
#[derive(SimpleObject)]
pub struct SignaalConnection {
    /// The signals with their places.
    edges: Vec<SignaalEdge>,
    /// Where this page ends.
    page_info: PageInfo,
}

/// A signal and its place in the list.
pub struct SignaalEdge(Bezorgd);

/// A message to the caller's party that something happened.
#[derive(SimpleObject)]
pub struct Signaal {
    /// Its id.
    id: ID,
    /// What kind.
    soort: SignaalSoort,
    /// How urgent it is.
    ernst: SignaalErnst,
    /// Whom it is about.
    inwoner: Inwoner,
    /// The party where it happened.
    bronhouder: PartijInfo,
    /// When it happened (UTC).
    op: DateTime<Utc>,
    /// When the caller's party confirmed it (UTC).
    bevestigd_op: Option<DateTime<Utc>>,
}

/// A resident, by whom the answer reads on.
#[derive(Clone, Debug, SimpleObject)]
pub struct Inwoner {
    /// The hub's id.
    pub id: InwonerId,
}

impl From<Page> for SignaalConnection {
    fn from(page: Page) -> Self {
        let last_told = page.signalen.last().map(|last| last.signaal.id);
        // A look that ended early goes on behind what it saw, told or not.
        let end_cursor = page.looked_to.or(last_told).map(place::encode);
        Self {
            edges: page.signalen.into_iter().map(SignaalEdge).collect(),
            page_info: PageInfo {
                end_cursor,
                has_next_page: page.has_next,
            },
        }
    }
}

#[Object]
impl SignaalEdge {
    /// Its place: pass it as `na` to go on after it.
    async fn cursor(&self) -> String {
        place::encode(self.0.signaal.id)
    }

    /// The signal; null when it may no longer be told.
    async fn node(&self, ctx: &Context<'_>) -> Option<Signaal> {
        note_disclosure(ctx, &self.0)?;
        let signaal = &self.0.signaal;
        Some(Signaal {
            id: ID(signaal.id.to_string()),
            soort: signaal.soort,
            ernst: signaal.ernst,
            inwoner: Inwoner {
                id: signaal.inwoner.clone(),
            },
            bronhouder: self.0.bronhouder.clone(),
            op: signaal.op,
            bevestigd_op: signaal.bevestigd_op,
        })
    }
}

/// How far above a node its page stands: `edges`, the place among them, `node`.
const PAGE: usize = 3;

/// Notes what is about to be written, for the hub's last question; without a ledger nothing may be.
fn note_disclosure(ctx: &Context<'_>, bezorgd: &Bezorgd) -> Option<()> {
    for besluit in bezorgd.shared_by() {
        let vraag = besluit.vraag();
        ctx.data_opt::<Ledger>()?.note(Gedeelde {
            inwoner: vraag.inwoner.clone(),
            bronhouder: vraag.bronhouder.clone(),
            groep: vraag.groep,
            tot: besluit.tot(),
            mede_client: None,
            pad: ctx.set_error_path(ServerError::new("", None)).path,
            geheel: PAGE,
        });
    }
    Some(())
}

/// The answer to a confirmation.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct SignaalBevestigd {
    /// What became of it.
    pub uitkomst: BevestigUitkomst,
}
