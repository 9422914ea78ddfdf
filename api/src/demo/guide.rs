use std::net::SocketAddr;

use super::{DemoError, DemoFolder};

impl DemoFolder {
    /// Writes the guide.
    pub fn write_guide(&self, _address: SocketAddr) -> Result<String, DemoError> {
        Ok(String::new())
    }
}
