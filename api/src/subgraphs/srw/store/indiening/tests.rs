use std::collections::BTreeSet;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use schakel_entity::srw::{dossier, indiening, verwijzing};
use schakel_migration::Room;
use sea_orm::{DatabaseConnection, EntityTrait, PaginatorTrait, QueryOrder};
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::{
    domain::{Gegevensgroep, Inrichting, PartijId},
    publication::{VerwijzingBijwerkenInvoer, VerwijzingStap, VerwijzingStatus},
    request::load::{Bron, Toegestaan},
    subgraphs::{
        StoreError,
        publishing::{
            self,
            test_kit::{database, inwoner, noon, partij, utrecht},
        },
        srw::{
            stappen::{self, Kant},
            store::{ReadySrwDossier, publish},
        },
    },
};

fn u_centraal() -> PartijId {
    PartijId::new("u-centraal").unwrap()
}

fn indiening_of(aanvraag_id: &str, vraag: &str) -> Indiening {
    let invoer = json!({
        "aanvraagId": aanvraag_id, "inwoner": inwoner(1), "ontvanger": "u-centraal",
        "soort": "INKOMENSCHECK", "route": "VIA_TRAJECT", "vraag": vraag,
        "afzender": {"naam": "F. Regisseur", "telefoon": "030 1110001"},
    });
    Indiening {
        indiener: partij(),
        gebruiker: "fatima".to_owned(),
        ontvanger: u_centraal(),
        inwoner: inwoner(1),
        is_test: false,
        invoer: serde_json::from_value(invoer).unwrap(),
    }
}

async fn submitted(db: &DatabaseConnection) -> Uuid {
    let pending = submit(db, indiening_of("A-1", "klopt het"), noon())
        .await
        .unwrap();
    pending.ok().unwrap().commit().await.unwrap()
}

fn stap(id: Uuid, stap: VerwijzingStap, wie: Kant, with_terugkoppeling: bool) -> Stap {
    let terugkoppeling = with_terugkoppeling.then_some(crate::publication::UitkomstInvoer {
        uitkomst: crate::publication::TerugkoppelingUitkomst::Opgelost,
        toelichting: None,
    });
    Stap {
        partij: match wie {
            Kant::Indiener => partij(),
            Kant::Ontvanger => u_centraal(),
        },
        gebruiker: "iemand".to_owned(),
        invoer: VerwijzingBijwerkenInvoer {
            aanvraag_id: None,
            verwijzing: id,
            stap,
            reden: None,
            behandelaar: None,
            terugkoppeling,
        },
    }
}

async fn standing(db: &DatabaseConnection, id: Uuid) -> (VerwijzingStatus, bool) {
    let row = verwijzing::Entity::find_by_id((id, 0))
        .one(db)
        .await
        .unwrap()
        .unwrap();
    let status = VerwijzingStatus::from_word(&row.status).unwrap();
    (status, row.terugkoppeling_datum.is_some())
}

#[tokio::test]
async fn the_same_key_submits_once_and_another_content_under_it_never() {
    let db = database(Room::Srw).await;
    let id = submitted(&db).await;
    let again = submit(&db, indiening_of("A-1", "klopt het"), noon())
        .await
        .unwrap();
    assert_eq!(again.err(), Some(Submitted::Same(id)));
    let other = submit(&db, indiening_of("A-1", "iets anders"), noon())
        .await
        .unwrap();
    assert_eq!(other.err(), Some(Submitted::Other));
    for (count, what) in [
        (indiening::Entity::find().count(&db).await.unwrap(), "submissions"),
        (verwijzing::Entity::find().count(&db).await.unwrap(), "referrals"),
        (dossier::Entity::find().count(&db).await.unwrap(), "dossiers"),
    ] {
        assert_eq!(count, 1, "{what}");
    }
}

#[tokio::test]
async fn what_is_not_committed_was_never_there() {
    let db = database(Room::Srw).await;
    drop(
        submit(&db, indiening_of("A-1", "klopt het"), noon())
            .await
            .unwrap(),
    );
    assert_eq!(indiening::Entity::find().count(&db).await.unwrap(), 0);
    assert_eq!(dossier::Entity::find().count(&db).await.unwrap(), 0);
}

