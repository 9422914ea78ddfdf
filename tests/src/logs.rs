use std::{
    env, io,
    sync::{Arc, Mutex},
};

use tracing::{Subscriber, subscriber::DefaultGuard};
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

/// What is logged from now until this is dropped, at every level.
///
/// Where a test has its process alone (`cargo nextest`, so `./test`), every thread is heard. Under `cargo test` it is
/// the thread of the test, and so all of its current-thread runtime.
pub struct Logs {
    lines: Lines,
    _guard: Option<DefaultGuard>,
}

impl Logs {
    /// Starts to listen.
    pub fn capture() -> Self {
        let lines = Lines::default();
        let heard_everywhere =
            has_process_alone() && tracing::subscriber::set_global_default(into(&lines)).is_ok();
        let _guard = (!heard_everywhere).then(|| tracing::subscriber::set_default(into(&lines)));
        Self { lines, _guard }
    }

    /// All that was logged so far, a line per event.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.lines.0.lock().expect("no writer panics")).into_owned()
    }

    /// Fails when one of these words was logged, or any number that could be a BSN.
    pub fn assert_without(&self, words: &[&str]) {
        let text = self.text();
        for line in text.lines() {
            for word in words {
                assert!(!line.contains(word), "`{word}` was logged: {line}");
            }
            let bsns = bsns_in(line);
            assert!(bsns.is_empty(), "{bsns:?} was logged: {line}");
        }
    }

    /// Fails when no line holds this.
    pub fn assert_with(&self, word: &str) {
        let text = self.text();
        assert!(text.contains(word), "`{word}` was not logged, but:\n{text}");
    }
}

fn has_process_alone() -> bool {
    env::var_os("NEXTEST_EXECUTION_MODE").is_some_and(|mode| mode == "process-per-test")
}

fn into(lines: &Lines) -> impl Subscriber + Send + Sync + use<> {
    // The planner sees documents only, never variables; the nanoseconds in its spans can look like a BSN.
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new("trace,hive_router_query_planner=off"))
        .with_ansi(false)
        .with_writer(lines.clone())
        .finish()
}

/// The numbers in a text that could be a BSN: nine digits that pass the elfproef and stand free of other letters
/// and digits. A decimal fraction is none.
pub fn bsns_in(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '.')
        .filter(|word| word.len() == 9 && word.bytes().all(|byte| byte.is_ascii_digit()))
        .filter(|word| passes_elfproef(word))
        .map(str::to_owned)
        .collect()
}

fn passes_elfproef(digits: &str) -> bool {
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    let sum: i32 = digits
        .bytes()
        .zip(weights)
        .map(|(digit, weight)| i32::from(digit - b'0') * weight)
        .sum();
    sum != 0 && sum % 11 == 0
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no writer panics").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
