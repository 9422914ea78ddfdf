//! The doors at which the process that lists residents asks the rooms here for their part of it.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::post,
};
use serde::de::DeserializeOwned;

use super::{Bounds, Problem, body, context, only, took_too_long};
use crate::{
    federation::SubgraphName,
    request::{
        RequestContext,
        authenticate::{Authenticated, Authenticator, Caller, Subject},
    },
    subgraphs::neighbours::{
        EIGEN, MOST_RESIDENTS, Neighbour, NeighbourError, Neighbours, STATUS, WireEigen, WireStatus,
    },
};

#[derive(Clone)]
struct CaseloadDoors {
    authenticator: Arc<Authenticator>,
    here: Neighbours,
    bounds: Bounds,
}

/// The doors.
pub(super) fn routes(authenticator: Arc<Authenticator>, here: Neighbours, bounds: Bounds) -> Router {
    let doors = CaseloadDoors {
        authenticator,
        here,
        bounds,
    };
    Router::new()
        .route(&format!("/{EIGEN}"), only(post(own_residents)))
        .route(&format!("/{STATUS}"), only(post(standing)))
        .with_state(doors)
}

/// Tells whose dossiers the caller's own party keeps here.
async fn own_residents(State(doors): State<CaseloadDoors>, request: Request) -> Result<Response, Problem> {
    let (asker, headers, asked) = doors.open::<WireEigen>(request).await?;
    let context = asker.context(&headers, asked.subject)?;
    let answering = doors.room(asked.subgraph)?.own_residents(&context);
    let told = tokio::time::timeout(doors.bounds.time, answering).await;
    Ok(Json(told.map_err(|_| took_too_long())?.map_err(failed)?).into_response())
}

/// Tells of which residents a dossier stands so, as far as the caller may know.
async fn standing(State(doors): State<CaseloadDoors>, request: Request) -> Result<Response, Problem> {
    let (asker, headers, asked) = doors.open::<WireStatus>(request).await?;
    if asked.inwoners.len() > MOST_RESIDENTS {
        let detail = "Het verzoek noemt te veel inwoners.";
        return Err(Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "LIJST_TE_LANG",
            detail,
        ));
    }
    let context = asker.context(&headers, asked.subject)?;
    let room = doors.room(asked.subgraph)?;
    let answering = room.standing(&context, &asked.inwoners, asked.status);
    let told = tokio::time::timeout(doors.bounds.time, answering).await;
    Ok(Json(told.map_err(|_| took_too_long())?.map_err(failed)?).into_response())
}

/// Who asks on behalf of a caller: the process of the trajecten, which vouches for them, or a hub that holds the
/// trajecten, whose token names them.
struct Asker(Authenticated);

impl Asker {
    /// The request as the room here takes it: for exactly this caller.
    fn context(self, headers: &HeaderMap, subject: Subject) -> Result<RequestContext, Problem> {
        let caller = match self.0 {
            Authenticated::Subgraph(proof) => {
                Caller::from_subject(subject, &proof).map_err(|_| malformed())?
            }
            Authenticated::ViaHub(caller) if caller.to_subject() == subject => caller,
            _ => {
                let detail = "De vraag is niet voor degene op wiens naam het token staat.";
                return Err(Problem::new(StatusCode::FORBIDDEN, "NAMENS_ONJUIST", detail));
            }
        };
        context::read(headers, caller)
    }
}

impl CaseloadDoors {
    /// Lets the process of the trajecten in, and a hub on behalf of a caller; nobody else.
    async fn open<T: DeserializeOwned>(&self, request: Request) -> Result<(Asker, HeaderMap, T), Problem> {
        let (parts, body) = request.into_parts();
        let who = self
            .authenticator
            .authenticate(&parts.headers, &parts.uri)
            .await?;
        let may = match &who {
            Authenticated::Subgraph(proof) => proof.subgraph() == SubgraphName::Trajectbegeleiding,
            Authenticated::ViaHub(_) => true,
            Authenticated::Hub | Authenticated::Caller(_) | Authenticated::Pep(_) => false,
        };
        if !may {
            let detail = "Hier vraagt alleen het proces van de trajecten.";
            return Err(Problem::new(StatusCode::FORBIDDEN, "TOKENSOORT_ONJUIST", detail));
        }
        let value = body::read_json(&parts.headers, body, self.bounds).await?;
        // What is wrong is not told in the library's words, which repeat values.
        let asked = serde_json::from_value(value).map_err(|_| malformed())?;
        Ok((Asker(who), parts.headers, asked))
    }

    fn room(&self, name: SubgraphName) -> Result<&Arc<dyn Neighbour>, Problem> {
        let detail = "Deze subgraph staat niet in dit proces.";
        let not_here = |_| Problem::new(StatusCode::NOT_FOUND, "SUBGRAPH_NIET_HIER", detail);
        self.here.get(name).map_err(not_here)
    }
}

fn failed(error: NeighbourError) -> Problem {
    tracing::error!(%error, "a room gives the lists of residents no answer");
    let detail = "De dossiers hier kunnen nu niet worden bekeken.";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "BRON_NIET_BEREIKBAAR", detail)
}

fn malformed() -> Problem {
    let detail = "Het verzoek heeft niet de vorm die hier wordt gevraagd.";
    Problem::new(StatusCode::BAD_REQUEST, "VERZOEK_ONGELDIG", detail)
}