#[tokio::test]
async fn a_third_party_can_do_nothing_with_it() {
    let db = database(Room::Srw).await;
    let id = submitted(&db).await;
    let mut step = stap(id, VerwijzingStap::Ontvangen, Kant::Ontvanger, false);
    step.partij = PartijId::new("incluzio").unwrap();
    assert!(matches!(
        advance(&db, step.clone(), noon()).await,
        Err(StapError::Unknown)
    ));
    assert_eq!(find_kant(&db, id, &step.partij).await.unwrap(), None);
    assert_eq!(
        find_kant(&db, id, &u_centraal()).await.unwrap(),
        Some(Kant::Ontvanger)
    );
}

fn published(verwijzing: Uuid, about: u8, minute: u8) -> ReadySrwDossier {
    let invoer = json!({
        "bronId": "S-1", "versie": format!("2026-07-01T13:{minute:02}:00Z"), "inwoner": {"eigenNummer": "88"},
        "verwijzingen": [{
            "bronId": "V-1", "soort": "INKOMENSCHECK", "route": "VIA_TRAJECT", "status": "AFGEROND",
            "ingediendOp": "2026-07-01", "afgerondOp": "2026-07-10", "verwijzing": verwijzing,
            "terugkoppeling": {"uitkomst": "OPGELOST", "datum": "2026-07-10"}
        }]
    });
    ReadySrwDossier {
        bronhouder: u_centraal(),
        inwoner: inwoner(about),
        invoer: serde_json::from_value(invoer).unwrap(),
        is_test: false,
    }
}

async fn told(db: &DatabaseConnection, to: PartijId, id: Uuid) -> VerwijzingStatus {
    let may = [Gegevensgroep::SrwStatus].map(|groep| (to.clone(), inwoner(1), groep));
    let inrichting: Inrichting = utrecht();
    let bron = EigenVerwijzingen::new(
        db.clone(),
        std::sync::Arc::new(crate::clock::FixedClock::at(noon())),
    );
    let told = bron.load(&Toegestaan::for_test(may), &inrichting).await.unwrap();
    let eigen = told[&(to, inwoner(1))].verwijzingen[&id].clone();
    assert!(
        eigen.inhoud.is_none() && eigen.terugkoppeling.is_none(),
        "nothing that wasn't allowed"
    );
    eigen.status.unwrap().status
}

#[tokio::test]
async fn a_source_that_publishes_it_owns_how_far_it_is() {
    let db = database(Room::Srw).await;
    let id = submitted(&db).await;
    publish(&db, published(id, 1, 0), noon()).await.unwrap();
    let step = stap(id, VerwijzingStap::Ontvangen, Kant::Ontvanger, false);
    assert!(matches!(
        advance(&db, step, noon()).await,
        Err(StapError::BronHoudtBij)
    ));
    for side in [partij(), u_centraal()] {
        assert_eq!(told(&db, side, id).await, VerwijzingStatus::Afgerond);
    }
    let shown = dossier::Entity::find()
        .order_by_asc(dossier::Column::BronId)
        .all(&db)
        .await
        .unwrap();
    let shown: Vec<_> = shown
        .iter()
        .map(|row| {
            (
                row.bron_id.starts_with("verwijzing:"),
                row.teruggetrokken_op.is_none(),
            )
        })
        .collect();
    assert_eq!(shown, [(false, true), (true, false)], "it is told once");
    publishing::withdraw::<ReadySrwDossier>(&db, &u_centraal(), "S-1", "fout", noon())
        .await
        .unwrap();
    assert_eq!(
        told(&db, partij(), id).await,
        VerwijzingStatus::Ingediend,
        "the last that the hub knows"
    );
    let step = stap(id, VerwijzingStap::Ontvangen, Kant::Ontvanger, false);
    advance(&db, step, noon()).await.unwrap();
    assert_eq!(
        told(&db, partij(), id).await,
        VerwijzingStatus::Ontvangen,
        "it goes on from there"
    );
    publish(&db, published(id, 1, 1), noon()).await.unwrap();
    let mut without = published(id, 1, 2);
    without.invoer.verwijzingen.clear();
    publish(&db, without, noon()).await.unwrap();
    assert_eq!(
        told(&db, partij(), id).await,
        VerwijzingStatus::Ontvangen,
        "a version that names it no more gives it back"
    );
}

