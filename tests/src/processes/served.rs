use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
};

/// A process that told on its first line where it listens. It ends when this is dropped.
#[derive(Debug)]
pub struct Served {
    url: String,
    log: PathBuf,
    child: Child,
    /// Kept open: a program that cannot write its output any more may end.
    _output: BufReader<ChildStdout>,
}

impl Served {
    /// Starts it and waits for that line.
    pub(super) fn start(mut command: Command, log: &Path, url: impl FnOnce(&str) -> Option<String>) -> Self {
        let errors = File::create(log).expect("a log can be made");
        let spawned = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn();
        let mut child = spawned.unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
        let mut output = BufReader::new(child.stdout.take().expect("its output is a pipe"));
        let mut line = String::new();
        let read = output.read_line(&mut line);
        let told = read.ok().and_then(|_| url(line.trim()));
        let Some(url) = told else {
            end(&mut child);
            panic!("{command:?} does not serve but says `{line}` and\n{}", text(log));
        };
        Self {
            url,
            log: log.to_owned(),
            child,
            _output: output,
        }
    }

    /// How much memory it holds now, in bytes (`VmRSS`).
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("it still runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kilobytes.expect("the kernel tells it") * 1024
    }

    /// Its address, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What it wrote to standard error so far.
    pub fn log(&self) -> String {
        text(&self.log)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

fn end(child: &mut Child) {
    // It may have ended by itself, and then there is nothing left to do.
    let _killed = child.kill();
    let _waited = child.wait();
}

fn text(log: &Path) -> String {
    fs::read_to_string(log).unwrap_or_default()
}
