//! Who used how much of the processor, as the kernel counts it.

use std::{collections::HashMap, fs, path::Path, time::Duration};

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

/// What the kernel counts in: 100 a second on every Linux that users see (`USER_HZ`).
const TICK: Duration = Duration::from_millis(10);

/// The threads of one side, told by their names, and the server processes of its databases.
#[derive(Clone, Debug)]
pub struct Threads {
    /// The names of the threads that serve.
    pub serving: &'static str,
    /// How the names of the threads begin that are an embedded database.
    pub database: &'static str,
    /// The databases of this side on a server.
    pub names: Vec<String>,
}

/// Used up to a moment, per thread or process.
#[derive(Clone, Debug, Default)]
pub struct Used {
    serving: HashMap<u32, Duration>,
    database: HashMap<u32, Duration>,
    machine: Duration,
    ourselves: Duration,
}

/// Used between two moments.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    /// By the threads that serve.
    pub serving: Duration,
    /// By the database, whether its threads are ours or it is a server.
    pub database: Duration,
    /// By everybody who has no part in the benchmark.
    pub strangers: Duration,
}

impl Threads {
    /// What they have used up to now. `admin` is a connection to the server, where there is one.
    pub async fn used(&self, admin: Option<&DatabaseConnection>) -> Used {
        let mut used = Used {
            machine: machine(),
            ourselves: time_in(&read("/proc/self/stat")),
            ..Used::default()
        };
        for (id, line) in our_threads() {
            let name = name_in(&line);
            if name == self.serving {
                used.serving.insert(id, time_in(&line));
            } else if name.starts_with(self.database) {
                used.database.insert(id, time_in(&line));
            }
        }
        if let Some(admin) = admin {
            for id in server_processes(admin, &self.names).await {
                // A process may have ended since it was named.
                if let Ok(line) = fs::read_to_string(format!("/proc/{id}/stat")) {
                    used.database.insert(id, time_in(&line));
                }
            }
        }
        used
    }
}

impl Used {
    /// What was used since an earlier moment; who has ended since then is forgotten.
    pub fn since(&self, earlier: &Self) -> Spent {
        let database = difference(&self.database, &earlier.database);
        let machine = self.machine.saturating_sub(earlier.machine);
        let ourselves = self.ourselves.saturating_sub(earlier.ourselves);
        Spent {
            serving: difference(&self.serving, &earlier.serving),
            database,
            // An embedded database is part of ourselves, a server is not; this errs on the side of too few.
            strangers: machine.saturating_sub(ourselves).saturating_sub(database),
        }
    }
}

/// What all processors have been busy with: the first line but for its `idle` and `iowait`.
fn machine() -> Duration {
    let text = read("/proc/stat");
    let first = text.lines().next().expect("Linux tells of processors");
    let ticks = first.split_whitespace().skip(1).map(|field| {
        let ticks: u32 = field.parse().expect("a number of ticks");
        ticks
    });
    let busy = ticks.enumerate().filter(|(place, _)| ![3, 4].contains(place));
    TICK * busy.map(|(_, ticks)| ticks).sum::<u32>()
}

fn read(path: &str) -> String {
    fs::read_to_string(path).expect("Linux tells of itself")
}

fn difference(now: &HashMap<u32, Duration>, earlier: &HashMap<u32, Duration>) -> Duration {
    now.iter()
        .map(|(id, used)| used.saturating_sub(earlier.get(id).copied().unwrap_or_default()))
        .sum()
}

fn our_threads() -> impl Iterator<Item = (u32, String)> {
    let tasks = fs::read_dir("/proc/self/task").expect("Linux tells of threads");
    tasks.filter_map(|task| {
        let path = task.expect("Linux tells of threads").path();
        Some((id_in(&path)?, fs::read_to_string(path.join("stat")).ok()?))
    })
}

fn id_in(path: &Path) -> Option<u32> {
    path.file_name()?.to_str()?.parse().ok()
}

/// The name stands in brackets, and may itself hold any of them.
fn name_in(line: &str) -> &str {
    let (begin, end) = (line.find('('), line.rfind(')'));
    let (Some(begin), Some(end)) = (begin, end) else {
        panic!("a thread without a name: {line}");
    };
    &line[begin + 1..end]
}

/// `utime` and `stime`: the 14th and 15th field, counted from 1; the 3rd follows the name.
fn time_in(line: &str) -> Duration {
    let fields = &line[line.rfind(')').expect("a name in brackets") + 1..];
    let ticks = fields.split_whitespace().skip(11).take(2);
    let ticks: u32 = ticks
        .map(|field| field.parse::<u32>().expect("a number of ticks"))
        .sum();
    TICK * ticks
}

async fn server_processes(admin: &DatabaseConnection, databases: &[String]) -> Vec<u32> {
    let question = Statement::from_sql_and_values(
        admin.get_database_backend(),
        "SELECT pid FROM pg_stat_activity WHERE datname = ANY($1)",
        [databases.to_vec().into()],
    );
    let rows = admin
        .query_all_raw(question)
        .await
        .expect("the server can be asked");
    rows.iter()
        .map(|row| row.try_get::<i32>("", "pid").expect("a process id") as u32)
        .collect()
}
