//! The kit itself: that what the other tests lean on holds, and can fail.

mod checked_in;
mod databases;
mod logs;
mod postgres;
mod statements;
