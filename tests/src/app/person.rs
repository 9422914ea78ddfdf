use reqwest::RequestBuilder;
use schakel::{
    domain::{Doel, Rol},
    keys::demo::TokenClaims,
};
use serde_json::{Value, json};

use super::{Answer, Issuers, TestApp};

/// Somebody who asks, with a token of their own for each request.
#[derive(Clone)]
pub struct Person<'a> {
    app: &'a TestApp,
    claims: TokenClaims,
    doel: Option<Doel>,
    headers: Vec<(String, String)>,
}

impl<'a> Person<'a> {
    pub(super) fn new(app: &'a TestApp, partij: &str, rol: Rol) -> Self {
        Self {
            app,
            claims: Issuers::claims_of(partij, rol),
            doel: Some(Doel::AfstemmingTraject),
            headers: Vec::new(),
        }
    }

    pub(super) fn app(&self) -> &'a TestApp {
        self.app
    }

    /// The id of this person's party.
    pub fn partij(&self) -> &str {
        self.claims.partij.as_str()
    }

    /// Under another user id.
    pub fn named(mut self, gebruiker: &str) -> Self {
        self.claims.gebruiker = gebruiker.to_owned();
        self
    }

    /// In a team.
    pub fn team(mut self, team: &str) -> Self {
        self.claims.team = Some(team.to_owned());
        self
    }

    /// In these roles instead.
    pub fn rollen(mut self, rollen: impl IntoIterator<Item = Rol>) -> Self {
        self.claims.rollen = rollen.into_iter().collect();
        self
    }

    /// For another purpose.
    pub fn doel(mut self, doel: Doel) -> Self {
        self.doel = Some(doel);
        self
    }

    /// Without a word about the purpose.
    pub fn without_doel(mut self) -> Self {
        self.doel = None;
        self
    }

    /// With one more header.
    pub fn header(mut self, name: &str, value: impl ToString) -> Self {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }

    /// The address of a path of the server that this person uses.
    pub fn url(&self, path: &str) -> String {
        self.app.url(path)
    }

    /// A token that is valid now.
    pub fn token(&self) -> String {
        let issued = self.app.issuers().common.issue(&self.claims);
        issued.expect("a token can be signed")
    }

    /// A request that is let in, still without a body.
    pub fn post(&self, path: &str) -> RequestBuilder {
        let request = self.app.http().post(self.app.url(path)).bearer_auth(self.token());
        let said = self.said().into_iter();
        said.fold(request, |request, (name, value)| request.header(name, value))
    }

    /// What this person says besides the token, as headers.
    pub fn said(&self) -> Vec<(String, String)> {
        let doel = self.doel.map(|doel| ("Doel".to_owned(), doel.word().to_owned()));
        doel.into_iter().chain(self.headers.iter().cloned()).collect()
    }

    /// Asks a question and waits for the answer.
    pub async fn ask(&self, query: &str, variables: Value) -> Answer {
        self.send(&json!({"query": query, "variables": variables})).await
    }

    /// Sends a whole body of GraphQL over HTTP.
    pub async fn send(&self, body: &Value) -> Answer {
        Answer::of(self.post("/graphql").json(body)).await
    }
}
