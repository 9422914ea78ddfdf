use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// The root of the repository.
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests
        .parent()
        .expect("the tests stand in a folder of the repository")
        .to_owned()
}

/// What the processes of one test run share: the cluster's lease and the templates. `./test` names a folder that
/// ends with the run; without it they stand beside the built tests.
pub fn state() -> PathBuf {
    let folder = env::var_os("TESTS_STATE").map_or_else(beside_the_build, PathBuf::from);
    fs::create_dir_all(&folder).expect("the folder of the test run can be made");
    folder
}

/// The program `schakel`, as `cargo build --workspace` puts it beside the tests.
pub fn binary() -> PathBuf {
    let binary = build().join("schakel");
    assert!(
        binary.is_file(),
        "`{}` is missing: run `cargo build --workspace` first",
        binary.display()
    );
    binary
}

fn beside_the_build() -> PathBuf {
    build().join("schakel-tests")
}

fn build() -> PathBuf {
    let program = env::current_exe().expect("a running test has a program");
    let profile = program.ancestors().nth(2);
    profile.expect("a test is built in the target folder").to_owned()
}
