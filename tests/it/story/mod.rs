//! What the program does, told through its front door.

mod coupling;
mod grounds;
mod hiding;
mod overview;
mod publishing;
mod queries;
mod recording;
mod two_clients;
mod withdrawing;
