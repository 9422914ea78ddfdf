//! The way under bad circumstances: consent withdrawn while an owner reads, a register or log that is gone.

mod two_clients;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, AtomicUsize, Ordering},
    },
};

use chrono::{DateTime, Utc};
use schakel_entity::srw::verstrekking;
use schakel_migration::Room;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, EntityTrait};
use uuid::Uuid;

use super::*;
use crate::{
    clock::FixedClock,
    config::{UTRECHT, read_inrichting},
    domain::{Doel, Inrichting, PartijId, RecordSoort, Rol},
    publication::InwonerInvoer,
    register::{
        Changed, Changes, Herspeelvraag, Ingericht, Oordeel, RegisterError, Resolved, TestNumbers,
        Trajectmeldingen,
    },
    request::{
        NietGedeeld, TraceId,
        authenticate::Caller,
        decide::{Aanbodvraag, Besluit, Grondslag, Uitslag, Vraag, WireBesluit},
        load::{Dossier, Toegestaan},
    },
};

/// A dossier with one group.
#[derive(Clone, Default)]
struct ProefDossier {
    status: Option<&'static str>,
}

impl Dossier for ProefDossier {
    fn mede_client(&self) -> Option<&InwonerId> {
        None
    }

    fn clear(&mut self, _: Gegevensgroep) {
        self.status = None;
    }
}

/// A register whose consent can be withdrawn at any moment, or that can be gone.
#[derive(Default)]
struct Script {
    versie: AtomicI64,
    /// The version at which consent was withdrawn; 0 while it stands.
    ingetrokken_bij: AtomicI64,
    /// Every question about changes makes a new version.
    restless: bool,
    gone_after: Option<usize>,
    asked: AtomicUsize,
}

impl Script {
    fn withdraw(&self) {
        let versie = self.versie.fetch_add(1, Ordering::SeqCst) + 1;
        self.ingetrokken_bij.store(versie, Ordering::SeqCst);
    }

    fn answer(&self) -> Result<i64, RegisterError> {
        let asked = self.asked.fetch_add(1, Ordering::SeqCst);
        if self.gone_after.is_some_and(|after| asked >= after) {
            return Err(RegisterError::unreachable("gone"));
        }
        Ok(self.versie.load(Ordering::SeqCst))
    }
}

#[async_trait::async_trait]
impl Register for Script {
    async fn evaluate(
        &self,
        _: &Caller,
        inwoners: &[InwonerId],
        vragen: Vec<Vraag>,
    ) -> Result<Oordeel, RegisterError> {
        let registerversie = self.answer()?;
        let stands = self.ingetrokken_bij.load(Ordering::SeqCst) == 0;
        let decide = |vraag: Vraag| {
            if !stands {
                return Besluit::withheld(vraag, Reden::Ingetrokken);
            }
            let wire = WireBesluit {
                id: Uuid::now_v7(),
                reden: Reden::ToegestaanToestemming,
                grondslag: Some(Grondslag::Toestemming(Uuid::nil())),
                tot: None,
            };
            Besluit::from_wire(vraag, wire)
        };
        Ok(Oordeel {
            registerversie,
            inrichting_versie: 1,
            op: noon(),
            besluiten: vragen.into_iter().map(decide).collect(),
            canonical: inwoners.iter().map(|id| (id.clone(), id.clone())).collect(),
        })
    }

    async fn changes(&self, since: i64, inwoners: &[InwonerId]) -> Result<Changes, RegisterError> {
        let registerversie = self.answer()?;
        let changed = self.ingetrokken_bij.load(Ordering::SeqCst) > since || self.restless;
        let inwoners: HashSet<InwonerId> = if changed {
            inwoners.iter().cloned().collect()
        } else {
            HashSet::new()
        };
        Ok(Changes {
            registerversie,
            changed: Changed::Inwoners(inwoners),
        })
    }

    async fn risen_above(&self, versie: i64) -> Result<i64, RegisterError> {
        Ok(versie)
    }

    async fn inrichting(&self) -> Result<Arc<Ingericht>, RegisterError> {
        Ok(Arc::new(Ingericht {
            versie: 1,
            inrichting: Arc::new(read_inrichting(UTRECHT).unwrap()),
        }))
    }

