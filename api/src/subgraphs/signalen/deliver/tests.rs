use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use async_trait::async_trait;
use schakel_entity::signalen::{signaal, verstrekking};
use schakel_migration::Room;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseConnection, EntityTrait, IntoActiveModel};
use serde_json::json;

use super::*;
use crate::{
    clock::FixedClock,
    domain::{Doel, InwonerId, PartijId, Rol},
    publication::InwonerInvoer,
    register::{
        Changed, Changes, Herspeelvraag, Ingericht, Oordeel, Register, Resolved, TestNumbers,
        Trajectmeldingen,
    },
    request::{
        NietGedeeld, TraceId,
        authenticate::Caller,
        decide::{Aanbodvraag, Registerbeeld, Uitslag, Vraag, decide},
    },
    subgraphs::publishing::test_kit::{database, inwoner, noon},
};

/// Decides on the inrichting alone; tells of as many changes as it is given.
struct ToyRegister {
    ingericht: Arc<Ingericht>,
    changes: AtomicI64,
    asked: Mutex<Vec<usize>>,
}

#[async_trait]
impl Register for ToyRegister {
    async fn evaluate(
        &self,
        caller: &Caller,
        _: &[InwonerId],
        vragen: Vec<Vraag>,
    ) -> Result<Oordeel, RegisterError> {
        self.asked.lock().unwrap().push(vragen.len());
        let beeld = Registerbeeld {
            versie: 7,
            inrichting_versie: 3,
            inrichting: Arc::clone(&self.ingericht.inrichting),
            gebeurtenissen: HashMap::new(),
            betrokkenheid: HashMap::new(),
            trajectberichten: Default::default(),
        };
        let besluiten = vragen
            .into_iter()
            .map(|vraag| decide(caller, vraag, &beeld, noon()))
            .collect();
        Ok(Oordeel {
            registerversie: 7,
            inrichting_versie: 3,
            op: noon(),
            besluiten,
            canonical: HashMap::new(),
        })
    }

    async fn changes(&self, since: i64, inwoners: &[InwonerId]) -> Result<Changes, RegisterError> {
        assert_eq!(since, 7);
        let changed = if self.changes.fetch_sub(1, Ordering::SeqCst) > 0 {
            inwoners
        } else {
            &[]
        };
        Ok(Changes {
            registerversie: 8,
            changed: Changed::Inwoners(changed.iter().cloned().collect()),
        })
    }

    async fn risen_above(&self, versie: i64) -> Result<i64, RegisterError> {
        Ok(versie)
    }

    async fn inrichting(&self) -> Result<Arc<Ingericht>, RegisterError> {
        Ok(Arc::clone(&self.ingericht))
    }

    async fn resolve(
        &self,
        _: &Caller,
        _: Vec<InwonerInvoer>,
        _: TestNumbers,
    ) -> Result<Vec<Resolved>, RegisterError> {
        Err(RegisterError::NotBsnGerechtigd)
    }

    async fn referable(
        &self,
        _: &Caller,
        _: &InwonerId,
        _: &PartijId,
    ) -> Result<Option<Resolved>, RegisterError> {
        Err(RegisterError::unreachable("not asked here"))
    }

    async fn names(&self, _: &Caller, inwoner: &InwonerId) -> Result<Vec<InwonerId>, RegisterError> {
        Ok(vec![inwoner.clone()])
    }

    async fn gekoppelden(&self, _: &Caller) -> Result<Vec<InwonerId>, RegisterError> {
        Ok(Vec::new())
    }

    async fn replay(&self, _: &Caller, _: Vec<Herspeelvraag>) -> Result<Vec<Option<Uitslag>>, RegisterError> {
        Err(RegisterError::unreachable("not asked here"))
    }

    async fn offer(&self, vragen: Vec<Aanbodvraag>) -> Result<Vec<Vec<PartijId>>, RegisterError> {
        Ok(vec![Vec::new(); vragen.len()])
    }

    async fn hear_of_trajecten(&self, _: &Trajectmeldingen) -> Result<(), RegisterError> {
        Err(RegisterError::unreachable("not told here"))
    }
}

