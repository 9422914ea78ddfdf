//! The integration tests, one binary: each module mirrors a part of the house.

mod consistency;
mod demo;
mod exports;
mod flow;
mod histories;
mod imports;
mod killing;
mod kit;
mod logs;
mod noninterference;
mod setups;
mod snippets;
mod story;
