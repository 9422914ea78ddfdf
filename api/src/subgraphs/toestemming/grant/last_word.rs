use chrono::{DateTime, Utc};

use super::super::store::History;
use crate::{
    domain::{Doel, PakketDeel},
    publication::Faults,
    request::decide::GebeurtenisSoort,
    subgraphs::common::ClientError,
};

/// What a resident said long ago, and an earlier system kept, never overrules what they said since.
///
/// # Errors
/// `INVOER_ONGELDIG` with every part that was refused, withdrawn or replaced at or after the moment at which it was given.
pub(super) fn require_last_word(
    delen: &[PakketDeel],
    doel: Doel,
    given: DateTime<Utc>,
    history: &History,
) -> Result<(), ClientError> {
    let mut faults = Faults::default();
    for deel in delen {
        let said_otherwise = history.events.iter().any(|stored| {
            let event = &stored.event;
            let ends = matches!(
                event.soort,
                GebeurtenisSoort::Weigering
                    | GebeurtenisSoort::Ingetrokken
                    | GebeurtenisSoort::Vervangen
                    | GebeurtenisSoort::OngeldigVerklaard
            );
            ends && stored.vastlegging.op >= given
                && event.doel == doel
                && (&event.bronhouder, &event.ontvanger) == (&deel.bronhouder, &deel.ontvanger)
                && !event.groepen.is_disjoint(&deel.groepen)
        });
        if said_otherwise {
            let (ontvanger, bronhouder) = (&deel.ontvanger, &deel.bronhouder);
            let reason = format!(
                "ligt voor een latere weigering of intrekking van wat `{ontvanger}` van `{bronhouder}` ziet"
            );
            faults.add("verleendOp", reason);
        }
    }
    faults.into_result().map_err(ClientError::Input)
}
