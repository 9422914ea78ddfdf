//! What the program does, told through its front door.

mod accounting;
mod bad_input;
mod coupling;
mod coverage;
mod explaining;
mod failing;
mod grounds;
mod hiding;
mod joining;
mod matrix;
mod opening;
mod overview;
mod publishing;
mod queries;
mod recording;
mod replaying;
mod rotation;
mod schema;
mod statements;
mod tokens;
mod two_clients;
mod withdrawing;
