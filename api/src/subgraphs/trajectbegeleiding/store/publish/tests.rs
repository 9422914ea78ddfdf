use schakel_entity::trajectbegeleiding::{actie, fase, nazorgproduct, regisseur};
use schakel_migration::Room;
use sea_orm::PaginatorTrait;
use serde_json::{Value, json};

use super::*;
use crate::subgraphs::publishing::{
    PublicatieUitkomst::{self, *},
    TerugtrekUitkomst,
    test_kit::{database, inwoner, noon, partij, shared_database, time},
};

fn invoer(versie: &str) -> Value {
    json!({
        "bronId": "T-1", "versie": versie, "clienten": [{"bsn": "999990342"}],
        "ingang": "BUURTTEAM", "aanmelddatum": "2026-03-02", "hulpvraag": "SCHULDEN",
        "fasen": [{"fase": "AANMELDING", "sinds": "2026-03-02"}, {"fase": "STABILISATIE", "sinds": "2026-05-11"}],
        "regisseurs": [{"contact": {"naam": "R. de Wit", "telefoon": "030 1234567"}, "sinds": "2026-03-02"}],
        "acties": [
            {"onderwerp": "post", "eigenaar": "buurtteam", "zichtbaarVoorInwoner": true},
            {"onderwerp": "begroting", "eigenaar": "gemeente", "zichtbaarVoorInwoner": false}
        ],
        "oplossing": {"soort": "WSNP", "vtlb": 1200},
        "nazorg": {"start": "2026-06-01", "producten": ["HUISHOUDBOEKJE"]},
        "financieel": {"totaleSchuld": 41000, "aantalSchuldeisers": 12}
    })
}

fn ready(invoer: Value) -> ReadyTraject {
    ReadyTraject {
        bronhouder: partij(),
        clienten: vec![inwoner(1)],
        invoer: serde_json::from_value(invoer).unwrap(),
        niet_beschikbaar: Vec::new(),
        is_test: true,
    }
}

fn version(minute: u8) -> Value {
    invoer(&format!("2026-06-01T10:{minute:02}:00Z"))
}

async fn outcome(db: &DatabaseConnection, ready: ReadyTraject) -> PublicatieUitkomst {
    publish(db, ready, noon()).await.unwrap().uitkomst
}

async fn the_traject(db: &DatabaseConnection) -> traject::Model {
    let rows = traject::Entity::find().all(db).await.unwrap();
    assert_eq!(rows.len(), 1);
    rows[0].clone()
}

#[tokio::test]
async fn a_first_version_is_written_whole() {
    let db = database(Room::Trajectbegeleiding).await;
    let published = publish(&db, ready(version(1)), noon()).await.unwrap();
    assert_eq!(published.uitkomst, Nieuw);
    let row = the_traject(&db).await;
    assert_eq!((row.id, row.gepubliceerd_op), (published.id, noon()));
    assert_eq!(
        (row.fase.as_str(), row.fase_sinds.to_string().as_str()),
        ("STABILISATIE", "2026-05-11")
    );
    assert_eq!(row.loopt_sinds.to_string(), "2026-03-02");
    assert_eq!(
        (row.heeft_oplossing, row.oplossing_soort.as_deref()),
        (true, Some("WSNP"))
    );
    assert_eq!(
        (row.heeft_schuldregeling, row.totale_schuld),
        (false, Some(41000))
    );
    let acties = actie::Entity::find()
        .order_by_asc(actie::Column::Volgnummer)
        .all(&db)
        .await
        .unwrap();
    let acties: Vec<_> = acties
        .iter()
        .map(|a| (a.volgnummer, a.onderwerp.as_str()))
        .collect();
    assert_eq!(acties, [(0, "post"), (1, "begroting")]);
    assert_eq!(fase::Entity::find().count(&db).await.unwrap(), 2);
    assert_eq!(regisseur::Entity::find().count(&db).await.unwrap(), 1);
    assert_eq!(nazorgproduct::Entity::find().count(&db).await.unwrap(), 1);
    assert_eq!(
        client::Entity::find().one(&db).await.unwrap().unwrap().inwoner,
        inwoner(1).as_str()
    );
}

