use std::{
    fs::{self, File},
    os::unix::{net::UnixStream, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use crate::place::{root, state};

/// The PostgreSQL that all tests of a run share. The first process that asks starts it; it ends ten minutes after
/// the last one asked, or as soon as the state folder is gone (`tests/postgres.sh` tells how).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    socket: PathBuf,
}

impl Cluster {
    /// The running cluster, started when there is none.
    pub fn shared() -> Self {
        let state = state();
        let lock = File::create(state.join("lock")).expect("the state folder can be written");
        lock.lock().expect("the cluster's lock can be taken");
        File::create(state.join("lease")).expect("the state folder can be written");
        running(&state).unwrap_or_else(|| start(&state))
    }

    /// Where a database of this cluster is reached.
    pub fn url(&self, database: &str) -> String {
        format!(
            "postgres://schakel@localhost/{database}?host={}",
            self.socket.display()
        )
    }
}

fn running(state: &Path) -> Option<Cluster> {
    let socket = PathBuf::from(fs::read_to_string(state.join("socket")).ok()?);
    UnixStream::connect(socket.join(".s.PGSQL.5432")).ok()?;
    Some(Cluster { socket })
}

#[expect(
    clippy::zombie_processes,
    reason = "it outlives this process, and then init waits for it"
)]
fn start(state: &Path) -> Cluster {
    let report = state.join("postgres.log");
    let mut keeper = spawn_keeper(state, &report);
    loop {
        if let Some(cluster) = running(state) {
            return cluster;
        }
        if keeper.try_wait().expect("a child can be asked").is_some() {
            panic!(
                "no PostgreSQL: {}",
                fs::read_to_string(report).unwrap_or_default()
            );
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// In a process group of its own and without our pipes: it outlives the test that happened to start it.
fn spawn_keeper(state: &Path, report: &Path) -> Child {
    let log = File::create(report).expect("the state folder can be written");
    Command::new("sh")
        .arg(root().join("tests/postgres.sh"))
        .arg("keep")
        .arg(state)
        .stdin(Stdio::null())
        .stdout(log.try_clone().expect("a file can be shared"))
        .stderr(log)
        .process_group(0)
        .spawn()
        .expect("`sh` can be run")
}
