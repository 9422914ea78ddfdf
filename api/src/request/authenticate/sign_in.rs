use super::{
    authenticator::Authenticator, caller::Caller, claims::Claims, config::IssuerKind, doel, identity,
    refusal::Refusal, token::UnverifiedToken,
};
use crate::{
    domain::{Doel, PartijId, Rol},
    http::Problem,
};

/// What an ID token must fit (OpenID Connect Core, §3.1.3.7): who issued it, for which client, in answer to which
/// question.
#[derive(Clone, Copy, Debug)]
pub struct IdTokenTerms<'a> {
    /// The identity provider: one of the configured issuers of callers.
    pub issuer: &'a str,
    /// The client for which it signs people in; its cap bounds what they may assert.
    pub client: &'a str,
    /// The nonce of the question.
    pub nonce: &'a str,
}

/// A person whom an identity provider signed in, within the cap of issuer and client.
///
/// Its fields are private to `authenticate`: whoever keeps a session keeps the ID token, and shows it again.
#[derive(Clone, Debug)]
pub struct SignedIn {
    person: identity::Person,
    client: String,
    issuer: String,
}

impl SignedIn {
    /// The caller who asks for this purpose.
    ///
    /// # Errors
    /// A [`Problem`] when the person may not name the purpose.
    pub fn caller(&self, doel: Doel) -> Result<Caller, Problem> {
        let doel = doel::choose(Some(doel.word()), &self.person.doelen)?;
        Ok(self.person.clone().into_caller(&self.client, &self.issuer, doel))
    }

    /// Whether the person has this role.
    pub fn is(&self, rol: Rol) -> bool {
        self.person.rollen.contains(&rol)
    }

    /// The person's party.
    pub fn partij(&self) -> &PartijId {
        &self.person.partij
    }

    /// The person's id at the identity provider: pseudonymous.
    pub fn gebruiker(&self) -> &str {
        &self.person.gebruiker
    }
}

impl Authenticator {
    /// Lets a person in who comes from the identity provider with this ID token.
    ///
    /// # Errors
    /// A [`Problem`] with a stable code when the token doesn't fit.
    pub async fn sign_in(&self, id_token: &str, terms: IdTokenTerms<'_>) -> Result<SignedIn, Problem> {
        self.signed_in(id_token, terms, true).await.map_err(|refusal| {
            tracing::info!(code = refusal.code(), "a sign-in was refused");
            refusal.into()
        })
    }

    /// Lets a person in again who was signed in with this ID token before: keys, claims and caps are asked anew, so
    /// that a withdrawn key or role counts at once. The time of the token has passed; that of the session bounds it.
    ///
    /// # Errors
    /// A [`Problem`] with a stable code when the token doesn't fit any more.
    pub async fn recall(&self, id_token: &str, terms: IdTokenTerms<'_>) -> Result<SignedIn, Problem> {
        Ok(self.signed_in(id_token, terms, false).await?)
    }

    async fn signed_in(
        &self,
        id_token: &str,
        terms: IdTokenTerms<'_>,
        is_new: bool,
    ) -> Result<SignedIn, Refusal> {
        let token = UnverifiedToken::read(id_token, self.longest_token)?;
        if token.claimed_issuer()? != terms.issuer {
            return Err(Refusal::IssuerUnknown);
        }
        let issuer = self.issuers.get(terms.issuer).ok_or(Refusal::IssuerUnknown)?;
        if issuer.config.kind != IssuerKind::Caller {
            return Err(Refusal::IssuerUnknown);
        }
        let now = self.clock.now();
        let keys = issuer.keys.find(token.kid(), now).await?;
        let kid = token.kid().to_owned();
        let claims = token.verify(keys.named(&kid))?;
        check_terms(&claims, terms)?;
        if is_new {
            claims.check_id_token_times(now, self.times)?;
        }
        Ok(SignedIn {
            person: identity::person(&claims, &issuer.config, terms.client)?,
            client: terms.client.to_owned(),
            issuer: terms.issuer.to_owned(),
        })
    }
}

fn check_terms(claims: &Claims, terms: IdTokenTerms<'_>) -> Result<(), Refusal> {
    claims.check_audience(terms.client)?;
    let azp = claims.find_text("azp")?;
    let is_for_client = match azp {
        Some(azp) => azp == terms.client,
        // Of several audiences one is meant, and only `azp` tells which.
        None => claims.words("aud")?.len() == 1,
    };
    if is_for_client && claims.text("nonce")? == terms.nonce {
        Ok(())
    } else {
        Err(Refusal::SignInOther)
    }
}
