use std::{
    env, fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use schakel_tests::root;
use serde_json::Value;
use tempfile::TempDir;

/// Filling the demo takes seconds; on a machine with much else to do, longer.
const PATIENCE: Duration = Duration::from_secs(120);

/// Stands between the answers of two steps; no answer is such a line.
const NEXT: &str = "== next step ==";

/// `schakel demo` on a free port and a new folder, until it is dropped.
pub struct Demo {
    process: Child,
    folder: TempDir,
    guide: Value,
}

impl Demo {
    /// Starts the program that was built beside this test and waits until it listens.
    pub fn start() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let data = folder.path().join("demo");
        let mut process = plain(&program())
            .args(["demo", "--adres", "127.0.0.1:0", "--data"])
            .arg(&data)
            .stdout(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("`{}`: {error}; build it first", program().display()));
        let guide = wait_for(&data.join("demo.json"), &mut process);
        Self {
            process,
            folder,
            guide,
        }
    }

    /// Runs the steps in one shell, as somebody does who pastes them, and gives what each of them printed.
    pub fn tour(&self, steps: &[String]) -> Vec<String> {
        let script = steps.join(&format!("\necho '{NEXT}'\n"));
        // The reader's program is the released one: here it is the one that was built beside this test, not one of before.
        let script = script.replacen("PATH=\"$PWD/target/release:$PATH\"\n", "", 1);
        let beside = program().parent().expect("a program is in a folder").to_owned();
        let mut shell = plain(Path::new("bash"));
        let paths = env::var_os("PATH").unwrap_or_default();
        let paths =
            env::join_paths([beside].into_iter().chain(env::split_paths(&paths))).expect("a search path");
        shell
            .args(["-euo", "pipefail", "-c", &script])
            .current_dir(root())
            .env("PATH", paths)
            .env("HUB_URL", self.text("url"))
            .env("HUB_DATA", self.folder.path().join("demo"));
        output(shell).split(NEXT).map(str::to_owned).collect()
    }

    /// Runs a partner's program with a token of this party.
    pub fn run_as(&self, partij: &str, interpreter: &str, program: &str, name: &str) -> String {
        let home = TempDir::new().expect("a temporary folder can be made");
        let file = home.path().join(name);
        fs::write(&file, program).expect("a temporary file can be written");
        // Where a program of Node.js finds what it imports.
        symlink(
            root().join("tests/peers/node_modules"),
            home.path().join("node_modules"),
        )
        .expect("a link");
        let mut partner = plain(Path::new(interpreter));
        partner
            .arg(&file)
            .env("HUB_URL", self.text("url"))
            .env("HUB_TOKEN", self.token(partij));
        output(partner)
    }

    fn text(&self, name: &str) -> &str {
        self.guide[name].as_str().expect("demo.json has it")
    }

    fn token(&self, partij: &str) -> &str {
        let tokens = self.guide["tokens"].as_array().expect("demo.json has tokens");
        let found = tokens.iter().find(|token| token["partij"] == partij);
        found
            .and_then(|token| token["token"].as_str())
            .expect("every party has a token")
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // A process that has ended already cannot be ended again.
        let _ended = self.process.kill();
        let _waited = self.process.wait();
    }
}

/// The program as `cargo build` leaves it: this test is in `deps` beside it.
fn program() -> PathBuf {
    let test = env::current_exe().expect("a running test has a program");
    let profile = test
        .ancestors()
        .nth(2)
        .expect("a test is built in the target folder");
    profile.join("schakel")
}

/// A command with nothing of this machine in its environment but where programs are.
fn plain(program: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", env::var_os("PATH").unwrap_or_default());
    command
}

fn wait_for(file: &Path, process: &mut Child) -> Value {
    let begin = Instant::now();
    loop {
        if let Ok(text) = fs::read_to_string(file) {
            return serde_json::from_str(&text).expect("demo.json is JSON");
        }
        let ended = process.try_wait().expect("a child can be asked");
        assert!(ended.is_none(), "the demo ended: {ended:?}");
        assert!(
            begin.elapsed() < PATIENCE,
            "the demo does not listen after {PATIENCE:?}"
        );
        sleep(Duration::from_millis(50));
    }
}

fn output(mut command: Command) -> String {
    let done = command
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{}: {said}", done.status);
    String::from_utf8(done.stdout).expect("answers are UTF-8")
}
