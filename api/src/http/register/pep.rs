use std::collections::BTreeMap;

use axum::{
    extract::Request,
    http::{HeaderMap, StatusCode},
};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{Asker, RegisterDoors};
use crate::{
    domain::{Handeling, InwonerId, PartijId},
    http::{Problem, context},
    register::Oordeel,
    request::{
        authenticate::Caller,
        log::{LogRecord, Uitkomst},
    },
};

/// Who asks for decisions, and what travels with the question.
pub(super) struct Asking {
    pub(super) who: Asker,
    headers: HeaderMap,
}

impl RegisterDoors {
    /// Lets in who may ask for decisions, then reads the question.
    pub(super) async fn open_to_ask<T: DeserializeOwned>(
        &self,
        request: Request,
    ) -> Result<(Asking, T), Problem> {
        let (parts, body) = request.into_parts();
        let who = Asker::let_in_to_ask(&self.authenticator, &parts.headers, &parts.uri).await?;
        let (who, question) = self.read(who, &parts.headers, body).await?;
        let headers = parts.headers;
        Ok((Asking { who, headers }, question))
    }

    /// Writes down, before the answer leaves, which decisions somebody else's enforcement point is told, in the register's
    /// own log: nobody but that point knows what it shows by them. Our own subgraphs write in their owners' logs what
    /// they show.
    ///
    /// # Errors
    /// `LOG_NIET_BEREIKBAAR`: then nothing is told.
    pub(super) async fn note_for_pep(
        &self,
        asking: &Asking,
        caller: &Caller,
        oordeel: &Oordeel,
    ) -> Result<(), Problem> {
        if !matches!(asking.who, Asker::Pep(_)) {
            return Ok(());
        }
        let context = context::read(&asking.headers, caller.clone())?;
        let written = self.log.write(&context, &records(oordeel)).await;
        written.map_err(|error| {
            tracing::error!(%error, "an enforcement point is told nothing");
            let detail = "Het logboek kan niet worden geschreven; er wordt niets verteld.";
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "LOG_NIET_BEREIKBAAR", detail)
        })
    }
}

/// One record per resident and owner.
fn records(oordeel: &Oordeel) -> Vec<LogRecord> {
    let mut outcomes: BTreeMap<(&InwonerId, &PartijId), Vec<Uitkomst>> = BTreeMap::new();
    for besluit in &oordeel.besluiten {
        let vraag = besluit.vraag();
        outcomes
            .entry((&vraag.inwoner, &vraag.bronhouder))
            .or_default()
            .push(Uitkomst::of(besluit, besluit.reden()));
    }
    let operatie = Uuid::now_v7();
    let record = |((inwoner, bronhouder), uitkomsten): ((&InwonerId, &PartijId), _)| LogRecord {
        operatie,
        op: oordeel.op,
        inwoner: inwoner.clone(),
        bronhouder: bronhouder.clone(),
        registerversie: Some(oordeel.registerversie),
        inrichting: Some(oordeel.inrichting_versie),
        handeling: Handeling::ToegangBekijken,
        uitkomsten,
    };
    outcomes.into_iter().map(record).collect()
}
