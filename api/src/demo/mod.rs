//! `schakel demo`: a samenwerking in a folder, to try the hub on a laptop.

pub mod data;
