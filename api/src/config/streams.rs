use serde::Deserialize;

/// Within which bounds streams are kept open (`http.streams`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StreamsConfig {
    /// How many WebSockets a process keeps open.
    pub connections: usize,
    /// How many operations all callers together keep open in a process.
    pub per_process: usize,
    /// How many operations one caller keeps open in a process.
    pub per_caller: usize,
    /// How long a WebSocket may wait with its `connection_init`, in milliseconds.
    pub init_milliseconds: u64,
    /// How often a silent stream shows that it is still there, in seconds. A WebSocket that has answered nothing
    /// for three times as long is closed.
    pub heartbeat_seconds: u64,
    /// How long one message may take to be written, in seconds: a consumer that is slower is let go.
    pub write_seconds: u64,
}

impl Default for StreamsConfig {
    fn default() -> Self {
        Self {
            connections: 5_000,
            per_process: 10_000,
            per_caller: 100,
            init_milliseconds: 5_000,
            heartbeat_seconds: 15,
            write_seconds: 30,
        }
    }
}