/// The gemeente shares TRAJECT_LOOPT and TRAJECT_NAZORG (here a joint group) with Incluzio.
fn register(changes: i64) -> Arc<ToyRegister> {
    let partij = |id: &str, soort: &str, houdt: &str| json!({"id": id, "naam": id, "soort": soort, "houdt": [houdt], "gemeente": "GM0344", "betrokkenheid": "PARTIJ"});
    let groepen = ["TRAJECT_LOOPT", "TRAJECT_NAZORG"];
    let inrichting = json!({
        "samenwerkingen": [{"id": "utrecht", "naam": "Utrecht", "partijen": [
            partij("gemeente-utrecht", "SCHULDDIENSTVERLENING", "TRAJECT"),
            partij("incluzio", "BUURTTEAM", "BUURTTEAM_DOSSIER"),
        ]}],
        "verwerkingsgronden": [{
            "id": "grond", "wet": "Wgs 3", "bronhouder": "gemeente-utrecht", "ontvanger": "incluzio",
            "groepen": groepen, "doel": "AFSTEMMING_TRAJECT", "geldigVan": "2026-01-01T00:00:00Z"
        }],
        "gezamenlijkeGroepen": ["TRAJECT_NAZORG"],
        "rolDoelen": {"BUURTTEAMMEDEWERKER": ["AFSTEMMING_TRAJECT"]},
        "doelGroepen": {"AFSTEMMING_TRAJECT": ["TRAJECT_LOOPT", "TRAJECT_FASE", "TRAJECT_NAZORG"]},
        "langsteToestemmingDagen": {"AFSTEMMING_TRAJECT": 365}
    });
    let inrichting = Arc::new(serde_json::from_value(inrichting).unwrap());
    let ingericht = Arc::new(Ingericht {
        versie: 3,
        inrichting,
    });
    Arc::new(ToyRegister {
        ingericht,
        changes: AtomicI64::new(changes),
        asked: Mutex::default(),
    })
}

async fn add(db: &DatabaseConnection, volgnummer: i64, soort: &str, bronhouder: &str, ontvanger: &str) {
    let groepen = if soort.starts_with("TOESTEMMING") {
        r#"["TRAJECT_LOOPT","SRW_STATUS"]"#
    } else {
        "[]"
    };
    let row = signaal::Model {
        id: Uuid::now_v7(),
        volgnummer,
        soort: soort.to_owned(),
        ernst: "AANDACHT".to_owned(),
        inwoner: inwoner(1).as_str().to_owned(),
        bronhouder: bronhouder.to_owned(),
        ontvanger: ontvanger.to_owned(),
        als_indiener: false,
        op: noon(),
        groepen: groepen.to_owned(),
        bevestigd_op: None,
        herkomst: None,
        verteld_op: None,
        vervallen_op: None,
        vervallen_nummer: None,
    };
    row.into_active_model().insert(db).await.unwrap();
}

fn bezorger(db: &DatabaseConnection, register: Arc<ToyRegister>) -> Bezorger {
    Bezorger::new(Parts {
        db: db.clone(),
        register,
        clock: Arc::new(FixedClock::at(noon())),
        bell: SignaalBron::bell(),
    })
}

fn incluzio() -> RequestContext {
    RequestContext {
        caller: Caller::for_test("incluzio", [Rol::Buurtteammedewerker], Doel::AfstemmingTraject),
        trace_id: TraceId::begin(),
        minimale_registerversie: None,
        niet_gedeeld: NietGedeeld::Fouten,
    }
}

async fn deliver(bezorger: &Bezorger, after: i64, count: usize) -> Result<Page, Undelivered> {
    bezorger.deliver(&incluzio(), Uuid::now_v7(), after, count).await
}

fn numbers(page: &Page) -> Vec<i64> {
    page.signalen.iter().map(|one| one.signaal.volgnummer).collect()
}

