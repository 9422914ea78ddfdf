use std::sync::Arc;

use sea_orm::{DatabaseConnection, DbErr};

use super::{Disk, HeldRegister, Space};
use crate::subgraphs::common::Parts;

/// What must answer for a process to answer: its databases, and the register where it is here.
#[derive(Clone)]
pub struct Readiness {
    databases: Vec<DatabaseConnection>,
    held: Option<Arc<HeldRegister>>,
    disk: Disk,
}

impl Readiness {
    pub(super) fn of<'a>(
        parts: impl IntoIterator<Item = &'a Parts>,
        held: Option<Arc<HeldRegister>>,
        disk: Disk,
    ) -> Self {
        Self {
            databases: parts.into_iter().map(|parts| parts.db.clone()).collect(),
            held,
            disk,
        }
    }

    /// The same, and these databases.
    pub(super) fn and<'a>(mut self, databases: impl IntoIterator<Item = &'a DatabaseConnection>) -> Self {
        self.databases.extend(databases.into_iter().cloned());
        self
    }

    /// Asks all of it.
    ///
    /// # Errors
    /// What doesn't answer.
    pub async fn check(&self) -> Result<Space, DbErr> {
        for db in &self.databases {
            db.ping().await?;
        }
        if let Some(held) = &self.held {
            held.register.store().stand().await?;
        }
        Ok(self.disk.space())
    }
}
