use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    domain::{InwonerId, PartijId},
    subgraphs::{
        common::{ClientError, context_of},
        inzage::{LogReader, Vraagstuk, inzage_entities},
    },
};

inzage_entities!(toestemming);

/// What holds no longer of what the caller's party saw; each owner tells of its own records.
#[derive(Clone, Debug, SimpleObject)]
pub struct Rectificaties {
    /// The caller's party.
    pub partij: ID,
}

/// Where reading the five logs begins; each subgraph tells of its own.
#[derive(Default)]
pub struct InzageRoots;

#[Object]
impl InzageRoots {
    /// The rectifications of the caller's party, behind a representation.
    #[graphql(entity)]
    async fn find_rectificaties_by_partij(&self, partij: ID) -> Rectificaties {
        Rectificaties { partij }
    }

    /// Who saw what of this resident, when, for what and on which ground: for a resident's request (AVG 15), by the
    /// privacy officers and consent managers of toestemmingsbeheer; and for the privacy officer of a party, as far as
    /// it is about that party's records or people. What is out of reach is null, with an error.
    async fn verstrekkingen(&self, inwoner: InwonerId) -> Verstrekkingen {
        Verstrekkingen { inwoner }
    }

    /// What holds no longer of what the caller's party saw, told to its systems and privacy officer by the owner of each
    /// record (AVG 19): corrected, withdrawn or erased. Nothing is told of what it was, nor of what holds now. It needs no
    /// ground of today: what was seen must be thrown away all the same.
    async fn rectificaties(&self, ctx: &Context<'_>) -> async_graphql::Result<Rectificaties> {
        let partij = context_of(ctx)?.caller.partij().as_str().into();
        Ok(Rectificaties { partij })
    }

    /// Which residents and groups a party saw from `van` until `tot` (UTC; neither lies in the future), for privacy
    /// officers after a breach: those of a party as far as it is about that party's records or people.
    async fn inzagen_door(
        &self,
        ctx: &Context<'_>,
        partij: ID,
        van: DateTime<Utc>,
        tot: DateTime<Utc>,
    ) -> async_graphql::Result<Option<InzagenDoor>> {
        let question = PartijId::new(partij.as_str())
            .map_err(|_| ClientError::input("partij", "is geen bekende partij"))
            .map(|partij| Vraagstuk { partij, van, tot });
        let (reader, _) = LogReader::of(ctx)?;
        let checked = question.and_then(|question| {
            reader.check(&question)?;
            Ok(question)
        });
        let question = checked.map_err(ClientError::into_graphql)?;
        Ok(Some(InzagenDoor {
            vraag: question.encode().into(),
        }))
    }

    /// Why something was decided: the decision is made again on the register as it stood then, by the subgraph in whose
    /// log it stands. For privacy officers, as far as it is about their party's records or people.
    async fn waarom(&self, besluit: Uuid) -> Waarom {
        Waarom { besluit }
    }
}
