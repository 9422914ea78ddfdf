//! The web console for consent managers: pages that a server makes, and that need no script.
//!
//! `sign_in` lets people in and `session` keeps who is. A handler that looks takes a [`Visitor`](visitor::Visitor), one
//! that changes something takes [`Submitted`](visitor::Submitted), which only a form of that session can become. Both
//! ask the hub the same GraphQL questions as any caller (`ask`); there is no other way to records. `pages` has a file
//! per page, `texts` what they say.

mod ask;
mod assets;
mod cookies;
mod dates;
mod extract;
mod failure;
mod form;
mod icons;
mod page;
mod pages;
mod secret;
mod session;
mod sheet;
mod sign_in;
mod texts;
mod visitor;
mod wanted;
mod work;

use std::{path::Path, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    response::Redirect,
    routing::{get, post},
};
use chrono::TimeDelta;
use cookies::Cookies;
use pages::oversight::logs::LogCheck;
use reqwest::Url;
use sea_orm::DatabaseConnection;
use session::Sessions;
pub(crate) use sign_in::{DemoPerson, DemoSignIn, Door, OidcClient};
use texts::Catalogue;
use tokio::sync::Semaphore;

use crate::{
    clock::Clock,
    federation::Hub,
    installation::Logs,
    request::authenticate::{Authenticator, IdTokenTerms},
};

/// The largest form.
const FORM_BYTES: usize = 64 * 1024;
/// So many pages of one process follow the number of requests; others see it when they are opened.
const MOST_FOLLOWERS: usize = 200;

/// What the console is made of.
pub(crate) struct Console {
    address: Url,
    sessions: Sessions,
    door: Door,
    cookies: Cookies,
    catalogue: Catalogue,
    clock: Arc<dyn Clock>,
    log_check: Arc<LogCheck>,
    /// How many lines of one log are read for one page.
    most_lines: usize,
    database: DatabaseConnection,
    /// Places for browsers that follow the number of requests.
    followers: Arc<Semaphore>,
}

/// Why there can be no console: a sentence for the operator.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct ConsoleError(#[from] Fault);

