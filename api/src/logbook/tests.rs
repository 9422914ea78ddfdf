//! The log as it is written and signed for, on a database in memory.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};
use futures::future::join_all;
use schakel_entity::logboek::{controlepunt, logknoop, verstrekking};
use schakel_migration::Room;
use sea_orm::{
    ActiveModelTrait, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, EntityTrait,
    IntoActiveModel, QueryOrder,
};
use uuid::Uuid;

use super::{
    merkle::{Hash, Tree, leaf_hash, verify_consistency, verify_inclusion},
    note::Checkpoint,
    *,
};
use crate::{clock::FixedClock, keys::LogKeys, request::log::DisclosureLog};

const ORIGIN: &str = "utrecht.example/srw";

async fn database() -> DatabaseConnection {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1).min_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await.unwrap();
    Room::Srw.migrate(&db).await.unwrap();
    db
}

fn noon() -> DateTime<Utc> {
    "2026-07-01T12:00:00Z".parse().unwrap()
}

fn line(gebruiker: &str) -> verstrekking::Model {
    let mut line = verstrekking::Model {
        id: Uuid::now_v7(),
        op: noon(),
        trace_id: "0af7651916cd43dd8448eb211c80319c".to_owned(),
        operatie: Uuid::now_v7(),
        inwoner: "inwoner".to_owned(),
        bronhouder: "u-centraal".to_owned(),
        partij: "incluzio".to_owned(),
        gebruiker: gebruiker.to_owned(),
        rollen: "BUURTTEAMMEDEWERKER".to_owned(),
        client: "app".to_owned(),
        issuer: "https://incluzio.example".to_owned(),
        doel: "AFSTEMMING_TRAJECT".to_owned(),
        registerversie: Some(3),
        inrichting: Some(1),
        uitkomsten: "[]".to_owned(),
        handeling: "VERSTREKKEN".to_owned(),
        team: None,
        toelichting: None,
        span_ouder: None,
        volgnummer: None,
        zout: None,
        verbintenis: None,
        blad: None,
        gewist_op: None,
    };
    seal(&mut line, &[]).unwrap();
    line
}

async fn written(db: &DatabaseConnection) -> Vec<verstrekking::Model> {
    verstrekking::Entity::find()
        .order_by_asc(verstrekking::Column::Volgnummer)
        .all(db)
        .await
        .unwrap()
}

fn numbers(lines: &[verstrekking::Model]) -> Vec<i64> {
    lines.iter().map(|line| line.volgnummer.unwrap()).collect()
}

fn leaf(line: &verstrekking::Model) -> Hash {
    Hash::from_slice(line.blad.as_ref().unwrap()).unwrap()
}

#[tokio::test]
async fn answers_that_wait_together_share_a_transaction() {
    let mut db = database().await;
    let inserts = Arc::new(AtomicUsize::new(0));
    let heard = Arc::clone(&inserts);
    db.set_metric_callback(move |metric| {
        if metric.statement.sql.starts_with("INSERT INTO \"verstrekking\"") {
            heard.fetch_add(1, Ordering::SeqCst);
        }
    });
    let writer = Writer::start(db.clone());
    let answers = (0..100).map(|_| writer.write(vec![line("a"), line("b")]));
    for outcome in join_all(answers).await {
        outcome.unwrap();
    }
    assert_eq!(inserts.load(Ordering::SeqCst), 1, "all of them were waiting");
    let lines = written(&db).await;
    assert_eq!(numbers(&lines), (0..200).collect::<Vec<_>>());
    let neighbours = lines
        .chunks(2)
        .all(|pair| pair[0].gebruiker == "a" && pair[1].gebruiker == "b");
    assert!(neighbours, "the lines of an answer stand together");
}

