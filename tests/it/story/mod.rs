//! What the program does, told through its front door.

mod bad_input;
mod coupling;
mod coverage;
mod explaining;
mod failing;
mod granting;
mod grounds;
mod hiding;
mod joining;
mod matrix;
mod opening;
mod overview;
mod previewing;
mod publishing;
mod queries;
mod receipts;
mod recording;
mod refusing;
mod requesting;
mod rotation;
mod schema;
mod statements;
mod tokens;
mod two_clients;
mod withdrawing;
