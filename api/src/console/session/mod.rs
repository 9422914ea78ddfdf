//! Who is signed in, in a database that all processes share: whoever signs out is out everywhere.

mod store;
#[cfg(test)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{DatabaseConnection, DbErr};
use store::{Attempt, Kept};

use super::secret::{hash_of, new_secret};

/// How long a sign-in at the identity provider may take.
const SIGN_IN_MINUTES: i64 = 10;
/// How often it is noted that a session is used.
const NOTE_AFTER: TimeDelta = TimeDelta::minutes(1);

/// The sessions of the console.
#[derive(Clone, Debug)]
pub(crate) struct Sessions {
    db: DatabaseConnection,
    idle: TimeDelta,
    longest: TimeDelta,
}

/// A session in force.
#[derive(Clone, Debug)]
pub(super) struct Session {
    cookie_hash: String,
    /// What the identity provider signed.
    pub(super) id_token: String,
    /// The nonce that it repeats.
    pub(super) nonce: String,
    /// What every form must carry.
    pub(super) formulier: String,
    /// When it ends unless it is used before.
    pub(super) ends: DateTime<Utc>,
}

/// A sign-in that has come back.
#[derive(Clone, Debug)]
pub(super) struct Returned {
    /// The nonce that the ID token must repeat.
    pub(super) nonce: String,
    /// The code verifier.
    pub(super) verifier: String,
    /// Where the person wanted to go.
    pub(super) terug: String,
}

/// A sign-in that begins.
#[derive(Clone, Debug)]
pub(super) struct Begun {
    /// What browser and identity provider bring back.
    pub(super) state: String,
    /// The nonce that the ID token must repeat.
    pub(super) nonce: String,
    /// The code verifier, which only we know.
    pub(super) verifier: String,
}

impl Sessions {
    /// Sessions that end after so long without use, and after so long at all.
    pub(crate) fn new(db: DatabaseConnection, idle: TimeDelta, longest: TimeDelta) -> Self {
        Self { db, idle, longest }
    }

    /// Begins a sign-in, after which the person goes to this page.
    pub(super) async fn begin_sign_in(&self, terug: &str, now: DateTime<Utc>) -> Result<Begun, DbErr> {
        let begun = Begun {
            state: random()?,
            nonce: random()?,
            verifier: random()?,
        };
        let attempt = Attempt {
            state_hash: hash_of(&begun.state),
            nonce: begun.nonce.clone(),
            verifier: begun.verifier.clone(),
            terug: terug.to_owned(),
            geldig_tot: now + TimeDelta::minutes(SIGN_IN_MINUTES),
        };
        store::end_unused_since(&self.db, now - self.idle, now).await?;
        store::remove_old(&self.db, now, now - self.longest).await?;
        store::add_attempt(&self.db, attempt).await?;
        Ok(begun)
    }

    /// Takes a sign-in that comes back: each once, and only in time.
    pub(super) async fn take_sign_in(
        &self,
        state: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<Returned>, DbErr> {
        let taken = store::take_attempt(&self.db, &hash_of(state)).await?;
        Ok(taken
            .filter(|attempt| now < attempt.geldig_tot)
            .map(|attempt| Returned {
                nonce: attempt.nonce,
                verifier: attempt.verifier,
                terug: attempt.terug,
            }))
    }

    /// Opens a session in the place of the one that this browser had, if any; what comes out goes into the cookie and
    /// nowhere else. Forms of a former session of the same person still count, so that nothing typed is lost when it ends.
    pub(super) async fn open(
        &self,
        gebruiker: &str,
        (id_token, nonce): (String, String),
        former: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<String, DbErr> {
        let formulier = match self.take_former(gebruiker, former, now).await? {
            Some(formulier) => formulier,
            None => random()?,
        };
        let cookie = random()?;
        let kept = Kept {
            cookie_hash: hash_of(&cookie),
            gebruiker: gebruiker.to_owned(),
            id_token,
            nonce,
            formulier,
            begonnen_op: now,
            gezien_op: now,
            beeindigd_op: None,
        };
        store::add(&self.db, kept).await?;
        Ok(cookie)
    }

    /// Removes what this browser had; tells what its forms carry where they are this person's.
    async fn take_former(
        &self,
        gebruiker: &str,
        former: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Option<String>, DbErr> {
        let Some(former) = former.map(hash_of) else {
            return Ok(None);
        };
        let kept = store::find(&self.db, &former).await?;
        store::remove(&self.db, &former).await?;
        Ok(kept
            .filter(|kept| kept.gebruiker == gebruiker && now < kept.begonnen_op + self.longest)
            .map(|kept| kept.formulier))
    }

    /// The session of this cookie, if it is in force; its use is noted, where there is one.
    pub(super) async fn find(
        &self,
        cookie: &str,
        is_use: bool,
        now: DateTime<Utc>,
    ) -> Result<Option<Session>, DbErr> {
        let Some(kept) = store::find(&self.db, &hash_of(cookie)).await? else {
            return Ok(None);
        };
        if kept.beeindigd_op.is_some() {
            return Ok(None);
        }
        if now >= kept.gezien_op + self.idle || now >= kept.begonnen_op + self.longest {
            store::end(&self.db, &kept.cookie_hash, now).await?;
            return Ok(None);
        }
        let is_noted = is_use && now >= kept.gezien_op + NOTE_AFTER;
        if is_noted {
            store::note_use(&self.db, &kept.cookie_hash, now).await?;
        }
        let last_use = if is_noted { now } else { kept.gezien_op };
        Ok(Some(Session {
            ends: (last_use + self.idle).min(kept.begonnen_op + self.longest),
            cookie_hash: kept.cookie_hash,
            id_token: kept.id_token,
            nonce: kept.nonce,
            formulier: kept.formulier,
        }))
    }

    /// Ends one session that no longer fits.
    pub(super) async fn end_this(&self, session: &Session, now: DateTime<Utc>) -> Result<(), DbErr> {
        store::end(&self.db, &session.cookie_hash, now).await
    }

    /// Ends every session of a person.
    pub(super) async fn end_all_of(&self, gebruiker: &str, now: DateTime<Utc>) -> Result<(), DbErr> {
        store::end_all_of(&self.db, gebruiker, now).await
    }
}

fn random() -> Result<String, DbErr> {
    new_secret().ok_or_else(|| DbErr::Custom("there are no random bytes".to_owned()))
}
