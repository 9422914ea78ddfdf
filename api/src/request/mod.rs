//! The way of a request, one file per step: authenticate, plan, decide, load, withhold, log.
//!
//! A value of each step can only be made from the step before it: `Besloten` by asking the register,
//! `Geladen` by loading what it allows, `Verstrekt` by writing the log and checking once more, and
//! [`withhold::Gedeeld`] out of `Verstrekt` only.

pub mod authenticate;
mod context;
pub mod decide;
pub mod disclose;
pub mod load;
pub mod log;
pub mod plan;
pub mod withhold;

pub use context::{NietGedeeld, RequestContext, TraceId};
