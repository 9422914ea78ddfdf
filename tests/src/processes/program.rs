use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::binary;

/// The built program, beside the built tests.
///
/// # Panics
/// When it is not there, or older than what it is made of: `cargo test` builds the tests, not the program.
pub(super) fn program() -> PathBuf {
    let program = binary();
    let built = changed(&program);
    let newer = sources(&program)
        .into_iter()
        .find(|source| changed(source) > built);
    if let Some(source) = newer {
        panic!(
            "`{}` is older than `{}`: run `cargo build --workspace` first",
            program.display(),
            source.display(),
        );
    }
    program
}

/// What cargo noted that the program is made of.
fn sources(program: &Path) -> Vec<PathBuf> {
    let noted = fs::read_to_string(program.with_extension("d")).unwrap_or_default();
    noted.split_whitespace().skip(1).map(PathBuf::from).collect()
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}