/// What kept a console from opening.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("the console cannot sign anybody in: {0}")]
    SignIn(#[from] sign_in::OpenError),
    #[error(transparent)]
    Texts(#[from] texts::TextsError),
}

impl From<sign_in::OpenError> for ConsoleError {
    fn from(error: sign_in::OpenError) -> Self {
        Self(error.into())
    }
}

/// What handlers get.
#[derive(Clone)]
struct Room {
    console: Arc<Console>,
    authenticator: Arc<Authenticator>,
    hub: Arc<Hub>,
    logs: Logs,
    time: Duration,
}

impl Console {
    /// A console at this address, with sessions in this database and more languages in this folder, that reads so
    /// many lines of one log for a page.
    pub(crate) fn new(
        address: Url,
        database: DatabaseConnection,
        [idle, longest]: [TimeDelta; 2],
        door: Door,
        talen: Option<&Path>,
        most_lines: usize,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ConsoleError> {
        Ok(Self {
            sessions: Sessions::new(database.clone(), idle, longest),
            cookies: Cookies::at(&address),
            catalogue: Catalogue::read(talen).map_err(Fault::from)?,
            address,
            door,
            clock,
            database,
            log_check: Arc::new(LogCheck::new()),
            most_lines,
            followers: Arc::new(Semaphore::new(MOST_FOLLOWERS)),
        })
    }

    /// Where sessions are kept.
    pub(crate) fn database(&self) -> &DatabaseConnection {
        &self.database
    }

    /// A page of the console as the outside reaches it.
    fn url(&self, path: &str) -> Url {
        let mut url = self.address.clone();
        url.set_path(path);
        url
    }

    fn terms<'a>(&'a self, nonce: &'a str) -> IdTokenTerms<'a> {
        IdTokenTerms {
            issuer: self.door.issuer(),
            client: self.door.client(),
            nonce,
        }
    }
}

/// The doors of the console.
pub(crate) fn routes(
    console: Arc<Console>,
    authenticator: Arc<Authenticator>,
    hub: Arc<Hub>,
    logs: Logs,
    time: Duration,
) -> Router {
    let room = Room {
        console,
        authenticator,
        hub,
        logs,
        time,
    };
    Router::new()
        .route("/console/", get(|| async { Redirect::permanent("/console") }))
        .route("/console", get(pages::search::show).post(pages::search::find))
        .route("/console/inwoners/{inwoner}", get(pages::resident::show))
        .route(
            "/console/inwoners/{inwoner}/verlenen/{wat}",
            get(pages::give::show).post(pages::give::submit),
        )
        .route(
            "/console/inwoners/{inwoner}/verleend/{gesprek}",
            get(pages::given::show).post(pages::given::hand_out),
        )
        .route(
            "/console/inwoners/{inwoner}/verleend/{gesprek}/bestand",
            get(pages::given::save),
        )
        .route(
            "/console/inwoners/{inwoner}/weigeren/{verzoek}",
            get(pages::refuse::show).post(pages::refuse::submit),
        )
        .route(
            "/console/inwoners/{inwoner}/herbevestigen/{gesprek}",
            get(pages::reaffirm::show).post(pages::reaffirm::submit),
        )
        .route(
            "/console/inwoners/{inwoner}/intrekken/{wat}",
            get(pages::withdraw::show).post(pages::withdraw::submit),
        )
        .route(
            "/console/inwoners/{inwoner}/ingetrokken/{moment}",
            get(pages::withdrawn::show),
        )
        .route(
            "/console/inwoners/{inwoner}/akkoord/{gesprek}",
            get(pages::second::decide::show).post(pages::second::decide::submit),
        )
        .route("/console/inwoners/{inwoner}/inzagen", get(pages::seen::show))
        .route(
            "/console/inwoners/{inwoner}/inzagen/bestand",
            get(pages::seen::file),
        )
        .route("/console/inwoners/{inwoner}/traject", get(pages::overview::show))
        .route(
            "/console/inwoners/{inwoner}/openen",
            get(pages::open::show).post(pages::open::submit),
        )
        .route("/console/beheer", get(pages::oversight::show))
        .route("/console/beheer/inzagen", get(pages::oversight::breach::show))
        .route(
            "/console/beheer/inzagen/bestand",
            get(pages::oversight::breach::file),
        )
        .route(
            "/console/beheer/logboeken",
            get(pages::oversight::logs::show).post(pages::oversight::logs::verify),
        )
        .route(
            "/console/beheer/logboeken/{logboek}/controlepunt",
            get(pages::oversight::logs::checkpoint),
        )
        .route(
            "/console/beheer/openingen",
            get(pages::oversight::openings::show).post(pages::oversight::openings::judge),
        )
        .route("/console/beheer/rapporten", get(pages::oversight::reports::show))
        .route(
            "/console/code",
            get(pages::by_code::show).post(pages::by_code::submit),
        )
        .route("/console/code/ingetrokken", get(pages::by_code::done))
        .route("/console/verzoeken", get(pages::requests::show))
        .route("/console/verzoeken/teller", get(pages::counter::follow))
        .route("/console/tweede-akkoord", get(pages::second::show))
        .route("/console/aflopend", get(pages::ending::show))
        .route("/console/bevestigen", get(pages::ending::show_unconfirmed))
        .route(
            "/console/aanmelden",
            get(sign_in::show).post(sign_in::submit_demo),
        )
        .route("/console/aanmelden/begin", get(sign_in::begin))
        .route("/console/aanmelden/terug", get(sign_in::come_back))
        .route("/console/afmelden", post(sign_in::sign_out))
        .route("/console/afgemeld", get(sign_in::signed_out))
        .route("/console/sessie", get(pages::stay::tell))
        .route("/console/sleutels", get(sign_in::key_set))
        .route("/console/taal/{taal}", get(pages::language::choose))
        .route("/console/bestanden/{name}", get(assets::serve))
        .route("/console/{*rest}", get(pages::not_found))
        // Who types the address of a form finds no empty answer, but the way back.
        .method_not_allowed_fallback(pages::not_found)
        .layer(axum::middleware::from_fn_with_state(
            room.clone(),
            pages::tell_failure,
        ))
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .with_state(room)
}
