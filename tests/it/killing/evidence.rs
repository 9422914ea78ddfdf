use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    time::Duration,
};

use schakel::{
    federation::SubgraphName,
    keys::LogKeys,
    logbook::verify::{Keeping, Report, audit_stored},
};
use schakel_entity::{
    logboek::verstrekking,
    toestemming::{gebeurtenis, registerstand},
};
use schakel_tests::{HOUSE, Together};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, EntityTrait, Statement,
};
use serde_json::Value;

use super::load::{Acknowledged, Told};

/// What stands in the databases of a process that is gone.
pub struct Evidence {
    lines: HashMap<String, Vec<verstrekking::Model>>,
    reports: Vec<(SubgraphName, Report)>,
    versie: i64,
    events: Vec<gebeurtenis::Model>,
}

/// Opens what is left once nothing of the process is under way: a server hears of its end a moment later.
async fn open(house: &Together, name: SubgraphName) -> DatabaseConnection {
    let mut options = ConnectOptions::new(house.database(name));
    options.max_connections(1);
    let db = Database::connect(options)
        .await
        .expect("what is left can be opened");
    while db.get_database_backend() == DbBackend::Postgres && others(&db).await > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    db
}

/// How many connections the dead process still has to the database.
async fn others(db: &DatabaseConnection) -> i64 {
    let count = "SELECT count(*) AS others FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = $1 AND pid <> pg_backend_pid()";
    let count = Statement::from_sql_and_values(DbBackend::Postgres, count, [HOUSE.into()]);
    let row = db.query_one_raw(count).await.expect("the server answers");
    row.expect("a count").try_get("", "others").expect("a number")
}

impl Evidence {
    /// Reads it behind the program's back.
    pub async fn read(house: &Together) -> Self {
        let keys = LogKeys::load([house.home().join("log.pem").as_path()]).expect("the key is there");
        let mut lines: HashMap<String, Vec<_>> = HashMap::new();
        let mut reports = Vec::new();
        for name in SubgraphName::ALL.iter().copied() {
            let db = open(house, name).await;
            let origin = format!("corpus.example/{name}");
            let verifiers = keys.verifiers(&origin).expect("a name");
            let report = audit_stored(&db, &origin, &verifiers, &[], Keeping::Always).await;
            reports.push((name, report.expect("the log can be read")));
            for line in verstrekking::Entity::find().all(&db).await.expect("lines") {
                lines.entry(line.trace_id.clone()).or_default().push(line);
            }
            db.close().await.expect("a database can be closed");
        }
        let db = open(house, SubgraphName::Toestemming).await;
        let stand = registerstand::Entity::find_by_id(1).one(&db).await;
        let events = gebeurtenis::Entity::find().all(&db).await.expect("events");
        db.close().await.expect("a database can be closed");
        Self {
            lines,
            reports,
            versie: stand.expect("a counter").expect("one row").versie,
            events,
        }
    }

    /// Where the register stands.
    pub fn registerversie(&self) -> i64 {
        self.versie
    }

    /// No half event, no half answer's lines, no log that isn't sound.
    pub fn assert_whole(&self, begin: i64, consenting: &[String], round: usize) {
        // Under load only consents are recorded: each version since is one of their events.
        let mut versions: Vec<i64> = self.events.iter().map(|event| event.versie).collect();
        versions.retain(|versie| *versie > begin);
        versions.sort_unstable();
        let expected: Vec<i64> = (begin + 1..=self.versie).collect();
        assert_eq!(
            versions, expected,
            "round {round}: versions have no gap and none is double"
        );
        let mut sizes: BTreeMap<(String, String), BTreeMap<uuid::Uuid, usize>> = BTreeMap::new();
        let under_load =
            |event: &&gebeurtenis::Model| event.versie > begin && consenting.contains(&event.inwoner);
        for event in self.events.iter().filter(under_load) {
            let kind = (event.inwoner.clone(), event.soort.clone());
            *sizes.entry(kind).or_default().entry(event.gesprek).or_default() += 1;
        }
        for (kind, per_gesprek) in sizes {
            let sizes: BTreeSet<_> = per_gesprek.values().collect();
            assert_eq!(
                sizes.len(),
                1,
                "round {round}: {kind:?} is there by half: {per_gesprek:?}"
            );
        }
        for (name, report) in &self.reports {
            assert_eq!(report.faults, [], "round {round}: the log of {name}");
        }
    }

    /// All that was told is there.
    pub fn assert_holds(&self, told: &Told, round: usize) {
        for answer in &told.answers {
            let lines = self.lines.get(&answer.trace_id);
            let lines = lines.unwrap_or_else(|| panic!("round {round}: an answer has no line at all"));
            for owner in &answer.owners {
                let logged = lines.iter().any(|line| &line.bronhouder == owner);
                assert!(logged, "round {round}: an answer has no line of {owner}");
            }
            let decided: BTreeSet<(String, String, String)> =
                lines.iter().flat_map(|line| outcomes(line, "besluit")).collect();
            for withheld in &answer.withheld {
                assert!(
                    decided.contains(withheld),
                    "round {round}: {withheld:?} was told and not logged"
                );
            }
            let allowed: BTreeSet<(String, String)> = lines
                .iter()
                .flat_map(|line| outcomes(line, "reden"))
                .filter(|(.., reden)| reden.starts_with("TOEGESTAAN_"))
                .map(|(groep, owner, _)| (groep, owner))
                .collect();
            for shown in &answer.shown {
                assert!(
                    allowed.contains(shown),
                    "round {round}: {shown:?} was shown and its line doesn't say so"
                );
            }
        }
        let kept = |acknowledged: &Acknowledged, soort: &str| {
            for id in &acknowledged.toestemmingen {
                let found = self.events.iter().any(|event| {
                    event.soort == soort
                        && &event.toestemming.to_string() == id
                        && event.versie <= acknowledged.registerversie
                });
                assert!(found, "round {round}: an acknowledged {soort} is lost");
            }
        };
        told.grants.iter().for_each(|grant| kept(grant, "VERLEEND"));
        told.withdrawals
            .iter()
            .for_each(|withdrawal| kept(withdrawal, "INGETROKKEN"));
    }
}

/// What a line says of each group: group, owner, and the decision or the reason.
fn outcomes(line: &verstrekking::Model, said: &str) -> Vec<(String, String, String)> {
    let outcomes: Vec<Value> = serde_json::from_str(&line.uitkomsten).expect("outcomes");
    let text = |outcome: &Value, name: &str| outcome[name].as_str().unwrap_or_default().to_owned();
    let read = |outcome: &Value| {
        (
            text(outcome, "groep"),
            line.bronhouder.clone(),
            text(outcome, said),
        )
    };
    outcomes.iter().map(read).collect()
}
