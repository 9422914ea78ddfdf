//! Trajecten with two clients, in random worlds: what the way of a request decides against what the rules say, written a
//! second time. On as many questions as `SCHAKEL_TEST_QUESTIONS` says.

use rand::RngExt;

use super::*;
use crate::request::decide::oracle::{
    naive::{Question, decide_for_both},
    questions, random_numbers,
    real::Real,
    world::{INWONERS, World},
};

/// The joint reasons must come up so often, or the worlds are not worth asking.
const AT_LEAST: usize = 60;

/// A random world as a register.
struct Wereld {
    real: Real,
    op: DateTime<Utc>,
}

#[async_trait::async_trait]
impl Register for Wereld {
    async fn evaluate(
        &self,
        caller: &Caller,
        inwoners: &[InwonerId],
        vragen: Vec<Vraag>,
    ) -> Result<Oordeel, RegisterError> {
        let beeld = self.real.beeld();
        let decide = |vraag| crate::request::decide::decide(caller, vraag, beeld, self.op);
        Ok(Oordeel {
            registerversie: beeld.versie,
            inrichting_versie: 1,
            op: self.op,
            besluiten: vragen.into_iter().map(decide).collect(),
            canonical: inwoners.iter().map(|id| (id.clone(), id.clone())).collect(),
        })
    }

    async fn changes(&self, _: i64, _: &[InwonerId]) -> Result<Changes, RegisterError> {
        Err(RegisterError::unreachable("not asked here"))
    }

    async fn risen_above(&self, versie: i64) -> Result<i64, RegisterError> {
        Ok(versie)
    }