#[tokio::test]
async fn a_repetition_and_an_older_version_write_nothing() {
    let db = database(Room::Trajectbegeleiding).await;
    let first = publish(&db, ready(version(2)), noon()).await.unwrap();
    let before = the_traject(&db).await;
    let later = time("2026-07-02T12:00:00Z");
    let again = publish(&db, ready(version(2)), later).await.unwrap();
    assert_eq!((again.id, again.uitkomst), (first.id, Ongewijzigd));
    let mut by_own_number = version(2);
    by_own_number["clienten"] = json!([{"eigenNummer": "88"}]);
    assert_eq!(outcome(&db, ready(by_own_number)).await, Ongewijzigd);
    let mut older = version(1);
    older["acties"] = json!([]);
    assert_eq!(outcome(&db, ready(older)).await, Verouderd);
    assert_eq!(the_traject(&db).await, before);
    assert_eq!(actie::Entity::find().count(&db).await.unwrap(), 2);
}

#[tokio::test]
async fn a_newer_version_replaces_all_lists() {
    let db = database(Room::Trajectbegeleiding).await;
    let first = publish(&db, ready(version(1)), noon()).await.unwrap();
    let mut newer = version(2);
    newer["acties"] = json!([]);
    newer["oplossing"] = Value::Null;
    newer["fasen"] = json!([{"fase": "INTAKE", "sinds": "2026-04-01"}]);
    let second = publish(&db, ready(newer), noon()).await.unwrap();
    assert_eq!((second.id, second.uitkomst), (first.id, Bijgewerkt));
    let row = the_traject(&db).await;
    assert_eq!(
        (row.fase.as_str(), row.heeft_oplossing, row.oplossing_vtlb),
        ("INTAKE", false, None)
    );
    assert_eq!(actie::Entity::find().count(&db).await.unwrap(), 0);
    assert_eq!(fase::Entity::find().count(&db).await.unwrap(), 1);
}

#[tokio::test]
async fn the_same_version_with_another_content_is_refused() {
    let db = database(Room::Trajectbegeleiding).await;
    publish(&db, ready(version(1)), noon()).await.unwrap();
    let before = the_traject(&db).await;
    let mut other = version(1);
    other["financieel"]["totaleSchuld"] = json!(1);
    let mut of_another = ready(version(1));
    of_another.clienten = vec![inwoner(2)];
    let mut with_a_partner = ready(version(1));
    with_a_partner.clienten.push(inwoner(2));
    for refused in [ready(other), of_another, with_a_partner] {
        let error = publish(&db, refused, noon()).await.unwrap_err();
        assert!(matches!(error, StoreError::VersieConflict), "{error}");
    }
    assert_eq!(the_traject(&db).await, before);
}

#[tokio::test]
async fn a_version_finer_than_the_database_equals_itself() {
    let db = database(Room::Trajectbegeleiding).await;
    let fine = "2026-06-01T10:00:00.123456789Z";
    assert_eq!(outcome(&db, ready(invoer(fine))).await, Nieuw);
    assert_eq!(outcome(&db, ready(invoer(fine))).await, Ongewijzigd);
    assert_eq!(the_traject(&db).await.versie, time("2026-06-01T10:00:00.123456Z"));
}

#[tokio::test]
async fn a_newer_version_may_move_to_another_inwoner() {
    let db = database(Room::Trajectbegeleiding).await;
    outcome(&db, ready(version(1))).await;
    let mut moved = ready(version(2));
    moved.clienten = vec![inwoner(7), inwoner(3)];
    assert_eq!(outcome(&db, moved).await, Bijgewerkt);
    let clients = client::Entity::find()
        .order_by_asc(client::Column::Volgnummer)
        .all(&db)
        .await
        .unwrap();
    let clients: Vec<_> = clients.iter().map(|c| c.inwoner.as_str()).collect();
    assert_eq!(clients, [inwoner(7).as_str(), inwoner(3).as_str()]);
}

#[tokio::test]
async fn another_party_has_its_own_record_under_the_same_id() {
    let db = database(Room::Trajectbegeleiding).await;
    outcome(&db, ready(version(2))).await;
    let mut theirs = ready(version(1));
    theirs.bronhouder = PartijId::new("lokalis").unwrap();
    assert_eq!(outcome(&db, theirs).await, Nieuw);
    let withdrawn = publishing::withdraw::<ReadyTraject>(&db, &partij(), "T-1", "fout", noon())
        .await
        .unwrap();
    assert_eq!(withdrawn.0, TerugtrekUitkomst::Teruggetrokken);
    let visible = traject::Entity::find().filter(traject::COLUMN.teruggetrokken_op.is_null());
    let visible = visible.all(&db).await.unwrap();
    assert_eq!(
        visible
            .iter()
            .map(|row| row.bronhouder.as_str())
            .collect::<Vec<_>>(),
        ["lokalis"]
    );
}

