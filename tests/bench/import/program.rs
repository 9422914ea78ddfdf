use std::{
    fs,
    io::{Read, Seek},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use schakel_tests::binary;

/// What a run of the program took.
pub struct Ran {
    /// From its start to its end.
    pub time: Duration,
    /// The most memory that was resident at once, in bytes (`VmHWM`).
    pub memory: u64,
    /// What it wrote to standard output.
    pub said: String,
}

/// How often the kernel is asked; it keeps the peak itself.
const LOOK: Duration = Duration::from_millis(20);

/// Runs the built program.
pub fn run(arguments: &[&Path]) -> Ran {
    // A file takes any number of lines; a pipe would have to be emptied meanwhile.
    let mut told = tempfile::tempfile().expect("a temporary file can be made");
    let begin = Instant::now();
    let spawned = Command::new(binary())
        .args(arguments)
        // The program takes `SCHAKEL_*` for settings, those of the tests' PostgreSQL too.
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(told.try_clone().expect("a file can be shared"))
        .spawn();
    let mut child = spawned.expect("the program starts");
    let mut memory = 0;
    while child.try_wait().expect("a child can be asked").is_none() {
        memory = memory.max(peak(child.id()).unwrap_or_default());
        thread::sleep(LOOK);
    }
    let time = begin.elapsed();
    let output = child.wait_with_output().expect("it wrote a few lines");
    if !output.status.success() {
        let mut why = String::new();
        told.rewind()
            .and_then(|()| told.read_to_string(&mut why))
            .expect("a file can be read");
        panic!("{}: {why}", output.status);
    }
    Ran {
        time,
        memory,
        said: String::from_utf8(output.stdout).expect("it speaks utf-8"),
    }
}

/// `None` when it has just ended.
fn peak(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024)
}
