//! The integration tests, one binary: each module mirrors a part of the house.

mod demo;
mod imports;
mod kit;
mod story;