#[tokio::test]
async fn only_a_newer_version_brings_a_withdrawn_record_back() {
    let db = database(Room::Trajectbegeleiding).await;
    let unknown = publishing::withdraw::<ReadyTraject>(&db, &partij(), "T-1", "fout", noon())
        .await
        .unwrap();
    assert_eq!(unknown.0, TerugtrekUitkomst::Onbekend);
    let id = publish(&db, ready(version(2)), noon()).await.unwrap().id;
    let first = publishing::withdraw::<ReadyTraject>(&db, &partij(), "T-1", "fout", noon())
        .await
        .unwrap();
    assert_eq!(first.0, TerugtrekUitkomst::Teruggetrokken);
    let second =
        publishing::withdraw::<ReadyTraject>(&db, &partij(), "T-1", "anders", time("2026-07-09T00:00:00Z"))
            .await
            .unwrap();
    assert_eq!(second.0, TerugtrekUitkomst::WasAlTeruggetrokken);
    assert_eq!(outcome(&db, ready(version(2))).await, Teruggetrokken);
    assert_eq!(outcome(&db, ready(version(1))).await, Verouderd);
    let hidden = the_traject(&db).await;
    assert_eq!(
        (hidden.teruggetrokken_op, hidden.terugtrek_reden.as_deref()),
        (Some(noon()), Some("fout"))
    );
    assert_eq!(outcome(&db, ready(version(3))).await, Bijgewerkt);
    let back = the_traject(&db).await;
    assert_eq!(
        (back.id, back.teruggetrokken_op, back.terugtrek_reden),
        (id, None, None)
    );
}

#[tokio::test]
async fn a_record_without_a_phase_is_refused_whole() {
    let db = database(Room::Trajectbegeleiding).await;
    let mut empty = version(1);
    empty["fasen"] = json!([]);
    let error = publish(&db, ready(empty), noon()).await.unwrap_err();
    assert!(matches!(error, StoreError::Incomplete("fasen")));
    assert_eq!(traject::Entity::find().count(&db).await.unwrap(), 0);
}

#[tokio::test]
async fn many_at_once_keep_their_order_and_fail_one_by_one() {
    let db = database(Room::Trajectbegeleiding).await;
    let named = |bron_id: &str, mut invoer: Value| {
        invoer["bronId"] = json!(bron_id);
        ready(invoer)
    };
    outcome(&db, named("B", version(1))).await;
    let mut conflict = version(1);
    conflict["hulpvraag"] = json!("FINANCIEN");
    let mut empty = version(2);
    empty["fasen"] = json!([]);
    let many = [
        named("C", version(1)),
        named("B", conflict),
        named("A", empty),
        named("A", version(1)),
        named("C", version(3)),
        named("C", version(2)),
    ];
    let results = publish_many(&db, &many, noon()).await.unwrap();
    let outcomes: Vec<_> = results
        .iter()
        .map(|r| r.as_ref().ok().map(|it| it.uitkomst))
        .collect();
    assert_eq!(
        outcomes,
        [
            Some(Nieuw),
            None,
            None,
            Some(Nieuw),
            Some(Bijgewerkt),
            Some(Verouderd)
        ]
    );
    assert_eq!(traject::Entity::find().count(&db).await.unwrap(), 3);
    assert_eq!(client::Entity::find().count(&db).await.unwrap(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_at_once_one_is_first_and_none_is_half() {
    let folder = tempfile::tempdir().unwrap();
    let db = shared_database(Room::Trajectbegeleiding, &folder).await;
    for round in 0..10 {
        let tasks: Vec<_> = (1..=8)
            .map(|minute| {
                let (db, mut invoer) = (db.clone(), version(minute));
                invoer["bronId"] = json!(format!("T-{round}"));
                tokio::spawn(async move { outcome(&db, ready(invoer)).await })
            })
            .collect();
        let mut outcomes = Vec::new();
        for task in tasks {
            outcomes.push(task.await.unwrap());
        }
        assert_eq!(
            outcomes.iter().filter(|it| **it == Nieuw).count(),
            1,
            "{outcomes:?}"
        );
    }
    let rows = traject::Entity::find().all(&db).await.unwrap();
    assert_eq!(rows.len(), 10);
    assert!(rows.iter().all(|row| row.versie == time("2026-06-01T10:08:00Z")));
    assert_eq!(client::Entity::find().count(&db).await.unwrap(), 10);
    assert_eq!(actie::Entity::find().count(&db).await.unwrap(), 20);
}
