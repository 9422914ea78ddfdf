use schakel_migration::Room;
use serde_json::json;

use super::*;
use crate::subgraphs::publishing::{
    PublicatieUitkomst::*,
    TerugtrekUitkomst,
    test_kit::{database, inwoner, noon, partij},
};

fn ready(minute: u8, about: u8) -> ReadyBuurtteamdossier {
    let invoer = json!({
        "bronId": "B-1", "versie": format!("2026-06-01T10:{minute:02}:00Z"), "inwoner": {"bsn": "999990342"},
        "status": "GESLOTEN", "geopendOp": "2026-01-05", "geslotenOp": "2026-05-29", "team": "Overvecht",
        "medewerker": {"naam": "B. Smit", "email": "b.smit@voorbeeld.nl"},
        "leefgebieden": [{"gebied": "FINANCIEN", "niveau": 2, "peildatum": "2026-02-01"}],
        "doelen": [{"onderwerp": "post openen", "status": "BEHAALD", "sinds": "2026-03-01"}],
        "contactmomenten": ["2026-01-05", "2026-02-01", "2026-03-01"]
    });
    ReadyBuurtteamdossier {
        bronhouder: partij(),
        inwoner: inwoner(about),
        invoer: serde_json::from_value(invoer).unwrap(),
        is_test: false,
    }
}

#[tokio::test]
async fn a_dossier_lives_by_the_rules_of_publishing() {
    let db = database(Room::Buurtteam).await;
    let mut ids = Vec::new();
    let mut outcomes = Vec::new();
    for (minute, about) in [(2, 1), (2, 1), (1, 1), (3, 2)] {
        let published = publish(&db, ready(minute, about), noon()).await.unwrap();
        ids.push(published.id);
        outcomes.push(published.uitkomst);
    }
    assert_eq!(outcomes, [Nieuw, Ongewijzigd, Verouderd, Bijgewerkt]);
    let conflict = publish(&db, ready(3, 1), noon()).await.unwrap_err();
    assert!(matches!(conflict, StoreError::VersieConflict));
    let withdrawn = publishing::withdraw::<ReadyBuurtteamdossier>(&db, &partij(), "B-1", "fout", noon())
        .await
        .unwrap();
    assert_eq!(withdrawn.0, TerugtrekUitkomst::Teruggetrokken);
    let back = publish_many(&db, &[ready(4, 2)], noon())
        .await
        .unwrap()
        .remove(0)
        .unwrap();
    assert_eq!((back.id, back.uitkomst), (ids[0], Bijgewerkt));
}

#[tokio::test]
async fn a_dossier_is_written_with_all_it_says() {
    let db = database(Room::Buurtteam).await;
    publish(&db, ready(1, 1), noon()).await.unwrap();
    publish(&db, ready(2, 1), noon()).await.unwrap();
    let row = dossier::Entity::find().one(&db).await.unwrap().unwrap();
    assert_eq!(
        (row.status.as_str(), row.team.as_deref()),
        ("GESLOTEN", Some("Overvecht"))
    );
    assert_eq!(
        (row.medewerker_naam.as_deref(), &row.medewerker_telefoon),
        (Some("B. Smit"), &None)
    );
    let leefgebieden = leefgebied::Entity::find().all(&db).await.unwrap();
    assert_eq!((leefgebieden.len(), leefgebieden[0].niveau), (1, 2));
    let doelen = doel::Entity::find().all(&db).await.unwrap();
    assert_eq!((doelen.len(), doelen[0].status.as_str()), (1, "BEHAALD"));
    let contactmomenten = contactmoment::Entity::find().all(&db).await.unwrap();
    assert_eq!(
        contactmomenten
            .iter()
            .map(|row| row.volgnummer)
            .collect::<Vec<_>>(),
        [0, 1, 2]
    );
}
