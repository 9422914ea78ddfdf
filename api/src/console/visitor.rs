use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, Method, request::Parts},
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{
    Room,
    ask::{self, AskError, Partly},
    cookies::Cookie,
    failure::Failure,
    form::Fields,
    secret::is_same,
    session::Session,
    texts::Texts,
    work::Work,
};
use crate::request::{
    RequestContext,
    authenticate::{Caller, SignedIn},
};

/// A person with a session in force.
pub(super) struct Visitor {
    room: Room,
    session: Session,
    signed_in: SignedIn,
    texts: Texts,
}

/// What somebody sent with a form of this session. There is no other way to get at the fields of a form.
pub(super) struct Submitted {
    /// Who.
    pub(super) visitor: Visitor,
    /// What.
    pub(super) fields: Fields,
}

impl Visitor {
    async fn of(room: &Room, headers: &HeaderMap) -> Result<Option<Self>, Failure> {
        let console = &room.console;
        let Some(cookie) = console.cookies.find(headers, Cookie::Session) else {
            return Ok(None);
        };
        let Some(session) = console.sessions.find(cookie, console.clock.now()).await? else {
            return Ok(None);
        };
        let terms = console.terms(&session.nonce);
        let Ok(signed_in) = room.authenticator.recall(&session.id_token, terms).await else {
            console.sessions.end_this(&session).await?;
            return Ok(None);
        };
        Ok(Some(Self {
            room: room.clone(),
            session,
            signed_in,
            texts: room.console.catalogue.of_request(&console.cookies, headers),
        }))
    }

    /// The texts in the visitor's language.
    pub(super) fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The texts in another language, for a resident to read.
    pub(super) fn texts_in(&self, language: &str) -> Option<Texts> {
        self.room.console.catalogue.find(language).cloned()
    }

    /// Every language that there is.
    pub(super) fn languages(&self) -> impl Iterator<Item = &Texts> {
        self.room.console.catalogue.all()
    }

    /// What every form of this session carries.
    pub(super) fn formulier(&self) -> &str {
        &self.session.formulier
    }

    /// Whether everybody should see that this is a demo.
    pub(super) fn is_demo(&self) -> bool {
        self.room.console.door.is_demo()
    }

    /// The visitor's id at the identity provider.
    pub(super) fn gebruiker(&self) -> &str {
        self.signed_in.gebruiker()
    }

    /// The visitor's party.
    pub(super) fn partij(&self) -> &str {
        self.signed_in.partij().as_str()
    }

    /// The present moment.
    pub(super) fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.room.console.clock.now()
    }

    /// Whether this is the person's work.
    pub(super) fn does(&self, work: Work) -> bool {
        work.is_of(&self.signed_in)
    }

    /// Whose work it isn't finds no page: it looks like one that isn't there.
    pub(super) fn require(&self, work: Work) -> Result<(), Failure> {
        self.does(work).then_some(()).ok_or(Failure::NotFound)
    }

    /// The circumstances of a question in the course of this work.
    pub(super) fn context(&self, work: Work) -> Result<RequestContext, AskError> {
        Ok(ask::context_of(self.caller(work)?))
    }

    fn caller(&self, work: Work) -> Result<Caller, AskError> {
        let caller = self.signed_in.caller(work.doel());
        caller.map_err(|problem| AskError::Refused(problem.code().to_owned()))
    }

    /// The rest of the process.
    pub(super) fn room(&self) -> &Room {
        &self.room
    }

    /// Asks the hub in the course of this work, where an answer in part is of use too.
    pub(super) async fn ask_partly<T: DeserializeOwned>(
        &self,
        work: Work,
        document: &str,
        variables: Map<String, Value>,
    ) -> Result<Partly<T>, AskError> {
        let Room { hub, time, .. } = &self.room;
        ask::ask_partly(hub, self.caller(work)?, *time, document, variables).await
    }

    /// Asks the hub in the course of this work.
    pub(super) async fn ask_in<T: DeserializeOwned>(
        &self,
        work: Work,
        document: &str,
        variables: Map<String, Value>,
    ) -> Result<T, AskError> {
        let Room { hub, time, .. } = &self.room;
        ask::ask(hub, self.caller(work)?, *time, document, variables).await
    }

    /// Asks the hub, as this person, for the purpose of what they do first of all.
    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        document: &str,
        variables: Map<String, Value>,
    ) -> Result<T, AskError> {
        let work = Work::first_of(&self.signed_in)
            .ok_or_else(|| AskError::Refused("ROL_NIET_BEVOEGD".to_owned()))?;
        self.ask_in(work, document, variables).await
    }
}

impl FromRequestParts<Room> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, room: &Room) -> Result<Self, Failure> {
        let wanted = (parts.method == Method::GET)
            .then(|| parts.uri.path_and_query().map(ToString::to_string))
            .flatten();
        Self::of(room, &parts.headers)
            .await?
            .ok_or(Failure::NotSignedIn { wanted })
    }
}

impl FromRequest<Room> for Submitted {
    type Rejection = Failure;

    async fn from_request(request: Request, room: &Room) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        if !is_from_here(&parts.headers) {
            return Err(Failure::ForeignForm);
        }
        let visitor = Visitor::from_request_parts(&mut parts, room).await?;
        let request = Request::from_parts(parts, body);
        let body = Bytes::from_request(request, room)
            .await
            .map_err(|_| Failure::ForeignForm)?;
        let fields = Fields::parse(&body);
        let is_ours = fields
            .find("formulier")
            .is_some_and(|sent| is_same(sent, visitor.formulier()));
        if is_ours {
            Ok(Self { visitor, fields })
        } else {
            Err(Failure::ForeignForm)
        }
    }
}

/// A browser tells from which site a form comes; one that doesn't must still have the session's own secret.
fn is_from_here(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-site")
        .is_none_or(|site| site == "same-origin" || site == "none")
}
