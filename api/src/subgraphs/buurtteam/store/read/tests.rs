use schakel_migration::Room;
use sea_orm::{ConnectionTrait, DatabaseConnection};
use serde_json::{Value, json};

use super::*;
use crate::subgraphs::{
    buurtteam::store::{ReadyBuurtteamdossier, publish},
    publishing::{
        self,
        test_kit::{database, inwoner, noon, partij, utrecht},
    },
};

const ALL: [Gegevensgroep; 4] = [
    Gegevensgroep::BuurtteamStatus,
    Gegevensgroep::BuurtteamContact,
    Gegevensgroep::BuurtteamDoelen,
    Gegevensgroep::BuurtteamLeefgebieden,
];

async fn add(db: &DatabaseConnection, bron_id: &str, more: Value) {
    let mut invoer =
        json!({"bronId": bron_id, "versie": "2026-06-01T10:00:00Z", "inwoner": {"eigenNummer": "88"}});
    invoer
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    let ready = ReadyBuurtteamdossier {
        bronhouder: partij(),
        inwoner: inwoner(1),
        invoer: serde_json::from_value(invoer).unwrap(),
        is_test: false,
    };
    publish(db, ready, noon()).await.unwrap();
}

/// An open dossier and two closed ones that are younger.
async fn filled() -> DatabaseConnection {
    let db = database(Room::Buurtteam).await;
    let closed =
        |opened: &str| json!({"status": "GESLOTEN", "geopendOp": opened, "geslotenOp": "2026-06-01"});
    add(&db, "B-1", closed("2026-03-01")).await;
    let open = json!({
        "status": "OPEN", "geopendOp": "2026-01-05", "team": "Overvecht",
        "medewerker": {"naam": "B. Smit", "email": "b.smit@voorbeeld.nl"},
        "leefgebieden": [
            {"gebied": "HUISVESTING", "niveau": 4, "peildatum": "2026-02-01"},
            {"gebied": "FINANCIEN", "niveau": 2, "peildatum": "2026-02-01"}
        ],
        "doelen": [{"onderwerp": "post openen", "status": "BEHAALD", "sinds": "2026-03-01"}],
        "contactmomenten": ["2026-01-05", "2026-03-01", "2026-02-01"]
    });
    add(&db, "B-2", open).await;
    add(&db, "B-3", closed("2026-04-01")).await;
    db
}

async fn load(db: &DatabaseConnection, groepen: &[Gegevensgroep]) -> Option<BuurtteamdossierData> {
    let toegestaan = Toegestaan::for_test(groepen.iter().map(|groep| (partij(), inwoner(1), *groep)));
    let mut told = BuurtteamBron::new(db.clone())
        .load(&toegestaan, &utrecht())
        .await
        .unwrap();
    assert!(told.len() <= 1);
    told.remove(&(partij(), inwoner(1)))
}

#[tokio::test]
async fn the_open_dossier_is_told_with_all_it_says() {
    let dossier = load(&filled().await, &ALL).await.unwrap();
    let status = dossier.status.unwrap();
    assert_eq!(
        (status.betrokken, status.sinds.to_string().as_str()),
        (true, "2026-01-05")
    );
    let contact = dossier.contact.unwrap();
    assert_eq!(contact.team.as_deref(), Some("Overvecht"));
    assert_eq!(contact.medewerker.unwrap().naam, "B. Smit");
    assert_eq!(contact.laatste_contact.unwrap().to_string(), "2026-03-01");
    assert_eq!(dossier.doelen.unwrap().len(), 1);
    let niveaus: Vec<_> = dossier
        .leefgebieden
        .unwrap()
        .iter()
        .map(|one| one.niveau)
        .collect();
    assert_eq!(niveaus, [4, 2]);
}

#[tokio::test]
async fn without_an_open_dossier_the_latest_is_told() {
    let db = filled().await;
    publishing::withdraw::<ReadyBuurtteamdossier>(&db, &partij(), "B-2", "fout", noon())
        .await
        .unwrap();
    let dossier = load(&db, &ALL).await.unwrap();
    let status = dossier.status.unwrap();
    assert_eq!(
        (status.betrokken, status.status),
        (false, DossierStatus::Gesloten)
    );
    assert_eq!(
        (status.sinds.to_string(), status.gesloten_op.is_some()),
        ("2026-04-01".to_owned(), true)
    );
    assert_eq!(
        (dossier.contact, dossier.doelen.map(|doelen| doelen.len())),
        (None, Some(0))
    );
    for bron_id in ["B-1", "B-3"] {
        publishing::withdraw::<ReadyBuurtteamdossier>(&db, &partij(), bron_id, "fout", noon())
            .await
            .unwrap();
    }
    assert!(load(&db, &ALL).await.is_none());
}

#[tokio::test]
async fn what_is_not_allowed_is_not_even_read() {
    let db = filled().await;
    for gone in ["team", "medewerker_naam", "gesloten_op"] {
        db.execute_unprepared(&format!("ALTER TABLE buurtteamdossier DROP COLUMN {gone}"))
            .await
            .unwrap();
    }
    for gone in ["buurtteam_contactmoment", "buurtteam_leefgebied"] {
        db.execute_unprepared(&format!("DROP TABLE {gone}"))
            .await
            .unwrap();
    }
    let dossier = load(&db, &[Gegevensgroep::BuurtteamDoelen]).await.unwrap();
    assert_eq!(dossier.doelen.unwrap()[0].onderwerp, "post openen");
    assert_eq!(
        (dossier.status, dossier.contact, dossier.leefgebieden),
        (None, None, None)
    );
    assert!(load(&db, &[]).await.is_none());
}
