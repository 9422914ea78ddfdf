use std::sync::Arc;

use schakel_migration::Room;
use sea_orm::DatabaseConnection;
use serde_json::json;

use super::*;
use crate::{
    clock::FixedClock,
    subgraphs::{
        publishing::{
            self,
            test_kit::{database, inwoner, noon, partij, time, utrecht},
        },
        trajectbegeleiding::store::{ReadyTraject, publish},
    },
};

async fn store(bron_id: &str, clienten: Vec<InwonerId>, aanmelddatum: &str, db: &DatabaseConnection) {
    let invoer = json!({
        "bronId": bron_id, "versie": "2026-06-01T10:00:00Z", "clienten": clienten.iter().map(|id| json!({"id": id})).collect::<Vec<_>>(),
        "ingang": "BUURTTEAM", "aanmelddatum": aanmelddatum, "hulpvraag": "SCHULDEN",
        "fasen": [{"fase": "AANMELDING", "sinds": aanmelddatum}],
        "regisseurs": [{"contact": {"naam": "R. de Wit"}, "sinds": aanmelddatum}],
        "financieel": {"totaleSchuld": 41000},
    });
    let ready = ReadyTraject {
        bronhouder: partij(),
        clienten,
        invoer: serde_json::from_value(invoer).unwrap(),
        niet_beschikbaar: Vec::new(),
        is_test: true,
    };
    publish(db, ready, time("2026-06-01T10:00:00Z")).await.unwrap();
}

async fn load(db: &DatabaseConnection, groepen: &[Gegevensgroep]) -> Option<TrajectDossier> {
    let allowed = groepen.iter().map(|groep| (partij(), inwoner(1), *groep));
    let bron = TrajectBron::new(db.clone(), Arc::new(FixedClock::at(noon())));
    let mut loaded = bron
        .load(&Toegestaan::for_test(allowed), &utrecht())
        .await
        .unwrap();
    loaded.remove(&(partij(), inwoner(1)))
}

#[tokio::test]
async fn only_what_was_allowed_is_read() {
    let db = database(Room::Trajectbegeleiding).await;
    store("T-1", vec![inwoner(1)], "2026-03-02", &db).await;
    let dossier = load(&db, &[Gegevensgroep::TrajectContact]).await.unwrap();
    assert_eq!(dossier.contact.unwrap().naam, "R. de Wit");
    assert!(dossier.loopt.is_none() && dossier.fase.is_none() && dossier.financieel.is_none());
}

#[tokio::test]
async fn the_running_traject_is_told_and_the_earlier_stand_in_its_fase() {
    let db = database(Room::Trajectbegeleiding).await;
    store("T-1", vec![inwoner(1)], "2024-03-02", &db).await;
    store("T-2", vec![inwoner(1)], "2026-03-02", &db).await;
    let dossier = load(&db, &[Gegevensgroep::TrajectLoopt, Gegevensgroep::TrajectFase])
        .await
        .unwrap();
    assert_eq!(dossier.loopt.unwrap().sinds.to_string(), "2026-03-02");
    assert_eq!(dossier.fase.unwrap().eerdere.len(), 1);
}

#[tokio::test]
async fn the_other_client_is_known_to_the_way_of_the_request_only() {
    let db = database(Room::Trajectbegeleiding).await;
    store("T-1", vec![inwoner(1), inwoner(2)], "2026-03-02", &db).await;
    let dossier = load(&db, &[Gegevensgroep::TrajectFinancieel]).await.unwrap();
    assert_eq!(dossier.mede_client, Some(inwoner(2)));
}

#[tokio::test]
async fn a_withdrawn_traject_is_not_there() {
    let db = database(Room::Trajectbegeleiding).await;
    store("T-1", vec![inwoner(1)], "2026-03-02", &db).await;
    publishing::withdraw::<ReadyTraject>(&db, &partij(), "T-1", "verkeerde inwoner", noon())
        .await
        .unwrap();
    assert!(load(&db, &[Gegevensgroep::TrajectLoopt]).await.is_none());
}
