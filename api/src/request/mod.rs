//! The way of a request, one file per step: authenticate, plan, decide, load, withhold, log.

pub mod authenticate;
mod context;

pub use context::{NietGedeeld, RequestContext, TraceId};
