use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, MatchedPath, Request},
    http::{HeaderMap, Method, request::Parts},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{
    Room,
    ask::{self, AskError, Partly},
    cookies::Cookie,
    failure::{Failure, Unsent},
    form::Fields,
    secret::is_same,
    session::Session,
    texts::Texts,
    wanted::address_of,
    work::Work,
};
use crate::{
    domain::{PartijSoort, Rol},
    request::{
        RequestContext,
        authenticate::{Caller, SignedIn},
    },
};

/// A person with a session in force.
pub(super) struct Visitor {
    room: Room,
    session: Session,
    signed_in: SignedIn,
    texts: Texts,
    around: Around,
    /// The address that was asked for.
    here: String,
}

/// What every page shows around what it is about.
#[derive(Default)]
struct Around {
    partij: Option<Partij>,
    wachtend: Option<u32>,
}

/// The visitor's party.
#[derive(Deserialize)]
struct Partij {
    naam: String,
    soort: PartijSoort,
}

const AROUND: &str = "query ConsoleKader { ik { partij { naam soort } } }";
const AROUND_A_MANAGER: &str =
    "query ConsoleKader { ik { partij { naam soort } } toestemmingsverzoekenAantal }";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AroundTold {
    ik: Ik,
    toestemmingsverzoeken_aantal: Option<u32>,
}

#[derive(Deserialize)]
struct Ik {
    partij: Option<Partij>,
}

/// What somebody sent with a form of this session. There is no other way to get at the fields of a form.
pub(super) struct Submitted {
    /// Who.
    pub(super) visitor: Visitor,
    /// What.
    pub(super) fields: Fields,
}

impl Visitor {
    async fn of(room: &Room, headers: &HeaderMap, is_use: bool) -> Result<Option<Self>, Failure> {
        let console = &room.console;
        let Some(cookie) = console.cookies.find(headers, Cookie::Session) else {
            return Ok(None);
        };
        let Some(session) = console.sessions.find(cookie, is_use, console.clock.now()).await? else {
            return Ok(None);
        };
        let terms = console.terms(&session.nonce);
        let signed_in = match room.authenticator.recall(&session.id_token, terms).await {
            Ok(signed_in) => signed_in,
            // Nothing is said of the person: it is we who can't tell now.
            Err(problem) if problem.status().is_server_error() => return Err(Failure::SignInUnreachable),
            Err(_) => {
                console.sessions.end_this(&session, console.clock.now()).await?;
                return Ok(None);
            }
        };
        Ok(Some(Self {
            room: room.clone(),
            session,
            signed_in,
            texts: room.console.catalogue.of_request(&console.cookies, headers),
            around: Around::default(),
            here: String::new(),
        }))
    }

    /// The session behind what a page does by itself, which keeps nobody signed in: a page that was left open is no use.
    pub(super) async fn behind_a_page(room: &Room, headers: &HeaderMap) -> Result<Option<Self>, Failure> {
        Self::of(room, headers, false).await
    }

    /// The session of who says to be there still.
    pub(super) async fn who_stays(room: &Room, headers: &HeaderMap) -> Result<Option<Self>, Failure> {
        Self::of(room, headers, true).await
    }

    /// The address of the page that was asked for, or to which a form was sent.
    pub(super) fn here(&self) -> &str {
        &self.here
    }

    /// A page can be shown without what is around it, so that a failure here is none of the page.
    async fn look_around(mut self) -> Self {
        let document = match self.signed_in.is(Rol::Toestemmingsbeheerder) {
            true => AROUND_A_MANAGER,
            false => AROUND,
        };
        if let Ok(told) = self.ask::<AroundTold>(document, Map::new()).await {
            self.around = Around {
                partij: told.ik.partij,
                wachtend: told.toestemmingsverzoeken_aantal,
            };
        }
        self
    }

    /// The texts in the visitor's language.
    pub(super) fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The texts in another language, for a resident to read.
    pub(super) fn texts_in(&self, language: &str) -> Option<Texts> {
        self.room.console.catalogue.find(language).cloned()
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

    /// The id of the visitor's party.
    pub(super) fn partij(&self) -> &str {
        self.signed_in.partij().as_str()
    }

    /// The name of the visitor's party.
    pub(super) fn partij_naam(&self) -> &str {
        let partij = self.around.partij.as_ref();
        partij.map_or(self.partij(), |partij| partij.naam.as_str())
    }

    /// Whether the visitor works at the hub's own consent desk, which records for every party.
    pub(super) fn is_central(&self) -> bool {
        let partij = self.around.partij.as_ref();
        partij.is_some_and(|partij| partij.soort == PartijSoort::Toestemmingsbeheer)
    }

    /// What is said of all organisations by the hub's own consent desk, and of what one sees here by another.
    pub(super) fn as_far_as_told(&self, all: &'static str, here: &'static str) -> &'static str {
        if self.is_central() { all } else { here }
    }

    /// How many seconds the visitor stays signed in who does nothing more.
    pub(super) fn seconds_left(&self) -> i64 {
        (self.session.ends - self.now()).num_seconds().max(0)
    }

    /// How many requests wait for an answer of the visitor; `None` where that can't be told.
    pub(super) fn wachtend(&self) -> Option<u32> {
        self.around.wachtend
    }

    /// The languages to choose from.
    pub(super) fn languages(&self) -> Vec<(String, String)> {
        self.room.console.catalogue.languages()
    }

    /// The present moment.
    pub(super) fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.room.console.clock.now()
    }

    /// How many lines of one log are read for one page.
    pub(super) fn most_lines(&self) -> usize {
        self.room.console.most_lines
    }

    /// Whether this is the person's work.
    pub(super) fn does(&self, work: Work) -> bool {
        work.is_of(&self.signed_in)
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
        let wanted = (parts.method == Method::GET).then(|| address_of(&parts.uri));
        let mut visitor = Self::of(room, &parts.headers, true)
            .await?
            .ok_or(Failure::NotSignedIn { wanted })?;
        let route = parts.extensions.get::<MatchedPath>();
        let is_theirs = route.is_some_and(|route| Work::is_at(route.as_str(), &visitor.signed_in));
        if !is_theirs {
            return Err(Failure::NotFound);
        }
        visitor.here = address_of(&parts.uri);
        Ok(visitor.look_around().await)
    }
}

impl FromRequest<Room> for Submitted {
    type Rejection = Failure;

    async fn from_request(request: Request, room: &Room) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        if !is_from_here(&parts.headers) {
            return Err(Failure::ForeignForm);
        }
        let visitor = Visitor::from_request_parts(&mut parts, room).await;
        let to = address_of(&parts.uri);
        let request = Request::from_parts(parts, body);
        let body = Bytes::from_request(request, room)
            .await
            .map_err(|_| Failure::FormTooLarge)?;
        let fields = Fields::parse(&body);
        let visitor = match visitor {
            Err(Failure::NotSignedIn { .. }) => return Err(Failure::Interrupted(Unsent { to, fields })),
            other => other?,
        };
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
pub(super) fn is_from_here(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-site")
        .is_none_or(|site| site == "same-origin" || site == "none")
}
