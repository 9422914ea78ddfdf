//! What every HTTP door shares.

mod problem;

pub(crate) use problem::BearerError;
pub use problem::Problem;
