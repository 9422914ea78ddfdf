use schakel_migration::Room;
use sea_orm::QueryOrder;
use serde_json::json;

use super::*;
use crate::subgraphs::publishing::{
    PublicatieUitkomst::*,
    TerugtrekUitkomst,
    test_kit::{database, inwoner, noon, partij},
};

fn ready(minute: u8, about: u8) -> ReadySrwDossier {
    let invoer = json!({
        "bronId": "S-1", "versie": format!("2026-06-01T10:{minute:02}:00Z"), "inwoner": {"eigenNummer": "88"},
        "verwijzingen": [
            {"bronId": "V-1", "soort": "INKOMENSCHECK", "route": "DIRECT", "status": "INGEDIEND",
             "ingediendOp": "2026-05-01"},
            {"bronId": "V-2", "soort": "JURIDISCHE_VRAAG", "route": "VIA_TRAJECT", "status": "AFGEROND",
             "ingediendOp": "2026-05-02", "afgerondOp": "2026-05-20", "behandelaar": {"naam": "S. Bos"},
             "terugkoppeling": {"uitkomst": "OPGELOST", "datum": "2026-05-20"}}
        ]
    });
    ReadySrwDossier {
        bronhouder: partij(),
        inwoner: inwoner(about),
        invoer: serde_json::from_value(invoer).unwrap(),
        is_test: false,
    }
}

#[tokio::test]
async fn a_dossier_lives_by_the_rules_of_publishing() {
    let db = database(Room::Srw).await;
    let mut outcomes = Vec::new();
    for (minute, about) in [(2, 1), (2, 1), (1, 1), (3, 2)] {
        outcomes.push(publish(&db, ready(minute, about), noon()).await.unwrap().uitkomst);
    }
    assert_eq!(outcomes, [Nieuw, Ongewijzigd, Verouderd, Bijgewerkt]);
    let conflict = publish(&db, ready(3, 1), noon()).await.unwrap_err();
    assert!(matches!(conflict, StoreError::VersieConflict));
    let rows = dossier::Entity::find().all(&db).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].inwoner, inwoner(2).as_str());
    let withdrawn = publishing::withdraw::<ReadySrwDossier>(&db, &partij(), "S-1", "fout", noon())
        .await
        .unwrap();
    assert_eq!(withdrawn.0, TerugtrekUitkomst::Teruggetrokken);
    assert_eq!(
        publish(&db, ready(3, 2), noon()).await.unwrap().uitkomst,
        Teruggetrokken
    );
    let back = publish_many(&db, &[ready(4, 2)], noon())
        .await
        .unwrap()
        .remove(0)
        .unwrap();
    assert_eq!((back.id, back.uitkomst), (rows[0].id, Bijgewerkt));
}

#[tokio::test]
async fn referrals_are_written_in_order_with_all_they_say() {
    let db = database(Room::Srw).await;
    publish(&db, ready(1, 1), noon()).await.unwrap();
    publish(&db, ready(2, 1), noon()).await.unwrap();
    let in_order = verwijzing::Entity::find().order_by_asc(verwijzing::Column::Volgnummer);
    let rows = in_order.all(&db).await.unwrap();
    let said: Vec<_> = rows
        .iter()
        .map(|row| (row.volgnummer, row.bron_id.as_str(), row.status.as_str()))
        .collect();
    assert_eq!(said, [(0, "V-1", "INGEDIEND"), (1, "V-2", "AFGEROND")]);
    assert_eq!(rows[1].behandelaar_naam.as_deref(), Some("S. Bos"));
    assert_eq!(rows[1].terugkoppeling_uitkomst.as_deref(), Some("OPGELOST"));
    assert_eq!(
        (&rows[0].terugkoppeling_datum, &rows[0].behandelaar_naam),
        (&None, &None)
    );
}
