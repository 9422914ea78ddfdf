//! The integration tests, one binary: each module mirrors a part of the house.

mod kit;
mod noninterference;
mod story;
