//! Signing in and out.

mod demo;
mod oidc;

use askama::Template;
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
pub(crate) use demo::{DemoPerson, DemoSignIn};
pub(crate) use oidc::{OidcClient, OpenError};
use serde::Deserialize;

use super::{
    Room,
    cookies::Cookie,
    failure::Failure,
    form::Fields,
    page::{Frame, redirect, render},
    secret::is_same,
    visitor::{Submitted, is_from_here},
    wanted::{Wanted, sign_in_before},
    work::Work,
};
use crate::console::extract::Query;

/// How people sign in.
#[derive(Debug)]
pub(crate) enum Door {
    /// At an identity provider.
    Oidc(OidcClient),
    /// As somebody of the demo.
    Demo(DemoSignIn),
}

impl Door {
    pub(super) fn issuer(&self) -> &str {
        match self {
            Self::Oidc(client) => client.issuer(),
            Self::Demo(demo) => &demo.issuer,
        }
    }

    pub(super) fn client(&self) -> &str {
        match self {
            Self::Oidc(client) => client.client(),
            Self::Demo(demo) => &demo.client,
        }
    }

    /// Whether everybody should see that this is a demo.
    pub(super) fn is_demo(&self) -> bool {
        matches!(self, Self::Demo(_))
    }
}

/// What an identity provider sends back (RFC 6749, §4.1.2; RFC 9207).
#[derive(Debug, Deserialize)]
pub(super) struct CameBack {
    code: Option<String>,
    state: Option<String>,
    iss: Option<String>,
}

#[derive(Template)]
#[template(path = "console/sign_in.html")]
struct SignInPage {
    frame: Frame,
    terug: String,
    people: Vec<DemoPerson>,
}

#[derive(Template)]
#[template(path = "console/signed_out.html")]
struct SignedOutPage {
    frame: Frame,
    also: Option<String>,
}

/// The page on which people sign in.
pub(super) async fn show(
    State(room): State<Room>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    sign_in_page(&room, &headers, &wanted, StatusCode::OK)
}

fn sign_in_page(
    room: &Room,
    headers: &HeaderMap,
    wanted: &Wanted,
    status: StatusCode,
) -> Result<Response, Failure> {
    let people = match &room.console.door {
        Door::Demo(demo) => demo.people.clone(),
        Door::Oidc(_) => Vec::new(),
    };
    render(
        status,
        &SignInPage {
            frame: Frame::for_anybody(room, headers, sign_in_before(wanted.page()), "aanmelden.kop"),
            terug: wanted.page().to_owned(),
            people,
        },
    )
}

/// Sends the browser to the identity provider.
pub(super) async fn begin(
    State(room): State<Room>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let Door::Oidc(client) = &room.console.door else {
        return Err(Failure::NotFound);
    };
    let console = &room.console;
    let begun = console
        .sessions
        .begin_sign_in(wanted.page(), console.clock.now())
        .await?;
    let to = client
        .authorization(&begun, &console.url("/console/aanmelden/terug"))
        .await
        .map_err(|error| {
            tracing::error!(%error, "the identity provider cannot sign anybody in");
            Failure::SignInUnreachable
        })?;
    Ok(redirect(
        to.as_str(),
        [console.cookies.set(Cookie::SignIn, &begun.state)],
    ))
}

/// Takes the person in who comes back from the identity provider.
pub(super) async fn come_back(
    State(room): State<Room>,
    headers: HeaderMap,
    Query(back): Query<CameBack>,
) -> Result<Response, Failure> {
    let Door::Oidc(client) = &room.console.door else {
        return Err(Failure::NotFound);
    };
    let console = &room.console;
    // Only the browser that was sent away can come back: else somebody could be signed in as another.
    let begun_here = console.cookies.find(&headers, Cookie::SignIn);
    let state = back
        .state
        .as_deref()
        .filter(|state| begun_here.is_some_and(|begun| is_same(begun, state)));
    let (Some(state), Some(code)) = (state, back.code.as_deref()) else {
        return Err(Failure::SignInFailed);
    };
    let now = console.clock.now();
    let returned = console.sessions.take_sign_in(state, now).await?;
    let returned = returned.ok_or(Failure::SignInFailed)?;
    let redirect_uri = console.url("/console/aanmelden/terug");
    let id_token = client
        .redeem(code, &returned.verifier, (&redirect_uri, back.iss.as_deref()))
        .await
        .map_err(|error| {
            tracing::warn!(%error, "a code could not be changed for an id token");
            Failure::SignInFailed
        })?;
    let wanted = Wanted {
        terug: Some(returned.terug),
    };
    let_in(&room, &headers, id_token, returned.nonce, &wanted).await
}