#[tokio::test]
async fn only_what_may_be_told_now_is_told_in_order() {
    let db = database(Room::Signalen).await;
    add(&db, 6, "TRAJECT_GESTART", "gemeente-utrecht", "incluzio").await;
    add(&db, 1, "TRAJECT_GESTART", "gemeente-utrecht", "incluzio").await;
    add(&db, 2, "FASE_GEWIJZIGD", "gemeente-utrecht", "incluzio").await;
    add(&db, 3, "TOESTEMMING_VERLEEND", "gemeente-utrecht", "incluzio").await;
    add(&db, 4, "DOSSIER_HEROPEND", "incluzio", "incluzio").await;
    add(&db, 5, "TRAJECT_GESTART", "gemeente-utrecht", "lokalis").await;
    add(&db, 7, "TRAJECT_GESTART", "elders", "incluzio").await;
    add(&db, 8, "TOESTEMMING_VERLEEND", "elders", "incluzio").await;
    // The ground carries it, but the group is joint and the second client isn't known here.
    add(&db, 9, "NAZORG_GESTART", "gemeente-utrecht", "incluzio").await;
    let page = deliver(&bezorger(&db, register(0)), 0, 50).await.unwrap();
    assert_eq!(
        (numbers(&page), page.has_next, page.registerversie),
        (vec![1, 3, 4, 6], false, Some(8))
    );
    assert!(page.signalen[0].shared_by().next().is_some());
    assert!(page.signalen[1].shared_by().next().is_none() && page.signalen[2].shared_by().next().is_none());
}

#[tokio::test]
async fn pages_follow_each_other_and_count_only_what_is_told() {
    let db = database(Room::Signalen).await;
    for volgnummer in 1..=6 {
        let soort = if volgnummer % 2 == 0 {
            "FASE_GEWIJZIGD"
        } else {
            "TRAJECT_GESTART"
        };
        add(&db, volgnummer, soort, "gemeente-utrecht", "incluzio").await;
    }
    let register = register(0);
    let bezorger = bezorger(&db, Arc::clone(&register));
    let first = deliver(&bezorger, i64::MIN, 2).await.unwrap();
    assert_eq!((numbers(&first), first.has_next), (vec![1, 3], true));
    let last = deliver(&bezorger, 3, 2).await.unwrap();
    assert_eq!((numbers(&last), last.has_next), (vec![5], false));
    // One question per page: the same resident, owner and group are asked once.
    assert_eq!(*register.asked.lock().unwrap(), [2, 2]);
}

#[tokio::test]
async fn every_decision_is_logged_before_it_is_told() {
    let db = database(Room::Signalen).await;
    add(&db, 1, "TRAJECT_GESTART", "gemeente-utrecht", "incluzio").await;
    add(&db, 2, "FASE_GEWIJZIGD", "gemeente-utrecht", "incluzio").await;
    let bezorger = bezorger(&db, register(0));
    deliver(&bezorger, 0, 50).await.unwrap();
    let records = verstrekking::Entity::find().all(&db).await.unwrap();
    assert_eq!(records.len(), 1);
    let uitkomsten = &records[0].uitkomsten;
    assert!(
        uitkomsten.contains("TOEGESTAAN_GROND") && uitkomsten.contains("GEEN_TOESTEMMING"),
        "{uitkomsten}"
    );
    db.execute_unprepared("DROP TABLE verstrekking").await.unwrap();
    let refused = deliver(&bezorger, 0, 50).await.err();
    assert_eq!(refused, Some(Undelivered(Reden::LogNietBereikbaar)));
}

#[tokio::test]
async fn a_change_of_the_register_decides_anew_or_withholds() {
    let db = database(Room::Signalen).await;
    add(&db, 1, "TRAJECT_GESTART", "gemeente-utrecht", "incluzio").await;
    let page = deliver(&bezorger(&db, register(2)), 0, 50).await.unwrap();
    assert_eq!(numbers(&page), [1]);
    let refused = deliver(&bezorger(&db, register(3)), 0, 50).await.err();
    assert_eq!(refused, Some(Undelivered(Reden::RegisterNietBereikbaar)));
}
