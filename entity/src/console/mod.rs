//! The tables of the console: who is signed in, and who is about to be. Nothing about residents.

pub mod aanmelding;
pub mod sessie;