/// Signs somebody of the demo in.
pub(super) async fn submit_demo(
    State(room): State<Room>,
    headers: HeaderMap,
    body: axum::body::Bytes,
) -> Result<Response, Failure> {
    let Door::Demo(demo) = &room.console.door else {
        return Err(Failure::NotFound);
    };
    // Nobody is signed in as another by a page elsewhere.
    if !is_from_here(&headers) {
        return Err(Failure::ForeignForm);
    }
    let fields = Fields::parse(&body);
    let wanted = Wanted {
        terug: fields.find("terug").map(str::to_owned),
    };
    let Some(person) = fields.find("persoon").and_then(|name| demo.find(name)) else {
        return sign_in_page(&room, &headers, &wanted, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let begun = room
        .console
        .sessions
        .begin_sign_in(wanted.page(), room.console.clock.now())
        .await?;
    let id_token = demo
        .id_token(person, &begun.nonce)
        .map_err(|error| Failure::internal(&error))?;
    let_in(&room, &headers, id_token, begun.nonce, &wanted).await
}

/// Opens a new session for whom the ID token names, and ends the one that this browser had.
async fn let_in(
    room: &Room,
    headers: &HeaderMap,
    id_token: String,
    nonce: String,
    wanted: &Wanted,
) -> Result<Response, Failure> {
    let console = &room.console;
    let signed_in = room
        .authenticator
        .sign_in(&id_token, console.terms(&nonce))
        .await
        .map_err(|_| Failure::SignInFailed)?;
    if Work::first_of(&signed_in).is_none() {
        return Err(Failure::NoConsentManager);
    }
    let former = console.cookies.find(headers, Cookie::Session);
    let cookie = console
        .sessions
        .open(
            signed_in.gebruiker(),
            (id_token, nonce),
            former,
            console.clock.now(),
        )
        .await?;
    let cookies = [
        console.cookies.set(Cookie::Session, &cookie),
        console.cookies.clear(Cookie::SignIn),
    ];
    Ok(redirect(wanted.page(), cookies))
}

/// Signs the person out, everywhere.
pub(super) async fn sign_out(State(room): State<Room>, form: Submitted) -> Result<Response, Failure> {
    let console = &room.console;
    let gebruiker = form.visitor.gebruiker();
    console
        .sessions
        .end_all_of(gebruiker, console.clock.now())
        .await?;
    Ok(redirect(
        "/console/afgemeld",
        [console.cookies.clear(Cookie::Session)],
    ))
}

/// The page after signing out.
pub(super) async fn signed_out(State(room): State<Room>, headers: HeaderMap) -> Result<Response, Failure> {
    let also = match &room.console.door {
        Door::Oidc(client) => client.end_session(&room.console.url("/console/afgemeld")).await,
        Door::Demo(_) => None,
    };
    render(
        StatusCode::OK,
        &SignedOutPage {
            frame: Frame::for_anybody(&room, &headers, "/console/afgemeld".to_owned(), "afgemeld.kop"),
            also: also.map(|url| url.to_string()),
        },
    )
}

/// The public key of the console as a client.
pub(super) async fn key_set(State(room): State<Room>) -> Result<Response, Failure> {
    match &room.console.door {
        Door::Oidc(client) => Ok(Json(client.key_set()).into_response()),
        Door::Demo(_) => Err(Failure::NotFound),
    }
}
