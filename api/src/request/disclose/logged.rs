use std::collections::BTreeSet;

use super::{Verstrekt, loaded::Loaded};
use crate::{
    domain::Reden,
    request::{decide::Besluit, load::Bron},
};

/// Decided, loaded and durably logged.
pub(super) struct Logged<'a, B: Bron>(Loaded<'a, B>);

impl<'a, B: Bron> Logged<'a, B> {
    pub(super) fn of(loaded: Loaded<'a, B>) -> Self {
        Self(loaded)
    }

    /// Asks the register once more; `None` when something changed and all must be decided anew.
    pub(super) async fn check(self) -> Option<Verstrekt<B::Dossier>> {
        let way = &self.0.way;
        let is_shared =
            |besluit: &Besluit| besluit.is_toegestaan() && besluit.reden() != Reden::ToegestaanEigen;
        let shared = || way.besluiten.values().filter(|besluit| is_shared(besluit));
        let (Some((registerversie, inrichting_versie)), Some(_)) = (way.versies, shared().next()) else {
            return Some(self.give_up());
        };
        if inrichting_versie != way.inrichting_versie {
            return None;
        }
        let mut inwoners: BTreeSet<_> = shared().map(|besluit| besluit.vraag().inwoner.clone()).collect();
        inwoners.extend(self.0.mede_clients());
        let inwoners: Vec<_> = inwoners.into_iter().collect();
        let changes = match way.discloser.register.changes(registerversie, &inwoners).await {
            Ok(changes) => changes,
            Err(error) => {
                tracing::error!(operatie = %way.operatie, %error, "the last check gets no answer");
                return Some(
                    self.0
                        .withhold_shared(Reden::RegisterNietBereikbaar)
                        .log()
                        .await
                        .give_up(),
                );
            }
        };
        let now = way.discloser.clock.now();
        let has_ended =
            shared().any(|besluit| besluit.has_ended(now)) || self.0.mede_tot.is_some_and(|end| end <= now);
        if !changes.changed.is_nothing() || has_ended {
            return None;
        }
        let mut proven = self.0;
        proven.way.versies = proven
            .way
            .versies
            .map(|(_, inrichting)| (changes.registerversie, inrichting));
        Some(Logged(proven).give_up())
    }

    /// Hands out what has been decided, loaded and logged, without (another) check.
    pub(super) fn give_up(self) -> Verstrekt<B::Dossier> {
        let Loaded {
            way,
            dossiers,
            second,
            mede_tot,
            ..
        } = self.0;
        Verstrekt {
            registerversie: way.versies.map(|(registerversie, _)| registerversie),
            partijen: way.partijen,
            besluiten: way.besluiten,
            canonical: way.canonical,
            dossiers,
            mede_tot,
            second,
            is_unsettled: false,
        }
    }
}
