//! SQLite: a folder with five files, copied from a folder that was migrated once.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use schakel::federation::SubgraphName;
use tempfile::TempDir;

use super::{Urls, connect};
use crate::{place, rooms};

pub(super) async fn new() -> (TempDir, Urls) {
    let template = template().await;
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let copy = |subgraph: &SubgraphName| {
        let file = file_of(folder.path(), *subgraph);
        fs::copy(file_of(&template, *subgraph), &file).expect("a template can be copied");
        (*subgraph, url_of(&file, "rw"))
    };
    let urls = SubgraphName::ALL.iter().map(copy).collect();
    (folder, urls)
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
    for &subgraph in SubgraphName::ALL {
        let db = connect(&url_of(&file_of(making.path(), subgraph), "rwc")).await;
        rooms::migrate(subgraph, &db).await;
        db.close().await.expect("a template can be closed");
    }
    fs::rename(making.keep(), template).expect("a template can be moved into its place");
}

fn file_of(folder: &Path, subgraph: SubgraphName) -> PathBuf {
    folder.join(format!("{subgraph}.db"))
}

fn url_of(file: &Path, mode: &str) -> String {
    format!("sqlite://{}?mode={mode}", file.display())
}
