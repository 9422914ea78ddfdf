use chrono::{DateTime, TimeDelta, Utc};
use schakel_migration::Room;
use sea_orm::{ConnectOptions, Database};

use super::*;

fn at(minutes: i64) -> DateTime<Utc> {
    let begin: DateTime<Utc> = "2026-06-15T10:00:00Z".parse().unwrap();
    begin + TimeDelta::minutes(minutes)
}

/// Sessions that last fifteen minutes without use, and an hour at all.
async fn sessions() -> Sessions {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1).min_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await.unwrap();
    Room::Console.migrate(&db).await.unwrap();
    Sessions::new(db, TimeDelta::minutes(15), TimeDelta::minutes(60))
}

async fn open(sessions: &Sessions, gebruiker: &str) -> String {
    let opened = sessions.open(gebruiker, "token".to_owned(), "nonce".to_owned(), at(0));
    opened.await.unwrap()
}

async fn is_open(sessions: &Sessions, cookie: &str, minutes: i64) -> bool {
    sessions.find(cookie, true, at(minutes)).await.unwrap().is_some()
}

#[tokio::test]
async fn a_session_is_found_by_its_cookie_alone_and_the_cookie_is_kept_nowhere() {
    let sessions = sessions().await;
    let (one, other) = (open(&sessions, "noor").await, open(&sessions, "bram").await);
    assert_ne!(one, other);
    let found = sessions.find(&one, true, at(1)).await.unwrap().unwrap();
    assert_eq!(
        (found.id_token.as_str(), found.nonce.as_str()),
        ("token", "nonce")
    );
    assert_ne!(found.cookie_hash, one);
    assert_ne!(found.formulier, one);
    assert!(
        !is_open(&sessions, &found.cookie_hash, 1).await,
        "what is kept opens nothing"
    );
    assert!(!is_open(&sessions, "", 1).await);
}

#[tokio::test]
async fn without_use_it_ends_and_does_not_come_back() {
    let sessions = sessions().await;
    let cookie = open(&sessions, "noor").await;
    assert!(is_open(&sessions, &cookie, 14).await);
    assert!(is_open(&sessions, &cookie, 28).await, "use renews it");
    assert!(!is_open(&sessions, &cookie, 43).await);
    assert!(
        !is_open(&sessions, &cookie, 29).await,
        "a clock that goes back opens nothing"
    );
}

#[tokio::test]
async fn however_much_it_is_used_it_ends() {
    let sessions = sessions().await;
    let cookie = open(&sessions, "noor").await;
    for minutes in (10..60).step_by(10) {
        assert!(is_open(&sessions, &cookie, minutes).await, "{minutes}");
    }
    assert!(!is_open(&sessions, &cookie, 60).await);
}

#[tokio::test]
async fn a_page_that_was_left_open_is_no_use() {
    let sessions = sessions().await;
    let cookie = open(&sessions, "noor").await;
    for minutes in 1..15 {
        let followed = sessions.find(&cookie, false, at(minutes)).await.unwrap();
        assert!(followed.is_some(), "{minutes}");
    }
    assert!(!is_open(&sessions, &cookie, 15).await);
}

#[tokio::test]
async fn signing_out_ends_all_sessions_of_a_person_and_of_nobody_else() {
    let sessions = sessions().await;
    let (here, there) = (open(&sessions, "noor").await, open(&sessions, "noor").await);
    let other = open(&sessions, "bram").await;
    sessions.end_all_of("noor").await.unwrap();
    assert!(!is_open(&sessions, &here, 1).await && !is_open(&sessions, &there, 1).await);
    assert!(is_open(&sessions, &other, 1).await);
    sessions.end(&other).await.unwrap();
    assert!(!is_open(&sessions, &other, 1).await);
}

#[tokio::test]
async fn a_sign_in_comes_back_once_and_in_time() {
    let sessions = sessions().await;
    let begun = sessions.begin_sign_in("/console/verzoeken", at(0)).await.unwrap();
    assert!(sessions.take_sign_in("guessed", at(1)).await.unwrap().is_none());
    let (one, other) = tokio::join!(
        sessions.take_sign_in(&begun.state, at(1)),
        sessions.take_sign_in(&begun.state, at(1))
    );
    let back: Vec<Returned> = [one.unwrap(), other.unwrap()].into_iter().flatten().collect();
    assert_eq!(back.len(), 1, "of two that come back at once, one");
    assert_eq!(back[0].terug, "/console/verzoeken");
    assert_eq!(
        (&back[0].nonce, &back[0].verifier),
        (&begun.nonce, &begun.verifier)
    );
    let late = sessions.begin_sign_in("/console", at(0)).await.unwrap();
    assert!(
        sessions
            .take_sign_in(&late.state, at(10))
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn what_has_ended_is_removed_when_somebody_signs_in() {
    let sessions = sessions().await;
    let cookie = open(&sessions, "noor").await;
    sessions.begin_sign_in("/console", at(20)).await.unwrap();
    assert!(!is_open(&sessions, &cookie, 1).await);
}