#[tokio::test]
async fn a_source_takes_over_no_referral_of_somebody_else() {
    let db = database(Room::Srw).await;
    let id = submitted(&db).await;
    for wrong in [published(id, 2, 0), published(Uuid::nil(), 1, 0)] {
        let refused = publish(&db, wrong, noon()).await;
        assert!(matches!(refused, Err(StoreError::VerwijzingOnbekend)));
    }
    assert_eq!(
        dossier::Entity::find().count(&db).await.unwrap(),
        1,
        "nothing half written"
    );
    assert_eq!(told(&db, partij(), id).await, VerwijzingStatus::Ingediend);
}

#[tokio::test]
async fn a_source_revives_no_referral_that_its_submitter_took_back() {
    let db = database(Room::Srw).await;
    let id = submitted(&db).await;
    let step = stap(id, VerwijzingStap::Intrekken, Kant::Indiener, false);
    advance(&db, step, noon()).await.unwrap();
    let refused = publish(&db, published(id, 1, 0), noon()).await;
    assert!(matches!(refused, Err(StoreError::VerwijzingIngetrokken)));
    assert_eq!(
        dossier::Entity::find().count(&db).await.unwrap(),
        1,
        "nothing half written"
    );
    assert_eq!(told(&db, partij(), id).await, VerwijzingStatus::Ingetrokken);
    let mut agreed = published(id, 1, 1);
    agreed.invoer.verwijzingen[0].status = VerwijzingStatus::Ingetrokken;
    agreed.invoer.verwijzingen[0].terugkoppeling = None;
    publish(&db, agreed, noon()).await.unwrap();
    assert_eq!(told(&db, partij(), id).await, VerwijzingStatus::Ingetrokken);
    let again = publish(&db, published(id, 1, 2), noon()).await;
    assert!(
        matches!(again, Err(StoreError::VerwijzingIngetrokken)),
        "not by a later version either"
    );
}

/// Whatever is tried, in whatever order, by whichever side: a referral only ever goes where the table says, what is
/// refused changes nothing, and the terugkoppeling is given once.
#[tokio::test]
async fn nothing_outside_the_table_ever_happens() {
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    let (mut taken_of_all, mut reached) = (0, BTreeSet::new());
    for _ in 0..150 {
        let db = database(Room::Srw).await;
        let id = submitted(&db).await;
        let mut taken = 0;
        for _ in 0..60 {
            let step = VerwijzingStap::ALL[rng.random_range(0..VerwijzingStap::ALL.len())];
            let wie = Kant::ALL[rng.random_range(0..Kant::ALL.len())];
            let gives = matches!(step, VerwijzingStap::Terugkoppelen)
                || (step == VerwijzingStap::Afronden && rng.random_bool(0.5));
            taken += usize::from(attempt(&db, id, (step, wie, gives)).await);
            reached.insert(standing(&db, id).await.0);
        }
        let history = schakel_entity::srw::stap::Entity::find().all(&db).await.unwrap();
        assert_eq!(history.len(), taken + 1);
        taken_of_all += taken;
    }
    assert_eq!(
        reached.len(),
        VerwijzingStatus::ALL.len(),
        "the walks go everywhere"
    );
    assert!(taken_of_all > 200, "{taken_of_all}");
}

/// Tries one step, and says whether it was taken.
async fn attempt(
    db: &DatabaseConnection,
    id: Uuid,
    (step, wie, gives): (VerwijzingStap, Kant, bool),
) -> bool {
    let (van, was_given) = standing(db, id).await;
    let result = advance(db, stap(id, step, wie, gives), noon()).await;
    let (naar, is_given) = standing(db, id).await;
    let is_again = step == VerwijzingStap::Terugkoppelen && was_given;
    let Some(expected) = stappen::next(van, step, wie).filter(|_| !is_again) else {
        let Err(StapError::NotPossible { van: told, wel }) = result else {
            panic!("{van} {step} by {wie} was not refused")
        };
        assert_eq!((told, naar, is_given), (van, van, was_given));
        assert!(!wel.contains(&step));
        return false;
    };
    assert!(result.is_ok(), "{van} {step} by {wie}");
    assert_eq!((naar, is_given), (expected, was_given || gives));
    true
}
