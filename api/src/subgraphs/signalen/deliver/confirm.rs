use uuid::Uuid;

use super::{Bezorger, Decided, Undelivered};
use crate::{domain::words, request::RequestContext};

words! {
    /// What became of the confirmation of a signal.
    BevestigUitkomst {
        /// From now on it counts as seen.
        Bevestigd = "BEVESTIGD",
        /// Somebody of the party had confirmed it.
        WasAlBevestigd = "WAS_AL_BEVESTIGD",
        /// The caller has no such signal, or may not hear of it.
        Onbekend = "ONBEKEND",
    }
}

impl Bezorger {
    /// Notes that the caller's party has seen a signal. One that may not be told to the caller is unknown to them.
    ///
    /// # Errors
    /// [`Undelivered`] when signals, register or log are out of reach.
    pub async fn confirm(
        &self,
        context: &RequestContext,
        operatie: Uuid,
        id: Uuid,
    ) -> Result<BevestigUitkomst, Undelivered> {
        let Some(signaal) = self.bron.find(context.caller.partij(), id).await? else {
            return Ok(BevestigUitkomst::Onbekend);
        };
        let mut decided = Decided::new(self.parts.register.inrichting().await?);
        decided.add(context, &*self.parts.register, vec![signaal]).await?;
        let now = self.parts.clock.now();
        // That it is there is told by the answer.
        self.log
            .write(context, &decided.records(context.caller.partij(), operatie, now))
            .await?;
        if !decided.tells_all() {
            return Ok(BevestigUitkomst::Onbekend);
        }
        Ok(if self.bron.confirm(id, now).await? {
            BevestigUitkomst::Bevestigd
        } else {
            BevestigUitkomst::WasAlBevestigd
        })
    }
}