    async fn inrichting(&self) -> Result<Arc<Ingericht>, RegisterError> {
        Ok(Arc::new(Ingericht {
            versie: 1,
            inrichting: Arc::clone(&self.real.beeld().inrichting),
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

    async fn names(&self, _: &Caller, inwoner: &InwonerId) -> Result<Vec<InwonerId>, RegisterError> {
        Ok(vec![inwoner.clone()])
    }

    async fn replay(&self, _: &Caller, _: Vec<Herspeelvraag>) -> Result<Vec<Option<Uitslag>>, RegisterError> {
        Err(RegisterError::unreachable("not asked here"))
    }

    async fn referable(
        &self,
        _: &Caller,
        _: &InwonerId,
        _: &PartijId,
    ) -> Result<Option<Resolved>, RegisterError> {
        Ok(None)
    }

    async fn hear_of_trajecten(&self, _: &Trajectmeldingen) -> Result<(), RegisterError> {
        Err(RegisterError::unreachable("not told here"))
    }
}

/// What a traject tells, and of whom else it is.
#[derive(Clone, Default)]
struct Gedeeld {
    mede_client: Option<InwonerId>,
    cleared: BTreeSet<Gegevensgroep>,
}

impl Dossier for Gedeeld {
    fn mede_client(&self) -> Option<&InwonerId> {
        self.mede_client.as_ref()
    }

    fn clear(&mut self, groep: Gegevensgroep) {
        self.cleared.insert(groep);
    }
}

/// Owners whose trajecten have two clients, or one.
struct Eigenaren {
    with_two: Vec<PartijId>,
}

#[async_trait::async_trait]
impl Bron for Eigenaren {
    type Dossier = Gedeeld;
    const SOORT: RecordSoort = RecordSoort::Traject;

    async fn load(
        &self,
        toegestaan: &Toegestaan,
        _: &Inrichting,
    ) -> Result<HashMap<(PartijId, InwonerId), Gedeeld>, DbErr> {
        let pairs = toegestaan.per_bronhouder().into_iter();
        let all = pairs.flat_map(|(owner, inwoners)| inwoners.into_iter().map(move |one| (owner, one)));
        let dossier = |(owner, one): (&PartijId, &InwonerId)| {
            let both = self.with_two.contains(owner);
            let dossier = Gedeeld {
                mede_client: both.then(|| InwonerId::new(other(one.as_str())).unwrap()),
                cleared: BTreeSet::new(),
            };
            ((owner.clone(), one.clone()), dossier)
        };
        Ok(all.map(dossier).collect())
    }
}

fn other(inwoner: &str) -> &'static str {
    INWONERS.into_iter().find(|one| *one != inwoner).unwrap()
}

#[tokio::test]
async fn a_naive_decision_agrees_on_every_joint_question() {
    let mut rng = random_numbers();
    let wanted = questions();
    let log = DisclosureLog::new(Database::connect("sqlite::memory:").await.unwrap());
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut asked = 0;
    while asked < wanted {
        let mut world = World::random(&mut rng);
        if rng.random_bool(0.8) {
            world.lists.gezamenlijk = vec!["TRAJECT_LOOPT", "TRAJECT_FINANCIEEL"];
        }
        for _ in 0..10 {
            let question = world.question(&mut rng);
            let with_two: Vec<PartijId> = world
                .lists
                .partijen
                .iter()
                .filter(|_| rng.random_bool(0.7))
                .map(|(_, partij, _)| PartijId::new(*partij).unwrap())
                .collect();
            for reden in agreed(&world, &question, with_two, &log).await {
                *seen.entry(reden.word()).or_default() += 1;
                asked += 1;
            }
            // A world in which nobody owns trajecten is soon asked.
            asked += usize::from(world.lists.partijen.is_empty());
        }
    }
    println!("{asked} questions: {seen:?}");
    for reden in [
        "TWEEDE_CLIENT_NIET_AKKOORD",
        "TOEGESTAAN_TOESTEMMING",
        "TOEGESTAAN_GROND",
    ] {
        let count = seen.get(reden).copied().unwrap_or(0);
        assert!(count >= AT_LEAST, "`{reden}` came up only {count} times");
    }
}

async fn agreed(
    world: &World,
    question: &Question,
    with_two: Vec<PartijId>,
    log: &DisclosureLog,
) -> Vec<Reden> {
    let real = Real::of(&world.lists);
    let (caller, op) = (real.caller(question), real.time(question.op));
    let inwoner = real.vraag(question).inwoner;
    let context = RequestContext {
        caller,
        ..context("gemeente")
    };
    let register: Arc<dyn Register> = Arc::new(Wereld { real, op });
    let bron = Eigenaren {
        with_two: with_two.clone(),
    };
    let discloser = Discloser::new(bron, register, log.clone(), Arc::new(FixedClock::at(op)));
    let groepen = BTreeSet::from([Gegevensgroep::TrajectLoopt, Gegevensgroep::TrajectFinancieel]);
    let inwoners = [inwoner];
    let reach = Reach::Samenwerking;
    let attempt = Attempt::decide(&discloser, &context, Uuid::nil(), &inwoners, &groepen, reach).await;
    let loaded = attempt.unwrap().load().await;
    let mut told = Vec::new();
    let mut mede_tot: Option<DateTime<Utc>> = None;
    for record in loaded.records() {
        for uitkomst in record.uitkomsten {
            let (bronhouder, groep) = (record.bronhouder.clone(), uitkomst.groep);
            let asked = Question {
                bronhouder: world
                    .lists
                    .partijen
                    .iter()
                    .find(|row| row.1 == bronhouder.as_str())
                    .unwrap()
                    .1,
                groep: groep.word(),
                ..question.clone()
            };
            let mede = other(asked.inwoner);
            let (alone, _) = crate::request::decide::oracle::naive::decide(&world.lists, &asked);
            let (reden, _) = if with_two.contains(&bronhouder) {
                decide_for_both(&world.lists, &asked, mede)
            } else {
                crate::request::decide::oracle::naive::decide(&world.lists, &asked)
            };
            assert_eq!(uitkomst.reden.word(), reden, "{asked:?}\n{:?}", world.lists);
            // To the caller a second client who has not agreed looks like nothing there: what was loaded is gone.
            let key = (bronhouder.clone(), inwoners[0].clone());
            let is_silenced = uitkomst.reden == Reden::TweedeClientNietAkkoord;
            let is_gone = loaded
                .dossiers
                .get(&key)
                .is_some_and(|dossier| dossier.cleared.contains(&groep));
            assert_eq!(is_silenced, is_gone, "{asked:?}");
            if uitkomst.mede_client.is_some() && !is_silenced && alone.starts_with("TOEGESTAAN") {
                let other = Question {
                    inwoner: mede,
                    ..asked
                };
                let tot = Real::of(&world.lists).decide(&other).tot();
                mede_tot = [mede_tot, tot].into_iter().flatten().min();
            }
            told.push(uitkomst.reden);
        }
    }
    assert_eq!(loaded.mede_tot, mede_tot, "{question:?}");
    told
}
