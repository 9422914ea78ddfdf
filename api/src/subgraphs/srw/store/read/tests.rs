use schakel_migration::Room;
use sea_orm::{ConnectionTrait, DatabaseConnection};
use serde_json::{Value, json};

use super::*;
use crate::{
    publication::VerwijzingSoort,
    subgraphs::{
        publishing::{
            self,
            test_kit::{database, inwoner, noon, partij, utrecht},
        },
        srw::store::{ReadySrwDossier, publish},
    },
};

const ALL: [Gegevensgroep; 4] = [
    Gegevensgroep::SrwStatus,
    Gegevensgroep::SrwContact,
    Gegevensgroep::SrwTerugkoppeling,
    Gegevensgroep::SrwInhoud,
];

fn may(about: u8, groepen: &[Gegevensgroep]) -> Vec<(PartijId, InwonerId, Gegevensgroep)> {
    groepen
        .iter()
        .map(|groep| (partij(), inwoner(about), *groep))
        .collect()
}

fn verwijzing(bron_id: &str, soort: &str, ingediend_op: &str) -> Value {
    json!({"bronId": bron_id, "soort": soort, "route": "DIRECT", "status": "INGEDIEND", "ingediendOp": ingediend_op})
}

async fn add(db: &DatabaseConnection, bron_id: &str, about: u8, verwijzingen: Vec<Value>) {
    let invoer = json!({
        "bronId": bron_id, "versie": "2026-06-01T10:00:00Z", "inwoner": {"eigenNummer": "88"},
        "verwijzingen": verwijzingen,
    });
    let ready = ReadySrwDossier {
        bronhouder: partij(),
        inwoner: inwoner(about),
        invoer: serde_json::from_value(invoer).unwrap(),
        is_test: false,
    };
    publish(db, ready, noon()).await.unwrap();
}

/// Two dossiers of resident 1, whose referrals interleave; one of resident 2.
async fn filled() -> DatabaseConnection {
    let db = database(Room::Srw).await;
    let mut answered = verwijzing("V-2", "JURIDISCHE_VRAAG", "2026-05-02");
    answered["behandelaar"] = json!({"naam": "S. Bos", "telefoon": "030 1234567"});
    answered["vraag"] = json!("klopt deze vordering?");
    answered["terugkoppeling"] =
        json!({"uitkomst": "OPGELOST", "datum": "2026-05-20", "toelichting": "betaald"});
    let first = vec![
        verwijzing("V-3", "CONTROLE_VORDERING", "2026-05-03"),
        verwijzing("V-1", "INKOMENSCHECK", "2026-05-01"),
    ];
    add(&db, "S-1", 1, first).await;
    add(&db, "S-2", 1, vec![answered]).await;
    add(
        &db,
        "S-3",
        2,
        vec![verwijzing("V-9", "VOORZIENINGENCHECK", "2026-04-01")],
    )
    .await;
    db
}

async fn load(
    db: &DatabaseConnection,
    groepen: Vec<(PartijId, InwonerId, Gegevensgroep)>,
) -> HashMap<(PartijId, InwonerId), SrwDossierData> {
    SrwBron::new(db.clone())
        .load(&Toegestaan::for_test(groepen), &utrecht())
        .await
        .unwrap()
}

#[tokio::test]
async fn referrals_of_all_dossiers_are_numbered_alike_in_every_group() {
    let db = filled().await;
    let told = load(&db, may(1, &ALL)).await;
    assert_eq!(told.len(), 1);
    let dossier = &told[&(partij(), inwoner(1))];
    let verwijzingen = &dossier.status.as_ref().unwrap().verwijzingen;
    let numbered: Vec<_> = verwijzingen.iter().map(|one| (one.nummer, one.soort)).collect();
    let expected = [
        (1, VerwijzingSoort::Inkomenscheck),
        (2, VerwijzingSoort::JuridischeVraag),
        (3, VerwijzingSoort::ControleVordering),
    ];
    assert_eq!(numbered, expected);
    let contact = dossier.contact.as_ref().unwrap();
    assert_eq!(
        (contact.len(), contact[0].nummer, contact[0].contact.naam.as_str()),
        (1, 2, "S. Bos")
    );
    let terugkoppeling = dossier.terugkoppeling.as_ref().unwrap();
    assert_eq!((terugkoppeling.len(), terugkoppeling[0].nummer), (1, 2));
    let inhoud = dossier.inhoud.as_ref().unwrap();
    assert_eq!(
        (inhoud.len(), inhoud[0].nummer, inhoud[0].vraag.as_str()),
        (1, 2, "klopt deze vordering?")
    );
}

#[tokio::test]
async fn each_resident_is_told_by_their_own_decision() {
    let db = filled().await;
    let mut groepen = may(1, &[Gegevensgroep::SrwStatus]);
    groepen.extend(may(2, &[Gegevensgroep::SrwInhoud]));
    let told = load(&db, groepen).await;
    let (first, second) = (&told[&(partij(), inwoner(1))], &told[&(partij(), inwoner(2))]);
    assert_eq!(first.status.as_ref().unwrap().verwijzingen.len(), 3);
    assert_eq!(
        (&first.contact, &first.terugkoppeling, &first.inhoud),
        (&None, &None, &None)
    );
    assert_eq!(
        (&second.status, second.inhoud.as_ref().map(Vec::len)),
        (&None, Some(0))
    );
    assert!(load(&db, Vec::new()).await.is_empty());
}

#[tokio::test]
async fn what_is_not_allowed_is_not_even_read() {
    let db = filled().await;
    db.execute_unprepared("ALTER TABLE srw_verwijzing DROP COLUMN vraag")
        .await
        .unwrap();
    let without = [
        Gegevensgroep::SrwStatus,
        Gegevensgroep::SrwContact,
        Gegevensgroep::SrwTerugkoppeling,
    ];
    assert_eq!(load(&db, may(1, &without)).await.len(), 1);
    let with = Toegestaan::for_test(may(1, &[Gegevensgroep::SrwInhoud]));
    assert!(SrwBron::new(db.clone()).load(&with, &utrecht()).await.is_err());
}

#[tokio::test]
async fn withdrawn_dossiers_and_other_owners_tell_nothing() {
    let db = filled().await;
    publishing::withdraw::<ReadySrwDossier>(&db, &partij(), "S-1", "fout", noon())
        .await
        .unwrap();
    let told = load(&db, may(1, &ALL)).await;
    let verwijzingen = &told[&(partij(), inwoner(1))]
        .status
        .as_ref()
        .unwrap()
        .verwijzingen;
    assert_eq!(verwijzingen.iter().map(|one| one.nummer).collect::<Vec<_>>(), [1]);
    publishing::withdraw::<ReadySrwDossier>(&db, &partij(), "S-2", "fout", noon())
        .await
        .unwrap();
    assert!(load(&db, may(1, &ALL)).await.is_empty());
    let elsewhere = ALL.map(|groep| (PartijId::new("lokalis").unwrap(), inwoner(2), groep));
    assert!(load(&db, elsewhere.to_vec()).await.is_empty());
}
