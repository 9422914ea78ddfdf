//! The door, tried with real signed tokens: each test shows one token that differs in one thing from a good
//! one.

mod caps;
mod configuration;
mod doelen;
mod kit;
mod own_tokens;
mod refusals;
mod rotation;
mod sign_in;
mod times;
