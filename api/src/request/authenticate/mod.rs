//! JWT → [`Caller`]: the only place where a caller is made.

mod caller;

pub use caller::Caller;
