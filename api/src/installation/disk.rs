use std::path::{Path, PathBuf};

use crate::config::Config;

/// The disks on which the embedded databases of a process stand. Of a PostgreSQL nothing is known here: it has no
/// question for the room that its disk has left, so that whoever runs it watches that.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    folders: Vec<PathBuf>,
    warn_below: u64,
}

/// How much room there is for the logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// Enough, or nobody knows.
    Enough,
    /// Less than is configured: without room nothing can be logged, and then nothing is told.
    Little,
}

impl Disk {
    pub(super) fn of(config: &Config) -> Self {
        let mut folders: Vec<_> = config
            .subgraphs
            .0
            .values()
            .filter_map(|subgraph| subgraph.database.as_deref()?.strip_prefix("sqlite:"))
            .map(|file| Path::new(file).parent().unwrap_or(Path::new(".")).to_owned())
            .collect();
        folders.sort();
        folders.dedup();
        Self {
            folders,
            warn_below: config.log.as_ref().map_or(0, |log| log.warn_below_bytes),
        }
    }

    /// How much room there is now; little of it is warned of.
    pub fn space(&self) -> Space {
        let little = self.folders.iter().filter(|folder| {
            let free = free_bytes(folder);
            if let Some(free) = free.filter(|free| *free < self.warn_below) {
                tracing::warn!(folder = %folder.display(), free, "the disk under the logs is filling up");
                return true;
            }
            false
        });
        if little.count() > 0 {
            Space::Little
        } else {
            Space::Enough
        }
    }
}

fn free_bytes(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder);
    let room = found.inspect_err(
        |error| tracing::warn!(folder = %folder.display(), %error, "nobody knows how full the disk is"),
    );
    room.ok().map(|room| room.f_bavail.saturating_mul(room.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disk(folder: &str, warn_below: u64) -> Disk {
        Disk {
            folders: vec![folder.into()],
            warn_below,
        }
    }

    #[test]
    fn little_room_is_told() {
        assert_eq!(disk("/", u64::MAX).space(), Space::Little);
        assert_eq!(disk("/", 0).space(), Space::Enough);
        assert_eq!(disk("/no/such/folder", u64::MAX).space(), Space::Enough);
        assert_eq!(Disk::default().space(), Space::Enough);
    }
}