    async fn resolve(
        &self,
        _: &Caller,
        _: Vec<InwonerInvoer>,
        _: TestNumbers,
    ) -> Result<Vec<Resolved>, RegisterError> {
        Ok(Vec::new())
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

/// An owner who reads slowly enough for something to happen meanwhile.
struct SlowOwner {
    meanwhile: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

#[async_trait::async_trait]
impl Bron for SlowOwner {
    type Dossier = ProefDossier;
    const SOORT: RecordSoort = RecordSoort::SrwDossier;

    async fn load(
        &self,
        toegestaan: &Toegestaan,
        _: &Inrichting,
    ) -> Result<HashMap<(PartijId, InwonerId), ProefDossier>, DbErr> {
        if let Some(happen) = self.meanwhile.lock().unwrap().take() {
            happen();
        }
        let dossier = ProefDossier {
            status: Some("gezien"),
        };
        let owners = toegestaan.per_bronhouder();
        let keys = owners
            .iter()
            .flat_map(|(owner, ids)| ids.iter().map(|id| ((*owner).clone(), (*id).clone())));
        Ok(keys.map(|key| (key, dossier.clone())).collect())
    }
}

struct House {
    register: Arc<Script>,
    log: DatabaseConnection,
    discloser: Discloser<SlowOwner>,
}

impl House {
    async fn new(register: Script, meanwhile: impl FnOnce(&Script) + Send + 'static) -> Self {
        let mut options = ConnectOptions::new("sqlite::memory:");
        options.max_connections(1).sqlx_logging(false);
        let log = Database::connect(options).await.unwrap();
        Room::Srw.migrate(&log).await.unwrap();
        register.versie.store(1, Ordering::SeqCst);
        let register = Arc::new(register);
        let heard = Arc::clone(&register);
        let owner = SlowOwner {
            meanwhile: Mutex::new(Some(Box::new(move || meanwhile(&heard)))),
        };
        let clock = Arc::new(FixedClock::at(noon()));
        let port: Arc<dyn Register> = register.clone();
        let discloser = Discloser::new(owner, port, DisclosureLog::new(log.clone()), clock);
        Self {
            register,
            log,
            discloser,
        }
    }

    /// Asks as somebody of this party; the reason that decided.
    async fn ask(&self, partij: &str) -> (Reden, Option<&'static str>) {
        let groepen = BTreeSet::from([Gegevensgroep::SrwStatus]);
        let context = context(partij);
        let verstrekt = self
            .discloser
            .disclose(&context, Uuid::now_v7(), &[inwoner()], &groepen)
            .await
            .unwrap();
        let vraag = Vraag {
            inwoner: inwoner(),
            bronhouder: u_centraal(),
            groep: Gegevensgroep::SrwStatus,
        };
        let besluit = verstrekt.besluiten.get(&vraag).unwrap();
        let told = verstrekt
            .dossiers
            .get(&(u_centraal(), inwoner()))
            .and_then(|dossier| dossier.status);
        (besluit.reden(), told.filter(|_| besluit.is_toegestaan()))
    }

    async fn logged(&self) -> Vec<String> {
        let rows = verstrekking::Entity::find().all(&self.log).await.unwrap();
        rows.into_iter().map(|row| row.uitkomsten).collect()
    }
}

fn noon() -> DateTime<Utc> {
    "2026-07-01T12:00:00Z".parse().unwrap()
}

fn inwoner() -> InwonerId {
    InwonerId::from_hash(&[7; 32])
}

fn u_centraal() -> PartijId {
    PartijId::new("u-centraal").unwrap()
}

fn context(partij: &str) -> RequestContext {
    RequestContext {
        caller: Caller::for_test(partij, [Rol::Trajectbegeleider], Doel::AfstemmingTraject),
        trace_id: TraceId::begin(),
        minimale_registerversie: None,
        niet_gedeeld: NietGedeeld::Fouten,
    }
}

const INCLUZIO: &str = "incluzio";

#[tokio::test]
async fn what_is_granted_is_told_and_logged() {
    let house = House::new(Script::default(), |_| {}).await;
    assert_eq!(
        house.ask(INCLUZIO).await,
        (Reden::ToegestaanToestemming, Some("gezien"))
    );
    let logged = house.logged().await;
    assert_eq!(logged.len(), 1);
    assert!(logged[0].contains("TOEGESTAAN_TOESTEMMING") && !logged[0].contains("gezien"));
}

#[tokio::test]
async fn consent_withdrawn_while_the_owner_reads_discloses_nothing() {
    let house = House::new(Script::default(), Script::withdraw).await;
    assert_eq!(house.ask(INCLUZIO).await, (Reden::Ingetrokken, None));
    let logged = house.logged().await;
    assert!(logged.last().unwrap().contains("INGETROKKEN"), "{logged:?}");
    assert_eq!(
        house.register.asked.load(Ordering::SeqCst),
        3,
        "decided, checked, decided anew"
    );
}

#[tokio::test]
async fn a_register_that_never_rests_discloses_nothing() {
    let house = House::new(
        Script {
            restless: true,
            ..Script::default()
        },
        |_| {},
    )
    .await;
    assert_eq!(house.ask(INCLUZIO).await, (Reden::RegisterNietBereikbaar, None));
    assert!(
        house
            .logged()
            .await
            .last()
            .unwrap()
            .contains("REGISTER_NIET_BEREIKBAAR")
    );
}

#[tokio::test]
async fn a_register_that_is_gone_at_the_last_check_discloses_nothing() {
    let house = House::new(
        Script {
            gone_after: Some(1),
            ..Script::default()
        },
        |_| {},
    )
    .await;
    assert_eq!(house.ask(INCLUZIO).await, (Reden::RegisterNietBereikbaar, None));
}

#[tokio::test]
async fn own_records_need_no_register() {
    let house = House::new(
        Script {
            gone_after: Some(0),
            ..Script::default()
        },
        |_| {},
    )
    .await;
    assert_eq!(
        house.ask("u-centraal").await,
        (Reden::ToegestaanEigen, Some("gezien"))
    );
    assert_eq!(house.ask(INCLUZIO).await, (Reden::RegisterNietBereikbaar, None));
}

#[tokio::test]
async fn without_a_log_nothing_is_told_not_even_ones_own() {
    let house = House::new(Script::default(), |_| {}).await;
    house
        .log
        .execute_unprepared("DROP TABLE verstrekking")
        .await
        .unwrap();
    assert_eq!(house.ask(INCLUZIO).await, (Reden::LogNietBereikbaar, None));
    assert_eq!(house.ask("u-centraal").await, (Reden::LogNietBereikbaar, None));
}
