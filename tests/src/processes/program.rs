use std::{
    env, fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// The built program, beside the built tests.
///
/// # Panics
/// When it is not there, or older than what it is made of: `cargo test` builds the tests, not the program.
pub(super) fn program() -> PathBuf {
    let test = env::current_exe().expect("a running test has a program");
    let profile = test
        .ancestors()
        .nth(2)
        .expect("a test is built in the target folder");
    let program = profile.join("schakel");
    let Some(built) = changed(&program) else {
        panic!(
            "`{}` is not there: run `cargo build --workspace` first",
            program.display()
        );
    };
    if let Some(source) = sources(profile)
        .into_iter()
        .find(|source| changed(source) > Some(built))
    {
        panic!(
            "`{}` is older than `{}`: run `cargo build --workspace` first",
            program.display(),
            source.display(),
        );
    }
    program
}

/// What cargo noted that the program is made of.
fn sources(profile: &Path) -> Vec<PathBuf> {
    let noted = fs::read_to_string(profile.join("schakel.d")).unwrap_or_default();
    noted.split_whitespace().skip(1).map(PathBuf::from).collect()
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}
