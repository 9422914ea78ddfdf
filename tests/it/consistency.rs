//! The consistency contract, as README promises it, under load: whatever was withdrawn is withheld from the next answer
//! and from every open stream, on every process; versions come in their order.

mod numbers;
mod reading;
mod rules;
mod slow;
mod streaming;
mod torn;
mod world;
