//! SQLite: a folder with five files, copied from a folder that was migrated once.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::connect;
use crate::{place, rooms};

pub(super) async fn new() -> (TempDir, BTreeMap<&'static str, String>) {
    let template = template().await;
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let urls = rooms::ROOMS.map(|room| {
        let file = file_of(folder.path(), room.name);
        fs::copy(file_of(&template, room.name), &file).expect("a template can be copied");
        (room.name, url_of(&file, "rw"))
    });
    (folder, BTreeMap::from(urls))
}

async fn template() -> PathBuf {
    let state = place::state();
    let template = state.join(format!("sqlite-{}", rooms::version()));
    let lock = File::create(state.join("sqlite.lock")).expect("the state folder can be written");
    lock.lock().expect("the lock of the templates can be taken");
    if !template.exists() {
        make(&state, &template).await;
    }
    template
}

/// Made aside and moved into its place when it is whole.
async fn make(state: &Path, template: &Path) {
    let making = tempfile::tempdir_in(state).expect("a folder can be made");
    for room in rooms::ROOMS {
        let db = connect(&url_of(&file_of(making.path(), room.name), "rwc")).await;
        room.migrate(&db).await;
        db.close().await.expect("a template can be closed");
    }
    fs::rename(making.keep(), template).expect("a template can be moved into its place");
}

fn file_of(folder: &Path, room: &str) -> PathBuf {
    folder.join(format!("{room}.db"))
}

fn url_of(file: &Path, mode: &str) -> String {
    format!("sqlite://{}?mode={mode}", file.display())
}
