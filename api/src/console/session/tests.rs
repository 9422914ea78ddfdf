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
    open_after(sessions, gebruiker, None, 0).await
}

async fn open_after(sessions: &Sessions, gebruiker: &str, former: Option<&str>, minutes: i64) -> String {
    let signed = ("token".to_owned(), "nonce".to_owned());
    let opened = sessions.open(gebruiker, signed, former, at(minutes));
    opened.await.unwrap()
}

async fn formulier(sessions: &Sessions, cookie: &str, minutes: i64) -> String {
    let found = sessions.find(cookie, false, at(minutes)).await.unwrap();
    found.expect("it is in force").formulier
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
    sessions.end_all_of("noor", at(1)).await.unwrap();
    assert!(!is_open(&sessions, &here, 1).await && !is_open(&sessions, &there, 1).await);
    assert!(is_open(&sessions, &other, 1).await);
    let found = sessions.find(&other, true, at(1)).await.unwrap().unwrap();
    sessions.end_this(&found, at(1)).await.unwrap();
    assert!(!is_open(&sessions, &other, 1).await);
}

#[tokio::test]
async fn a_new_session_takes_the_place_of_the_one_that_the_browser_had() {
    let sessions = sessions().await;
    let former = open(&sessions, "noor").await;
    for gebruiker in ["noor", "bram"] {
        let now = open_after(&sessions, gebruiker, Some(&former), 1).await;
        assert!(!is_open(&sessions, &former, 1).await);
        assert!(is_open(&sessions, &now, 1).await);
    }
}

#[tokio::test]
async fn forms_of_a_session_that_ended_are_still_of_the_same_person_in_the_same_browser_and_of_nobody_else() {
    let sessions = sessions().await;
    for ends_by_signing_out in [false, true] {
        let former = open(&sessions, "noor").await;
        let sent = formulier(&sessions, &former, 1).await;
        if ends_by_signing_out {
            sessions.end_all_of("noor", at(2)).await.unwrap();
        } else {
            assert!(!is_open(&sessions, &former, 16).await);
        }
        // Somebody else's sign-in removes what is old, and this isn't.
        sessions.begin_sign_in("/console", at(17)).await.unwrap();
        let again = open_after(&sessions, "noor", Some(&former), 17).await;
        assert_eq!(formulier(&sessions, &again, 17).await, sent);
        let elsewhere = open_after(&sessions, "noor", None, 18).await;
        assert_ne!(formulier(&sessions, &elsewhere, 18).await, sent);
        let other = open_after(&sessions, "bram", Some(&again), 18).await;
        assert_ne!(formulier(&sessions, &other, 18).await, sent);
    }
    let old = open(&sessions, "noor").await;
    let sent = formulier(&sessions, &old, 1).await;
    let much_later = open_after(&sessions, "noor", Some(&old), 60).await;
    assert_ne!(formulier(&sessions, &much_later, 60).await, sent);
}

#[tokio::test]
async fn it_tells_when_it_ends() {
    let sessions = sessions().await;
    let cookie = open(&sessions, "noor").await;
    let ends = async |is_use, minutes| {
        let found = sessions.find(&cookie, is_use, at(minutes)).await.unwrap();
        found.unwrap().ends
    };
    assert_eq!(ends(false, 10).await, at(15));
    assert_eq!(ends(true, 10).await, at(25));
    for minutes in [20, 30, 40] {
        ends(true, minutes).await;
    }
    assert_eq!(ends(true, 50).await, at(60), "however much it is used");
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
async fn what_has_ended_ends_for_good_when_somebody_signs_in_and_is_removed_in_the_end() {
    let sessions = sessions().await;
    let cookie = open(&sessions, "noor").await;
    let kept = async || store::find(&sessions.db, &hash_of(&cookie)).await.unwrap();
    sessions.begin_sign_in("/console", at(20)).await.unwrap();
    assert!(!is_open(&sessions, &cookie, 1).await);
    let ended = kept().await.unwrap();
    assert_eq!((ended.id_token.as_str(), ended.beeindigd_op), ("", Some(at(20))));
    sessions.begin_sign_in("/console", at(60)).await.unwrap();
    assert!(kept().await.is_none());
}