#[tokio::test]
async fn who_goes_away_takes_nobody_along() {
    let db = database().await;
    let writer = Writer::start(db.clone());
    // On this one thread nothing is written before all have been put into the queue.
    let answers = (0..20).map(|number| {
        let writer = writer.clone();
        tokio::spawn(async move { writer.write(vec![line(&number.to_string())]).await })
    });
    let answers: Vec<_> = answers.collect();
    tokio::task::yield_now().await;
    answers.iter().step_by(2).for_each(tokio::task::JoinHandle::abort);
    for (number, answer) in answers.into_iter().enumerate() {
        match answer.await {
            Ok(outcome) => outcome.unwrap(),
            Err(aborted) => assert!(aborted.is_cancelled() && number % 2 == 0),
        }
    }
    let lines = written(&db).await;
    let stayed = |number: &String| lines.iter().any(|line| &line.gebruiker == number);
    assert!(
        (1..20)
            .step_by(2)
            .map(|number| number.to_string())
            .all(|number| stayed(&number))
    );
    assert_eq!(numbers(&lines), (0..lines.len() as i64).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_line_that_the_database_will_not_have_refuses_its_own_answer_only() {
    let db = database().await;
    let writer = Writer::start(db.clone());
    let twice = line("twice");
    let answers = [
        vec![line("first")],
        vec![line("beside it"), twice.clone(), twice],
        vec![line("last")],
    ];
    let outcomes = join_all(answers.map(|lines| writer.write(lines))).await;
    assert!(
        outcomes[0].is_ok() && outcomes[1].is_err() && outcomes[2].is_ok(),
        "{outcomes:?}"
    );
    let lines = written(&db).await;
    let who: Vec<_> = lines.iter().map(|line| line.gebruiker.as_str()).collect();
    assert_eq!((who, numbers(&lines)), (vec!["first", "last"], vec![0, 1]));
}

#[tokio::test]
async fn without_its_tables_nothing_is_written_and_everybody_hears_it() {
    let db = database().await;
    db.execute_unprepared("DROP TABLE logstand").await.unwrap();
    let writer = Writer::start(db.clone());
    let outcomes = join_all((0..10).map(|_| writer.write(vec![line("a")]))).await;
    assert!(outcomes.iter().all(Result::is_err));
    assert!(written(&db).await.is_empty());
}

fn notary(db: &DatabaseConnection, keys: &Arc<LogKeys>) -> Notary {
    let clock = Arc::new(FixedClock::at(noon()));
    Notary::new(db.clone(), ORIGIN.to_owned(), Arc::clone(keys), clock).unwrap()
}

fn keys() -> Arc<LogKeys> {
    let folder = tempfile::tempdir().unwrap();
    Arc::new(LogKeys::load_or_create(&folder.path().join("log.pem")).unwrap())
}

#[tokio::test]
async fn the_stored_tree_is_the_tree_over_the_lines() {
    let (db, keys) = (database().await, keys());
    let (writer, notary) = (Writer::start(db.clone()), notary(&db, &keys));
    let (mut tree, mut before): (Tree, Option<Checkpoint>) = (Tree::default(), None);
    assert_eq!(notary.sign().await.unwrap(), None, "nothing to sign for");
    for more in [1, 2, 5, 247, 1, 1, 255, 300] {
        writer
            .write((0..more).map(|_| line("a")).collect())
            .await
            .unwrap();
        let lines = written(&db).await;
        lines
            .iter()
            .skip(tree.size() as usize)
            .for_each(|line| tree.push(leaf(line)));
        let (size, root) = (tree.size(), tree.root(tree.size()).unwrap());
        let signed = notary.sign().await.unwrap().unwrap();
        assert_eq!((signed.size, signed.root), (size, root));
        assert_eq!(notary.sign().await.unwrap(), None, "nothing new");
        for index in [0, size / 2, size - 1] {
            let proof = notary.tree().inclusion(index, size).await.unwrap();
            let leaf = notary.tree().leaf(index).await.unwrap();
            assert_eq!(
                verify_inclusion(&leaf, index, size, &root, &proof),
                Ok(()),
                "{index} of {size}"
            );
        }
        if let Some(before) = before {
            let proof = notary.tree().consistency(before.size, size).await.unwrap();
            verify_consistency((before.size, &before.root), (size, &root), &proof).unwrap();
        }
        before = Some(signed);
    }
    assert_eq!(logknoop::Entity::find().all(&db).await.unwrap().len(), 812 / 256);
    let latest = notary.checkpoints().latest().await.unwrap().unwrap();
    assert_eq!(
        Checkpoint::open(&latest.nota, notary.verifiers()),
        Ok(before.unwrap())
    );
    assert!(matches!(
        notary.tree().inclusion(812, 812).await,
        Err(TreeError::OutOfRange)
    ));
    assert!(matches!(
        notary.tree().inclusion(812, 900).await,
        Err(TreeError::Broken { level: 0, .. })
    ));
}

/// A log so long that nodes are kept on two levels.
#[tokio::test]
async fn a_long_log() {
    let db = database().await;
    let leaves: Vec<_> = (0..66_000_u64)
        .map(|number| leaf_hash(&number.to_be_bytes()))
        .collect();
    let one = line("a");
    for (chunk, leaves) in leaves.chunks(1_000).enumerate() {
        let rows = leaves.iter().zip(1_000 * chunk as i64..).map(|(leaf, number)| {
            let row = verstrekking::Model {
                id: Uuid::now_v7(),
                volgnummer: Some(number),
                blad: Some(leaf.as_bytes().to_vec()),
                ..one.clone()
            };
            row.into_active_model().reset_all()
        });
        verstrekking::Entity::insert_many(rows)
            .exec_without_returning(&db)
            .await
            .unwrap();
    }
    db.execute_unprepared("UPDATE logstand SET grootte = 66000")
        .await
        .unwrap();
    let notary = notary(&db, &keys());
    let tree: Tree = leaves.into_iter().collect();
    let signed = notary.sign().await.unwrap().unwrap();
    assert_eq!(Some(signed.root), tree.root(66_000));
    for index in [0, 255, 256, 40_000, 65_535, 65_536, 65_999] {
        assert_eq!(
            notary.tree().inclusion(index, 66_000).await.unwrap(),
            tree.inclusion(index, 66_000).unwrap()
        );
    }
    for old in [1, 255, 256, 65_535, 65_536, 65_537] {
        assert_eq!(
            notary.tree().consistency(old, 66_000).await.unwrap(),
            tree.consistency(old, 66_000).unwrap()
        );
    }
}

#[tokio::test]
async fn replicas_that_sign_at_once_say_the_same() {
    let (db, keys) = (database().await, keys());
    let writer = Writer::start(db.clone());
    let (one, other) = (notary(&db, &keys), notary(&db, &keys));
    for _ in 0..5 {
        writer.write((0..300).map(|_| line("a")).collect()).await.unwrap();
        let (first, second) = tokio::join!(one.sign(), other.sign());
        let (first, second) = (first.unwrap(), second.unwrap());
        assert!(first.is_some() || second.is_some());
        assert!(first.is_none() || second.is_none() || first == second);
    }
    let notes = controlepunt::Entity::find().all(&db).await.unwrap();
    assert_eq!(notes.len(), 5);
}

#[tokio::test]
async fn a_log_that_was_altered_gets_no_new_signature() {
    for altered in [
        "UPDATE verstrekking SET blad = (SELECT blad FROM verstrekking WHERE volgnummer = 4) WHERE volgnummer = 2",
        "DELETE FROM verstrekking WHERE volgnummer = 9",
        "UPDATE verstrekking SET volgnummer = -1 WHERE volgnummer = 1;
         UPDATE verstrekking SET volgnummer = 1 WHERE volgnummer = 2;
         UPDATE verstrekking SET volgnummer = 2 WHERE volgnummer = -1",
        "UPDATE logstand SET grootte = 8",
        "UPDATE controlepunt SET nota = replace(nota, 'srw', 'buurtteam')",
    ] {
        let (db, keys) = (database().await, keys());
        let (writer, notary) = (Writer::start(db.clone()), notary(&db, &keys));
        writer.write((0..10).map(|_| line("a")).collect()).await.unwrap();
        notary.sign().await.unwrap().unwrap();
        db.execute_unprepared(altered).await.unwrap();
        let _refused_or_written = writer.write(vec![line("b")]).await;
        assert!(notary.sign().await.is_err(), "{altered}");
        assert_eq!(
            controlepunt::Entity::find().all(&db).await.unwrap().len(),
            1,
            "{altered}"
        );
    }
}

#[tokio::test]
async fn a_log_is_signed_for_after_so_many_lines_or_so_long() {
    let (db, keys) = (database().await, keys());
    let clock = Arc::new(FixedClock::at(noon()));
    let notary = Notary::new(db.clone(), ORIGIN.to_owned(), keys, clock.clone()).unwrap();
    let keeper = Keeper {
        notary: Arc::new(notary),
        log: DisclosureLog::new(db.clone()),
        clock: clock.clone(),
        lines: 3,
        time: TimeDelta::seconds(10),
        retention: None,
    };
    let writer = Writer::start(db.clone());
    let signed = async || {
        keeper.sign_when_due().await.unwrap();
        let notes = controlepunt::Entity::find().all(&db).await.unwrap();
        notes.iter().map(|note| note.grootte).collect::<Vec<_>>()
    };
    assert_eq!(signed().await, [0; 0], "an empty log");
    writer.write(vec![line("a")]).await.unwrap();
    assert_eq!(signed().await, [1], "the first one at once");
    writer.write(vec![line("b"), line("c")]).await.unwrap();
    assert_eq!(signed().await, [1], "two lines wait");
    writer.write(vec![line("d")]).await.unwrap();
    assert_eq!(signed().await, [1, 4], "three do not");
    writer.write(vec![line("e")]).await.unwrap();
    clock.advance(TimeDelta::seconds(9));
    assert_eq!(signed().await, [1, 4]);
    clock.advance(TimeDelta::seconds(1));
    assert_eq!(signed().await, [1, 4, 5], "nothing waits longer");
    clock.advance(TimeDelta::seconds(100));
    assert_eq!(signed().await, [1, 4, 5], "nothing new");
}

/// A number out of the environment, for runs that are longer than in CI.
pub(super) fn from_environment(name: &str) -> Option<usize> {
    let value = std::env::var_os(name)?.into_string().ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("`{name}` is a number")))
}
