use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{config::StreamsConfig, domain::PartijId, request::authenticate::Caller};

/// How many streams are open, and whether one more may be.
#[derive(Clone)]
pub(in crate::http) struct Gate {
    connections: Arc<Semaphore>,
    operations: Arc<Semaphore>,
    per_caller: usize,
    callers: Arc<Mutex<HashMap<Key, usize>>>,
}

/// Who keeps streams open: a person or system, through one client.
type Key = (String, String, PartijId, String);

/// One open operation.
pub(in crate::http) struct Permit {
    key: Key,
    callers: Arc<Mutex<HashMap<Key, usize>>>,
    _of_process: OwnedSemaphorePermit,
}

impl Gate {
    /// Nothing is open yet.
    pub(in crate::http) fn new(bounds: StreamsConfig) -> Self {
        Self {
            connections: Arc::new(Semaphore::new(bounds.connections)),
            operations: Arc::new(Semaphore::new(bounds.per_process)),
            per_caller: bounds.per_caller,
            callers: Arc::default(),
        }
    }

    /// Takes a place for a WebSocket; `None` when there is none.
    pub(in crate::http) fn connect(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.connections).try_acquire_owned().ok()
    }

    /// Takes a place for an operation of this caller; `None` when there is none.
    pub(in crate::http) fn enter(&self, caller: &Caller) -> Option<Permit> {
        let of_process = Arc::clone(&self.operations).try_acquire_owned().ok()?;
        let key = (
            caller.issuer().to_owned(),
            caller.client().to_owned(),
            caller.partij().clone(),
            caller.gebruiker().to_owned(),
        );
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        let open = callers.entry(key.clone()).or_default();
        if *open >= self.per_caller {
            return None;
        }
        *open += 1;
        Some(Permit {
            key,
            callers: Arc::clone(&self.callers),
            _of_process: of_process,
        })
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = callers.get_mut(&self.key) {
            *open -= 1;
            if *open == 0 {
                callers.remove(&self.key);
            }
        }
    }
}
